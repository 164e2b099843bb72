"""What the log tells of one contact: every change, who made it, and what it was part of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.model.contact import Contact, Entry
from contactdesk.model.history import as_it_was
from contactdesk.store.book import Book

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]


def edit(book: Book, number: int, label: str = "Edit", **values: Any) -> Contact:
    with book.write(label) as tx:
        base = tx.contacts.get(number)
        return tx.contacts.save(replace(base, **values), base=base)


def history(book: Book, number: int) -> Any:
    with book.read() as tx:
        contact = tx.contacts.get(number)
        return contact, tx.history.of(contact.id)


def test_every_change_is_told_the_newest_first(a_book: Callable[..., Any], a_contact: Any) -> None:
    book = a_book(a_contact(), a_contact(formatted_name="Piotr Lis"))
    edit(book, 1, "Edit Anna", note="first")
    edit(book, 2, note="of somebody else")
    edit(book, 1, "Edit Anna again", note="second", categories=("VIP",))
    _contact, entries = history(book, 1)
    assert [(e.label, e.kind, e.own) for e in entries[:2]] == [
        ("Edit Anna again", "update", True),
        ("Edit Anna", "update", True),
    ]
    assert entries[0].fields["note"] == ("first", "second")
    assert entries[-1].kind == "create"


def test_a_contact_as_of_any_change_is_what_it_was_then(
    a_book: Callable[..., Any], a_contact: Any
) -> None:
    book = a_book(a_contact(phones=(Entry("501 234 567"),)))
    long_note = "It goes on and on. " * 400
    states = [history(book, 1)[0]]
    states.append(edit(book, 1, note=long_note))
    phones = (*states[-1].phones, Entry("22 555 01 01"))
    states.append(edit(book, 1, phones=phones, note=""))
    states.append(edit(book, 1, phones=phones[1:], birthday=None))
    book.undo()
    contact, entries = history(book, 1)
    changes = [e.change for e in reversed(entries)]
    for change, state in zip(changes, states, strict=False):
        then = as_it_was(contact, entries, change)
        assert replace(then, revision=state.revision, number=state.number) == state


def test_undo_and_redo_say_what_they_took_back(a_book: Callable[..., Any], a_contact: Any) -> None:
    book = a_book(a_contact())
    edit(book, 1, "Edit Anna", note="typed")
    book.undo()
    book.redo()
    _contact, entries = history(book, 1)
    assert [(e.set_kind, e.reverted) for e in entries[:2]] == [
        ("redo", "Edit Anna"),
        ("undo", "Edit Anna"),
    ]


def test_a_step_of_many_contacts_says_how_many(a_book: Callable[..., Any], a_contact: Any) -> None:
    book = a_book(*(a_contact(formatted_name=f"Anna {n}") for n in range(5)))
    with book.write("Delete (5)") as tx:
        tx.contacts.delete([1, 2, 3, 4, 5])
    _contact, entries = history(book, 3)
    assert (entries[0].label, entries[0].together) == ("Delete (5)", 5)
    assert entries[0].fields["deleted_at"][0] == ""
