"""What rules say of days: the stretch of days that a thing is to lie in, and whether a day of every
year does."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from contactdesk.model.dates import PartialDate
from contactdesk.model.query import Rule, amount_of, is_span

_DAYS = {"d": 1, "w": 7}
_MONTHS = {"mo": 1, "y": 12}


class Stretch(NamedTuple):
    """From a day to another, both in it; None for no end on that side."""

    first: date | None = None
    last: date | None = None


def moved(day: date, span: str, sign: int) -> date:
    """A day so much later (`sign` 1) or earlier (-1), and no further than there are days."""
    number, unit = amount_of(span)
    try:
        if unit in _DAYS:
            return day + timedelta(days=sign * number * _DAYS[unit])
        years, month = divmod(day.year * 12 + day.month - 1 + sign * number * _MONTHS[unit], 12)
        return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
    except (OverflowError, ValueError):
        return date.max if sign > 0 else date.min


def stretch_of(rule: Rule, value: str, today: date, ahead: bool = False) -> Stretch:
    """The days that a rule's value means; a span of time counts back from today, or `ahead`."""
    if is_span(value):
        at = moved(today, value, 1 if ahead else -1)
        later = rule.comparison in ((">", ">=") if ahead else ("<", "<="))
        return _beside(at, at, "<" if not later else ">", len(rule.comparison) == 2)
    first, last = _period(value, today)
    if rule.comparison in (":", "="):
        return Stretch(first, last)
    return _beside(first, last, rule.comparison[0], len(rule.comparison) == 2)


def _beside(first: date, last: date, sign: str, with_it: bool) -> Stretch:
    """The days before or after some days."""
    if sign == "<":
        return Stretch(None, last if with_it else _next(first, -1))
    return Stretch(first if with_it else _next(last, 1), None)


def _next(day: date, step: int) -> date:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return day


def _period(value: str, today: date) -> tuple[date, date]:
    """The first and the last day of a day, a month, a year, or a period around today."""
    if value == "this-week":
        monday = _next(today, -today.weekday())
        return monday, _next(monday, 6)
    known = {"today": today.isoformat(), "this-month": today.isoformat()[:7]}
    text = known.get(value, today.isoformat()[:4] if value == "this-year" else value)
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 0
    if len(parts) > 2:
        return date(*parts), date(*parts)
    if month:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def falls(rule: Rule, value: str, text: str, today: date) -> bool:
    """Whether a day of every year, as contacts have it, is what a rule's value says."""
    day = PartialDate.parse(text)
    if is_span(value):
        if not (day.month and day.day):
            return False
        soon = _returns(day, today) <= moved(today, value, 1)
        return soon if rule.comparison == "<" else not soon
    if value == "today":
        return (day.month, day.day) == (today.month, today.day)
    if value == "this-week":
        monday = _next(today, -today.weekday())
        return bool(day.month and day.day) and _returns(day, monday) <= _next(monday, 6)
    if value == "this-month":
        return day.month == today.month
    if value == "this-year":
        return day.year == today.year
    return _has_parts(day, PartialDate.parse(value))


def _has_parts(day: PartialDate, wanted: PartialDate) -> bool:
    if wanted.text:
        return bool(day.text) and wanted.text.casefold() in day.text.casefold()
    pairs = ((wanted.year, day.year), (wanted.month, day.month), (wanted.day, day.day))
    return bool(wanted) and all(part is None or part == own for part, own in pairs)


def _returns(day: PartialDate, since: date) -> date:
    """When it is next; who was born on a 29 February has it on 1 March in other years."""
    assert day.month
    assert day.day
    for year in (since.year, since.year + 1):
        try:
            found = date(year, day.month, day.day)
        except ValueError:
            found = date(year, 3, 1)
        if found >= since:
            return found
    return date.max


def age_of(text: str, today: date) -> int | None:
    """How old somebody is, from their birthday; None where nobody knows the year."""
    day = PartialDate.parse(text)
    if not day.year or day.year > today.year:
        return None
    had = (day.month or 1, day.day or 1) <= (today.month, today.day)
    return today.year - day.year - (0 if had else 1)


def compares(number: float, comparison: str, wanted: float) -> bool:
    """Whether a number is more, less, or the same."""
    if comparison in (":", "="):
        return number == wanted
    if comparison == "*":
        return number > 0
    if comparison == "-":
        return number == 0
    more, less = number > wanted, number < wanted
    return {">": more, "<": less, ">=": not less, "<=": not more}[comparison]
