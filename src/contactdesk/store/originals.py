"""The cards contacts came from, byte for byte: the base for the next import and for exports."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from contactdesk.store.card_bytes import original_hash, pack, unpack
from contactdesk.store.merge_links import MergeLinks


class Originals:
    """The originals of one book."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql
        self._merged = MergeLinks(connection)

    def of(self, number: int) -> list[bytes]:
        """A contact's originals and those of who became part of it, newest first."""
        marks = ",".join(map(str, [number, *self._merged.parts([number])]))
        rows = self._sql(
            f"SELECT packed FROM original WHERE contact IN ({marks}) ORDER BY number DESC"
        )
        return [unpack(r[0]) for r in rows]

    def newest(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """The newest original of each of these contacts that has one."""
        marks = ",".join(str(int(n)) for n in numbers)
        rows = self._sql(
            f"SELECT contact, packed FROM original WHERE contact IN ({marks}) ORDER BY number"
        )
        return {r[0]: unpack(r[1]) for r in rows}

    def keep(
        self, cards: Sequence[tuple[int, str, str, bytes]], hashes: Sequence[bytes] = ()
    ) -> None:
        """Keep cards: (contact, version, source, the card's own bytes); `hashes` are their
        `original_hash`, where they are known."""
        known = hashes or [original_hash(card[3]) for card in cards]
        self._sql(
            "INSERT INTO original (contact, hash, version, source, packed) VALUES (?, ?, ?, ?, ?)",
            [
                (n, hash_, version, source, pack(raw))
                for (n, version, source, raw), hash_ in zip(cards, known, strict=True)
            ],
        )
