"""How much memory the texts of a workbook need that many cells share."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

TEXTS_LIMIT = 512 << 20
"""Bytes of shared texts, each as often as a cell names it: every cell gets its own."""
_END = b"</si>"
_SHARED = re.compile(rb"t\s*=\s*[\"']s[\"']")
_NAMED = re.compile(rb"\st\s*=\s*[\"']s[\"'][^<>]*>\s*<v[^<>]*>\s*(\d{1,9})")
_OVERLAP = 256


def fills_the_memory(packed: zipfile.ZipFile) -> bool:
    """Whether the cells of any sheet name more text than `TEXTS_LIMIT`.

    Raises what `zipfile` raises for damaged parts.
    """
    sheets = [
        (part, sum(len(_SHARED.findall(piece)) for piece in _pieces(packed, part)))
        for part in packed.infolist()
        if part.filename.lower().startswith("xl/worksheets/")
    ]
    if not any(cells for _part, cells in sheets):
        return False
    sizes = [
        size
        for part in packed.infolist()
        if part.filename.lower().endswith("sharedstrings.xml")
        for size in _sizes(packed, part)
    ]
    longest = max(sizes, default=0)
    return any(
        cells * longest > TEXTS_LIMIT and _named(packed, part, sizes) > TEXTS_LIMIT
        for part, cells in sheets
    )


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


def _named(packed: zipfile.ZipFile, part: zipfile.ZipInfo, sizes: list[int]) -> int:
    """Bytes of the texts that a sheet names, each as often as it does."""
    total, rest = 0, b""
    for piece in _pieces(packed, part):
        whole = rest + piece
        end = max(0, whole.rfind(b"<c", 0, max(0, len(whole) - _OVERLAP)))
        rest = whole[end:]
        total += _texts(whole[:end], sizes)
    return total + _texts(rest, sizes)


def _texts(piece: bytes, sizes: list[int]) -> int:
    numbers = map(int, _NAMED.findall(piece))
    return sum(sizes[number] for number in numbers if number < len(sizes))


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as data:
        while piece := data.read(1 << 20):
            yield piece
