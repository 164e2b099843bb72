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


def added_and_failed(book: Book, contact: Contact) -> None:
    with book.write("Edit") as tx:
        tx.contacts.add(contact)
        raise failed(sqlite3.SQLITE_IOERR)


def test_a_book_goes_on_after_an_error_of_its_drive(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak"))
    with pytest.raises(BookUnreachable, match="cannot be reached"):
        added_and_failed(book, a_contact("Jan Kowal"))
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


def test_a_book_whose_making_was_cut_off_is_made(tmp_path: Path) -> None:
    path = tmp_path / "office.cdk"
    making = sqlite3.connect(path, isolation_level=None)
    making.executescript("PRAGMA cache_size=1; BEGIN; CREATE TABLE setting (name, value)")
    making.execute("CREATE TABLE more AS SELECT hex(zeroblob(9000)) AS text")
    making.executemany("INSERT INTO more VALUES (?)", [("x" * 9_000,)] * 50)  # spills
    left = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    making.rollback()
    making.close()
    for name, data in left.items():
        (tmp_path / name).write_bytes(data)
    assert left[path.name]
    with Book.open(path) as book:
        assert book.check() == []
        assert book.facts.read_only == ""
