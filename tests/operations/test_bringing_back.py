"""Contacts from a backup in today's book: as they were there, as one step of undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookDamaged
from contactdesk.model.contact import Contact
from contactdesk.operations.backing_up import back_up
from contactdesk.operations.bringing_back import bring_back, rows_in
from contactdesk.settings import Settings
from contactdesk.store.book import Book

pytestmark = pytest.mark.both_databases


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Book:
    made: Book = a_book(
        a_contact("Anna Nowak", phones=["1"], note="first"),
        a_contact("Jan Kowal", phones=["2"]),
        a_contact("Ewa Lis", phones=["3"]),
        a_contact("Olga Wit", phones=["4"]),
    )
    with made.write("Photo") as tx:
        base = tx.contacts.get(3)
        photo = tx.contacts.keep_photo(b"picture of Ewa", "image/png")
        tx.contacts.save(replace(base, photo=photo), base)
    return made


def backed_up(book: Book) -> Path:
    return back_up(book, Settings(), "asked").path


def numbers(backup: Path, words: str = "") -> list[int]:
    return [row.number for row in rows_in(backup, words)]


def state(book: Book) -> dict[str, tuple[Any, ...]]:
    with book.read() as tx:
        found = tx.contacts.get_many(range(1, 20))
        return {
            c.formatted_name: (c.id, c.note, c.phones, c.photo, bool(c.deleted_at)) for c in found
        }


def test_changed_binned_and_purged_contacts_are_as_they_were(book: Book) -> None:
    before = state(book)
    backup = backed_up(book)
    with book.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, note="later", phones=()), base)
        tx.contacts.delete([2])
        tx.contacts.delete([3])
    with book.write("Purge") as tx:
        tx.contacts.purge([3])
    done = bring_back(book, backup, numbers(backup))
    assert (done.changed, done.added, done.same) == (2, 1, 1)
    assert state(book) == before
    with book.read() as tx:
        (ewa,) = [c for c in tx.contacts.get_many(range(1, 20)) if c.formatted_name == "Ewa Lis"]
        assert ewa.photo is not None
        assert tx.contacts.photo(ewa.photo.sha256) == b"picture of Ewa"
    assert book.check() == []


def test_it_is_one_step_of_undo_and_touches_nobody_else(book: Book) -> None:
    backup = backed_up(book)
    with book.write("Edit") as tx:
        for number in (1, 2):
            base = tx.contacts.get(number)
            tx.contacts.save(replace(base, note="later"), base)
    later = state(book)
    bring_back(book, backup, numbers(backup, "anna"))
    assert state(book)["Anna Nowak"][1] == "first"
    assert state(book)["Jan Kowal"] == later["Jan Kowal"]
    assert book.undo_labels()[0] == "Bring back 1 contact"
    book.undo()
    assert state(book) == later


def test_what_is_so_already_makes_no_step(book: Book) -> None:
    backup = backed_up(book)
    label = book.undo_labels()[0]
    done = bring_back(book, backup, numbers(backup))
    assert (done.changed, done.added, done.same) == (0, 0, 4)
    assert book.undo_labels()[0] == label


def test_from_a_damaged_backup_nothing_comes(book: Book) -> None:
    backup = backed_up(book)
    chosen = numbers(backup)
    data = bytearray(backup.read_bytes())
    data[-1] ^= 255
    backup.write_bytes(data)
    with book.write("Edit") as tx:
        tx.contacts.delete([1])
    before = state(book)
    with pytest.raises(BookDamaged, match="cannot be counted on"):
        bring_back(book, backup, chosen)
    assert state(book) == before
