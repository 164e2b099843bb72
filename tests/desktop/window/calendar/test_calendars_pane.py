"""The pane before the calendar: a small month, and calendars shown, hidden, made and deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.calendar.conftest import page_of, titles

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.calendar_colours import BIRTHDAYS
from contactdesk.desktop.calendar_dialog import CalendarDialog
from contactdesk.desktop.calendar_page import CalendarPage
from contactdesk.desktop.sheet import Sheet
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar

Keys = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def fill(tx: Any) -> None:
    office = tx.calendars.add(Calendar(name="Office", colour="teal"))
    tx.calendars.add(Calendar(name="Empty"))
    times = {"starts_at": "2026-11-24T09:00:00", "ends_at": "2026-11-24T10:00:00"}
    tx.events.add(Event(summary="Mine", **times))
    tx.events.add(Event(summary="Theirs", calendar=office.id, **times))


@pytest.fixture
def office(opened: Callable[..., Any]) -> Any:
    """A window on a book with three calendars, at its calendar."""
    made = opened()
    come: list[object] = []
    made.desk.write("Plan", fill, come.append)
    made.until(lambda: come)
    made.window.resize(1440, 900)
    made.window.actions_.calendar.trigger()
    made.until(lambda: titles(made) == ["Mine", "Theirs"])
    return made


def names(office: Any) -> list[str]:
    items = page_of(office).before.list.calendars.items
    return [str(c.name) for c in items if c.id != BIRTHDAYS]


def go_to(office: Any, row: int) -> Any:
    calendars = page_of(office).before.list
    calendars.setFocus()
    calendars.setCurrentIndex(calendars.calendars.index(row))
    return calendars


def test_a_calendar_is_hidden_by_a_click_and_shown_by_space(office: Any) -> None:
    calendars = page_of(office).before.list
    spot = calendars.visualRect(calendars.calendars.index(1)).center()
    QTest.mouseClick(calendars.viewport(), LEFT, NONE, spot)
    office.until(lambda: titles(office) == ["Mine"])
    said = calendars.calendars.data(
        calendars.calendars.index(1), Qt.ItemDataRole.AccessibleTextRole
    )
    assert said == "Office, hidden"
    again = CalendarPage(office.desk, office.window.actions_.import_, office.window)
    assert again.calendars.hidden() == page_of(office).calendars.hidden() != frozenset()
    QTest.keyClick(go_to(office, 1), Keys.Key_Space)
    office.until(lambda: titles(office) == ["Mine", "Theirs"])
    assert not office.desk.settings.hidden_calendars


def test_only_one_is_shown_and_what_is_put_in_a_hidden_one_shows_it(office: Any) -> None:
    page = page_of(office)
    menu = page.calendars.menu(page.before.list.calendars.items[0])
    menu.actions()[0].trigger()
    menu.close()
    office.until(lambda: titles(office) == ["Mine"])
    theirs = page.before.list.calendars.items[1]
    page.add.click()
    office.until(lambda: page.side.currentWidget() is not page.pane)
    editor: Any = page.side.currentWidget()
    QTest.keyClicks(editor.fields.subject, "More")
    editor.fields.calendar.choose(theirs.id)
    editor.done()
    office.until(lambda: sorted(titles(office)) == ["Mine", "More", "Theirs"])


def test_the_small_month_goes_to_a_day(office: Any) -> None:
    page = page_of(office)
    days = page.before.mini.days
    where = next(
        days.cell(row, column).center()
        for row, week in enumerate(days.weeks(), 1)
        for column, day in enumerate(week)
        if day == date(2026, 11, 11)
    )
    QTest.mouseClick(days, LEFT, NONE, where)
    assert page.day == date(2026, 11, 11)
    days.setFocus()
    QTest.keyClick(days, Keys.Key_Down)
    assert page.day == date(2026, 11, 18)
    QTest.keyClick(days, Keys.Key_PageDown)
    office.until(lambda: page.found is not None and page.found.month[0] == date(2026, 12, 1))
    assert page.day == date(2026, 12, 18)
    page.before.mini.later.click()
    assert page.before.mini.title.text() == "January 2027"
    assert page.day == date(2026, 12, 18)
    assert len(days.weeks()) == 6


def test_a_new_one_is_made_renamed_and_taken_back(office: Any) -> None:
    page_of(office).before.add.click()
    (dialog,) = office.window.findChildren(CalendarDialog)
    assert not dialog.go.isEnabled()
    QTest.keyClicks(dialog.name, "office")
    assert not dialog.go.isEnabled()  # there is one of this name
    dialog.name.setText("Fairs")
    dialog.swatches.choose("plum")
    dialog.done_with()
    office.until(lambda: names(office) == ["", "Office", "Empty", "Fairs"])
    assert page_of(office).before.list.calendars.colours.token(
        page_of(office).before.list.calendars.items[3].id
    ) == "dot_plum"  # fmt: skip
    QTest.keyClick(go_to(office, 3), Keys.Key_F2)
    office.until(lambda: [d for d in office.window.findChildren(CalendarDialog) if d.isVisible()])
    dialog = next(d for d in office.window.findChildren(CalendarDialog) if d.isVisible())
    dialog.name.setText("Trade fairs")
    dialog.done_with()
    office.until(lambda: names(office)[3] == "Trade fairs")
    office.desk.undo()
    office.until(lambda: names(office)[3] == "Fairs")
    office.desk.undo()
    office.until(lambda: names(office) == ["", "Office", "Empty"])


def test_an_empty_one_goes_and_of_another_it_is_said_what_becomes_of_it(office: Any) -> None:
    QTest.keyClick(go_to(office, 2), Keys.Key_Delete)
    office.until(lambda: names(office) == ["", "Office"])
    QTest.keyClick(go_to(office, 1), Keys.Key_Delete)
    office.until(lambda: [s for s in office.window.findChildren(Sheet) if s.isVisible()])
    (sheet,) = [s for s in office.window.findChildren(Sheet) if s.isVisible()]
    assert "Its 1 appointment goes to" in sheet.text.text()
    next(b for b in sheet.findChildren(Button) if b.text() == "Delete the calendar").click()
    office.until(lambda: names(office) == [""])
    office.until(lambda: titles(office) == ["Mine", "Theirs"])
    assert {o.event.calendar for o in page_of(office).pane.list.days.items} == {""}
    office.desk.undo()
    office.until(lambda: names(office) == ["", "Office"])
    office.until(lambda: page_of(office).pane.list.days.items[1].event.calendar != "")


def test_the_first_one_stays(office: Any) -> None:
    page = page_of(office)
    QTest.keyClick(go_to(office, 0), Keys.Key_Delete)
    words = [a.text() for a in page.calendars.menu(page.before.list.calendars.items[0]).actions()]
    assert not [each for each in words if "Delete" in each]


def test_where_one_may_only_read_none_is_made(office: Any) -> None:
    page = page_of(office)
    office.desk.facts = office.desk.facts._replace(read_only="The disk cannot be written.")
    page.choose(date(2026, 11, 23))
    assert not page.before.add.isEnabled()
    assert page.before.add.toolTip() == "The disk cannot be written."
    QTest.keyClick(go_to(office, 1), Keys.Key_F2)
    assert not [d for d in office.window.findChildren(CalendarDialog) if d.isVisible()]


def test_in_a_small_window_days_have_the_room(office: Any) -> None:
    page = page_of(office)
    assert page.before.isVisible()
    office.window.resize(1024, 640)
    office.until(lambda: not page.before.isVisible())
    assert page.before.list not in page.stops()
