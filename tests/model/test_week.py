"""Where in a grid of hours something stands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contactdesk.model.agenda import Occurrence, agenda, span_of
from contactdesk.model.event import Event
from contactdesk.model.week import (
    DAY_MINUTES,
    Block,
    TimeGrid,
    longer_by,
    moved_by,
    slot_times,
    time_grid,
    whole_days,
    with_beginning,
    with_first_day,
    with_last_day,
)

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = date(2026, 11, 23)


def event(name: str, starts: str, ends: str, zone: str = "Europe/Warsaw", **more: int) -> Event:
    """An appointment in Warsaw, unless said otherwise."""
    times = {"starts_at": starts, "ends_at": ends, "time_zone": zone}
    return Event(uid=name, summary=name, **times, **more)  # type: ignore[arg-type]


def happens(*events: Event) -> list[Occurrence]:
    span = span_of(date(2026, 1, 1), date(2027, 1, 1), WARSAW)
    return agenda(events, span).occurrences


def grid(*events: Event, first: date = MONDAY, many: int = 7) -> TimeGrid:
    days = [first + timedelta(days=n) for n in range(many)]
    return time_grid(happens(*events), days, WARSAW)


def times(blocks: tuple[Block, ...]) -> dict[str, tuple[int, int]]:
    return {b.occurrence.event.summary: (b.begins, b.ends) for b in blocks}


def columns(blocks: tuple[Block, ...]) -> dict[str, tuple[int, int, int]]:
    return {b.occurrence.event.summary: (b.column, b.columns, b.wide) for b in blocks}


def on(day: str, *hours: tuple[str, str, str]) -> list[Event]:
    return [event(name, f"{day}T{begins}:00", f"{day}T{ends}:00") for name, begins, ends in hours]


def test_it_stands_where_the_clock_at_home_shows_it() -> None:
    found = grid(
        event("call", "2026-11-24T09:00:00", "2026-11-24T09:20:00"),
        event("abroad", "2026-11-24T20:00:00", "2026-11-24T21:00:00", "America/Denver"),
    )
    assert times(found.of[1]) == {"call": (540, 560)}
    assert times(found.of[2]) == {"abroad": (240, 300)}


def test_what_overlaps_shares_the_width_and_the_rest_has_all_of_it() -> None:
    found = grid(*on("2026-11-23", ("a", "09:00", "11:00"), ("b", "10:00", "12:00"),
                     ("c", "12:00", "13:00")))  # fmt: skip
    assert columns(found.of[0]) == {"a": (0, 2, 1), "b": (1, 2, 1), "c": (0, 1, 1)}


def test_a_block_widens_over_columns_that_are_free_while_it_lasts() -> None:
    found = grid(*on("2026-11-23", ("long", "09:00", "12:00"), ("b", "09:00", "10:00"),
                     ("c", "09:30", "10:00"), ("d", "10:00", "11:00")))  # fmt: skip
    assert columns(found.of[0]) == {
        "long": (0, 3, 1), "b": (1, 3, 1), "c": (2, 3, 1), "d": (1, 3, 2),
    }  # fmt: skip


def test_a_short_night_is_in_both_days_and_a_day_and_a_night_on_top() -> None:
    found = grid(
        event("party", "2026-11-27T22:00:00", "2026-11-28T02:00:00"),
        event("train", "2026-11-24T20:00:00", "2026-11-26T07:00:00"),
        event("fair", "2026-11-24", "2026-11-27"),
        event("midnight", "2026-11-23T23:00:00", "2026-11-24T00:00:00"),
    )
    (late,), (early,) = found.of[4], found.of[5]
    assert (late.begins, late.ends, late.from_before, late.goes_on) == (1320, 1440, False, True)
    assert (early.begins, early.ends, early.from_before, early.goes_on) == (0, 120, True, False)
    assert times(found.of[0]) == {"midnight": (1380, DAY_MINUTES)}
    assert not found.of[1]
    assert [p.occurrence.event.summary for p in found.top.of[1]] == ["fair", "train"]
    assert found.lines() == 2


def test_one_day_has_only_what_touches_it() -> None:
    found = grid(
        event("today", "2026-11-24", "2026-11-25"),
        event("tomorrow", "2026-11-25", "2026-11-26"),
        event("long", "2026-11-20", "2026-12-02"),
        event("later", "2026-11-25T09:00:00", "2026-11-25T10:00:00"),
        first=date(2026, 11, 24), many=1,
    )  # fmt: skip
    assert [p.occurrence.event.summary for p in found.top.of[0]] == ["long", "today"]
    assert all(p.days == 1 for p in found.top.of[0])
    assert found.of == ((),)


def test_a_moment_and_what_is_short_are_as_high_as_a_quarter_of_an_hour() -> None:
    found = grid(
        event("moment", "2026-11-24T09:00:00", "2026-11-24T09:00:00"),
        event("last", "2026-11-24T23:55:00", "2026-11-24T23:59:00"),
    )
    assert times(found.of[1]) == {"moment": (540, 555), "last": (1425, 1440)}


def test_over_the_missing_hour_it_goes_from_its_start_to_its_end() -> None:
    found = grid(event("night", "2026-03-29T01:30:00", "2026-03-29T03:30:00"),
                 first=date(2026, 3, 29), many=1)  # fmt: skip
    assert times(found.of[0]) == {"night": (90, 210)}


def test_in_the_hour_that_comes_twice_nothing_ends_before_it_begins() -> None:
    found = grid(
        event("whole", "2026-10-25T01:00:00", "2026-10-25T04:00:00"),
        event("turn", "2026-10-25T00:50:00Z", "2026-10-25T01:10:00Z", ""),
        first=date(2026, 10, 25), many=1,
    )  # fmt: skip
    assert times(found.of[0]) == {"whole": (60, 240), "turn": (170, 185)}


def test_moving_keeps_the_length_by_the_clock() -> None:
    (call,) = happens(event("call", "2026-11-24T09:10:00", "2026-11-24T10:00:00"))
    assert moved_by(call, WARSAW, 1, -15) == ("2026-11-25T08:55:00", "2026-11-25T09:45:00")
    (turn,) = happens(event("turn", "2026-10-25T00:50:00Z", "2026-10-25T01:10:00Z", ""))
    assert moved_by(turn, WARSAW, 1, 0) == ("2026-10-26T02:50:00", "2026-10-26T03:10:00")
    (fair,) = happens(event("fair", "2026-11-24", "2026-11-27"))
    assert moved_by(fair, WARSAW, -1, 45) == ("2026-11-23", "2026-11-26")


def test_the_last_days_that_there_are_can_be_moved_to_and_not_beyond() -> None:
    span = span_of(date(9999, 12, 1), date.max, WARSAW)
    (end,) = agenda([event("end", "9999-12-30T09:00:00", "9999-12-30T10:00:00")], span).occurrences
    assert moved_by(end, WARSAW, 40, 0)[0].startswith("9999-12-31")
    assert whole_days(date.max, date.max) == ("9999-12-31", "9999-12-31")


def test_stretches_of_time_are_written_as_an_event_writes_them() -> None:
    assert slot_times(MONDAY, 570, DAY_MINUTES) == ("2026-11-23T09:30:00", "2026-11-24T00:00:00")
    assert whole_days(MONDAY, MONDAY) == ("2026-11-23", "2026-11-24")


def test_what_is_pulled_at_stays_a_quarter_of_an_hour_or_a_day() -> None:
    (lunch,) = happens(event("lunch", "2026-11-24T13:00:00", "2026-11-24T14:00:00"))
    assert longer_by(lunch, WARSAW, -9) == ("2026-11-24T13:00:00", "2026-11-24T13:15:00")
    late = with_beginning(lunch, WARSAW, datetime(2026, 11, 24, 18))
    assert late == ("2026-11-24T13:45:00", "2026-11-24T14:00:00")
    (fair,) = happens(event("fair", "2026-11-24", "2026-11-26", ""))
    assert longer_by(fair, WARSAW, 1) == ("2026-11-24", "2026-11-27")
    assert longer_by(fair, WARSAW, -9) == ("2026-11-24", "2026-11-25")
    assert with_first_day(fair, WARSAW, date(2026, 12, 9)) == ("2026-11-25", "2026-11-26")
    assert with_last_day(fair, WARSAW, date(2026, 12, 1)) == ("2026-11-24", "2026-12-02")


def test_by_the_persons_clock_what_was_planned_elsewhere_is_pulled_at() -> None:
    times = ("2026-11-24T07:00:00", "2026-11-24T08:00:00")
    (call,) = happens(event("call", *times, "America/New_York"))
    assert longer_by(call, WARSAW, 1) == ("2026-11-24T13:00:00", "2026-11-24T14:15:00")
