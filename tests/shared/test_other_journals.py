"""Another program makes a write-ahead log of a book on a network drive: it is not written there."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing

import pytest
from tests.shared.two_hosts import NFS, OPENS, REFUSED, made_book, refused_after, run, said, script
from uml_hosts import Network

from contactdesk.store.book import Book

WORDS = "in a state that cannot be read safely"
KEEPS_OPEN = """
import sqlite3, sys, time
from pathlib import Path
flags = Path(sys.argv[2])
while sys.argv[3:] and not (flags / sys.argv[3]).exists():
    time.sleep(0.1)
book = sqlite3.connect(sys.argv[1], timeout=20)
assert book.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
book.execute("CREATE TABLE elsewhere (x)")
book.commit()
(flags / "switched").touch()
while not (flags / "done").exists():
    time.sleep(0.1)
"""
OPEN_ALREADY = """
import sys, time
from pathlib import Path
from contactdesk.errors import BookError
from contactdesk.store.book import Book
flags = Path(sys.argv[2])
with Book.open(sys.argv[1], create=False) as book:
    with book.write("A star") as tx:
        tx.contacts.star([2], True)
    (flags / "open").touch()
    while not (flags / "switched").exists():
        time.sleep(0.1)
    began = time.monotonic()
    for _try in range(2):
        try:
            with book.write("A star") as tx:
                tx.contacts.star([1], True)
            print("written")
        except BookError as error:
            took = time.monotonic() - began
            print(f"refused after {took:.1f} s:", type(error).__name__, error.message)
"""
pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("already", [False, True])
def test_a_write_ahead_log_of_another_computer_is_never_written(
    network: Network, already: bool
) -> None:
    network.serve_nfs()
    path, flags = made_book(network.share), network.folder
    keeps = script(network, "keeps.py", KEEPS_OPEN)
    opens = script(network, "opens.py", OPEN_ALREADY if already else OPENS)

    def command(n: int, book: str) -> str:
        if n == 3:
            when = "open" if already else ""
            return f"{sys.executable} {keeps} {book} {flags} {when} > {flags}/said3 2>&1"
        wait = "" if already else f"until [ -e {flags}/switched ]; do sleep 0.2; done; "
        run_it = f"{sys.executable} {opens} {book} {flags} > {flags}/said2 2>&1"
        return f"{wait}{run_it}; touch {flags}/done"

    run(network, NFS, command)
    print(said(network, 2))
    assert said(network, 3) == ""
    assert "written" not in said(network, 2)
    assert WORDS in said(network, 2)
    assert refused_after(network, 2) <= REFUSED
    with closing(sqlite3.connect(path)) as book:
        assert book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert book.execute("SELECT name FROM sqlite_master WHERE name='elsewhere'").fetchone()
    with Book.open(path, create=False) as again, again.read() as tx:
        assert tx.contacts.counts().starred == int(already)
