"""The calendars that a book's appointments are sorted into, each with a name and a colour."""

from __future__ import annotations

from dataclasses import dataclass

from contactdesk.i18n import N_
from contactdesk.model.contact import labelled


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar: `id` is "" for the one that every book has, a UUID for all others.

    `colour` is a word of the palette, "" for the one that its place gives it. The first one may
    have no name: it is then called by the window's word for a calendar.
    """

    id: str = ""
    name: str = labelled(N_("Name"))
    colour: str = labelled(N_("Colour"))
