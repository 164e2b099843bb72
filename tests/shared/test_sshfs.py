"""On a real drive whose locks reach nobody nothing is written: told at once, proved by trial."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from loopback_sshfs import LoopbackSshfs

from contactdesk.desktop.presence import PresenceLine
from contactdesk.errors import BookReadOnly
from contactdesk.store.book import Book
from contactdesk.store.presence import FilePresence, Here
from contactdesk.store.storage import storage_of

PATIENCE = 5.0  # seconds until unsafe storage is refused


@pytest.fixture
def office(tmp_path: Path, a_contact: Callable[..., object]) -> Path:
    """A book on this computer's disk."""
    folder = tmp_path / "office"
    folder.mkdir()
    with Book.open(folder / "office.cdk") as book, book.write("Add") as tx:
        tx.contacts.add(a_contact("Anna Nowak"))
    return folder / "office.cdk"


def test_a_book_is_read_and_never_written(
    sshfs: LoopbackSshfs, office: Path, tmp_path: Path
) -> None:
    far = tmp_path / "far"
    sshfs.mount(office.parent, far)
    assert storage_of(far / office.name).facts.system == "fuse.sshfs"
    before = office.read_bytes()
    began = time.monotonic()
    with Book.open(far / office.name) as book:
        assert "another computer" in book.facts.read_only
        with book.read() as tx:
            assert tx.contacts.counts().all == 1
        with pytest.raises(BookReadOnly), book.write("A star") as tx:
            tx.contacts.star([1], True)
    assert time.monotonic() - began < PATIENCE
    assert office.read_bytes() == before
    assert sorted(os.listdir(office.parent)) == [office.name]


def test_the_command_line_refuses_too(sshfs: LoopbackSshfs, office: Path, tmp_path: Path) -> None:
    far = tmp_path / "far"
    sshfs.mount(office.parent, far)
    before = office.read_bytes()
    command = [sys.executable, "-m", "contactdesk", "--book", far / office.name, "undo"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "another computer" in done.stderr
    assert office.read_bytes() == before


def test_no_book_is_made(sshfs: LoopbackSshfs, office: Path, tmp_path: Path) -> None:
    sshfs.mount(office.parent, tmp_path / "far")
    with pytest.raises(BookReadOnly, match="No book was made"):
        Book.open(tmp_path / "far" / "new.cdk")
    assert sorted(os.listdir(office.parent)) == [office.name]


def test_windows_prove_by_their_locks_that_none_reach(
    sshfs: LoopbackSshfs, office: Path, tmp_path: Path
) -> None:
    """As on a drive that nobody has heard of: two mounts are two computers.

    With sshfs's own memory of folders, which is 20 s long, it takes half a minute.
    """
    lines, found = [], []
    for name in ("one", "two"):
        sshfs.mount(office.parent, tmp_path / name, ",dir_cache=no")
        presence = FilePresence(tmp_path / name / office.name, found.append)
        me = Here("", name, name, "1", f"{name}-pc", "2026-11-28T09:00:00+00:00")
        lines.append(PresenceLine(presence, me, lambda _others: None))
    began = time.monotonic()
    for line in lines:
        line.start()
    while len(found) < 2 and time.monotonic() - began < 30:
        time.sleep(0.05)
    took = time.monotonic() - began
    for line in lines:
        line.end()
        line.join(10)
    print(f"both windows stopped after {took:.1f} s")
    assert ["not kept apart" in words for words in found] == [True, True]


def test_sound_locks_of_two_mounts_of_a_disk_prove_nothing(office: Path) -> None:
    found: list[str] = []
    lines = []
    for name in ("one", "two"):
        me = Here("", name, name, "1", f"{name}-pc", "2026-11-28T09:00:00+00:00")
        presence = FilePresence(office, found.append)
        lines.append(PresenceLine(presence, me, lambda _others: None))
    for line in lines:
        line.start()
    time.sleep(8)  # four looks and beats of each
    for line in lines:
        line.end()
        line.join(10)
    assert found == []
