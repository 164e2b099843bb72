"""The cards contacts came from, byte for byte: the base for the next import and for exports."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence

from sqlalchemy import Connection

from contactdesk.store.merge_links import MergeLinks

_END = b"END:VCARD"


def original_hash(raw: bytes) -> bytes:
    """What a card is recognised by when it comes again: half a SHA-256, line ends apart.

    A card that was cut off is the same with its end, which it gets when it is written.
    """
    lines = raw.replace(b"\r\n", b"\n").strip()
    if lines[-len(_END) :].upper() != _END:
        lines += b"\n" + _END
    return hashlib.sha256(lines).digest()[:16]


SMALL = 2048  # bytes up to which a card is stored as it is: packing it would save a third
_STORED = b"\x78\x01\x01"  # head of a zlib stream (RFC 1950), and of its one block (RFC 1951)


def pack(raw: bytes) -> bytes:
    """A card as it is kept: a zlib stream, in which small cards are stored and others packed.

    Packing every small card took a tenth of an import's time (18 µs a card against 1).
    """
    if len(raw) > SMALL:
        return zlib.compress(raw, 1)
    size = len(raw)
    lengths = (size | (size ^ 0xFFFF) << 16).to_bytes(4, "little")
    return b"".join((_STORED, lengths, raw, zlib.adler32(raw).to_bytes(4, "big")))


def unpack(packed: bytes) -> bytes:
    """A card as it came."""
    return zlib.decompress(packed)


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

    def keep(self, cards: Sequence[tuple[int, str, str, bytes]]) -> None:
        """Keep cards: (contact, version, source, the card's own bytes)."""
        self._sql(
            "INSERT INTO original (contact, hash, version, source, packed) VALUES (?, ?, ?, ?, ?)",
            [
                (n, original_hash(raw), version, source, pack(raw))
                for n, version, source, raw in cards
            ],
        )
