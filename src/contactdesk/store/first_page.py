"""The first page of a book's list, read by the driver alone: SQLAlchemy costs 0.3 s to import.

The standard list only, and only from a book of today's schema; in every other case the answer is
None and the book is opened as usual.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from contactdesk.errors import BookError
from contactdesk.store import guard, hiding
from contactdesk.store.connecting import connect, driver_errors
from contactdesk.store.list_queries import (
    COUNTS,
    LISTED,
    OWN_INSTRUCTIONS,
    ROWS,
    counts_of,
    row_of,
)
from contactdesk.store.listing import ContactRow, Counts
from contactdesk.store.storage import storage_of

_APPLICATION_ID = 0x43446B31
_SCHEMA = 8


class FirstPage(NamedTuple):
    """The first rows of all contacts and the counts of the lists; categories come later."""

    rows: list[ContactRow]
    total: int
    counts: Counts


def first_page(path: str | Path, limit: int = 60, family_first: bool = False) -> FirstPage | None:
    """Read the first `limit` rows; None when there is no such book or it needs care."""
    guard.check()
    if not Path(path).is_file() or storage_of(Path(path)).decision == "read":
        return None  # on a drive whose locks fail, opening it decides what may be done at all
    try:
        connection = connect(Path(path), timeout=0.2)
    except driver_errors(BookError):
        return None
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        return _read(connection, limit, family_first)
    except driver_errors(UnicodeDecodeError):
        return None
    finally:
        connection.close()


def _is_odd(row: Sequence[Any]) -> bool:
    """Whether a row of `ROWS` holds something else than it must, as SQLite lets damage do."""
    number, *texts, title, place, starred, letter, town, people = row
    numbers = (number, starred or 0, people or 0)
    words = (*texts, letter, title or "", place or "", town or "")
    return not (
        all(isinstance(each, int) for each in numbers)
        and all(isinstance(each, str) for each in words)
    )


def _read(connection: Any, limit: int, family_first: bool) -> FirstPage | None:
    kind = connection.execute("PRAGMA application_id").fetchone()[0]
    if (
        kind != _APPLICATION_ID
        or connection.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA
    ):
        return None
    connection.execute("BEGIN")
    if connection.execute(OWN_INSTRUCTIONS).fetchone():
        return None
    kept = connection.execute("SELECT value FROM setting WHERE name = 'sort_by'").fetchone()
    sort_by = "given" if kept and kept[0] == "given" else "family"
    me = connection.execute(
        "SELECT number, id FROM person WHERE login = ?", (getpass.getuser(),)
    ).fetchone()
    person = int(me[0]) if me else 0
    if connection.execute(hiding.ASKED).fetchone():
        for statement in hiding.veils(me[1] if me else ""):
            connection.execute(statement)
    numbers = [
        r[0]
        for r in connection.execute(
            f"SELECT contact FROM name_order WHERE {LISTED} ORDER BY rank LIMIT ?", (limit,)
        )
    ]
    marks = ",".join(map(str, numbers))
    sql = ROWS.format(person=person, sort_by=sort_by, numbers=marks)
    found = connection.execute(sql).fetchall()
    if len(found) != len(numbers) or any(map(_is_odd, found)):
        return None  # it is damaged
    rows = {r[0]: row_of(r, family_first) for r in found}
    counts = counts_of(connection.execute(COUNTS.format(person=person)).fetchone())
    return FirstPage([rows[n] for n in numbers], counts.all, counts)
