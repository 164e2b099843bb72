"""A star that one person gives in another window is news here, and nobody else's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from contactdesk.model.contact import Contact

pytestmark = pytest.mark.both_databases

STAR = """
import sys
from contactdesk.store.book import Book
place, on, numbers = sys.argv[1], sys.argv[2] == "on", sys.argv[3:]
with Book.open(place) as book, book.write("Star") as tx:
    tx.contacts.star([int(n) for n in numbers], on)
"""


@pytest.fixture
def star_elsewhere(book_place: Callable[[str], str]) -> Callable[..., None]:
    """Gives or takes stars in another run of the program, as the same person."""

    def do(*numbers: int, on: bool = True) -> None:
        words = [book_place("office"), "on" if on else "off", *map(str, numbers)]
        subprocess.run([sys.executable, "-c", STAR, *words], check=True)

    return do


def test_stars_of_my_other_windows_are_news_once(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], star_elsewhere: Any
) -> None:
    book = a_book(a_contact("Anna Nowak"), a_contact("Piotr Lis"))
    book.poll()
    star_elsewhere(2)
    (told,) = book.news()
    assert (told.kind, told.own, told.contacts) == ("star", False, (2,))
    with book.read() as tx:
        assert tx.contacts.is_starred(2)
    assert not book.news()
    star_elsewhere(2, on=False)
    star_elsewhere(1)
    (told,) = book.news()  # two in one look: anybody's star may be another
    assert told.contacts is None
    assert not book.news()


def test_neither_my_own_star_nor_a_colleagues_is_news(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], as_somebody_else: Any
) -> None:
    book = a_book(a_contact("Anna Nowak"))
    book.poll()
    second = a_book()  # as the window has two connections
    with second.write("Star") as tx:
        tx.contacts.star([1], on=True)
    assert not book.news()
    with as_somebody_else("ola") as ola, ola.write("Star") as tx:
        tx.contacts.star([1], on=True)
    assert not book.news()
    with book.read() as tx:
        assert tx.contacts.is_starred(1)
