"""How much of a book's file is kept in memory while much is written that nobody reads soon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contactdesk.store.engines import CACHE_KIB

if TYPE_CHECKING:
    from contactdesk.store.book import Book

_LITTLE_KIB = 8_192


@contextmanager
def little_memory(book: Book) -> Iterator[None]:
    """Keep little of a book in memory for as long as this lasts."""
    try:
        _keep(book, _LITTLE_KIB)
        yield
    finally:
        _keep(book, CACHE_KIB)


def _keep(book: Book, kib: int) -> None:
    with book.read() as tx:
        tx.connection.exec_driver_sql(f"PRAGMA cache_size=-{kib}")
