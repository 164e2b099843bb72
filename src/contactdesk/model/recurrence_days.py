"""The days and times of one period of a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

DAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
SUB_DAILY = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}
_DAY = timedelta(days=1)
_LAST = date.max


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule taken apart, its conditions empty where it has none.

    `weekdays` are (weekday, place), `until` is a wall time in the zone of the start.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    seconds: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    week_start: int = 0

    @property
    def has_only_weekdays(self) -> bool:
        """Whether it is a rule by weeks or days that asks for weekdays at most."""
        others = self.months or self.month_days or self.year_days or self.weeks
        return self.frequency in ("WEEKLY", "DAILY") and not others

    def settled(self, start: datetime) -> Rule:
        """The rule with what its start implies: the day of the month, the time of day."""
        by_day = self.weekdays or self.month_days or self.year_days or self.weeks
        rule = self
        if self.frequency == "YEARLY" and not by_day:
            months = self.months or frozenset((start.month,))
            rule = replace(rule, months=months, month_days=frozenset((start.day,)))
        elif self.frequency == "YEARLY" and self.weeks and not self.weekdays:
            rule = replace(rule, weekdays=frozenset(((start.weekday(), 0),)))
        elif self.frequency == "MONTHLY" and not by_day:
            rule = replace(rule, month_days=frozenset((start.day,)))
        elif self.frequency == "WEEKLY" and not by_day:
            rule = replace(rule, weekdays=frozenset(((start.weekday(), 0),)))
        if self.frequency in SUB_DAILY:
            return rule
        return replace(
            rule,
            hours=self.hours or (start.hour,),
            minutes=self.minutes or (start.minute,),
            seconds=self.seconds or (start.second,),
        )

    @property
    def times_a_day(self) -> int:
        """How often it happens on a day, where it is settled and not more often than daily."""
        return len(self.hours) * len(self.minutes) * len(self.seconds)

    def chosen(self, times: list[datetime]) -> list[datetime]:
        """Of the times of a period those that BYSETPOS names; of HOURLY and the like, all."""
        if not self.places or self.frequency in SUB_DAILY:
            return times
        many = len(times)
        wanted = {p - 1 if p > 0 else many + p for p in self.places}
        return [times[n] for n in sorted(wanted) if 0 <= n < many]

    def has(self, day: date) -> bool:
        """Whether a day passes every condition."""
        if self.months and day.month not in self.months:
            return False
        if self.month_days and not self._is_month_day(day):
            return False
        if self.year_days and not self._is_year_day(day):
            return False
        if self.weeks and not self._is_in_week(day):
            return False
        return not self.weekdays or self._is_weekday(day)

    def _is_month_day(self, day: date) -> bool:
        return day.day in self.month_days or day.day - _length(day) - 1 in self.month_days

    def _is_year_day(self, day: date) -> bool:
        number = day.timetuple().tm_yday
        return number in self.year_days or number - _year_length(day) - 1 in self.year_days

    def _is_in_week(self, day: date) -> bool:
        week, of = _week(day, self.week_start)
        return week in self.weeks or week - of - 1 in self.weeks

    def _is_weekday(self, day: date) -> bool:
        weekday = day.weekday()
        if (weekday, 0) in self.weekdays:
            return True
        if self.frequency == "MONTHLY" or self.months:
            number, of = day.day, _length(day)
        else:
            number, of = day.timetuple().tm_yday, _year_length(day)
        from_begin, from_end = (number - 1) // 7 + 1, -((of - number) // 7 + 1)
        return (weekday, from_begin) in self.weekdays or (weekday, from_end) in self.weekdays


def _length(day: date) -> int:
    """Days of the month."""
    if day.month == 2:
        return 28 + (_year_length(day) - 365)
    return 30 if day.month in (4, 6, 9, 11) else 31


def _year_length(day: date) -> int:
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    return 366 if leap else 365


def _week(day: date, week_start: int) -> tuple[int, int]:
    """The number of a day's week, and how many its year has; weeks begin on any weekday.

    The first week of a year is the first with four of its days.
    """
    first = _first_week(day.year, week_start)
    after = _first_week(day.year + 1, week_start) if day.year < 9999 else _LAST
    if day >= after:
        return 1, 52
    if day < first:
        before = _first_week(day.year - 1, week_start) if day.year > 1 else first - 52 * 7 * _DAY
        of = (first - before).days // 7
        return of, of
    return (day - first).days // 7 + 1, (after - first).days // 7


@lru_cache(maxsize=256)
def _first_week(year: int, week_start: int) -> date:
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=(fourth.weekday() - week_start) % 7)


def first_period(rule: Rule, start: datetime, low: datetime) -> date | None:
    """The first day of the last period, in step with the start's, before that of `low`."""
    day, wanted = start.date(), max(low, start).date()
    interval = rule.interval
    if rule.frequency in ("YEARLY", "MONTHLY"):
        step = interval * (12 if rule.frequency == "YEARLY" else 1)
        months = (wanted.year - day.year) * 12 + wanted.month - day.month
        begin = day.replace(day=1) if rule.frequency == "MONTHLY" else day.replace(month=1, day=1)
        return _months_after(begin, max(0, months // step - 1) * step)
    if rule.frequency in SUB_DAILY:
        return max(day, wanted - _DAY if wanted > day else day)
    step = interval * (7 if rule.frequency == "WEEKLY" else 1)
    if rule.frequency == "WEEKLY":
        back = (day.weekday() - rule.week_start) % 7
        day = day - timedelta(days=back) if day.toordinal() > back else day
    return _days_after(day, max(0, (wanted - day).days // step - 1) * step)


def next_period(rule: Rule, period: date) -> date | None:
    """The first day of the period after one; None where dates end."""
    if rule.frequency in ("YEARLY", "MONTHLY"):
        return _months_after(period, rule.interval * (12 if rule.frequency == "YEARLY" else 1))
    if rule.frequency in SUB_DAILY:
        return _days_after(period, 1)
    return _days_after(period, rule.interval * (7 if rule.frequency == "WEEKLY" else 1))


def _months_after(first: date, months: int) -> date | None:
    years, month = divmod(first.month - 1 + months, 12)
    year = first.year + years
    return date(year, month + 1, 1) if year <= _LAST.year else None


def _days_after(day: date, days: int) -> date | None:
    number = day.toordinal() + days
    return date.fromordinal(number) if number <= _LAST.toordinal() else None


def days_of_period(
    rule: Rule, period: date, first: date = date.min, last: date = _LAST
) -> Iterator[tuple[date | None, int]]:
    """The days of a period that pass the rule's conditions, each with how many were looked at
    since the one before; at the end (None, …). None before `first` or after `last` is looked at,
    unless the rule asks for places among all of them.
    """
    number, looked_at = period.toordinal(), 0
    if rule.has_only_weekdays:
        yield from _weekdays_of(rule, number)
        return
    begin, end = number, min(number + _many(rule, period), _LAST.toordinal())
    if not rule.places:
        begin, end = max(begin, first.toordinal()), min(end, last.toordinal() + 1)
    for each in range(begin, end):
        day = date.fromordinal(each)
        looked_at += 1
        if rule.has(day):
            yield day, looked_at
            looked_at = 0
    yield None, looked_at


def _weekdays_of(rule: Rule, number: int) -> Iterator[tuple[date | None, int]]:
    """The same of a week, or a day, whose days nothing else is asked of: no need to ask each."""
    many = 7 if rule.frequency == "WEEKLY" else 1
    first = (number - 1) % 7  # the weekday of that day
    for ahead in sorted({(day - first) % 7 for day, _place in rule.weekdays} or range(many)):
        if ahead < many and number + ahead < _LAST.toordinal():
            yield date.fromordinal(number + ahead), 1
    yield None, 0


def _many(rule: Rule, period: date) -> int:
    if rule.frequency == "YEARLY":
        return _year_length(period)
    if rule.frequency == "MONTHLY":
        return _length(period)
    return 7 if rule.frequency == "WEEKLY" else 1


def times_of_day(
    rule: Rule, start: datetime, day: date, step: Callable[[], None]
) -> Iterator[datetime]:
    """The times of a day at which the rule happens; `step` is called for each looked at."""
    if rule.frequency in SUB_DAILY:
        yield from _stepped(rule, start, day, step)
        return
    for hour in rule.hours:
        for minute in rule.minutes:
            for second in rule.seconds:
                step()
                yield datetime(day.year, day.month, day.day, hour, minute, second)


def _stepped(
    rule: Rule, start: datetime, day: date, step: Callable[[], None]
) -> Iterator[datetime]:
    """Every so many hours, minutes or seconds from the start on."""
    seconds = SUB_DAILY[rule.frequency] * rule.interval
    midnight = datetime(day.year, day.month, day.day)
    base = start.replace(minute=0, second=0) if rule.frequency == "HOURLY" else start
    base = base.replace(second=0) if rule.frequency == "MINUTELY" else base
    gone = (midnight - base).total_seconds()
    offset = max(-gone, -gone % seconds) if gone < 0 else -gone % seconds
    while offset < 86_400:
        step()
        for at in _expanded(rule, start, midnight + timedelta(seconds=offset)):
            step()
            yield at
        offset += seconds


def _expanded(rule: Rule, start: datetime, at: datetime) -> Iterator[datetime]:
    """The minutes and seconds of an hour, the seconds of a minute, where the rule lists them."""
    if rule.hours and at.hour not in rule.hours:
        return
    minutes: tuple[int, ...]
    seconds: tuple[int, ...]
    if rule.frequency == "HOURLY":
        minutes = rule.minutes or (start.minute,)
    else:
        minutes = (at.minute,) if not rule.minutes or at.minute in rule.minutes else ()
    if rule.frequency == "SECONDLY":
        seconds = (at.second,) if not rule.seconds or at.second in rule.seconds else ()
    else:
        seconds = rule.seconds or (start.second,)
    for minute in minutes:
        for second in seconds:
            yield at.replace(minute=minute, second=second)
