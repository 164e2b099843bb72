"""The rows of an Excel workbook as text, within limits (python-calamine reads it)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, BinaryIO

from contactdesk.errors import FormatError
from contactdesk.formats.table_layout import LOOKED_AT, Layout
from contactdesk.formats.xlsx_limits import check_size, damaged
from contactdesk.i18n import _

_SHEETS_LIMIT = 50
HEAD_LIMIT = 1_000  # characters of a cell by which it is found out what a table is


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
            first = islice(sheet.iter_rows(), LOOKED_AT)
            head = [[cell_text(c)[:HEAD_LIMIT] for c in row] for row in first]
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


@contextmanager
def _refusing_damage() -> Iterator[None]:
    """Whatever a damaged workbook sets off becomes a sentence."""
    try:
        yield
    except (FormatError, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # the reader's own panics are no ordinary exceptions
        raise FormatError(damaged()) from error


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
