"""CSV and TSV files in: every row a contact, or a problem with its line and reason."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from contactdesk.formats.base import Parsed
from contactdesk.formats.csv_records import records
from contactdesk.formats.registry import Choices
from contactdesk.formats.table_encodings import sample_of
from contactdesk.formats.table_own import ESCAPED
from contactdesk.formats.table_rows import RowReader, problem
from contactdesk.formats.tables import csv_layout

_NUMBER = re.compile(r"'\d[\d ().,/-]*")  # "'00-950", as Shopify writes it


def read_file(stream: BinaryIO, choices: Choices) -> Iterator[Parsed]:
    """The contacts of a table of text; see `tables` for the choices."""
    found = csv_layout(sample_of(stream), choices)
    layout = found.layout
    reader = RowReader(layout, choices, found.encoding)
    skipped = layout.first + found.skip
    index = 0
    place = 0
    for record in records(stream, found.encoding, found.delimiter):
        if record.cells:
            place += 1
            if place <= skipped:
                continue
            cells, whole = record.cells, "".join(record.cells)
            if "'" in whole:
                plain = unescaped if layout.own else _unguarded
                cells = [plain(c) if c[:1] == "'" else c for c in cells]
            odd = "\ufffd" in whole
            parsed = reader.read(index, record.line, cells, odd)
            if parsed is not None and record.problem:
                noted = problem(record.line, record.problem)
                parsed = parsed._replace(problems=(noted, *parsed.problems))
        else:
            parsed = reader.bad(index, record.line, record.problem, (), record.text)
        if parsed is not None:
            yield parsed
            index += 1


def unescaped(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if ESCAPED.match(cell) else cell


def _unguarded(cell: str) -> str:
    """The same of another program, which keeps a spreadsheet from taking it for a number, too."""
    return cell[1:] if _NUMBER.fullmatch(cell) else unescaped(cell)


def read_bytes(data: bytes, choices: Choices) -> list[Parsed]:
    """All rows of a table that is in memory."""
    return list(read_file(io.BytesIO(data), choices))
