"""Excel workbooks in: the rows of the first sheet with people, each a contact or a problem."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from contactdesk.formats.base import Parsed
from contactdesk.formats.csv_records import BEGINNING, COLUMN_LIMIT, ROW_LIMIT
from contactdesk.formats.registry import Choices
from contactdesk.formats.table_rows import RowReader
from contactdesk.formats.xlsx_rows import open_sheet


def read_file(stream: BinaryIO, choices: Choices) -> Iterator[Parsed]:
    """The contacts of a workbook; see `tables` for the choices. The line is the sheet's row."""
    sheet = open_sheet(stream, choices)
    layout = sheet.layout
    reader = RowReader(layout, choices)
    index = 0
    for row, cells in enumerate(sheet.rows):
        if row < layout.first:
            continue
        if len(cells) > COLUMN_LIMIT:
            parsed: Parsed | None = reader.bad(index, row + 1, "columns", cells[:20])
        elif sum(map(len, cells)) > ROW_LIMIT:
            parsed = reader.bad(index, row + 1, "long", [cell[:BEGINNING] for cell in cells])
        else:
            parsed = reader.read(index, row + 1, cells)
        if parsed is not None:
            yield parsed
            index += 1
