"""Contacts out as an Excel workbook: one row each, every cell a text (XlsxWriter writes it).

What looks like a formula is a text here, and stays one when it is edited. A cell holds 32,767
characters at most: what is longer goes on in a column of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from contactdesk.errors import FormatError
from contactdesk.formats.csv_writing import changed_meanwhile
from contactdesk.formats.registry import Choices
from contactdesk.formats.table_columns import Columns, MissingColumnError
from contactdesk.formats.table_own import FORMULA
from contactdesk.formats.writers import Records
from contactdesk.i18n import _, counted

ROWS_LIMIT, COLUMNS_LIMIT, CELL_LIMIT = 1_048_576, 16_384, 32_767
_CHUNK = 1 << 20
_WIDE, _NARROW = 28, 16
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False}  # fmt: skip


def write_file(records: Records, choices: Choices) -> Iterator[bytes]:
    """The file in pieces; it is made beside, in little memory."""
    del choices  # a workbook's cells are texts in any case
    columns = Columns((r.contact for r in records()), CELL_LIMIT)
    if len(columns.columns) > COLUMNS_LIMIT:
        raise FormatError(
            _("A workbook has {limit} columns at most. Export as CSV or vCard instead.").format(
                limit=counted(COLUMNS_LIMIT)
            )
        )
    # what is made beside is gone with the folder, also when the export is stopped
    with tempfile.TemporaryDirectory() as folder, open(Path(folder) / "whole", "w+b") as file:
        _write(file, folder, columns, records)
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _write(file: Any, folder: str, columns: Columns, records: Records) -> None:
    from xlsxwriter import Workbook

    book = Workbook(file, {**_OPTIONS, "tmpdir": folder})
    bold = book.add_format({"bold": True})
    text = book.add_format({"num_format": "@"})
    guarded = book.add_format({"num_format": "@", "quote_prefix": True})
    sheet = book.add_worksheet(_("Contacts"))
    sheet.freeze_panes(1, 1)
    for place, column in enumerate(columns.columns):
        sheet.set_column(place, place, _NARROW if column.key.part == "types" else _WIDE, text)
        sheet.write_string(0, place, column.head, bold)
    for number, record in enumerate(records(), 1):
        if number >= ROWS_LIMIT:
            raise FormatError(
                _("A workbook has {limit} rows at most. Export as CSV or vCard instead.").format(
                    limit=counted(ROWS_LIMIT)
                )
            )
        try:
            row = columns.row(record.contact)
        except MissingColumnError as error:
            raise FormatError(changed_meanwhile()) from error
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, cell, guarded if FORMULA.match(cell) else text)
    book.close()
