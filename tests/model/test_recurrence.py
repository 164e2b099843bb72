"""When rules make something happen, and that none takes for ever."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from dateutil import rrule

from contactdesk.model.recurrence import RuleError, parse_rule, wall_times

START = datetime(2026, 1, 5, 9)


def dates(text: str, low: datetime, high: datetime, start: datetime = START) -> list[str]:
    found = wall_times(parse_rule(text), start, low, high)
    return [at.isoformat(timespec="minutes") for at in found]


def test_a_rule_asked_long_after_its_start_says_the_same_as_from_its_start() -> None:
    for rule in (
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,MO",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=3;BYDAY=2TU",
        "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=HOURLY;INTERVAL=7",
    ):
        low, high = datetime(2027, 6, 1), datetime(2028, 8, 1)
        whole = dates(rule, START, high)
        assert dates(rule, low, high) == [at for at in whole if at >= "2027-06-01"], rule


def test_the_last_of_january_skips_shorter_months_and_leap_days_come_every_four_years() -> None:
    start = datetime(2026, 1, 31, 9)
    until = datetime(2026, 6, 1)
    assert dates("FREQ=MONTHLY", start, until, start) == [
        "2026-01-31T09:00", "2026-03-31T09:00", "2026-05-31T09:00",
    ]  # fmt: skip
    leap = datetime(2024, 2, 29)
    found = dates("FREQ=YEARLY", leap, datetime(2033, 1, 1), leap)
    assert found == ["2024-02-29T00:00", "2028-02-29T00:00", "2032-02-29T00:00"]


def test_a_count_is_counted_from_the_start() -> None:
    low = datetime(2026, 1, 8)
    assert dates("FREQ=DAILY;COUNT=5", low, datetime(2026, 2, 1)) == [
        "2026-01-08T09:00", "2026-01-09T09:00",
    ]  # fmt: skip
    far = datetime(2050, 1, 1)
    assert dates("FREQ=DAILY;COUNT=1000000000", far, far + timedelta(days=2)) == [
        "2050-01-01T09:00", "2050-01-02T09:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=FORTNIGHTLY",
        "INTERVAL=2",
        "FREQ=DAILY;COUNT=0",
    ],
)
def test_a_rule_without_sense_is_refused_with_a_sentence(rule: str) -> None:
    with pytest.raises(RuleError, match=rule.replace("=", ".")):
        parse_rule(rule)


def test_a_rule_that_would_take_too_long_is_refused() -> None:
    low = datetime(2030, 1, 1)
    with pytest.raises(RuleError):
        dates("FREQ=SECONDLY", low, low + timedelta(days=365))
    with pytest.raises(RuleError):
        dates("FREQ=SECONDLY;COUNT=900000000;BYHOUR=3", low, low + timedelta(days=365))


def test_what_cannot_be_read_in_a_rule_is_left_out_of_it() -> None:
    found = dates("FREQ=WEEKLY;BYDAY=MO,XX,9;BYHOUR=99;COUNT=2", START, datetime(2026, 3, 1))
    assert found == ["2026-01-05T09:00", "2026-01-12T09:00"]


@pytest.mark.filterwarnings("ignore:Using both")
def test_the_days_are_those_that_dateutil_finds() -> None:
    low, high = datetime(2025, 11, 20), datetime(2030, 3, 1)
    for rule in (
        "FREQ=YEARLY;BYDAY=20MO",
        "FREQ=YEARLY;BYDAY=-1SU,2MO;BYMONTH=1,12",
        "FREQ=YEARLY;BYWEEKNO=1,53,-1;BYDAY=WE",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU;WKST=SU",
        "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=1,-1,100",
        "FREQ=YEARLY;BYMONTHDAY=31,-31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYDAY=1FR,-2WE",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYMONTHDAY=-1,15;INTERVAL=3",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO;COUNT=30",
        "FREQ=WEEKLY;BYMONTH=1;BYDAY=SA;BYHOUR=8,17;BYMINUTE=30",
        "FREQ=DAILY;INTERVAL=10;BYMONTH=3,4",
        "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20,40;COUNT=100",
        "FREQ=HOURLY;INTERVAL=5;COUNT=60",
        "FREQ=HOURLY;BYHOUR=9,12;BYMINUTE=0,30;BYDAY=WE",
        "FREQ=MINUTELY;INTERVAL=90;COUNT=70",
        "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11;BYDAY=MO;BYMONTH=5",
        "FREQ=SECONDLY;INTERVAL=3601;COUNT=50",
    ):
        start = datetime(2025, 12, 30, 9, 5)
        theirs = rrule.rrulestr(rule, dtstart=start).between(low, high, inc=True)
        ours = list(wall_times(parse_rule(rule), start, low, high))
        assert ours == theirs, rule


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYSETPOS=366;BYDAY=5MO",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=DAILY;BYSETPOS=9",
        "FREQ=WEEKLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=MONTHLY;INTERVAL=99999999999",
    ],
)
def test_a_rule_that_happens_never_or_once_comes_to_an_end(rule: str) -> None:
    assert len(dates(rule, START, datetime(2040, 1, 1))) <= 1


SECONDS = ",".join(map(str, range(60)))
HOURS = ",".join(map(str, range(24)))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=99999999",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
        "FREQ=SECONDLY;BYDAY=MO,TU;COUNT=100000",
        f"FREQ=MINUTELY;BYSECOND={SECONDS}",
        f"FREQ=HOURLY;BYMINUTE={SECONDS};BYSECOND={SECONDS}",
        f"FREQ=DAILY;BYHOUR={HOURS};BYMINUTE={SECONDS};BYSECOND={SECONDS}",
        f"FREQ=WEEKLY;BYDAY=MO;BYHOUR={HOURS};BYMINUTE={SECONDS}",
        "FREQ=HOURLY;INTERVAL=7;COUNT=10000000",
        "FREQ=YEARLY;INTERVAL=9999;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=SECONDLY;INTERVAL=99999999999",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 500_000),
    ],
)
def test_a_hostile_rule_is_answered_or_refused_after_little_work(rule: str) -> None:
    """No more than 20,000 calls into the rule's own code, which takes some 50 ms."""
    many = 0

    def counting(frame: Any, event: str, _argument: object) -> None:
        nonlocal many
        many += event == "call" and "recurrence" in frame.f_code.co_filename

    for start in (datetime(1900, 1, 1), START):
        many = 0
        sys.setprofile(counting)
        try:
            with suppress(RuleError):
                list(
                    wall_times(parse_rule(rule), start, datetime(2026, 11, 1), datetime(2027, 1, 1))
                )
        finally:
            sys.setprofile(None)
        assert many <= 45_000, rule[:60]


def test_hours_are_found_by_arithmetic_however_long_ago_they_began() -> None:
    day = datetime(2026, 11, 1)
    found = dates("FREQ=MINUTELY;INTERVAL=25", day, day + timedelta(hours=2), datetime(1, 1, 1))
    assert len(found) in (4, 5)
    assert dates("FREQ=HOURLY;COUNT=3", START, day) == [
        "2026-01-05T09:00", "2026-01-05T10:00", "2026-01-05T11:00",
    ]  # fmt: skip
    assert dates("FREQ=HOURLY;COUNT=3", day, day + timedelta(days=30)) == []
