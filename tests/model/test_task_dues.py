"""Tasks: when one is due, and what comes of one that repeats when it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.event import Alarm, Event, Step
from contactdesk.model.event_record import merge
from contactdesk.model.tasks import (
    Due,
    begun,
    done,
    due_of,
    given_back,
    is_done,
    is_high,
    is_open,
    next_of,
    once,
    put_off,
    with_due,
)

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 27, 9, 24, tzinfo=WARSAW)


def task(due: str, rule: str = "", **more: Any) -> Event:
    values = {"component": "task", "id": "t", "uid": "u", "summary": "Call", "ends_at": due}
    begins = {"starts_at": due, "rrule": rule} if rule else {}
    return Event(**{**values, **begins, **more})


def dues(of: Event, times: int, now: datetime = NOW) -> list[str]:
    """When what repeats is due, done again and again on the day it is due."""
    found: list[str] = []
    at: Event | None = of
    for _each in range(times):
        at = next_of(at, now, WARSAW) if at else None
        if at is None:
            break
        found.append(at.ends_at)
    return found


@pytest.mark.parametrize(
    ("due", "rule", "following"),
    [
        ("2027-01-31", "FREQ=MONTHLY", ["2027-03-31", "2027-05-31", "2027-07-31"]),
        ("2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=31", ["2027-03-31", "2027-05-31", "2027-07-31"]),
        ("2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1", ["2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2028-02-29", "FREQ=YEARLY", ["2032-02-29", "2036-02-29", "2040-02-29"]),
        ("2096-02-29", "FREQ=YEARLY", ["2104-02-29", "2108-02-29", "2112-02-29"]),
        ("2026-11-30", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
         ["2026-12-03", "2026-12-14", "2026-12-17"]),
        ("2026-11-27", "FREQ=MONTHLY;BYDAY=-1FR", ["2026-12-25", "2027-01-29", "2027-02-26"]),
        ("2026-11-27", "FREQ=DAILY;COUNT=1", []),
        ("2026-11-27", "FREQ=DAILY;COUNT=3", ["2026-11-28", "2026-11-29"]),
        ("2026-11-27", "FREQ=DAILY;UNTIL=20261128", ["2026-11-28"]),
        ("2026-11-27", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
        ("2026-11-27", "", []),
    ],
)  # fmt: skip
def test_the_next_of_what_repeats(due: str, rule: str, following: list[str]) -> None:
    assert dues(task(due, rule), 3) == following


def test_one_that_is_late_goes_on_after_today() -> None:
    """By its rule: every second day from the 20th has the 28th, not the 27th."""
    assert dues(task("2026-11-20", "FREQ=DAILY"), 1) == ["2026-11-28"]
    assert dues(task("2026-11-20", "FREQ=DAILY;INTERVAL=2"), 1) == ["2026-11-28"]
    assert dues(task("2026-11-20T09:00:00", "FREQ=DAILY"), 1) == ["2026-11-28T09:00:00"]
    assert dues(task("2026-11-20T15:00:00", "FREQ=DAILY"), 1) == ["2026-11-27T15:00:00"]
    skipped = next_of(task("2026-11-20", "FREQ=DAILY;COUNT=10"), NOW, WARSAW)
    assert skipped is not None
    assert skipped.rrule == "FREQ=DAILY;COUNT=2"
    assert next_of(task("2026-11-20", "FREQ=DAILY;COUNT=5"), NOW, WARSAW) is None


def test_one_done_early_goes_on_after_its_own_day() -> None:
    assert dues(task("2026-12-04", "FREQ=WEEKLY"), 1) == ["2026-12-11"]


def test_the_next_one_has_its_beginning_its_reminders_and_the_rest_of_the_rule() -> None:
    alarms = (Alarm(minutes_before=30, from_end=True, item=1), Alarm(at="2026-11-27T08:00:00Z"))
    was = task(
        "2026-11-27T15:00:00", "FREQ=WEEKLY;COUNT=4", starts_at="2026-11-25T15:00:00",
        time_zone="Europe/Warsaw", alarms=alarms, percent=40, status="IN-PROCESS", sequence=3,
        about=("a",), exdates=("2026-11-25T15:00:00", "2026-12-09T15:00:00"),
    )  # fmt: skip
    found = next_of(was, NOW, WARSAW)
    assert found is not None
    assert (found.starts_at, found.ends_at) == ("2026-12-02T15:00:00", "2026-12-04T15:00:00")
    assert found.alarms == (alarms[0], Alarm(at="2026-12-04T08:00:00Z"))
    assert (found.rrule, found.exdates) == ("FREQ=WEEKLY;COUNT=3", ("2026-12-09T15:00:00",))
    assert (found.status, found.percent, found.completed_at) == ("NEEDS-ACTION", 0, "")
    assert (found.id, found.about, found.time_zone) == ("", ("a",), "Europe/Warsaw")
    assert found.uid != was.uid


def test_what_was_left_out_of_a_series_is_not_the_next_one() -> None:
    was = task("2026-11-27", "FREQ=WEEKLY", exdates=("2026-12-04",))
    assert dues(was, 1) == ["2026-12-11"]


def test_a_time_stays_what_the_clock_says_when_clocks_change() -> None:
    was = task("2026-10-24T09:00:00", "FREQ=DAILY", time_zone="Europe/Warsaw")
    found = next_of(was, datetime(2026, 10, 24, 8, tzinfo=WARSAW), WARSAW)
    assert found is not None
    assert found.ends_at == "2026-10-25T09:00:00"
    assert due_of(found, ZoneInfo("UTC")) == Due(date(2026, 10, 25), time(8))


def test_taken_up_again_it_has_its_rule_back() -> None:
    for rule in ("FREQ=DAILY;COUNT=10", "FREQ=WEEKLY;UNTIL=20270101", "FREQ=MONTHLY;BYMONTHDAY=31"):
        was = task("2026-10-31", rule, status="NEEDS-ACTION")
        found = next_of(was, NOW.replace(day=2), WARSAW)
        assert found is not None
        assert given_back(once(done(was, NOW)), found) == was


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({"ends_at": "2026-11-27"}, Due(date(2026, 11, 27))),
        ({"ends_at": "2026-11-27T23:30:00Z"}, Due(date(2026, 11, 28), time(0, 30))),
        ({"ends_at": "2026-11-27T15:00:00", "time_zone": "America/New_York"},
         Due(date(2026, 11, 27), time(21))),
        ({"starts_at": "2026-11-27T15:00:00", "duration_minutes": 90},
         Due(date(2026, 11, 27), time(16, 30))),
        ({"starts_at": "2026-11-27"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_when_it_is_due_by_the_persons_clock(values: dict[str, Any], due: Due | None) -> None:
    assert due_of(Event(component="task", **values), WARSAW) == due


def test_put_off_it_keeps_its_time_its_zone_and_how_far_before_one_is_reminded() -> None:
    was = task("2026-11-27T23:30:00Z", alarms=(Alarm(at="2026-11-27T20:00:00Z"),))
    found = put_off(was, date(2026, 12, 1), WARSAW)
    assert (found.ends_at, found.alarms[0].at) == ("2026-11-30T23:30:00Z", "2026-11-30T20:00:00Z")
    assert put_off(
        task("2026-11-27", "FREQ=WEEKLY;BYDAY=FR"), date(2026, 11, 30), WARSAW
    ).rrule == ("FREQ=WEEKLY;BYDAY=MO")
    assert put_off(task(""), date(2026, 12, 1), WARSAW).ends_at == "2026-12-01"


def test_another_due_time_is_by_the_persons_own_clock() -> None:
    was = task("2026-11-27", "FREQ=WEEKLY;BYDAY=FR")
    found = with_due(was, Due(date(2026, 11, 28), time(9)), WARSAW)
    assert (found.ends_at, found.time_zone) == ("2026-11-28T09:00:00", "Europe/Warsaw")
    assert (found.starts_at, found.rrule) == ("2026-11-28T00:00:00", "FREQ=WEEKLY;BYDAY=SA")
    none = with_due(found, None, WARSAW)
    assert (none.ends_at, none.starts_at, none.rrule, none.time_zone) == ("", "", "", "")
    assert with_due(replace(was, starts_at=""), due_of(was, WARSAW), WARSAW) == was


def test_done_is_what_the_standard_calls_completed() -> None:
    found = done(task(""), NOW)
    assert (found.status, found.percent, found.completed_at) == (
        "COMPLETED", 100, "2026-11-27T08:24:00Z",
    )  # fmt: skip
    assert is_done(found)
    assert not is_open(found)
    assert is_done(task("", completed_at="2026-11-27T08:24:00Z"))
    assert is_open(task("", status="NEEDS-ACTION", completed_at="2026-11-27T08:24:00Z"))
    assert not is_open(task("", status="CANCELLED"))
    assert not is_done(task("", status="CANCELLED"))
    assert [p for p in range(10) if is_high(task("", priority=p))] == [1, 2, 3, 4]


def test_the_last_day_that_there_is_is_no_trouble() -> None:
    assert dues(task("9999-12-31", "FREQ=DAILY"), 1) == []
    assert dues(task("nonsense", "FREQ=DAILY"), 1) != ["nonsense"]
    assert due_of(task("9999-12-31T23:59:59Z"), WARSAW) is not None
    assert (
        put_off(task("9999-12-31"), date(9999, 12, 31) - timedelta(1), UTC).ends_at == "9999-12-30"
    )


def test_what_repeats_at_a_time_begins_that_day_so_that_it_is_due_later() -> None:
    """RFC 5545, 3.8.2.3; a task that is due on a day begins on it, as no other day has its rule."""
    for zone, due, starts in (
        ("Europe/Warsaw", "2026-11-27T15:00:00", "2026-11-27T00:00:00"),
        ("", "2026-11-27T15:00:00Z", "2026-11-27T00:00:00Z"),
        ("", "2026-11-27", "2026-11-27"),
    ):
        made = begun(replace(task(due), rrule="FREQ=WEEKLY;BYDAY=FR", time_zone=zone))
        assert made.starts_at == starts
        assert dues(made, 2) == [due.replace("11-27", "12-04"), due.replace("11-27", "12-11")]
    hourly = begun(replace(task("2026-11-27T15:00:00"), rrule="FREQ=DAILY;BYHOUR=15"))
    assert hourly.starts_at == hourly.ends_at
    assert begun(task("2026-11-27T15:00:00")).starts_at == ""


def test_a_reminder_of_what_begins_to_repeat_goes_on_by_when_it_is_due() -> None:
    alarms = (Alarm(minutes_before=15), Alarm(at="2026-11-27T08:00:00Z"))
    made = begun(replace(task("2026-11-27T15:00:00", alarms=alarms), rrule="FREQ=DAILY"))
    assert made.alarms == (replace(alarms[0], from_end=True), alarms[1])


@pytest.mark.parametrize("starts", ["2026-11-27T15:00:00", "2026-11-27T00:00:00"])
def test_due_at_another_time_its_own_beginning_is_that_of_the_day(starts: str) -> None:
    was = replace(task("2026-11-27T15:00:00", "FREQ=WEEKLY;BYDAY=FR", starts_at=starts),
                  time_zone="Europe/Warsaw")  # fmt: skip
    earlier = with_due(was, Due(date(2026, 11, 28), time(9)), WARSAW)
    assert (earlier.starts_at, earlier.ends_at) == ("2026-11-28T00:00:00", "2026-11-28T09:00:00")
    assert earlier.rrule == "FREQ=WEEKLY;BYDAY=SA"
    day = with_due(was, Due(date(2026, 11, 26)), WARSAW)
    assert (day.starts_at, day.ends_at, day.rrule) == (
        "2026-11-26", "2026-11-26", "FREQ=WEEKLY;BYDAY=TH",
    )  # fmt: skip
    assert with_due(was, due_of(was, WARSAW), WARSAW) == was


def test_two_edits_of_steps_meet_step_by_step_and_the_giver_goes_with_the_owner() -> None:
    one, other = Step("Ask", item=1), Step("Send", item=2)
    base = task("2026-11-27", steps=(one, other))
    mine = replace(base, steps=(replace(one, done=True), other))
    theirs = replace(base, steps=(one, replace(other, text="Post"), Step("Archive", item=3)))
    result, conflicts = merge(base, mine, theirs)
    assert conflicts == ()
    assert [(s.text, s.done) for s in result.steps] == [
        ("Ask", True), ("Post", False), ("Archive", False),
    ]  # fmt: skip
    same = replace(base, owner="a", given_by="x"), replace(base, owner="a", given_by="y")
    result, conflicts = merge(base, *same)
    assert (result.owner, conflicts) == ("a", ())
    unlike = replace(base, owner="a", given_by="x"), replace(base, owner="b", given_by="y")
    result, conflicts = merge(base, *unlike)
    assert (result.owner, result.given_by, conflicts) == ("a", "x", ("owner",))
