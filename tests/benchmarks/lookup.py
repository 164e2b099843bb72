"""Whose number it is, as `contactdesk lookup` and the window ask it of an open book.

A thousand numbers: most are of contacts, some of a switchboard's extensions, some of nobody. The
figure is the p99; the floor is SQLite alone, finding the same number by the same index.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from measure import book_of, figure, percentile, timed

ASKED = 1_000


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """At 100,000 contacts, and with `large` at a million."""
    yield looked_up("lookup", 100_000)
    if large:
        yield looked_up("lookup_1m", 1_000_000)


def looked_up(name: str, count: int) -> dict[str, Any]:
    """All numbers, each in a transaction of its own."""
    from contactdesk.store.book import Book

    with Book.open(book_of(count)) as book:
        numbers = _numbers(book)
        times, floor = [], []
        for number in numbers:
            with book.read() as tx:
                times.append(timed(lambda: tx.contacts.callers(number)))  # noqa: B023
                sql = tx.connection.exec_driver_sql
                ask = "SELECT contact FROM entry WHERE compare <> '' AND compare = ?"
                floor.append(timed(lambda: sql(ask, (number,)).all()))  # noqa: B023
    more = {"contacts": count, "n": len(numbers), "worst": round(max(times), 2),
            "p50": round(percentile(times, 0.5), 3)}  # fmt: skip
    return figure(name, percentile(times, 0.99), "ms", percentile(floor, 0.99),
                  "SQLite alone, one index", **more)  # fmt: skip


def _numbers(book: Any) -> list[str]:
    rng = random.Random(20_261_127)
    with book.read() as tx:
        sql = tx.connection.exec_driver_sql
        found = [row[0] for row in sql("SELECT compare FROM entry WHERE field = 'phones' "
                                       "AND compare <> '' LIMIT 200000")]  # fmt: skip
    chosen = rng.sample(found, ASKED)
    for at in range(0, ASKED, 5):
        number = chosen[at]
        chosen[at] = number[:-2] + f"{rng.randrange(100):02d}"
    return chosen
