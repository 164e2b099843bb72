"""A contact as it was, what differs between two versions, and putting single values back."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.history import (
    Difference,
    HistoryEntry,
    as_it_was,
    differences,
    put_back,
    versions,
)
from contactdesk.model.record import changed_fields, to_plain

MOBILE = Entry("+48 501 234 567", ("cell",), item=1)
WORK = Entry("+48 58 300 12 40", ("work",), item=2)
HOME = Address(street="ul. Morska 4", postal_code="81-001", locality="Gdynia", item=3)
ANNA = Contact(id="a", formatted_name="Anna Nowak", phones=(MOBILE, WORK), addresses=(HOME,))


def an_entry(number: int, before: Contact, after: Contact) -> HistoryEntry:
    fields = {
        n: (to_plain(getattr(before, n)), to_plain(getattr(after, n)))
        for n in changed_fields(before, after)
    }
    at = f"2026-11-{number:02d}T10:00:00Z"
    return HistoryEntry(
        number, number, at, 1, "Anna", True, "Edit", "", "update", "edit", fields, 1
    )


def a_history(*states: Contact) -> list[HistoryEntry]:
    return [an_entry(n, *pair) for n, pair in enumerate(pairwise(states), 1)][::-1]


def test_a_contact_is_shown_as_every_change_left_it() -> None:
    states = (
        ANNA,
        replace(ANNA, note="Met in Bremen"),
        replace(ANNA, note="Met in Bremen", phones=(WORK,)),
        replace(ANNA, note="", phones=(WORK,), family="Nowak"),
    )
    entries = a_history(*states)
    for change, state in enumerate(states):
        assert as_it_was(states[-1], entries, change) == state


def test_fields_of_a_newer_program_are_passed_over() -> None:
    entry = an_entry(1, ANNA, replace(ANNA, note="x"))
    odd = entry._replace(fields={**entry.fields, "shoe_size": (38, 39)})
    assert as_it_was(replace(ANNA, note="x"), [odd], 0) == ANNA
    assert versions(odd.fields)[1].note == "x"


def test_differences_are_told_item_by_item_and_part_by_part() -> None:
    moved = replace(HOME, street="ul. Portowa 18", locality="Gdańsk")
    after = replace(ANNA, phones=(replace(MOBILE, value="+48 600 000 214"),), addresses=(moved,))
    assert differences(ANNA, after) == [
        Difference("phones", 1, "", MOBILE, after.phones[0]),
        Difference("phones", 2, "", WORK, None),
        Difference("addresses", 3, "street", "ul. Morska 4", "ul. Portowa 18"),
        Difference("addresses", 3, "locality", "Gdynia", "Gdańsk"),
    ]


def test_another_order_of_the_same_items_is_one_difference() -> None:
    (only,) = differences(ANNA, replace(ANNA, phones=(WORK, MOBILE)))
    assert (only.field, only.item) == ("phones", 0)


def test_a_value_put_back_leaves_everything_else_as_it_is_now() -> None:
    now = replace(
        ANNA,
        phones=(WORK, Entry("+49 421 555", item=9)),
        addresses=(replace(HOME, street="ul. Portowa 18", country="Polska"),),
        note="new",
    )
    wanted = [d for d in differences(now, ANNA) if d.item == 1 or d.part == "street"]
    back = put_back(now, ANNA, wanted)
    assert back.phones == (MOBILE, WORK, Entry("+49 421 555", item=9))
    assert back.addresses == (replace(HOME, country="Polska"),)
    assert back.note == "new"


def test_a_value_that_was_not_there_then_goes() -> None:
    now = replace(ANNA, memberships=(Membership("Baltica", item=7),), phones=(MOBILE,))
    back = put_back(now, ANNA, [Difference("memberships", 7, "", now.memberships[0], None)])
    assert (back.memberships, back.phones) == ((), (MOBILE,))


_ITEMS = st.lists(st.integers(1, 6), unique=True, max_size=5).flatmap(
    lambda numbers: st.tuples(
        *(st.builds(Entry, st.sampled_from(["1", "2", "3"]), item=st.just(n)) for n in numbers)
    )
)
_CONTACTS = st.builds(
    lambda phones, note, words: replace(ANNA, phones=phones, note=note, categories=words),
    _ITEMS,
    st.sampled_from(["", "a", "b"]),
    st.sampled_from([(), ("x",), ("x", "y")]),
)


@given(now=_CONTACTS, then=_CONTACTS)
def test_putting_every_difference_back_gives_the_old_contact(now: Contact, then: Contact) -> None:
    back = put_back(now, then, differences(now, then))
    assert _unordered(back) == _unordered(then)


def _unordered(contact: Contact) -> Any:
    return replace(contact, phones=tuple(sorted(contact.phones, key=lambda p: p.item)))
