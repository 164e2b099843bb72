"""Saving one edited contact, with merge check, change log and search index, to the disk.

The floor is SQLite alone writing exactly the same rows: the statements of every save are
recorded and replayed, in one transaction each, on a copy of the book with the same settings.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from measure import book_of, figure, folder, median, percentile, timed

EDITS = 60
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Sixty edits of a phone and a title in a book of 100,000."""
    del large
    with folder() as place:
        ours_path, bare_path = place / "ours.cdk", place / "bare.cdk"
        shutil.copy(book_of(100_000), ours_path)
        shutil.copy(ours_path, bare_path)
        ours, statements = saved(ours_path)
        theirs = replayed(bare_path, statements)
    more = {"p99": round(percentile(ours, 0.99), 2), "n": len(ours)}
    rows = sum(map(len, statements)) / len(statements)
    name = f"bare SQLite, the same {rows:.0f} statements"
    yield figure("save_edit", median(ours), "ms", median(theirs), name, **more)


def saved(path: Path) -> tuple[list[float], list[list[str]]]:
    """Times of the saves, and what each wrote."""
    from contactdesk.model.contact import Contact, Membership
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ListQuery

    times, written = [], []
    with Book.open(path) as book:
        with book.read() as tx:
            numbers = tx.contacts.listing(ListQuery()).numbers
            bases = tx.contacts.get_many(numbers[100 : 100 + 50 * EDITS : 50])
        raw: Any = book._connection.connection.driver_connection
        for turn, base in enumerate(bases):
            phone = replace(base.phones[0], value=f"+48 600 10{turn:02d} 00")
            work = replace((*base.memberships, Membership())[0], job_title=f"Buyer {turn}")
            mine = replace(base, phones=(phone, *base.phones[1:]), memberships=(work,))
            statements: list[str] = []

            def save(mine: Contact = mine, base: Contact = base) -> None:
                with book.write("Edit") as tx:
                    tx.contacts.save(mine, base=base)

            if turn % 2:  # tracing costs time: half of the saves are timed, half recorded
                raw.set_trace_callback(statements.append)
                save()
                raw.set_trace_callback(None)
                written.append([s for s in statements if s.lstrip().upper().startswith(WRITES)])
            else:
                times.append(timed(save))
    return times[1:], written


def replayed(path: Path, statements: list[list[str]]) -> list[float]:
    """The same rows by sqlite3, one transaction a save, as safe as the book's own."""
    bare = sqlite3.connect(path, isolation_level=None)
    bare.executescript("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;")

    def write(each: list[str]) -> None:
        bare.execute("BEGIN IMMEDIATE")
        for statement in each:
            bare.execute(statement)
        bare.execute("COMMIT")

    times = [timed(lambda: write(each)) for each in statements]  # noqa: B023
    bare.close()
    return times[1:]
