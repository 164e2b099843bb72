"""What comes, as a list by day: by keyboard and by pointer, reading on as one goes down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.calendar.conftest import DAY, at, page_of, plan

from contactdesk.desktop.appointment_editor import AppointmentEditor
from contactdesk.desktop.calendar_page import CalendarPage

Keys = Qt.Key


EVENTS = (
    at("Past", "2026-11-20T10:00:00", "2026-11-20T11:00:00"),
    at("Call", "2026-11-24T13:30:00", "2026-11-24T14:30:00"),
    at("Fair", "2026-11-24", "2026-11-26"),
    at("Sync", "2026-11-26T09:00:00", "2026-11-26T10:00:00", "FREQ=WEEKLY;COUNT=12"),
    at("Next summer", "2027-07-01T09:00:00", "2027-07-01T10:00:00"),
)


def show_agenda(office: Any) -> None:
    office.window.actions_.calendar.trigger()
    page = page_of(office)
    office.until(lambda: page.found is not None)
    QTest.keyClick(page.month, Keys.Key_4, Qt.KeyboardModifier.AltModifier)
    office.until(page.agenda.isVisible)


@pytest.fixture
def office(opened: Callable[..., Any]) -> Any:
    """A window on a book with appointments, at what comes."""
    made = opened()
    plan(made, *EVENTS)
    show_agenda(made)
    made.until(lambda: lines(made))
    return made


def lines(office: Any) -> list[str]:
    """What the list says, a day's head by its day alone."""
    rows = page_of(office).agenda.agenda.rows
    return [r.occurrence.event.summary if r.occurrence else f"{r.day:%d.%m}" for r in rows]


def press(office: Any, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page_of(office).agenda, key)


def chosen(office: Any) -> tuple[str, date]:
    row = page_of(office).agenda.row()
    assert row is not None
    assert row.occurrence is not None
    return row.occurrence.event.summary, row.day


def test_what_comes_stands_under_its_days_and_what_lasts_under_each(office: Any) -> None:
    assert lines(office)[:7] == ["24.11", "Fair", "Call", "25.11", "Fair", "26.11", "Sync"]
    page = page_of(office)
    assert page.title.text().endswith("24 November 2026")
    assert page.here is page.agenda
    assert page.agenda.hasFocus()
    assert page.agenda in page.stops()
    assert chosen(office) == ("Fair", DAY)


def test_the_head_says_from_when_on_something_is_shown(office: Any) -> None:
    page = page_of(office)
    page.choose(date(2027, 6, 10))
    office.until(lambda: lines(office) == ["01.07", "Next summer"])
    assert page.title.text().endswith("1 July 2027")
    page.choose(date(2027, 9, 1))
    office.until(lambda: lines(office) == [])
    assert page.title.text().endswith("1 September 2027")


def test_it_reads_on_until_all_is_there(office: Any) -> None:
    page = page_of(office)
    few = len(lines(office))
    bar = page.agenda.verticalScrollBar()

    def is_at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return "Next summer" in lines(office)

    office.until(is_at_the_end)
    assert few < len(lines(office))
    assert lines(office).count("Sync") == 12
    assert lines(office).count("Fair") == 2  # not once more from where it was read on
    bar.setValue(bar.maximum())
    office.until(lambda: not page.agenda.has_more)  # nothing in the year after that
    assert page._reach[1] >= date(2028, 7, 1)


def test_arrows_choose_and_the_side_says_all_of_it(office: Any) -> None:
    page = page_of(office)
    press(office, Keys.Key_Down)
    assert chosen(office) == ("Call", DAY)
    assert page.pane.list.currentIndex().row() == 1
    press(office, Keys.Key_Down)
    assert chosen(office) == ("Fair", date(2026, 11, 25))
    assert page.day == date(2026, 11, 25)
    press(office, Keys.Key_Right)
    assert chosen(office) == ("Sync", date(2026, 11, 26))
    press(office, Keys.Key_Left, Keys.Key_Left)
    assert chosen(office) == ("Fair", DAY)
    press(office, Keys.Key_Left)  # there is nothing before it: what was before is read
    office.until(lambda: lines(office)[:2] == ["20.11", "Past"])
    press(office, Keys.Key_Home)
    office.until(lambda: chosen(office) == ("Fair", DAY))


def test_enter_opens_and_delete_deletes(office: Any) -> None:
    page = page_of(office)
    press(office, Keys.Key_Down, Keys.Key_Return)
    office.until(lambda: isinstance(page.side.currentWidget(), AppointmentEditor))
    editor: Any = page.side.currentWidget()
    assert editor.value().summary == "Call"
    QTest.keyClick(editor, Keys.Key_Escape)
    assert page.agenda.hasFocus()
    press(office, Keys.Key_Delete)
    office.until(lambda: "Call" not in lines(office))
    assert chosen(office)[1] == DAY
    office.desk.undo()
    office.until(lambda: "Call" in lines(office))


def test_what_a_colleague_adds_appears_and_the_chosen_one_stays(office: Any) -> None:
    press(office, Keys.Key_Right)
    assert chosen(office) == ("Fair", date(2026, 11, 25))
    plan(office, at("Early", "2026-11-24T07:00:00", "2026-11-24T08:00:00"))
    office.until(lambda: "Early" in lines(office))
    assert chosen(office) == ("Fair", date(2026, 11, 25))


def test_where_one_may_only_read_nothing_is_deleted(office: Any) -> None:
    page = page_of(office)
    done: list[object] = []
    for signal in (page.new_wanted, page.delete_wanted):
        signal.connect(lambda *each: done.append(each))
    office.desk.facts = office.desk.facts._replace(read_only="The disk cannot be written.")
    page.choose(DAY)
    press(office, Keys.Key_Delete)
    assert not done


def test_an_empty_agenda_says_so_and_enter_makes_one(opened: Callable[..., Any]) -> None:
    office = opened()
    office.until(lambda: office.desk.facts is not None)
    show_agenda(office)
    page = page_of(office)
    office.until(page.agenda.empty.isVisible)
    assert "2026" in page.agenda.empty.text.text()
    press(office, Keys.Key_Return)
    office.until(lambda: isinstance(page.side.currentWidget(), AppointmentEditor))


def test_it_is_remembered(office: Any) -> None:
    assert office.desk.settings.calendar_view == "agenda"
    page = CalendarPage(office.desk, office.window.actions_.import_, office.window)
    assert page.kind == page.switch.value() == "agenda"
