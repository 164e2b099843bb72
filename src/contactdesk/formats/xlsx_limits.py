"""What a workbook unpacks to, looked at before anything reads it.

Its reader holds a whole sheet in memory, and every text that its cells share. So the parts are
unpacked here first, a piece at a time, and what they hold is counted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from contactdesk.errors import FormatError
from contactdesk.formats.csv_records import COLUMN_LIMIT
from contactdesk.formats.xlsx_texts import fills_the_memory, is_of_texts
from contactdesk.i18n import _

UNPACKED_LIMIT = 1 << 30
"""Bytes of all parts of a workbook, unpacked."""
SMALL_LIMIT, RATIO_LIMIT = 64 << 20, 100
"""A file may unpack to so many bytes, or to so many times its own size."""
PARTS_LIMIT = 2_000
CELLS_LIMIT = 40_000_000
"""Cells between the first and the last one of a sheet, empty ones too: all are held in memory."""
WIDE_LIMIT = 4_000_000
"""The same where there are more columns than a table may have."""
EMPTY_LIMIT, EMPTY_RATIO = 4_000_000, 20
"""So many cells of a sheet may be there and empty, or so many times those with something in it."""
UNSHOWN_LIMIT = 1_000_000
"""There may be so many more shared texts than cells: no cell shows them."""
RUN_LIMIT = 16 << 20
"""Bytes of one text. Excel's longest has 32,767 characters; a row that is too long is told."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet; a damaged place lies far behind
_NARROW = 78  # columns up to BZ are not counted
_PIECE = 1 << 20
# These two begin with a letter, so that white space is passed over quickly; `_PLACE` is exact.
_WIDE = re.compile(rb"r\s*=\s*[\"'](?:[A-Za-z]{3}|[C-Zc-z][A-Za-z])")
_TALL = re.compile(rb"r\s*=\s*[\"'][A-Za-z]*(?:[2-9]\d{5}|\d{7})")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d+)")
_PREFIX = re.compile(rb"<(\w{1,20}:)worksheet")
_OVERLAP = 64
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError,
           EOFError)  # fmt: skip


def check_size(stream: BinaryIO) -> None:
    """Refuse a workbook that holds more than a computer should.

    Raises `FormatError` with a sentence, also for one that is damaged.
    """
    size = stream.seek(0, 2)
    left = min(UNPACKED_LIMIT, max(SMALL_LIMIT, RATIO_LIMIT * size))
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > left:
                raise FormatError(_too_large())
            _check_parts(packed, left)
            if fills_the_memory(packed):
                raise FormatError(_too_large())
    except _DAMAGE as error:
        raise FormatError(damaged()) from error
    finally:
        stream.seek(0)


def _check_parts(packed: zipfile.ZipFile, left: int) -> None:
    """What the parts state about their sizes may be a lie, so each is unpacked and counted."""
    cells = texts = 0
    for part in packed.infolist():
        count = _Part() if is_of_texts(part.filename) else _Sheet()  # whatever it is called
        for piece in _pieces(packed, part):
            left -= len(piece)
            count.take(piece)
            if left < 0 or count.is_too_large():
                raise FormatError(_too_large())
        if count.cells > EMPTY_LIMIT and _are_nearly_empty(packed, part, count.cells):
            raise FormatError(_nearly_empty())
        cells, texts = cells + count.cells, texts + count.texts
    if texts > UNSHOWN_LIMIT + cells:
        raise FormatError(_nearly_empty())


def _are_nearly_empty(packed: zipfile.ZipFile, part: zipfile.ZipInfo, cells: int) -> bool:
    """Whether hardly any of a sheet's millions of cells has a value."""
    marks = sum(p.count(b"v>") + p.count(b"is>") for p in _pieces(packed, part))
    filled = marks // 2
    return cells - filled > max(EMPTY_LIMIT, EMPTY_RATIO * filled)


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(part) as data:
        while piece := data.read(_PIECE):
            yield piece


class _Part:
    """A part of texts, counted as it comes."""

    def __init__(self) -> None:
        self.cells = self.texts = self._run = 0

    def take(self, piece: bytes) -> None:
        """Some more of its bytes. A mark that is cut in two is not counted: one in a megabyte."""
        self.texts += piece.count(b"si>") // 2 + piece.count(b"si/>")
        self._take_run(piece)

    def _take_run(self, piece: bytes) -> None:
        first = piece.find(b"<")
        self._run += len(piece) if first < 0 else first
        if self._run <= RUN_LIMIT and first >= 0:
            self._run = len(piece) - piece.rfind(b"<")

    def is_too_large(self) -> bool:
        """Whether what came so far is too much already."""
        return self._run > RUN_LIMIT


class _Sheet(_Part):
    """A part that may be a sheet: its rows and cells, and the last ones that it names."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = self._last_row = self._last_column = 0
        self._prefix = self._before = b""

    def take(self, piece: bytes) -> None:
        self._take_run(piece)
        if not self._before and (found := _PREFIX.search(piece[:4096])):
            self._prefix = found[1]
        self._rows += piece.count(b"<%srow" % self._prefix)
        self.cells += piece.count(b"<%sc" % self._prefix)
        piece = self._before + piece
        self._before = piece[-_OVERLAP:]
        if self._last_column or _WIDE.search(piece) or _TALL.search(piece):
            self._find_last(piece)

    def _find_last(self, piece: bytes) -> None:
        for letters, row in _PLACE.findall(piece):
            self._last_row = max(self._last_row, int(row[:20]))
            column = 0
            for letter in letters[:8].upper():
                column = column * 26 + letter - 64
            self._last_column = max(self._last_column, column)

    def is_too_large(self) -> bool:
        """Whether what came so far is too much already."""
        rows, columns = self._last_row, self._last_column
        if max(rows, self._rows) > _LAST_ROW or columns > _LAST_COLUMN:
            return True
        limit = WIDE_LIMIT if columns > COLUMN_LIMIT else CELLS_LIMIT
        return rows * max(columns, _NARROW) > limit or super().is_too_large()


def damaged() -> str:
    """What is said of a workbook that cannot be read."""
    return _("This workbook is damaged or locked. Save it anew as .xlsx, or as CSV.")


def _too_large() -> str:
    return _("This workbook would fill the memory, so it was not read. Save it as CSV.")


def _nearly_empty() -> str:
    return _(
        "This workbook has millions of cells or texts that show nothing, so it was not read."
        " Save it as CSV."
    )
