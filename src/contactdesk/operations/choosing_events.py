"""Which of a book's appointments, tasks and notes are meant: of some days, a calendar, people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.agenda import Span
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.store.book import Book, Transaction

MOST_STEPS = 2_000_000  # whoever asks for fifty years waits for them
_ALL = 1 << 40


@dataclass(frozen=True)
class Choice:
    """What happens in a span, is in a calendar, and has to do with one of these contacts (their
    numbers); None: whatever it is. A series goes whole, with its changed times.
    """

    span: Span | None = None
    calendar: Calendar | None = None
    contacts: Sequence[int] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.span is None and self.calendar is None and self.contacts is None


def chosen(book: Book, choice: Choice) -> list[int]:
    """The numbers of what is chosen, as they came; nothing of it is in the bin."""
    with book.read() as tx:
        if choice.is_everything:
            return tx.events.numbers()
        found = _Found(tx, choice)
        return [event.number for event in tx.events.each() if found.has(event)]


def calendar_named(book: Book, name: str) -> Calendar:
    """The calendar of that name; raises a sentence that names those there are."""
    with book.read() as tx:
        known = tx.calendars.all()
    for each in known:
        if each.name.casefold() == name.strip().casefold():
            return each
    names = ", ".join(each.name for each in known if each.name)
    raise NotFound(
        _("There is no calendar called “{name}” in this book. There are: {all}.").format(
            name=name, all=names or "–"
        )
    )


class _Found:
    """What of the choice the book says of events: those of the days, and of the people."""

    def __init__(self, tx: Transaction, choice: Choice) -> None:
        self._choice = choice
        self._happening: set[str] = set()
        self._numbers: set[int] = set()
        self._of_people: set[int] = set()
        if choice.span is not None:
            for each in tx.events.agenda(choice.span, MOST_STEPS).occurrences:
                self._happening.add(each.event.uid)
                self._numbers.add(each.event.number)
        for number in choice.contacts or ():
            self._of_people |= {event.number for event in tx.events.of_contact(number, _ALL)}
        self._series = {event.uid for event in tx.events.get_many(sorted(self._of_people))}

    def has(self, event: Event) -> bool:
        """Whether an event is among what is chosen."""
        choice = self._choice
        if choice.calendar is not None and event.calendar != choice.calendar.id:
            return False
        if choice.contacts is not None and not self._is_of_people(event):
            return False
        return choice.span is None or self._happens(event, choice.span)

    def _is_of_people(self, event: Event) -> bool:
        return event.number in self._of_people or bool(event.uid and event.uid in self._series)

    def _happens(self, event: Event, span: Span) -> bool:
        if event.component == "event":
            return event.number in self._numbers or bool(event.uid and event.uid in self._happening)
        day = (event.starts_at or event.ends_at)[:10]
        first, until = (at.replace(tzinfo=None).date().isoformat() for at in _local(span))
        return first <= day < until


def _local(span: Span) -> tuple[datetime, datetime]:
    begins, ends = (at.replace(tzinfo=UTC).astimezone(span.home) for at in (span.begins, span.ends))
    return begins, ends
