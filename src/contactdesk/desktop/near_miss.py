"""What somebody may have meant whose search found nobody: the name that begins alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.model.fold import highlights
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction

LEAST = 3  # letters that have to agree
LETTERS_OFF = 3  # at the end, at most
MANY = 100
_WORD = re.compile(r"[^\W_]+")


class NearMiss(NamedTuple):
    """A name that is in the list, and how many are found by it ("3", or "100+")."""

    name: str
    hits: str


def near_miss(tx: Transaction, text: str, within: ListQuery) -> NearMiss | None:
    """The first name that begins as `text` does but for its last letters; None without one."""
    for length in range(len(text) - 1, max(LEAST, len(text) - LETTERS_OFF) - 1, -1):
        start = text[:length].strip()
        found = tx.contacts.search(start, within, 1)
        if found.numbers and not found.beyond:
            name = _word_found(tx.contacts.rows(found.numbers)[0].name, start)
            return _counted(tx, name, within) if name else None
    return None


def _word_found(name: str, start: str) -> str:
    places = highlights(name, start)
    words = [m.group() for m in _WORD.finditer(name) if places and m.start() == places[-1][0]]
    return words[0] if words else ""


def _counted(tx: Transaction, name: str, within: ListQuery) -> NearMiss:
    found = tx.contacts.search(name, within, MANY)
    return NearMiss(name, f"{len(found.numbers)}{'+' if found.more else ''}")
