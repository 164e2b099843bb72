"""Words in what happened: notes, calls, mails, appointments and tasks, the latest first.

There is no index of them: a slice at a time is read through, so that others have their turn.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.model.event import Event
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import LINKED
from contactdesk.store.events import Events

SLICE = 1_000
_END = ("9999", 1 << 62)
_NEXT = """
SELECT number, starts_utc, summary, description, location FROM event
WHERE withdrawn = 0 AND deleted_at = '' AND (starts_utc, number) < (?, ?)
ORDER BY starts_utc DESC, number DESC LIMIT ?
"""
_WHO = (
    f"SELECT DISTINCT k.event, o.contact FROM ({LINKED}) k "
    "JOIN name_order o ON o.contact = k.contact"
)
Place = tuple[str, int]


class NoteHit(NamedTuple):
    """Something that happened with these words in it, and with whom (numbers of contacts)."""

    event: Event
    contacts: tuple[int, ...]


class Found(NamedTuple):
    """The hits of a slice, and where the next begins; None at the end."""

    hits: tuple[NoteHit, ...]
    goes_on: Place | None


class NoteSearch:
    """Searches what happened, in one transaction."""

    def __init__(self, connection: Connection, events: Events) -> None:
        self._sql = connection.exec_driver_sql
        self._events = events

    def slice(self, text: str, after: Place = _END, size: int = SLICE) -> Found:
        """What has all of some words, each at the beginning of a word, in the next slice."""
        words = [_Word(each) for each in text.split()]
        rows = list(driver_rows(self._sql(_NEXT, (*after, size))))
        found = [r[0] for r in rows if words and _has(words, "\n".join(r[2:]))]
        goes_on = (rows[-1][1], rows[-1][0]) if len(rows) == size else None
        return Found(self._hits(found), goes_on)

    def _hits(self, numbers: list[int]) -> tuple[NoteHit, ...]:
        people: dict[int, list[int]] = {}
        for start in range(0, len(numbers), 400):
            some = ",".join(map(str, numbers[start : start + 400]))
            for event, contact in driver_rows(self._sql(_WHO.format(events=some))):
                people.setdefault(event, []).append(contact)
        events = self._events.get_many([n for n in numbers if n in people])
        return tuple(NoteHit(e, tuple(sorted(people[e.number]))) for e in events)


class _Word:
    """A word that is looked for, and how it begins a word of a folded text (None for a number, and
    for Chinese, whose characters are words that are also found as they are read aloud)."""

    def __init__(self, word: str) -> None:
        self.word = word
        plain = fold.fold(word)
        self.is_han = fold.has_han(plain)
        is_word = plain.isalpha() and not self.is_han
        self.begins = re.compile(rf"(?<![^\W_]){re.escape(plain)}") if is_word else None


def _has(words: list[_Word], text: str) -> bool:
    """Most texts are told by looking at them whole: taking their words apart takes long."""
    if fold.has_han(text):
        return all(fold.is_in(w.word, text) for w in words)
    if any(w.is_han for w in words):
        return False
    folded = fold.fold_long(text)
    return all(w.begins.search(folded) if w.begins else fold.is_in(w.word, text) for w in words)
