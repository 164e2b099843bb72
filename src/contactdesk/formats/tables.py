"""Tables (CSV, TSV, Excel): what is found out about one before it is read, and what may be changed.

A reader of a table knows these choices, each of the kind that `TableFacts` has under its name:
`encoding`, `delimiter`, `has_header`, `date_order` ("ymd", "dmy", "mdy"), `calendar` ("gregorian",
"jalali", "minguo"), `columns` (a field's name for each column, see `table_fields`; "" leaves it
out), and besides `defaults` ({field: value} for every row), `remembered` ({key of the heads:
columns}, used where `columns` is not given), `region` ("PL": the order of dates that would fit two)
and `sheet` (a workbook's sheet by its name).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from contactdesk.formats.table_encodings import guess_encoding, is_encoding, sample_of
from contactdesk.formats.table_layout import (
    Layout,
    first_rows,
    guess_delimiter,
    guess_layout,
    stated_delimiter,
)
from contactdesk.formats.xlsx_rows import open_sheet

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head ("" without), some of its values, and the field it fills."""

    header: str
    examples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What a table is: guessed, or as it was chosen."""

    format: str  # "csv" | "xlsx"
    encoding: str  # "" for xlsx
    delimiter: str  # "" for xlsx and for a single column
    has_header: bool
    date_order: str  # "ymd" | "dmy" | "mdy"
    columns: tuple[TableColumn, ...]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    calendar: str = "gregorian"  # | "jalali" | "minguo"

    @property
    def header(self) -> tuple[str, ...]:
        """The heads of all columns."""
        return tuple(column.header for column in self.columns)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of all columns, as the choice `columns` has them."""
        return tuple(column.field for column in self.columns)


@dataclass(frozen=True, slots=True)
class CsvLayout:
    """How a text table is to be read; `skip` says whether the first line only names a delimiter."""

    encoding: str
    delimiter: str
    layout: Layout
    skip: bool = False


def detect(head: bytes, name: str = "", choices: Mapping[str, Any] | None = None) -> TableFacts:
    """The facts of a table from its first bytes; of a workbook from all of its bytes.

    `choices` override what is guessed. Raises `FormatError` for a workbook that cannot be read.
    """
    return detect_stream(io.BytesIO(head), name, choices)


def detect_stream(
    stream: BinaryIO, name: str = "", choices: Mapping[str, Any] | None = None
) -> TableFacts:
    """The facts of a table that lies in a stream, which is left where it was."""
    choices = choices or {}
    start = stream.tell()
    head = stream.read(4)
    stream.seek(start)
    if head == b"PK\x03\x04" or choices.get("format") == "xlsx":
        sheet = open_sheet(stream, choices)
        stream.seek(start)
        return _facts("xlsx", "", "", sheet.layout, sheet.name, sheet.names)
    found = csv_layout(sample_of(stream), choices)
    return _facts("csv", found.encoding, found.delimiter, found.layout)


def csv_layout(sample: bytes, choices: Mapping[str, Any]) -> CsvLayout:
    """How to read a text table, by its first bytes and by what was chosen."""
    chosen = str(choices.get("encoding") or "")
    encoding = chosen if is_encoding(chosen) else guess_encoding(sample)
    if encoding in ("utf-8", "utf-16", "utf-32") and sample[:2] and chosen:
        encoding = _with_mark(encoding, sample)
    stated = stated_delimiter(sample[:40].decode(encoding, "replace"))
    delimiter = choices.get("delimiter")
    if delimiter is None:
        delimiter = stated or guess_delimiter(sample, encoding)
    rows = first_rows(sample, encoding, delimiter)
    if stated:
        rows = rows[1:]
    return CsvLayout(encoding, delimiter, chosen_layout(rows, choices), bool(stated))


def _with_mark(encoding: str, sample: bytes) -> str:
    """The encoding's name with the order of its bytes, where their mark is missing."""
    if encoding == "utf-8":
        return "utf-8-sig"
    guessed = guess_encoding(sample)
    return guessed if guessed.startswith(encoding) else encoding + "-le"


def chosen_layout(rows: Sequence[Sequence[str]], choices: Mapping[str, Any]) -> Layout:
    """How to read these rows: as it was chosen, as it was remembered, or guessed."""
    has_header = choices.get("has_header")
    columns = choices.get("columns")
    order = str(choices.get("date_order") or "")
    known = choices.get("remembered") or {}
    if rows and has_header is None and header_key(rows[0]) in known:
        has_header = True
    region = str(choices.get("region") or "")
    calendar = str(choices.get("calendar") or "")
    layout = guess_layout(rows, has_header, columns, order, region, calendar)
    if columns is None and layout.has_header and known:
        columns = known.get(header_key(layout.heads))
        if columns and len(columns) == len(layout.heads):
            return guess_layout(rows, has_header, columns, order, region, calendar)
    return layout


def header_key(header: Sequence[str]) -> str:
    """What a table's heads are remembered by: the same heads, the same key."""
    text = "\x1f".join(cell.strip() for cell in header)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _facts(
    kind: str, encoding: str, delimiter: str, layout: Layout, sheet: str = "",
    sheets: tuple[str, ...] = (),
) -> TableFacts:  # fmt: skip
    columns = []
    for place, (head, key) in enumerate(zip(layout.heads, layout.columns, strict=True)):
        values = (row[place].strip() for row in layout.rows if place < len(row))
        examples = tuple(dict.fromkeys(v[:200] for v in values if v))[:EXAMPLES]
        columns.append(TableColumn(head, examples, key))
    shown = "utf-8" if encoding == "utf-8-sig" else encoding
    return TableFacts(
        kind,
        shown,
        delimiter,
        layout.has_header,
        layout.date_order,
        tuple(columns),
        sheet,
        sheets,
        layout.calendar,
    )
