"""Programs that wait for one book write in the order in which they came."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from contactdesk.errors import BookLocked
from contactdesk.store import byte_lock, turns
from contactdesk.store.book import Book
from contactdesk.store.connecting import connect
from contactdesk.store.turns import AT, Turns, pause_after

WAITS = """
import sys
from contactdesk.store.book import Book
with Book.open(sys.argv[1], create=False, patience=1000.0) as book, book.write("Star") as tx:
    tx.contacts.star([1], True)
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who has a lock")


@pytest.fixture
def office(tmp_path: Path, a_contact: Callable[..., object]) -> Path:
    path = tmp_path / "office.cdk"
    with Book.open(path) as book, book.write("Add") as tx:
        tx.contacts.add(a_contact("Anna Nowak"))
    return path


@pytest.fixture
def busy(office: Path) -> Iterator[sqlite3.Connection]:
    """A program that knows no turns, writing; its `rollback` ends that."""
    with closing(connect(office, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def drawn(office: Path) -> int:
    """How many numbers were drawn."""
    path = office.with_name("office.cdk.turns")
    return int.from_bytes(path.read_bytes()) if path.exists() else 0


def until(is_so: Callable[[], bool]) -> None:
    for _try in range(6_000):
        if is_so():
            return
        time.sleep(0.005)
    raise AssertionError("it did not come to that")


def writer(office: Path, label: str, a_contact: Callable[..., object]) -> threading.Thread:
    """One who waits for as long as it takes."""

    def write() -> None:
        with Book.open(office, create=False, patience=1000.0) as book, book.write(label) as tx:
            tx.contacts.add(a_contact(label))

    begun = threading.Thread(target=write)
    begun.start()
    return begun


def labels(office: Path) -> list[str]:
    with Book.open(office) as book, book.read() as tx:
        return [tx.log.label_of(n) or "" for n in range(2, tx.log.last_set() + 1)]


def test_who_came_first_writes_first(
    office: Path, busy: sqlite3.Connection, a_contact: Callable[..., object]
) -> None:
    begun = []
    for number in range(1, 7):
        begun.append(writer(office, f"Nr {number}", a_contact))
        until(lambda number=number: drawn(office) == number)  # type: ignore[misc]
    busy.rollback()
    for each in begun:
        each.join()
    assert labels(office) == [f"Nr {number}" for number in range(1, 7)]


def test_who_died_while_waiting_keeps_nobody(
    office: Path, busy: sqlite3.Connection, a_contact: Callable[..., object]
) -> None:
    dies = subprocess.Popen([sys.executable, "-c", WAITS, str(office)])
    until(lambda: drawn(office) == 1)
    lives = writer(office, "lives", a_contact)
    until(lambda: drawn(office) == 2)
    dies.kill()
    dies.wait()
    busy.rollback()
    lives.join()
    assert labels(office) == ["lives"]


def test_a_number_that_is_never_given_back_is_passed_over(
    office: Path, busy: sqlite3.Connection, a_contact: Callable[..., object]
) -> None:
    """As one of a computer that was cut off, whose locks the server keeps for a while."""
    path = office.with_name("office.cdk.turns")
    path.write_bytes((7).to_bytes(8))
    with path.open("rb+", buffering=0) as cut_off:
        assert byte_lock.take(cut_off, AT + 7)
        lives = writer(office, "lives", a_contact)
        until(lambda: drawn(office) == 8)
        busy.rollback()
        lives.join()
    assert labels(office) == ["lives"]


def test_a_number_that_was_passed_over_is_not_waited_for_again(
    office: Path, busy: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each save would take two seconds more until the server lets go of a dead computer's lock."""
    path = office.with_name("office.cdk.turns")
    path.write_bytes((7).to_bytes(8))
    with path.open("rb+", buffering=0) as cut_off, closing(connect(office, timeout=0)) as mine:
        assert byte_lock.take(cut_off, AT + 7)
        ours = Turns(office)
        with pytest.raises(sqlite3.OperationalError):
            ours.take(lambda: mine.execute("BEGIN IMMEDIATE"), 2.5)
        ours.end()
        busy.rollback()
        monkeypatch.setattr(turns, "PASSED_OVER", 1000.0)
        assert ours.take(lambda: mine.execute("BEGIN IMMEDIATE"), 15.0) > 0.0
        ours.leave()
    assert drawn(office) == 9


@pytest.mark.parametrize("odd", [b"", b"x", b"\xff" * 8, b"no turns of ours at all"])
def test_what_stands_in_the_file_does_not_matter(
    office: Path, busy: sqlite3.Connection, a_contact: Callable[..., object], odd: bytes
) -> None:
    path = office.with_name("office.cdk.turns")
    path.write_bytes(odd)
    lives = writer(office, "lives", a_contact)
    until(lambda: path.read_bytes() != odd or not lives.is_alive())
    busy.rollback()
    lives.join()
    assert labels(office) == ["lives"]


def test_there_is_no_file_while_nobody_waits(
    office: Path, busy: sqlite3.Connection, a_contact: Callable[..., object]
) -> None:
    with Book.open(office, patience=0.2) as book:
        with pytest.raises(BookLocked), book.write("Star") as tx:
            tx.contacts.star([1], True)
        assert drawn(office) == 1
        busy.rollback()
        with book.write("Add") as tx:
            tx.contacts.add(a_contact("Jan Żak"))
        assert drawn(office) == 1  # nobody waited: no number is needed
    assert [n for n in os.listdir(office.parent) if n.startswith("office")] == [office.name]


def test_a_file_that_was_taken_away_is_made_anew(
    office: Path, busy: sqlite3.Connection, a_contact: Callable[..., object]
) -> None:
    with Book.open(office, patience=0.2) as book:
        with pytest.raises(BookLocked), book.write("Star") as tx:
            tx.contacts.star([1], True)
        office.with_name("office.cdk.turns").unlink()
        with pytest.raises(BookLocked), book.write("Star") as tx:
            tx.contacts.star([1], True)
        assert drawn(office) == 1
        busy.rollback()
    assert labels(office) == []


@pytest.mark.parametrize("took", [0.0, 0.001, 0.3, 20.0])
def test_a_look_that_a_drive_held_up_is_not_followed_by_a_long_pause(took: float) -> None:
    """A drive that was away for 20 s had a save wait for up to 90 s more, which told nobody."""
    for left in (0.1, 8.0):
        pauses = [pause_after(took, left) for _try in range(200)]
        assert max(pauses) <= min(left, 0.5)
        assert min(pauses) > 0.0
