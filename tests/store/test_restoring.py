"""A backup comes back: checked, beside what is there or in its place, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookDamaged, BookError, BookLocked, BookUnreachable
from contactdesk.model.contact import Contact
from contactdesk.store.book import Book
from contactdesk.store.presence import FilePresence, Here
from contactdesk.store.restoring import restore


@pytest.fixture
def backup(a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path) -> Path:
    book = a_book(a_contact("Anna Nowak"), a_contact("Jan Kowal"))
    book.backup(tmp_path / "copy.cdk")
    return tmp_path / "copy.cdk"


def names(path: Path) -> list[str]:
    with Book.open(path, create=False) as book, book.read() as tx:
        return [c.formatted_name for c in tx.contacts.get_many([1, 2])]


def another(path: Path, contact: Contact) -> Path:
    with Book.open(path) as book, book.write("Add") as tx:
        tx.contacts.add(contact)
    return path


def test_a_backup_becomes_a_book_and_is_only_read(backup: Path, tmp_path: Path) -> None:
    before = backup.read_bytes()
    done = restore(backup, tmp_path / "again.cdk")
    assert (done.contacts, done.kept) == (2, None)
    assert names(tmp_path / "again.cdk") == ["Anna Nowak", "Jan Kowal"]
    assert backup.read_bytes() == before
    assert not [p.name for p in tmp_path.iterdir() if "restoring" in p.name]


def test_a_file_that_is_there_is_left_alone(
    backup: Path, tmp_path: Path, a_contact: Callable[..., Contact]
) -> None:
    to = another(tmp_path / "work.cdk", a_contact("Ewa Lis"))
    before = to.read_bytes()
    with pytest.raises(BookError, match="--replace"):
        restore(backup, to)
    assert to.read_bytes() == before


def test_what_is_replaced_is_kept_under_another_name(
    backup: Path, tmp_path: Path, a_contact: Callable[..., Contact]
) -> None:
    to = another(tmp_path / "work.cdk", a_contact("Ewa Lis"))
    first = restore(backup, to, replace=True)
    second = restore(backup, to, replace=True)
    assert names(to) == ["Anna Nowak", "Jan Kowal"]
    assert first.kept is not None
    assert names(first.kept) == ["Ewa Lis"]
    assert second.kept not in (None, first.kept)


def test_a_damaged_book_can_be_replaced_and_is_kept(backup: Path, tmp_path: Path) -> None:
    to = tmp_path / "work.cdk"
    to.write_bytes(b"no book any more")
    (tmp_path / "work.cdk-journal").write_bytes(b"half a step")
    done = restore(backup, to, replace=True)
    assert names(to) == ["Anna Nowak", "Jan Kowal"]
    assert done.kept is not None
    assert done.kept.read_bytes() == b"no book any more"
    assert not Path(f"{to}-journal").exists()


def test_a_journal_without_its_book_does_not_spoil_the_new_one(
    backup: Path, tmp_path: Path
) -> None:
    to = tmp_path / "work.cdk"
    (tmp_path / "work.cdk-journal").write_bytes(b"half a step")
    restore(backup, to)
    assert names(to) == ["Anna Nowak", "Jan Kowal"]
    assert not Path(f"{to}-journal").exists()


def test_a_book_that_somebody_has_open_is_never_replaced(
    backup: Path, tmp_path: Path, a_contact: Callable[..., Contact]
) -> None:
    to = another(tmp_path / "work.cdk", a_contact("Ewa Lis"))
    window = FilePresence(to)
    window.tell(Here(window.window, "1", "Ewa", "red", "DESK-7", "2026-01-01T00:00:00Z"))
    try:
        with pytest.raises(BookLocked, match=r"open in a window of Ewa \(DESK-7\)"):
            restore(backup, to, replace=True)
    finally:
        window.leave()
    assert names(to) == ["Ewa Lis"]
    assert restore(backup, to, replace=True).kept is not None


def test_a_book_that_another_program_writes_is_never_replaced(
    backup: Path, tmp_path: Path, a_contact: Callable[..., Contact]
) -> None:
    to = another(tmp_path / "work.cdk", a_contact("Ewa Lis"))
    other = sqlite3.connect(to, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(BookLocked, match="another program"):
            restore(backup, to, replace=True)
    finally:
        other.close()
    assert names(to) == ["Ewa Lis"]


def test_a_damaged_backup_is_refused_and_everything_is_as_it_was(
    backup: Path, tmp_path: Path, a_contact: Callable[..., Contact]
) -> None:
    to = another(tmp_path / "work.cdk", a_contact("Ewa Lis"))
    before = to.read_bytes()
    data = bytearray(backup.read_bytes())
    data[5 * 4096 : 40 * 4096] = b"\xff" * (35 * 4096)
    spoilt = tmp_path / "spoilt.cdk"
    spoilt.write_bytes(data)
    with pytest.raises(BookDamaged):
        restore(spoilt, to, replace=True)
    assert to.read_bytes() == before
    assert not [p.name for p in tmp_path.iterdir() if "restor" in p.name]


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"SQLite format 3\0"])
def test_what_is_no_backup_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "people.vcf").write_bytes(content)
    with pytest.raises(BookError):
        restore(tmp_path / "people.vcf", tmp_path / "new.cdk")
    assert not (tmp_path / "new.cdk").exists()


def test_odd_places_are_refused_in_words(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(BookUnreachable, match="no file"):
        restore(tmp_path / "away.cdk", tmp_path / "new.cdk")
    with pytest.raises(BookUnreachable, match="No book can be put"):
        restore(backup, tmp_path / "away" / "new.cdk")
    with pytest.raises(BookError, match="backup itself"):
        restore(backup, backup, replace=True)
