"""One to seven days as a grid of hours: where in its day everything stands, and what is beside it.

Times are those of the clock on the person's wall. Where the clocks change, what lasts over the hour
that is missing or comes twice goes from the time at its start to the time at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from contactdesk.model.agenda import Occurrence, later
from contactdesk.model.month import Week, at_home, days_of, is_all_day, placed_weeks

DAY_MINUTES = 24 * 60
LEAST_MINUTES = 15  # what is shorter is as high as this
_WHOLE_DAY = timedelta(days=1)
_LEAST = timedelta(minutes=LEAST_MINUTES)


class Block(NamedTuple):
    """An occurrence, or the part of it that is in one day: minutes from midnight, and which of the
    `columns` of its cluster it takes, `wide` of them; whether it began the day before, and goes on.
    """

    occurrence: Occurrence
    begins: int
    ends: int
    column: int = 0
    columns: int = 1
    wide: int = 1
    from_before: bool = False
    goes_on: bool = False


class TimeGrid(NamedTuple):
    """Days, what lies in each by the clock, and above them what lasts for days."""

    days: tuple[date, ...]
    of: tuple[tuple[Block, ...], ...]
    top: Week

    def lines(self) -> int:
        """How many lines there are above the hours."""
        return max((p.line + 1 for held in self.top.of for p in held), default=0)


def time_grid(occurrences: Iterable[Occurrence], days: Sequence[date], home: tzinfo) -> TimeGrid:
    """Everything that touches these days, which follow one another, in its place."""
    days = tuple(days)
    above: list[Occurrence] = []
    within: list[list[Block]] = [[] for _day in days]
    for each in occurrences:
        first, last = days_of(each, home)
        if last < days[0] or first > days[-1]:
            continue
        if is_on_top(each, home):
            above.append(each)
            continue
        for number in range(max(0, (first - days[0]).days), len(days)):
            if days[number] <= last:
                within[number].append(_part(each, days[number], first, last, home))
    (top,) = placed_weeks(above, [days], home)
    return TimeGrid(days, tuple(tuple(_side_by_side(found)) for found in within), top)


def is_on_top(occurrence: Occurrence, home: tzinfo) -> bool:
    """Whether it stands above the hours: it lasts whole days, or a day and a night."""
    if is_all_day(occurrence):
        return True
    begins, ends = wall_times_of(occurrence, home)
    return ends - begins >= _WHOLE_DAY


def wall_times_of(occurrence: Occurrence, home: tzinfo) -> tuple[datetime, datetime]:
    """When it begins and ends by the clock on the wall; the end is never before the beginning."""
    begins, ends = at_home(occurrence.begins, home), at_home(occurrence.ends, home)
    return begins, max(begins, ends)


def _part(each: Occurrence, day: date, first: date, last: date, home: tzinfo) -> Block:
    start, end = wall_times_of(each, home)
    begins = _minutes(start) if day == first else 0
    ends = _minutes(end) if day == end.date() else DAY_MINUTES
    ends = min(DAY_MINUTES, max(ends, begins + LEAST_MINUTES))
    begins = min(begins, ends - LEAST_MINUTES)
    return Block(each, begins, ends, from_before=day > first, goes_on=day < last)


def _minutes(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _side_by_side(found: list[Block]) -> list[Block]:
    """What overlaps, directly or by way of others, shares the width of its day."""
    found.sort(key=lambda b: (b.begins, -b.ends, b.occurrence.begins, b.occurrence.event.summary))
    placed: list[Block] = []
    cluster: list[Block] = []
    end = 0
    for block in found:
        if cluster and block.begins >= end:
            placed += _columns(cluster)
            cluster, end = [], 0
        cluster.append(block)
        end = max(end, block.ends)
    return placed + _columns(cluster)


def _columns(cluster: list[Block]) -> list[Block]:
    columns: list[list[Block]] = []
    at: list[int] = []
    for block in cluster:
        free = (n for n, held in enumerate(columns) if held[-1].ends <= block.begins)
        number = next(free, len(columns))
        if number == len(columns):
            columns.append([])
        columns[number].append(block)
        at.append(number)
    return [
        block._replace(column=n, columns=len(columns), wide=_wide(block, columns[n + 1 :]))
        for block, n in zip(cluster, at, strict=True)
    ]


def _wide(block: Block, behind: list[list[Block]]) -> int:
    """It widens over the columns behind it that are free while it lasts."""
    wide = 1
    for held in behind:
        if any(other.begins < block.ends and block.begins < other.ends for other in held):
            break
        wide += 1
    return wide


# what it is when it was moved: as the event writes times, by the clock on the wall


def moved_by(occurrence: Occurrence, home: tzinfo, days: int, minutes: int) -> tuple[str, str]:
    """Its new beginning and end when it is moved; whole days stay whole days."""
    by = timedelta(days=days, minutes=minutes)
    if is_all_day(occurrence):
        starts, ends = (
            datetime.fromisoformat(t) for t in (occurrence.starts_at, occurrence.ends_at)
        )
        by = timedelta(days=days)
        return _text(later(starts, by))[:10], _text(later(ends, by))[:10]
    begins, ends = wall_times_of(occurrence, home)
    if ends == begins:  # by the clock: it may lie within the hour that comes twice
        ends = later(begins, occurrence.ends - occurrence.begins)
    return _text(later(begins, by)), _text(later(ends, by))


def slot_times(day: date, begins: int, ends: int) -> tuple[str, str]:
    """A stretch of a day, in minutes from midnight, as an event writes times."""
    midnight = datetime.combine(day, time())
    first, last = (later(midnight, timedelta(minutes=each)) for each in (begins, ends))
    return _text(first), _text(last)


def whole_days(first: date, last: date) -> tuple[str, str]:
    """Days as an event writes them: the end is the day after the last."""
    after = min(last.toordinal() + 1, date.max.toordinal())
    return first.isoformat(), date.fromordinal(after).isoformat()


def _text(at: datetime) -> str:
    return at.replace(second=0, microsecond=0).isoformat()


# what it is when it is made longer or shorter: at least a quarter of an hour, or a day


def with_end(occurrence: Occurrence, home: tzinfo, end: datetime) -> tuple[str, str]:
    """Its times when it ends at a time of the clock on the wall instead."""
    begins, _ends = wall_times_of(occurrence, home)
    return _text(begins), _text(max(end, later(begins, _LEAST)))


def with_beginning(occurrence: Occurrence, home: tzinfo, begin: datetime) -> tuple[str, str]:
    """Its times when it begins at a time of the clock on the wall instead."""
    _begins, ends = wall_times_of(occurrence, home)
    return _text(min(begin, later(ends, -_LEAST))), _text(ends)


def with_last_day(occurrence: Occurrence, home: tzinfo, last: date) -> tuple[str, str]:
    """The days of what lasts whole days when another is its last."""
    first, _last = days_of(occurrence, home)
    return whole_days(first, max(first, last))


def with_first_day(occurrence: Occurrence, home: tzinfo, first: date) -> tuple[str, str]:
    """The days of what lasts whole days when another is its first."""
    _first, last = days_of(occurrence, home)
    return whole_days(min(first, last), last)


def longer_by(occurrence: Occurrence, home: tzinfo, step: int) -> tuple[str, str]:
    """So many quarters of an hour longer, or days of what lasts whole days; shorter below 0."""
    if is_all_day(occurrence):
        _first, last = days_of(occurrence, home)
        there = max(1, min(last.toordinal() + step, date.max.toordinal()))
        return with_last_day(occurrence, home, date.fromordinal(there))
    _begins, ends = wall_times_of(occurrence, home)
    return with_end(occurrence, home, later(ends, step * _LEAST))
