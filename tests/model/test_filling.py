"""An import that meets a contact again fills and adds; it overwrites nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership, Photo
from contactdesk.model.dates import PartialDate
from contactdesk.model.filling import fill, names_fit
from contactdesk.model.record import numbered

ANNA = numbered(
    Contact(
        id="c",
        uid="card-1",
        formatted_name="Anna Nowak",
        given="Anna",
        family="Nowak",
        phones=(Entry("+48 501 234 567", ("cell",)),),
        emails=(Entry("anna@baltica.example"),),
        categories=("Customer",),
    )
)
CARD = replace(
    ANNA,
    id="",
    phones=tuple(replace(e, item=0) for e in ANNA.phones),
    emails=tuple(replace(e, item=0) for e in ANNA.emails),
)


def filled(current: Contact, card: Contact, base: Contact | None = None) -> Contact:
    return fill(current, card, base, "PL").contact


def test_the_same_card_again_changes_nothing() -> None:
    assert fill(ANNA, CARD, None, "PL") == (ANNA, ())
    assert fill(ANNA, CARD, CARD, "PL") == (ANNA, ())


def test_what_was_empty_is_filled() -> None:
    card = replace(CARD, note="Met in May", birthday=PartialDate(None, 5, 3), gender="F")
    found = filled(ANNA, card)
    assert (found.note, found.birthday, found.gender) == (
        "Met in May",
        PartialDate(None, 5, 3),
        "F",
    )


def test_what_is_new_is_added_behind_what_was_here() -> None:
    card = replace(
        CARD,
        phones=(*CARD.phones, Entry("+48 600 100 100")),
        emails=(Entry("anna@home.example"), *CARD.emails),
        categories=("VIP", "Customer"),
        memberships=(Membership("Baltica", job_title="Buyer"),),
        addresses=(Address(street="Długa 1", locality="Gdańsk"),),
        extra=(Extra("X-PET", "dog"),),
    )
    found = filled(ANNA, card)
    assert [e.value for e in found.phones] == ["+48 501 234 567", "+48 600 100 100"]
    assert [e.value for e in found.emails] == ["anna@baltica.example", "anna@home.example"]
    assert found.categories == ("Customer", "VIP")
    assert found.memberships
    assert found.addresses
    assert found.extra
    assert all(e.item == 0 for e in found.phones[1:])


def test_what_people_wrote_is_never_overwritten_but_named() -> None:
    current = replace(ANNA, note="Ours", time_zone="Europe/Warsaw")
    card = replace(CARD, note="Theirs", time_zone="Asia/Taipei", formatted_name="Anna Zet")
    found = fill(current, card, None, "PL")
    assert found.contact == current
    assert set(found.differing) == {"note", "time_zone", "formatted_name"}


def test_a_phone_in_another_notation_is_not_added_again() -> None:
    card = replace(CARD, phones=(Entry("501-234-567", ("home",)), Entry("0048501234567")))
    assert filled(ANNA, card).phones == ANNA.phones


def test_a_mail_address_in_capitals_is_not_added_again() -> None:
    card = replace(CARD, emails=(Entry("ANNA@Baltica.example "),))
    assert filled(ANNA, card).emails == ANNA.emails


def test_a_card_that_names_a_phone_twice_adds_it_once() -> None:
    card = replace(CARD, phones=(Entry("+48 600 100 100"), Entry("600 100 100")))
    assert len(filled(ANNA, card).phones) == 2


def test_what_was_deleted_here_since_the_same_card_stays_deleted() -> None:
    base = replace(
        CARD, note="Old", phones=(*CARD.phones, Entry("+48 600 100 100")), categories=("Old",)
    )
    assert filled(ANNA, base, base) == ANNA


def test_what_changed_in_the_card_since_its_last_import_comes_in() -> None:
    base = replace(CARD, note="Old", phones=(*CARD.phones, Entry("+48 600 100 100")))
    card = replace(base, note="New", phones=(*base.phones, Entry("+48 700 200 200")))
    found = fill(replace(ANNA, note=""), card, base, "PL")
    assert found.contact.note == "New"
    assert [e.value for e in found.contact.phones] == ["+48 501 234 567", "+48 700 200 200"]
    assert found.differing == ()


def test_what_the_card_lost_is_not_taken_away_here() -> None:
    base = replace(CARD, note="Old", categories=("Customer", "VIP"))
    current = replace(ANNA, note="Old", categories=("Customer", "VIP"))
    assert filled(current, CARD, base) == current


def test_the_parts_of_a_name_are_filled_only_where_there_is_no_name() -> None:
    assert filled(ANNA, replace(CARD, prefixes="dr", additional="Maria")) == ANNA
    nameless = Contact(formatted_name="anna@baltica.example", emails=ANNA.emails)
    found = filled(nameless, replace(CARD, prefixes="dr"))
    assert (found.prefixes, found.given, found.family) == ("dr", "Anna", "Nowak")


def test_facts_about_a_file_do_not_touch_the_contact() -> None:
    card = replace(CARD, uid="other", kind="org", revised_at="2026-01-01", deleted_at="x")
    assert filled(ANNA, card) == ANNA
    assert filled(replace(ANNA, uid=""), card).uid == "other"


def test_a_photo_fills_an_empty_place_and_replaces_none() -> None:
    one, two = Photo("image/png", "aa", 1), Photo("image/png", "bb", 1)
    assert filled(ANNA, replace(CARD, photo=one)).photo == one
    assert filled(replace(ANNA, photo=two), replace(CARD, photo=one)).photo == two


WORDS = st.text("abŁ陳", max_size=3)
CARDS = st.builds(
    Contact,
    formatted_name=WORDS,
    given=WORDS,
    note=WORDS,
    phones=st.lists(st.builds(Entry, WORDS | st.just("+48501234567")), max_size=3).map(tuple),
    emails=st.lists(st.builds(Entry, WORDS), max_size=3).map(tuple),
    categories=st.lists(WORDS.filter(bool), max_size=3, unique=True).map(tuple),
)


@given(CARDS, CARDS)
def test_whatever_comes_nothing_that_was_here_is_lost(current: Contact, card: Contact) -> None:
    current = numbered(current)
    found = filled(current, card)
    for field in ("formatted_name", "given", "note"):
        assert getattr(found, field) == (getattr(current, field) or getattr(found, field))
    for field in ("phones", "emails", "categories"):
        assert getattr(found, field)[: len(getattr(current, field))] == getattr(current, field)


@given(CARDS, CARDS)
def test_a_second_import_of_a_card_adds_nothing(current: Contact, card: Contact) -> None:
    once = numbered(filled(numbered(current), card))
    assert filled(once, card) == once


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("Anna Nowak", "Nowak Anna", True),
        ("Anna Nowak", "Anna Maria Nowak", True),
        ("Anna", "Anna Nowak", True),
        ("Łucja Żak", "Lucja Zak", True),
        ("", "Anna Nowak", True),
        ("Anna Nowak", "Jan Nowak", False),
        ("Anna Nowak", "Anna Kowal", False),
    ],
)
def test_two_names_may_be_one_persons_when_one_holds_the_other(
    one: str, other: str, fits: bool
) -> None:
    assert names_fit(one, other) is fits
    assert names_fit(other, one) is fits
