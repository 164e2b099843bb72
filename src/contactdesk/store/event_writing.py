"""Writing events whose ids, revisions and item numbers are settled; none of it is logged here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from contactdesk.model.event import Event
from contactdesk.store.card_bytes import original_hash, pack
from contactdesk.store.event_rows import ROWS, link_keys
from contactdesk.store.happened import Happened
from contactdesk.store.records import RecordWriter

_LINK = "INSERT INTO event_link (event, key) VALUES (?, ?)"


class EventWriter(RecordWriter[Event]):
    """Stores events of one book."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, ROWS)
        self._happened = Happened(connection)

    def insert(self, record: Event) -> int:
        """Store a new event; returns its row number."""
        number = super().insert(record)
        self._happened.add([number])
        return number

    def update(self, before: Event, after: Event, withdrawn: bool = False) -> None:
        """Replace a stored event by its next revision; fails when it moved on meanwhile."""
        self._happened.remove([before.number])
        super().update(before, after, withdrawn)
        self._happened.add([before.number])

    def moved(self, numbers: Sequence[int]) -> None:
        """Bring up to date what hangs on events that went out of sight, or came back."""
        self._happened.make_anew(numbers)

    def purge(self, numbers: Sequence[int]) -> None:
        """Remove events and all that belongs to them from the file."""
        self._happened.remove(numbers)
        super().purge(numbers)

    def insert_many(self, first: int, rows: Sequence[tuple[tuple[Any, ...], list[str]]]) -> None:
        """Store events (`event_row` and `link_keys` of each) as numbers `first`, `first` + 1 …"""
        numbered = list(enumerate(rows, first))
        self._sql(self._insert, [(n, *row) for n, (row, _keys) in numbered])
        if links := [(n, key) for n, (_row, keys) in numbered for key in keys]:
            self._sql(_LINK, links)
        self._happened.add([number for number, _row in numbered])

    def linked(self, number: int, before: Event | None, after: Event) -> None:
        """Have the keys by which a contact is found to have to do with an event."""
        keys = link_keys(after)
        if before is not None:
            if link_keys(before) == keys:
                return
            self._sql("DELETE FROM event_link WHERE event = ?", (number,))
        if keys:
            self._sql(_LINK, [(number, key) for key in keys])

    def keep_originals(
        self, entries: Sequence[tuple[int, str, str, bytes]], set_id: int | None
    ) -> None:
        """Keep what events came from: (event, version, source, the entry's text), and in which
        set, if that changes anything."""
        if entries:
            self._sql(
                "INSERT INTO event_original (event, hash, version, source, packed, set_id) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [(n, entry_hash(raw), version, source, pack(raw), set_id)
                 for n, version, source, raw in entries],
            )  # fmt: skip


def entry_hash(raw: bytes) -> bytes:
    """What an entry is recognised by when it comes again; a card's way, as for contacts."""
    return original_hash(raw)
