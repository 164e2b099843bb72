"""What one book keeps of the appointments it read: never more than is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.agenda import span_of
from contactdesk.model.event import Event
from contactdesk.store.kept_events import KeptEvents, State

pytestmark = pytest.mark.both_databases
NOVEMBER = span_of(date(2026, 11, 1), date(2026, 12, 1), ZoneInfo("Europe/Warsaw"))
DECEMBER = span_of(date(2026, 12, 1), date(2027, 1, 1), ZoneInfo("Europe/Warsaw"))


def at(summary: str, day: str, rule: str = "", **values: Any) -> Event:
    return Event(summary=summary, starts_at=f"{day}T09:00:00", ends_at=f"{day}T10:00:00",
                 time_zone="Europe/Warsaw", rrule=rule, **values)  # fmt: skip


def shown(book: Any, span: Any = NOVEMBER) -> list[str]:
    with book.read() as tx:
        found = tx.events.agenda(span).occurrences
    return [f"{o.starts_at[8:10]} {o.event.summary}" for o in found]


def change(book: Any, do: Callable[[Any], Any]) -> Any:
    with book.write("Change") as tx:
        return do(tx)


def test_every_change_is_seen_by_whoever_asks_again(a_book: Callable[..., Any]) -> None:
    book = a_book()
    weekly = change(book, lambda tx: tx.events.add(at("Sync", "2026-11-16", "FREQ=WEEKLY")))
    once = change(book, lambda tx: tx.events.add(at("Visit", "2026-11-17")))
    assert shown(book) == ["16 Sync", "17 Visit", "23 Sync", "30 Sync"]
    change(book, lambda tx: tx.events.save(replace(once, summary="Long visit"), once))
    assert "17 Long visit" in shown(book)
    moved = at("Sync, moved", "2026-11-24", uid=weekly.uid, recurrence_id="2026-11-23T09:00:00")
    change(book, lambda tx: tx.events.add(moved))
    assert shown(book) == ["16 Sync", "17 Long visit", "24 Sync, moved", "30 Sync"]
    assert shown(book, DECEMBER) == ["07 Sync", "14 Sync", "21 Sync", "28 Sync"]
    book.undo()
    assert shown(book) == ["16 Sync", "17 Long visit", "23 Sync", "30 Sync"]
    change(book, lambda tx: tx.events.delete([weekly.number]))
    assert shown(book) == ["17 Long visit"]
    change(book, lambda tx: tx.events.restore([weekly.number]))
    assert shown(book)[0] == "16 Sync"


def test_a_number_that_is_given_again_is_another_appointment(a_book: Callable[..., Any]) -> None:
    book = a_book()
    first = change(book, lambda tx: tx.events.add(at("First", "2026-11-17")))
    assert shown(book) == ["17 First"]
    change(book, lambda tx: tx.events.purge([first.number]))
    second = change(book, lambda tx: tx.events.add(at("Second", "2026-11-18")))
    assert (second.number, second.revision) == (first.number, first.revision)
    assert shown(book) == ["18 Second"]


def test_a_change_sees_itself_and_one_that_is_rolled_back_leaves_nothing(
    a_book: Callable[..., Any],
) -> None:
    book = a_book()
    once = change(book, lambda tx: tx.events.add(at("Visit", "2026-11-17")))
    assert shown(book) == ["17 Visit"]

    def fail(tx: Any) -> None:
        tx.events.save(replace(once, summary="Never"), once)
        assert [o.event.summary for o in tx.events.agenda(NOVEMBER).occurrences] == ["Never"]
        tx.events.add(at("Neither", "2026-11-18", "FREQ=DAILY;COUNT=2"))
        assert len(tx.events.agenda(NOVEMBER).occurrences) == 3
        raise RuntimeError("not this time")

    with pytest.raises(RuntimeError):
        change(book, fail)
    assert shown(book) == ["17 Visit"]
    change(book, lambda tx: tx.events.save(replace(once, summary="Really"), once))
    assert shown(book) == ["17 Really"]


def test_an_earlier_month_than_the_first_has_its_series_too(a_book: Callable[..., Any]) -> None:
    book = a_book()
    change(book, lambda tx: tx.events.add(at("Old", "2026-11-02", "FREQ=DAILY;COUNT=3")))
    assert shown(book, DECEMBER) == []
    assert shown(book) == ["02 Old", "03 Old", "04 Old"]


def test_no_more_is_kept_than_was_meant() -> None:
    kept = KeptEvents(most=2)
    asked: list[list[int]] = []

    def read(numbers: Any) -> list[Event]:
        asked.append(list(numbers))
        return [Event(id=str(n), number=n, revision=1) for n in numbers]

    for numbers in ([1, 2], [1, 2], [1, 3], [3]):
        states = [State(n, str(n), 1, "") for n in numbers]
        assert [e.number for e in kept.get(states, read)] == numbers
    assert asked == [[1, 2], [3]]
