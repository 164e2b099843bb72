"""A drive that failed for a moment: a sentence, and the same open book goes on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookDamaged, BookUnreachable
from contactdesk.model.contact import Contact
from contactdesk.store.book import Book

BOOKS = Path(__file__).resolve().parents[1] / "data" / "books"


def failed(code: int) -> sqlite3.Error:
    """What SQLite's driver raises."""
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


def test_a_book_goes_on_after_an_error_of_its_drive(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak"))

    def add_and_fail() -> None:
        with book.write("Edit") as tx:
            tx.contacts.add(a_contact("Jan Kowal"))
            raise failed(sqlite3.SQLITE_IOERR)

    with pytest.raises(BookUnreachable, match="cannot be reached"):
        add_and_fail()
    with book.write("Edit") as tx:
        tx.contacts.add(a_contact("Ola Wolska"))
    with book.read() as tx:
        assert [c.formatted_name for c in tx.contacts.get_many((1, 2))] == [
            "Anna Nowak", "Ola Wolska",
        ]  # fmt: skip
    assert book.undo() is not None


def test_what_was_whole_at_the_opening_is_not_called_damaged_at_once(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak"))
    with pytest.raises(BookDamaged, match="failed for a moment"), book.read():
        raise failed(sqlite3.SQLITE_CORRUPT)
    with book.read() as tx:
        assert tx.contacts.get(1).formatted_name == "Anna Nowak"


@pytest.mark.parametrize("schema", range(1, 9))
def test_an_older_book_that_may_only_be_read_goes_on_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: int
) -> None:
    path = tmp_path / "office.cdk"
    shutil.copyfile(BOOKS / f"schema-{schema}.cdk", path)
    monkeypatch.setattr("contactdesk.store.opening._why_read_only", lambda path: "Only to read.")

    def everybody(book: Book) -> list[Contact]:
        with book.read() as tx:
            return list(tx.contacts.get_many(range(1, 100)))

    with Book.open(path) as book:
        before = everybody(book)
        with pytest.raises(BookUnreachable), book.read():
            raise failed(sqlite3.SQLITE_IOERR)
        assert everybody(book) == before
        assert before
