"""What is found by arithmetic is what following the rule time by time finds.

A condition that changes nothing ("in any of the twelve months", "also on the day it begins") sends
the same event the long way.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from contactdesk.model.agenda import agenda, span_of, starts_of
from contactdesk.model.event import Event

ZONES = ("", "Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
         "Asia/Tehran", "America/Sao_Paulo", "Pacific/Apia")  # fmt: skip
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ANY_MONTH = "BYMONTH=" + ",".join(str(n) for n in range(1, 13))


@st.composite
def rules(draw: st.DrawFn, at: datetime) -> str:
    parts = [draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))]
    day = WEEKDAYS[at.weekday()]
    if parts[0] == "WEEKLY" and draw(st.booleans()):
        more = draw(st.sets(st.sampled_from(WEEKDAYS), max_size=4))
        own = {day} if draw(st.integers(0, 4)) else set()  # else it may begin out of step
        parts += [f"BYDAY={','.join(sorted(more | own))}"] if more | own else []
    if parts[0] == "MONTHLY" and draw(st.booleans()):
        place = draw(st.sampled_from([(at.day - 1) // 7 + 1, -1, 1]))
        parts += [f"BYDAY={place}{day}"]
    if draw(st.booleans()):
        parts += [f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        parts += [f"WKST={draw(st.sampled_from(WEEKDAYS))}"]
    if draw(st.booleans()):
        parts += [f"COUNT={draw(st.integers(1, 60))}"]
    elif draw(st.booleans()):
        until = at + timedelta(hours=draw(st.integers(-30, 40_000)))
        form = draw(st.sampled_from(["%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%d"]))
        parts += [f"UNTIL={until.strftime(form)}"]
    return "FREQ=" + ";".join(parts)


@st.composite
def events(draw: st.DrawFn) -> Event:
    at = draw(st.datetimes(datetime(2020, 1, 1), datetime(2027, 12, 31)))
    at = at.replace(second=0, microsecond=0)
    lasts = timedelta(minutes=draw(st.sampled_from([0, 30, 60, 600, 1_440, 2_000, 20_000])))
    zone = draw(st.sampled_from(ZONES))
    rule = draw(rules(at)) if draw(st.integers(0, 5)) else ""
    kind = draw(st.sampled_from(["clock", "utc", "day"]))
    mark = "Z" if kind == "utc" else ""
    starts_at, ends_at = (t.isoformat() + mark for t in (at, at + lasts))
    if kind == "day":
        starts_at, ends_at = starts_at[:10], (at + lasts).date().isoformat()
    out = draw(st.lists(st.integers(0, 200), max_size=3)) if rule else []
    short = len("2026-11-24") if draw(st.booleans()) else None
    exdates = tuple((at + timedelta(days=n)).isoformat()[:short] for n in out)
    if kind == "day":
        exdates = tuple(text[:10] for text in exdates)
    event = Event(id="1", uid="u", starts_at=starts_at, rrule=rule, exdates=exdates,
                  time_zone=zone if kind == "clock" else "")  # fmt: skip
    if draw(st.booleans()):
        return replace(event, ends_at=ends_at)
    return replace(event, duration_minutes=int(lasts.total_seconds() // 60))


def the_long_way(event: Event) -> Event:
    """The same appointment, said so that nothing of it is plain."""
    if not event.rrule:
        return replace(event, rdates=(event.starts_at,))
    month = int(event.starts_at[5:7])
    same = f"BYMONTH={month}" if "YEARLY" in event.rrule else ANY_MONTH
    return replace(event, rrule=f"{event.rrule};{same}")


@given(events(), st.dates(date(2020, 1, 1), date(2029, 1, 1)), st.integers(1, 400),
       st.sampled_from(ZONES[1:]))  # fmt: skip
@example(
    Event(id="1", uid="u", starts_at="2026-10-25T02:30:00", time_zone="Europe/Warsaw",
          rrule="FREQ=DAILY", duration_minutes=90),
    date(2026, 10, 20), 10, "Europe/Warsaw",
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_arithmetic_finds_what_following_the_rule_finds(
    event: Event, first: date, days: int, home: str
) -> None:
    span = span_of(first, first + timedelta(days=days), ZoneInfo(home))
    other = the_long_way(event)
    quick, long = (agenda([e], span) for e in (event, other))
    assert quick.refused == long.refused == []
    assert [(*o[:2], *o[3:]) for o in quick.occurrences] == [
        (*o[:2], *o[3:]) for o in long.occurrences
    ]
    if event.rrule:
        assert starts_of(event, span) == starts_of(other, span)


def test_a_series_begins_long_before_the_span_and_ends_by_its_number_of_times() -> None:
    event = Event(uid="u", starts_at="2020-01-31T09:00:00", ends_at="2020-01-31T10:00:00",
                  rrule="FREQ=MONTHLY;COUNT=45")  # fmt: skip
    span = span_of(date(2026, 1, 1), date(2027, 1, 1), ZoneInfo("Europe/Warsaw"))
    found = [o.starts_at[:10] for o in agenda([event], span).occurrences]
    assert found == ["2026-01-31", "2026-03-31", "2026-05-31"]  # the 45th
    assert [o.starts_at[:10] for o in agenda([the_long_way(event)], span).occurrences] == found


def test_what_happens_more_often_than_may_be_looked_at_is_refused_in_plain_rules_too() -> None:
    event = Event(uid="u", starts_at="2020-01-01T09:00:00", rrule="FREQ=DAILY")
    span = span_of(date(2021, 1, 1), date(2023, 1, 1), ZoneInfo("Europe/Warsaw"))
    assert len(agenda([event], span, 10_000).occurrences) == 730
    few = agenda([event], span, 100)
    assert [each for each, _why in few.refused] == [event]
