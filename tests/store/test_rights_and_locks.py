"""Books that may not be written, or that another program keeps busy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from contactdesk.errors import (
    BookLocked,
)
from contactdesk.store.book import Book
from contactdesk.store.first_page import first_page
from contactdesk.store.listing import ListQuery

AS_NOBODY = """
import os, sys, tempfile
from contactdesk.errors import BookError
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
with tempfile.TemporaryDirectory() as folder:  # everything is imported while it may be read
    Book.open(folder + "/a.cdk").close()
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
try:
    with Book.open(sys.argv[1], create=len(sys.argv) > 2) as book:
        print("read only:", book.facts.read_only)
        with book.read() as tx:
            print("contacts:", len(tx.contacts.listing(ListQuery()).numbers))
        try:
            with book.write("Try") as tx:
                tx.contacts.delete([1])
            print("written")
        except BookError as error:
            print("write:", type(error).__name__)
except BookError as error:
    print("open:", type(error).__name__, error.message)
"""
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)


def names(book: Book) -> list[str]:
    with book.read() as tx:
        return [r.name for r in tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)]


def run_as_nobody(path: Path, *more: str) -> str:
    """Opens a book in a child process that is nobody: root may do everything, nobody may not."""
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path), *more],
        env={**os.environ, "LOGNAME": "nobody", "HOME": "/"},
        capture_output=True, text=True, timeout=60, cwd="/", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def for_everybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that every user can reach."""
    import tempfile

    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@as_root
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o666, 0o555)])
def test_a_file_or_folder_that_may_not_be_written_opens_for_reading(
    closed_book: Path, for_everybody: Path, file_mode: int, folder_mode: int
) -> None:
    path = for_everybody / "office.cdk"
    shutil.copy(closed_book, path)
    path.chmod(file_mode)
    for_everybody.chmod(folder_mode)
    told = run_as_nobody(path)
    assert "may be read but not changed here" in told
    assert "contacts: 3" in told
    assert "write: BookReadOnly" in told
    assert path.read_bytes() == closed_book.read_bytes()


@as_root
def test_a_file_that_may_not_even_be_read_is_said_in_words(
    closed_book: Path, for_everybody: Path
) -> None:
    path = for_everybody / "office.cdk"
    shutil.copy(closed_book, path)
    path.chmod(0o600)
    assert run_as_nobody(path).startswith("open: BookAway")
    path.chmod(0o644)
    for_everybody.chmod(0o700)
    assert run_as_nobody(path).startswith("open: BookUnreachable")


def torn_copy(book: Path, to: Path) -> None:
    """The book as a power cut in the middle of a write leaves it: half changed, with a journal."""
    with closing(sqlite3.connect(book, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size = 2")
        other.execute("BEGIN")
        other.execute("UPDATE contact SET note = ?, family = 'torn'", ("z" * 90_000,))
        shutil.copy(f"{book}-journal", f"{to}-journal")
        shutil.copy(book, to)
        other.execute("ROLLBACK")
    assert b"z" * 2_000 in to.read_bytes()


def test_a_write_that_was_cut_off_is_rolled_back_at_the_next_opening(
    closed_book: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.cdk"
    torn_copy(closed_book, torn)
    page = first_page(torn)
    assert page is None or [r.name for r in page.rows] == ["Baltica", "Anna Nowak", "Łucja Żak"]
    with Book.open(torn) as book:
        assert names(book) == ["Baltica", "Anna Nowak", "Łucja Żak"]
        assert book.check() == []
        assert not Path(f"{torn}-journal").exists()


@as_root
def test_a_write_that_was_cut_off_in_a_place_that_may_only_be_read_is_said_in_words(
    closed_book: Path, for_everybody: Path
) -> None:
    torn = for_everybody / "office.cdk"
    torn_copy(closed_book, torn)
    before = torn.read_bytes()
    torn.chmod(0o444)
    for_everybody.chmod(0o555)
    told = run_as_nobody(torn)
    assert told.startswith("open: BookReadOnly")
    assert "do not copy it before" in told  # a copy without its journal would be torn for good
    assert torn.read_bytes() == before


@as_root
def test_a_new_book_where_no_file_can_be_made_is_said_in_words(for_everybody: Path) -> None:
    told = run_as_nobody(for_everybody / "new.cdk", "create")
    assert told.startswith("open: BookAway")
    assert list(for_everybody.iterdir()) == []


# locks


def test_a_book_that_another_program_keeps_busy_is_said_after_some_patience(
    closed_book: Path,
) -> None:
    with (
        Book.open(closed_book, patience=0.4) as book,
        closing(sqlite3.connect(closed_book, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(BookLocked, match="busy"), book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert 0.3 < time.monotonic() - started < 5
        assert len(names(book)) == 3
        other.execute("ROLLBACK")
        with book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert len(names(book)) == 2


def test_a_reader_that_holds_on_delays_a_write_and_loses_nothing(closed_book: Path) -> None:
    with (
        Book.open(closed_book, patience=0.4) as book,
        closing(sqlite3.connect(closed_book, isolation_level=None)) as other,
    ):
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM contact").fetchone()
        with pytest.raises(BookLocked), book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert len(names(book)) == 3
        other.execute("COMMIT")
        with book.write("Edit") as tx:
            tx.contacts.delete([1])
        assert len(names(book)) == 2
        assert book.check() == []


def test_reading_waits_for_a_writer_that_is_just_committing(closed_book: Path) -> None:
    with (
        Book.open(closed_book, patience=0.4) as book,
        closing(sqlite3.connect(closed_book, isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BookLocked):
            names(book)
        other.execute("ROLLBACK")
        assert len(names(book)) == 3


def test_opening_a_book_that_is_locked_is_said_in_words(closed_book: Path) -> None:
    with closing(sqlite3.connect(closed_book, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert first_page(closed_book) is None
        with pytest.raises(BookLocked, match="busy"):
            Book.open(closed_book, patience=0.4)
