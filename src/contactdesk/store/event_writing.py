"""Writing events whose ids, revisions and item numbers are settled; none of it is logged here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.store.event_rows import EVENT_COLUMNS, event_row, link_keys
from contactdesk.store.originals import original_hash, pack

_ID = EVENT_COLUMNS.index("id")
_INSERT = (
    f"INSERT INTO event (number, {', '.join(EVENT_COLUMNS)}) "
    f"VALUES ({', '.join('?' * (len(EVENT_COLUMNS) + 1))})"
)
_UPDATE = (
    f"UPDATE event SET {', '.join(f'{c} = ?' for c in EVENT_COLUMNS)}, withdrawn = ? "
    "WHERE number = ? AND revision = ?"
)
_LINK = "INSERT INTO event_link (event, key) VALUES (?, ?)"


class EventWriter:
    """Stores events of one book."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql

    def next_number(self) -> int:
        """The row number that the next new event gets."""
        return (self._sql("SELECT max(number) FROM event").scalar() or 0) + 1

    def top_item(self, number: int) -> int:
        """The highest item number that an event ever gave away."""
        return self._sql("SELECT top_item FROM event WHERE number = ?", (number,)).scalar() or 0

    def insert(self, event: Event) -> int:
        """Store a new event; returns its row number."""
        number = self.next_number()
        self.insert_many(number, [(event_row(event), link_keys(event))])
        return number

    def insert_many(self, first: int, rows: Sequence[tuple[tuple[Any, ...], list[str]]]) -> None:
        """Store events (`event_row` and `link_keys` of each) as numbers `first`, `first` + 1 …"""
        numbered = list(enumerate(rows, first))
        self._sql(_INSERT, [(n, *row) for n, (row, _keys) in numbered])
        if links := [(n, key) for n, (_row, keys) in numbered for key in keys]:
            self._sql(_LINK, links)

    def update(self, before: Event, after: Event, withdrawn: bool = False) -> None:
        """Replace a stored event by its next revision; fails when it moved on meanwhile."""
        row = event_row(after, self.top_item(before.number))
        values = (*row, int(withdrawn), before.number, before.revision)
        if self._sql(_UPDATE, values).rowcount != 1:
            raise NotFound(_("This was changed or deleted meanwhile. Open it again."))
        if link_keys(before) != link_keys(after):
            self._sql("DELETE FROM event_link WHERE event = ?", (before.number,))
            if links := [(before.number, key) for key in link_keys(after)]:
                self._sql(_LINK, links)

    def purge(self, numbers: Sequence[int]) -> None:
        """Remove events and all that belongs to them from the file."""
        self._sql("DELETE FROM event WHERE number = ?", [(n,) for n in numbers] or [(0,)])

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
