"""Calls kept with a number alone: found again, and with whoever has the number later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from contactdesk.model.contact import Entry
from contactdesk.model.happenings import a_call, a_note, number_of
from contactdesk.operations.phone_numbers import add_number, attach_calls
from contactdesk.store.timeline import Asked

pytestmark = pytest.mark.both_databases

PORTO = "+351220001940"
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """Two people, two calls of a number that nobody has, and one of a house telephone."""
    made = a_book(a_contact("Anna Baran"), a_contact("Nuno Duarte", phones=["+351 220 001 907"]))
    with made.write("Calls") as tx:
        anna = tx.contacts.get(1).id
        for call in (
            a_call((), "first", NINE, direction="in", number=PORTO),
            a_call((), "second", TEN, direction="in", number=PORTO),
            a_call((), "from downstairs", NINE, number="214"),
            a_call((anna,), "with Anna", NINE, number=PORTO),
            a_call((), "no number", NINE),
            a_note((), "no call", NINE),
        ):
            tx.events.add(call)
    return made


def texts(book: Any) -> list[str]:
    with book.read() as tx:
        return [event.description for event in tx.unknown_calls.all()]


def happened(book: Any, number: int) -> list[str]:
    with book.read() as tx:
        shown = [item.event.description for item in tx.timelines.of(number, Asked()).items]
        assert [e.description for e in tx.events.of_contact(number)] == shown
        return shown


def test_they_are_listed_the_latest_first_and_counted_by_number(book: Any) -> None:
    assert texts(book) == ["second", "from downstairs", "first"]
    with book.read() as tx:
        assert tx.unknown_calls.count() == 3
        assert tx.unknown_calls.of(PORTO) == (2, "2026-11-24T10:00:00Z")
        assert tx.unknown_calls.of("214") == (1, "2026-11-24T09:00:00Z")
        assert tx.unknown_calls.of("+48600000214") == (0, "")


def test_whoever_gets_the_number_gets_its_calls_and_loses_them_with_it(book: Any) -> None:
    with book.write("Number") as tx:
        add_number(tx, 1, "+351 220 001 940")
    assert happened(book, 1) == ["second", "with Anna", "first"]
    with book.read() as tx:
        assert tx.contacts.get(1).phones[-1] == Entry("+351 220 001 940", ("work",), item=1)
    book.undo()
    assert happened(book, 1) == ["with Anna"]


def test_a_number_that_is_there_is_not_added_again(book: Any) -> None:
    with book.write("Number") as tx:
        add_number(tx, 2, "00351 220-001-907")
        add_number(tx, 2, "+351 (220) 001 907")
    with book.read() as tx:
        assert [p.value for p in tx.contacts.get(2).phones] == [
            "+351 220 001 907", "00351 220-001-907",
        ]  # fmt: skip


def test_a_call_is_attached_to_somebody_as_one_step(book: Any) -> None:
    with book.read() as tx:
        calls = [e.number for e in tx.unknown_calls.all() if number_of(e) == PORTO]
        nuno = tx.contacts.get(2).id
    with book.write("Attach") as tx:
        attach_calls(tx, calls, nuno)
    assert texts(book) == ["from downstairs"]
    assert happened(book, 2) == ["second", "first"]
    book.undo()
    assert texts(book) == ["second", "from downstairs", "first"]
    assert happened(book, 2) == []


def test_a_call_that_is_somebodys_is_not_found_by_its_number(book: Any) -> None:
    with book.write("Number") as tx:
        nuno = tx.contacts.get(2)
        tx.contacts.save(replace(nuno, phones=(*nuno.phones, Entry(PORTO))), nuno)
    assert happened(book, 2) == ["second", "first"]


def test_what_is_in_the_bin_is_not_listed(book: Any) -> None:
    with book.write("Delete") as tx:
        tx.events.delete([tx.unknown_calls.all()[0].number])
    assert texts(book) == ["from downstairs", "first"]


def test_numbers_that_nearly_are_somebodys(book: Any) -> None:
    with book.read() as tx:
        assert [c.row.name for c in tx.contacts.near_callers(PORTO)] == ["Nuno Duarte"]
        assert tx.contacts.near_callers("+351220002007") == []
        assert tx.contacts.near_callers("") == []
