"""Words in what happened, read through a slice at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contactdesk.model.event import Attendee, Event
from contactdesk.model.happenings import a_call, a_note

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """Two people, and what happened with them."""
    made = a_book(a_contact("Anna Baran", emails=["anna@baltica.example"]), a_contact("Ewa Lis"))
    with made.write("Happened") as tx:
        anna, ewa = (tx.contacts.get(n).id for n in (1, 2))
        for event in (
            a_note((anna,), "Żąda cennika do piątku", NOON),
            a_call((ewa,), "the price list, again", NOON + timedelta(hours=1)),
            Event(summary="Price talk", starts_at="2026-11-20T10:00:00Z",
                  attendees=(Attendee("anna@baltica.example"),)),
            a_note((ewa,), "قیمت جدید", NOON - timedelta(hours=1)),
            a_note((ewa,), "陳怡君 wants samples", NOON - timedelta(hours=2)),
            a_note((), "price of nobody", NOON),
            a_note(("gone",), "price of somebody who is gone", NOON),
        ):  # fmt: skip
            tx.events.add(event)
    return made


def found(book: Any, text: str, size: int = 100) -> list[tuple[str, tuple[int, ...]]]:
    hits: list[Any] = []
    with book.read() as tx:
        step = tx.note_search.slice(text, size=size)
        hits += step.hits
        while step.goes_on is not None:
            step = tx.note_search.slice(text, step.goes_on, size)
            hits += step.hits
    return [(hit.event.summary or hit.event.description, hit.contacts) for hit in hits]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_the_latest_first_with_whom_it_was(book: Any, size: int) -> None:
    assert found(book, "pri", size) == [("the price list, again", (2,)), ("Price talk", (1,))]


def test_every_word_begins_a_word_in_any_script(book: Any) -> None:
    assert [who for _text, who in found(book, "zada PIAT")] == [(1,)]
    assert [who for _text, who in found(book, "price list")] == [(2,)]
    assert [who for _text, who in found(book, "قيمت")] == [(2,)]
    assert [who for _text, who in found(book, "chen")] == [(2,)]
    assert found(book, "rice") == []
    assert found(book, "price zada") == []
    assert found(book, "  ") == []


def test_what_is_in_the_bin_is_not_found(book: Any) -> None:
    with book.write("Delete") as tx:
        tx.events.delete([2])
        tx.contacts.delete([1])
    assert found(book, "pri") == []
