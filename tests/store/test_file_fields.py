"""Custom fields of files in a book: what they name is kept, found, ordered, combined, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    FILE,
    LONG_TEXT,
    TEXT,
    FieldDefinition,
    named,
    value_of,
    with_custom,
)
from contactdesk.model.custom_files import names_of
from contactdesk.model.document import Document
from contactdesk.model.merging import choices, merged, usual
from contactdesk.model.table_view import TableView
from contactdesk.operations import custom_fields, documents, file_fields
from contactdesk.store.listing import ListQuery
from contactdesk.store.table_reading import Now

pytestmark = pytest.mark.both_databases
NOW = Now(datetime(2026, 11, 28, 9, tzinfo=UTC), UTC)


class Office:
    """A book with a field of files, and short words for it."""

    def __init__(self, book: Any) -> None:
        self.book = book
        with book.write("Field") as tx:
            self.field = tx.custom_fields.add(FieldDefinition(label="Contract", type=FILE))

    def put(self, number: int, *names: str) -> list[Document]:
        """Documents of a contact, named in its field."""
        with self.book.write("Add") as tx:
            about = [tx.contacts.get(number).id]
            found = [documents.keep_bytes(tx, name, name.encode(), about) for name in names]
            file_fields.name_in(tx, tx.contacts.get(number), self.field.id, found)
        return found

    def contact(self, number: int) -> Contact:
        with self.book.read() as tx:
            return tx.contacts.get(number)  # type: ignore[no-any-return]

    def names(self, number: int) -> tuple[str, ...]:
        return names_of(value_of(self.contact(number), self.field.id))

    def find(self, words: str) -> list[int]:
        with self.book.read() as tx:
            return list(tx.contacts.search(words).numbers)

    def asked(self, query: str) -> list[int]:
        with self.book.read() as tx:
            return sorted(tx.queries.by_text(query))

    def rows(self, **view: Any) -> list[int]:
        with self.book.read() as tx:
            return list(tx.table.arranged(ListQuery(), TableView(**view), NOW).numbers)


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Office:
    return Office(a_book(*(a_contact(name) for name in ("Anna Aa", "Bo Bb", "Cy Cc", "Di Dd"))))


def test_files_are_found_by_their_names_and_never_by_ids(office: Office) -> None:
    (contract,) = office.put(1, "Frame contract 2026.pdf")
    assert office.find("frame contract") == [1]
    assert office.find(contract.id[:8]) == []
    asked = f"x-{office.field.id}"
    assert office.asked(f'{asked}="frame contract 2026.pdf"') == [1]
    assert office.asked(f"{asked}=contract") == []
    assert office.asked(f"{asked}:contract") == [1]
    assert office.asked(f"{asked}:-") == [2, 3, 4]
    assert office.asked(f"{asked}:*") == [1]


def test_a_table_shows_filters_and_orders_the_names(office: Office) -> None:
    office.put(1, "b.pdf", "z.pdf")
    office.put(3, "a.pdf")
    column = named(office.field.id)
    with office.book.read() as tx:
        cells = tx.table.cells([1, 2, 3], [column], NOW)
    assert cells == {1: ("b.pdf, z.pdf",), 2: ("",), 3: ("a.pdf",)}
    assert office.rows(filters=(f"{column}=z",)) == [1]
    assert office.rows(filters=(f"{column}=-",)) == [2, 4]
    assert office.rows(sorted_by=column) == [3, 1, 2, 4]
    with office.book.read() as tx:
        assert tx.custom_fields.numbers_by_custom(office.field.id) == [3, 1, 2, 4]
        whole = tx.custom_fields.whole(office.field.id)
        assert set(whole.texts) == {"", "b.pdf, z.pdf", "a.pdf"}


def test_another_name_of_a_document_is_its_name_in_fields_too_in_one_step(office: Office) -> None:
    (draft, _other) = office.put(1, "Draft.pdf", "Terms.pdf")
    with office.book.write("Rename") as tx:
        documents.rename(tx, draft, "Signed.pdf")
    assert office.names(1) == ("Signed.pdf", "Terms.pdf")
    assert office.find("signed") == [1]
    assert office.find("draft") == []
    office.book.undo()
    assert office.names(1) == ("Draft.pdf", "Terms.pdf")
    with office.book.read() as tx:
        assert tx.documents.by_id(draft.id).name == "Draft.pdf"


def test_the_bin_and_a_purge_leave_the_name_where_it_was(office: Office) -> None:
    (contract,) = office.put(1, "Contract.pdf")
    with office.book.write("Delete") as tx:
        tx.documents.delete([contract.number])
    assert office.names(1) == ("Contract.pdf",)
    with office.book.write("Purge") as tx:
        tx.documents.purge([contract.number])
    assert office.names(1) == ("Contract.pdf",)


def test_two_who_add_a_file_each_have_both_and_what_one_takes_out_is_out(office: Office) -> None:
    office.put(1, "old.pdf")
    base = office.contact(1)
    office.put(1, "theirs.pdf")
    with office.book.write("Mine") as tx:
        new = documents.keep_bytes(tx, "mine.pdf", b"mine", [base.id])
        mine = f"urn:uuid:{new.id} mine.pdf"
        tx.contacts.save(with_custom(base, {office.field.id: mine}), base=base)
    assert office.names(1) == ("theirs.pdf", "mine.pdf")


def test_an_undo_takes_the_field_and_the_document_back_together(office: Office) -> None:
    (contract,) = office.put(1, "Contract.pdf")
    office.book.undo()
    assert office.names(1) == ()
    with office.book.read() as tx:
        assert tx.documents.by_id(contract.id) is None
    office.book.redo()
    assert office.names(1) == ("Contract.pdf",)
    with office.book.read() as tx:
        assert tx.documents.by_id(contract.id).name == "Contract.pdf"


def test_one_contact_made_of_two_keeps_the_files_of_both(office: Office) -> None:
    office.put(1, "one.pdf")
    office.put(2, "two.pdf")
    contacts = [office.contact(1), office.contact(2)]
    found = choices(contacts)
    (choice,) = [each for each in found if each.field == named(office.field.id)]
    assert not choice.one
    with office.book.write("Merge") as tx:
        tx.duplicates.merge(merged(contacts, found, usual(found)), contacts[0], contacts[1:])
    assert office.names(1) == ("one.pdf", "two.pdf")
    with office.book.read() as tx:
        assert {d.name for d in tx.documents.of_contact(1)} == {"one.pdf", "two.pdf"}
    office.book.undo()
    assert (office.names(1), office.names(2)) == (("one.pdf",), ("two.pdf",))


def test_a_text_becomes_the_contacts_document_of_that_name_and_a_text_again(
    office: Office,
) -> None:
    with office.book.write("Text") as tx:
        field = tx.custom_fields.add(FieldDefinition(label="Offer", type=TEXT))
        about = [tx.contacts.get(1).id]
        offer = documents.keep_bytes(tx, "Offer.pdf", b"offer", about)
        documents.keep_bytes(tx, "Other.pdf", b"of somebody else", [tx.contacts.get(3).id])
        for number, text in ((1, "Offer.pdf"), (2, "Other.pdf"), (3, "by post")):
            base = tx.contacts.get(number)
            tx.contacts.save(with_custom(base, {field.id: text}), base=base)
    after = replace(field, type=FILE)
    with office.book.read() as tx:
        fits = custom_fields.what_fits(tx, field, after)
    assert (fits.fit, fits.stay) == (1, 2)
    with office.book.write("Type") as tx:
        changed = custom_fields.change(tx, after, field)
    with office.book.read() as tx:
        assert tx.custom_fields.values(field.id) == {
            1: f"urn:uuid:{offer.id} Offer.pdf", 2: "Other.pdf", 3: "by post"
        }  # fmt: skip
    with office.book.write("Back") as tx:
        custom_fields.change(tx, replace(changed, type=LONG_TEXT), changed)
    with office.book.read() as tx:
        assert tx.custom_fields.values(field.id) == {
            1: "Offer.pdf", 2: "Other.pdf", 3: "by post"
        }  # fmt: skip


def test_a_file_that_was_chosen_becomes_a_document_when_the_contact_is_saved(
    office: Office,
) -> None:
    with office.book.write("Bring") as tx:
        sha256 = tx.documents.contents.keep(b"contract")
    base = office.contact(1)
    value = f"brought:{sha256}:8 Contract.pdf\nlinked:/share/Frame.pdf"
    for _again in (1, 2):  # a form that stayed open saves once more
        with office.book.write("Edit") as tx:
            mine = with_custom(base, {office.field.id: value})
            saved = tx.contacts.save(file_fields.with_documents(tx, mine, base), base=base)
    assert names_of(value_of(saved, office.field.id)) == ("Contract.pdf", "Frame.pdf")
    with office.book.read() as tx:
        found = {d.name: d for d in tx.documents.of_contact(1)}
        assert sorted(found) == ["Contract.pdf", "Frame.pdf"]
        assert b"".join(tx.documents.contents.pieces(sha256)) == b"contract"
        assert found["Frame.pdf"].is_link
        assert len(found["Contract.pdf"].versions) == 1


def test_taking_one_file_back_leaves_the_one_that_came_since(office: Office) -> None:
    office.put(1, "first.pdf")
    with office.book.read() as tx:
        step = tx.log.last_set()
    office.put(1, "second.pdf")
    office.book.revert(step)
    assert office.names(1) == ("second.pdf",)
    with office.book.read() as tx:
        assert [d.name for d in tx.documents.of_contact(1)] == ["second.pdf"]


def test_a_text_that_is_written_as_a_chosen_file_stays_a_text(office: Office) -> None:
    with office.book.write("Text") as tx:
        note = tx.custom_fields.add(FieldDefinition(label="Note", type=TEXT))
        base = tx.contacts.get(1)
        hostile = "linked:/etc/passwd"  # came with a file of somebody else
        base = tx.contacts.save(with_custom(base, {office.field.id: hostile}), base=base)
    with office.book.write("Edit") as tx:
        mine = with_custom(base, {note.id: hostile, office.field.id: f"{hostile}\nby post"})
        settled = file_fields.with_documents(tx, mine, base)
        assert settled == mine
        assert tx.documents.all() == []
