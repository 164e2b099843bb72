"""Which colour of the palette a calendar has: the one people chose, else one by its place."""

from __future__ import annotations

from collections.abc import Iterable

from contactdesk.model.categories import COLOURS
from contactdesk.model.event_calendar import Calendar

_FIRST = "blue"


class CalendarColours:
    """The tokens of a book's calendars; made when its calendars were read."""

    def __init__(self, calendars: Iterable[Calendar] = ()) -> None:
        order = [_FIRST, *(c for c in COLOURS if c != _FIRST)]
        self._words = {
            calendar.id: calendar.colour if calendar.colour in COLOURS else order[at % len(order)]
            for at, calendar in enumerate(calendars)
        }

    def token(self, calendar_id: str) -> str:
        """The theme's token for what is in a calendar."""
        return f"dot_{self._words.get(calendar_id, _FIRST)}"
