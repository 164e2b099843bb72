"""What the tests of encrypted books ask of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

FIRST, SECOND = "mleko rower chmura", "秘密 jezioro"
NAMES = ("Anna Nowak", "Łucja Żak", "Baltica")


def names_in(path: Path) -> list[str]:
    with Book.open(path, create=False) as book, book.read() as tx:
        numbers = tx.contacts.listing(ListQuery()).numbers
        return sorted(row.name for row in tx.contacts.rows(numbers))


def everything(path: Path) -> dict[str, list[Any]]:
    """All rows of all tables, those of the search too."""
    with Book.open(path, create=False) as book, book.read() as tx:
        sql = tx.connection.exec_driver_sql
        tables = sql("SELECT name FROM sqlite_master WHERE type = 'table' "
                     "AND sql NOT LIKE 'CREATE VIRTUAL%'").scalars().all()  # fmt: skip
        return {t: [tuple(r) for r in sql(f'SELECT * FROM "{t}"')] for t in tables}


def is_readable_anywhere(folder: Path, *words: str) -> list[str]:
    """The files in which such words can be read by whoever has the disk."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            wanted = [w.encode(coding) for w in words for coding in ("utf-8", "utf-16-le")]
            found += [path.name for w in wanted if w.lower() in data]
    return found
