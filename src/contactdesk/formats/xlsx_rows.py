"""The rows of an Excel workbook as text, within limits (python-calamine reads it)."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO

from contactdesk.errors import FormatError
from contactdesk.formats.csv_records import COLUMN_LIMIT
from contactdesk.formats.table_layout import LOOKED_AT, Layout
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
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of any sheet; a damaged place lies far behind
_SHEETS_LIMIT = 50
_NARROW = 78  # columns up to BZ are not counted
# These two begin with a letter, so that white space is passed over quickly; `_PLACE` is exact.
_WIDE = re.compile(rb"r\s*=\s*[\"'](?:[A-Za-z]{3}|[C-Zc-z][A-Za-z])")
_TALL = re.compile(rb"r\s*=\s*[\"'][A-Za-z]*(?:[2-9]\d{5}|\d{7})")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d+)")
_OVERLAP = 64
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError,
           EOFError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open sheet: its name, those of all others, how to read it, and its rows."""

    name: str
    names: tuple[str, ...]
    layout: Layout
    rows: Iterator[list[str]]


def open_sheet(stream: BinaryIO, choices: Mapping[str, Any]) -> Sheet:
    """The sheet that was chosen, or the first with people in it.

    Raises `FormatError` with a sentence where the workbook is too large, damaged or locked.
    """
    from contactdesk.formats.tables import chosen_layout

    check_size(stream)
    with _refusing_damage():
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(stream)
        names = tuple(book.sheet_names[:_SHEETS_LIMIT])
    wanted = str(choices.get("sheet") or "")
    best: tuple[int, str, Any, Layout] | None = None
    for name in (wanted,) if wanted in names else names:
        with _refusing_damage():
            sheet = book.get_sheet_by_name(name)
            head = [[cell_text(c) for c in row] for row in islice(sheet.iter_rows(), LOOKED_AT)]
        if not any(any(row) for row in head):
            continue
        layout = chosen_layout(head, choices)
        if best is None or layout.known > best[0]:
            best = (layout.known, name, sheet, layout)
        if layout.known >= 2:
            break
    if best is None:
        raise FormatError(_("There is nothing in this workbook."))
    _known, name, sheet, layout = best
    return Sheet(name, names, layout, ([cell_text(c) for c in row] for row in sheet.iter_rows()))


def check_size(stream: BinaryIO) -> None:
    """Refuse a workbook that unpacks to more than a computer should hold."""
    size = stream.seek(0, 2)
    left = min(UNPACKED_LIMIT, max(SMALL_LIMIT, RATIO_LIMIT * size))
    try:
        with zipfile.ZipFile(stream) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS_LIMIT:
                raise FormatError(_too_large())
            for part in parts:
                left -= _unpacked(packed, part, left)
            if fills_the_memory(packed):
                raise FormatError(_too_large())
    except _DAMAGE as error:
        raise FormatError(_damaged()) from error
    finally:
        stream.seek(0)


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> int:
    """How large a part really is: what its entry states may be a lie."""
    size = 0
    rows = columns = 0
    before = b""
    may_be_a_sheet = not is_of_texts(part.filename)  # whatever it is called
    with packed.open(part) as data:
        while piece := data.read(1 << 20):
            size += len(piece)
            if size > limit:
                raise FormatError(_too_large())
            if may_be_a_sheet:
                piece = before + piece
                before = piece[-_OVERLAP:]
                if columns or _WIDE.search(piece) or _TALL.search(piece):
                    rows, columns = _extent(piece, rows, columns)
    if rows > _LAST_ROW or columns > _LAST_COLUMN:
        raise FormatError(_too_large())
    limit = WIDE_LIMIT if columns > COLUMN_LIMIT else CELLS_LIMIT
    if rows * max(columns, _NARROW) > limit:
        raise FormatError(_too_large())
    return size


def _extent(piece: bytes, rows: int, columns: int) -> tuple[int, int]:
    """The last row and column that are named so far."""
    for letters, row in _PLACE.findall(piece):
        rows = max(rows, int(row[:20]))
        column = 0
        for letter in letters[:8].upper():
            column = column * 26 + letter - 64
        columns = max(columns, column)
    return rows, columns


def _damaged() -> str:
    return _("This workbook is damaged or locked. Save it anew as .xlsx, or as CSV.")


def _too_large() -> str:
    return _("This workbook would fill the memory, so it was not read. Save it as CSV.")


@contextmanager
def _refusing_damage() -> Iterator[None]:
    """Whatever a damaged workbook sets off becomes a sentence."""
    try:
        yield
    except (FormatError, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # the reader's own panics are no ordinary exceptions
        raise FormatError(_damaged()) from error


def cell_text(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without a fraction, dates as ISO 8601."""
    if type(cell) is str:
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        whole = cell.time() == time()
        return cell.date().isoformat() if whole else cell.isoformat(" ")
    if isinstance(cell, (date, time, timedelta)):
        return str(cell)
    return str(cell)
