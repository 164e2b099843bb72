"""Today in the window: its lines by keyboard, what they do and take back, at a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.today_dialog import CallDialog, NoteDialog
from contactdesk.desktop.today_flow import TodayVerbs
from contactdesk.desktop.today_page import TodayPage
from contactdesk.desktop.today_part import TodayPart
from contactdesk.desktop.today_print import today_document
from contactdesk.desktop.today_row import TodayRow
from contactdesk.i18n import use_language
from contactdesk.model import zones
from contactdesk.model.contact import Contact
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call

Keys = Qt.Key
NOW = datetime(2026, 11, 24, 9, 50)  # ten to eleven in Warsaw


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(autouse=True)
def in_warsaw(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = zones.zone_of("Europe/Warsaw")
    monkeypatch.setattr("contactdesk.desktop.today_flow.home_zone", lambda: zone)
    monkeypatch.setattr(zones, "home_zone", lambda: zone)
    QLocale.setDefault(QLocale("en_GB"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Day:
    """A window with Today, and short words for what tests ask of it."""

    def __init__(self, office: Any, clock: Clock) -> None:
        self.office, self.clock = office, clock
        self.window = office.window
        self.toasts: list[tuple[str, str, Any]] = []
        self.window.desk.toast.connect(self._said)
        self.verbs: TodayVerbs = self.window.verbs.today
        self.verbs.now = clock
        office.until(lambda: office.desk.facts is not None)

    def _said(self, words: str, action: str, act: object) -> None:
        self.toasts.append((words, action, act))

    def until(self, rule: Callable[[], Any]) -> None:
        self.office.until(rule)

    def fill(self, *events: Event) -> None:
        done: list[object] = []
        self.office.desk.write("Fill", lambda tx: [tx.events.add(e) for e in events], done.append)
        self.until(lambda: done)

    def ids(self) -> list[str]:
        found: list[list[Contact]] = []
        self.office.desk.read(lambda tx: tx.contacts.get_many([1, 2, 3]), found.append)
        self.until(lambda: found)
        return [contact.id for contact in found[0]]

    def come(self) -> TodayPage:
        self.window.actions_.today.trigger()
        self.until(lambda: self.page.found is not None)
        return self.page

    @property
    def page(self) -> TodayPage:
        page = self.verbs.page()
        assert page is not None
        return page

    def shows(self, part: TodayPart, *titles: str) -> None:
        self.until(lambda: self.titles(part) == list(titles))

    def titles(self, part: TodayPart) -> list[str]:
        return [row.line.title for row in part.rows]

    def row(self, title: str) -> TodayRow:
        return next(row for row in self.page.rows() if row.line.title == title)

    def press(self, title: str, key: Any, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        row = self.row(title)
        row.setFocus()
        QTest.keyClick(row, key, held)

    def undo(self) -> None:
        self.window.verbs.undo()

    def here(self) -> str:
        focus = QApplication.focusWidget()
        return focus.line.title if isinstance(focus, TodayRow) else ""


@pytest.fixture
def day(opened: Callable[..., Any], a_contact: Callable[..., Contact], clock: Clock) -> Day:
    """Anna every month, with a birthday; Bo, who called; Cy with an appointment and a task."""
    made = Day(
        opened(
            a_contact("Anna Nowak", keep_in_touch="30", birthday=PartialDate(1988, 11, 24),
                      phones=["+48 501 234 567"]),
            a_contact("Bo Berg", phones=["+48 502 234 567"]),
            a_contact("Cy Coe"),
        ),
        clock,
    )  # fmt: skip
    _anna, bo, cy = made.ids()
    made.fill(
        Event(summary="Early", starts_at="2026-11-24T08:00:00Z", ends_at="2026-11-24T08:30:00Z"),
        Event(summary="Kancelaria", starts_at="2026-11-24T10:00:00Z",
              ends_at="2026-11-24T11:00:00Z", location="ul. Długa 7", about=(cy,)),
        a_call((bo,), "", (NOW - timedelta(hours=3)).replace(tzinfo=UTC), direction="missed"),
        Event(component="task", summary="Send the list", ends_at="2026-11-23", about=(cy,)),
    )  # fmt: skip
    made.come()
    made.shows(made.page.callbacks, "Bo Berg")
    return made


def test_a_day_says_what_it_asks_for(day: Day) -> None:
    page = day.page
    assert page.greeting.full_text().startswith("Good morning")
    assert page.below.text() == (
        "Tuesday, 24 November · 2 appointments · 1 follow-up · 1 call to return"
    )
    early, office = page.appointments.rows
    assert (early.line.is_over, early.line.chip) == (True, "")
    assert (office.line.clock, office.line.chip) == (("11:00", "12:00"), "in 10 min")
    assert office.line.second == "Cy Coe · ul. Długa 7"
    assert [b.text() for b in office.buttons] == ["Notes", "Directions"]
    (task,) = page.follow_ups.rows
    assert (task.line.second, task.line.trailing, task.line.tone) == ("Cy Coe", "Yesterday", "bad")
    assert page.callbacks.rows[0].line.second == "Missed today, 07:50"
    assert page.keeping.rows[0].line.second == "Every month · not in touch yet"
    assert page.birthdays.rows[0].line.second == "turns 38"
    assert page.since.quiet.full_text() == "Nobody else changed anything"
    assert task.accessibleName() == "Send the list, Cy Coe, Yesterday"


def test_the_clock_counts_down_and_turns_the_day_at_midnight(day: Day, clock: Clock) -> None:
    office = day.page.appointments.rows[1]
    clock.at = NOW + timedelta(minutes=9)
    day.verbs.look()
    assert day.page.appointments.rows[1] is office
    assert office.line.chip == "in 1 min"
    clock.at = NOW + timedelta(hours=2)
    day.verbs.look()
    assert (day.row("Kancelaria").line.is_over, day.row("Kancelaria").buttons) == (True, [])
    clock.at = datetime(2026, 11, 24, 23, 1)
    day.verbs.look()
    day.shows(day.page.appointments)
    assert day.page.below.text().startswith("Wednesday, 25 November")
    assert day.row("Send the list").line.trailing == "2 days late"


def test_coming_and_leaving_by_keyboard_and_by_the_sidebar(day: Day) -> None:
    window = day.window
    assert not window.list_pane.isVisible()
    assert not window.sidebar.rail  # its words stay
    QTest.keyClick(day.row("Kancelaria"), Keys.Key_Escape)
    assert window.list_pane.isVisible()
    day.until(lambda: window.sidebar.model.places[0].page == "today")
    assert window.sidebar.model.places[0].badge == 4
    index = window.sidebar.model.index(0)
    assert "4 things to do" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    window.sidebar.list.setCurrentIndex(index)
    day.until(day.verbs.is_shown)
    window.actions_.today.trigger()
    assert not day.verbs.is_shown()


def test_the_keyboard_begins_at_what_comes_next_and_goes_through_all_lines(day: Day) -> None:
    day.verbs.leave()
    day.come()
    seen = []
    for _n in range(5):
        seen.append(day.here())
        QTest.keyClick(QApplication.focusWidget(), Keys.Key_Down)
    assert seen == ["Kancelaria", "Send the list", "Anna Nowak", "Bo Berg", "Anna Nowak"]
    QTest.keyClick(QApplication.focusWidget(), Keys.Key_Home)
    assert day.here() == "Early"
    QTest.keyClick(QApplication.focusWidget(), Keys.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Keys.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Write a note about Kancelaria"


def test_space_ticks_a_task_which_stays_and_ticks_it_off_again(day: Day) -> None:
    day.press("Send the list", Keys.Key_Space)
    day.until(lambda: day.row("Send the list").line.ticked)
    assert day.row("Send the list").line.second == "Cy Coe · done at 10:50"
    day.until(lambda: day.toasts and day.toasts[-1][:2] == ("“Send the list” completed", "Undo"))
    assert day.here() == "Send the list"
    day.until(lambda: day.window.sidebar.model.due == 3)
    day.undo()
    day.until(lambda: day.row("Send the list").line.ticked is False)
    day.press("Send the list", Keys.Key_D)
    day.until(lambda: day.row("Send the list").line.ticked)
    day.press("Send the list", Keys.Key_D)
    day.until(lambda: day.row("Send the list").line.ticked is False)


def test_a_task_is_put_off_until_tomorrow_or_next_week(day: Day) -> None:
    day.press("Send the list", Keys.Key_L)
    day.shows(day.page.follow_ups)
    day.until(lambda: "“Send the list” put off until Wednesday, 25 November" in str(day.toasts))
    day.undo()
    day.shows(day.page.follow_ups, "Send the list")
    day.press("Send the list", Keys.Key_L, Qt.KeyboardModifier.ShiftModifier)
    day.shows(day.page.follow_ups)
    day.until(lambda: day.toasts and day.toasts[-1][0].endswith("Tuesday, 1 December"))


def test_called_logs_a_call_and_takes_the_line_away(day: Day) -> None:
    day.press("Bo Berg", Keys.Key_C)
    day.shows(day.page.callbacks)
    day.until(lambda: day.toasts and day.toasts[-1][0] == "Call with Bo Berg logged")
    assert day.here() == "Anna Nowak"  # the line that stands in its place now
    day.undo()
    day.shows(day.page.callbacks, "Bo Berg")
    day.page.keeping.rows[0].setFocus()
    QTest.keyClick(day.page.keeping.rows[0], Keys.Key_C)
    day.shows(day.page.keeping)
    assert day.page.keeping.quiet.full_text() == "In touch with everybody"


def test_a_call_is_done_with_without_calling(day: Day) -> None:
    day.press("Bo Berg", Keys.Key_Space)
    day.shows(day.page.callbacks)
    day.undo()
    day.shows(day.page.callbacks, "Bo Berg")


def test_later_waits_until_its_day_through_a_restart_and_can_be_brought_back(
    day: Day, clock: Clock, opened: Callable[..., Any]
) -> None:
    day.press("Bo Berg", Keys.Key_L)
    day.shows(day.page.callbacks)
    toast = day.window.toast
    assert "Bo Berg: again Wednesday, 25 November" in toast.text()
    toast._button.click()
    day.shows(day.page.callbacks, "Bo Berg")
    day.press("Bo Berg", Keys.Key_L)
    day.shows(day.page.callbacks)
    day.window.close()
    again = Day(opened(), clock)
    again.come()
    again.shows(again.page.callbacks)
    again.shows(again.page.keeping, "Anna Nowak")
    clock.at = NOW + timedelta(days=1)
    again.verbs.look()
    again.shows(again.page.callbacks, "Bo Berg")


@pytest.mark.parametrize(("here", "then"), [("Kancelaria", "Sooner"), ("Bo Berg", "Bo Berg")])
def test_the_keyboard_begins_anew_where_the_day_was_old(day: Day, here: str, then: str) -> None:
    QTest.keyClick(day.row("Kancelaria"), Keys.Key_Escape)
    day.fill(Event(summary="Sooner", starts_at="2026-11-24T09:55:00Z"))
    day.come().row_of(day.row(here).line.key).setFocus()
    day.shows(day.page.appointments, "Early", "Sooner", "Kancelaria")
    day.until(lambda: day.here() == then)


def test_a_birthday_is_ticked_off_for_this_year(day: Day) -> None:
    (row,) = day.page.birthdays.rows
    QTest.keyClick(row, Keys.Key_D)
    day.shows(day.page.birthdays)
    assert day.page.birthdays.quiet.full_text() == "No birthdays this week"


def test_enter_leads_to_the_contact_the_appointment_and_the_step(day: Day) -> None:
    day.press("Bo Berg", Keys.Key_Return)
    day.until(lambda: day.window.chosen_numbers() == [2])
    assert not day.verbs.is_shown()
    day.come()
    day.press("Kancelaria", Keys.Key_Return)
    day.until(day.window.verbs.calendar.is_shown)
    page = day.window.verbs.calendar.page()
    assert page.day == date(2026, 11, 24)
    day.until(lambda: page.side.currentWidget() is not page.pane)


def test_enter_on_a_task_leads_to_it_among_the_tasks_and_a_new_one_is_planned_there(
    day: Day,
) -> None:
    day.press("Send the list", Keys.Key_Return)
    tasks = day.window.verbs.tasks
    day.until(tasks.is_shown)
    day.come()
    day.page.add_task.click()
    day.until(tasks.is_shown)


def test_what_a_colleague_changed_since_one_left_is_told(
    day: Day, clock: Clock, opened: Callable[..., Any], as_somebody_else: Callable[..., Any],
    the_book_itself: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    import getpass

    me = getpass.getuser()
    day.window.close()
    clock.at = NOW + timedelta(hours=20)
    with the_book_itself(), as_somebody_else("ola") as other, other.write("Edit Anna Nowak") as tx:
        anna = tx.contacts.get(1)
        tx.contacts.save(replace(anna, note="Prefers mail"), base=anna)
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, me)
    again = Day(opened(), clock)
    page = again.come()
    again.until(lambda: page.since.rows)
    assert [row.line.title for row in page.since.rows] == ["ola: Edit Anna Nowak"]
    assert page.since.beside.full_text() == "yesterday, 10:50"
    page.since.rows[0].setFocus()
    QTest.keyClick(page.since.rows[0], Keys.Key_Return)
    again.until(lambda: not again.verbs.is_shown())
    assert again.window.stack.currentWidget() is again.window.pages["book-history"]


def test_a_colleagues_change_arrives_and_the_keyboard_stays(
    day: Day, as_somebody_else: Callable[..., Any], the_book_itself: Callable[..., Any]
) -> None:
    day.row("Bo Berg").setFocus()
    with the_book_itself(), as_somebody_else("ola") as other, other.write("Call") as tx:
        anna = tx.contacts.get(1)
        missed = a_call((anna.id,), "", NOW.replace(tzinfo=UTC), direction="missed")
        tx.events.add(missed)
    day.shows(day.page.callbacks, "Anna Nowak", "Bo Berg")
    assert day.here() == "Bo Berg"


def test_a_note_is_written_about_the_people_of_an_appointment(day: Day) -> None:
    QTest.mouseClick(day.row("Kancelaria").buttons[0], Qt.MouseButton.LeftButton)
    dialog = day.window.findChild(NoteDialog)
    assert dialog is not None
    assert not dialog.save.isEnabled()
    QTest.keyClicks(dialog.area, "Asked for the draft")
    QTest.keyClick(dialog.area, Keys.Key_Return, Qt.KeyboardModifier.ControlModifier)
    day.until(lambda: day.toasts)
    assert day.toasts[-1][0] == "Note about Cy Coe kept"
    found: list[list[Event]] = []
    day.office.desk.read(lambda tx: tx.events.of_contact(3), found.append)
    day.until(lambda: found)
    notes = [event.description for event in found[0] if event.component == "journal"]
    assert notes == ["Asked for the draft"]


def test_call_dials_and_offers_to_log_it(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    dialled: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: dialled.append(url.toString()) or True
    )
    QTest.mouseClick(day.row("Bo Berg").buttons[0], Qt.MouseButton.LeftButton)
    assert dialled == ["tel:+48502234567"]
    assert "Calling Bo Berg" in day.window.toast.text()
    day.window.toast._button.click()
    dialog = day.window.findChild(CallDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.area, "Wants the list")
    QTest.keyClick(dialog.area, Keys.Key_Return, Qt.KeyboardModifier.ControlModifier)
    day.shows(day.page.callbacks)
    QTest.mouseClick(day.row("Kancelaria").buttons[1], Qt.MouseButton.LeftButton)
    assert dialled[-1].startswith("https://www.openstreetmap.org/search?query=ul. D")


def test_a_call_with_somebody_chosen_is_logged_from_the_head(day: Day) -> None:
    QTest.mouseClick(day.page.log, Qt.MouseButton.LeftButton)
    dialog = day.window.findChild(CallDialog)
    assert dialog is not None
    dialog.done_with()  # nobody is chosen yet: it says so and stays
    assert dialog.isVisible()
    dialog.area.setFocus()  # no list opens: this platform has no windows over windows
    dialog.who.setText("Anna")
    dialog.who.textEdited.emit("Anna")
    day.until(lambda: dialog.who.found)
    dialog.who.pick(dialog.who.found[0])
    dialog.done_with()
    day.shows(day.page.keeping)


def test_a_book_that_may_only_be_read_says_why_nothing_is_done(day: Day) -> None:
    why = "The disk cannot be written."
    day.office.desk._take_facts(day.office.desk.facts._replace(read_only=why))
    day.until(lambda: not day.page.log.isEnabled())
    day.verbs.leave()
    day.come()
    row = day.row("Send the list")
    QTest.keyClick(row, Keys.Key_Space)
    assert row.line.ticked is False
    assert day.toasts == []
    menu = row.menu()
    done = menu.actions()[0]
    assert (done.isEnabled(), done.toolTip()) == (False, why)
    notes = day.row("Kancelaria").buttons[0]
    assert (notes.isEnabled(), notes.toolTip()) == (False, why)
    menu.deleteLater()


def test_a_quiet_day_says_something_kind(opened: Callable[..., Any], clock: Clock) -> None:
    made = Day(opened(), clock)
    page = made.come()
    assert page.quiet.isVisible()
    assert page.rows() == []
    assert not any(part.isVisible() for part in page.parts)
    assert made.window.sidebar.model.row_of_page("today") == -1


def test_it_is_printed_as_it_is_read(day: Day) -> None:
    text = today_document(day.page).toPlainText()
    for words in ("Appointments", "11:00 – 12:00  Kancelaria", "☐  Send the list – Yesterday",
                  "Missed today, 07:50", "turns 38"):  # fmt: skip
        assert words in text
    assert "No calls" not in text


def test_one_column_in_a_narrow_window_and_two_in_a_wide_one(day: Day) -> None:
    day.window.resize(1440, 900)
    page = day.page
    day.until(lambda: page.callbacks.x() > page.appointments.x() or page.callbacks.y() == 0)
    wide = page.callbacks.mapTo(page, page.callbacks.rect().topLeft())
    page.resize(700, 900)
    page.page.resize(700, 900)
    QApplication.processEvents()
    narrow = page.callbacks.mapTo(page, page.callbacks.rect().topLeft())
    assert wide.x() > page.appointments.width() / 2
    assert narrow.y() > wide.y()
    assert page.page.horizontalScrollBar().maximum() == 0


def test_persian_runs_from_the_right_with_its_own_digits(
    opened: Callable[..., Any], a_contact: Callable[..., Contact], clock: Clock
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    use_language("fa")
    QLocale.setDefault(QLocale("fa_IR"))
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        made = Day(opened(a_contact("رضا ابراهیمی", keep_in_touch="30")), clock)
        made.fill(Event(summary="Order", starts_at="2026-11-24T10:00:00Z"))
        page = made.come()
        made.until(lambda: page.appointments.rows)
        assert page.appointments.rows[0].line.clock[0] == "۱۱:۰۰"
        assert "۳ آذر" in page.below.text()
        row = page.keeping.rows[0]
        assert row.box().isValid()
        image = page.grab().toImage()
        assert not image.isNull()
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_long_part_shows_its_first_lines_and_the_rest_when_asked(
    opened: Callable[..., Any], a_contact: Callable[..., Contact], clock: Clock
) -> None:
    people = [a_contact(f"Anna Nr{n:02d}", keep_in_touch="30") for n in range(45)]
    made = Day(opened(*people), clock)
    part = made.come().keeping
    made.until(lambda: len(part.rows) == 8)
    assert part.count.text() == "45"
    assert part._more.text() == "Show 32 more"
    part._more.activated.emit()
    assert len(part.rows) == 40
    assert made.here() == "Anna Nr08"
    assert part._rest.text() == "and 5 more"
    assert made.window.sidebar.model.due == 45
    row = part.rows[0]
    row.setFocus()
    QTest.keyClick(row, Keys.Key_L)
    made.until(lambda: part.count.text() == "44" and len(part.rows) == 40)


def test_it_opens_with_today_where_that_is_wanted(opened: Callable[..., Any]) -> None:
    office = opened()
    office.desk.update_settings(open_with_today=True)  # before the book is open
    today = office.window.verbs.today
    office.until(lambda: today.is_shown() and today.page().quiet.isVisible())
