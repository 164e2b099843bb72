"""The bell of a server's book: who listens hears of every commit, and of nothing else."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from debian_postgres import PostgresServer

from contactdesk.model.contact import Contact
from contactdesk.store.book import Book

SOON = 20.0  # seconds that a test waits at most


class Ear:
    """Counts what a bell rings."""

    def __init__(self) -> None:
        self._heard: queue.Queue[bool] = queue.Queue()

    def rung(self) -> None:
        self._heard.put(True)

    def wait(self) -> None:
        self._heard.get(timeout=SOON)

    def silent(self) -> bool:
        return self._heard.empty()


@contextmanager
def listening(book: Book) -> Iterator[Ear]:
    ear, bell = Ear(), book.bell()
    assert bell is not None
    bell.hang(ear.rung)
    try:
        ear.wait()  # for what may have happened before it hung
        yield ear
    finally:
        bell.take_down()


def add(book: Book, name: str) -> None:
    with book.write("Add") as tx:
        tx.contacts.add(Contact(formatted_name=name))


def fail(book: Book) -> None:
    with book.write("Add") as tx:
        tx.contacts.add(Contact(formatted_name="Nobody"))
        raise ZeroDivisionError


@pytest.fixture
def office(postgres: PostgresServer) -> Iterator[Callable[[], Book]]:
    """Opens the one book again and again."""
    postgres.sql("CREATE DATABASE bell TEMPLATE empty_book")
    opened: list[Book] = []

    def open_() -> Book:
        opened.append(Book.open(postgres.socket_url("bell")))
        return opened[-1]

    yield open_
    for book in opened:
        book.close()
    postgres.sql("DROP DATABASE bell WITH (FORCE)")


def test_a_commit_rings_and_its_change_is_there_to_be_read(office: Callable[[], Book]) -> None:
    one, other = office(), office()
    with listening(one) as ear:
        add(other, "Anna Nowak")
        ear.wait()
        found = one.news()
    assert found is not None
    assert [change.label for change in found] == ["Add"]


def test_what_was_not_committed_rings_nobody(office: Callable[[], Book]) -> None:
    one, other = office(), office()
    with listening(one) as ear:
        with pytest.raises(ZeroDivisionError):
            fail(other)
        with other.read() as tx:
            tx.contacts.counts()
        other.presence().others()
        add(other, "Somebody")  # whose ring comes after all those that there may have been
        ear.wait()
        assert ear.silent()


def test_another_book_on_the_server_rings_its_own_people(
    office: Callable[[], Book], postgres: PostgresServer
) -> None:
    one = office()
    with listening(one) as ear:
        with Book.open(postgres.socket_url("empty_book")) as another, another.write("Star") as tx:
            tx.connection.exec_driver_sql("SELECT 1")
        add(office(), "Somebody")
        ear.wait()
        assert ear.silent()


def test_a_lost_connection_is_told_and_found_again(
    office: Callable[[], Book], postgres: PostgresServer
) -> None:
    one = office()
    with listening(one) as ear:
        end_all_that_listen(postgres)
        ear.wait()  # it is lost: look, and say so
        ear.wait()  # it is back: look what was missed
        add(office(), "Anna Nowak")
        ear.wait()


def end_all_that_listen(server: PostgresServer) -> None:
    rows = server.sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = 'bell' AND query LIKE 'LISTEN%'"
    )
    assert rows == [(1,)]  # one for the window, and idle


def test_a_bell_that_is_taken_down_leaves_no_connection(
    office: Callable[[], Book], postgres: PostgresServer
) -> None:
    def connections() -> int:
        sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'bell'"
        return int(postgres.sql(sql)[0][0])

    one = office()
    before = connections()
    with listening(one):
        assert connections() == before + 1
    postgres.sql("SELECT pg_sleep(0.01)")
    for _again in range(500):
        if connections() == before:
            break
        postgres.sql("SELECT pg_sleep(0.02)")
    assert connections() == before


def test_a_file_has_no_bell(a_book: Callable[..., Any]) -> None:
    assert a_book().bell() is None
