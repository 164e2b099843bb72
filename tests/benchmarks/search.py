"""The first hundred hits, in name order over all fields, with the rows a list shows of them.

200 queries (1-4 letters, two words, single Chinese characters), each five times; the figure is
the p99 of the queries' medians. `in_sight` is what the window waits for: the hundred hits, and the
rows it has room for with the value in which each was found. The floor is a bare FTS5 table that
holds the names alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import generator
from measure import book_of, figure, median, percentile, quiet_collector, timed

from contactdesk.desktop.list_hits import HITS, IN_SIGHT

QUERIES, RUNS = 200, 5


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """At 100,000 contacts, and with `large` at a million."""
    yield searched("search_top100", 100_000)
    if large:
        yield searched("search_top100_1m", 1_000_000)


def searched(name: str, count: int) -> dict[str, Any]:
    """All queries over one book and over the bare table of its names."""
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ListQuery

    texts = generator.queries(QUERIES)
    with Book.open(book_of(count)) as book:
        with book.read() as tx:
            numbers = tx.contacts.listing(ListQuery()).numbers
            bare = bare_index([row.name for row in tx.contacts.rows(numbers)])

        def alone(text: str) -> None:
            with book.read() as tx:
                tx.contacts.search(text, limit=HITS)

        def with_rows(text: str) -> None:
            with book.read() as tx:
                tx.contacts.rows(tx.contacts.search(text, limit=HITS).numbers)

        def in_sight(text: str) -> None:
            with book.read() as tx:
                tx.contacts.found_rows(tx.contacts.search(text, limit=HITS), text, limit=IN_SIGHT)

        ours, search_only, shown = (each(texts, ask) for ask in (with_rows, alone, in_sight))
    theirs = each(texts, bare)
    more = {
        "p50": round(median(ours), 3),
        "worst": round(max(ours), 3),
        "search_alone_p99": round(percentile(search_only, 0.99), 3),
        "in_sight_p99": round(percentile(shown, 0.99), 3),
        "queries": len(texts),
        "contacts": count,
    }
    floor = percentile(theirs, 0.99)
    return figure(name, percentile(ours, 0.99), "ms", floor, "bare FTS5 over the names", **more)


def each(texts: list[str], search: Callable[[str], None]) -> list[float]:
    """The median time of every query; a first round warms up."""
    for text in texts:
        search(text)
    with quiet_collector():
        return [median([timed(lambda: search(text)) for _ in range(RUNS)]) for text in texts]  # noqa: B023


def bare_index(names: list[str]) -> Callable[[str], None]:
    """A search over the names in name order with nothing around it."""
    bare = sqlite3.connect(":memory:")
    bare.execute("CREATE VIRTUAL TABLE name USING fts5(text, detail=none, prefix='1 2 3')")
    bare.executemany("INSERT INTO name (text) VALUES (?)", [(n,) for n in names])
    bare.commit()
    sql = "SELECT rowid FROM name WHERE name MATCH ? ORDER BY rowid LIMIT 100"

    def search(text: str) -> None:
        bare.execute(sql, (" ".join(f'"{word}"*' for word in text.split()),)).fetchall()

    return search
