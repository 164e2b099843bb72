"""Columns that are read for everybody at once, and kept: they say what the contacts say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.custom import FieldDefinition, named, with_custom
from contactdesk.model.dates import PartialDate
from contactdesk.model.table_view import TableView
from contactdesk.operations import category_editing
from contactdesk.store import table_reading
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.table_reading import Arranged, Now

pytestmark = pytest.mark.both_databases

NOW = Now(datetime(2026, 11, 27, 12, tzinfo=UTC), UTC)
COLUMNS = (
    "name", "given", "birthday", "nicknames", "phone", "mobile", "email", "locality", "country",
    "job_title", "departments", "categories", "note",
)  # fmt: skip
TOWNS = ("", "Gdańsk", "gdansk", "Łódź", "A\x1fB", "Zakopane", "two\nlines")
SAYINGS = ("", "7", "12", 'a "quoted" word', "a\\b", "Zażółć", "two\nlines", '": "')
FILTERS = ("a", "-", "!gd", "b, z", "quoted", "> 8", "12")


def someone(chance: Random) -> Contact:
    entries = [Entry(f"{chance.choice('abc')}{n}@x.example", preferred=n == 1) for n in range(3)]
    phones = [Entry(f"60012345{n}", (chance.choice(("cell", "work")),)) for n in range(3)]
    towns = [Address(locality=chance.choice(TOWNS), country="Poland", preferred=n == 1)
             for n in range(chance.randrange(3))]  # fmt: skip
    return Contact(
        formatted_name=f"{chance.choice('ABŁ')}nna {chance.randrange(30)}",
        given=chance.choice(("Anna", "Łucja", "")),
        nicknames=("Ann", "An")[: chance.randrange(3)],
        emails=tuple(entries[: chance.randrange(4)]),
        phones=tuple(phones[: chance.randrange(4)]),
        addresses=tuple(towns),
        memberships=(Membership("Baltica", ("Buying", "North"), chance.choice(("", "Buyer"))),),
        categories=("Customer", "Press")[: chance.randrange(3)],
        birthday=PartialDate(1980 + chance.randrange(9), 3, 4) if chance.random() < 0.5 else None,
        note=chance.choice(TOWNS),
    )


def arranged(book: Book, view: TableView) -> Arranged:
    with book.read() as tx:
        return tx.table.arranged(ListQuery(), view, NOW)


def a_view(chance: Random, columns: tuple[str, ...]) -> TableView:
    filters = (f"{chance.choice(columns)}={chance.choice(FILTERS)}",)
    return TableView(
        sorted_by=chance.choice(columns),
        descending=chance.random() < 0.5,
        grouped_by=chance.choice((*columns, "", "")),
        filters=filters if chance.random() < 0.5 else (),
    )


def change(book: Book, chance: Random, own: str) -> None:
    """One thing that somebody may do to what the columns say."""
    with book.read() as tx:
        number = chance.choice(tx.contacts.lists.numbers(ListQuery()))
        found = tx.contacts.get(number)
    deed = chance.randrange(7)
    if deed == 0:
        book.undo()
        return
    with book.write("Edit") as tx:
        if deed == 1:
            tx.contacts.delete([number])
        elif deed == 2:
            tx.contacts.add(someone(chance))
        elif deed == 3:
            tx.contacts.save(with_custom(found, {own: chance.choice(SAYINGS)}), found)
        elif deed == 4 and tx.categories.counted():
            tx.contacts.change_many([number], lambda c: replace(c, categories=("New",)),
                                    ("categories",))  # fmt: skip
        else:
            other = someone(chance)
            towns = replace(found, addresses=other.addresses, emails=other.emails)
            tx.contacts.save(replace(towns, note=other.note), found)


@pytest.mark.parametrize("seed", range(3))
def test_a_table_of_many_is_arranged_as_one_of_few(
    a_book: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Also after changes here and at a colleague's, which the kept columns hear of."""
    chance = Random(seed)
    mine = a_book(*(someone(chance) for _ in range(40)))
    with mine.write("A field") as tx:
        own = tx.custom_fields.add(FieldDefinition(label="Days", type="text")).id
        tx.contacts.change_many(
            tx.contacts.lists.numbers(ListQuery()),
            lambda contact: with_custom(contact, {own: chance.choice(SAYINGS)}),
            ("custom",),
        )
    colleague = a_book()
    columns = (*COLUMNS, named(own))
    for turn in range(12):
        for view in (a_view(chance, columns) for _ in range(6)):
            monkeypatch.setattr(table_reading, "FEW", 0)
            at_once = arranged(mine, view)
            monkeypatch.undo()
            assert at_once == arranged(mine, view), (turn, view)
        change(chance.choice((mine, colleague)), chance, own)


def test_a_renamed_category_is_in_a_kept_column(
    a_book: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_book(Contact(formatted_name="Anna", categories=("Press",)))
    monkeypatch.setattr(table_reading, "FEW", 0)
    by_category = TableView(grouped_by="categories")
    assert [group.text for group in arranged(book, by_category).groups] == ["Press"]
    category_editing.rename(book, "Press", "Media")
    assert [group.text for group in arranged(book, by_category).groups] == ["Media"]


def test_an_organisation_that_is_called_otherwise_is_in_a_kept_column(
    a_book: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    works = Contact(formatted_name="Anna", memberships=(Membership("Baltica"),))
    book = a_book(Contact(formatted_name="Baltica", kind="org"), works)
    monkeypatch.setattr(table_reading, "FEW", 0)
    by_work = TableView(grouped_by="organisation")
    assert "Baltica" in [group.text for group in arranged(book, by_work).groups]
    with book.write("Rename") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, formatted_name="Boreas"), base=base)
        tx.organisations.rename(base, "Boreas")
    assert "Boreas" in [group.text for group in arranged(book, by_work).groups]
    book.undo()
    assert "Baltica" in [group.text for group in arranged(book, by_work).groups]


def test_totals_are_of_the_rows_that_are_asked_for(
    a_book: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_book(*(Contact(formatted_name=f"Anna {n}") for n in range(4)))
    with book.write("A field") as tx:
        own = tx.custom_fields.add(FieldDefinition(label="Days", type="number")).id
        for contact in tx.contacts.get_many([1, 2, 3, 4]):
            tx.contacts.save(with_custom(contact, {own: str(contact.number)}), contact)
    monkeypatch.setattr(table_reading, "FEW", 0)
    with book.read() as tx:
        assert tx.table.totals([1, 4], (named(own),), "", NOW) == {named(own): 5.0}
