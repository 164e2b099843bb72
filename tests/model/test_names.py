"""Names are put together, shown and shortened as their script does it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactdesk.model.contact import Contact, Entry, Membership
from contactdesk.model.names import (
    display_name,
    formatted_name,
    initials,
    is_family_first,
    subtitle,
    with_name,
)

ANNA = Contact(given="Anna", family="Nowak", formatted_name="Anna Nowak")


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        (Contact(formatted_name="Ania", given="Anna", family="Nowak"), "Ania"),
        (Contact(prefixes="dr", given="Anna", family="Nowak", suffixes="MBA"), "dr Anna Nowak MBA"),
        (Contact(given="Jan", additional="Maria", family="Kowal"), "Jan Maria Kowal"),
        (
            Contact(
                given="John", additional="Philip,Paul", family="Stevenson", suffixes="Jr.,M.D."
            ),
            "John Philip Paul Stevenson Jr. M.D.",
        ),
        (Contact(prefixes="Dr., med.", given="Eva", family="Kern"), "Dr., med. Eva Kern"),
        (Contact(given="怡君", family="陳"), "陳怡君"),
        (Contact(given="민수", family="김"), "김민수"),
        (Contact(given="مریم", family="احمدی"), "مریم احمدی"),
        (Contact(given="Hương", family="Nguyễn"), "Hương Nguyễn"),
        (Contact(memberships=(Membership("Baltica"),)), "Baltica"),
        (Contact(nicknames=("Ula",), emails=(Entry("u@b.example"),)), "Ula"),
        (Contact(emails=(Entry("u@b.example"),), phones=(Entry("112"),)), "u@b.example"),
        (Contact(phones=(Entry("+48 501"),), urls=(Entry("https://b.example"),)), "+48 501"),
        (Contact(urls=(Entry("https://b.example"),)), "https://b.example"),
        (Contact(formatted_name="   ", family="Nowak"), "Nowak"),
        (Contact(note="only a note"), ""),
    ],
)
def test_a_contact_is_called_by_the_first_thing_that_is_known(contact: Contact, name: str) -> None:
    assert formatted_name(contact) == name


def test_a_contact_of_which_nothing_is_known_still_has_words_in_a_list() -> None:
    assert display_name(Contact()) == "Without a name"


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        (ANNA, "Nowak, Anna"),
        (Contact(formatted_name="陳怡君", given="怡君", family="陳"), "陳怡君"),
        (Contact(kind="org", formatted_name="Baltica", given="x", family="y"), "Baltica"),
        (Contact(formatted_name="Cher", given="Cher"), "Cher"),
    ],
)
def test_family_first_turns_round_only_names_that_can_be_turned(
    contact: Contact, shown: str
) -> None:
    assert display_name(contact, family_first=True) == shown
    assert display_name(contact) == contact.formatted_name


def test_a_name_that_only_repeated_its_parts_follows_an_edit_of_them() -> None:
    married = replace(ANNA, family="Zielińska")
    assert with_name(married, ANNA).formatted_name == "Anna Zielińska"


def test_a_name_of_its_own_stays_when_the_parts_are_edited() -> None:
    before = replace(ANNA, formatted_name="Ania N.")
    after = replace(before, family="Zielińska")
    assert with_name(after, before).formatted_name == "Ania N."


def test_a_name_typed_together_with_new_parts_is_the_one_that_counts() -> None:
    after = replace(ANNA, family="Zielińska", formatted_name="Anna Z.")
    assert with_name(after, ANNA).formatted_name == "Anna Z."


def test_a_name_that_was_emptied_is_made_from_the_parts() -> None:
    assert with_name(replace(ANNA, formatted_name=""), ANNA).formatted_name == "Anna Nowak"


@pytest.mark.parametrize(
    ("family", "given", "first"),
    [("陳", "怡君", True), ("김", "", True), ("", "さくら", True), ("Nowak", "Anna", False),
     ("احمدی", "مریم", False), ("", "", False)],
)  # fmt: skip
def test_the_script_says_whether_the_family_name_comes_first(
    family: str, given: str, first: bool
) -> None:
    assert is_family_first(family, given) is first


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Anna Nowak", "AN"),
        ("Anna Maria Nowak", "AN"),
        ("anna-maria nowak", "AN"),
        ("Świętosława", "Ś"),
        ("Łukasz Żak", "ŁŻ"),
        ("O'Brien Ltd", "OL"),
        ("陳怡君", "怡君"),
        ("陳", "陳"),
        ("Nguyễn Thị Hương", "NH"),
        ("مریم احمدی", "م\u200cا"),
        ("3M", "M"),
        ("112", "#"),
        ("+48 501", "#"),
        ("", "?"),
        ("   ", "?"),
    ],
)
def test_initials_are_what_that_script_would_put_on_a_badge(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_second_line_says_title_and_place_and_nothing_empty() -> None:
    assert subtitle("Head of Procurement", "Baltica") == "Head of Procurement · Baltica"
    assert subtitle("", "Baltica") == "Baltica"
    assert subtitle("Buyer", "") == "Buyer"
    assert subtitle("", "") == ""
