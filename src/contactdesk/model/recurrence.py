"""Rules of repeating: what they say, and when they make something happen (RFC 5545, 3.3.10).

A rule is followed period by period (a year, a month, a week, a day): every day of the period is
looked at, and those that pass all its conditions count. That always comes to an end: the days
that are looked at are bounded, also for a rule that never happens, with which dateutil's `rrule`
goes on to the year 9999 (and some it cannot follow at all).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial

from contactdesk.errors import FormatError
from contactdesk.i18n import _
from contactdesk.model.recurrence_days import (
    DAYS,
    SUB_DAILY,
    Rule,
    days_of_period,
    first_period,
    next_period,
    times_of_day,
)
from contactdesk.model.recurrence_plain import is_even, is_plain, plain_times, step_of

MOST_STEPS = 20_000
"""Days and times that are looked at for one answer: less than a tenth of a second."""
LONGEST = 10_000  # characters of a rule; one that names every day of a year has 1,500
_OFTEN, _DENSE = 24, 4  # times a day from which each counts as several steps, and as how many
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
_NUMBERS = {
    "BYSECOND": (0, 60), "BYMINUTE": (0, 59), "BYHOUR": (0, 23), "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53), "BYMONTH": (1, 12), "BYSETPOS": (-366, 366),
}  # fmt: skip


class RuleError(FormatError):
    """A rule that makes no sense or would take too long, with a sentence for a person."""


@lru_cache(maxsize=4096)
def parse_rule(text: str, until: datetime | None = None) -> Rule:
    """A rule from its text; `until` is its UNTIL, which its text has in UTC, as a wall time.

    Raises `RuleError` for one that makes no sense.
    """
    if len(text) > LONGEST:
        raise RuleError(_("This rule of repeating is too long to be followed."))
    parts = {}
    for part in text.upper().removeprefix("RRULE:").split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            parts[name] = value.strip()
    frequency = parts.get("FREQ", "")
    interval, count = _number(parts.get("INTERVAL", "1")), _number(parts.get("COUNT", ""))
    if frequency not in _FREQUENCIES or not interval or count == 0:
        raise RuleError(_("This rule of repeating makes no sense: {rule}").format(rule=text))
    if parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":  # RFC 7529
        words = _("This repeats by another calendar ({name}), which cannot be followed here.")
        raise RuleError(words.format(name=parts["RSCALE"]))
    by = {name: _numbers(parts.get(name, ""), *bounds) for name, bounds in _NUMBERS.items()}
    if _never_happens(by["BYMONTH"], by["BYMONTHDAY"]):
        raise RuleError(_("By this rule it never happens: {rule}").format(rule=text))
    return Rule(
        frequency, interval, count, until,
        seconds=tuple(sorted({min(each, 59) for each in by["BYSECOND"]})),
        minutes=tuple(sorted(set(by["BYMINUTE"]))), hours=tuple(sorted(set(by["BYHOUR"]))),
        weekdays=_weekdays(parts.get("BYDAY", ""), frequency, bool(by["BYMONTH"])),
        month_days=frozenset(by["BYMONTHDAY"]) - {0}, year_days=frozenset(by["BYYEARDAY"]) - {0},
        weeks=frozenset(by["BYWEEKNO"]) - {0} if frequency == "YEARLY" else frozenset(),
        months=frozenset(by["BYMONTH"]), places=frozenset(by["BYSETPOS"]) - {0},
        week_start=DAYS.get(parts.get("WKST", ""), 0),
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _numbers(text: str, low: int, high: int) -> list[int]:
    found = []
    for word in text.split(","):
        digits = word.strip().removeprefix("+")
        if digits.removeprefix("-").isdecimal() and len(digits) < 5 and low <= int(digits) <= high:
            found.append(int(digits))
    return found


def _weekdays(text: str, frequency: str, in_months: bool) -> frozenset[tuple[int, int]]:
    """Pairs of a weekday (0: Monday) and its place in the month or year (0: every)."""
    most = 5 if frequency == "MONTHLY" or in_months else 53
    found = set()
    for word in text.replace(" ", "").split(","):
        day, digits = DAYS.get(word[-2:]), word[:-2].removeprefix("+")
        if day is None or (digits and not digits.removeprefix("-").isdecimal()):
            continue
        place = int(digits) if digits and len(digits) < 5 else 0
        if frequency not in ("MONTHLY", "YEARLY"):
            place = 0  # has no meaning there
        if abs(place) <= most:
            found.add((day, place))
    return frozenset(found)


def _never_happens(months: list[int], days: list[int]) -> bool:
    """The 30th of February."""
    if not months or not days:
        return False
    longest = {month: calendar.monthrange(2024, month)[1] for month in months}
    return not any(0 < abs(day) <= most for most in longest.values() for day in days)


@dataclass
class _Steps:
    """How many more may be taken."""

    left: int

    def take(self, many: int = 1) -> None:
        """Take some; `RuleError` when that is too many."""
        self.left -= many
        if self.left < 0:
            raise RuleError(_("This repeats too often, or for too long, to be shown."))


def wall_times(
    rule: Rule, start: datetime, low: datetime, high: datetime, most: int = MOST_STEPS
) -> Iterator[datetime]:
    """When the rule happens from `low` to `high` (exclusive), all naive wall times.

    Raises `RuleError` where that takes more than so many steps.
    """
    if rule.until is not None:
        high = min(high, rule.until + timedelta(microseconds=1))
    if high <= start:
        return
    if is_even(rule):
        yield from _even_times(rule, start, low, high, most // 2)
        return
    counted = rule.count is not None and rule.count < _at_most(rule, start, high)
    left = rule.count if counted else None
    steps = _Steps(most // 2 if rule.frequency in SUB_DAILY else most)  # times cost more than days
    for at in _followed(rule, start, start if counted else low, high, steps):
        if at < start:
            continue
        if at >= high or left == 0:
            return
        if left is not None:
            left -= 1
        if at >= low:
            yield at


def _even_times(
    rule: Rule, start: datetime, low: datetime, high: datetime, most: int
) -> Iterator[datetime]:
    """Those of a rule that asks for nothing but "every so many hours, minutes or seconds"; that
    there are too many is known before the first."""
    step = step_of(rule)
    first = max(0, -((start - low) // step))
    until = -((start - high) // step)
    until = until if rule.count is None else min(until, rule.count)
    if until - first > most:
        raise RuleError(_("This repeats too often, or for too long, to be shown."))
    for number in range(first, until):
        yield start + number * step


@lru_cache(maxsize=16_384)
def is_in_step(rule: Rule, start: datetime) -> bool:
    """Whether the beginning of a series is one of the times of its rule, as it ought to be."""
    return next(wall_times(rule, start, start, start + timedelta(microseconds=1)), None) == start


def without_start(rule: Rule) -> Rule:
    """What of a number of times is left for the rule when the beginning, which is none of its
    own, was the first of them (RFC 5545, section 3.3.10).
    """
    return rule if rule.count is None else replace(rule, count=rule.count - 1)


def _at_most(rule: Rule, start: datetime, high: datetime) -> float:
    """More often than this it cannot happen until then."""
    days = (high - start) / timedelta(days=1) + 2
    if rule.frequency in SUB_DAILY:
        return days * 86_400
    times = max(1, len(rule.hours)) * max(1, len(rule.minutes)) * max(1, len(rule.seconds))
    return times * (days / rule.interval if rule.frequency == "DAILY" else days)


@lru_cache(maxsize=16_384)
def _settled(rule: Rule, start: datetime) -> Rule:
    return rule.settled(start)


def _followed(
    rule: Rule, start: datetime, low: datetime, high: datetime, steps: _Steps
) -> Iterator[datetime]:
    """All times of the periods from that of `low` on, in order, until `high` is reached."""
    if is_plain(rule):
        for at in plain_times(rule, start, low):
            steps.take()
            yield at
        return
    settled = _settled(rule, start)
    take = partial(steps.take, _DENSE) if settled.times_a_day > _OFTEN else steps.take
    period = first_period(settled, start, low)
    while period is not None and period <= high.date():
        found: list[datetime] = []
        for day, looked_at in days_of_period(settled, period, low.date(), high.date()):
            steps.take(looked_at)
            if day is not None:
                for at in times_of_day(settled, start, day, take):
                    found.append(at)
        yield from settled.chosen(found)
        period = next_period(settled, period)
