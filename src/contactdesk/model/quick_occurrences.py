"""What happens of an appointment on given days, for those of which everything is plain.

A month may hold thousands of occurrences. Here none asks its zone anew: that is asked once a day,
and a day on which the clocks are changed is left to the long way (`Shape`), as is whatever else is
out of the ordinary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from contactdesk.model.event import Event
from contactdesk.model.event_times import (
    Occurrence,
    Shape,
    Span,
    from_utc,
    later,
    length_of,
    moment_of,
    until_of,
    wall_time,
    within,
    zone_for,
)
from contactdesk.model.recurrence import RuleError, parse_rule
from contactdesk.model.recurrence_steps import Steps, steps_of

_DAY, _PART = timedelta(days=1), timedelta(hours=6)
_LONG = 31  # days
_YEARS = (3, 9990)  # that are far enough from where time ends


class _Day(NamedTuple):
    """A day: its midnight in UTC, by the clock all through it, None where that changes; its date
    as a text."""

    midnight: datetime | None
    far: timedelta | None
    text: str


class Clock:
    """A zone's clock by the days, as far as it was asked."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._days: dict[int, _Day] = {}

    def day(self, number: int) -> _Day:
        """A day by its ordinal."""
        known = self._days.get(number)
        return known if known is not None else self._asked(number)

    def _asked(self, number: int) -> _Day:
        midnight = datetime.fromordinal(number)
        far, *others = (self._zone.utcoffset(midnight + n * _PART) for n in range(5))
        far = far if all(other == far for other in others) else None
        found = _Day(None if far is None else midnight - far, far, midnight.isoformat()[:10])
        self._days[number] = found
        return found


class _Frame(NamedTuple):
    """What all occurrences of an event have in common, counted from a day's midnight."""

    begins: timedelta
    ends: timedelta  # from the midnight of the day on which it ends
    more: int  # days until that one
    starts_text: str
    ends_text: str
    exact: bool  # lasts so long also when the clocks are changed meanwhile


class Quick:
    """Builds the occurrences of one span."""

    def __init__(self, span: Span, most: int) -> None:
        self._span, self._most = span, most
        self._clocks: dict[tuple[str, bool], tuple[Clock, int, int]] = {}
        self._is_usual = _YEARS[0] < span.begins.year and span.ends.year < _YEARS[1]
        around = later(span.begins, -2 * _DAY), later(span.ends, 2 * _DAY)
        self._low, self._high = (at.date().isoformat() for at in around)

    def found(self, event: Event) -> Sequence[Occurrence] | None:
        """What happens of an event that stands for itself; None where the long way is to be
        gone.
        """
        if not self._is_usual:
            return None
        repeats = event.rrule or event.rdates or event.exdates
        starts_at, ends_at = event.starts_at, event.ends_at
        if not repeats and (starts_at >= self._high or "" < ends_at < self._low > starts_at):
            return ()
        steps = steps_for(event, self._span.home) if repeats else None
        frame = _frame(starts_at, ends_at, event.duration_minutes)
        if frame is None or (repeats and steps is None):
            return None
        clock, low, high = self._clock(event)
        if steps is None:
            return self._on(event, frame, (wall_time(starts_at).toordinal(),), clock)
        days = steps.days(low - frame.more, high)
        return self._on(event, frame, days, clock) if len(days) < self._most else None

    def _clock(self, event: Event) -> tuple[Clock, int, int]:
        """The clock of an event, and the days by it that the span can touch."""
        key = "" if event.is_all_day else event.time_zone, event.starts_at.endswith("Z")
        known = self._clocks.get(key)
        if known is None:
            zone, span = zone_for(event, self._span.home), self._span
            low, high = (from_utc(at, event, span).toordinal() for at in (span.begins, span.ends))
            known = self._clocks[key] = Clock(zone), low - 1, high + 2
        return known

    def _on(
        self, event: Event, frame: _Frame, days: Iterable[int], clock: Clock
    ) -> list[Occurrence]:
        """What begins on these days and touches the span."""
        low, high = self._span.begins, self._span.ends
        after_midnight, until, more, starts_text, ends_text, exact = frame
        found: list[Occurrence] = []
        for number in days:
            midnight, far, text = clock.day(number)
            midnight_after, far_after, text_after = (
                clock.day(number + more) if more else (midnight, far, text)
            )
            if midnight is None or midnight_after is None or (exact and far != far_after):
                found += self._the_long_way(event, number, after_midnight)
                continue
            begins, ends = midnight + after_midnight, midnight_after + until
            if ends <= begins:
                ends, is_there = begins, low <= begins < high
            else:
                is_there = begins < high and ends > low
            if is_there:
                at, until_at = text + starts_text, text_after + ends_text
                found.append(Occurrence(begins, ends, event, at, until_at))
        return found

    def _the_long_way(
        self, event: Event, number: int, after_midnight: timedelta
    ) -> Iterable[Occurrence]:
        at = datetime.fromordinal(number) + after_midnight
        return within(Shape(event, self._span).at(at), self._span)


@lru_cache(maxsize=16_384)
def _frame(starts_at: str, ends_at: str, minutes: int | None) -> _Frame | None:
    """The frame of an event with these times; None for one that lasts for months."""
    event = Event(starts_at=starts_at, ends_at=ends_at, duration_minutes=minutes)
    start, lasts = wall_time(starts_at), length_of(event)
    begins = start - datetime.combine(start, time())
    more = (begins + lasts) // _DAY
    if more > _LONG or (event.is_all_day and lasts % _DAY):
        return None
    exact = minutes is not None and not ends_at and not event.is_all_day
    mark = "Z" if starts_at.endswith("Z") else ""
    texts = ["" if event.is_all_day else at.isoformat()[10:] + mark
             for at in (start, later(start, lasts))]  # fmt: skip
    return _Frame(begins, begins + lasts - more * _DAY, more, texts[0], texts[1], exact)


def steps_for(event: Event, home: tzinfo) -> Steps | None:
    """The days on which a series begins; None where they are to be found time by time."""
    if not event.rrule or event.rdates or "\n" in event.rrule:
        return None
    if any(extra.name.upper() == "EXRULE" for extra in event.extra):
        return None
    return _steps(event.starts_at, event.time_zone, event.rrule, event.exdates, home)


@lru_cache(maxsize=16_384)
def _steps(
    starts_at: str, time_zone: str, rrule: str, exdates: tuple[str, ...], home: tzinfo
) -> Steps | None:
    event = Event(starts_at=starts_at, time_zone=time_zone, rrule=rrule, exdates=exdates)
    span = Span(datetime.min, datetime.min, home)
    start = wall_time(starts_at)
    try:
        rule = parse_rule(rrule, until_of(rrule, event, span))
    except RuleError:
        return None
    left_out = (moment_of(text, event, span) for text in exdates)
    return steps_of(rule, start, frozenset(
        at.toordinal() for at in left_out if at.time() == start.time()
    ))  # fmt: skip
