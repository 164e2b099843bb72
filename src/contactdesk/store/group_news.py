"""Who came into smart groups since one last looked: each person's own, no step of undo and no line
of the log.

A row of `setting` for each person and group says who was in when the person looked.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from zlib import compress, decompress, error

from sqlalchemy import Connection

from contactdesk.store.number_bits import bits_of, those_in

PREFIX = "group-news."  # of the names of such rows


class GroupNews:
    """What one person wants to hear of smart groups, as one transaction sees it."""

    def __init__(self, connection: Connection, person: int) -> None:
        self._sql = connection.exec_driver_sql
        self._prefix = f"{PREFIX}{person}."

    def told(self) -> frozenset[str]:
        """The ids of the groups that I want to hear of."""
        sql = "SELECT name FROM setting WHERE name LIKE ?"
        rows = self._sql(sql, (f"{self._prefix}%",))
        return frozenset(row[0].removeprefix(self._prefix) for row in rows)

    def tell(self, group: str, people: Iterable[int]) -> None:
        """Tell of who comes in from now on, when these are in."""
        self._keep(group, bits_of(tuple(people)))

    def hush(self, group: str) -> None:
        """Tell nothing of a group any more."""
        self._sql("DELETE FROM setting WHERE name = ?", (self._prefix + group,))

    def look(self, group: str, people: Iterable[int]) -> None:
        """I have seen these in a group; where I want to hear nothing of it, nothing is kept."""
        seen = self._seen(group)
        if seen is not None:
            self._keep(group, seen | bits_of(tuple(people)))

    def came(self, group: str, people: Sequence[int]) -> list[int]:
        """Those of the people in a group whom I have not seen there, in their order."""
        seen = self._seen(group)
        return [] if seen is None else those_in(bits_of(people) & ~seen, people)

    def gone(self, group: str, people: Sequence[int], listed: int) -> int:
        """Those whom I saw in a group who are in the lists (as bits) still, but no more in it."""
        return (self._seen(group) or 0) & listed & ~bits_of(people)

    def forget(self, group: str, gone: int) -> None:
        """Whoever has gone comes in anew the next time; who came back from the bin does not."""
        seen = self._seen(group)
        if seen is not None:
            self._keep(group, seen & ~gone)

    def _seen(self, group: str) -> int | None:
        name = self._prefix + group
        value = self._sql("SELECT value FROM setting WHERE name = ?", (name,)).scalar()
        return None if value is None else _bits(str(value))

    def _keep(self, group: str, bits: int) -> None:
        packed = compress(bits.to_bytes((bits.bit_length() + 7) // 8, "little"))
        self._sql(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
            (self._prefix + group, b64encode(packed).decode()),
        )


def _bits(value: str) -> int:
    """A kept set; what is not understood is a set of nobody."""
    try:
        return int.from_bytes(decompress(b64decode(value)), "little")
    except (ValueError, error):
        return 0
