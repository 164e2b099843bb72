"""Rules that ask for nothing but "every so many days, weeks, months or years", by arithmetic.

Nearly all rules that people make are such; a month of thousands of them is shown at once.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta

from contactdesk.model.recurrence_days import SUB_DAILY, Rule

_WEEK = 7
_LAST = date.max.toordinal()


def is_plain(rule: Rule) -> bool:
    """Whether a rule (as stated, not settled) is one of these."""
    if _asks_for_more(rule):
        return False
    if rule.frequency == "WEEKLY":
        return all(place == 0 for _day, place in rule.weekdays)
    if rule.frequency == "MONTHLY" and len(rule.weekdays) == 1:
        return all(place != 0 for _day, place in rule.weekdays)
    return rule.frequency in ("DAILY", "MONTHLY", "YEARLY") and not rule.weekdays


def is_even(rule: Rule) -> bool:
    """Whether it is every so many hours, minutes or seconds, and nothing else."""
    return rule.frequency in SUB_DAILY and not rule.weekdays and not _asks_for_more(rule)


def step_of(rule: Rule) -> timedelta:
    """From one time of such a rule to the next; what is longer than all time counts as that."""
    seconds = SUB_DAILY[rule.frequency] * rule.interval
    return timedelta(seconds=min(seconds, _LAST * 86_400))


def _asks_for_more(rule: Rule) -> bool:
    return bool(
        rule.seconds or rule.minutes or rule.hours or rule.month_days or rule.year_days
        or rule.weeks or rule.months or rule.places
    )  # fmt: skip


def plain_times(rule: Rule, start: datetime, low: datetime) -> Iterator[datetime]:
    """When a plain rule happens from about `low` on, in order, to the last day there is."""
    if rule.frequency == "DAILY":
        return _by_days(start, low, rule.interval, (0,))
    if rule.frequency == "WEEKLY":
        first = (start.weekday() - rule.week_start) % _WEEK
        days = {(day - rule.week_start) % _WEEK for day, _place in rule.weekdays} or {first}
        return _by_days(
            start, low, rule.interval * _WEEK, tuple(sorted(day - first for day in days))
        )
    if rule.weekdays:
        return _by_weekday_of_month(start, low, rule.interval, *next(iter(rule.weekdays)))
    return _by_months(start, low, rule.interval * (12 if rule.frequency == "YEARLY" else 1))


def _by_days(
    start: datetime, low: datetime, every: int, offsets: tuple[int, ...]
) -> Iterator[datetime]:
    """Periods of so many days, and in each the days so far from its own first."""
    base, at = start.toordinal(), start.time()
    period = base + max(0, (low.toordinal() - base) // every) * every
    while period <= _LAST + _WEEK:
        for offset in offsets:
            day = period + offset
            if base <= day <= _LAST:
                yield datetime.combine(date.fromordinal(day), at)
        period += every


def _by_months(start: datetime, low: datetime, every: int) -> Iterator[datetime]:
    """The same day of each of these months that has it."""
    base = start.year * 12 + start.month - 1
    month = base + max(0, (low.year * 12 + low.month - 1 - base) // every) * every
    while month // 12 <= date.max.year:
        with suppress(ValueError):  # a shorter month is left out
            yield start.replace(year=month // 12, month=month % 12 + 1)
        month += every


def _by_weekday_of_month(
    start: datetime, low: datetime, every: int, weekday: int, place: int
) -> Iterator[datetime]:
    """The second Tuesday, or the last (place -1), of each of these months that has it."""
    base = start.year * 12 + start.month - 1
    month = base + max(0, (low.year * 12 + low.month - 1 - base) // every) * every
    while month // 12 <= date.max.year:
        year, number = month // 12, month % 12 + 1
        first, many = monthrange(year, number)
        day = 1 + (weekday - first) % _WEEK + (place - 1) * _WEEK
        if place < 0:
            last = (first + many - 1) % _WEEK
            day = many - (last - weekday) % _WEEK + (place + 1) * _WEEK
        if 1 <= day <= many and (at := start.replace(year=year, month=number, day=day)) >= start:
            yield at
        month += every
