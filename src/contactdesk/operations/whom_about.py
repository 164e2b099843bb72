"""Whom notes, calls and appointments are about, on the way into a file and out of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contactdesk.model.event import Event
from contactdesk.store.book import Transaction


def for_a_file(tx: Transaction, events: Sequence[Event]) -> list[Event]:
    """The events with what other books know the contacts by that they are about."""
    names = tx.events.about.references(uuid for each in events for uuid in each.about)
    return [_with(each, names) if each.about else each for each in events]


def in_the_book(tx: Transaction, event: Event) -> Event:
    """An event of a file with the ids of the contacts that it is about; whom the book does not
    have keeps the name that the file has for them."""
    if not event.about:
        return event
    return _with(event, tx.events.about.ids(event.about))


def _with(event: Event, names: dict[str, str]) -> Event:
    return replace(event, about=tuple(dict.fromkeys(names.get(w, w) for w in event.about)))
