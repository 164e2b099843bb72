"""Import of a large file into an empty book, which does without some indexes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import Cancelled
from contactdesk.operations.importing import READ_AHEAD, import_files
from contactdesk.progress import Progress
from contactdesk.store.book import Book

pytestmark = pytest.mark.both_databases

COUNT = 150
CARD = "FN:Person {n}\nN:{n};Person;;;\nEMAIL:person.{n}@office.example\nUID:uid-{n}\nNOTE:"


def much(count: int = COUNT) -> list[str]:
    """Cards that are more than what is read before the book is locked."""
    words = "word " * (READ_AHEAD // count // 4)
    return [CARD.format(n=f"{n:03}") + words for n in range(count)]


def indexes(book: Book) -> dict[str, str]:
    """Every index of a file with its instruction; nothing of a server's book."""
    with book.read() as tx:
        if tx.connection.dialect.name != "sqlite":
            return {}
        rows = tx.connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
        )
        return {row[0]: row[1] for row in rows}


def test_a_book_that_was_filled_at_one_go_has_all_its_indexes_and_people(
    a_book: Callable[..., Any], a_file: Callable[..., Path], consistent: Any
) -> None:
    book = a_book()
    before = indexes(book)
    assert import_files(book, [a_file(*much())]).added == COUNT
    assert indexes(book) == before
    assert book.check() == []
    consistent(book, ("person",))
    again = [card.replace("uid-", "other-") for card in much()]
    report = import_files(book, [a_file(*again)])
    assert (report.added, report.updated + report.unchanged) == (0, COUNT)  # met by their mails


def test_people_of_a_large_file_are_met_by_the_next_file_of_the_same_import(
    a_book: Callable[..., Any], a_file: Callable[..., Path], consistent: Any
) -> None:
    book = a_book()
    before = indexes(book)
    first = a_file(*much(), name="first.vcf")
    met = CARD.format(n="007") + "\nTEL:+48 501 234 567"
    second = a_file(met, CARD.format(n="new"), name="second.vcf")
    report = import_files(book, [first, second])
    assert (report.added, report.updated) == (COUNT + 1, 1)
    assert indexes(book) == before
    consistent(book, ("person",))


def test_a_large_file_without_people_leaves_the_indexes_as_they_were(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    book = a_book()
    before = indexes(book)
    path = tmp_path / "nobody.vcf"
    path.write_bytes(b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n" * (READ_AHEAD // 36))
    import_files(book, [path])
    assert indexes(book) == before


def test_a_large_import_that_is_stopped_leaves_the_indexes_as_they_were(
    a_book: Callable[..., Any], a_file: Callable[..., Path]
) -> None:
    book = a_book()
    before = indexes(book)

    def told(done: int, total: int, what: str) -> None:
        if what.startswith("Putting"):
            progress.stop()

    progress = Progress(told)
    with pytest.raises(Cancelled):
        import_files(book, [a_file(*much())], progress=progress)
    assert indexes(book) == before
    with book.read() as tx:
        assert tx.contacts.counts()[:5] == (0, 0, 0, 0, 0)
