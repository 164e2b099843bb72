"""A book gives its empty room back, whole and unharmed whatever happens meanwhile."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from contactdesk.cli import main
from contactdesk.errors import BookLocked, BookReadOnly
from contactdesk.store.book import Book
from contactdesk.store.compacting import compact, sizes
from contactdesk.store.presence import FilePresence, Here

COMPACTS = """
import sys
from contactdesk.store.book import Book
from contactdesk.store.compacting import compact
with Book.open(sys.argv[1], create=False) as book:
    while True:
        print("again", flush=True)
        compact(book)
"""


@pytest.fixture
def roomy(closed_book: Path) -> Path:
    """A book of which most was deleted: some megabytes are empty."""
    raw = sqlite3.connect(closed_book)
    rows = [(f"test.{n}", random.Random(n).randbytes(2_000).hex()) for n in range(2_000)]
    raw.executemany("INSERT INTO setting (name, value) VALUES (?, ?)", rows)
    raw.commit()
    raw.execute("DELETE FROM setting WHERE name LIKE 'test.%' AND name NOT LIKE 'test.%0'")
    raw.commit()
    raw.close()
    return closed_book


def content(path: Path) -> list[Any]:
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    tables = raw.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%' ORDER BY 1")
    whole = [
        (name, sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"'))))
        for (name,) in tables.fetchall()
        if not name.startswith("sqlite_")
    ]
    raw.close()
    return whole


def test_the_file_is_as_small_as_what_it_holds(roomy: Path) -> None:
    before = content(roomy)
    with Book.open(roomy) as book:
        with book.read() as tx:
            told = sizes(tx.connection)
        assert told.whole == roomy.stat().st_size
        assert told.empty > 5_000_000
        done = compact(book)
        assert done.before == told.whole
        assert done.after == roomy.stat().st_size <= told.whole - told.empty
        with book.read() as tx:
            assert sizes(tx.connection).empty == 0
            assert tx.contacts.counts().all == 3
        assert content(roomy) == before
        with book.write("A star") as tx:  # and goes on as before
            tx.contacts.star([1], True)
    assert [p.name for p in roomy.parent.iterdir() if "compacting" in p.name] == []


def test_another_program_with_the_book_open_goes_on_in_the_same_file(roomy: Path) -> None:
    with Book.open(roomy) as mine, Book.open(roomy) as other:
        compact(mine)
        with other.write("A star") as tx:
            tx.contacts.star([1], True)
        with mine.read() as tx:
            assert tx.contacts.counts().starred == 1


def test_it_is_refused_while_a_colleague_has_a_window_open(roomy: Path) -> None:
    size = roomy.stat().st_size
    colleague = FilePresence(roomy)
    colleague.tell(Here("", "ola", "Ola", "3", "ola-pc", "2026-11-28T09:00:00+00:00"))
    with Book.open(roomy) as book:
        with pytest.raises(BookLocked, match="Ola has this book open"):
            compact(book)
        assert roomy.stat().st_size == size
        compact(book, own=colleague.window)  # one's own window is no company
    colleague.leave()
    assert roomy.stat().st_size < size


def test_a_book_that_may_only_be_read_stays_as_it_is(roomy: Path) -> None:
    raw = sqlite3.connect(roomy)
    raw.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('min_writer', '99')")
    raw.commit()
    raw.close()
    before = roomy.read_bytes()
    with Book.open(roomy) as book, pytest.raises(BookReadOnly):
        compact(book)
    assert roomy.read_bytes() == before


def test_killed_at_any_moment_the_book_is_whole_and_the_same(roomy: Path) -> None:
    before = content(roomy)
    draw = random.Random(7)
    for _round in range(8):
        program = subprocess.Popen(
            [sys.executable, "-c", COMPACTS, str(roomy)], stdout=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        program.stdout.readline()
        threading.Event().wait(draw.uniform(0.0, 0.12))  # any moment of it
        program.kill()
        program.communicate()
        assert content(roomy) == before
    with Book.open(roomy) as book:
        compact(book)  # a copy that a kill left is no hindrance, and goes
    assert [p.name for p in roomy.parent.iterdir() if "compacting" in p.name] == []


def test_the_command_line_does_it(roomy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--book", str(roomy), "compact"]) == 0
    assert "Compacted:" in capsys.readouterr().out
    with Book.open(roomy) as book, book.read() as tx:
        assert sizes(tx.connection).empty == 0
