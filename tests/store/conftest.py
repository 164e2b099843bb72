"""Books for the store's tests: two programs on one file, and a search without an index."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from contactdesk.model import fold
from contactdesk.model.contact import Contact
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.rows import prepare

TOKEN = re.compile(r"[^\W_]+")


def expected_listing(book: Book, everybody: list[Contact]) -> list[int]:
    """The standard list as sorting every contact's own key gives it."""
    by = 0 if book.facts.sort_by == "family" else 1
    standing = [c for c in everybody if not c.deleted_at]
    return [c.number for c in sorted(standing, key=lambda c: (book.ordering.keys(c)[by], c.number))]


def expected_search(book: Book, everybody: list[Contact], query: str) -> list[int]:
    """What a search finds when every contact's words are looked through one by one."""
    words, digits = fold.query_words(query), fold.query_digits(query)
    if not words:
        return []
    named, others = [], []
    by_number = {c.number: c for c in everybody}
    for number in expected_listing(book, everybody):
        prepared = prepare(by_number[number], book.ordering, book.facts.region)
        names = TOKEN.findall(prepared.names)
        anywhere = names + TOKEN.findall(prepared.rest)
        if _each_begins(words, names) or (digits and _each_begins((digits,), names)):
            named.append(number)
        elif _each_begins(words, anywhere) or (digits and _each_begins((digits,), anywhere)):
            others.append(number)
    return named + others


def _each_begins(words: tuple[str, ...], tokens: list[str]) -> bool:
    return all(any(t.startswith(w) for t in tokens) for w in words)


def assert_book_is_consistent(book: Book, queries: tuple[str, ...]) -> list[Contact]:
    """Order and search equal what the contacts themselves say; returns all contacts."""
    with book.read() as tx:
        numbers = [r[0] for r in tx.connection.exec_driver_sql("SELECT number FROM contact")]
        everybody = tx.contacts.get_many(numbers)

        listing = tx.contacts.listing(ListQuery())
        assert list(listing.numbers) == expected_listing(book, everybody)
        letters = [r.letter for r in tx.contacts.rows(listing.numbers)]
        starts = [(x, i) for i, x in enumerate(letters) if i == 0 or letters[i - 1] != x]
        if len({x for x, _ in starts}) == len(starts):
            assert list(listing.sections) == starts
        for query in queries:
            found = tx.contacts.search(query, limit=100_000).numbers
            assert found == expected_search(book, everybody, query), query
    return everybody


@pytest.fixture
def consistent() -> Callable[..., list[Contact]]:
    """Checks a book's order and search against its contacts, one by one."""
    return assert_book_is_consistent


@pytest.fixture
def as_somebody_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Callable[[str], Book]:
    """Opens the office's book as another person on another computer."""

    def open_as(login: str, name: str = "office") -> Book:
        for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            monkeypatch.setenv(variable, login)
        return Book.open(tmp_path / f"{name}.cdk")

    return open_as
