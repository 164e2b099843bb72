"""Who came into a smart group since one last looked: each person's own, and kept in the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contactdesk.model.contact import Address, Contact
from contactdesk.model.event import Event
from contactdesk.model.smart_group import SmartGroup
from contactdesk.operations.group_news import groups_now, those_who_came, who_came
from contactdesk.store.book import Book

pytestmark = pytest.mark.both_databases
NOW = datetime(2026, 11, 24, 12, 0)


@pytest.fixture
def book(a_book: Callable[..., Book], a_contact: Callable[..., Contact]) -> Book:
    """Anna and Jan in Gdynia, Karl in Berlin; a group of who is in Gdynia."""
    at = [(Address(locality=city),) for city in ("Gdynia", "Gdynia", "Berlin")]
    names = ("Anna", "Jan", "Karl")
    book = a_book(*(a_contact(n, addresses=a) for n, a in zip(names, at, strict=True)))
    with book.write("Group") as tx:
        tx.smart_groups.add(SmartGroup(name="In Gdynia", rules="city:gdynia"))
    return book


def group_of(book: Book, name: str = "In Gdynia") -> SmartGroup:
    with book.read() as tx:
        return next(each for each in tx.smart_groups.all() if each.name == name)


def tell(book: Book, name: str = "In Gdynia", now: datetime = NOW) -> None:
    group = group_of(book, name)
    with book.read() as tx:
        people = tx.queries.of_group(group, now.replace(tzinfo=UTC)).numbers
    with book.write("Tell") as tx:
        tx.group_news.tell(group.id, people)


def move(book: Book, number: int, city: str) -> None:
    with book.write("Move") as tx:
        base = tx.contacts.get(number)
        tx.contacts.save(replace(base, addresses=(Address(locality=city),)), base)


def came(book: Book, now: datetime = NOW) -> list[tuple[str, int]]:
    with book.read() as tx:
        return [(each.name, each.people) for each in who_came(tx, now)]


def forget_gone(book: Book) -> None:
    """What a window does once it has counted."""
    with book.read() as tx:
        found = groups_now(tx, NOW)
    with book.write("Forget") as tx:
        for each in found:
            tx.group_news.forget(each.group.id, each.gone)


def test_nobody_is_told_of_before_one_asks_nor_at_first(book: Book) -> None:
    move(book, 3, "Gdynia")
    assert came(book) == []
    tell(book)
    assert came(book) == []


def test_who_comes_in_is_told_until_one_looks(book: Book) -> None:
    tell(book)
    move(book, 3, "Gdynia")
    assert came(book) == [("In Gdynia", 1)]
    group = group_of(book)
    with book.read() as tx:
        new = those_who_came(tx, group, NOW)
    assert new == [3]
    with book.write("Look") as tx:
        tx.group_news.look(group.id, new)
    assert came(book) == []


def test_it_is_neither_a_step_nor_a_line_of_history(book: Book) -> None:
    before = book.undo_labels()
    tell(book)
    assert book.undo_labels() == before


def test_a_colleague_has_news_of_her_own(
    book: Book, as_somebody_else: Callable[[str], Book]
) -> None:
    tell(book)
    move(book, 3, "Gdynia")
    ewa = as_somebody_else("ewa")
    assert came(ewa) == []
    tell(ewa)
    group = group_of(book).id
    with book.write("Look") as tx:
        tx.group_news.look(group, [3])
    move(ewa, 3, "Berlin")
    forget_gone(ewa)
    forget_gone(book)
    move(ewa, 3, "Gdynia")
    assert came(ewa) == came(book) == [("In Gdynia", 1)]
    with ewa.write("Hush") as tx:
        tx.group_news.hush(group)
    assert came(ewa) == []
    assert came(book) == [("In Gdynia", 1)]
    ewa.close()


def test_who_went_and_comes_again_is_new_but_who_comes_from_the_bin_is_not(book: Book) -> None:
    tell(book)
    move(book, 1, "Berlin")
    with book.write("Delete") as tx:
        tx.contacts.delete([2])
    forget_gone(book)
    move(book, 1, "Gdynia")
    with book.write("Restore") as tx:
        tx.contacts.restore([2])
    group = group_of(book)
    with book.read() as tx:
        assert those_who_came(tx, group, NOW) == [1]


def test_time_alone_brings_somebody_in(book: Book) -> None:
    with book.read() as tx:
        anna = tx.contacts.get(1).id
    with book.write("Call") as tx:
        tx.events.add(Event(component="call", starts_at="2026-11-20T10:00:00Z", direction="out",
                            outcome="reached", about=(anna,)))  # fmt: skip
        tx.smart_groups.add(SmartGroup(name="Silent", rules="last-contact>7d last-contact:*"))
    tell(book, "Silent")
    assert came(book) == []
    assert came(book, NOW + timedelta(days=5)) == [("Silent", 1)]


def test_a_great_many_and_a_damaged_mark(book: Book) -> None:
    tell(book)
    group = group_of(book)
    with book.write("Tell") as tx:
        tx.group_news.tell(group.id, range(1, 200_000))
        kept = tx.connection.exec_driver_sql(
            "SELECT length(value) FROM setting WHERE name LIKE 'group-news.%'"
        ).scalar()
        assert kept is not None
        assert int(kept) < 1000
        tx.connection.exec_driver_sql(
            "UPDATE setting SET value = 'no mark' WHERE name LIKE 'group-news.%'"
        )
    assert came(book) == [("In Gdynia", 2)]
