"""Relations: written on one card, shown on both, changed and taken away from either side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.relations import RelationKind, link_key, reverse_of

pytestmark = pytest.mark.both_databases

CHILD = RelationKind(("child",))
PARENT = RelationKind(("parent",))
SPOUSE = RelationKind(("spouse",))
MENTOR = RelationKind(label="Mentor")


def lines(book: Any, number: int) -> list[tuple[str, ...]]:
    """What a card shows: the other's name, and what they are."""
    with book.read() as tx:
        return [
            (r.row.name if r.row else r.name, *r.kind.types, r.kind.label or r.quoted)
            for r in tx.relations.of(tx.contacts.get(number))
        ]


def only(book: Any, number: int) -> Any:
    with book.read() as tx:
        (found,) = tx.relations.of(tx.contacts.get(number))
        return found


@pytest.fixture
def family(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Anna (1), Jan (2), Ewa (3); Jan is Anna's child."""
    book = a_book(a_contact("Anna Nowak"), a_contact("Jan Nowak"), a_contact("Ewa Lis"))
    with book.write("Relate") as tx:
        tx.relations.add(1, CHILD, 2)
    return book


def test_the_others_card_shows_the_reverse_though_nothing_is_written_on_it(family: Any) -> None:
    assert lines(family, 1) == [("Jan Nowak", "child", "")]
    assert lines(family, 2) == [("Anna Nowak", "parent", "")]
    with family.read() as tx:
        assert tx.contacts.get(2).related == ()


@pytest.mark.parametrize("side", [1, 2])
def test_a_relation_taken_away_from_either_side_is_gone_from_both_in_one_step(
    family: Any, side: int
) -> None:
    written = only(family, side).written
    with family.write("Remove") as tx:
        tx.relations.remove(written)
    assert lines(family, 1) == lines(family, 2) == []
    family.undo()
    assert lines(family, 1) == [("Jan Nowak", "child", "")]


def test_a_kind_changed_on_the_others_card_is_changed_where_it_is_written(family: Any) -> None:
    written = only(family, 2).written
    with family.write("Change") as tx:
        tx.relations.change(2, written, CHILD, 1)
    assert lines(family, 2) == [("Anna Nowak", "child", "")]
    assert lines(family, 1) == [("Jan Nowak", "parent", "")]
    family.undo()
    assert lines(family, 2) == [("Anna Nowak", "parent", "")]


@pytest.mark.parametrize("side", [1, 2])
def test_another_person_chosen_from_either_side_takes_the_place(family: Any, side: int) -> None:
    written = only(family, side).written
    with family.write("Change") as tx:
        tx.relations.change(side, written, SPOUSE, 3)
    assert lines(family, side) == [("Ewa Lis", "spouse", "")]
    assert lines(family, 3 - side) == []
    family.undo()
    assert lines(family, 2) == [("Anna Nowak", "parent", "")]


def test_a_relation_written_on_both_cards_is_shown_once_and_goes_as_one(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Anna", uid="urn:uuid:AAAA-1", related=[Entry("urn:uuid:bbbb-2", ("spouse",))]),
        a_contact("Jan", uid="bbbb-2", related=[Entry("urn:uuid:aaaa-1", ("spouse",))]),
    )
    assert lines(book, 1) == [("Jan", "spouse", "")]
    assert lines(book, 2) == [("Anna", "spouse", "")]
    written = only(book, 1).written
    with book.write("Remove") as tx:
        tx.relations.remove(written)
    assert lines(book, 1) == lines(book, 2) == []
    book.undo()
    assert lines(book, 2) == [("Anna", "spouse", "")]


def test_an_own_kind_has_the_reverse_that_was_given_with_it(family: Any) -> None:
    with family.write("Relate") as tx:
        tx.relations.keep_kind("Mentor", "Student")
        tx.relations.keep_kind("Tandem partner")
        tx.relations.add(3, MENTOR, 1)
        tx.relations.add(3, RelationKind(label="Tandem partner"), 2)
    assert ("Ewa Lis", "Student") in lines(family, 1)
    assert ("Ewa Lis", "Tandem partner") in lines(family, 2)
    with family.read() as tx:
        assert tx.relations.kinds() == [
            ("Mentor", "Student"), ("Tandem partner", "Tandem partner"),
        ]  # fmt: skip


def test_a_word_nobody_gave_a_reverse_for_is_quoted_on_the_other_card(family: Any) -> None:
    with family.write("Relate") as tx:
        tx.relations.add(3, RelationKind(label="Godmother"), 1)
        tx.relations.add(3, RelationKind(("referred-by",)), 2)
    with family.read() as tx:
        shown = {r.row.name: r.quoted for r in tx.relations.of(tx.contacts.get(1)) if r.row}
        assert shown["Ewa Lis"] == "Godmother"
        shown = {r.row.name: r.quoted for r in tx.relations.of(tx.contacts.get(2)) if r.row}
        assert shown["Ewa Lis"] == "referred-by"


def test_a_name_as_typed_is_never_taken_for_the_person_of_that_name(family: Any) -> None:
    with family.write("Relate") as tx:
        tx.relations.add(3, SPOUSE, "Anna Nowak")
    found = only(family, 3)
    assert (found.row, found.name) == (None, "Anna Nowak")
    assert ("Ewa Lis", "spouse", "") not in lines(family, 1)


def test_the_same_relation_as_a_name_beside_the_link_is_one_line(family: Any) -> None:
    with family.write("Relate") as tx:
        tx.relations.add(1, CHILD, "Jan Nowak")
    assert lines(family, 1) == [("Jan Nowak", "child", "")]
    written = only(family, 1).written
    with family.write("Remove") as tx:
        tx.relations.remove(written)
    assert lines(family, 1) == []


def test_nobody_is_related_to_themselves(family: Any) -> None:
    with pytest.raises(ContactDeskError, match="themselves"), family.write("Relate") as tx:
        tx.relations.add(1, SPOUSE, 1)
    assert lines(family, 1) == [("Jan Nowak", "child", "")]


def test_a_relation_somebody_took_away_meanwhile_is_said_and_not_made_anew(family: Any) -> None:
    written = only(family, 2).written
    with family.write("Remove") as tx:
        tx.relations.remove(written)
    with pytest.raises(NotFound, match="Nothing was changed"), family.write("Change") as tx:
        tx.relations.change(2, written, SPOUSE, 1)


def test_somebody_in_the_bin_is_said_to_be_there(family: Any) -> None:
    with family.write("Delete") as tx:
        tx.contacts.delete([2])
    assert only(family, 1).in_bin
    with family.write("Delete") as tx:
        tx.contacts.restore([2])
        tx.contacts.delete([1])
    assert lines(family, 2) == []  # nobody in the bin claims anything


def test_a_card_that_comes_later_is_found_by_its_identifier(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna", related=[Entry("urn:uuid:f00d-1", ("assistant",))]))
    assert only(book, 1).row is None
    with book.write("Add") as tx:
        tx.contacts.add(a_contact("Ola Wit", uid="urn:uuid:F00D-1"))
    assert lines(book, 1) == [("Ola Wit", "assistant", "")]
    assert lines(book, 2) == [("Anna", "x-assistant-of", "")]


def test_colleagues_relations_to_one_contact_do_not_overwrite_each_other(family: Any) -> None:
    with family.read() as tx:
        base = tx.contacts.get(1)
    with family.write("Colleague") as tx:
        tx.relations.add(1, SPOUSE, 3)
    with family.write("Edit") as tx:
        tx.contacts.save(replace(base, note="x"), base=base)
    assert lines(family, 1) == [("Jan Nowak", "child", ""), ("Ewa Lis", "spouse", "")]


def test_a_card_related_to_hundreds_asks_the_book_no_more_often(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    def asked(related: int) -> int:
        from sqlalchemy import event

        people = [a_contact(f"Person {n}") for n in range(related)]
        book = a_book(a_contact("Anna"), *people, name=f"of-{related}")
        with book.write("Relate") as tx:
            for n in range(related):
                tx.relations.add(2 + n, PARENT, 1)
        seen: list[str] = []
        with book.read() as tx:
            anna = tx.contacts.get(1)
            event.listen(book._engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            assert len(tx.relations.of(anna)) == related
        return len(seen)

    assert asked(60) == asked(2)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("urn:uuid:ABC", "abc"),
        ("50E3BD1C-1A5F-4F3B-9A3A-1D2B3C4D5E6F:ABPerson",
         "50e3bd1c-1a5f-4f3b-9a3a-1d2b3c4d5e6f:abperson"),
        ("http://example.com/people/1", "http://example.com/people/1"),
        ("Anna Nowak", ""),
        ("Wolfeschlegelsteinhausen", ""),
        ("mailto:anna@baltica.example", ""),
        ("anna@baltica2024.example.com", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_only_identifiers_are_links(value: str, key: str) -> None:
    assert link_key(value) == key


def test_every_kind_is_the_reverse_of_its_reverse() -> None:
    for name in ("spouse", "child", "parent", "assistant", "manager", "friend", "kin", "agent"):
        kind = RelationKind((name,))
        assert reverse_of(reverse_of(kind)) == kind
    assert reverse_of(RelationKind(("brother",))).types == ("sibling",)
    assert not reverse_of(RelationKind(("muse",)))
