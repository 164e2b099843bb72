"""Undo and redo: my own steps, also after a restart, and never over what others did since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import EditConflict, NotFound
from contactdesk.model.contact import Contact, Entry, Photo
from contactdesk.store.listing import ListQuery

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]


def edit(book: Any, number: int, label: str = "Edit", **values: Any) -> Contact:
    with book.read() as tx:
        base = tx.contacts.get(number)
    with book.write(label) as tx:
        saved: Contact = tx.contacts.save(replace(base, **values), base)
        return saved


def contact_of(book: Any, number: int) -> Contact:
    with book.read() as tx:
        found: Contact = tx.contacts.get(number)
        return found


def names(book: Any, scope: str = "all") -> list[str]:
    with book.read() as tx:
        return [r.name for r in tx.contacts.rows(tx.contacts.listing(ListQuery(scope)).numbers)]


def test_an_empty_book_has_nothing_to_undo_or_redo(a_book: Callable[..., Any]) -> None:
    book = a_book()
    assert book.undo() is None
    assert book.redo() is None
    assert book.undo_labels() == (None, None)


def test_undo_puts_a_field_back_and_redo_takes_it_again(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="Old", phones=["1", "2"]))
    before = contact_of(book, 1)
    after = edit(book, 1, "Edit Anna", note="New", phones=before.phones[1:])
    assert book.undo_labels() == ("Edit Anna", None)
    assert book.undo()[:3] == ("Edit Anna", (1,), ())
    assert contact_of(book, 1) == replace(before, revision=after.revision + 1)
    assert book.undo_labels() == ("Fill the book", "Edit Anna")
    assert book.redo()[:3] == ("Edit Anna", (1,), ())
    assert contact_of(book, 1) == replace(after, revision=after.revision + 2)
    assert book.undo_labels() == ("Edit Anna", None)


def test_undo_and_redo_survive_closing_the_book(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="Old"))
    edit(book, 1, note="New")
    book.close()
    book = a_book()
    assert book.undo_labels()[0] == "Edit"
    book.undo()
    assert contact_of(book, 1).note == "Old"
    book.close()
    book = a_book()
    assert book.undo_labels()[1] == "Edit"
    book.redo()
    assert contact_of(book, 1).note == "New"


def test_several_steps_go_back_and_forth_in_their_order(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="0"))
    for n in range(1, 5):
        edit(book, 1, f"Step {n}", note=str(n))
    seen = []
    for verb in ("undo", "undo", "undo", "redo", "redo", "undo", "redo", "redo", "redo", "undo"):
        getattr(book, verb)()
        seen.append(contact_of(book, 1).note)
    assert seen == ["3", "2", "1", "2", "3", "2", "3", "4", "4", "3"]


def test_a_new_edit_ends_what_could_be_redone(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="0"))
    edit(book, 1, note="1")
    book.undo()
    edit(book, 1, note="2")
    assert book.undo_labels() == ("Edit", None)
    assert book.redo() is None
    book.undo()
    assert contact_of(book, 1).note == "0"


def test_undo_takes_back_only_my_own_steps(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    mine = a_book(a_contact("Anna Nowak"), a_contact("Jan Kowal"))
    edit(mine, 1, "Mine", note="mine")
    with as_somebody_else("ola") as ola:
        assert ola.undo_labels() == (None, None)
        edit(ola, 2, "Ola's", note="ola's")
        assert mine.undo_labels()[0] == "Mine"
        mine.undo()
        assert contact_of(mine, 1).note == ""
        assert contact_of(mine, 2).note == "ola's"
        assert ola.redo() is None
        ola.undo()
        assert contact_of(mine, 2).note == ""


def test_undo_of_a_field_keeps_what_somebody_else_changed_in_another(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    mine = a_book(a_contact(note="Old"))
    edit(mine, 1, note="New")
    with as_somebody_else("ola") as ola:
        edit(ola, 1, gender="F")
    assert mine.undo().kept == ()
    assert (contact_of(mine, 1).note, contact_of(mine, 1).gender) == ("Old", "F")


def test_undo_leaves_and_names_what_somebody_else_changed_since(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    mine = a_book(a_contact("Anna Nowak", note="Old", gender=""))
    edit(mine, 1, note="New", gender="F")
    with as_somebody_else("ola") as ola:
        edit(ola, 1, note="Ola's")
    done = mine.undo()
    assert done.kept == ("Anna Nowak",)
    assert (contact_of(mine, 1).note, contact_of(mine, 1).gender) == ("Ola's", "")


def test_undo_of_an_added_phone_keeps_the_one_a_colleague_added(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    mine = a_book(a_contact(phones=["1"]))
    base = contact_of(mine, 1)
    edit(mine, 1, phones=(*base.phones, Entry("mine")))
    with as_somebody_else("ola") as ola:
        edit(ola, 1, phones=(*contact_of(ola, 1).phones, Entry("ola's")))
    mine.undo()
    assert [e.value for e in contact_of(mine, 1).phones] == ["1", "ola's"]


def test_undo_of_a_new_contact_leaves_no_trace_in_any_list(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Jan Kowal"))
    with book.write("Add Anna") as tx:
        anna = tx.contacts.add(a_contact("Anna Nowak", phones=["+48501234567"]))
    assert book.undo().contacts == (anna.number,)
    assert names(book) == ["Jan Kowal"]
    assert names(book, "bin") == []
    with book.read() as tx:
        assert tx.contacts.counts() == (1, 1, 0, 0, 0, (), 0, 0)
        assert tx.contacts.search("anna").numbers == []
        assert tx.contacts.search("anna", ListQuery("bin")).numbers == []
        assert tx.contacts.similar(a_contact("X", phones=["+48501234567"])) is None
    book.redo()
    assert names(book) == ["Jan Kowal", "Anna Nowak"]
    assert replace(contact_of(book, anna.number), revision=1) == anna


@pytest.mark.parametrize("many", [3, 120])
def test_undo_of_many_new_contacts_and_redo_of_it(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], consistent: Any, many: int
) -> None:
    book = a_book(*(a_contact(f"Old Nr{n}") for n in range(40)))
    with book.write("Import") as tx:
        for n in range(many):
            tx.contacts.add(a_contact(f"New Nr{n}"))
    before = consistent(book, ("new", "old", "nr1"))
    done = book.undo()
    assert (done.label, len(done.contacts), done.kept) == ("Import", many, ())
    consistent(book, ("new", "old", "nr1"))
    assert len(names(book)) == 40
    assert names(book, "bin") == []
    redone = book.redo()
    assert len(redone.contacts) == many
    after = consistent(book, ("new", "old", "nr1"))
    assert [replace(c, revision=0) for c in after] == [replace(c, revision=0) for c in before]
    book.undo()
    assert len(names(book)) == 40
    consistent(book, ("new", "old", "nr1"))


@pytest.mark.parametrize("many", [3, 120])
def test_undo_of_an_import_keeps_and_names_whom_somebody_edited_since(
    a_book: Callable[..., Any],
    a_contact: Callable[..., Contact],
    as_somebody_else: Any,
    consistent: Any,
    many: int,
) -> None:
    book = a_book()
    with book.write("Import") as tx:
        for n in range(many):
            tx.contacts.add(a_contact(f"New Nr{n}"))
    with as_somebody_else("ola") as ola:
        edit(ola, 2, note="Ola's")
        edit(ola, 3, note="undone again")
        ola.undo()
    done = book.undo()
    assert done.kept == ("New Nr1",)
    assert names(book) == ["New Nr1"]
    assert contact_of(book, 2).note == "Ola's"
    consistent(book, ("new", "nr1"))
    book.redo()
    assert len(names(book)) == many
    consistent(book, ("new", "nr1"))


def test_undo_of_an_import_of_which_everybody_was_edited_since_leaves_them_all(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    book = a_book()
    with book.write("Import") as tx:
        for n in range(60):
            tx.contacts.add(a_contact(f"New Nr{n}"))
    with as_somebody_else("ola") as ola, ola.write("Note") as tx:
        tx.contacts.change_many(range(1, 61), lambda now: replace(now, note="Ola's"), {"note"})
    done = book.undo()
    assert (len(done.left), done.contacts) == (60, ())
    assert {(kept.field, kept.author) for kept in done.left} == {("", "ola")}
    assert len(names(book)) == 60


def test_undo_of_deleting_brings_back_everybody(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], consistent: Any
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n}") for n in range(60)))
    with book.write("Delete") as tx:
        tx.contacts.delete(range(1, 56))
    assert len(names(book)) == 5
    book.undo()
    assert len(names(book)) == 60
    book.redo()
    assert len(names(book, "bin")) == 55
    consistent(book, ("anna", "nr7"))


def test_any_set_can_be_taken_back_not_only_the_last(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak", note="Old"), a_contact("Jan Kowal"))
    book.poll()
    edit(book, 1, "Edit Anna", note="New")
    edit(book, 2, "Edit Jan", note="Jan's")
    edit(book, 1, "Gender", gender="F")
    first = book.poll()[0]
    assert book.revert(first.id)[:3] == ("Edit Anna", (1,), ())
    found = contact_of(book, 1)
    assert (found.note, found.gender, contact_of(book, 2).note) == ("Old", "F", "Jan's")
    assert book.undo_labels() == ("Gender", "Undo Edit Anna")
    book.redo()
    assert contact_of(book, 1).note == "New"


def test_taking_a_deleted_phone_back_twice_gives_every_item_a_number_of_its_own(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    book = a_book(a_contact(phones=["1", "2"]))
    book.poll()
    base = contact_of(book, 1)
    edit(book, 1, phones=base.phones[:1])
    (deleted,) = book.poll()
    book.undo()
    with as_somebody_else("ola") as ola:
        phones = contact_of(ola, 1).phones
        edit(ola, 1, phones=(phones[0], replace(phones[1], value="2 b")))
    book.revert(deleted.id)
    items = [e.item for e in contact_of(book, 1).phones]
    assert 0 not in items
    assert len(set(items)) == len(items)


def test_an_edit_redone_on_a_contact_that_was_withdrawn_does_not_bring_it_into_the_bin(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    mine = a_book(a_contact("Anna Nowak"))
    with as_somebody_else("ola") as ola:
        edit(ola, 1, note="Ola's")
        ola.undo()
        mine.undo()
        assert names(mine) == []
        ola.redo()
        assert names(mine) == []
        assert names(mine, "bin") == []


def test_an_edit_of_a_contact_whose_creation_was_undone_meanwhile_asks_and_can_bring_it_back(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    mine = a_book(a_contact("Anna Nowak"))
    with as_somebody_else("ola") as ola:
        base = contact_of(ola, 1)
        mine.undo()
        with pytest.raises(EditConflict) as caught, ola.write("Edit") as tx:
            tx.contacts.save(replace(base, note="Ola's"), base)
        gone = caught.value.theirs
        assert isinstance(gone, Contact)
        with ola.write("Restore") as tx:
            tx.contacts.save(replace(gone, note="Ola's", deleted_at=""), gone)
        assert names(ola) == ["Anna Nowak"]
    assert contact_of(mine, 1).note == "Ola's"


def test_undo_of_a_new_photo_and_a_long_note_puts_the_old_ones_back(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="x" * 5_000))
    with book.write("Photo") as tx:
        photo = tx.contacts.keep_photo(b"one", "image/png")
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, photo=photo, note="y" * 5_000), base)
    book.undo()
    assert contact_of(book, 1).photo is None
    assert contact_of(book, 1).note == "x" * 5_000
    book.redo()
    assert contact_of(book, 1).photo == Photo("image/png", photo.sha256, 3)
    assert contact_of(book, 1).note == "y" * 5_000


def test_undo_passes_over_what_was_deleted_for_good(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak"), a_contact("Jan Kowal", note="Old"))
    edit(book, 2, "Edit Jan", note="New")
    with book.write("Delete for good") as tx:
        tx.contacts.purge([1])
    assert book.undo_labels() == ("Edit Jan", None)
    book.undo()
    assert contact_of(book, 2).note == "Old"
    book.undo()
    assert names(book) == []
    book.redo()
    assert names(book) == ["Jan Kowal"]


def test_a_change_that_is_not_in_the_history_cannot_be_taken_back(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact())
    with pytest.raises(NotFound, match="history"):
        book.revert(99)
    assert book.undo_labels() == ("Fill the book", None)
