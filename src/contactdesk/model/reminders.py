"""When what has a reminder is to be remembered (RFC 5545, section 3.6.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from contactdesk.model.agenda import Occurrence, Span, agenda, later, wall_time
from contactdesk.model.event import Alarm, Event

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
    for occurrence in agenda(known, span).occurrences:
        if occurrence.event.status == "CANCELLED":
            continue
        for at in _moments(occurrence):
            if low < at <= high:
                reminder = Reminder(at, occurrence)
                found.setdefault(reminder.key, reminder)
    return sorted(found.values(), key=lambda each: (each.at, each.occurrence.begins))


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
            base = occurrence.ends if alarm.from_end else occurrence.begins
            yield later(base, -timedelta(minutes=_minutes(alarm)))
        elif alarm.at:
            yield _utc(alarm.at)


def _utc(text: str) -> datetime:
    """A moment of its own, which the standard has in UTC."""
    at = wall_time(text)
    return at if at.tzinfo is None else at.astimezone(UTC).replace(tzinfo=None)
