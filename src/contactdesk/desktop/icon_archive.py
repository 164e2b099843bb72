"""One icon at a time out of the archive of all of them.

`zipfile` makes an object for each of its 1,745 names before it gives the first one, which is most
of what the first paint of a page takes. Here the table of names is searched for the one that is
wanted, and whatever is out of the ordinary is left to `zipfile`.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

_HEADER = struct.Struct("<4s6xHHHIIIHHHHHII")  # of a name in the table; the name follows
_LOCAL = struct.Struct("<26xHH")  # before what is held: how long the name and the rest are
_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_END_LENGTH = 22
_STORED, _DEFLATED = 0, 8


class IconArchive:
    """The texts in a zip, by name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = path.read_bytes()
        end = self._held.rfind(_END, -_END_LENGTH)  # with no comment behind it
        self._table = self._held[_place_of_table(self._held, end) : end] if end >= 0 else b""

    def text_of(self, name: str) -> str:
        """What the file of this name holds; `KeyError` where there is none."""
        found = self._found(name.encode())
        if found is None:
            from zipfile import ZipFile

            with ZipFile(self._path) as whole:
                found = whole.read(name)
        return found.decode()

    def _found(self, name: bytes) -> bytes | None:
        """None where it is not there, or not as it is as a rule."""
        at = self._table.find(name)
        while at >= 0:
            start = at - _HEADER.size
            if start >= 0 and self._table.startswith(_ENTRY, start):
                header = _HEADER.unpack_from(self._table, start)
                if header[7] == len(name):
                    return self._unpacked(header[1], header[5], header[13])
            at = self._table.find(name, at + 1)
        return None

    def _unpacked(self, method: int, size: int, place: int) -> bytes | None:
        name, rest = _LOCAL.unpack_from(self._held, place)
        start = place + _LOCAL.size + name + rest
        packed = self._held[start : start + size]
        if method == _STORED:
            return packed
        return zlib.decompress(packed, -zlib.MAX_WBITS) if method == _DEFLATED else None


def _place_of_table(held: bytes, end: int) -> int:
    return int(struct.unpack_from("<I", held, end + 16)[0])
