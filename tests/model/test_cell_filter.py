"""What is typed above a column, and which cells it lets through."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.i18n import use_language
from contactdesk.model.cell_filter import cell_filter, number_of
from contactdesk.model.table_columns import COLUMNS, Kind

TODAY = date(2026, 11, 27)


def passes(typed: str, cell: str, kind: Kind = "text") -> bool:
    found = cell_filter(typed, kind, TODAY)
    assert found.trouble == ""
    return found.test(cell)


@pytest.mark.parametrize(
    ("typed", "cell", "is_through"),
    [
        ("", "", True), ("gda", "Gdańsk", True), ("ńsk", "Gdańsk", False),
        ("lodz, gdynia", "Łódź", True), ("sp zoo", "Baltica Sp. z o.o.", False),
        ("bal log", "Baltica Logistyka", True), ("-", "", True), ("-", "x", False),
        ("!-", "x", True), ("!baltica", "Vinhos", True), ("!baltica", "Baltica", False),
        ("یزد، شیراز", "شيراز", True), ("=", "a = b", True),
    ],
)  # fmt: skip
def test_texts(typed: str, cell: str, is_through: bool) -> None:
    assert passes(typed, cell) is is_through


@pytest.mark.parametrize(
    ("typed", "cell", "is_through"),
    [
        ("> 0", "1", True), ("> 0", "", False), ("<= 2", "2", True), ("< 2", "2", False),
        ("= 1250,5", "1 250.50 €", True), ("> 1,000", "1200", True), ("!> 5", "3", True),
    ],
)  # fmt: skip
def test_numbers(typed: str, cell: str, is_through: bool) -> None:
    assert passes(typed, cell, "number") is is_through


@pytest.mark.parametrize(
    ("typed", "cell", "is_through"),
    [
        ("< 6 mo", "2026-08-01", True), ("< 6 mo", "2026-01-01", False), ("< 6 mo", "", False),
        ("> 90 d", "2026-01-01", True), ("> 1 y", "2024-01-01", True),
        ("<= 0 d", "2026-11-27", True),
        ("> 2024-05-01", "2024-06-01", True), ("< 2024-05-01", "2024-06-01", False),
        ("< 2 weeks", "2026-11-20", True),
    ],
)  # fmt: skip
def test_days(typed: str, cell: str, is_through: bool) -> None:
    assert passes(typed, cell, "day") is is_through


def test_spans_are_understood_in_the_readers_own_words() -> None:
    use_language("pl")
    assert passes("< 6 mo", "2026-08-01", "day")


@pytest.mark.parametrize(("typed", "kind"), [("> many", "number"), ("< 6 things", "day")])
def test_what_says_nothing_is_told_and_lets_everything_through(typed: str, kind: Kind) -> None:
    found = cell_filter(typed, kind, TODAY)
    assert typed.split(" ", 1)[1] in found.trouble
    assert found.test("anything")


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from([c.kind for c in COLUMNS]))
def test_no_text_makes_it_fail(typed: str, cell: str, kind: Kind) -> None:
    cell_filter(typed, kind, TODAY).test(cell)
    number_of(typed)
