"""A table's rows and cells: filtered, sorted and grouped as somebody asked for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.custom import FieldDefinition, named, with_custom
from contactdesk.model.dates import PartialDate
from contactdesk.model.deal import Deal
from contactdesk.model.event import Event
from contactdesk.model.table_view import TableView
from contactdesk.store.listing import ListQuery
from contactdesk.store.table_reading import Now

pytestmark = pytest.mark.both_databases

NOW = Now(datetime(2026, 11, 27, 12, tzinfo=UTC), ZoneInfo("Europe/Warsaw"))


def place(town: str, country: str) -> tuple[Address, ...]:
    return (Address(locality=town, country=country),)


OFFICE = (
    Contact(
        formatted_name="Agnieszka Baran", given="Agnieszka", family="Baran",
        memberships=(Membership("Baltica", ("Buying", "North"), "Head of Buying"),),
        phones=(Entry("58 000 12 40", ("work",)), Entry("600 000 214", ("cell",))),
        emails=(Entry("a@baltica.example"), Entry("ab@baltica.example", preferred=True)),
        addresses=place("Gdańsk", "Poland"), categories=("Customer", "Press"),
        birthday=PartialDate(1984, 3, 14),
    ),
    Contact(
        formatted_name="Nuno Duarte", given="Nuno", family="Duarte",
        memberships=(Membership("Vinhos", (), "Buyer"),), addresses=place("Viseu", "Portugal"),
    ),
    Contact(formatted_name="Łucja Żak", given="Łucja", family="Żak",
            addresses=place("Łódź", "Poland"), birthday=PartialDate(1990, 1, 2)),
    Contact(formatted_name="Zofia Łącka", given="Zofia", family="Łącka"),
)  # fmt: skip


@pytest.fixture
def office(a_book: Callable[..., Any]) -> Any:
    book = a_book(*OFFICE)
    book.configure(language="pl", region="PL")
    return book


def names(book: Any, **wanted: Any) -> list[str]:
    with book.read() as tx:
        found = tx.table.arranged(ListQuery(), TableView(**wanted), NOW)
        return [contact.given for contact in tx.contacts.get_many(found.numbers)]


def test_it_stands_in_name_order_and_the_other_way_round(office: Any) -> None:
    assert names(office) == ["Agnieszka", "Nuno", "Zofia", "Łucja"]
    assert names(office, descending=True) == ["Łucja", "Zofia", "Nuno", "Agnieszka"]


def test_a_column_sorts_as_its_language_does_and_has_empty_cells_last(office: Any) -> None:
    assert names(office, sorted_by="locality") == ["Agnieszka", "Łucja", "Nuno", "Zofia"]
    down = names(office, sorted_by="locality", descending=True)
    assert down == ["Nuno", "Łucja", "Agnieszka", "Zofia"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("country=poland", ["Agnieszka", "Łucja"]),
        ("country=Poland, Portugal", ["Agnieszka", "Nuno", "Łucja"]),
        ("country=!Poland", ["Nuno", "Zofia"]),
        ("country=-", ["Zofia"]),
        ("locality=lodz", ["Łucja"]),
        ("birthday=> 1985-01-01", ["Łucja"]),
        ("categories=press", ["Agnieszka"]),
        ("email=ab", ["Agnieszka"]),
        ("departments=north", []),
    ],
)
def test_filters_let_through_what_is_typed(office: Any, typed: str, found: list[str]) -> None:
    assert names(office, filters=(typed,)) == found


def test_filters_work_together(office: Any) -> None:
    assert names(office, filters=("country=Poland", "birthday=-")) == []
    assert names(office, filters=("country=Poland", "job_title=head")) == ["Agnieszka"]


def test_a_filter_that_says_nothing_is_told_and_lets_everything_through(office: Any) -> None:
    view = TableView(filters=("last_contact=< 6 things",))
    with office.read() as tx:
        found = tx.table.arranged(ListQuery(), view, NOW)
    assert len(found.numbers) == found.all == 4
    assert "6 things" in found.troubles["last_contact"]


def test_groups_have_their_text_their_count_and_their_place(office: Any) -> None:
    with office.read() as tx:
        found = tx.table.arranged(ListQuery(), TableView(grouped_by="country"), NOW)
        assert [tuple(group) for group in found.groups] == [
            ("Poland", 2, 0), ("Portugal", 1, 2), ("", 1, 3),
        ]  # fmt: skip
        given = [contact.given for contact in tx.contacts.get_many(found.numbers)]
    assert given == ["Agnieszka", "Łucja", "Nuno", "Zofia"]


def test_cells_say_the_preferred_value_else_the_first(office: Any) -> None:
    columns = ("name", "phone", "mobile", "email", "departments", "categories", "birthday")
    with office.read() as tx:
        cells = tx.table.cells([1, 4], columns, NOW)
    assert cells == {
        1: ("Agnieszka Baran", "58 000 12 40", "600 000 214", "ab@baltica.example", "Buying",
            "Customer, Press", "1984-03-14"),
        4: ("Zofia Łącka", "", "", "", "", "", ""),
    }  # fmt: skip


def test_the_last_contact_is_a_column_like_others(office: Any) -> None:
    with office.write("Call") as tx:
        who = tx.contacts.get(2).id
        call = Event(component="call", starts_at="2026-11-20T10:00:00Z", direction="out",
                     outcome="reached", about=(who,))  # fmt: skip
        tx.events.add(call)
    assert names(office, filters=("last_contact=< 6 mo",)) == ["Nuno"]
    assert names(office, filters=("last_contact=< 3 d",)) == []
    with office.read() as tx:
        assert tx.table.cells([2], ("last_contact",), NOW) == {2: ("2026-11-20",)}


def test_a_list_of_the_sidebar_has_a_table_of_its_own(office: Any) -> None:
    with office.read() as tx:
        query = ListQuery("category", "Customer")
        assert list(tx.table.arranged(query, TableView(), NOW).numbers) == [1]


def test_custom_fields_are_columns_like_others(office: Any) -> None:
    with office.write("Fields") as tx:
        terms = tx.custom_fields.add(FieldDefinition(label="Days", type="number"))
        for number, days in ((1, "30"), (2, "9"), (3, "14")):
            contact = tx.contacts.get(number)
            tx.contacts.save(with_custom(contact, {terms.id: days}), base=contact)
    column = named(terms.id)
    assert names(office, sorted_by=column) == ["Nuno", "Łucja", "Agnieszka", "Zofia"]
    assert names(office, filters=(f"{column}=> 10",)) == ["Agnieszka", "Łucja"]
    with office.read() as tx:
        assert tx.table.cells([1, 4], (column,), NOW) == {1: ("30",), 4: ("",)}
        assert tx.table.totals([1, 2, 3, 4], ("name", column), "", NOW) == {column: 53.0}
        assert tx.table.totals([1, 2], (column,), "max", NOW) == {column: 30.0}


def test_open_deals_are_counted(office: Any) -> None:
    with office.write("Deals") as tx:
        who = tx.contacts.get(2).id
        tx.deals.add(Deal(title="Labels", people=(who,)))
        tx.deals.add(Deal(title="Old", people=(who,), closed_on="2026-01-01"))
    assert names(office, filters=("open_deals=> 0",)) == ["Nuno"]
