"""Whom a smart group finds among 100,000 contacts with 1,000,000 activities.

`smart_group_first` is the first answer of a book that was just opened, of a rule of five fields as
in the design; `smart_group_edit` the answer after somebody logged a call and edited a contact, in
a book that has answered before; `smart_group_rule` the answer when another value is typed into one
rule. The floor is SQLite alone reading the numbers of all contacts in name order.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from measure import KEPT, book_of, code_digest, figure, median, timed

CONTACTS, ACTIVITIES, YEARS, RUNS = 100_000, 1_000_000, 10, 7
SILENT = "country:Polska,Deutschland last-contact>{days}d (calls(12mo)>0 or birthday:*) -category:a"
_KINDS = ("call", "call", "journal", "event")


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """The first time, after an edit, and while somebody types."""
    from contactdesk.store.book import Book

    del large
    path = busy_book()
    floor = median([timed(lambda: bare(path)) for _ in range(RUNS)])
    name, found = "SQLite alone, all numbers", 0
    firsts = []
    for _ in range(3):
        with Book.open(path) as book:
            firsts.append(timed(lambda: answered(book)))
    with Book.open(path) as book:
        found = answered(book)
        edits, typed = [], []
        for n in range(RUNS):
            edited(book, n + 1)
            edits.append(timed(lambda: answered(book)))
            typed.append(timed(lambda: answered(book, 100 + n)))  # noqa: B023
    more = {"contacts": CONTACTS, "activities": ACTIVITIES, "found": found}
    yield figure("smart_group_first", median(firsts), "ms", floor, name, **more)
    yield figure("smart_group_edit", median(edits), "ms", floor, name, worst=round(max(edits), 1))
    yield figure("smart_group_rule", median(typed), "ms", floor, name, worst=round(max(typed), 1))


def answered(book: Any, days: int = 90) -> int:
    """How many a group finds."""
    from contactdesk.model.query_reading import parsed

    with book.read() as tx:
        return len(tx.queries.find(parsed(SILENT.format(days=days))).numbers)


def edited(book: Any, number: int) -> None:
    """A call that is just over, and a contact's new note."""
    with book.write("Call") as tx:
        contact = tx.contacts.get(number)
        tx.contacts.save(replace(contact, note=f"{contact.note} Called."), contact)
        tx.events.add(replace(activity(random.Random(number), contact.id), starts_at=_at(0)))


def busy_book() -> Path:
    """The book of 100,000 with a million activities, kept until the store is another one."""
    import shutil

    path = KEPT / f"busy-{code_digest()[:12]}.cdk"
    if not path.exists():
        part = path.with_suffix(".part")
        shutil.copy(book_of(CONTACTS), part)
        fill(part)
        part.rename(path)
    return path


def fill(path: Path) -> None:
    """Calls, notes and appointments of ten years, each with one of all contacts."""
    from contactdesk.store.book import Book
    from contactdesk.store.event_rows import event_row, link_keys

    chance = random.Random(5)
    with Book.open(path) as book:
        with book.read() as tx:
            ids = list(tx.connection.exec_driver_sql("SELECT id FROM contact").scalars())
        for start in range(0, ACTIVITIES, 50_000):
            rows = []
            for _ in range(50_000):
                event = activity(chance, chance.choice(ids))
                rows.append((event_row(event), link_keys(event)))
            with book.write("Fill the book") as tx:
                tx.events.writer.insert_many(start + 1, rows)


def activity(chance: random.Random, about: str) -> Any:
    """Something that happened with a contact."""
    from contactdesk.model.event import Event
    from contactdesk.model.record import new_id

    kind = chance.choice(_KINDS)
    return Event(
        id=new_id(), revision=1, component=kind, summary="Matter", about=(about,),
        starts_at=_at(chance.uniform(0, 365 * YEARS)),
        direction="out" if kind == "call" else "", outcome="reached" if kind == "call" else "",
    )  # fmt: skip


def _at(days: float) -> str:
    return f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def bare(path: Path) -> None:
    """Reads the numbers of all contacts in name order, and nothing else."""
    connection = sqlite3.connect(path)
    connection.execute("SELECT contact FROM name_order ORDER BY rank").fetchall()
    connection.close()
