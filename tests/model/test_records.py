"""Every field of a contact is known everywhere it has to be known."""

from __future__ import annotations

import json
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.contact import (
    DATE_FIELDS,
    ENTRY_FIELDS,
    ITEM_TYPES,
    WORD_FIELDS,
    Address,
    Contact,
    CustomValue,
    Entry,
    Extra,
    Membership,
    Photo,
)
from contactdesk.model.dates import PartialDate
from contactdesk.model.record import (
    FIELDS,
    LABELS,
    contact_from_plain,
    contact_to_plain,
    from_plain,
    new_id,
    numbered,
    to_plain,
)
from contactdesk.store.tables import contact as contact_table

WORDS = st.text(max_size=5)
NAMES = st.text("abc-", min_size=1, max_size=5)
TYPES = st.lists(NAMES, max_size=2).map(tuple)
NUMBERS = st.integers(0, 99)
ITEMS: dict[type[Any], st.SearchStrategy[Any]] = {
    Entry: st.builds(Entry, WORDS, TYPES, WORDS, st.booleans(), NUMBERS),
    Address: st.builds(
        Address, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, TYPES, WORDS, st.booleans(),
        NUMBERS,
    ),
    Membership: st.builds(
        Membership, WORDS, st.lists(WORDS, max_size=2).map(tuple), WORDS, WORDS, WORDS, WORDS,
        WORDS, NUMBERS,
    ),
    Extra: st.builds(
        Extra, WORDS, WORDS, WORDS, TYPES,
        st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple), NUMBERS,
    ),
}  # fmt: skip
DATES = st.one_of(
    st.none(),
    st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)),
    st.text(min_size=1).map(lambda words: PartialDate(text=words)),
)
PHOTOS = st.one_of(st.none(), st.builds(Photo, WORDS, NAMES, st.integers(0, 9)))


def values_of(name: str) -> st.SearchStrategy[Any]:
    if name in ITEM_TYPES:
        return st.lists(ITEMS[ITEM_TYPES[name]], max_size=2).map(tuple)
    if name in WORD_FIELDS:
        return st.lists(WORDS, max_size=3).map(tuple)
    if name in DATE_FIELDS:
        return DATES
    if name == "custom":
        return st.lists(st.builds(CustomValue, NAMES, WORDS), max_size=2).map(tuple)
    if name == "photo":
        return PHOTOS
    if name == "kind":
        return st.sampled_from(("individual", "org", "group", "location"))
    return WORDS


CONTACTS = st.builds(Contact, **{name: values_of(name) for name in FIELDS})


@given(CONTACTS)
def test_a_contact_comes_back_from_json_as_it_was(contact: Contact) -> None:
    plain = json.loads(json.dumps(contact_to_plain(contact)))
    assert contact_from_plain(plain) == contact


@given(CONTACTS)
def test_every_single_field_comes_back_from_the_log(contact: Contact) -> None:
    for name in FIELDS:
        plain = json.loads(json.dumps(to_plain(getattr(contact, name))))
        assert from_plain(name, plain) == getattr(contact, name)


def test_fields_that_a_newer_program_wrote_do_no_harm() -> None:
    assert contact_from_plain({"given": "Anna", "aura": "blue"}) == Contact(given="Anna")


def test_every_field_has_a_label_for_people() -> None:
    for name in FIELDS:
        assert LABELS[name]
        assert LABELS[name][0].isupper()


def test_every_field_has_a_column_of_its_name_or_a_table() -> None:
    in_tables = {*ENTRY_FIELDS, "addresses", "memberships", "categories"}
    columns = {c.name for c in contact_table.columns}
    assert {f.name for f in fields(Contact)} - in_tables <= columns


def test_items_without_a_number_get_one_that_was_never_given() -> None:
    contact = Contact(
        phones=(Entry("1", item=4), Entry("2")), emails=(Entry("a@b.example"),),
        addresses=(Address(street="Długa 1"),), extra=(Extra("X-A"),),
    )  # fmt: skip
    found = numbered(contact, used=9)
    assert [i.item for n in ITEM_TYPES for i in getattr(found, n)] == [4, 10, 11, 12, 13]
    assert numbered(found) is found


def test_ids_grow_with_time_and_are_uuids_of_version_7() -> None:
    ids = [new_id() for _ in range(2_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert all(len(i) == 36 and i[14] == "7" and i[19] in "89ab" for i in ids)
    made = int(ids[0].replace("-", "")[:12], 16) / 1000
    assert abs(made - datetime.now(UTC).timestamp()) < 60


def test_a_contact_and_its_parts_are_frozen_and_made_as_any_dataclass() -> None:
    for kind in (Contact, Entry, Address, Membership, Extra):
        first = fields(kind)[0].name
        one = kind(**{first: "x"})
        assert type(one) is kind
        assert [getattr(one, f.name) for f in fields(kind)[1:]] == [
            f.default for f in fields(kind)[1:]
        ]
        assert one == kind("x") != kind("y")
        assert pickle.loads(pickle.dumps(one)) == replace(one) == one
        with pytest.raises(FrozenInstanceError):
            setattr(one, first, "y")
        with pytest.raises(TypeError, match="unexpected keyword"):
            kind(**{first: "x", "no_such_field": 1})
