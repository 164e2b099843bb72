"""What an import asks about a table before it reads it, and how a mapping is remembered.

`facts_of` says what a table is; what a person changes goes as choices to `import_files` (see
`contactdesk.formats.tables` for their names) and back into `facts_of` for the next look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from contactdesk.formats.table_calendars import CALENDARS
from contactdesk.formats.table_dates import ORDERS
from contactdesk.formats.table_encodings import NAMES as ENCODINGS
from contactdesk.formats.table_fields import field_words, offered_fields, parse_field
from contactdesk.formats.table_layout import DELIMITERS
from contactdesk.formats.tables import (
    TableColumn,
    TableFacts,
    detect,
    detect_stream,
    header_key,
)
from contactdesk.operations.reading import ask_child
from contactdesk.settings import Settings

DATE_ORDERS = ORDERS
REMEMBERED_LIMIT = 100
TABLE_FORMATS = ("csv", "xlsx")
__all__ = [
    "CALENDARS", "DATE_ORDERS", "DELIMITERS", "ENCODINGS", "TABLE_FORMATS", "TableColumn",
    "TableFacts", "detect", "facts_of", "field_words", "offered_fields", "parse_field",
    "remembered", "with_remembered",
]  # fmt: skip


def facts_of(path: str | Path, choices: Mapping[str, Any] | None = None) -> TableFacts:
    """The facts of a table's file; a workbook is read by the child process, with its limits.

    Raises `FormatError` where it cannot be read, `OSError` where it is not there.
    """
    with open(path, "rb") as stream:
        head = stream.read(4)
        stream.seek(0)
        if head != b"PK\x03\x04":
            return detect_stream(stream, Path(path).name, choices)
    plain = ask_child({"facts": str(path), "choices": dict(choices or {})})
    return TableFacts(**{**plain, "columns": tuple(TableColumn(*c) for c in plain["columns"])})


def remembered(settings: Settings, header: Sequence[str]) -> tuple[str, ...] | None:
    """The fields that were chosen for a table with these heads, or None."""
    columns = settings.table_columns.get(header_key(header))
    if not isinstance(columns, list) or len(columns) != len(header):
        return None
    if not all(isinstance(c, str) and (not c or parse_field(c)) for c in columns):
        return None
    return tuple(columns)


def with_remembered(settings: Settings, header: Sequence[str], columns: Sequence[str]) -> Settings:
    """The settings with the fields chosen for these heads; the oldest of many are let go."""
    key = header_key(header)
    others = {k: v for k, v in settings.table_columns.items() if k != key}
    kept = dict(list(others.items())[-(REMEMBERED_LIMIT - 1) :])
    return replace(settings, table_columns={**kept, key: list(columns)})
