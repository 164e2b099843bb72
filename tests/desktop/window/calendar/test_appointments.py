"""Appointments in the window: made, changed, moved, deleted, by keyboard and by pointer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.desktop.window.calendar.conftest import DAY, editor_of, page_of, plan, titles

from contactdesk.desktop.appointment_editor import AppointmentEditor
from contactdesk.desktop.event_drafts import EventDrafts
from contactdesk.desktop.month_painting import cell_text_top, line_high
from contactdesk.desktop.scope_sheet import ScopeSheet
from contactdesk.model.event import Event

Keys = Qt.Key
WEEKLY = Event(
    summary="Weekly sync", starts_at="2026-11-17T09:00:00", ends_at="2026-11-17T09:45:00",
    time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY;BYDAY=TU;COUNT=4",
)  # fmt: skip
LUNCH = Event(
    summary="Lunch", starts_at="2026-11-24T13:00:00", ends_at="2026-11-24T14:00:00",
    time_zone="Europe/Warsaw",
)  # fmt: skip


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """A window on a book with a person and two appointments, at the calendar."""
    made = opened(a_contact("Eva Lis", emails=["eva@lis.example"]))
    made.until(lambda: made.names() == ["Eva Lis"])
    plan(made, WEEKLY, LUNCH)
    made.window.actions_.calendar.trigger()
    made.until(lambda: titles(made) == ["Weekly sync", "Lunch"])
    return made


def clocks(office: Any) -> list[str]:
    return [item.starts_at[11:16] for item in page_of(office).pane.list.days.items]


def open_row(office: Any, row: int) -> AppointmentEditor:
    days = page_of(office).pane.list
    days.setCurrentIndex(days.days.index(row))
    QTest.keyClick(days, Keys.Key_Return)
    return editor_of(office)


def is_back(office: Any) -> bool:
    page = page_of(office)
    return page.side.currentWidget() is page.pane


def answer(office: Any, which: str) -> None:
    found = office.window.findChildren(ScopeSheet)
    assert len(found) == 1
    getattr(found[0], which).click()


def save(office: Any) -> None:
    editor_of(office).done()


def go(office: Any, day: date) -> None:
    page_of(office).choose(day)
    office.until(lambda: page_of(office).day == day and page_of(office).found is not None)


def test_a_new_one_by_keyboard_alone(office: Any) -> None:
    page = page_of(office)
    page.month.setFocus()
    QTest.keyClick(page.month, Keys.Key_Right)
    QTest.keyClick(page.month, Keys.Key_N, Qt.KeyboardModifier.ControlModifier)
    editor = editor_of(office)
    assert editor.fields.subject.hasFocus()
    QTest.keyClicks(editor.fields.subject, "Call Jonas")
    QTest.keyClick(editor.fields.subject, Keys.Key_Return)
    office.until(lambda: titles(office) == ["Call Jonas"])
    assert page.day == date(2026, 11, 25)
    assert clocks(office) == ["09:00"]
    assert is_back(office)
    assert page.month.hasFocus()
    office.undo()
    office.until(lambda: titles(office) == [])


def test_the_subject_says_when(office: Any) -> None:
    page_of(office).add.click()
    editor = editor_of(office)
    QTest.keyClicks(editor.fields.subject, "Lunch with Eva fri 12:30")
    QTest.keyClick(editor.fields.subject, Keys.Key_Tab)
    assert editor.fields.subject.text() == "Lunch with Eva"
    assert editor.fields.first.day() == date(2026, 11, 27)
    assert editor.fields.begins.text() == "12:30"
    assert editor.fields.ends.text() == "13:30"
    editor.fields.subject.setFocus()
    editor.fields.subject.undo()  # the words are wanted as words
    QTest.keyClick(editor.fields.subject, Keys.Key_Tab)
    assert editor.fields.subject.text() == "Lunch with Eva fri 12:30"


def test_what_is_in_the_way_is_said(office: Any) -> None:
    page_of(office).add.click()
    fields = editor_of(office).fields
    fields.first.setText("24 November 2026")
    fields.first.settle()
    fields.begins.setText("13:30")
    fields.begins.settle()
    office.until(lambda: "Lunch" in fields.clash.text())
    QTest.keyClick(fields.begins, Keys.Key_Up)
    QTest.keyClick(fields.begins, Keys.Key_Up)
    assert fields.begins.text() == "14:00"
    assert fields.ends.text() == "15:00"
    office.until(lambda: not fields.clash.text())


def test_an_end_before_the_beginning_is_told_at_its_field(office: Any) -> None:
    editor = open_row(office, 1)
    ends = editor.fields.ends
    ends.setFocus()
    ends.setText("12:00")
    save(office)
    assert ends.state == "error"
    assert "14:00" in ends.message
    assert not is_back(office)
    ends.setText("nonsense")
    save(office)
    assert "9:30" in ends.message
    ends.setText("13:30")
    save(office)
    office.until(lambda: is_back(office))
    office.until(lambda: page_of(office).pane.list.days.items[1].ends_at[11:16] == "13:30")


def test_nothing_is_written_where_nothing_was_changed(office: Any) -> None:
    before = office.desk.undo_label
    open_row(office, 0)
    save(office)
    office.until(lambda: is_back(office))
    assert office.desk.undo_label == before
    assert not office.window.findChildren(ScopeSheet)


@pytest.mark.parametrize(
    ("which", "names"),
    [("this", ["Weekly sync", "Other", "Weekly sync"]),
     ("later", ["Weekly sync", "Other", "Other"]), ("all", ["Other", "Other", "Other"])],
)  # fmt: skip
def test_of_a_series_it_is_asked_which(office: Any, which: str, names: list[str]) -> None:
    editor = open_row(office, 0)
    editor.fields.subject.setText("Other")
    save(office)
    answer(office, which)
    office.until(lambda: is_back(office))
    for day, name in zip((date(2026, 11, 17), DAY, date(2026, 12, 1)), names, strict=True):
        go(office, day)
        office.until(lambda name=name: titles(office)[:1] == [name])


def test_how_it_repeats_is_of_more_than_one(office: Any) -> None:
    editor = open_row(office, 0)
    assert not editor.fields.until.isVisible()  # four times, it says
    editor.fields.repeats.choose("FREQ=WEEKLY;BYDAY=TU")
    assert editor.fields.until.isVisible()
    editor.fields.until.setText("2 December 2026")
    editor.fields.until.settle()
    save(office)
    sheet = office.window.findChildren(ScopeSheet)[0]
    assert not sheet.this.isVisible()
    sheet.all.click()
    office.until(lambda: is_back(office))
    go(office, date(2026, 12, 1))
    office.until(lambda: titles(office) == ["Weekly sync"])
    go(office, date(2026, 12, 8))
    office.until(lambda: titles(office) == [])


def test_delete_by_key_and_bring_back(office: Any) -> None:
    days = page_of(office).pane.list
    days.setCurrentIndex(days.days.index(1))
    QTest.keyClick(days, Keys.Key_Delete)
    office.until(lambda: titles(office) == ["Weekly sync"])
    QTest.keyClick(days, Keys.Key_Delete)
    answer(office, "this")
    office.until(lambda: titles(office) == [])
    for left in (["Weekly sync"], ["Weekly sync", "Lunch"]):
        office.undo()
        office.until(lambda left=left: titles(office) == left)


def drag(office: Any, title: str, to: date) -> None:
    month = page_of(office).month

    def centre(day: date) -> QPoint:
        for number, week in enumerate(month.weeks):
            if day in week.days:
                return month.cell(number, week.days.index(day)).center()
        raise AssertionError(day)

    spot = centre(DAY)
    held = [p for week in month.weeks for day in week.of for p in day]
    line = next(p.line for p in held if p.occurrence.event.summary == title)
    spot.setY(month.cell(*month.cell_at(spot)).y() + cell_text_top() + line * line_high() + 4)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(month, left, Qt.KeyboardModifier.NoModifier, spot)
    QTest.mouseMove(month, centre(to))
    QApplication.processEvents()
    QTest.mouseRelease(month, left, Qt.KeyboardModifier.NoModifier, centre(to))


def test_dragging_moves_to_another_day_at_the_same_time(office: Any) -> None:
    drag(office, "Lunch", date(2026, 11, 26))
    office.until(lambda: page_of(office).day == date(2026, 11, 26))
    office.until(lambda: titles(office) == ["Lunch"])
    assert clocks(office) == ["13:00"]


def test_a_person_is_invited_and_the_contact_is_linked(
    office: Any, the_book_itself: Callable[..., Any]
) -> None:
    page_of(office).add.click()
    editor = editor_of(office)
    editor.fields.subject.setText("Talk")
    people = editor.fields.people
    people.field.setText("eva")
    people.field._look()
    office.until(lambda: people.field.found)
    people.field.pick(people.field.found[0])
    office.until(people.guests)
    people.field.setText("guest@else.example")
    QTest.keyClick(people.field, Keys.Key_Return)
    people.field.setText("nobody known")
    QTest.keyClick(people.field, Keys.Key_Return)
    assert people.field.state == "error"
    people.field.clear()
    save(office)
    office.until(lambda: is_back(office))
    office.until(lambda: "Talk" in titles(office))
    event = next(o.event for o in page_of(office).pane.list.days.items if o.event.summary == "Talk")
    assert [g.email for g in event.attendees] == ["eva@lis.example", "guest@else.example"]
    assert len(event.about) == 1


def test_an_appointment_with_the_contact_that_is_selected(office: Any) -> None:
    office.window.verbs.calendar.leave()
    office.choose("Eva Lis")
    office.until(lambda: office.window.detail is not None and office.window.detail.card is not None)
    office.window.detail.card.add_appointment.click()
    editor = editor_of(office)
    assert [g.name for g in editor.fields.people.guests()] == ["Eva Lis"]


def is_on_the_disk(office: Any, key: str) -> bool:
    """Whether a program that starts now would find a draft."""
    kept = EventDrafts(office.desk.path)
    try:
        kept.wait()
        return kept.of(key) is not None
    finally:
        kept.close()


def test_what_was_typed_is_there_again(office: Any) -> None:
    editor = open_row(office, 1)
    editor.fields.place.setText("Bistro Molo")
    editor.fields.place.textEdited.emit("Bistro Molo")
    page_of(office).add.click()
    office.until(lambda: editor.opened.occurrence is None)
    QTest.keyClicks(editor.fields.subject, "Half a th")
    page_of(office).opened.emit(page_of(office).pane.list.days.items[1])  # a double click
    office.until(lambda: editor.fields.place.text() == "Bistro Molo")
    assert "typed here before" in editor.trouble.text()
    office.until(lambda: is_on_the_disk(office, "new"))
    editor.cancel.click()
    office.until(lambda: is_back(office))
    assert page_of(office).pane.list.days.items[1].event.location == ""
    open_row(office, 1)
    assert editor.fields.place.text() == ""


def test_a_colleague_who_changed_the_same_is_told_and_the_text_stays(office: Any) -> None:
    editor = open_row(office, 1)
    editor.fields.subject.setText("Mine")
    event = editor.opened.occurrence.event
    come: list[object] = []
    office.desk.write(
        "Theirs", lambda tx: tx.events.save(replace(event, summary="Theirs"), base=event),
        come.append,
    )  # fmt: skip
    office.until(lambda: come)
    save(office)
    office.until(lambda: "Subject" in editor.trouble.text())
    assert editor.fields.subject.text() == "Mine"
    save(office)
    office.until(lambda: is_back(office))
    office.until(lambda: titles(office)[1] == "Mine")


def weekday_spot(office: Any, place: int) -> QPoint:
    return editor_of(office).fields.weekdays.cell(place).center()


def test_the_days_of_a_weekly_rule_are_switched(office: Any) -> None:
    editor = open_row(office, 1)  # a Tuesday's lunch
    fields = editor.fields
    assert not fields.weekdays.isVisible()
    fields.repeats.choose("FREQ=WEEKLY;BYDAY=TU")
    assert fields.weekdays.isVisible()
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(fields.weekdays, left, none, weekday_spot(office, 3))
    assert fields.rule() == "FREQ=WEEKLY;BYDAY=TU,TH"
    assert fields.repeats.currentText() == "Every week on Tuesday, Thursday"
    QTest.mouseClick(fields.weekdays, left, none, weekday_spot(office, 1))  # its own day stays
    assert fields.rule() == "FREQ=WEEKLY;BYDAY=TU,TH"
    fields.weekdays.setFocus()
    QTest.keyClick(fields.weekdays, Keys.Key_Left)
    QTest.keyClick(fields.weekdays, Keys.Key_Space)
    assert fields.rule() == "FREQ=WEEKLY;BYDAY=MO,TU,TH"
    assert fields.weekdays.accessibleDescription() == "Monday, on"
    save(office)
    office.until(lambda: is_back(office))
    go(office, date(2026, 11, 26))
    office.until(lambda: titles(office) == ["Lunch"])


def test_a_rule_of_another_kind_has_no_days_to_switch(office: Any) -> None:
    fields = open_row(office, 1).fields
    for rule in ("FREQ=DAILY", "FREQ=MONTHLY;BYDAY=-1TU", ""):
        fields.repeats.choose(rule)
        assert not fields.weekdays.isVisible()
