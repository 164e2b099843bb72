"""Appointments that were read before: shown while the book is away, with what waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from contactdesk.desktop.birthday_layer import is_birthday
from contactdesk.desktop.calendar_colours import BIRTHDAYS
from contactdesk.desktop.calendar_spans import (
    Found,
    Kind,
    Span,
    asked_of,
    laid_out,
    weeks_to_read,
)
from contactdesk.model.agenda import Occurrence, agenda
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.operations.laid_over import laid_over, series_key

KEPT = 6  # months, weeks or days that are shown again without asking
MOST = 20_000  # events


class KnownAppointments:
    """What was read of the calendar: the spans themselves, until a change, and all events since
    the last change, of which other spans are made while nobody can be asked."""

    def __init__(self) -> None:
        self.spans: dict[Span, Found] = {}
        self._events: dict[str, Event] = {}
        self._birthdays: dict[date, list[Occurrence]] = {}
        self._newest: Found | None = None
        self._as_of = 0

    def keep(self, found: Found, changes: int) -> None:
        """Remember what was read after so many changes."""
        self.spans[found.month] = found
        while len(self.spans) > KEPT:
            del self.spans[next(iter(self.spans))]
        if changes != self._as_of or len(self._events) > MOST:
            self._events, self._birthdays = {}, {}
        self._as_of, self._newest = changes, found
        self._events |= {event.id: event for event in found.events}
        self._birthdays |= found.birthdays

    def of(self, span: Span, kind: Kind, hidden: frozenset[str]) -> Found | None:
        """A span as far as it is known, else from what was read of others; None where nothing
        was."""
        if self._newest is None or span in self.spans:
            return self.spans.get(span)
        weeks, home = weeks_to_read(kind, span), self._newest.home
        asked = asked_of(span, weeks, home)
        first, last = (weeks[0][0], weeks[-1][-1]) if weeks else span
        birthdays = {day: some for day, some in self._birthdays.items() if first <= day <= last}
        found = self._newest._replace(
            month=span,
            weeks=[],
            agenda=agenda(self._events.values(), asked),
            grid=None,
            birthdays={} if BIRTHDAYS in hidden else birthdays,
            events=tuple(self._events.values()),
            asked=asked,
            hidden=hidden,
            in_part=True,
        )
        return laid_out(found, weeks, by_hours=kind in ("day", "week"))

    def event(self, event_id: str) -> list[Event]:
        """An event with its series, as far as they were read; [] where it was not."""
        found = self._events.get(event_id)
        if found is None:
            return []
        key = series_key(found)
        return [each for each in self._events.values() if series_key(each) == key]


def with_waiting(found: Found, waiting: Sequence[Deed]) -> Found:
    """What was read as the edits that wait will leave it; what waits is marked."""
    laid = laid_over(found.events, waiting)
    if not laid.series or found.asked is None:
        return found._replace(waiting=frozenset()) if found.waiting else found
    apart = [o for o in found.agenda.occurrences
             if not is_birthday(o.event) and series_key(o.event) not in laid.series]  # fmt: skip
    happens = [*apart, *agenda(laid.members, found.asked).occurrences]
    happens.sort(key=lambda each: (each.begins, each.ends, each.event.summary))
    weeks = [week.days for week in found.weeks]
    found = found._replace(
        agenda=found.agenda._replace(occurrences=happens),
        has_any=found.has_any or bool(laid.members),
        waiting=laid.waiting,
    )
    return laid_out(found, weeks, by_hours=found.grid is not None)
