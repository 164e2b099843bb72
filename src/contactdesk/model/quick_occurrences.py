"""What happens of an appointment on given days, for those of which everything is plain.

A month may hold thousands of occurrences. Here none asks its zone anew: that is asked once a day,
and a day on which the clocks are changed is left to the long way (`Shape`), as is whatever else is
out of the ordinary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from contactdesk.model.event import Event
from contactdesk.model.event_times import (
    Occurrence,
    Shape,
    Span,
    later,
    length_of,
    moment_of,
    until_of,
    wall_of,
    wall_time,
    within,
    zone_for,
)
from contactdesk.model.recurrence import LONGEST, RuleError, parse_rule
from contactdesk.model.recurrence_steps import Steps, steps_of

_DAY, _PART = timedelta(days=1), timedelta(hours=6)
_LONG = 31  # days
_MOST_PLANS = 16_384  # that are kept
_SOME_DAY = date(2000, 1, 1)
_NONE: frozenset[int] = frozenset()
_made = tuple.__new__  # in a third of the time of a named tuple's own
_YEARS = (3, 9990)  # that are far enough from where time ends


class _Day(NamedTuple):
    """A day: its midnight in UTC, by the clock all through it, None where that changes; its date
    as a text."""

    midnight: datetime | None
    far: timedelta | None
    text: str


class Clock(dict[int, _Day]):
    """A zone's clock: days by their ordinals, as far as they were asked for."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone

    def __missing__(self, number: int) -> _Day:
        """A day that is asked for the first time."""
        midnight = datetime.fromordinal(number)
        far, *others = (self._zone.utcoffset(midnight + n * _PART) for n in range(5))
        far = far if all(other == far for other in others) else None
        found = _Day(None if far is None else midnight - far, far, midnight.isoformat()[:10])
        self[number] = found
        return found


class _Plan(NamedTuple):
    """What all occurrences of an event have in common, counted from a day's midnight, and the
    days on which it begins; None there for the one that its start is on.
    """

    begins: timedelta
    ends: timedelta  # from the midnight of the day on which it ends
    more: int  # days until that one
    starts_text: str
    ends_text: str
    exact: bool  # lasts so long also when the clocks are changed meanwhile
    zone: tzinfo
    first: int
    steps: Steps | None


_Key = tuple[str, str, int | None, str, str, tuple[str, ...], tzinfo]  # all that a plan is of
_plans: dict[_Key, _Plan | None] = {}


class Quick:
    """Builds the occurrences of one span."""

    def __init__(self, span: Span, most: int) -> None:
        self._span, self._most, self._home = span, most, span.home
        self._clocks: dict[tzinfo, tuple[Clock, int, int]] = {}
        self._is_usual = _YEARS[0] < span.begins.year and span.ends.year < _YEARS[1]
        around = later(span.begins, -2 * _DAY), later(span.ends, 2 * _DAY)
        self._low, self._high = (at.date().isoformat() for at in around)

    def found(self, event: Event) -> Sequence[Occurrence] | None:
        """What happens of an event that stands for itself; None where the long way is to be
        gone.
        """
        if not self._is_usual:
            return None
        starts_at, ends_at, rrule = event.starts_at, event.ends_at, event.rrule
        if not (rrule or event.rdates or event.exdates):
            if starts_at >= self._high or "" < ends_at < self._low > starts_at:
                return ()
        elif not _is_by_one_rule(event):
            return None
        key = (starts_at, ends_at, event.duration_minutes, event.time_zone, rrule, event.exdates,
               self._home)  # fmt: skip
        plan = _plans[key] if key in _plans else _planned(key, event)
        if plan is None:
            return None
        clock, low, high = self._clocks.get(plan.zone) or self._clock(plan.zone)
        if plan.steps is None:
            return self._on(event, plan, (plan.first,), clock)
        days = plan.steps.days(low - plan.more, high)
        return self._on(event, plan, days, clock) if len(days) < self._most else None

    def _clock(self, zone: tzinfo) -> tuple[Clock, int, int]:
        """The clock of a zone, and the days by it that the span can touch."""
        low, high = (wall_of(at, zone).toordinal() for at in self._span[:2])
        found = self._clocks[zone] = Clock(zone), low - 1, high + 2
        return found

    def _on(self, event: Event, plan: _Plan, days: Iterable[int], clock: Clock) -> list[Occurrence]:
        """What begins on these days and touches the span."""
        low, high = self._span.begins, self._span.ends
        after_midnight, until, more, starts_text, ends_text, exact = plan[:6]
        found: list[Occurrence] = []
        for number in days:
            midnight, far, text = midnight_after, far_after, text_after = clock[number]
            if more:
                midnight_after, far_after, text_after = clock[number + more]
            if midnight is None or midnight_after is None or (exact and far != far_after):
                found += self._the_long_way(event, number, after_midnight)
                continue
            begins, ends = midnight + after_midnight, midnight_after + until
            if ends <= begins:
                ends, is_there = begins, low <= begins < high
            else:
                is_there = begins < high and ends > low
            if is_there:
                texts = text + starts_text, text_after + ends_text
                found.append(_made(Occurrence, (begins, ends, event, *texts)))
        return found

    def _the_long_way(
        self, event: Event, number: int, after_midnight: timedelta
    ) -> Iterable[Occurrence]:
        at = datetime.fromordinal(number) + after_midnight
        return within(Shape(event, self._span).at(at), self._span)


def _is_by_one_rule(event: Event) -> bool:
    """Whether a series says its days by a rule, but for those that are left out."""
    if not event.rrule or event.rdates or "\n" in event.rrule:
        return False
    return not event.extra or all(e.name.upper() != "EXRULE" for e in event.extra)


def _planned(key: _Key, event: Event) -> _Plan | None:
    """The plan of an event, kept for all others with the same times."""
    if len(_plans) >= _MOST_PLANS:
        _plans.clear()
    plan = _plans[key] = _plan(event, key[-1])
    return plan


def _plan(event: Event, home: tzinfo) -> _Plan | None:
    """The plan of an event; None for one that lasts for months, and for a rule that must be
    followed time by time.
    """
    start, lasts = wall_time(event.starts_at), length_of(event)
    steps = _steps(event, start, home) if event.rrule else None
    if event.rrule and steps is None:
        return None
    if event.is_all_day and lasts % _DAY:
        return None
    frame = _frame(start.time(), lasts)
    if frame.more > _LONG:
        return None
    exact = event.duration_minutes is not None and not event.ends_at and not event.is_all_day
    begins, ends, more, *texts = frame
    if event.is_all_day:
        texts = ["", ""]
    elif event.starts_at.endswith("Z"):
        texts = [text + "Z" for text in texts]
    zone = zone_for(event, home)
    return _made(_Plan, (begins, ends, more, *texts, exact, zone, start.toordinal(), steps))


class _Frame(NamedTuple):
    """What a plan has of a time of day and a length alone, which many appointments have."""

    begins: timedelta
    ends: timedelta
    more: int
    starts_text: str
    ends_text: str


@lru_cache(maxsize=4_096)
def _frame(clock: time, lasts: timedelta) -> _Frame:
    """The times and texts of what begins by a clock and lasts so long."""
    at = datetime.combine(_SOME_DAY, clock)
    begins, after = at - datetime.combine(_SOME_DAY, time()), at + lasts
    more = (begins + lasts) // _DAY
    texts = at.isoformat()[10:], after.isoformat()[10:]
    return _Frame(begins, begins + lasts - more * _DAY, more, *texts)


def steps_for(event: Event, home: tzinfo) -> Steps | None:
    """The days on which a series begins; None where they are to be found time by time."""
    if not _is_by_one_rule(event):
        return None
    return _steps(event, wall_time(event.starts_at), home)


def _steps(event: Event, start: datetime, home: tzinfo) -> Steps | None:
    """The same of a series by one rule; a rule without its end is that of many series."""
    text, span = event.rrule, Span(datetime.min, datetime.min, home)
    if len(text) > LONGEST:
        return None
    until = until_of(text, event, span) if "UNTIL=" in text else None
    try:
        rule = parse_rule(text if until is None else _without_until(text))
    except RuleError:
        return None
    without = _NONE
    if event.exdates:
        left_out = (moment_of(each, event, span) for each in event.exdates)
        without = frozenset(at.toordinal() for at in left_out if at.time() == start.time())
    return steps_of(rule, start, without, until)


def _without_until(text: str) -> str:
    return ";".join([part for part in text.split(";") if not part.startswith("UNTIL=")])
