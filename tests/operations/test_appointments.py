"""Appointments made, changed, moved and deleted in a book, and what is in their way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.errors import EditConflict
from contactdesk.model.agenda import Occurrence, span_of
from contactdesk.model.event import Attendee, Event
from contactdesk.model.series import as_one
from contactdesk.operations import appointments

WARSAW = ZoneInfo("Europe/Warsaw")
WEEKLY = Event(
    summary="Sync", starts_at="2026-10-05T09:00:00", ends_at="2026-10-05T09:30:00",
    time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=5",
)  # fmt: skip

pytestmark = pytest.mark.both_databases


@pytest.fixture
def book(a_book: Callable[..., Any]) -> Any:
    """A book with one weekly meeting."""
    made = a_book()
    with made.write("Plan") as tx:
        tx.events.add(WEEKLY)
    return made


def happening(book: Any) -> list[Occurrence]:
    with book.read() as tx:
        span = span_of(date(2026, 10, 1), date(2027, 1, 1), WARSAW)
        return list(tx.events.agenda(span).occurrences)


def told(book: Any) -> list[str]:
    return [f"{o.starts_at[5:16].replace('T', ' ')} {o.event.summary}" for o in happening(book)]


def change(book: Any, nth: int, scope: Any, **values: Any) -> None:
    occurrence = happening(book)[nth]
    with book.write("Change") as tx:
        appointments.change(tx, occurrence, replace(as_one(occurrence), **values), scope, WARSAW)


def test_every_change_is_one_step_of_undo(book: Any) -> None:
    before = told(book)
    change(book, 1, "this", summary="Other room")
    change(book, 2, "later", starts_at="2026-10-20T08:00:00", ends_at="2026-10-20T08:30:00")
    assert told(book) == [
        "10-05 09:00 Sync", "10-12 09:00 Other room", "10-20 08:00 Sync", "10-27 08:00 Sync",
        "11-03 08:00 Sync",
    ]  # fmt: skip
    fourth = happening(book)[3]
    with book.write("Delete") as tx:
        appointments.remove(tx, fourth, "this", WARSAW)
    assert len(told(book)) == 4
    for _step in range(3):
        book.undo()
    assert told(book) == before
    for _step in range(3):
        book.redo()
    assert told(book)[-1] == "11-03 08:00 Sync"


def test_a_colleague_who_changed_the_same_is_met(book: Any) -> None:
    seen = happening(book)[1]
    change(book, 0, "all", location="Room 2")
    mine = replace(as_one(seen), summary="Mine")
    with book.write("Change") as tx:  # other fields meet
        appointments.change(tx, seen, mine, "all", WARSAW)
    assert {(o.event.summary, o.event.location) for o in happening(book)} == {("Mine", "Room 2")}
    with pytest.raises(EditConflict), book.write("Change") as tx:
        appointments.change(tx, seen, replace(as_one(seen), summary="Ours"), "all", WARSAW)
    with book.write("Change") as tx:  # all the same
        appointments.change(
            tx, seen, replace(as_one(seen), summary="Ours"), "all", WARSAW, insists=True
        )
    assert {(o.event.summary, o.event.location) for o in happening(book)} == {("Ours", "Room 2")}


def test_what_is_in_the_way_is_named(book: Any) -> None:
    once = Event(summary="Call", starts_at="2026-10-12T09:15:00", ends_at="2026-10-12T10:00:00",
                 time_zone="Europe/Warsaw")  # fmt: skip
    with book.write("More") as tx:
        tx.events.add(replace(once, summary="Free", transparency="TRANSPARENT"))
        tx.events.add(replace(once, summary="Called off", status="CANCELLED"))
        tx.events.add(Event(summary="Holiday", starts_at="2026-10-12", ends_at="2026-10-13"))

    def in_the_way(wanted: Event) -> list[str]:
        with book.read() as tx:
            return [o.event.summary for o in appointments.clashes(tx, wanted, WARSAW)]

    assert in_the_way(once) == ["Sync"]
    after = replace(once, starts_at="2026-10-12T09:30:00")
    assert in_the_way(after) == []
    assert in_the_way(replace(once, starts_at="2026-10-12", ends_at="2026-10-13")) == []
    assert in_the_way(as_one(happening(book)[1])) == []  # itself


def test_a_time_by_the_persons_clock_is_kept_by_the_zone_it_was_planned_in() -> None:
    abroad = Event(starts_at="2026-10-12T03:00:00", ends_at="2026-10-12T03:30:00",
                   time_zone="America/New_York")  # fmt: skip
    moved = appointments.moved_to(abroad, "2026-10-13T10:00:00", "2026-10-13T10:30:00", WARSAW)
    assert (moved.starts_at, moved.time_zone) == ("2026-10-13T04:00:00", "America/New_York")
    utc = replace(abroad, starts_at="2026-10-12T03:00:00Z", time_zone="")
    moved = appointments.moved_to(utc, "2026-10-13T10:00:00", "2026-10-13T10:30:00", WARSAW)
    assert (moved.starts_at, moved.ends_at) == ("2026-10-13T08:00:00Z", "2026-10-13T08:30:00Z")
    days = appointments.moved_to(abroad, "2026-10-13", "2026-10-14", WARSAW)
    assert (days.starts_at, days.time_zone, days.is_all_day) == ("2026-10-13", "", True)
    again = appointments.moved_to(days, "2026-10-13T10:00:00", "2026-10-13T11:00:00", WARSAW)
    assert (again.starts_at, again.time_zone) == ("2026-10-13T10:00:00", "Europe/Warsaw")


def test_who_is_invited_can_see_that_it_was_moved_and_undo_takes_that_back(book: Any) -> None:
    guest = Attendee(email="eva@lis.example")
    change(book, 0, "all", attendees=(guest,))
    change(book, 0, "all", starts_at="2026-10-05T08:00:00", ends_at="2026-10-05T08:30:00")
    (event,) = {o.event.number: o.event for o in happening(book)}.values()
    assert event.sequence == 1
    assert event.revised_at.endswith("Z")
    change(book, 1, "this", starts_at="2026-10-12T11:00:00", ends_at="2026-10-12T11:30:00")
    assert [o.event.sequence for o in happening(book)] == [1, 2, 1, 1, 1]
    book.undo()
    book.undo()
    assert {o.event.sequence for o in happening(book)} == {0}
    assert told(book)[0] == "10-05 09:00 Sync"
