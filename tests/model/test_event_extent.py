"""From when until when an event can happen: never too short."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.agenda import agenda, span_of, wall_time
from contactdesk.model.event import Event
from contactdesk.model.event_extent import ENDLESS, MARGIN, extent

HOME = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event(), ("", "", False)),
        (Event(starts_at="2026-11-23"), ("2026-11-23T00:00:00", "2026-11-24T00:00:00", False)),
        (Event(starts_at="2026-11-23T09:00:00", time_zone="Europe/Warsaw", duration_minutes=30),
         ("2026-11-23T08:00:00", "2026-11-23T08:30:00", False)),
        (Event(starts_at="2026-11-23T09:00:00", time_zone="Nowhere/Land"),
         ("2026-11-23T09:00:00", "2026-11-23T09:00:00", False)),
        (Event(component="task", ends_at="2026-11-23T09:00:00Z"),
         ("2026-11-23T09:00:00", "2026-11-23T09:00:00", False)),
        (Event(starts_at="2026-11-23", rrule="FREQ=YEARLY;BYDAY=1MO;COUNT=2"),
         ("2026-11-23T00:00:00", ENDLESS, True)),
        (Event(starts_at="2026-11-23", rrule="FREQ=DAILY;COUNT=999999999;INTERVAL=9"),
         ("2026-11-23T00:00:00", ENDLESS, True)),
        (Event(starts_at="9999-12-31", rrule="FREQ=DAILY;COUNT=3"),
         ("9999-12-31T00:00:00", ENDLESS, True)),
        (Event(starts_at="2026-11-23", rrule="FREQ=DAILY;UNTIL=garbage"),
         ("2026-11-23T00:00:00", ENDLESS, True)),
    ],
)  # fmt: skip
def test_an_extent(event: Event, expected: tuple[str, str, bool]) -> None:
    assert extent(event) == expected


RULES = st.sampled_from(
    ["", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,FR",
     "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU", "FREQ=MONTHLY", "FREQ=YEARLY",
     "FREQ=WEEKLY;BYMONTH=2", "FREQ=DAILY;BYDAY=TU"]
)  # fmt: skip
ENDS = st.sampled_from(
    ["", ";COUNT=1", ";COUNT=5", ";UNTIL=20260220", ";UNTIL=20260301T220000Z", ";UNTIL=20250101"]
)
STARTS = st.sampled_from(
    ["2026-01-31", "2026-01-05T00:30:00", "2026-02-01T23:30:00", "2026-01-09T12:00:00Z"]
)


@given(
    st.builds(
        lambda rule, ends, starts, zone, lasts: Event(
            starts_at=starts, time_zone=zone, duration_minutes=lasts,
            rrule=rule + ends if rule else "",
        ),
        RULES, ENDS, STARTS,
        st.sampled_from(["", "America/Los_Angeles", "Pacific/Auckland"]),
        st.sampled_from([None, 30, 60 * 24 * 3]),
    )
)  # fmt: skip
def test_nothing_happens_outside_of_it(event: Event) -> None:
    found = extent(event)
    low, high = wall_time(found.starts_utc) - MARGIN, found.last_ends_utc
    span = span_of(wall_time("2025-12-01").date(), wall_time("2026-08-01").date(), HOME)
    for occurrence in agenda([event], span).occurrences:
        assert occurrence.begins >= low
        assert high == ENDLESS or occurrence.ends <= wall_time(high) + MARGIN
        assert found.lasting or occurrence.ends - occurrence.begins <= timedelta(days=31)
