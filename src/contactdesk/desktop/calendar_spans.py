"""What the calendar shows at a time, be it a day, a week, a month or all that comes: its days,
title, contents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, timedelta, tzinfo
from typing import Any, Literal, NamedTuple

from contactdesk.desktop import month_days
from contactdesk.desktop.birthday_layer import by_day, in_short, is_birthday
from contactdesk.desktop.calendar_colours import BIRTHDAYS
from contactdesk.desktop.colleague_layers import layer_of, layers
from contactdesk.desktop.event_texts import whole_date
from contactdesk.i18n import _
from contactdesk.model.agenda import Agenda, Occurrence, agenda, span_of
from contactdesk.model.agenda import Span as Asked
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.month import WEEK, Week, days_of, of_day, on_day, placed_weeks, weeks_of
from contactdesk.model.week import TimeGrid, time_grid
from contactdesk.operations.free_busy import with_hidden
from contactdesk.store.people import Team

Kind = Literal["day", "week", "month", "agenda"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "agenda")
Span = tuple[date, date]
AGENDA_DAYS = 35  # that are read at a time; more than any month has
FAR = 366  # days without anything, after which no more are looked through unasked


_LENGTHS = {"day": 1, "week": WEEK, "agenda": AGENDA_DAYS}


class Found(NamedTuple):
    """What was read of a span: its weeks or its hours, what happens in them, and the calendars.

    `events` are those that can happen in it, each with its whole series; of the ids in `waiting`
    something waits for the book. It is in part only where the book could not be asked.
    """

    month: Span  # the days that are meant; a month's first and last week have more
    weeks: list[Week]  # of a month
    agenda: Agenda
    calendars: list[Calendar]
    home: tzinfo
    has_any: bool
    grid: TimeGrid | None = None  # of a day or a week
    birthdays: dict[date, list[Occurrence]] = {}  # noqa: RUF012 - never changed; by their days
    team: Team = Team()
    events: tuple[Event, ...] = ()
    asked: Asked | None = None
    hidden: frozenset[str] = frozenset()  # calendars that are left out
    waiting: frozenset[str] = frozenset()
    in_part: bool = False

    def on(self, day: date) -> list[Occurrence]:
        """What happens on a day, in its order."""
        if self.weeks:
            found = on_day(self.weeks, day)
        else:
            found = of_day(self.agenda.occurrences, day, self.home)
        own = [each for each in found if not is_birthday(each.event)]
        return self.birthdays.get(day, []) + own

    def last_day(self) -> date:
        """The last day of the span with an appointment, else the one before all of it."""
        own = (each for each in self.agenda.occurrences if not is_birthday(each.event))
        ends = (days_of(each, self.home)[1] for each in own)
        return min(max(ends, default=days_on(self.month[0], -1)), self.month[1])


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
    if kind == "agenda":
        return day, days_on(day, AGENDA_DAYS - 1)
    return day, day


def days_on(day: date, by: int) -> date:
    """So many days later (or earlier), or the last (or first) day that there is."""
    return date.fromordinal(max(1, min(day.toordinal() + by, date.max.toordinal())))


def turned(kind: Kind, day: date, by: int) -> date:
    """The same day some days, weeks or months later; of an agenda, five weeks."""
    if kind == "month":
        return month_days.months_later(day, by)
    return days_on(day, by * _LENGTHS[kind])


def title_of_span(kind: Kind, day: date) -> str:
    """What is shown, in words."""
    if kind == "month":
        return month_days.month_title(day)
    if kind == "agenda":
        return _("From {date}").format(date=whole_date(day))
    return month_days.days_title(*days_around(kind, day))


def turning_names(kind: Kind) -> tuple[str, str]:
    """What the two arrows are called."""
    if kind == "day":
        return _("The day before"), _("The next day")
    if kind == "week":
        return _("The week before"), _("The next week")
    if kind == "agenda":
        return _("Five weeks earlier"), _("Five weeks later")
    return _("The month before"), _("The next month")


def read_span(
    tx: Any,
    span: Span,
    weeks: Sequence[tuple[date, ...]],
    hidden: frozenset[str],
    *,
    by_hours: bool = True,
) -> Found:
    """Read weeks of a month; without weeks, the hours of these days, or what is on them. What is
    in a hidden calendar is left out."""
    from contactdesk.model.zones import home_zone

    home = home_zone() or UTC
    asked, team = asked_of(span, weeks, home), tx.people.team()
    events = tx.events.around(asked)
    happens = agenda(events, asked)
    if team.is_several:
        happens = happens._replace(occurrences=with_hidden(tx, happens.occurrences, asked))
    has_any = bool(happens.occurrences or tx.events.numbers(0, 1))
    first, last = (weeks[0][0], weeks[-1][-1]) if weeks else span
    birthdays: dict[date, list[Occurrence]] = {}
    if BIRTHDAYS not in hidden:
        birthdays = by_day(tx.birthdays.between(first, last), home)
    calendars = [*tx.calendars.all(), *layers(team), Calendar(BIRTHDAYS)]
    found = Found(span, [], happens, calendars, home, has_any, None, birthdays, team,
                  tuple(events), asked, hidden)  # fmt: skip
    return laid_out(found, weeks, by_hours=by_hours)


def asked_of(span: Span, weeks: Sequence[tuple[date, ...]], home: tzinfo) -> Asked:
    """The time that is looked through for a span."""
    first, last = (weeks[0][0], weeks[-1][-1]) if weeks else span
    return span_of(first, last + timedelta(days=1) if last < date.max else last, home)


def laid_out(found: Found, weeks: Sequence[tuple[date, ...]], *, by_hours: bool) -> Found:
    """What happens in its weeks or hours, birthdays first; what is hidden is left out."""
    shown = [
        o for o in found.agenda.occurrences if layer_of(o.event, found.team) not in found.hidden
    ]
    shown = in_short(found.birthdays, found.home) + shown
    found = found._replace(agenda=found.agenda._replace(occurrences=shown))
    if weeks:
        return found._replace(weeks=placed_weeks(shown, weeks, found.home))
    if not by_hours:
        return found
    first, last = found.month
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return found._replace(grid=time_grid(shown, days, found.home))


def joined(found: Found, more: Found) -> Found:
    """What was read, and the days that follow, read later; what lasts into both is there once."""
    both = [*found.agenda.occurrences, *more.agenda.occurrences]
    once = {(o.event.id, o.event.number, o.starts_at, o.event.summary): o for o in both}
    refused = {event.number: (event, why) for event, why in
               [*found.agenda.refused, *more.agenda.refused]}  # fmt: skip
    agenda = Agenda(list(once.values()), list(refused.values()))
    span = (found.month[0], more.month[1])
    events = {event.id: event for event in (*found.events, *more.events)}
    asked = more.asked._replace(begins=found.asked.begins) if found.asked and more.asked else None
    return more._replace(
        events=tuple(events.values()),
        asked=asked,
        in_part=found.in_part or more.in_part,
        month=span,
        agenda=agenda,
        has_any=found.has_any or more.has_any,
        birthdays=found.birthdays | more.birthdays,
    )


def weeks_to_read(kind: Kind, span: Span) -> list[tuple[date, ...]]:
    """The weeks of a month; none of what is shown by hours."""
    return weeks_of(*span, month_days.first_weekday()) if kind == "month" else []
