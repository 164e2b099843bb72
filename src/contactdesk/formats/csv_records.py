"""The rows of a CSV or TSV file, one at a time and within limits, whatever their quotes do.

A quote that is never closed would swallow the rest of the file. Here it costs its own line: the
lines behind it are read again without it.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from contactdesk.formats.table_encodings import error_handling

ROW_LIMIT = 1 << 20
"""Characters of one row."""
COLUMN_LIMIT = 2_000
_CHUNK = 1 << 16
_AGAIN_LIMIT = 64 << 20  # characters of a file that may be read again: no file takes for ever


_AFTER_AN_END = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


class Record(NamedTuple):
    """One row and the line it begins in (from 1); `problem` says why it has no cells."""

    line: int
    cells: list[str]
    problem: str = ""  # "" | "long" | "quote" | "columns"
    text: str = ""


def records(stream: BinaryIO, encoding: str, delimiter: str) -> Iterator[Record]:
    """Every row of the rest of a stream that is not empty."""
    return split_records(_lines(stream, encoding), delimiter)


def split_records(lines: Iterator[str], delimiter: str) -> Iterator[Record]:
    """Rows of lines that keep their ends; a line "" stands for one that is too long."""
    csv.field_size_limit(ROW_LIMIT)
    source = _Source(lines)
    delimiter = delimiter or "\x1f"
    while True:
        reader = csv.reader(iter(source), delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if cells:
                    yield _record(source.first, cells)
                source.forget()
            return
        except _TooLongError:
            yield source.give_up("long")
        except csv.Error:
            lone = source.lone_line()
            if lone:  # odd quotes in one line harm nobody else
                cells = next(csv.reader([lone], delimiter=delimiter))
                yield _record(source.first, cells)
                source.forget()
            else:
                yield source.give_up("quote")


def _record(line: int, cells: list[str]) -> Record:
    if len(cells) > COLUMN_LIMIT:
        return Record(line, [], "columns", ",".join(cells[:20])[:1000])
    return Record(line, cells)


class _TooLongError(Exception):
    """A line has more characters than a row may have."""


class _Source:
    """Lines for a reader, kept until it is known that their row is whole."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._before = 0
        self._again_left = _AGAIN_LIMIT
        self.size = 0

    @property
    def first(self) -> int:
        """The line in which the row begins."""
        return self._before + 1

    def __iter__(self) -> Iterator[str]:
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._taken.append(line)
            self.size += len(line)
            if not line:
                raise _TooLongError
            if self.size > ROW_LIMIT and len(self._taken) > 1:
                raise csv.Error
            yield line

    def forget(self) -> None:
        """The row was whole: its lines are done with."""
        self._before += len(self._taken)
        self._taken.clear()
        self.size = 0

    def lone_line(self) -> str:
        """The row's only line, if it has no other."""
        return self._taken[0] if len(self._taken) == 1 else ""

    def give_up(self, problem: str) -> Record:
        """Report the row's first line; what was taken behind it is read again."""
        record = Record(self.first, [], problem, self._taken[0][:1000] if self._taken else "")
        rest = self._taken[1:]
        if self.size <= self._again_left:
            self._again_left -= self.size
            self._again.extendleft(reversed(rest))
            self._taken = self._taken[:1]
        self.forget()
        return record


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Decoded lines with their ends (LF, CR LF or CR); "" for one that is too long."""
    decode = codecs.getincrementaldecoder(encoding)(error_handling(encoding)).decode
    rest, skipping = "", False
    ended = False
    while not ended:
        chunk = stream.read(_CHUNK)
        ended = not chunk
        text = decode(chunk, ended)
        if not text and not ended:
            continue
        pieces = _parted(rest + text)
        rest = ""
        if pieces and not ended and not pieces[-1].endswith("\n"):
            rest = pieces.pop()  # a CR may have its LF in the next piece
        for piece in pieces:
            if not skipping:
                yield piece if len(piece) <= ROW_LIMIT else ""
            skipping = False
        if len(rest) > ROW_LIMIT:
            if not skipping:
                yield ""
            rest, skipping = "", True
    if rest and not skipping:
        yield rest


def _parted(text: str) -> list[str]:
    """Lines with their ends; `splitlines` knows more ends than a table has."""
    if text.count("\r") != text.count("\r\n"):
        return [line for line in _AFTER_AN_END.split(text) if line]
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])
