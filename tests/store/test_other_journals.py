"""Another program gives a book a write-ahead log: where several computers write, none is saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from contactdesk.errors import BookReadOnly
from contactdesk.store.book import Book

WORDS = "cannot be read safely in this folder"


def stars(path: Path) -> int:
    with Book.open(path, create=False) as book, book.read() as tx:
        return tx.contacts.counts().starred


def switch_on(path: Path) -> sqlite3.Connection:
    """What the other program does; it has the book open until it is closed."""
    other = sqlite3.connect(path)
    assert other.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    other.execute("CREATE TABLE elsewhere (x)")
    other.commit()
    return other


def star(book: Book) -> None:
    with book.write("A star") as tx:
        tx.contacts.star([1], True)


def test_a_book_that_another_program_has_open_so_is_not_opened_on_a_drive(
    mounted: Callable[..., None], closed_book: Path
) -> None:
    mounted("nfs4")
    with closing(switch_on(closed_book)), pytest.raises(BookReadOnly, match=WORDS):
        Book.open(closed_book, create=False)
    assert stars(closed_book) == 0  # it was closed there: the log is turned back, and all is well


def test_an_open_book_is_not_written_any_more_on_a_drive(
    mounted: Callable[..., None], closed_book: Path
) -> None:
    mounted("nfs4")
    with Book.open(closed_book, create=False) as book:
        with closing(switch_on(closed_book)):
            for _try in range(2):
                with pytest.raises(BookReadOnly, match=WORDS):
                    star(book)
        assert WORDS in book.facts.read_only
    assert stars(closed_book) == 0


def test_on_a_disk_of_this_computer_a_log_does_no_harm(
    mounted: Callable[..., None], closed_book: Path
) -> None:
    mounted("ext4")
    with Book.open(closed_book, create=False) as book, closing(switch_on(closed_book)):
        star(book)
    assert stars(closed_book) == 1
