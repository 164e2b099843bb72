"""Entries of calendars come into the book: matched by identifier and occurrence, so that the same
file a second time changes nothing. Entries of one file that share both stay apart, unless a later
one says that it is a newer version.

What a file says anew of an entry that the book has is taken where nobody edited the same here; the
last entry that it came from is what both are compared with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from contactdesk.formats.jsonl_event_reading import VERSION as LINES
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_filling import refreshed
from contactdesk.model.event_record import LABELS
from contactdesk.model.record import new_ids
from contactdesk.operations.entries import EntryCard, event_again
from contactdesk.store.book import Transaction
from contactdesk.store.changes import EVENT
from contactdesk.store.event_writing import entry_hash
from contactdesk.store.events import Known

Problems = tuple[tuple[int, str, str], ...]


class Became(NamedTuple):
    """What became of an entry: added, updated, unchanged, skipped or failed, and which event."""

    card: EntryCard
    outcome: str
    id: str
    problems: Problems


class EntryImport:
    """The entries of one import, inside its transaction."""

    def __init__(self, tx: Transaction, on_match: str) -> None:
        self._tx = tx
        self._events = tx.events
        self._on_match = on_match
        self._next = tx.events.writer.next_number()
        self._taken: set[int] = set()  # met by an entry of this file, or made of one

    def begin_file(self) -> None:
        """What follows is another file, which may say the same as one before."""
        self._taken = set()

    def take(self, cards: Sequence[EntryCard], source: str) -> list[Became]:
        """Store some entries of a file called `source`; what became of each, in their order."""
        ids = iter(new_ids(len(cards)))
        known = self._known(cards)
        found: list[Became] = []
        waiting: list[tuple[EntryCard, str]] = []
        for card in cards:
            if card.row is None:
                found.append(Became(card, "failed", "", card.problems))
                continue
            if self._on_match != "add" and any(card.key == each.key for each, _id in waiting):
                self._insert(waiting, source)
                known |= self._known([card])
                waiting = []
            if met := self._which(card, known.get(card.key, [])):
                found.append(self._meet(card, met, source))
                continue
            waiting.append((card, next(ids)))
            found.append(Became(card, "added", waiting[-1][1], card.problems))
        self._insert(waiting, source)
        return found

    def _known(self, cards: Sequence[EntryCard]) -> dict[tuple[str, str], list[Known]]:
        if self._on_match == "add":
            return {}
        return self._events.known([card.uid for card in cards if card.row])

    def _which(self, card: EntryCard, known: Sequence[Known]) -> Known | None:
        """The event that an entry is: the one that it came as last time, else one that no entry
        of this file is yet, else one that it is a newer version of.
        """
        if not known:
            return None
        free = [each for each in known if each.number not in self._taken]
        own = entry_hash(card.raw)
        met = next((each for each in free if each.hash == own), free[0] if free else None)
        if met is None:
            met = next((each for each in known if self._is_newer(card, each)), None)
        if met is not None:
            self._taken.add(met.number)
        return met

    def _is_newer(self, card: EntryCard, than: Known) -> bool:
        current = self._events.get(than.number)
        incoming = event_again(card.raw, card.version)
        return bool(current and incoming and _version(incoming) > _version(current))

    def _insert(self, some: Sequence[tuple[EntryCard, str]], source: str) -> None:
        if not some:
            return
        rows = [((uuid, 1, *card.row[2:]), card.keys) for card, uuid in some if card.row]
        self._events.writer.insert_many(self._next, rows)
        self._tx.log.add_many([uuid for _card, uuid in some], "create", EVENT)
        self._keep([(n, card) for n, (card, _id) in enumerate(some, self._next)], source)
        self._taken.update(range(self._next, self._next + len(some)))
        self._next += len(some)

    def _keep(self, some: Sequence[tuple[int, EntryCard]], source: str) -> None:
        """Keep what entries came from; our own lines say no more than the events themselves."""
        self._events.keep_originals(
            [(n, card.version, source, card.raw) for n, card in some if card.version != LINES]
        )

    def _meet(self, card: EntryCard, met: Known, source: str) -> Became:
        if self._on_match == "skip":
            return Became(card, "skipped", met.id, card.problems)
        if met.hash == entry_hash(card.raw):
            return Became(card, "unchanged", met.id, card.problems)
        current = self._events.get(met.number)
        incoming = event_again(card.raw, card.version)
        if current is None or incoming is None:
            return Became(card, "failed", "", card.problems)
        if _version(incoming) < _version(current):
            self._taken.discard(met.number)  # the newer one may stand further on
            words = _("The book has a newer version of this; nothing was changed.")
            return Became(card, "unchanged", met.id, (*card.problems, (card.line, "older", words)))
        wanted, differing = refreshed(current, incoming, self._base(met.number))
        saved = self._events.save(wanted, base=current)
        self._keep([(met.number, card)], source)
        outcome = "unchanged" if saved == current else "updated"
        return Became(card, outcome, met.id, (*card.problems, *_differ(card, differing)))

    def _base(self, number: int) -> Any:
        newest = self._events.newest_originals([number]).get(number)
        return event_again(*newest) if newest else None


def _version(event: Event) -> tuple[int, str]:
    """Which of two forms of one entry is the newer: by what its calendar counts, then by time."""
    return event.sequence, event.revised_at


def _differ(card: EntryCard, fields: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    words = _("{field}: the file says something else; what was here is kept.")
    for name in fields:
        yield card.line, "differs", words.format(field=_(LABELS[name]))
