"""A disk without room: a sentence, nothing lost, and work goes on when there is room again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookError, BookFull, ContactDeskError
from contactdesk.model.contact import Contact
from contactdesk.operations.exporting import export
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB, where this computer lets tests make one."""
    place = tmp_path / "disk"
    place.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("no small disk can be made here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(place: Path, leave: int = 0) -> Path:
    """Takes all room of the disk but `leave` bytes."""
    ballast = place / "ballast"
    free = os.statvfs(place)
    with open(ballast, "wb") as file:
        file.write(bytes(max(0, free.f_bavail * free.f_bsize - leave)))
    return ballast


def names(book: Book) -> list[str]:
    with book.read() as tx:
        return [r.name for r in tx.contacts.rows(tx.contacts.listing(ListQuery()).numbers)]


def test_an_edit_on_a_full_disk_is_refused_and_works_when_there_is_room(
    small_disk: Path, a_contact: Callable[..., Contact], consistent: Any
) -> None:
    with Book.open(small_disk / "office.cdk") as book:
        with book.write("Add") as tx:
            base = tx.contacts.add(a_contact(note="before"))
        edit = replace(base, note="y" * 400_000)
        ballast = fill(small_disk, leave=20_000)
        with pytest.raises(BookFull, match="no room left"), book.write("Edit") as tx:
            tx.contacts.save(edit, base)
        assert names(book) == ["Anna Nowak"]
        assert book.check() == []
        assert book.undo_labels()[0] == "Add"
        ballast.unlink()
        with book.write("Edit") as tx:
            tx.contacts.save(edit, base)
        consistent(book, ("anna", "y"))
        assert book.check() == []


@pytest.mark.parametrize("leave", range(0, 300_000, 50_000))
def test_wherever_the_room_ends_all_or_nothing_is_in_the_book(
    small_disk: Path, a_contact: Callable[..., Contact], consistent: Any, leave: int
) -> None:
    with Book.open(small_disk / "office.cdk") as book:
        with book.write("Add") as tx:
            tx.contacts.add(a_contact("Jan Kowal"))
        fill(small_disk, leave)
        try:
            with book.write("Import") as tx:
                for n in range(60):
                    tx.contacts.add(a_contact(f"Anna Nr{n}", note="x" * 2_000))
        except BookFull:
            assert names(book) == ["Jan Kowal"]
        else:
            assert len(names(book)) == 61
        consistent(book, ("anna", "jan"))
    with Book.open(small_disk / "office.cdk") as book:
        assert book.check() == []


def test_a_new_book_on_a_full_disk_is_refused_in_words(small_disk: Path) -> None:
    ballast = fill(small_disk, leave=8_000)
    with pytest.raises(BookFull):
        Book.open(small_disk / "office.cdk")
    ballast.unlink()
    with Book.open(small_disk / "office.cdk") as book:
        assert names(book) == []


def test_a_copy_on_a_full_disk_is_not_there_and_the_book_is_untouched(
    small_disk: Path, a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="x" * 100_000))
    ballast = fill(small_disk, leave=60_000)
    with pytest.raises(BookError):
        book.backup(small_disk / "copy.cdk")
    assert [p.name for p in small_disk.iterdir()] == ["ballast"]
    ballast.unlink()
    book.backup(small_disk / "copy.cdk")
    with Book.open(small_disk / "copy.cdk") as copy:
        assert names(copy) == ["Anna Nowak"]


def test_an_export_onto_a_full_disk_leaves_the_older_file(
    small_disk: Path, a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="x" * 100_000))
    older = small_disk / "all.vcf"
    older.write_bytes(b"older")
    fill(small_disk, leave=8_192)
    with pytest.raises(ContactDeskError, match="could not be written"):
        export(book, older)
    assert older.read_bytes() == b"older"
    assert sorted(p.name for p in small_disk.iterdir()) == ["all.vcf", "ballast"]
