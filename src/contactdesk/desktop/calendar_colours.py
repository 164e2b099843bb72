"""Which colour of the palette a calendar has, and what it is called: as people chose, else by its
place.
"""

from __future__ import annotations

from collections.abc import Iterable

from contactdesk.desktop.colleague_layers import layer_of
from contactdesk.i18n import _
from contactdesk.model.categories import COLOURS
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.store.people import Team

BIRTHDAYS = "birthdays"  # the id of the calendar that is made of the contacts' dates
_FIRST, _OF_BIRTHDAYS = "blue", "amber"


class CalendarColours:
    """The tokens of a book's calendars; made when its calendars were read. Beside its colour, an
    appointment is marked where it waits for the book."""

    def __init__(
        self,
        calendars: Iterable[Calendar] = (),
        team: Team | None = None,
        waiting: frozenset[str] = frozenset(),
    ) -> None:
        self._team = team or Team()
        self._waiting = waiting
        order = [_FIRST, *(c for c in COLOURS if c != _FIRST)]
        self._words = {
            calendar.id: calendar.colour if calendar.colour in COLOURS else order[at % len(order)]
            for at, calendar in enumerate(calendars)
        }
        self._words[BIRTHDAYS] = _OF_BIRTHDAYS

    def word(self, calendar_id: str) -> str:
        """The palette's word for the colour of a calendar."""
        return self._words.get(calendar_id, _FIRST)

    def token(self, calendar_id: str) -> str:
        """The theme's token for what is in a calendar."""
        return f"dot_{self.word(calendar_id)}"

    def token_of(self, event: Event) -> str:
        """The theme's token for an appointment: a colleague's has theirs."""
        return self.token(layer_of(event, self._team))

    def waits(self, event: Event) -> bool:
        """Whether something of an appointment waits for the book."""
        return event.id in self._waiting

    def next_colour(self) -> str:
        """The first colour that no calendar has yet."""
        taken = set(self._words.values())
        return next((each for each in COLOURS if each not in taken), _FIRST)


def name_of(calendar: Calendar) -> str:
    """What a calendar is called."""
    if calendar.id == BIRTHDAYS:
        return _("Birthdays")
    return calendar.name or _("Calendar")
