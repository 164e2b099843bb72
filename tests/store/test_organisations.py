"""Organisations: what belongs to what, renaming with its people, addresses that are shared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contactdesk.i18n import counted, use_language
from contactdesk.model.contact import Address, Contact, Membership
from contactdesk.model.organisations import (
    department_tree,
    ends_before_it_begins,
    hierarchy,
    is_within,
)
from contactdesk.model.relations import RelationKind

pytestmark = pytest.mark.both_databases

PORT = Address("", "", "ul. Portowa 18", "Gdańsk", "", "80-555", "Poland", types=("work",))
SHOUTED = Address("", "", "UL. PORTOWA 18", "gdansk", "", "80-555", "", types=("home",))
QUAY = Address("", "", "Nabrzeże 2", "Gdynia", "", "81-335", "Poland", types=("work",))


@pytest.fixture
def firm(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Baltica (1) with Anna (2) and Jan (3) by name, Ewa (4) elsewhere; Ola (5) left."""
    return a_book(
        a_contact("Baltica", kind="org", addresses=[PORT]),
        a_contact("Anna Nowak", organisation="Baltica", addresses=[SHOUTED]),
        a_contact("Jan Lis", organisation="BALTICA", addresses=[QUAY, PORT]),
        a_contact("Ewa Rój", organisation="Nordkyl", addresses=[PORT]),
        a_contact("Ola Wit", memberships=[Membership("Baltica", ends_on="2024-03")]),
    )


def get(book: Any, number: int) -> Contact:
    with book.read() as tx:
        found: Contact = tx.contacts.get(number)
        return found


def test_a_new_name_is_written_on_its_peoples_cards_and_one_undo_takes_all_back(
    firm: Any, a_contact: Callable[..., Contact]
) -> None:
    before = get(firm, 1)
    with firm.read() as tx:
        assert sorted(tx.organisations.named(before)) == [2, 3, 5]
    with firm.write("Rename") as tx:
        from dataclasses import replace

        tx.contacts.save(replace(before, formatted_name="Baltica Logistyka"), base=before)
        assert sorted(tx.organisations.rename(before, "Baltica Logistyka")) == [2, 3, 5]
    assert get(firm, 2).organisation == "Baltica Logistyka"
    assert get(firm, 5).memberships[0].ends_on == "2024-03"
    assert get(firm, 4).organisation == "Nordkyl"
    firm.undo()
    assert [get(firm, n).organisation for n in (2, 3, 5)] == ["Baltica", "BALTICA", "Baltica"]
    assert get(firm, 1).formatted_name == "Baltica"


def test_where_two_are_called_the_same_only_linked_people_follow_a_new_name(
    firm: Any, a_contact: Callable[..., Contact]
) -> None:
    before = get(firm, 1)
    with firm.write("Add") as tx:
        tx.contacts.add(a_contact("Baltica", kind="org"))
        tx.organisations.add_person(1, 4, Membership())
    with firm.read() as tx:
        assert tx.organisations.named(before) == [4]


def test_everybody_at_an_address_is_found_however_it_is_written(firm: Any) -> None:
    with firm.read() as tx:
        assert sorted(tx.organisations.sharing(PORT, but=1)) == [2, 3, 4]
        assert tx.organisations.sharing(Address(locality="Gdańsk"), but=1) == []
        assert tx.organisations.shared_among(tx.contacts.get(1), [2, 5, 4]) == {
            tx.contacts.get(1).addresses[0].item: [2, 4]
        }


def test_all_at_an_address_move_together_and_come_back_in_one_step(firm: Any) -> None:
    with firm.write("Move") as tx:
        assert sorted(tx.organisations.move(PORT, QUAY, but=1)) == [2, 3, 4]
    anna, jan = get(firm, 2), get(firm, 3)
    assert (anna.addresses[0].street, anna.addresses[0].types) == ("Nabrzeże 2", ("home",))
    assert [a.street for a in jan.addresses] == ["Nabrzeże 2", "Nabrzeże 2"]
    firm.undo()
    assert get(firm, 2).addresses[0].street == "UL. PORTOWA 18"
    assert [a.street for a in get(firm, 3).addresses] == ["Nabrzeże 2", "ul. Portowa 18"]


def test_an_organisation_made_of_a_text_is_linked_and_one_undo_leaves_the_text(firm: Any) -> None:
    ewa = get(firm, 4)
    with firm.write("Make") as tx:
        made = tx.organisations.make("Nordkyl", 4, ewa.memberships[0].item)
    assert get(firm, 4).memberships[0].organisation_id == made.id
    firm.undo()
    assert get(firm, 4).memberships[0] == ewa.memberships[0]
    with firm.read() as tx:
        assert tx.contacts.organisation_of(ewa.memberships[0]) is None


def test_a_circle_of_organisations_is_seen_before_it_is_made_and_harms_nobody(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Holding", kind="org", memberships=[Membership("Depot")]),
        a_contact("Branch", kind="org", memberships=[Membership("Branch"), Membership("Holding")]),
        a_contact("Depot", kind="org"),
    )
    with book.read() as tx:
        _holding, branch, depot = tx.contacts.get_many([1, 2, 3])
        assert [r.name for r in tx.organisations.above(branch)] == ["Holding", "Depot"]
        assert tx.organisations.would_circle(depot, branch.number)
        assert tx.organisations.would_circle(depot, depot.number)
        assert not tx.organisations.would_circle(branch, depot.number)
    with book.write("Circle") as tx:
        from dataclasses import replace

        tx.contacts.save(replace(depot, memberships=(Membership("Branch"),)), base=depot)
    with book.read() as tx:
        above = tx.organisations.above(tx.contacts.get(2))
        assert [r.name for r in above] == ["Holding", "Depot"]


def test_the_people_of_an_organisation_are_counted_in_the_persons_digits(firm: Any) -> None:
    use_language("fa")
    with firm.read() as tx:
        row = next(r for r in tx.contacts.rows([1]) if r.kind == "org")
    assert "۲" in row.subtitle
    assert "2" not in row.subtitle
    assert counted(1284) == "۱٬۲۸۴"
    use_language("en")
    assert counted(1284) == "1,284"


def test_managers_and_assistants_are_read_from_either_side(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        a_contact("Baltica", kind="org"),
        *(a_contact(n, organisation="Baltica") for n in ("Anna A", "Jan B", "Ewa C", "Ola D")),
    )
    with book.write("Relate") as tx:
        tx.relations.add(3, RelationKind(("manager",)), 2)
        tx.relations.add(2, RelationKind(("x-manager-of",)), 4)
        tx.relations.add(5, RelationKind(("x-assistant-of",)), 2)
    with book.read() as tx:
        people = tx.contacts.people_of(tx.contacts.get(1))
        assert tx.organisations.standing_above(people) == ({3: 2, 4: 2}, {5: 2})


def test_a_chart_has_everybody_once_even_in_a_circle() -> None:
    tops, below, circle = hierarchy([1, 2, 3, 4], {1: 2, 2: 3, 3: 1, 4: 3})
    assert (tops, circle) == ([1], {1})
    assert below == {2: [], 3: [2, 4], 1: [3]} or below == {3: [2, 4], 1: [3]}
    assert hierarchy([1], {1: 1}) == ([1], {}, set())
    assert hierarchy([1, 2], {1: 9, 2: 1}) == ([1], {1: [2]}, set())


def test_departments_are_a_tree_whoever_wrote_them() -> None:
    root = department_tree(
        [("Sales",), ("sales", "North"), (), ("Sales", "North"), ("Board", "Office")]
    )
    assert (root.count, root.people) == (5, [2])
    assert [(p.name, p.count) for p in root.parts] == [("Sales", 3), ("Board", 1)]
    assert [(p.path, p.people) for p in root.parts[0].parts] == [(("sales", "North"), [1, 3])]
    assert is_within(("SALES", "North"), ("Sales",))
    assert not is_within(("Sales",), ("Sales", "North"))


@pytest.mark.parametrize(
    ("starts", "ends", "wrong"),
    [
        ("2024", "2023", True),
        ("2024-05", "2024", False),
        ("2024-05-02", "2024-05-01", True),
        ("2024-05-02", "2024-05-02", False),
        ("text:once", "2020", False),
        ("", "2020", False),
        ("2024", "", False),
    ],
)
def test_a_membership_that_ends_before_it_begins_is_seen(
    starts: str, ends: str, wrong: bool
) -> None:
    assert ends_before_it_begins(starts, ends) is wrong
