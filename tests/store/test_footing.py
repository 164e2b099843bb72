"""A book is written only where that is safe: at the opening, and for as long as it is open."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contactdesk.cli import main
from contactdesk.errors import BookReadOnly
from contactdesk.store import footing
from contactdesk.store.book import Book
from contactdesk.store.only_one import LEFT_SECONDS, SIZE

NOBRL = ("cifs", "rw,vers=3.0,nobrl")


@pytest.fixture
def synced(closed_book: Path) -> Path:
    """A book in a folder that Syncthing keeps in step."""
    (closed_book.parent / ".stfolder").mkdir()
    return closed_book


OPENS_AND_WAITS = """
import sys
from contactdesk.store.book import Book
book = Book.open(sys.argv[1], create=False)
print(book.facts.read_only, flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Opens a book in a program of its own, which keeps it until it is told a line."""
    begun: list[subprocess.Popen[str]] = []

    def start(path: Path) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [sys.executable, "-c", OPENS_AND_WAITS, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(program)
        return program

    yield start
    for program in begun:
        program.kill()
        program.communicate()


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def write_something(book: Book) -> None:
    with book.write("A star") as tx:
        tx.contacts.star([1], True)


def test_a_book_on_an_unsafe_share_is_open_for_reading_alone(
    mounted: Callable[..., None], closed_book: Path
) -> None:
    mounted(*NOBRL)
    before = closed_book.read_bytes()
    with Book.open(closed_book) as book:
        assert "nobrl" in book.facts.read_only
        assert "copy" in book.facts.read_only
        with book.read() as tx:
            assert tx.contacts.counts().all == 3
        with pytest.raises(BookReadOnly, match="nobrl"):
            write_something(book)
    assert closed_book.read_bytes() == before


def test_the_command_line_keeps_to_it_too(
    mounted: Callable[..., None], closed_book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mounted(*NOBRL)
    assert main(["--book", str(closed_book), "check"]) == 0
    assert "nobrl" in capsys.readouterr().err
    assert main(["--book", str(closed_book), "undo"]) != 0
    assert "nobrl" in capsys.readouterr().err


def test_no_book_is_made_where_none_may_be_written(
    mounted: Callable[..., None], tmp_path: Path
) -> None:
    mounted("fuse.sshfs", "rw", "me@files:/office")
    with pytest.raises(BookReadOnly, match="No book was made"):
        Book.open(tmp_path / "new.cdk")
    assert not (tmp_path / "new.cdk").exists()


def test_a_drive_connected_anew_without_locks_stops_writing_within_half_a_minute(
    mounted: Callable[..., None], closed_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted("nfs4", "rw,vers=4.1", "files:/office")
    with Book.open(closed_book) as writer, Book.open(closed_book) as reader:
        write_something(writer)
        reader.news()
        mounted("nfs", "rw,vers=3,nolock", "files:/office")
        assert reader.news() is None  # not looked at yet
        monkeypatch.setattr(footing, "LOOK_SECONDS", 0.0)
        assert reader.news() == []
        assert "without locks" in reader.facts.read_only
        with pytest.raises(BookReadOnly, match="without locks"):
            write_something(writer)


@pytest.mark.parametrize("what", ["moved", "replaced"])
def test_a_file_that_was_moved_while_open_is_not_written(
    closed_book: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    with Book.open(closed_book) as book:
        write_something(book)
        data = closed_book.read_bytes()
        closed_book.rename(closed_book.with_name("moved.cdk"))
        if what == "replaced":
            closed_book.write_bytes(data)
        monkeypatch.setattr(footing, "LOOK_SECONDS", 0.0)
        with pytest.raises(BookReadOnly, match="no longer where it was"):
            write_something(book)


def test_one_at_a_time_in_a_folder_kept_in_step(
    synced: Path, elsewhere: Callable[[Path], subprocess.Popen[str]]
) -> None:
    with Book.open(synced) as book, Book.open(synced) as reader:  # one program, as a window
        assert (book.facts.read_only, reader.facts.read_only) == ("", "")
        write_something(book)
        other = said(elsewhere(synced))
        assert "has this book open on" in other
    assert not synced.with_name("office.cdk.in-use").exists()
    assert said(elsewhere(synced)) == ""


def test_what_a_crash_left_locks_nobody_out(
    synced: Path, elsewhere: Callable[[Path], subprocess.Popen[str]]
) -> None:
    other = elsewhere(synced)
    assert said(other) == ""
    with Book.open(synced) as book:
        assert "has this book open" in book.facts.read_only
    other.kill()
    other.wait()
    assert synced.with_name("office.cdk.in-use").exists()
    with Book.open(synced) as book:
        assert book.facts.read_only == ""
        write_something(book)


def test_another_computer_has_it_until_it_is_silent_for_an_hour(synced: Path) -> None:
    marker = synced.with_name("office.cdk.in-use")
    holder = {"person": "ola", "computer": "ola-pc", "machine": "another", "since": 1.0}
    marker.write_bytes(json.dumps(holder).encode().ljust(SIZE))
    with Book.open(synced) as book:
        assert "ola has this book open on ola-pc" in book.facts.read_only
    assert marker.exists()
    then = marker.stat().st_mtime - LEFT_SECONDS - 1
    os.utime(marker, (then, then))
    with Book.open(synced) as book:
        assert book.facts.read_only == ""


def test_a_marker_that_another_computer_wrote_over_ours_stops_writing(
    synced: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = synced.with_name("office.cdk.in-use")
    with Book.open(synced) as book:
        write_something(book)
        holder = {"person": "ola", "computer": "ola-pc", "machine": "another", "since": 1.0}
        marker.write_bytes(json.dumps(holder).encode().ljust(SIZE))  # as the folder was copied
        monkeypatch.setattr(footing, "LOOK_SECONDS", 0.0)
        with pytest.raises(BookReadOnly, match="ola-pc"):
            write_something(book)


def write_ahead(path: Path) -> None:
    raw: Any = sqlite3.connect(path)
    assert raw.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
    raw.close()


def test_a_write_ahead_log_is_left_where_that_may_be(synced: Path) -> None:
    write_ahead(synced)
    with Book.open(synced) as book:
        write_something(book)
    assert synced.read_bytes()[18:20] == b"\1\1"


def test_a_write_ahead_log_is_not_even_read_on_an_unsafe_share(
    mounted: Callable[..., None], closed_book: Path
) -> None:
    write_ahead(closed_book)
    before = sorted(os.listdir(closed_book.parent))
    mounted(*NOBRL)
    with pytest.raises(BookReadOnly, match="left as it is"):
        Book.open(closed_book)
    assert sorted(os.listdir(closed_book.parent)) == before


def test_a_second_version_beside_a_book_is_told(
    synced: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Book.open(synced) as book:
        assert "Syncthing copies this folder" in book.facts.notice
    name = "office.sync-conflict-20261124-101112-ABCDEFG.cdk"
    synced.with_name(name).write_bytes(synced.read_bytes())
    with Book.open(synced) as book:
        assert name in book.facts.notice
        assert book.facts.read_only == ""
    assert main(["--book", str(synced), "check"]) == 0
    assert name in capsys.readouterr().err


def test_a_book_on_a_disk_needs_no_notice(closed_book: Path) -> None:
    with Book.open(closed_book) as book:
        assert (book.facts.notice, book.facts.why) == ("", "")
