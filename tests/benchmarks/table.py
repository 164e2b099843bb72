"""A table of 100,000 contacts: read anew for another order, filter and group.

Each is what the reading thread does until the rows are known, then the cells of one screen, in a
book that has read no column yet; `again` is the same once it has. The floor is the same list in
name order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import generator
from measure import child, figure, folder, median, timed

CONTACTS, RUNS = 100_000, 5


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Milliseconds of each."""
    del large
    with folder() as place:
        cards, book = place / "cards.vcf", place / "book.cdk"
        generator.write(cards, CONTACTS)
        child("table:fill", book, cards)
        told = child("table:times", book)
    floor, _again = told.pop("plain")
    for name, (took, again) in told.items():
        more = {"again": round(again, 1), "contacts": CONTACTS, "n": RUNS}
        yield figure(f"table_{name}", took, "ms", floor, "in name order", **more)


def fill(book_path: str, cards: str) -> dict[str, Any]:
    """A book of those cards."""
    from contactdesk.model.custom import FieldDefinition, with_custom
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ListQuery

    with Book.open(book_path) as book:
        import_files(book, [Path(cards)])
        with book.write("A field of one's own") as tx:
            days = tx.custom_fields.add(FieldDefinition(label="Days", type="number")).id
            tx.contacts.change_many(
                tx.contacts.listing(ListQuery()).numbers,
                lambda contact: with_custom(contact, {days: str(contact.number * 7919 % 365)}),
                ("custom",),
            )
    return {}


def times(book_path: str) -> dict[str, tuple[float, float]]:
    """Medians of several runs each: of the first time, and of the next."""
    from contactdesk.model.custom import named
    from contactdesk.model.table_view import USUAL, TableView
    from contactdesk.store.book import Book
    from contactdesk.store.known_columns import ColumnMemory
    from contactdesk.store.listing import ListQuery
    from contactdesk.store.table_reading import Now

    now = Now(datetime.now(UTC), UTC)
    views = {
        "plain": TableView(),
        "sorted_by_town": TableView(sorted_by="locality"),
        "filtered": TableView(filters=("email=a",)),
        "grouped_by_country": TableView(grouped_by="country"),
    }
    found: dict[str, tuple[float, float]] = {}
    with Book.open(book_path) as book:
        with book.read() as tx:
            own = named(tx.custom_fields.all()[0].id)
        views["sorted_by_own_field"] = TableView(sorted_by=own, columns=(*USUAL, own))
        for name, view in views.items():

            def arrange(view: TableView = view) -> None:
                with book.read() as tx:
                    rows = tx.table.arranged(ListQuery(), view, now).numbers
                    tx.table.cells(rows[:100], view.columns, now)

            firsts, nexts = [], []
            for _run in range(RUNS):
                book.column_memory = ColumnMemory()
                firsts.append(timed(arrange))
                nexts.append(timed(arrange))
            found[name] = median(firsts), median(nexts)
    return found
