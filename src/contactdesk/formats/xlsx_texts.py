"""How much memory the texts of a workbook need that many cells share."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

TEXTS_LIMIT = 512 << 20
"""Bytes of shared texts, each as often as a cell names it: every cell gets its own."""
_END = b"</si>"
_SHARED = re.compile(rb"t\s*=\s*[\"']s[\"']")
# What follows the mark is short, so that marks without end are passed over in linear time. A cell
# without a value matches too, with no number.
_NAMED = re.compile(
    rb"t\s*=\s*[\"']s[\"'][^<>]{0,200}"
    rb"(?:/>|>\s{0,20}(?:</|<(?:\w{1,20}:)?v[^<>]{0,200}>\s{0,20}(\d{1,9})\s{0,20}</))"
)
_OVERLAP = 1024


def fills_the_memory(packed: zipfile.ZipFile) -> bool:
    """Whether the cells of any part name more text than `TEXTS_LIMIT`.

    A sheet may lie under any name. Raises what `zipfile` raises for damaged parts.
    """
    parts = packed.infolist()
    sizes = [size for part in parts if is_of_texts(part.filename) for size in _sizes(packed, part)]
    longest = max(sizes, default=0)
    return any(
        _marks(packed, part) * longest > TEXTS_LIMIT
        and _named(packed, part, sizes, longest) > TEXTS_LIMIT
        for part in (parts if longest else ())
        if not is_of_texts(part.filename)
    )


def is_of_texts(name: str) -> bool:
    """Whether this part of a workbook holds the texts that its cells share."""
    return name.lower().endswith("sharedstrings.xml")


def _sizes(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[int]:
    """Bytes of each shared text, with its marks: no less than what a cell of it needs."""
    size = 0
    rest = b""
    for piece in _pieces(packed, part):
        *whole, rest = (rest + piece).split(_END)
        if whole:
            yield size + len(whole[0])
            yield from map(len, whole[1:])
            size = 0
        size, rest = size + max(0, len(rest) - len(_END)), rest[-len(_END) :]
    if size + len(rest):
        yield size + len(rest)


def _marks(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many cells name a shared text, at most: a mark may be cut in two between the pieces."""
    return sum(len(_SHARED.findall(piece)) + 1 for piece in _pieces(packed, part))


def _named(packed: zipfile.ZipFile, part: zipfile.ZipInfo, sizes: list[int], longest: int) -> int:
    """Bytes of the texts that a sheet names, each as often as it does.

    A cell that is written in a way nobody writes it counts as if it named the longest text.
    """
    total, rest = 0, b""
    for piece in _pieces(packed, part):
        whole = rest + piece
        end = whole.rfind(b"<c", max(0, len(whole) - _OVERLAP))
        end = len(whole) if end < 0 else end
        rest = whole[end:]
        total += _texts(whole[:end], sizes, longest) + (0 if rest else longest)
    return total + _texts(rest, sizes, longest)


def _texts(piece: bytes, sizes: list[int], longest: int) -> int:
    found = _NAMED.findall(piece)
    numbers = [int(number) for number in found if number]
    others = max(0, len(_SHARED.findall(piece)) - len(found))
    return others * longest + sum(sizes[number] for number in numbers if number < len(sizes))


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as data:
        while piece := data.read(1 << 20):
            yield piece
