"""What happens day by day, as a list of what comes has it: days without anything are left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from contactdesk.model.agenda import Occurrence
from contactdesk.model.month import days_of, in_order

_DAY = timedelta(days=1)


class FilledDay(NamedTuple):
    """A day and what touches it: whole days first, then by the clock."""

    day: date
    occurrences: Sequence[Occurrence]


def filled_days(
    occurrences: Iterable[Occurrence], first: date, last: date, home: tzinfo
) -> list[FilledDay]:
    """The days of a span, both ends in it, on which anything happens; what lasts for days is on
    each of them."""
    held: dict[date, list[Occurrence]] = {}
    for each in occurrences:
        begins, ends = days_of(each, home)
        day, until = max(begins, first), min(ends, last)
        for n in range((until - day).days + 1):
            held.setdefault(day + n * _DAY, []).append(each)
    return [FilledDay(day, in_order(held[day])) for day in sorted(held)]
