"""What people type into custom fields is kept in one spelling; what does not fit is kept too."""

from __future__ import annotations

import pytest

from contactdesk.model.custom import (
    DATE,
    LONG_TEXT,
    MONEY,
    NUMBER,
    ONE_OF,
    SEVERAL_OF,
    TEXT,
    URL,
    YES_NO,
    Choice,
    FieldDefinition,
)
from contactdesk.model.custom_values import fitting, number, read, with_choice

CHOICES = (Choice("Prepaid"), Choice("Net 30 days"), Choice("Łódź, Poland"))


@pytest.mark.parametrize(
    ("typed", "decimal", "kept"),
    [
        ("5", ".", "5"),
        (" 5,50 ", ".", "5.5"),
        ("1.500", ".", "1.5"),
        ("1.500", ",", "1500"),
        ("1,500", ".", "1500"),
        ("1,500", ",", "1.5"),
        ("1.234.567,80", ".", "1234567.8"),
        ("1,234,567.80", ",", "1234567.8"),
        ("1 250 000", ".", "1250000"),
        ("12'500", ".", "12500"),
        ("۱۲۵۰٫۵", ".", "1250.5"),
        ("-0.0", ".", "0"),
        ("−3", ".", "-3"),
        ("007", ".", "7"),
        ("five", ".", ""),
        ("1.2.3,4,5", ".", ""),
        ("5 km", ".", ""),
        ("", ".", ""),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, decimal: str, kept: str) -> None:
    assert number(typed, decimal) == kept


@pytest.mark.parametrize(
    ("type_", "typed", "kept"),
    [
        (TEXT, "  two\n words ", "two words"),
        (LONG_TEXT, "one\ntwo", "one\ntwo"),
        (NUMBER, "12,5", "12.5"),
        (MONEY, "€ 5 000.00", "5000"),
        (MONEY, "5000 EUR", "5000"),
        (DATE, "2026-03-14", "2026-03-14"),
        (DATE, "20260314", "2026-03-14"),
        (YES_NO, "TAK", "yes"),
        (YES_NO, "0", "no"),
        (ONE_OF, "net 30 DAYS", "Net 30 days"),
        (ONE_OF, "lodz, poland", "Łódź, Poland"),
        (SEVERAL_OF, "net 30 days; Prepaid", "Prepaid\nNet 30 days"),
        (SEVERAL_OF, "Łódź, Poland", "Łódź, Poland"),
        (SEVERAL_OF, "Łódź, Poland\nPrepaid", "Prepaid\nŁódź, Poland"),
        (URL, "www.baltica.example", "www.baltica.example"),
        (NUMBER, " ", ""),
    ],
)
def test_a_value_is_kept_in_the_spelling_of_its_type(type_: str, typed: str, kept: str) -> None:
    field = FieldDefinition(type=type_, choices=CHOICES, unit="EUR")
    assert read(field, typed) == (kept, "")
    assert read(field, kept) == (kept, "")  # and spelt so it stays so


@pytest.mark.parametrize(
    ("type_", "typed"),
    [
        (NUMBER, "many"),
        (MONEY, "on account"),
        (DATE, "in spring"),
        (DATE, "2026-02-31"),
        (YES_NO, "perhaps"),
        (ONE_OF, "Net 90"),
        (URL, "no address"),
    ],
)
def test_what_does_not_fit_is_kept_and_said(type_: str, typed: str) -> None:
    found = read(FieldDefinition(type=type_, choices=CHOICES), typed)
    assert found.value == typed
    assert found.problem


def test_of_several_choices_the_known_come_first_and_the_strange_one_is_named() -> None:
    field = FieldDefinition(type=SEVERAL_OF, choices=CHOICES)
    found = read(field, "Cash, net 30 days, prepaid")
    assert found.value == "Prepaid\nNet 30 days\nCash"
    assert "Cash" in found.problem


def test_a_change_of_type_says_what_fits() -> None:
    before = FieldDefinition(type=TEXT)
    after = FieldDefinition(type=NUMBER)
    found = fitting(before, after, {1: "5,0", 2: "5", 3: "many", 4: "5,0"})
    assert found == ({"5,0": "5"}, 3, 1)
    back = fitting(
        FieldDefinition(type=SEVERAL_OF, choices=CHOICES), before, {1: "Prepaid\nNet 30 days"}
    )
    assert back.spelt == {"Prepaid\nNet 30 days": "Prepaid, Net 30 days"}


def test_a_choice_is_replaced_or_leaves() -> None:
    assert with_choice("a\nb", "b", "c") == "a\nc"
    assert with_choice("a\nb", "a", "b") == "b"
    assert with_choice("a", "a", "") == ""
