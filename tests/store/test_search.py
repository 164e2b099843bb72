"""Search as you type: every field, any notation, names first, both in name order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership
from contactdesk.store.listing import ListQuery

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]


def found(book: Any, text: str, query: ListQuery | None = None, limit: int = 100) -> list[str]:
    with book.read() as tx:
        hits = tx.contacts.search(text, query, limit)
        return [r.name for r in tx.contacts.rows(hits.numbers)]


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    book = a_book(
        a_contact("Anna Nowak", phones=["+48 501 234 567"], emails=["Anna@Baltica.example"],
                  memberships=[Membership("Baltica", ("Zakupy",), "Head of Procurement", "Deputy")],
                  addresses=[Address(street="Piotrkowska 5", locality="Łódź",
                                     postal_code="90-001", country="Polska")]),
        a_contact("Łucja Żak", nicknames=["Lusia"], categories=["VIP"],
                  note="plays chess\nin Gdańsk"),
        a_contact("陳怡君", given="怡君", family="陳", phones=["02 2345 6789"]),
        a_contact("علی كريمي", given="علی", family="كريمي", urls=["https://karimi.example"]),
        a_contact("Chess Club", kind="org", impp=["xmpp:club@chess.example"]),
        a_contact("Jan Baltica", related=["Maria Nowak"], extra=[Extra("X-PET", "Burek")]),
        a_contact("Mariana Souza", nicknames=["ana"]),
    )  # fmt: skip
    book.configure(region="PL")
    return book


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("anna", ["Anna Nowak"]),
        ("ŁUCJA", ["Łucja Żak"]),
        ("lucja zak", ["Łucja Żak"]),
        ("zak luc", ["Łucja Żak"]),
        ("lusia", ["Łucja Żak"]),
        ("ana", ["Mariana Souza"]),
        ("lodz", ["Anna Nowak"]),
        ("piotrkowska", ["Anna Nowak"]),
        ("90-001", ["Anna Nowak"]),
        ("90001", ["Anna Nowak"]),
        ("procurement", ["Anna Nowak"]),
        ("deputy", ["Anna Nowak"]),
        ("zakupy", ["Anna Nowak"]),
        ("anna@baltica.example", ["Anna Nowak"]),
        ("vip", ["Łucja Żak"]),
        ("gdansk", ["Łucja Żak"]),
        ("karimi", ["علی كريمي"]),
        ("کریمی", ["علی كريمي"]),
        ("burek", ["Jan Baltica"]),
        ("怡", ["陳怡君"]),
        ("陳怡君", ["陳怡君"]),
        ("yijun", ["陳怡君"]),
        ("chen", ["陳怡君"]),
        ("anna baltica", ["Anna Nowak"]),
        ("jan burek", ["Jan Baltica"]),
        ("owak", []),
        ("anna zakx", []),
        ("", []),
        ("  ", []),
        ("-", []),
        ("\"'*():^~ OR AND NEAR", []),
    ],
)
def test_people_are_found_by_what_is_known_of_them(
    office: Any, text: str, names: list[str]
) -> None:
    assert found(office, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "501234567", "501 234 567", "0501 234-567", "+48501234567", "+48 501 234 567",
        "0048 501 234 567", "(501) 234", "501234", "48501", "۵۰۱ ۲۳۴",
    ],
)  # fmt: skip
def test_a_phone_is_found_in_any_notation(office: Any, text: str) -> None:
    assert found(office, text) == ["Anna Nowak"]


def test_those_whose_name_matches_come_first_each_group_in_name_order(office: Any) -> None:
    assert found(office, "baltica") == ["Jan Baltica", "Anna Nowak"]
    assert found(office, "nowak") == ["Anna Nowak", "Jan Baltica"]
    assert found(office, "chess") == ["Chess Club", "Łucja Żak"]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("nowak", "", ""),
        ("lodz", "addresses", "Piotrkowska 5, 90-001 Łódź"),
        ("procurement", "memberships", "Head of Procurement"),
        ("501234", "phones", "+48 501 234 567"),
        ("anna@baltica.ex", "emails", "Anna@Baltica.example"),
        ("vip", "categories", "VIP"),
        ("gdansk", "note", "in Gdańsk"),
        ("karimi", "urls", "https://karimi.example"),
        ("burek", "extra", "Burek"),
        ("maria", "related", "Maria Nowak"),
        ("xmpp", "impp", "xmpp:club@chess.example"),
        ("anna lodz", "addresses", "Piotrkowska 5, 90-001 Łódź"),
    ],
)
def test_a_hit_says_in_which_field_and_value_it_matched(
    office: Any, text: str, field: str, value: str
) -> None:
    with office.read() as tx:
        hits = tx.contacts.search(text)
        rows = tx.contacts.found_rows(hits, text)
    assert any(r.matched == field and r.matched_text == value for r in rows)


def test_a_search_stays_within_the_list_that_is_shown(office: Any) -> None:
    with office.write("Prepare") as tx:
        tx.contacts.star([2], True)
        tx.contacts.delete([6])
    assert found(office, "chess", ListQuery("people")) == ["Łucja Żak"]
    assert found(office, "chess", ListQuery("organisations")) == ["Chess Club"]
    assert found(office, "chess", ListQuery("starred")) == ["Łucja Żak"]
    assert found(office, "chess", ListQuery("category", "VIP")) == ["Łucja Żak"]
    assert found(office, "anna", ListQuery("category", "VIP")) == []
    assert found(office, "baltica") == ["Anna Nowak"]
    assert found(office, "baltica", ListQuery("bin")) == ["Jan Baltica"]


def test_the_bin_is_searched_as_everything_else(
    office: Any,
) -> None:
    with office.write("Delete") as tx:
        tx.contacts.delete([1, 2, 3])
    within = ListQuery("bin")
    assert found(office, "501 234", within) == ["Anna Nowak"]
    assert found(office, "0501 234-567", within) == ["Anna Nowak"]
    assert found(office, "lodz", within) == ["Anna Nowak"]
    assert found(office, "chen", within) == ["陳怡君"]
    assert found(office, "owak", within) == []
    with office.read() as tx:
        hits = tx.contacts.search("lodz", within)
        assert [r.matched for r in tx.contacts.found_rows(hits, "lodz")] == ["addresses"]
        assert tx.contacts.search("nowak", within).beyond == set()


def test_a_search_says_when_there_are_more(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n:02d}") for n in range(30)),
                  *(a_contact(f"Jan Nr{n:02d}", note="anna") for n in range(30)))  # fmt: skip
    with book.read() as tx:
        first = tx.contacts.search("anna", limit=10)
        middle = tx.contacts.search("anna", limit=45)
        everything = tx.contacts.search("anna", limit=60)
    assert (len(first.numbers), first.more) == (10, True)
    assert first.numbers == middle.numbers[:10] == everything.numbers[:10]
    assert (middle.numbers, middle.more) == (everything.numbers[:45], True)
    assert (len(everything.numbers), everything.more) == (60, False)
    assert everything.beyond == set(everything.numbers[30:])


def test_an_edit_is_found_at_once_and_the_old_text_no_more(office: Any) -> None:
    with office.read() as tx:
        anna = tx.contacts.get(1)
    with office.write("Edit") as tx:
        tx.contacts.save(
            replace(anna, family="Zet", formatted_name="Anna Zet", note="sails",
                    phones=(Entry("+49 421 300200"),)),
            anna,
        )  # fmt: skip
    assert found(office, "zet") == found(office, "sails") == ["Anna Zet"]
    assert found(office, "0421 300200") == ["Anna Zet"]
    assert found(office, "501234567") == []
    assert "Anna Zet" not in found(office, "nowak")
    office.undo()
    assert found(office, "501234567") == ["Anna Nowak"]
    assert found(office, "zet") == found(office, "sails") == []


def test_another_region_finds_numbers_as_they_are_dialled_there(office: Any) -> None:
    assert "陳怡君" not in found(office, "+886 2 2345")
    office.configure(region="TW")
    assert found(office, "+886 2 2345") == ["陳怡君"]


def test_a_note_with_any_signs_is_found_and_named_as_the_note(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact(note="one\ntwo\tthree\x01four \x02five\x0asix\x08seven\x0beight nine"))
    with book.read() as tx:
        for word in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]:
            hits = tx.contacts.search(word)
            (row,) = tx.contacts.found_rows(hits, word)
            assert (row.number, row.matched) == (1, "note"), word
