"""When what has a reminder is to be remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from contactdesk.model.event import Alarm, Event
from contactdesk.model.reminders import reminders

WARSAW = ZoneInfo("Europe/Warsaw")
SYNC = Event(
    id="s", uid="s", summary="Sync", starts_at="2026-10-19T09:00:00", ends_at="2026-10-19T09:30:00",
    time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY;COUNT=3", alarms=(Alarm(minutes_before=15),),
)  # fmt: skip


def told(*events: Event, low: str = "2026-10-01", high: str = "2026-12-01") -> list[str]:
    found = reminders(events, datetime.fromisoformat(low), datetime.fromisoformat(high), WARSAW)
    return [f"{r.at:%m-%d %H:%M} {r.occurrence.event.summary}" for r in found]


def test_each_time_of_a_series_over_the_change_of_clocks() -> None:
    assert told(SYNC) == ["10-19 06:45 Sync", "10-26 07:45 Sync", "11-02 07:45 Sync"]  # UTC


def test_after_the_one_moment_and_up_to_the_other() -> None:
    assert told(SYNC, low="2026-10-19T06:45", high="2026-10-26T07:45") == ["10-26 07:45 Sync"]
    assert told(SYNC, low="2026-10-19T06:44", high="2026-10-19T06:45") == ["10-19 06:45 Sync"]


def test_a_moved_time_is_remembered_when_it_is_and_one_called_off_is_not() -> None:
    moved = replace(SYNC, id="m", rrule="", recurrence_id="2026-10-26T09:00:00", summary="Moved",
                    starts_at="2026-10-27T14:00:00", ends_at="2026-10-27T15:00:00")  # fmt: skip
    off = replace(moved, id="o", recurrence_id="2026-11-02T09:00:00", status="CANCELLED")
    assert told(SYNC, moved, off) == ["10-19 06:45 Sync", "10-27 12:45 Moved"]


def test_days_before_whole_days_from_the_end_and_at_a_moment_of_its_own() -> None:
    once = replace(SYNC, rrule="")
    fair = Event(id="f", summary="Fair", starts_at="2026-11-17", ends_at="2026-11-20",
                 alarms=(Alarm(minutes_before=1440), Alarm(minutes_before=0, from_end=True),
                         Alarm(at="2026-11-01T08:00:00Z")))  # fmt: skip
    assert told(fair) == ["11-01 08:00 Fair", "11-15 23:00 Fair", "11-19 23:00 Fair"]
    late = replace(once, alarms=(Alarm(minutes_before=-30),))
    assert told(late) == ["10-19 07:30 Sync"]
    assert told(replace(once, alarms=(Alarm(minutes_before=5), Alarm("AUDIO", 5)))) == [
        "10-19 06:55 Sync"
    ]
    assert told(replace(once, alarms=(Alarm(action="NONE", at="2026-10-02T00:00:00Z"),))) == []


def test_a_task_is_remembered_by_when_it_is_due_until_it_is_done() -> None:
    task = Event(
        id="t",
        component="task",
        summary="Call",
        ends_at="2026-11-20T15:00:00",
        time_zone="Europe/Warsaw",
        alarms=(Alarm(minutes_before=15, from_end=True),),
    )
    assert told(task) == ["11-20 13:45 Call"]
    assert told(replace(task, status="COMPLETED")) == []
    day = replace(task, ends_at="2026-11-20", time_zone="",
                  alarms=(Alarm(minutes_before=-540, from_end=True),))  # fmt: skip
    assert told(day) == ["11-20 08:00 Call"]
    assert told(replace(day, ends_at="")) == []


def test_of_a_task_that_has_a_beginning_minutes_count_from_there() -> None:
    task = Event(id="t", component="task", summary="Call", starts_at="2026-11-20T09:00:00",
                 ends_at="2026-11-21T15:00:00", time_zone="Europe/Warsaw",
                 alarms=(Alarm(minutes_before=15),))  # fmt: skip
    assert told(task) == ["11-20 07:45 Call"]
    assert told(replace(task, rrule="FREQ=WEEKLY")) == ["11-20 07:45 Call"]
