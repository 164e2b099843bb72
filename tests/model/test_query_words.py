"""Rules as people read them, and rules that cannot be true."""

from __future__ import annotations

import pytest

from contactdesk.model.query_reading import parsed
from contactdesk.model.query_words import contradiction, sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Everybody"),
        ("country:Poland,Germany", "Country is Poland or Germany"),
        ("city=Łódź", "City is exactly Łódź"),
        ("city:-", "City is missing"),
        ("last-contact>90d", "Last contact longer ago than 90 days"),
        ("last-call<1mo", "Last call in the last 1 month"),
        ("next-appointment<2w", "Next appointment in the next 2 weeks"),
        ("birthday:this-month", "Birthday in this month"),
        ("calls(12mo)>3", "Calls: more than 3 in the last 12 months"),
        ("is:archived", "Marked as is in the archive"),
        ("anna", "the words “anna”"),
        (
            "category:Customers (city:a or calls>1) -note:x",
            "Group or category is Customers, (City is a or Calls: more than 1), not (Note is x)",
        ),
    ],
)
def test_rules_in_words(text: str, words: str) -> None:
    assert sentence(parsed(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "city:a city:-",
        "last-contact>90d last-contact<30d",
        "calls>5 calls<=5",
        "age>=50 age<50",
        "kind:person kind:organisation",
        "city=a city=b",
        "name:x (city:a -city:a)",
    ],
)
def test_what_contradicts_itself_is_said(text: str) -> None:
    assert "nobody can be in" in contradiction(parsed(text))


@pytest.mark.parametrize(
    "text",
    [
        "city:a city:b", "last-contact<90d last-contact>30d", "calls>=5 calls<=5",
        "city:a or -city:a",
        "last-contact:- last-contact>90d", "calls(30d)>5 calls<9", "category=a category=b",
    ],
)  # fmt: skip
def test_what_can_be_true_is_left_alone(text: str) -> None:
    assert contradiction(parsed(text)) == ""
