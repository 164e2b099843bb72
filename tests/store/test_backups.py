"""Backups: whole or not there, made while others write, and every changed byte is found."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.store.test_full_disk import fill, small_disk  # noqa: F401  (a fixture)

from contactdesk.errors import BookDamaged, BookError, BookFull, BookReadOnly, Cancelled
from contactdesk.model.contact import Contact
from contactdesk.progress import Progress
from contactdesk.store.backups import backups_in, glance, make_backup, verified
from contactdesk.store.book import Book
from contactdesk.store.opening import manifest_of
from contactdesk.store.restoring import restore

pytestmark = pytest.mark.both_databases
AT = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Book:
    made: Book = a_book(
        *(a_contact(f"Anna Nr{n}", note="x" * 2_000, phones=["1"]) for n in range(40))
    )
    return made


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM contact").fetchone()[0])


def test_a_backup_says_what_is_in_it_and_opens_only_to_be_read(book: Book, tmp_path: Path) -> None:
    made = make_backup(book, tmp_path / "kept", "asked", AT)
    assert made.good
    assert made.path.name == f"{book.facts.name} {AT.astimezone():%Y-%m-%d %H%M%S}.cdk"
    assert made.manifest is not None
    assert (made.manifest.counts["contact"], made.manifest.reason) == (40, "asked")
    assert made.manifest.last_set == 1
    assert verified(made.path).good
    assert backups_in(tmp_path / "kept") == [made]
    with Book.open(made.path, create=False) as opened:
        assert "backup" in opened.facts.read_only
        with opened.read() as tx:
            assert tx.contacts.counts().all == 40
        with pytest.raises(BookReadOnly), opened.write("Edit"):
            pass
    assert verified(made.path).good


def test_two_backups_of_one_second_are_two(book: Book, tmp_path: Path) -> None:
    made = {make_backup(book, tmp_path / "kept", "asked", AT).path for _ in range(3)}
    assert len(made) == 3
    assert len(backups_in(tmp_path / "kept")) == 3


def test_a_backup_comes_back_as_a_book_that_may_be_changed(book: Book, tmp_path: Path) -> None:
    made = make_backup(book, tmp_path / "kept", "day", AT)
    restore(made.path, tmp_path / "again.cdk")
    with Book.open(tmp_path / "again.cdk", create=False) as again:
        assert not again.facts.read_only
        with again.write("Edit") as tx:
            tx.contacts.delete([1])


@pytest.mark.file_only
def test_every_one_of_500_changed_bytes_is_found(book: Book, tmp_path: Path) -> None:
    made = make_backup(book, tmp_path / "kept", "day", AT)
    rng = random.Random(7)
    for n in range(500):
        file = made.path if n % 5 else manifest_of(made.path)
        at = rng.randrange(file.stat().st_size)
        with open(file, "rb+") as spoilt:
            spoilt.seek(at)
            was = spoilt.read(1)
            spoilt.seek(at)
            spoilt.write(bytes([was[0] ^ rng.randrange(1, 256)]))
        assert not verified(made.path).good, (file.name, at)
        with open(file, "rb+") as spoilt:
            spoilt.seek(at)
            spoilt.write(was)
    assert verified(made.path).good


@pytest.mark.file_only
def test_a_backup_that_lost_bytes_or_its_file_does_not_count(book: Book, tmp_path: Path) -> None:
    cut = make_backup(book, tmp_path / "kept", "day", AT).path
    gone = make_backup(book, tmp_path / "kept", "day", AT).path
    os.truncate(cut, cut.stat().st_size - 1)
    gone.unlink()
    assert "size" in glance(cut).wrong
    assert "not there" in glance(gone).wrong
    assert [each.good for each in backups_in(tmp_path / "kept")] == [False, False]


@pytest.mark.file_only
def test_people_save_while_a_backup_is_made(
    book: Book, a_contact: Callable[..., Contact], tmp_path: Path
) -> None:
    saved, stop = [], threading.Event()

    def save() -> None:
        with Book.open(book.facts.path) as other:
            while not stop.is_set():
                with other.write("Add") as tx:
                    saved.append(tx.contacts.add(a_contact("Jan Kowal")).number)

    colleague = threading.Thread(target=save)
    colleague.start()
    try:
        made = [make_backup(book, tmp_path / "kept", "day", AT) for _ in range(4)]
    finally:
        stop.set()
        colleague.join()
    assert len(saved) > 4
    for each in made:
        assert verified(each.path).good
        assert each.manifest is not None
        assert count(each.path) == each.manifest.counts["contact"] >= 40
    with book.read() as tx:
        assert tx.contacts.counts().all == 40 + len(saved)


@pytest.mark.file_only
def test_a_book_that_is_not_sound_gives_no_backup(book: Book, tmp_path: Path) -> None:
    good = make_backup(book, tmp_path / "kept", "day", AT)
    with closing(sqlite3.connect(book.facts.path)) as other:
        other.execute("DELETE FROM contact")
        other.commit()
    with pytest.raises(BookDamaged, match=r"not sound\. It does not count") as told:
        make_backup(book, tmp_path / "kept", "day", AT)
    assert "contact" in str(told.value.__cause__)  # not for a person: the words of the database
    assert backups_in(tmp_path / "kept") == [good]
    assert len(list((tmp_path / "kept").iterdir())) == 2


@pytest.mark.file_only
def test_one_that_is_stopped_leaves_nothing(book: Book, tmp_path: Path) -> None:
    progress = Progress()
    progress.stop()
    with pytest.raises(Cancelled):
        make_backup(book, tmp_path / "kept", "day", AT, progress)
    assert list((tmp_path / "kept").iterdir()) == []


_KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from contactdesk.store import backups
from contactdesk.store.book import Book

after = int(sys.argv[3])
seen = 0

def count(event, args):
    global seen
    if event in ("open", "os.rename", "os.remove", "sqlite3.connect"):
        seen += 1
        if seen == after:
            os.kill(os.getpid(), signal.SIGKILL)

with Book.open(sys.argv[1]) as book:
    sys.addaudithook(count)
    backups.make_backup(book, Path(sys.argv[2]), "day", datetime.now(UTC))
"""


@pytest.mark.file_only
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_killed_at_any_moment_it_is_whole_or_does_not_count(book: Book, tmp_path: Path) -> None:
    folder, whole, killed = tmp_path / "kept", 0, 0
    for after in range(1, 40):
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, book.facts.path, str(folder), str(after)],
            check=False,
        )
        found = backups_in(folder)
        assert all(verified(each.path).good for each in found)
        assert len(found) in (whole, whole + 1)
        whole = len(found)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        killed += 1
    assert killed > 4
    assert done.returncode == 0
    assert book.check() == []


@pytest.mark.file_only
def test_a_full_disk_is_said_and_earlier_backups_stay(
    book: Book,
    small_disk: Path,  # noqa: F811
) -> None:
    folder = small_disk / "kept"
    good = make_backup(book, folder, "day", AT)
    for leave in (0, 4_096, 60_000, 200_000):
        ballast = fill(small_disk, leave)
        with pytest.raises(BookFull, match="no room left where backups are kept"):
            make_backup(book, folder, "day", AT)
        assert backups_in(folder) == [good]
        assert len(list(folder.iterdir())) == 2
        ballast.unlink()
    assert verified(good.path).good
    assert make_backup(book, folder, "day", AT).good


def test_a_folder_that_cannot_be_made_is_said(book: Book, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BookError, match="No backup could be made in"):
        make_backup(book, tmp_path / "file" / "kept", "day", AT)
