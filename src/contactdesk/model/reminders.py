"""When what has a reminder is to be remembered (RFC 5545, section 3.6.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from contactdesk.model.agenda import Occurrence, Span, agenda, later, utc_of, wall_time, zone_for
from contactdesk.model.event import Alarm, Event
from contactdesk.model.tasks import due_text, is_open, timed_at

_SLACK = timedelta(days=1)
_LONGEST = 366 * 1440  # minutes; what is to be remembered earlier is remembered then


class Reminder(NamedTuple):
    """One time of an event that is to be remembered at a moment (UTC, without saying so)."""

    at: datetime
    occurrence: Occurrence

    @property
    def key(self) -> str:
        """The same for the same reminder at every reading of the book."""
        event = self.occurrence.event
        return f"{event.id}@{self.occurrence.starts_at}@{self.at.isoformat()}"


def reminders(events: Iterable[Event], low: datetime, high: datetime,
              home: tzinfo) -> list[Reminder]:  # fmt: skip
    """What is to be remembered after `low` and up to `high`, in its order; of each time of an
    event a moment only once, and nothing of what is called off."""
    known = list(events)
    before, after = _reach(known)
    span = Span(later(low, -after - _SLACK), later(high, before + _SLACK), home)
    found: dict[str, Reminder] = {}
    tasks = (_task(e, home) for e in known if e.component == "task" and is_open(e))
    for occurrence in [*agenda(known, span).occurrences, *filter(None, tasks)]:
        if occurrence.event.status == "CANCELLED":
            continue
        for at in _moments(occurrence):
            if low < at <= high:
                reminder = Reminder(at, occurrence)
                found.setdefault(reminder.key, reminder)
    return sorted(found.values(), key=lambda each: (each.at, each.occurrence.begins))


def _task(task: Event, home: tzinfo) -> Occurrence | None:
    """A task at the time when it is due, as something that happens; None where it has no date."""
    text = due_text(task) or task.starts_at
    if not text:
        return None
    is_day = len(text) == len("2026-11-24")
    at = utc_of(wall_time(text), zone_for(timed_at(task, text), home))
    ends = later(at, timedelta(days=1)) if is_day else at
    ends_at = later(wall_time(text), timedelta(days=1)).date().isoformat() if is_day else text
    return Occurrence(at, ends, task, text, ends_at)


def _reach(events: Iterable[Event]) -> tuple[timedelta, timedelta]:
    """How long before and after the beginning the farthest reminders are."""
    minutes = [_minutes(alarm) for event in events for alarm in event.alarms]
    lasts = timedelta(minutes=max([0, *(-m for m in minutes)]))
    return timedelta(minutes=max([0, *minutes])), lasts + timedelta(days=31)


def _minutes(alarm: Alarm) -> int:
    return max(-_LONGEST, min(_LONGEST, alarm.minutes_before or 0))


def _moments(occurrence: Occurrence) -> Iterator[datetime]:
    for alarm in occurrence.event.alarms:
        if alarm.action == "NONE":  # of Apple's: the calendar's usual one does not count
            continue
        if alarm.minutes_before is not None:
            base = _base(occurrence, alarm)
            yield later(base, -timedelta(minutes=_minutes(alarm)))
        elif alarm.at:
            yield _utc(alarm.at)


def _base(occurrence: Occurrence, alarm: Alarm) -> datetime:
    """From when a reminder's minutes count: of a task its end is when it is due."""
    task = occurrence.event
    if task.component != "task":
        return occurrence.ends if alarm.from_end else occurrence.begins
    if alarm.from_end or not task.starts_at or task.starts_at == occurrence.starts_at:
        return occurrence.begins
    zones_own = wall_time(occurrence.starts_at) - wall_time(task.starts_at)
    return later(occurrence.begins, -zones_own)


def _utc(text: str) -> datetime:
    """A moment of its own, which the standard has in UTC."""
    at = wall_time(text)
    return at if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)
