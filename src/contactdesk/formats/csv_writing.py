"""Contacts out as CSV: one row each, UTF-8 with a mark and CR LF, as spreadsheets want it.

A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or an end of
line) gets an apostrophe in front: "+48 501 234 567" is written as '+48 501 234 567. Reading takes
exactly that one away again. The choice `formulas` "as they are" leaves them alone; then only a cell
that begins with such an apostrophe of its own gets one more.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from contactdesk.errors import FormatError
from contactdesk.formats.registry import Choices
from contactdesk.formats.table_columns import Columns, MissingColumnError
from contactdesk.formats.table_own import ESCAPED, FORMULA
from contactdesk.formats.writers import Records
from contactdesk.i18n import _

AS_THEY_ARE = "as they are"
_ROWS_A_PIECE = 200


def write_file(records: Records, choices: Choices) -> Iterator[bytes]:
    """The file in pieces. Choices: `delimiter` (","), `formulas`."""
    columns = Columns(r.contact for r in records())
    risky = ESCAPED if choices.get("formulas") == AS_THEY_ARE else FORMULA
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=choices.get("delimiter") or ",", lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(columns.heads)
    for count, record in enumerate(records(), 1):
        try:
            row = columns.row(record.contact)
        except MissingColumnError as error:
            raise FormatError(changed_meanwhile()) from error
        writer.writerow(["'" + c if risky.match(c) else c for c in row])
        if count % _ROWS_A_PIECE == 0:
            yield _taken(out)
    yield _taken(out)


def changed_meanwhile() -> str:
    """Why a table is not written: its columns were counted before somebody added to a contact."""
    return _(
        "Somebody changed contacts while they were written. Nothing was written; export again."
    )


def _taken(out: io.StringIO) -> bytes:
    data = out.getvalue().encode("utf-8", "replace")
    out.seek(0)
    out.truncate()
    return data
