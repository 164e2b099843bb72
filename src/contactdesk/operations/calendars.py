"""The calendars of a book made, changed and deleted: each one step of undo."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.model.event_calendar import Calendar
from contactdesk.store.book import Transaction

_AT_ONCE = 500


def make(tx: Transaction, name: str, colour: str) -> Calendar:
    """A new calendar."""
    return tx.calendars.add(Calendar(name=name, colour=colour))


def change(tx: Transaction, base: Calendar, name: str, colour: str) -> None:
    """Give a calendar another name or colour."""
    tx.calendars.save(replace(base, name=name, colour=colour), base)


def remove(tx: Transaction, calendar: Calendar) -> int:
    """Delete a calendar; what is in it goes to the first one. How many appointments that were."""
    numbers = tx.events.numbers_in(calendar.id)
    for start in range(0, len(numbers), _AT_ONCE):
        for event in tx.events.get_many(numbers[start : start + _AT_ONCE]):
            tx.events.put(event, replace(event, calendar=""))
    tx.calendars.delete(calendar.id)
    return len(numbers)
