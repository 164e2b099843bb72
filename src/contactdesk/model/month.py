"""A month as a calendar page shows it: whole weeks, and in each what happens, in lines that fit.

What lasts whole days or goes over midnight is a bar across its days; everything else stands in its
day, by the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import count
from operator import attrgetter, itemgetter
from typing import NamedTuple

from contactdesk.model.agenda import Occurrence

WEEK = 7
_DAY = timedelta(days=1)
_BY_TIMES, _BY_LINE = itemgetter(0, 1), itemgetter(1)
_made = tuple.__new__  # in a third of the time of a named tuple's own


class Placed(NamedTuple):
    """An occurrence in a week: its line (from 0), the day it begins in (0 to 6) and how many days
    of this week it takes; whether it came from the week before, and goes on in the next.
    """

    occurrence: Occurrence
    line: int
    column: int
    days: int
    from_before: bool = False
    goes_on: bool = False

    @property
    def is_bar(self) -> bool:
        """Whether it is drawn across its days."""
        return self.days > 1 or self.from_before or self.goes_on or is_all_day(self.occurrence)


class Week(NamedTuple):
    """Seven days, and for each what touches it, by its line."""

    days: tuple[date, ...]
    of: tuple[tuple[Placed, ...], ...]


def weeks_of(first: date, last: date, first_weekday: int) -> list[tuple[date, ...]]:
    """The whole weeks that a month from `first` to `last` touches; weeks begin on `first_weekday`
    (0 = Monday). No day of them lies before the first or behind the last that there is.
    """
    back = (first.weekday() - first_weekday) % WEEK
    start = date.fromordinal(max(1, first.toordinal() - back))
    weeks = []
    while start <= last and start.toordinal() + WEEK - 1 <= date.max.toordinal():
        weeks.append(tuple(start + n * _DAY for n in range(WEEK)))
        if start.toordinal() + 2 * WEEK > date.max.toordinal():
            break
        start += WEEK * _DAY
    return weeks


def days_between(first: date, last: date) -> tuple[date, date]:
    """The days from one to another, as a span has them: its end is the day after the last."""
    return first, date.fromordinal(min(last.toordinal() + 1, date.max.toordinal()))


def is_all_day(occurrence: Occurrence) -> bool:
    """Whether it lasts whole days."""
    return len(occurrence.starts_at) == len("2026-11-24")


def days_of(occurrence: Occurrence, home: tzinfo) -> tuple[date, date]:
    """The first and the last day that it touches where the person is; midnight ends a day."""
    if is_all_day(occurrence):
        first = date.fromisoformat(occurrence.starts_at)
        return first, max(first, date.fromisoformat(occurrence.ends_at) - _DAY)
    if occurrence.event.time_zone == getattr(home, "key", "") != "":
        return _days_said(occurrence)
    begins, ends = at_home(occurrence.begins, home), at_home(occurrence.ends, home)
    last = ends.date()
    if ends.time() == time() and last > begins.date():
        last -= _DAY
    return begins.date(), max(begins.date(), last)


def _days_said(occurrence: Occurrence) -> tuple[date, date]:
    """The days of what is planned by the person's own clock, as its times have them."""
    first = date.fromisoformat(occurrence.starts_at[:10])
    last = date.fromisoformat(occurrence.ends_at[:10])
    if last > first and occurrence.ends_at[11:] == "00:00:00":
        last -= _DAY
    return first, max(first, last)


def at_home(moment: datetime, home: tzinfo) -> datetime:
    """A moment in UTC (without saying so) as the clock on the person's wall shows it."""
    try:
        return home.fromutc(moment.replace(tzinfo=home)).replace(tzinfo=None)
    except OverflowError:  # the first and the last day that there are
        return moment


def days_later(occurrence: Occurrence, days: int, home: tzinfo) -> tuple[str, str]:
    """When it begins and ends some days later, by the person's clock; whole days as days."""
    by = days * _DAY
    if is_all_day(occurrence):
        first, until = (date.fromisoformat(t) for t in (occurrence.starts_at, occurrence.ends_at))
        return (first + by).isoformat(), (max(until, first + _DAY) + by).isoformat()
    begins, ends = at_home(occurrence.begins, home), at_home(occurrence.ends, home)
    return (begins + by).isoformat(), (ends + by).isoformat()


def of_day(occurrences: Iterable[Occurrence], day: date, home: tzinfo) -> list[Occurrence]:
    """What touches a day: whole days first, then by the clock."""
    found = []
    for each in occurrences:
        first, last = days_of(each, home)
        if first <= day <= last:
            found.append(each)
    return in_order(found)


def on_day(weeks: Sequence[Week], day: date) -> list[Occurrence]:
    """The same of weeks in which everything has its place already."""
    held = (week.of[week.days.index(day)] for week in weeks if day in week.days)
    return in_order(placed.occurrence for each in held for placed in each)


def in_order(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """What happens on a day in its order: whole days first, then by the clock."""
    key = attrgetter("begins", "ends", "event.summary")
    return sorted(occurrences, key=lambda o: (not is_all_day(o), key(o)))


def placed_weeks(
    occurrences: Iterable[Occurrence], weeks: Sequence[tuple[date, ...]], home: tzinfo
) -> list[Week]:
    """The weeks with everything that happens in them in its line."""
    bars: list[list[_Bar]] = [[] for _week in weeks]
    alone: list[list[list[Occurrence]]] = [[[] for _day in days] for days in weeks]
    begin = weeks[0][0] if weeks else date.min
    of_text = {d.isoformat(): by_day[n] for days, by_day in zip(weeks, alone, strict=True)
               for n, d in enumerate(days)}  # fmt: skip
    here = getattr(home, "key", "")
    for each in sorted(occurrences, key=_BY_TIMES):
        begins_on = each.starts_at[:10]
        said = here and each.event.time_zone == here and begins_on == each.ends_at[:10]
        if said and begins_on != each.starts_at and begins_on in of_text:
            of_text[begins_on].append(each)
            continue
        first, last = days_of(each, home)
        low = max(0, (first - begin).days // WEEK)
        for number in range(low, min(len(weeks), (last - begin).days // WEEK + 1)):
            if first == last and not is_all_day(each):
                alone[number][(first - weeks[number][0]).days].append(each)
            else:
                bars[number].append(_Bar(first, last, each))
    return [_placed(*each) for each in zip(weeks, bars, alone, strict=True)]


class _Bar(NamedTuple):
    """What lasts whole days or over a midnight, and its days."""

    first: date
    last: date
    occurrence: Occurrence


def _placed(days: tuple[date, ...], bars: list[_Bar], alone: list[list[Occurrence]]) -> Week:
    """Bars come first, the longest on top; each takes the first line that is free on its days."""
    bars.sort(key=_before)
    taken: list[set[int]] = [set() for _day in days]
    held: list[list[Placed]] = [[] for _day in days]
    for first, last, occurrence in bars:
        column = max(0, (first - days[0]).days)
        end = min(len(days) - 1, (last - days[0]).days)
        touched = range(column, end + 1)
        line = next(n for n in count() if all(n not in taken[day] for day in touched))
        over = first < days[0], last > days[-1]
        placed = Placed(occurrence, line, column, end - column + 1, *over)
        for day in touched:
            taken[day].add(line)
            held[day].append(placed)
    for column, of_day in enumerate(alone):
        here = taken[column]
        free = (n for n in count() if n not in here) if here else count()
        held[column] += [
            _made(Placed, (o, line, column, 1, False, False))
            for o, line in zip(of_day, free)  # noqa: B905
        ]
    return Week(days, tuple(tuple(sorted(each, key=_BY_LINE)) for each in held))


def _before(bar: _Bar) -> tuple[date, int, datetime, str]:
    lasts = (bar.last - bar.first).days
    return bar.first, -lasts, bar.occurrence.begins, bar.occurrence.event.summary
