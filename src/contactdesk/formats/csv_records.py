"""The rows of a CSV or TSV file, one at a time and within limits, whatever their quotes do.

A quote that is never closed would swallow the rest of the file. Here it costs nothing: it is taken
for a character like any other, and the lines behind it are read as if it were not there.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from contactdesk.formats.table_encodings import error_handling

ROW_LIMIT = 1 << 20
"""Characters of one row."""
COLUMN_LIMIT = 2_000
_CHUNK = 1 << 16
BEGINNING = 1_000
"""Characters that are kept of a row that is not read."""
_END = re.compile(r"\r\n?|\n")


class Record(NamedTuple):
    """One row and the line it begins in (from 1); `problem` says what is wrong with it.

    A row with "quote" has its cells nevertheless, another with a problem has the `text` it begins
    with.
    """

    line: int
    cells: list[str]
    problem: str = ""  # "" | "long" | "quote" | "columns"
    text: str = ""


class _Piece(NamedTuple):
    """Whole lines of a file, or (`cut`) what a line begins with that is too long."""

    text: str
    cut: bool = False


def records(stream: BinaryIO, encoding: str, delimiter: str) -> Iterator[Record]:
    """Every row of the rest of a stream in which there is anything."""
    csv.field_size_limit(ROW_LIMIT)
    rows = _Rows(delimiter or "\x1f")
    for text, cut in _pieces(stream, encoding):
        if cut:
            yield from rows.whole(True)
            yield Record(rows.line, [], "long", text)
            rows.line += 1
        elif rows.are_enough(text):
            yield from rows.whole(False)
    yield from rows.whole(True)


class _Rows:
    """Lines that come in pieces, and the rows they make."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._lines: list[str] = []
        self._size = self._wanted = 0
        self.line = 1
        """The number of the first line that is not read."""

    def are_enough(self, text: str) -> bool:
        """Take some lines; whether it is time to look for rows.

        An open row is only looked at again when it is twice as long: never more than twice a line.
        """
        if not self._lines and not text.strip("\r\n"):  # a million empty lines are passed over
            self.line += text.count("\n") + text.count("\r") - text.count("\r\n")
            return False
        self._lines += io.StringIO(text, newline="")
        self._size += len(text)
        return self._size >= self._wanted

    def whole(self, ended: bool) -> Iterator[Record]:
        """The rows of these lines; all of them where no more will come."""
        done, count = 0, len(self._lines)
        while True:
            done, read = yield from self._sound(done)
            if done >= count:
                break
            if read >= count and not ended and self._left(done) <= ROW_LIMIT:
                break  # the row may go on in the next block
            yield self._odd(done, read)
            done += 1
        self._size = self._left(done)
        self._wanted = 2 * self._size
        self.line += done
        del self._lines[:done]

    def _left(self, done: int) -> int:
        return sum(map(len, self._lines[done:]))

    def _sound(self, start: int) -> Generator[Record, None, tuple[int, int]]:
        """The rows up to one with odd quotes; returned is where it begins and where that showed."""
        lines: Iterable[str] = self._lines
        if start:
            lines = map(self._lines.__getitem__, range(start, len(self._lines)))
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        first = self.line + start
        done = 0
        try:
            for cells in reader:
                if len(cells) > 1 or (cells and cells[0] and not cells[0].isspace()):
                    yield _record(first + done, cells)
                done = reader.line_num
        except csv.Error:
            pass
        return start + done, start + reader.line_num

    def _odd(self, place: int, read: int) -> Record:
        """The row of a line with odd quotes: if others would belong to it, without its last one."""
        line = self._lines[place]
        cells = next(csv.reader([line], delimiter=self._delimiter))
        if read == place + 1:  # it harms nobody else
            return _record(self.line + place, cells)
        opened = ['"' + cells.pop()]
        cells += next(csv.reader(opened, delimiter=self._delimiter, quoting=csv.QUOTE_NONE))
        record = _record(self.line + place, cells)
        return record if record.problem else record._replace(problem="quote")


def _record(line: int, cells: list[str]) -> Record:
    if len(cells) > COLUMN_LIMIT:
        return Record(line, [], "columns", ",".join(cells[:20])[:BEGINNING])
    return Record(line, cells)


def _pieces(stream: BinaryIO, encoding: str) -> Iterator[_Piece]:
    """The text of a stream, parted behind ends of lines (LF, CR LF or CR)."""
    decode = codecs.getincrementaldecoder(encoding)(error_handling(encoding)).decode
    rest, skipping, ended = "", False, False
    while not ended:
        chunk = stream.read(_CHUNK)
        ended = not chunk
        text = rest + decode(chunk, ended)
        last = len(text) if ended else _after_last_line(text)
        text, rest = text[:last], text[last:]
        if text and (skipping or len(text) > ROW_LIMIT):  # only the first line can be too long
            end = found.end() if (found := _END.search(text)) else len(text)
            if end > ROW_LIMIT and not skipping:
                yield _Piece(text[:BEGINNING], True)
                skipping = True
            text = text[end:] if skipping else text
            skipping = False
        if text:
            yield _Piece(text)
        if len(rest) > ROW_LIMIT or (skipping and rest[-1:] != "\r"):
            if not skipping:
                yield _Piece(rest[:BEGINNING], True)
            rest, skipping = "", True


def _after_last_line(text: str) -> int:
    """Where the last whole line ends: a CR at the end may have its LF in the next piece."""
    return max(text.rfind("\n"), text.rfind("\r", 0, max(0, len(text) - 1))) + 1
