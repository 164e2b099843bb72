"""Birthdays and anniversaries on the days they fall on.

A date without its year is one of every year. Who was born on a 29 February has it on 1 March in a
year without one, as the card counts too. A date of which the month or the day is not known falls
on no day.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from contactdesk.model.dates import PartialDate

_DAY = timedelta(days=1)
_LEAP_DAY, _INSTEAD = (2, 29), (3, 1)


class Birthday(NamedTuple):
    """A day somebody is to be thought of. `kind` is the contact's field, "birthday" or
    "anniversary"; `age` is how many years it is then, None where nobody knows or it is the first.
    """

    number: int
    name: str
    date: date
    kind: str
    age: int | None = None


class Dated(NamedTuple):
    """A date that a contact has."""

    number: int
    name: str
    kind: str
    date: PartialDate


def days_between(first: date, last: date) -> dict[tuple[int, int], list[date]]:
    """The days of a span, both ends in it, by the month and day they are: every one that a date
    of every year can fall on."""
    found: dict[tuple[int, int], list[date]] = {}
    for n in range((last - first).days + 1):
        day = first + n * _DAY
        found.setdefault((day.month, day.day), []).append(day)
        if (day.month, day.day) == _INSTEAD and not isleap(day.year):
            found.setdefault(_LEAP_DAY, []).append(day)
    return found


def falling(dates: Iterable[Dated], first: date, last: date) -> list[Birthday]:
    """What of some dates falls into a span, both ends in it: by day, birthdays before
    anniversaries, by name."""
    days = days_between(first, last)
    found = [
        Birthday(one.number, one.name, day, one.kind, _age(one.date, day))
        for one in dates
        if one.date.month and one.date.day
        for day in days.get((one.date.month, one.date.day), ())
        if one.date.year is None or one.date.year <= day.year
    ]
    return sorted(found, key=lambda b: (b.date, b.kind != "birthday", b.name, b.number))


def _age(since: PartialDate, day: date) -> int | None:
    return day.year - since.year or None if since.year is not None else None
