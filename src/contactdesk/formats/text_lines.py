"""The physical lines of a stream, whatever their ends, in little memory however long they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from typing import BinaryIO

from contactdesk.formats.card_stream import CHUNK, utf8_reader

_FOLD = re.compile(rb"\n(?<=[^\n]\n)[ \t]")  # a search that begins with a character is quick


TextLine = tuple[int, bytes, bool]
"""A line's number (from 1) and its bytes without the end; True where these are only the beginning
of one that is too long. A plain tuple: there may be a million of them."""


def text_lines(stream: BinaryIO, limit: int, folded: bool = False) -> Iterator[TextLine]:
    """Lines that end in LF, CR LF or CR, as UTF-8; `limit` is the most bytes of one.

    Where they may be `folded`, what begins with a space or tab belongs to the line before.
    """
    read = utf8_reader(stream)
    number, rest, skipping, ended = 1, b"", False, False
    while not ended:
        chunk = read(CHUNK)
        ended = not chunk
        if chunk.endswith(b"\r"):  # its LF may be in the next piece
            chunk += read(1)
        chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        chunk, lines = _split(chunk, rest, folded)
        rest = lines.pop()
        if folded and not rest and lines and not ended:
            rest = lines.pop() + b"\n"  # the next piece may go on with it
        if not skipping and not (folded and b"\0" in chunk):
            yield from zip(range(number, number + len(lines)), lines, repeat(False))
            number += len(lines)
            lines = []
        for line in lines:
            folds = line.count(b"\0") if folded else 0
            if not skipping:
                yield number, line.replace(b"\0", b"") if folds else line, False
            number, skipping = number + 1 + folds, False
        if skipping:
            number += rest.count(b"\0") if folded else 0
            rest = b"\n" if rest.endswith(b"\n") else b""
        elif len(rest) > limit:
            yield number, rest[:CHUNK], True
            number += rest.count(b"\0") if folded else 0
            rest, skipping = b"\n" if rest.endswith(b"\n") else b"", True
    if rest:
        yield number, rest.replace(b"\0", b"") if folded else rest, False


def _split(chunk: bytes, rest: bytes, folded: bool) -> tuple[bytes, list[bytes]]:
    """What was read and its lines, of which `rest` is the beginning of the first."""
    if folded:  # a zero stands for a fold, so that they can be counted
        before, end = rest[:-2], rest[-2:]  # of which only this may have to do with one
        if b"\0" in chunk:
            chunk = chunk.translate(None, b"\0")  # a gigabyte of nothing else takes its time
        chunk = before + _unfolded(end + chunk)
        return chunk, chunk.split(b"\n")
    lines = chunk.split(b"\n")  # not with the rest: a long line would be searched often
    lines[0] = rest + lines[0]
    return chunk, lines


def _unfolded(text: bytes) -> bytes:
    """Text with a zero for each fold; behind an empty line a space begins a line of its own."""
    if text[:1] == b"\n" or b"\n\n " in text or b"\n\n\t" in text:
        return _FOLD.sub(b"\0", text)
    return text.replace(b"\n ", b"\0").replace(b"\n\t", b"\0")
