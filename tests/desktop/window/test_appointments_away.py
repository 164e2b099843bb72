"""Appointments while the book is away: made, changed, moved and deleted ones wait and are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from tests.desktop.window.calendar.conftest import (
    DAY,
    at,
    editor_of,
    in_warsaw,
    page_of,
    places_of,
    titles,
)
from tests.desktop.window.test_away import Share, away, back, banner_says, card_of, share

from contactdesk.desktop.known_appointments import with_waiting
from contactdesk.desktop.scope_sheet import ScopeSheet
from contactdesk.model.agenda import Occurrence, span_of
from contactdesk.model.event import Event
from contactdesk.model.zones import zone_of
from contactdesk.operations.outbox_file import read_outbox

__all__ = ["in_warsaw", "share"]  # fixtures
Keys = Qt.Key
CALL = at("Call", "2026-11-24T10:00:00", "2026-11-24T11:00:00")
SYNC = at("Sync", "2026-11-24T13:00:00", "2026-11-24T13:30:00", "FREQ=DAILY;COUNT=4")


def at_the_calendar(share: Share, *events: Event, kind: str = "week") -> Any:
    share.by_a_colleague(lambda tx: [tx.events.add(each) for each in events])
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    opened.window.actions_.calendar.trigger()
    page_of(opened).show_as(kind)
    opened.until(lambda: page_of(opened).found is not None and page_of(opened).kind == kind)
    page_of(opened).choose(DAY)
    opened.until(lambda: len(titles(opened)) == len(events))
    return opened


def without_book(share: Share, opened: Any) -> None:
    """It does not answer at all: SQLite reads a while from a folder that was renamed."""
    share.take_away()
    away(opened)
    opened.desk.away.hangs = True


def in_book(share: Share, days: int = 14) -> list[str]:
    """What happens by the book, as the person's clock has it."""
    zone = zone_of("Europe/Warsaw")
    assert zone is not None
    span = span_of(DAY - timedelta(days=1), DAY + timedelta(days=days), zone)
    found = share.by_a_colleague(lambda tx: tx.events.agenda(span).occurrences)
    return [said(each) for each in found]


def said(each: Occurrence) -> str:
    where = f" {each.event.location}" if each.event.location else ""
    return f"{each.starts_at[5:16].replace('T', ' ')} {each.event.summary}{where}"


def shown(opened: Any) -> list[str]:
    found = page_of(opened).found
    assert found is not None
    return [said(each) for each in found.agenda.occurrences]


def occurrence(opened: Any, title: str, nth: int = 0) -> Occurrence:
    found = page_of(opened).found
    return [o for o in found.agenda.occurrences if o.event.summary == title][nth]


def waiting(opened: Any) -> list[str]:
    found = page_of(opened).found
    return [said(o) for o in found.agenda.occurrences if o.event.id in found.waiting]


def flow_of(opened: Any) -> Any:
    return opened.window.verbs.calendar._flow


def kept(opened: Any, count: int) -> None:
    """So many wait, and nothing is on its way."""
    opened.until(lambda: len(opened.desk.outbox.waiting) == count and not flow_of(opened)._busy)


def answer(opened: Any, which: str) -> None:
    (sheet,) = opened.window.findChildren(ScopeSheet)
    getattr(sheet, which).click()
    opened.until(lambda: not opened.window.findChildren(ScopeSheet))


def comes_back(share: Share, opened: Any, always: Callable[[], bool] | None = None) -> None:
    """The book is back and has what waited; `always` holds at every moment until it was read."""
    share.give_back()
    seen: list[bool] = []
    page = page_of(opened)
    look = page._show

    def watched(found: Any) -> None:
        look(found)
        seen.append(always() if always else True)

    page._show = watched
    opened.desk.outbox.changed.connect(lambda: seen.append(always() if always else True))
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)
    opened.until(lambda: not page.found.waiting)
    assert seen
    assert all(seen), "it went while it was sent"


def by_another(share: Share, title: str, **values: Any) -> None:
    def change(tx: Any) -> None:
        event = next(e for e in tx.events.each() if e.summary == title)
        tx.events.save(replace(event, **values), event)

    share.by_a_colleague(change)


def test_a_new_one_by_keyboard_waits_is_marked_and_comes_into_the_book(share: Share) -> None:
    opened = at_the_calendar(share)
    without_book(share, opened)
    week = page_of(opened).hours
    week.setFocus()
    QTest.keyClick(week, Keys.Key_N, Qt.KeyboardModifier.ControlModifier)
    editor = editor_of(opened)
    QTest.keyClicks(editor.fields.subject, "Lunch wed 12:00")
    QTest.keyClick(editor.fields.subject, Keys.Key_Return)
    kept(opened, 1)
    opened.until(lambda: waiting(opened) == ["11-25 12:00 Lunch"])
    assert page_of(opened).side.currentWidget() is page_of(opened).pane
    assert titles(opened) == ["Lunch"]
    days = page_of(opened).pane.list
    assert str(days.model().index(0, 0).data()).endswith(", waits")
    assert "waits" in week.accessibleDescription()
    assert "1 change waits" in opened.window.sidebar.state.text()
    for kind in ("month", "agenda", "day"):
        page_of(opened).show_as(kind)
        opened.until(lambda: waiting(opened) == ["11-25 12:00 Lunch"])
    comes_back(share, opened, lambda: "11-25 12:00 Lunch" in shown(opened))
    assert in_book(share) == ["11-25 12:00 Lunch"]
    assert shown(opened) == ["11-25 12:00 Lunch"]


def test_what_is_edited_keeps_a_colleagues_other_field(share: Share) -> None:
    opened = at_the_calendar(share, CALL)
    without_book(share, opened)
    flow_of(opened).open(occurrence(opened, "Call"))
    editor = editor_of(opened)
    editor.fields.subject.setText("Call Jan")
    editor.done()
    kept(opened, 1)
    opened.until(lambda: waiting(opened) == ["11-24 10:00 Call Jan"])
    by_another(share, "Call", location="Room 2")
    comes_back(share, opened, lambda: "Call Jan" in " ".join(shown(opened)))
    assert in_book(share) == ["11-24 10:00 Call Jan Room 2"]
    opened.until(lambda: shown(opened) == in_book(share))


def test_dragging_moves_and_pulls_in_the_week(share: Share) -> None:
    opened = at_the_calendar(share, CALL)
    without_book(share, opened)
    week = page_of(opened).hours

    def drag(title: str, part: str, days: int, minutes: int) -> None:
        places = places_of(opened)
        column = places.grid.days.index(occurrence(opened, title).begins.date())
        block = next(b for b in places.grid.of[column] if b.occurrence.event.summary == title)
        spot = places.block(column, block)
        start = QPoint(spot.center().x(), spot.bottom() - 1 if part == "end" else spot.center().y())
        step = places.columns[1][0] - places.columns[0][0]
        end = start + QPoint(days * step, minutes * places.hour // 60)
        view = week.viewport()
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        for nth in range(1, 5):
            QTest.mouseMove(view, start + (end - start) * nth / 4)
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)

    drag("Call", "whole", 1, 60)
    kept(opened, 1)
    opened.until(lambda: waiting(opened) == ["11-25 11:00 Call"])
    drag("Call", "end", 0, 30)
    kept(opened, 2)
    opened.until(lambda: occurrence(opened, "Call").ends_at == "2026-11-25T12:30:00")
    week.setFocus()
    QTest.keyClick(week, Keys.Key_Down, Qt.KeyboardModifier.ControlModifier)  # a quarter later
    kept(opened, 3)
    opened.until(lambda: waiting(opened) == ["11-25 11:15 Call"])
    comes_back(share, opened, lambda: shown(opened) == ["11-25 11:15 Call"])
    assert in_book(share) == ["11-25 11:15 Call"]


def test_a_month_moves_it_and_the_week_before_knows_what_came_there(share: Share) -> None:
    opened = at_the_calendar(share, CALL, kind="month")
    without_book(share, opened)
    page = page_of(opened)
    page.month.moved.emit(occurrence(opened, "Call"), "2026-11-19T10:00:00", "2026-11-19T11:00:00")
    kept(opened, 1)
    opened.until(lambda: waiting(opened) == ["11-19 10:00 Call"])
    page.show_as("week")  # was never read: it is put together from the month
    page.choose(date(2026, 11, 19))
    opened.until(lambda: page.found.month[0] == date(2026, 11, 16))
    opened.until(lambda: waiting(opened) == ["11-19 10:00 Call"])
    assert "only what was read before" in page.pane.unsure.text()
    comes_back(share, opened)
    assert in_book(share, 30) == []  # it is before
    opened.until(lambda: not page.pane.unsure.isVisible())
    assert shown(opened) == ["11-19 10:00 Call"]


@pytest.mark.parametrize(
    ("which", "left"),
    [
        ("this", ["11-24 13:00 Sync", "11-25 15:00 Sync", "11-26 13:00 Sync", "11-27 13:00 Sync"]),
        ("later", ["11-24 13:00 Sync", "11-25 15:00 Sync", "11-26 15:00 Sync", "11-27 15:00 Sync"]),
        ("all", ["11-24 15:00 Sync", "11-25 15:00 Sync", "11-26 15:00 Sync", "11-27 15:00 Sync"]),
    ],
)
def test_a_series_is_moved_in_each_scope(share: Share, which: str, left: list[str]) -> None:
    opened = at_the_calendar(share, SYNC)
    without_book(share, opened)
    flow_of(opened).move(
        occurrence(opened, "Sync", 1), "2026-11-25T15:00:00", "2026-11-25T15:30:00"
    )
    answer(opened, which)
    kept(opened, 1)
    opened.until(lambda: shown(opened) == left)
    assert waiting(opened) == [line for line in left if "15:00" in line]
    comes_back(share, opened, lambda: shown(opened) == left)
    assert in_book(share) == left


@pytest.mark.parametrize(("which", "count"), [("this", 3), ("later", 1), ("all", 0)])
def test_a_series_is_deleted_in_each_scope(share: Share, which: str, count: int) -> None:
    opened = at_the_calendar(share, SYNC)
    without_book(share, opened)
    flow_of(opened).remove(occurrence(opened, "Sync", 1))
    answer(opened, which)
    kept(opened, 1)
    opened.until(lambda: len(shown(opened)) == count)
    comes_back(share, opened, lambda: len(shown(opened)) == count)
    assert len(in_book(share)) == count


def test_undo_takes_it_back_while_it_waits_and_redo_has_it_again(share: Share) -> None:
    opened = at_the_calendar(share, CALL)
    without_book(share, opened)
    days = page_of(opened).pane.list
    days.setFocus()
    QTest.keyClick(days, Keys.Key_Delete)
    kept(opened, 1)
    opened.until(lambda: shown(opened) == [] and opened.desk.undo_label == "Delete Call")
    opened.undo()
    opened.until(lambda: shown(opened) == ["11-24 10:00 Call"])
    opened.until(lambda: opened.desk.redo_label == "Delete Call")
    opened.redo()
    opened.until(lambda: shown(opened) == [] and opened.desk.undo_label == "Delete Call")
    opened.undo()
    opened.until(lambda: shown(opened) == ["11-24 10:00 Call"])
    assert not opened.desk.outbox.waiting
    share.give_back()
    back(opened)
    assert in_book(share) == ["11-24 10:00 Call"]


def test_it_survives_the_end_of_the_program(share: Share) -> None:
    first = at_the_calendar(share, SYNC)
    without_book(share, first)
    flow_of(first).copy(occurrence(first, "Sync"), "2026-11-26T08:00:00", "2026-11-26T09:00:00")
    kept(first, 1)
    flow_of(first).move(occurrence(first, "Sync"), "2026-11-24T15:00:00", "2026-11-24T15:30:00")
    answer(first, "later")
    kept(first, 2)
    before = shown(first)
    first.close()
    assert [d.doing for d in read_outbox(str(share.file)).deeds] == ["add", "change"]
    share.give_back()
    last = share.open()
    last.until(lambda: banner_says(last) == "2 changes saved")
    assert in_book(share) == before


def asked(opened: Any) -> Any:
    from contactdesk.desktop.sheet import Question

    opened.until(lambda: bool(opened.desk.outbox.needy))
    opened.until(lambda: "1 needs you" in banner_says(opened))
    opened.window.server_away.flow.banner.choose.click()
    opened.until(lambda: bool(opened.window.findChildren(Question)))
    (question,) = opened.window.findChildren(Question)
    return question


@pytest.mark.parametrize("mine", [True, False])
def test_the_same_field_is_asked_about(share: Share, mine: bool) -> None:
    opened = at_the_calendar(share, CALL)
    without_book(share, opened)
    flow_of(opened).move(occurrence(opened, "Call"), "2026-11-25T10:00:00", "2026-11-25T11:00:00")
    kept(opened, 1)
    by_another(
        share, "Call", starts_at="2026-11-26T08:00:00", ends_at="2026-11-26T09:00:00", location="R"
    )
    share.give_back()
    back(opened)
    question = asked(opened)
    assert "somebody else changed the same meanwhile" in question.title.text()
    (question.go_on if mine else question.keep).click()
    opened.until(lambda: not opened.desk.outbox.deeds)
    wanted = ["11-25 10:00 Call R" if mine else "11-26 08:00 Call R"]
    assert in_book(share) == wanted
    opened.until(lambda: shown(opened) == wanted)


def test_what_a_colleague_deleted_is_asked_about(share: Share) -> None:
    opened = at_the_calendar(share, CALL)
    without_book(share, opened)
    flow_of(opened).move(occurrence(opened, "Call"), "2026-11-25T10:00:00", "2026-11-25T11:00:00")
    kept(opened, 1)
    share.by_a_colleague(lambda tx: tx.events.delete([next(tx.events.each()).number]))
    share.give_back()
    back(opened)
    question = asked(opened)
    assert "somebody else deleted this meanwhile" in question.title.text()
    question.go_on.click()
    opened.until(lambda: not opened.desk.outbox.deeds)
    assert in_book(share) == ["11-25 10:00 Call"]


def test_what_waits_stands_on_the_card_and_opens_from_there(share: Share) -> None:
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    detail = card_of(opened, "Anna Nowak")
    opened.window.actions_.calendar.trigger()
    opened.until(lambda: page_of(opened).found is not None)
    opened.window.actions_.contacts.trigger() if hasattr(opened.window.actions_, "contacts") else (
        page_of(opened).left.emit()
    )
    opened.until(lambda: detail.card is not None)
    without_book(share, opened)
    opened.window.verbs.calendar.plan((detail.card.view.contact.number,))
    editor = editor_of(opened)
    assert [name for _id, name in editor.opened.about] == ["Anna Nowak"]
    editor.fields.subject.setText("Lunch")
    editor.done()
    kept(opened, 1)
    page_of(opened).left.emit()
    panel = detail.card.timeline
    opened.until(lambda: panel.items is not None and bool(panel.items.rows.rows))
    (row,) = [r for r in panel.items.rows.rows if r.event is not None]
    assert (row.title, row.by) == ("Lunch", "waits")
    panel.event_wanted.emit(row.event)
    opened.until(lambda: editor_of(opened).fields.subject.text() == "Lunch")
    assert editor_of(opened).opened.occurrence is not None


def test_what_cannot_wait_says_so_and_keeps_what_was_typed(share: Share) -> None:
    opened = at_the_calendar(share, replace(CALL, attendees=()))
    without_book(share, opened)
    heard: list[str] = []
    opened.desk.toast.connect(lambda words, _button, _do: heard.append(words))
    page_of(opened).calendars.ask_new()
    assert "Calendars can be made" in heard[-1]
    opened.window.verbs.calendar.ask_export()
    assert "try again when it is back" in heard.pop()
    flow_of(opened).new()
    editor = editor_of(opened)
    editor.fields.subject.setText("With people")
    flow_of(opened)._people("zofia", lambda _found: None)
    opened.until(lambda: "only people whose names were read" in editor.trouble.text())
    assert editor.fields.subject.text() == "With people"
    flow_of(opened).new_with([1])  # whose card was never looked at
    opened.until(lambda: "try again when it is back" in heard[-1])
    assert editor.fields.subject.text() == "With people"


def test_people_whose_names_were_read_can_be_added(share: Share) -> None:
    opened = at_the_calendar(share, replace(CALL, attendees=()))
    without_book(share, opened)
    flow_of(opened).new()
    editor, offered = editor_of(opened), []
    flow_of(opened)._people("now", offered.extend)
    opened.until(lambda: [row.name for row in offered] == ["Anna Nowak"])
    editor.fields.people.wanted.emit(offered[0])
    opened.until(lambda: [name for _id, name in editor.fields.people.named()] == ["Anna Nowak"])
    assert "Anna Nowak" in editor.trouble.text()  # whose address was not read
    QTest.keyClicks(editor.fields.subject, "Fair wed 12:00")
    QTest.keyClick(editor.fields.subject, Keys.Key_Return)
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    anna = offered[0].id
    assert opened.desk.outbox.waiting[0].mine.about == (anna,)


def test_an_import_says_that_it_has_to_wait(share: Share, tmp_path: Path) -> None:
    file = tmp_path / "office.ics"
    entry = "BEGIN:VEVENT\r\nUID:fair\r\nDTSTART;VALUE=DATE:20261224\r\nSUMMARY:Fair\r\nEND:VEVENT"
    file.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entry}\r\nEND:VCALENDAR\r\n", newline="")
    opened = at_the_calendar(share)
    opened.look_at(file)
    without_book(share, opened)
    page = opened.go_on()
    said = page.result.accessibleName() + " ".join(
        label.text() for label in page.result.findChildren(QLabel)
    )
    assert "office.ics was not imported" in said
    assert "try again when it is back" in said


def test_nothing_of_nobody_waits_for_a_calendar_without_edits(share: Share) -> None:
    opened = at_the_calendar(share, CALL)
    found = page_of(opened)._read_now
    assert with_waiting(found, []) is found
