"""One import of several files: the same people in two of them come in once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.operations.importing import import_files
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

MAIL = "FN:Person {n}\nN:{n};Person;;;\nEMAIL:person{n}@baltica.example"


def shown(book: Book) -> list[tuple[str, int]]:
    """Every name in the book's order, with the number of phones."""
    with book.read() as tx:
        numbers = tx.contacts.listing(ListQuery()).numbers
        return [(c.formatted_name, len(c.phones)) for c in tx.contacts.get_many(numbers)]


@pytest.mark.parametrize("count", [3, 160])
def test_people_of_a_second_file_that_were_in_the_first_are_met(
    a_book: Callable[..., Any], a_file: Callable[..., Path], count: int, consistent: Any
) -> None:
    book = a_book()
    first = a_file(*(MAIL.format(n=f"{n:03}") for n in range(count)), name="phone.vcf")
    second = a_file(
        *(MAIL.format(n=f"{n:03}") + f"\nTEL:+48 501 234 {n:03}" for n in range(count)),
        MAIL.format(n="new"),
        name="office.vcf",
    )
    report = import_files(book, [first, second])
    assert (report.added, report.updated) == (count + 1, count)
    assert shown(book) == [(f"Person {n:03}", 1) for n in range(count)] + [("Person new", 0)]
    consistent(book, ("person", "501"))
    after = shown(book)
    book.undo()
    with book.read() as tx:
        assert tx.contacts.counts()[:5] == (0, 0, 0, 0, 0)
    book.redo()
    assert shown(book) == after
    consistent(book, ("person", "501"))


def test_cards_of_one_file_stay_apart_even_when_another_file_follows(
    a_book: Callable[..., Any], a_file: Callable[..., Path]
) -> None:
    book = a_book()
    twins = a_file(MAIL.format(n="1"), MAIL.format(n="1"), name="twins.vcf")
    report = import_files(book, [twins, a_file(MAIL.format(n="2"), name="other.vcf")])
    assert report.added == 3
