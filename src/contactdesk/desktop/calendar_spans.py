"""What the calendar shows at a time, be it a day, a week or a month: its days, title, contents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, timedelta, tzinfo
from typing import Any, Literal, NamedTuple

from contactdesk.desktop import month_days
from contactdesk.i18n import _
from contactdesk.model.agenda import Agenda, Occurrence, span_of
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.month import WEEK, Week, of_day, on_day, placed_weeks, weeks_of
from contactdesk.model.week import TimeGrid, time_grid

Kind = Literal["day", "week", "month"]
KINDS: tuple[Kind, ...] = ("day", "week", "month")
Span = tuple[date, date]


class Found(NamedTuple):
    """What was read of a span: its weeks or its hours, what happens in them, and the calendars."""

    month: Span  # the days that are meant; a month's first and last week have more
    weeks: list[Week]
    agenda: Agenda
    calendars: list[Calendar]
    home: tzinfo
    has_any: bool
    grid: TimeGrid | None = None  # of a day or a week

    def on(self, day: date) -> list[Occurrence]:
        """What happens on a day, in its order."""
        if self.grid is None:
            return on_day(self.weeks, day)
        return of_day(self.agenda.occurrences, day, self.home)


def kind_of(word: str) -> Kind:
    """The kind that was remembered; a month, if it is none."""
    return next((kind for kind in KINDS if kind == word), "month")


def days_around(kind: Kind, day: date) -> Span:
    """The first and the last day of what is shown with a day."""
    if kind == "month":
        return month_days.month_of(day)
    if kind == "week":
        weeks = weeks_of(day, day, month_days.first_weekday())
        if weeks:
            return weeks[0][0], weeks[0][-1]
    return day, day


def turned(kind: Kind, day: date, by: int) -> date:
    """The same day some days, weeks or months later."""
    if kind == "month":
        return month_days.months_later(day, by)
    there = day.toordinal() + by * (WEEK if kind == "week" else 1)
    return date.fromordinal(max(1, min(there, date.max.toordinal())))


def title_of_span(kind: Kind, day: date) -> str:
    """What is shown, in words."""
    if kind == "month":
        return month_days.month_title(day)
    return month_days.days_title(*days_around(kind, day))


def turning_names(kind: Kind) -> tuple[str, str]:
    """What the two arrows are called."""
    if kind == "day":
        return _("The day before"), _("The next day")
    if kind == "week":
        return _("The week before"), _("The next week")
    return _("The month before"), _("The next month")


def read_span(tx: Any, span: Span, weeks: Sequence[tuple[date, ...]]) -> Found:
    """Read weeks of a month; without weeks, the hours of these days."""
    from contactdesk.model.zones import home_zone

    home = home_zone() or UTC
    first, last = (weeks[0][0], weeks[-1][-1]) if weeks else span
    until = last + timedelta(days=1) if last < date.max else last
    agenda = tx.events.agenda(span_of(first, until, home))
    has_any = bool(agenda.occurrences or tx.events.numbers(0, 1))
    placed = placed_weeks(agenda.occurrences, weeks, home) if weeks else []
    found = Found(span, placed, agenda, tx.calendars.all(), home, has_any)
    if weeks:
        return found
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return found._replace(grid=time_grid(agenda.occurrences, days, home))


def weeks_to_read(kind: Kind, span: Span) -> list[tuple[date, ...]]:
    """The weeks of a month; none of what is shown by hours."""
    return weeks_of(*span, month_days.first_weekday()) if kind == "month" else []
