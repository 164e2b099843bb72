"""Cards of an import's earlier files, as the later ones will find them once they are in the book.

A preview writes nothing, so it remembers here what an import would have written: by what a card
is found, and its bytes in a file without a name, to be read again if it is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from tempfile import SpooledTemporaryFile
from typing import Any

from contactdesk.formats.vcard import read_card
from contactdesk.model.contact import Contact
from contactdesk.model.filling import fill
from contactdesk.model.names import with_name
from contactdesk.operations.matching import compared, organisations
from contactdesk.operations.reading import Card
from contactdesk.store.candidates import Found
from contactdesk.store.rows import CONTACT_COLUMNS

_NAME = CONTACT_COLUMNS.index("formatted_name")
_KEY = CONTACT_COLUMNS.index("name_key")
IN_MEMORY = 4 << 20  # bytes


class EarlierFiles:
    """New contacts have numbers from `first` on, as the import will give them."""

    def __init__(self, first: int, region: str) -> None:
        self._next = first
        self._region = region
        self._ready: list[tuple[int, Card]] = []
        self._by_hash: dict[bytes, list[int]] = {}
        self._by_uid: dict[str, list[int]] = {}
        self._by_compared: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._names: dict[int, str] = {}
        self._organisations: dict[int, set[str]] = {}
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._bytes = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - lives as long as its owner

    def take(self, card: Card, number: int) -> int:
        """Remember a card that completes contact `number`, or is a new one (0): its number."""
        if number == 0:
            number, self._next = self._next, self._next + 1
        self._ready.append((number, card))
        return number

    def end_of_file(self) -> None:
        """From now on cards find those of the file that ends: within one they stay apart."""
        for number, card in self._ready:
            self._keep(number, card)
        self._ready = []

    def _keep(self, number: int, card: Card) -> None:
        rows = card.rows
        if rows is None:
            return
        self._by_hash.setdefault(card.hash, []).append(number)
        if card.uid:
            self._by_uid.setdefault(card.uid, []).append(number)
        for key in compared(rows):
            self._by_compared.setdefault(key, []).append(number)
        if number not in self._names:
            self._names[number] = rows.contact[_NAME]
            self._by_name.setdefault(rows.contact[_KEY], []).append(number)
        self._organisations.setdefault(number, set()).update(organisations(rows))
        self._bytes.seek(0, 2)
        self._places.setdefault(number, []).append((self._bytes.tell(), len(card.raw)))
        self._bytes.write(card.raw)

    def knows(self, number: int) -> bool:
        """Whether an earlier file makes or completes this contact."""
        return number in self._places

    def add_to(self, found: Found, cards: Sequence[Card]) -> None:
        """Add what these cards might meet."""
        rows = [c.rows for c in cards if c.rows]
        numbers = {
            *_add(found.by_hash, self._by_hash, (c.hash for c in cards)),
            *_add(found.by_uid, self._by_uid, (c.uid for c in cards)),
            *_add(found.by_compared, self._by_compared, (k for r in rows for k in compared(r))),
            *_add(found.by_name, self._by_name, (r.contact[_KEY] for r in rows)),
        }
        for number in numbers:
            found.names.setdefault(number, self._names[number])
            found.ids.setdefault(number, "")
        for number in {n for ns in found.by_name.values() for n in ns}:
            if number in self._organisations:
                found.organisations.setdefault(number, set()).update(self._organisations[number])

    def contact(
        self, number: int, standing: Contact | None, base: Contact | None
    ) -> tuple[Contact, Contact | None]:
        """What a contact will be after the earlier files, and the newest card it came from.

        `standing` and `base` are what the book has of both now.
        """
        current = standing
        for offset, size in self._places[number]:
            self._bytes.seek(offset)
            card = with_name(read_card(self._bytes.read(size)).contact or Contact())
            current = fill(current, card, base, self._region).contact if current else card
            base = card
        return current or Contact(), base


def _add(to: dict[Any, list[int]], known: dict[Any, list[int]], keys: Iterable[Any]) -> set[int]:
    """Add what is known of some keys; returns the numbers."""
    added: set[int] = set()
    for key in set(keys):
        for number in known.get(key, ()):
            added.add(number)
            if number not in to.setdefault(key, []):
                to[key].append(number)
    return added
