"""Custom fields in a book: what contacts say in them is kept, found, ordered, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import EditConflict
from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    DATE,
    MONEY,
    ONE_OF,
    TEXT,
    Choice,
    FieldDefinition,
    value_of,
    with_custom,
)

pytestmark = pytest.mark.both_databases


def say(book: Any, number: int, base: Contact | None = None, **values: str) -> Contact:
    with book.write("Edit") as tx:
        known = base or tx.contacts.get(number)
        return tx.contacts.save(with_custom(known, values), base=known)


def define(book: Any, **values: Any) -> str:
    with book.write("Add field") as tx:
        field: FieldDefinition = tx.custom_fields.add(FieldDefinition(**values))
        return field.id


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    return a_book(*(a_contact(name) for name in ("Anna Aa", "Bo Bb", "Cy Cc", "Di Dd")))


def test_two_people_fill_in_different_fields_of_one_contact(book: Any) -> None:
    with book.read() as tx:
        base = tx.contacts.get(1)
    say(book, 1, base, a="1")
    both = say(book, 1, base, b="2")
    assert (value_of(both, "a"), value_of(both, "b")) == ("1", "2")
    with pytest.raises(EditConflict) as told:
        say(book, 1, base, a="9")
    assert told.value.fields == ("custom",)


def test_an_undo_takes_one_field_back_and_leaves_what_was_said_since(book: Any) -> None:
    say(book, 1, a="1")
    with book.read() as tx:
        step = tx.log.last_set()
    say(book, 1, b="2")
    book.revert(step)
    with book.read() as tx:
        anna = tx.contacts.get(1)
    assert (value_of(anna, "a"), value_of(anna, "b")) == ("", "2")


def test_the_search_finds_what_is_said_and_no_ids(book: Any) -> None:
    with book.write("Edit") as tx:
        tx.contacts.change_many(
            [1, 2],
            lambda c: with_custom(c, {"f": "PL 000-214-55-10" if c.number == 1 else "Net 30 days",
                                      "g": "urn:uuid:0199"}),
            {"custom"},
        )  # fmt: skip
    with book.read() as tx:
        assert tx.contacts.search("net 30").numbers == [2]
        assert tx.contacts.search("0002145510").numbers == [1]
        assert tx.contacts.search("0199").numbers == []
        assert tx.contacts.found_rows(tx.contacts.search("net"), "net")[0].matched == "custom"
    say(book, 2, f="")
    with book.read() as tx:
        assert tx.contacts.search("net 30").numbers == []


@pytest.mark.parametrize(
    ("field", "said", "order", "backwards"),
    [
        (FieldDefinition(type=TEXT), ("żuk", 'a "b" \\', "Zu", ""), [2, 3, 1, 4], [1, 3, 2, 4]),
        (FieldDefinition(type=MONEY), ("9", "10.50", "-1", ""), [3, 1, 2, 4], [2, 1, 3, 4]),
        (FieldDefinition(type=MONEY), ("9", "many", "10", "9"), [1, 4, 3, 2], [2, 3, 1, 4]),
        (FieldDefinition(type=DATE), ("2026-01-02", "", "2025-12-31", "2026-01-02"),
         [3, 1, 4, 2], [1, 4, 3, 2]),
        (FieldDefinition(type=ONE_OF, choices=(Choice("Late"), Choice("Early"))),
         ("Early", "Late", "Old", "Late"), [2, 4, 1, 3], [3, 1, 2, 4]),
    ],
)  # fmt: skip
def test_contacts_stand_in_the_order_of_what_they_say(
    book: Any, field: FieldDefinition, said: tuple[str, ...], order: list[int], backwards: list[int]
) -> None:
    with book.write("Add field") as tx:
        made = tx.custom_fields.add(field)
    for number, value in enumerate(said, 1):
        if value:
            say(book, number, **{made.id: value})
    with book.read() as tx:
        assert list(tx.custom_fields.numbers_by_custom(made.id)) == order
        assert list(tx.custom_fields.numbers_by_custom(made.id, descending=True)) == backwards
        known = {n: v for n, v in enumerate(said, 1) if v}
        assert tx.custom_fields.values(made.id) == known
        assert tx.custom_fields.counts() == {made.id: len(known)}


def test_who_is_in_the_bin_is_not_counted(book: Any) -> None:
    say(book, 1, f="x")
    say(book, 2, f="y")
    with book.write("Delete") as tx:
        tx.contacts.delete([1])
    with book.read() as tx:
        assert tx.custom_fields.values("f") == {2: "y"}
        assert tx.custom_fields.counts() == {"f": 1}
        assert list(tx.custom_fields.numbers_by_custom("f")) == [2, 3, 4]


def test_a_field_that_is_put_away_and_comes_back_has_its_values(book: Any) -> None:
    field = define(book, label="VAT number")
    say(book, 1, **{field: "PL 1"})
    with book.write("Put away") as tx:
        tx.custom_fields.delete([1])
    with book.read() as tx:
        assert tx.custom_fields.all() == []
        assert value_of(tx.contacts.get(1), field) == "PL 1"
    book.undo()
    with book.read() as tx:
        assert [f.label for f in tx.custom_fields.all()] == ["VAT number"]


def test_two_people_may_change_one_field_apart(book: Any) -> None:
    field = define(book, label="Terms", type=ONE_OF, choices=(Choice("A"), Choice("B")))
    with book.read() as tx:
        base = tx.custom_fields.by_id(field)
    first, second = base.choices
    with book.write("Rename a choice") as tx:
        tx.custom_fields.save(replace(base, choices=(replace(first, name="Aa"), second)), base)
    with book.write("Colour another") as tx:
        tx.custom_fields.save(replace(base, choices=(first, replace(second, colour="teal"))), base)
    with book.read() as tx:
        found = tx.custom_fields.by_id(field).choices
    assert [(c.name, c.colour) for c in found] == [("Aa", ""), ("B", "teal")]


@pytest.mark.parametrize("descending", [False, True])
def test_many_who_say_few_words_are_ordered_as_few_who_say_many(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], descending: bool
) -> None:
    """They are put together by another way, which must come to the same."""
    book = a_book(*(a_contact(f"Anna {chr(97 + n)}") for n in range(12)))
    words = ("Late", "Early", "Old", "")
    with book.write("Fill") as tx:
        choices = (Choice("Late"), Choice("Early"))
        field = tx.custom_fields.add(FieldDefinition(type=ONE_OF, choices=choices)).id
        tx.contacts.change_many(
            list(range(1, 13)), lambda c: with_custom(c, {field: words[c.number % 4]}), ("custom",)
        )
    turn = ["Late", "Early", "Old"]
    turn = [*(reversed(turn) if descending else turn), ""]
    with book.read() as tx:
        found = tx.custom_fields.numbers_by_custom(field, descending)
    assert found == sorted(range(1, 13), key=lambda n: (turn.index(words[n % 4]), n))
