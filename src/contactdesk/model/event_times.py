"""The times that an event states, as moments: by its own clock, by the person's, and in UTC.

Times are compared in UTC; what floats, and what lasts whole days, is taken to be where the person
is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from contactdesk.model.event import Event
from contactdesk.model.zones import zone_of

_NOTHING = timedelta()
_LONGEST = timedelta(days=36_500)
_DAY = timedelta(days=1)
_NEVER = datetime(2, 1, 1)  # what is no time at all stands where nobody looks


class Occurrence(NamedTuple):
    """One time that an event happens: as the event writes times, and in UTC for comparing."""

    begins: datetime
    ends: datetime
    event: Event
    starts_at: str
    ends_at: str


class Span(NamedTuple):
    """From a time to another (exclusive), both in UTC without saying so, and the person's zone."""

    begins: datetime
    ends: datetime
    home: tzinfo


def span_of(first: date, until: date, home: tzinfo) -> Span:
    """The days from `first` to `until`, which is not one of them."""
    begins, ends = (datetime.combine(day, time(), home) for day in (first, until))
    return Span(_utc(begins), _utc(ends), home)


def _utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:  # the first and the last day that there are
        return at.replace(tzinfo=None)


def later(at: datetime, lasts: timedelta) -> datetime:
    """A time so much later, or the last one that there is."""
    try:
        return at + lasts
    except OverflowError:
        return datetime.max.replace(microsecond=0) if lasts > timedelta() else datetime.min


def within(found: Occurrence, span: Span) -> Iterator[Occurrence]:
    """An occurrence, if it touches a span; one without length, if it begins in it."""
    lasts = found.ends > found.begins
    overlaps = found.begins < span.ends and (found.ends > span.begins if lasts else True)
    if overlaps and (lasts or found.begins >= span.begins):
        yield found


def until_of(text: str, event: Event, span: Span) -> datetime | None:
    """The end of a rule as a wall time of its event; a date is the whole of that day."""
    stated = next((p[6:] for p in text.split(";") if p.startswith("UNTIL=")), "")
    digits = stated.replace("-", "").replace(":", "").strip()
    try:
        if len(digits) == 8:
            return datetime.fromisoformat(digits + "T235959")
        at = datetime.fromisoformat(digits[:15])
    except ValueError:
        return None
    if event.is_all_day:
        return at.replace(hour=23, minute=59)
    return from_utc(at, event, span) if digits.endswith("Z") else at


class Shape:
    """What the occurrences of an event have in common: their zone, and how long they last."""

    def __init__(self, event: Event, span: Span) -> None:
        self._event = event
        self._zone = zone_for(event, span.home)
        self._lasts = length_of(event)
        self._all_day = event.is_all_day
        self._mark = "Z" if event.starts_at.endswith("Z") else ""
        # exact, over a change of clocks
        self._exact = event.duration_minutes is not None and not event.ends_at

    def at(self, wall: datetime, until: datetime | None = None) -> Occurrence:
        """The occurrence that begins at a wall time, and ends at another if that is stated."""
        begins = utc_of(wall, self._zone)
        lasts = self._lasts if until is None else max(until - wall, timedelta())
        if self._all_day:
            after = later(wall, lasts)
            starts_at, ends_at = wall.date().isoformat(), after.date().isoformat()
            return Occurrence(begins, utc_of(after, self._zone), self._event, starts_at, ends_at)
        if self._exact:
            ends = later(begins, lasts)
            after = wall_of(ends, self._zone)
        else:
            after = later(wall, lasts)
            ends = max(begins, utc_of(after, self._zone))
        mark = self._mark
        return Occurrence(
            begins, ends, self._event, wall.isoformat() + mark, after.isoformat() + mark
        )


def occurrence_at(event: Event, at: datetime, span: Span) -> Occurrence:
    """The occurrence of an event that begins at a wall time."""
    return Shape(event, span).at(at)


def length_of(event: Event) -> timedelta:
    """How long an event lasts, by the clock on the wall."""
    if event.ends_at:
        lasts = wall_time(event.ends_at) - wall_time(event.starts_at)
        if event.is_all_day:  # some state the only day as the end, which is the day after it
            lasts = max(lasts, _DAY)
    elif event.duration_minutes is None:
        lasts = _DAY if event.is_all_day else timedelta()
    elif event.is_all_day:
        lasts = timedelta(days=max(1, round(event.duration_minutes / 1440)))
    else:
        lasts = timedelta(minutes=event.duration_minutes)
    return min(max(lasts, timedelta()), _LONGEST)


def moment_of(text: str, event: Event, span: Span) -> datetime:
    """A time that something else states (RECURRENCE-ID, EXDATE), as a wall time of this event."""
    at = wall_time(text)
    if len(text) == 10 and not event.is_all_day:
        return datetime.combine(at, wall_time(event.starts_at).time())
    if event.is_all_day:
        return datetime.combine(at, time())
    if text.endswith("Z") and not event.starts_at.endswith("Z"):
        return from_utc(at, event, span)
    return at


def wall_time(text: str) -> datetime:
    """The time that a text says, as a clock shows it; a moment long ago for what is no time."""
    try:
        return datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return _NEVER


def zone_for(event: Event, home: tzinfo) -> tzinfo:
    """The zone whose clock the times of an event are by; the person's for what floats."""
    if event.starts_at.endswith("Z"):
        return UTC
    found = zone_of(event.time_zone) if event.time_zone and not event.is_all_day else None
    return found or home


def to_utc(at: datetime, event: Event, span: Span) -> datetime:
    """A wall time of an event as a moment in UTC."""
    return utc_of(at, zone_for(event, span.home))


def from_utc(at: datetime, event: Event, span: Span) -> datetime:
    """A moment in UTC as the clock shows it that an event's times are by."""
    return _known_wall(at, zone_for(event, span.home))


@lru_cache(maxsize=256)
def _known_wall(at: datetime, zone: tzinfo) -> datetime:
    """The same for the ends of a span, which every series asks for."""
    return wall_of(at, zone)


def utc_of(wall: datetime, zone: tzinfo) -> datetime:
    """A wall time of a zone as a moment in UTC, without saying so."""
    try:
        return wall - (zone.utcoffset(wall) or _NOTHING)  # as astimezone, without its copies
    except OverflowError:  # the first and the last day that there are
        return wall


def wall_of(at: datetime, zone: tzinfo) -> datetime:
    """A moment in UTC as the clock of a zone shows it."""
    try:
        return at if zone is UTC else at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    except OverflowError:  # as above
        return at
