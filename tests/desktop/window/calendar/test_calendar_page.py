"""The calendar in the window: a month by keyboard and pointer, a day's list, one in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.calendar_page import CalendarPage
from contactdesk.desktop.day_list import DayList
from contactdesk.desktop.labels import SelectableText
from contactdesk.model.event import Event

Keys = Qt.Key

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:sync
SUMMARY:Weekly sync
LOCATION:Room 2
DTSTART;TZID=Europe/Warsaw:20261005T090000
DTEND;TZID=Europe/Warsaw:20261005T094500
RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=20
END:VEVENT
BEGIN:VEVENT
UID:lunch
SUMMARY:Lunch with Zeynep
DTSTART;TZID=America/New_York:20261124T070000
DTEND;TZID=America/New_York:20261124T080000
ATTENDEE;CN=Zeynep Er;PARTSTAT=ACCEPTED:mailto:z.er@ege.example
DESCRIPTION:Ask for the price list
END:VEVENT
BEGIN:VEVENT
UID:call
SUMMARY:Call: Jonas
DTSTART:20261124T100000
DTEND:20261124T102000
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def office(opened: Callable[..., Any]) -> Any:
    """A window on a book of its own."""
    return opened()


@pytest.fixture
def page(office: Any, tmp_path: Path) -> CalendarPage:
    """The calendar of a book into which a file was imported."""
    file = tmp_path / "office.ics"
    file.write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8")
    office.bring_in(file)
    office.window.actions_.calendar.trigger()
    found: CalendarPage = office.window.verbs.calendar.page()
    office.until(lambda: found.found is not None and titles(found.pane.list))
    return found


def titles(days: DayList) -> list[str]:
    return [item.event.summary for item in days.days.items]


def said(page: CalendarPage) -> str:
    return "\n".join(t.text() for t in page.pane.details.findChildren(SelectableText))


def press(page: CalendarPage, key: Qt.Key) -> None:
    QTest.keyClick(page.month, key)


def test_today_is_shown_with_what_happens_by_the_persons_clock(page: CalendarPage) -> None:
    assert page.title.text() == month_days.month_title(date(2026, 11, 24))
    assert titles(page.pane.list) == ["Call: Jonas", "Lunch with Zeynep"]
    page.pane.list.setCurrentIndex(page.pane.list.days.index(1))
    assert "13:00" in said(page)
    assert "7:00" in said(page)  # where it was planned
    assert "Zeynep Er" in said(page)
    assert "Ask for the price list" in said(page)


def test_arrows_go_through_the_days_and_into_the_next_month(
    page: CalendarPage, office: Any
) -> None:
    assert page.month.hasFocus()
    press(page, Keys.Key_Left)
    assert page.day == date(2026, 11, 23)
    assert titles(page.pane.list) == ["Weekly sync"]
    press(page, Keys.Key_Down)
    press(page, Keys.Key_Down)
    assert page.day == date(2026, 12, 7)
    office.until(lambda: page.found.month == (date(2026, 12, 1), date(2026, 12, 31)))
    assert titles(page.pane.list) == ["Weekly sync"]
    assert "Monday" in page.month.accessibleDescription()
    assert "1 appointment" in page.month.accessibleDescription()


def test_pages_turn_months_and_home_is_today(page: CalendarPage, office: Any) -> None:
    press(page, Keys.Key_PageUp)
    office.until(lambda: page.found.month == (date(2026, 10, 1), date(2026, 10, 31)))
    assert page.day == date(2026, 10, 24)
    press(page, Keys.Key_Home)
    office.until(lambda: page.found.month == (date(2026, 11, 1), date(2026, 11, 30)))
    assert page.day == date(2026, 11, 24)


def test_the_months_around_are_there_when_one_turns_to_them(
    page: CalendarPage, office: Any
) -> None:
    office.until(lambda: len(page.known.spans) == 3)
    press(page, Keys.Key_PageDown)
    assert page.found is not None  # without another look at the book
    assert page.found.month == (date(2026, 12, 1), date(2026, 12, 31))
    office.desk.write("Plan", lambda tx: tx.events.add(
        Event(summary="New year", starts_at="2026-12-24T20:00:00", ends_at="2026-12-24T23:00:00")
    ))  # fmt: skip
    office.until(lambda: "New year" in titles(page.pane.list))


def test_enter_goes_to_the_list_and_escape_back_and_out(page: CalendarPage, office: Any) -> None:
    press(page, Keys.Key_Return)
    assert page.pane.list.hasFocus()
    QTest.keyClick(page.pane.list, Keys.Key_Down)
    assert "13:00" in said(page)
    QTest.keyClick(page.pane.list, Keys.Key_Escape)
    assert page.month.hasFocus()
    press(page, Keys.Key_Escape)
    assert office.window.list_pane.isVisible()
    assert not page.isVisible()


def test_the_pointer_chooses_a_day_and_names_what_is_cut_off(page: CalendarPage) -> None:
    cell = page.month.cell(4, 0)  # Monday the 23rd
    QTest.mouseClick(page.month, Qt.MouseButton.LeftButton, pos=cell.center())
    assert page.day == date(2026, 11, 23)
    first_line = QPoint(cell.center().x(), cell.y() + 40)
    placed = page.month.placed_at(first_line)
    assert placed is not None
    assert placed.occurrence.event.summary == "Weekly sync"


def test_another_windows_appointment_appears(
    page: CalendarPage, office: Any, the_book_itself: Callable[[], Any]
) -> None:
    from contactdesk.store.book import Book

    with the_book_itself(), Book.open(office.desk.path) as book, book.write("Plan") as tx:
        tx.events.add(
            Event(summary="Site visit", starts_at="2026-11-24T08:00:00",
                  ends_at="2026-11-24T09:00:00")
        )  # fmt: skip
    office.until(lambda: "Site visit" in titles(page.pane.list))
    assert titles(page.pane.list)[0] == "Site visit"


def test_taking_an_import_back_empties_the_calendar(page: CalendarPage, office: Any) -> None:
    office.desk.undo()
    office.until(lambda: not titles(page.pane.list))
    office.until(page.pane.invitation.isVisible)


def test_a_rule_that_makes_no_sense_is_said(page: CalendarPage, office: Any) -> None:
    odd = Event(uid="odd", summary="Odd", starts_at="2026-11-24T12:00:00", rrule="FREQ=SECONDLY")
    office.desk.write("Plan", lambda tx: tx.events.add(odd))
    office.until(lambda: "Odd" in titles(page.pane.list))
    office.until(page.pane.unsure.isVisible)


def test_the_sidebar_has_the_calendar_once_there_is_something_in_it(
    office: Any, tmp_path: Path
) -> None:
    sidebar = office.window.sidebar
    office.until(lambda: not office.window.verbs.calendar._has_any)
    assert sidebar.model.row_of_page("calendar") == -1
    file = tmp_path / "office.ics"
    file.write_text(CALENDAR.replace("\n", "\r\n"), encoding="utf-8")
    office.bring_in(file)
    office.until(lambda: sidebar.model.row_of_page("calendar") >= 0)
    here = sidebar.query()
    row = sidebar.model.row_of_page("calendar")
    sidebar.list.setCurrentIndex(sidebar.model.index(row))
    page = office.window.verbs.calendar.page()
    office.until(lambda: page is not None and page.isVisible())
    assert sidebar.list.places.chosen_row == row
    assert sidebar.query() == here  # the list that one comes back to
    office.window.verbs.calendar.leave()
    assert sidebar.list.places.chosen_row == sidebar.model.row_of(here)


def test_tab_goes_from_the_month_to_the_day_and_what_is_said_of_one(page: CalendarPage) -> None:
    stops = page.stops()
    assert stops.index(page.month) < stops.index(page.pane.list)
    assert page.back in stops
    assert len(stops) > stops.index(page.pane.list) + 1


def test_the_calendar_goes_out_and_comes_in_elsewhere_the_same(
    page: CalendarPage, office: Any, tmp_path: Path, the_book_itself: Callable[[], Any]
) -> None:
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    told: list[str] = []
    office.desk.toast.connect(lambda words, _button, _do: told.append(words))
    office.window.verbs.calendar.export_to(str(tmp_path / "out.ics"))
    office.until(lambda: told)
    assert "3 appointments" in told[0]
    with the_book_itself(), Book.open(tmp_path / "other.cdk") as book:
        report = import_files(book, [tmp_path / "out.ics"])
        assert (report.added, report.failed) == (3, 0)


def test_weeks_are_as_the_person_wants_them(page: CalendarPage, office: Any) -> None:
    month = page.month
    narrow = [wide for _left, wide in month.columns()]
    assert narrow[5] < narrow[0] * 0.7
    try:
        office.desk.update_settings(week_begins="6", weekend_width="same")
        office.until(lambda: month.weeks[0].days[0].weekday() == 6)
        wide = [each for _left, each in month.columns()]
        assert max(wide) - min(wide) <= 1
        assert page.before.mini.days.weeks()[0][0].weekday() == 6
        page.show_as("week")
        office.until(lambda: page.hours.grid is not None)
        high = page.hours.places().hour
        office.desk.update_settings(work_begins=6, work_ends=24)
        office.until(lambda: page.hours.places().hour < high)
        office.until(lambda: page.hours.places().y_of(6 * 60) - page.hours.places().head < 20)
    finally:
        office.desk.update_settings(week_begins="", weekend_width="narrow", work_begins=8,
                                    work_ends=18)  # fmt: skip


def test_what_goes_out_is_chosen_by_days_calendar_person_and_format(
    page: CalendarPage, office: Any, tmp_path: Path
) -> None:
    from contactdesk.desktop.calendar_export_dialog import CalendarExportDialog, Export

    page.head.export.click()
    office.until(lambda: office.window.findChildren(CalendarExportDialog))
    (dialog,) = office.window.findChildren(CalendarExportDialog)
    assert dialog.export().choice.is_everything
    dialog.first.show_day(date(2026, 11, 25))
    dialog.last.show_day(date(2026, 11, 20))
    dialog.last.changed.emit()
    assert (dialog.last.state, dialog.go.isEnabled()) == ("error", False)
    dialog.last.show_day(date(2026, 11, 26))
    dialog.last.changed.emit()
    assert dialog.go.isEnabled()
    dialog.person.setText("nobody chosen")
    assert not dialog.go.isEnabled()
    dialog.person.setText("")
    dialog.kind.choose("jcal")
    answers: list[Export] = []
    dialog.answered.disconnect()
    dialog.answered.connect(answers.append)
    dialog.done_with()
    (export,) = answers
    assert (export.format, export.choice.calendar, export.choice.contacts) == ("jcal", None, None)
    told: list[str] = []
    office.desk.toast.connect(lambda words, _button, _do: told.append(words))
    office.window.verbs.calendar.export_to(str(tmp_path / "out.json"), export)
    office.until(lambda: told)
    assert (tmp_path / "out.json").read_bytes().startswith(b'["vcalendar"')
    assert bidi.without_marks(told[0]) == (
        "Nothing fits what was chosen, so out.json is an empty calendar."
    )
