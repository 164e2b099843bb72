"""Another program gives a book a write-ahead log: where several computers write, none is saved."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from contactdesk.errors import BookReadOnly
from contactdesk.store import mounts
from contactdesk.store.book import Book

WORDS = "cannot be read safely in this folder"


@pytest.fixture
def mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Says that all of the test's folder lies on a file system of this kind."""
    info = tmp_path / "mountinfo"
    monkeypatch.setattr(mounts, "MOUNTINFO", info)

    def mount(kind: str) -> None:
        point = os.path.realpath(tmp_path)
        root = "1 0 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
        info.write_text(f"{root}9 1 0:9 / {point} rw,vers=4.1 - {kind} files:/office rw\n")

    return mount


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
    mounted: Callable[[str], None], closed_book: Path
) -> None:
    mounted("nfs4")
    with closing(switch_on(closed_book)), pytest.raises(BookReadOnly, match=WORDS):
        Book.open(closed_book, create=False)
    assert stars(closed_book) == 0  # it was closed there: the log is turned back, and all is well


def test_an_open_book_is_not_written_any_more_on_a_drive(
    mounted: Callable[[str], None], closed_book: Path
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
    mounted: Callable[[str], None], closed_book: Path
) -> None:
    mounted("ext4")
    with Book.open(closed_book, create=False) as book, closing(switch_on(closed_book)):
        star(book)
    assert stars(closed_book) == 1
