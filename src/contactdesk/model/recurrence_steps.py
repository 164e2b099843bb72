"""On which days a plain rule happens, asked of a stretch of days: arithmetic, no stepping.

What makes a rule's steps is settled once; a month of thousands of series then costs each of them
a division or two.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from contactdesk.model.recurrence_days import Rule
from contactdesk.model.recurrence_plain import is_plain, plain_times

_MOST_COUNTED = 2_000
_LAST = date.max.toordinal()
_WEEK = 7
_EVERY = (0,)  # nothing but the first day of each step


class DaySteps(NamedTuple):
    """Every so many days from the first on, and the days so far (`offsets`) from each of them."""

    first: int
    every: int
    offsets: tuple[int, ...]

    def between(self, low: int, high: int) -> Sequence[int]:
        """The days from `low` until `high`, which are none before the first."""
        first, every = self.first, self.every
        if self.offsets == _EVERY:
            return range(first - (first - low) // every * every, high, every)
        found: list[int] = []
        for offset in self.offsets:
            base = first + offset
            found += range(base - (base - low) // every * every, high, every)
        return sorted(found)

    def nth(self, n: int) -> int:
        """The day of the n-th time, counted from 0: in the first step none is before the start."""
        begun = [offset for offset in self.offsets if offset >= 0]
        if n < len(begun):
            return self.first + begun[n]
        more, place = divmod(n - len(begun), len(self.offsets))
        return self.first + (more + 1) * self.every + self.offsets[place]


class MonthSteps(NamedTuple):
    """A day in every so many months: by its number, or where `place` is not 0, by its weekday."""

    month: int  # since the year 0
    every: int
    day: int
    place: int = 0

    def between(self, low: int, high: int) -> Sequence[int]:
        """The days from `low` until `high`, which are none before the first."""
        begin, end = _month_of(low), _month_of(min(high, _LAST))
        every, found = self.every, []
        for month in range(begin + (self.month - begin) % every, end + 1, every):
            day = self._day_in(month)
            if low <= day < high:
                found.append(day)
        return found

    def _day_in(self, month: int) -> int:
        """The day of a month, 0 where it has none."""
        before, weekday, many = _month(month)
        day = self.day
        if self.place > 0:
            day = 1 + (self.day - weekday) % _WEEK + (self.place - 1) * _WEEK
        elif self.place < 0:
            last = (weekday + many - 1) % _WEEK
            day = many - (last - self.day) % _WEEK + (self.place + 1) * _WEEK
        return before + day if 1 <= day <= many else 0


class Steps(NamedTuple):
    """The days of a series as ordinals: its steps, its last day at most, and those left out."""

    first: int
    last: int
    steps: DaySteps | MonthSteps
    without: frozenset[int]

    def days(self, low: int, high: int) -> Sequence[int]:
        """The days from one to another (exclusive) on which it begins, in their order."""
        low, high = max(low, self.first), min(high, self.last + 1)
        if low >= high:
            return ()
        found = self.steps.between(low, high)
        if self.without:
            return [day for day in found if day not in self.without]
        return found


def steps_of(
    rule: Rule, start: datetime, without: frozenset[int], until: datetime | None
) -> Steps | None:
    """The steps of a plain rule that ends at a wall time, if any; None for what must be followed
    time by time, which is one that is not plain, one of which the start is no time, and one with a
    large number of times.
    """
    if (rule.count or 0) > _MOST_COUNTED or not is_plain(rule):
        return None
    first, steps = start.toordinal(), _steps(rule, start)
    if not steps.between(first, first + 1):
        return None
    last = _LAST
    if until is not None:
        last = until.toordinal() - (start.time() > until.time())
    if rule.count is not None:
        last = min(last, _counted(rule, start, steps, rule.count))
    return Steps(first, last, steps, without)


def _counted(rule: Rule, start: datetime, steps: DaySteps | MonthSteps, count: int) -> int:
    """The day of the last of so many times."""
    if isinstance(steps, DaySteps):
        return min(_LAST, steps.nth(count - 1))
    found = next(islice(plain_times(rule, start, start), count - 1, None), None)
    return _LAST if found is None else found.toordinal()


def _steps(rule: Rule, start: datetime) -> DaySteps | MonthSteps:
    base = start.toordinal()
    if rule.frequency == "DAILY":
        return DaySteps(base, rule.interval, _EVERY)
    if rule.frequency == "WEEKLY":
        offsets = _offsets(rule.weekdays, rule.week_start, start.weekday())
        return DaySteps(base, rule.interval * _WEEK, offsets)
    month = start.year * 12 + start.month - 1
    if rule.weekdays:
        return MonthSteps(month, rule.interval, *next(iter(rule.weekdays)))
    return MonthSteps(month, rule.interval * (12 if rule.frequency == "YEARLY" else 1), start.day)


@lru_cache(maxsize=256)
def _offsets(
    weekdays: frozenset[tuple[int, int]], week_start: int, weekday: int
) -> tuple[int, ...]:
    """How far the days of a week are from the weekday of its start."""
    first = (weekday - week_start) % _WEEK
    days = {(day - week_start) % _WEEK for day, _place in weekdays} or {first}
    return tuple(sorted(day - first for day in days))


@lru_cache(maxsize=256)
def _month_of(day: int) -> int:
    """The month of a day, counted since the year 0; many series are asked for the same one."""
    at = date.fromordinal(day)
    return at.year * 12 + at.month - 1


@lru_cache(maxsize=256)
def _month(number: int) -> tuple[int, int, int]:
    """The day before a month, the weekday that it begins with, and how many days it has."""
    first = date(number // 12, number % 12 + 1, 1)
    return (first.toordinal() - 1, *monthrange(first.year, first.month))
