"""A book on a PostgreSQL server over the loopback, beside the same book in a file.

The server is Debian's, with its usual settings and every commit synced. `postgres_import` brings
10,000 cards into an empty book; `postgres_search_top100` asks the 200 queries of `search` of a
book of 100,000; `postgres_save_edit` saves changed notes in the same book. The floor is the same
through the program in a file of SQLite.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generator
from measure import book_of, figure, folder, median, percentile, timed
from search import each

SERVERS = Path(__file__).resolve().parents[1] / "servers"
SAVES = 100
Figures = Iterator[dict[str, Any]]


def figures(large: bool) -> Figures:
    """Import at 10,000, search and saving at 100,000; with `large` the search at a million too."""
    sys.path.insert(0, str(SERVERS))
    from debian_postgres import PostgresServer

    server = PostgresServer(safely=True)
    try:
        yield imported(server)
        yield from at_work(server, 100_000, "")
        if large:
            yield from at_work(server, 1_000_000, "_1m")
    finally:
        server.remove()


def place(server: Any, name: str) -> str:
    """A new database's address, by the loopback."""
    from debian_postgres import PASSWORD

    from contactdesk.store.server_address import keep_for_session, parsed

    server.sql(f"CREATE DATABASE {name}")
    keep_for_session(parsed(server.url(name))[0], PASSWORD)
    return str(server.url(name))


def bring_in(book: str, count: int) -> float:
    """Import so many cards into a new book; seconds."""
    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book

    with folder() as where, Book.open(book) as opened:
        cards = where / "cards.vcf"
        generator.write(cards, count)
        report = import_files(opened, [cards])
        if report.added != count:
            raise RuntimeError(f"only {report.added} cards came in")
        return report.seconds


def imported(server: Any) -> dict[str, Any]:
    """Both databases take the same file."""
    count = 10_000
    with folder() as where:
        theirs = bring_in(str(where / "book.cdk"), count)
    ours = bring_in(place(server, "imported"), count)
    more = {"contacts": count, "per_second": round(count / ours)}
    return figure("postgres_import", ours, "s", theirs, "the same into a file", **more)


def at_work(server: Any, count: int, mark: str) -> Figures:
    """Search, and saving, in a large book."""
    address = place(server, f"book{count}")
    bring_in(address, count)
    file = str(book_of(count))
    ours, theirs = searched(address), searched(file)
    yield figure(
        f"postgres_search_top100{mark}", percentile(ours, 0.99), "ms", percentile(theirs, 0.99),
        "the same in a file", p50=round(median(ours), 3), worst=round(max(ours), 3),
        contacts=count,
    )  # fmt: skip
    with folder() as where:
        copy = where / "book.cdk"
        copy.write_bytes(Path(file).read_bytes())
        ours, theirs = saved(address), saved(str(copy))
    yield figure(
        f"postgres_save_edit{mark}", median(ours), "ms", median(theirs), "the same in a file",
        p99=round(percentile(ours, 0.99), 3), contacts=count,
    )  # fmt: skip


def searched(book: str) -> list[float]:
    """The median time of every query, with the rows that a list shows of the hits."""
    from contactdesk.store.book import Book

    with Book.open(book) as opened:

        def search(text: str) -> None:
            with opened.read() as tx:
                tx.contacts.rows(tx.contacts.search(text, limit=100).numbers)

        return each(generator.queries(200), search)


def saved(book: str) -> list[float]:
    """The time of each saving of a contact whose note was changed."""
    from dataclasses import replace

    from contactdesk.store.book import Book

    with Book.open(book) as opened:
        with opened.read() as tx:
            contacts = tx.contacts.get_many(range(1, SAVES * 7, 7))

        def save(contact: Any) -> None:
            with opened.write("Edit") as tx:
                mine = replace(contact, note=contact.note + " Called on Monday.")
                tx.contacts.save(mine, base=contact)

        return [timed(lambda c=contact: save(c)) for contact in contacts]
