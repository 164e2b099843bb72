"""Lines of cells as CSV: UTF-8 with a mark and CR LF, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from contactdesk.formats.table_own import FORMULA


def csv_of(lines: Iterable[Sequence[str]]) -> bytes:
    """The file; a cell that begins like a formula gets an apostrophe, as contacts' tables do."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    for line in lines:
        writer.writerow(["'" + cell if FORMULA.match(cell) else cell for cell in line])
    return out.getvalue().encode("utf-8", "replace")
