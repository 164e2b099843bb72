"""Whose telephone number it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.both_databases


@pytest.fixture
def who(a_book: Callable[..., Any], a_contact: Callable[..., Any]) -> Callable[[str], list[Any]]:
    """Asks a book of a person, a couple on one landline and two organisations."""
    org = {"kind": "org"}
    book = a_book(
        a_contact("Anna Nowak", phones=["+48 501 234 567", "+48 58 555 01 02"]),
        a_contact("Piotr Nowak", phones=["+48 58 555 01 02"]),
        a_contact("Baltica", **org, phones=["+48 58 000 12 00"]),
        a_contact("Atelier", **org, phones=["+98 21 8888 1000", "+48 58 555 01 02"]),
        a_contact("Gone", phones=["+48 600 000 214"]),
    )
    with book.write("Delete") as tx:
        tx.contacts.delete([5])

    def ask(typed: str) -> list[Any]:
        with book.read() as tx:
            return [(c.row.name, c.how) for c in tx.contacts.callers(typed)]

    return ask


def test_the_very_number_however_it_is_written(who: Any) -> None:
    for typed in ("+48501234567", "0048 501 234 567", "+48 (501) 234-567", "+۴۸ ۵۰۱ ۲۳۴ ۵۶۷"):
        assert who(typed) == [("Anna Nowak", "number")]


def test_people_before_the_organisation_whose_number_it_is_too(who: Any) -> None:
    names = [name for name, _how in who("+48 58 555 01 02")]
    assert sorted(names[:2]) == ["Anna Nowak", "Piotr Nowak"]
    assert names[2] == "Atelier"


def test_an_extension_leads_to_the_switchboard(who: Any) -> None:
    assert who("+48 58 000 12 40") == [("Baltica", "switchboard")]
    assert who("+98 21 8888 1042") == [("Atelier", "switchboard")]
    assert who("+48 501 234 568") == []  # a person's number has no extensions


def test_digits_without_a_country(who: Any) -> None:
    assert who("501 234 567") == [("Anna Nowak", "digits")]
    assert who("501") == []
    assert who("nobody") == []


def test_who_is_in_the_bin_does_not_call(who: Any) -> None:
    assert who("+48 600 000 214") == []
