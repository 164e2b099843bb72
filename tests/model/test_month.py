"""Which days and lines of a month's weeks something takes."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.agenda import Occurrence, agenda, span_of
from contactdesk.model.event import Event
from contactdesk.model.month import days_of, of_day, placed_weeks, weeks_of

WARSAW = ZoneInfo("Europe/Warsaw")


def happens(*events: Event) -> list[Occurrence]:
    span = span_of(date(2026, 10, 1), date(2027, 1, 1), WARSAW)
    return agenda(events, span).occurrences


def event(name: str, starts: str, ends: str, zone: str = "Europe/Warsaw", rrule: str = "") -> Event:
    return Event(
        uid=name, summary=name, starts_at=starts, ends_at=ends, time_zone=zone, rrule=rrule
    )


def test_a_month_is_the_whole_weeks_it_touches() -> None:
    weeks = weeks_of(date(2026, 11, 1), date(2026, 11, 30), 0)
    assert (weeks[0][0], weeks[-1][-1], len(weeks)) == (date(2026, 10, 26), date(2026, 12, 6), 6)
    weeks = weeks_of(date(2026, 11, 1), date(2026, 11, 30), 6)
    assert (weeks[0][0], weeks[-1][-1], len(weeks)) == (date(2026, 11, 1), date(2026, 12, 5), 5)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_first_and_the_last_month_that_there_are(day: date) -> None:
    weeks = weeks_of(day.replace(day=1), day, 0)
    assert weeks
    assert all(len(week) == 7 for week in weeks)


def test_midnight_ends_a_day_and_does_not_begin_one() -> None:
    found = happens(
        event("evening", "2026-11-24T20:00:00", "2026-11-25T00:00:00"),
        event("night", "2026-11-26T22:00:00", "2026-11-27T00:30:00"),
        event("fair", "2026-11-17", "2026-11-20"),
        event("moment", "2026-11-30T00:00:00", ""),
    )
    days = {o.event.summary: days_of(o, WARSAW) for o in found}
    assert days == {
        "evening": (date(2026, 11, 24), date(2026, 11, 24)),
        "night": (date(2026, 11, 26), date(2026, 11, 27)),
        "fair": (date(2026, 11, 17), date(2026, 11, 19)),
        "moment": (date(2026, 11, 30), date(2026, 11, 30)),
    }


def test_a_call_abroad_is_on_the_day_it_has_here() -> None:
    (late,) = happens(event("call", "2026-11-24T20:00:00", "2026-11-24T21:00:00", "America/Denver"))
    assert days_of(late, WARSAW) == (date(2026, 11, 25), date(2026, 11, 25))


def test_bars_lie_on_top_and_share_no_line() -> None:
    found = happens(
        event("call", "2026-11-18T09:00:00", "2026-11-18T10:00:00"),
        event("fair", "2026-11-17", "2026-11-20"),
        event("leave", "2026-11-18", "2026-11-25"),
    )
    weeks = placed_weeks(found, weeks_of(date(2026, 11, 1), date(2026, 11, 30), 0), WARSAW)
    third, fourth = weeks[3], weeks[4]
    placed = {p.occurrence.event.summary: p for day in third.of for p in day}
    assert (placed["fair"].line, placed["fair"].column, placed["fair"].days) == (0, 1, 3)
    assert (placed["leave"].line, placed["leave"].days, placed["leave"].goes_on) == (1, 5, True)
    assert (placed["call"].line, placed["call"].is_bar) == (2, False)
    (rest,) = {p for day in fourth.of for p in day}
    assert (rest.column, rest.days, rest.from_before, rest.line) == (0, 2, True, 0)


def test_a_series_is_in_every_week_and_keeps_its_hour() -> None:
    found = happens(event("sync", "2026-10-05T09:00:00", "2026-10-05T09:45:00",
                          rrule="FREQ=WEEKLY"))  # fmt: skip
    weeks = placed_weeks(found, weeks_of(date(2026, 11, 1), date(2026, 11, 30), 0), WARSAW)
    assert [[p.column for day in week.of for p in day] for week in weeks] == [[0]] * 6


def test_a_day_has_whole_days_first_then_the_clock() -> None:
    found = happens(
        event("late", "2026-11-18T15:00:00", "2026-11-18T16:00:00"),
        event("fair", "2026-11-17", "2026-11-20"),
        event("early", "2026-11-18T08:00:00", "2026-11-18T16:00:00"),
        event("other", "2026-11-19T08:00:00", "2026-11-19T16:00:00"),
    )
    day = of_day(found, date(2026, 11, 18), WARSAW)
    assert [o.event.summary for o in day] == ["fair", "early", "late"]
