"""Taking back that contacts were made, and taking that back: each is again where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery, Steps, UndoResult

pytestmark = pytest.mark.both_databases


def last(book: Book) -> int:
    with book.read() as tx:
        return tx.log.last_set()


def listed(book: Book, scope: str = "all") -> list[int]:
    with book.read() as tx:
        return sorted(tx.contacts.listing(ListQuery(scope)).numbers)


def one(book: Book, number: int = 1) -> Contact:
    with book.read() as tx:
        return tx.contacts.get(number)


def since(book: Book, first: int) -> UndoResult:
    """Take back all steps from one on; what the preview said and what was done are the same."""
    steps = Steps(first, last(book))
    with book.read() as tx:
        told = tx.reverting.preview(steps)
    done = book.revert_steps(steps, "Undo since")
    assert (set(done.left), done.gone) == (set(told.left), told.gone)
    return done


@pytest.fixture(params=[2, 60])
def many(request: pytest.FixtureRequest, a_book: Callable[..., Any], a_contact: Any) -> Any:
    """A book in which the first step made so many contacts: few go one by one, many together."""
    return a_book(*(a_contact(f"Anna Nr{n}") for n in range(request.param)))


def all_but_the_last_deleted(book: Book) -> list[int]:
    """Move them to the bin; the numbers of everybody as they were listed before."""
    everybody = listed(book)
    with book.write("Delete") as tx:
        tx.contacts.delete(everybody[:-1])
    return everybody


def test_who_was_in_the_bin_when_the_making_was_taken_back_is_there_again(
    many: Book, consistent: Any
) -> None:
    everybody = all_but_the_last_deleted(many)
    deleted_at = one(many).deleted_at
    assert since(many, 1).left == ()
    assert listed(many) == listed(many, "bin") == []
    assert many.revert(last(many)).left == ()
    assert (listed(many), listed(many, "bin")) == (everybody[-1:], everybody[:-1])
    assert one(many).deleted_at == deleted_at
    consistent(many, ("nr1",))


def test_deleting_and_taking_the_making_back_are_taken_back_together(
    many: Book, consistent: Any
) -> None:
    everybody = all_but_the_last_deleted(many)
    since(many, 1)
    assert since(many, 2).left == ()
    assert (listed(many), listed(many, "bin")) == (everybody, [])
    assert since(many, 4).left == ()
    assert listed(many) == listed(many, "bin") == []
    assert many.revert(3).left == ()
    assert (listed(many), listed(many, "bin")) == (everybody[-1:], everybody[:-1])
    consistent(many, ("nr1",))


def test_an_edit_before_the_making_was_taken_back_and_given_back_goes_back_too(
    a_book: Callable[..., Any], a_contact: Any
) -> None:
    book = a_book(a_contact("Anna Nowak", note="old"))
    with book.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, note="new"), base)
    since(book, 1)
    book.revert(last(book))
    assert one(book).note == "new"
    assert since(book, 2).contacts == (1,)
    assert (one(book).note, listed(book)) == ("old", [1])


def test_whom_somebody_deleted_since_stays_in_the_bin_when_the_undo_is_taken_back(
    a_book: Callable[..., Any], a_contact: Any, as_somebody_else: Any
) -> None:
    book = a_book(a_contact("Anna Nowak"))
    book.undo()
    undone = last(book)
    book.redo()
    with as_somebody_else("ola") as other, other.write("Delete") as tx:
        tx.contacts.delete([1])
    assert book.revert(undone).contacts == ()
    assert (listed(book), listed(book, "bin")) == ([], [1])


def test_who_took_the_making_back_is_named_when_a_deletion_cannot_be_undone(
    a_book: Callable[..., Any], a_contact: Any, as_somebody_else: Any
) -> None:
    book = a_book(a_contact("Anna Nowak"))
    with book.write("Delete") as tx:
        tx.contacts.delete([1])
    with as_somebody_else("ola") as other:
        since(other, 1)
    (kept,) = book.revert(2).left
    assert (kept.field, kept.author, kept.own) == ("deleted_at", "ola", False)
    assert listed(book) == listed(book, "bin") == []


def renamed(book: Book, given: str) -> None:
    """Give everybody a first name."""
    with book.write("Edit") as tx:
        for base in tx.contacts.get_many(list(range(1, 1000))):
            tx.contacts.save(replace(base, given=given, formatted_name=given), base)


def names(book: Book) -> set[str]:
    with book.read() as tx:
        return {contact.given for contact in tx.contacts.get_many(list(range(1, 1000)))}


def test_what_was_changed_as_they_came_back_goes_with_them_when_that_is_taken_back(
    many: Book, consistent: Any
) -> None:
    first, everybody = names(many), listed(many)
    renamed(many, "Ola")
    since(many, 1)  # 3: neither the making nor the name
    assert listed(many) == []
    since(many, 2)  # 4: they are there again, without the name
    assert (listed(many), names(many)) == (everybody, first)
    many.undo()  # 5: and gone again
    assert listed(many) == []
    assert since(many, 3).left == ()  # 6: all but the name is taken back
    assert (listed(many), names(many)) == (everybody, {"Ola"})
    consistent(many, ("ola",))


def test_who_is_out_of_sight_again_is_as_they_were_before_they_came_back(
    many: Book, consistent: Any
) -> None:
    everybody = listed(many)
    renamed(many, "Ola")
    since(many, 1)  # 3: out of sight, with the name they had
    since(many, 2)  # 4: back without it
    many.undo()  # 5
    assert many.revert(3).left == ()
    assert (listed(many), names(many)) == (everybody, {"Ola"})
    consistent(many, ("ola",))
