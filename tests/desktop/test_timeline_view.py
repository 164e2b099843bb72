"""How things that happen are said: their day, their time, who, under which head."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from contactdesk.desktop.timeline_view import day_text, moment_of, rows_of
from contactdesk.model.event import Event
from contactdesk.model.happenings import title_of
from contactdesk.store.timeline import Item

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def warsaw(home, monkeypatch) -> Iterator[None]:
    """The clock of this process, too, is that of the zone the tests run in."""
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_day_is_named_as_near_as_it_is():
    near = {n: day_text(TODAY + timedelta(days=n), TODAY) for n in (-1, 0, 1, -3, -20, 3, -400)}
    assert near == {
        -1: "Yesterday", 0: "Today", 1: "Tomorrow", -3: "Sat, 21 Nov", -20: "4 Nov",
        3: "Fri, 27 Nov", -400: "20 October 2025",
    }  # fmt: skip
    assert day_text(None, TODAY) == ""


@pytest.mark.parametrize(
    ("at", "zone", "day", "clock"),
    [
        ("2026-11-24T23:30:00Z", "", date(2026, 11, 25), "00:30"),
        ("2026-11-24T10:00:00", "America/New_York", date(2026, 11, 24), "16:00"),
        ("2026-11-24T10:00:00", "", date(2026, 11, 24), "10:00"),
        ("2026-11-24", "", date(2026, 11, 24), ""),
        ("", "", None, ""),
        ("nonsense", "", None, ""),
    ],
)
def test_a_moment_is_shown_by_the_clock_here(at, zone, day, clock):
    found, shown = moment_of(Event(starts_at=at, time_zone=zone))
    assert (found, shown) == (day, clock)


def test_more_than_twenty_stand_under_their_days():
    call = Event(component="call", direction="missed", starts_at="2026-11-24T09:00:00Z")
    items = tuple(Item(replace(call, id=str(n)), "Ewa") for n in range(20))
    older = Item(replace(call, id="x", starts_at="2026-11-02T09:00:00Z"))
    assert [r.when for r in rows_of(items[:2], TODAY)] == ["Today, 10:00", "Today, 10:00"]
    rows = rows_of((*items, older), TODAY)
    assert [r.title for r in rows if r.event is None] == ["Today", "2 Nov"]
    assert rows[1].when == "10:00"
    assert [r.last for r in rows if r.event is not None].count(True) == 2
    assert rows[1].spoken() == "Phone call, Missed call, 10:00, Ewa"


def test_a_call_says_how_it_went():
    call = Event(component="call", direction="out", duration_minutes=12, outcome="reached")
    assert title_of(call) == "Called · 12 min · reached"
    assert title_of(replace(call, direction="in", outcome="odd")) == "Was called · 12 min · odd"
    assert title_of(replace(call, channel="video", duration_minutes=None, outcome="")) == (
        "Video call"
    )
    assert title_of(Event(component="call", summary="Prices")) == "Prices · Phone call"
    assert title_of(Event(component="journal")) == "Note"
