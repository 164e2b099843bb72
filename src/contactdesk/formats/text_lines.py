"""The physical lines of a stream, whatever their ends, in little memory however long they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from contactdesk.formats.card_stream import CHUNK, utf8_reader


class TextLine(NamedTuple):
    """A line without its end, and its number (from 1); of one that is too long, the beginning."""

    number: int
    data: bytes
    cut: bool = False


def text_lines(stream: BinaryIO, limit: int) -> Iterator[TextLine]:
    """Lines that end in LF, CR LF or CR, as UTF-8; `limit` is the most bytes of one."""
    read = utf8_reader(stream)
    number, rest, skipping, ended = 1, b"", False, False
    while not ended:
        chunk = read(CHUNK)
        ended = not chunk
        if chunk.endswith(b"\r"):  # its LF may be in the next piece
            chunk += read(1)
        lines = (rest + chunk).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        rest = lines.pop()
        for line in lines:
            if not skipping:
                yield TextLine(number, line)
            number, skipping = number + 1, False
        if skipping:
            rest = b""
        elif len(rest) > limit:
            yield TextLine(number, rest[:CHUNK], True)
            rest, skipping = b"", True
    if rest:
        yield TextLine(number, rest)
