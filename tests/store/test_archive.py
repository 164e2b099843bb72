"""The archive: out of the lists and the search, but kept, known and one step from coming back."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.store.first_page import first_page
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

ARCHIVE = ListQuery("archive")


def names(book: Any, scope: str = "all", category: str = "") -> list[str]:
    with book.read() as tx:
        query = ListQuery(scope, category)
        numbers = tx.contacts.listing(query).numbers
        assert [r.number for r in tx.contacts.top(query, 1_000)] == list(numbers)
        assert tx.contacts.counts().of(query) == len(numbers)
        return [r.name for r in tx.contacts.rows(numbers)]


def found(book: Any, text: str, scope: str = "all") -> tuple[list[str], int]:
    with book.read() as tx:
        hits = tx.contacts.search(text, ListQuery(scope))
        return [r.name for r in tx.contacts.rows(hits.numbers)], hits.archived


def archive(book: Any, *numbers: int) -> None:
    with book.write("Archive") as tx:
        tx.contacts.archive(numbers)


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    book = a_book(
        a_contact("Anna Nowak", organisation="Baltica", categories=["VIP"]),
        a_contact("Zofia Nowak", note="chess", categories=["VIP", "VIP/Old"]),
        a_contact("Baltica", kind="org"),
        a_contact("Jan Kowal", organisation="Baltica"),
    )
    with book.write("Star") as tx:
        tx.contacts.star([2], True)
    return book


def test_who_is_archived_is_in_no_list_but_the_archives(office: Any) -> None:
    archive(office, 2, 3)
    assert names(office) == ["Jan Kowal", "Anna Nowak"]
    assert names(office, "people") == ["Jan Kowal", "Anna Nowak"]
    assert names(office, "organisations") == names(office, "starred") == []
    assert names(office, "category", "VIP") == ["Anna Nowak"]
    assert names(office, "archive") == ["Baltica", "Zofia Nowak"]


@pytest.mark.file_only
def test_who_is_archived_is_not_on_the_first_page(office: Any, tmp_path: Path) -> None:
    archive(office, 2, 3)
    page = first_page(tmp_path / "office.cdk")
    assert page is not None
    assert [r.name for r in page.rows] == ["Jan Kowal", "Anna Nowak"]
    assert (page.total, page.counts.archive, page.counts.organisations) == (2, 2, 0)


def test_a_search_leaves_the_archive_out_and_says_how_many_it_has(office: Any) -> None:
    assert found(office, "nowak") == (["Anna Nowak", "Zofia Nowak"], 0)
    archive(office, 2)
    assert found(office, "nowak") == (["Anna Nowak"], 1)
    assert found(office, "chess") == ([], 1)
    assert found(office, "chess", "organisations") == ([], 0)
    assert found(office, "nowak", "archive") == (["Zofia Nowak"], 0)
    assert found(office, "anna", "archive") == ([], 0)


def test_undo_and_redo_move_between_lists_and_archive(office: Any) -> None:
    archive(office, 1)
    with office.read() as tx:
        assert tx.contacts.get(1).archived_at
    assert office.undo()[:3] == ("Archive", (1,), ())
    assert names(office) == ["Baltica", "Jan Kowal", "Anna Nowak", "Zofia Nowak"]
    assert office.redo()[:3] == ("Archive", (1,), ())
    assert names(office, "archive") == ["Anna Nowak"]
    with office.write("Take out") as tx:
        tx.contacts.take_out([1])
    assert names(office, "archive") == []
    assert names(office) == ["Baltica", "Jan Kowal", "Anna Nowak", "Zofia Nowak"]


def test_an_edit_leaves_who_is_archived_there(office: Any) -> None:
    archive(office, 1)
    with office.write("Edit") as tx:
        base = tx.contacts.get(1)
        tx.contacts.save(replace(base, given="Ewa", formatted_name="Ewa Nowak"), base)
    assert names(office, "archive") == ["Ewa Nowak"]
    assert found(office, "ewa") == ([], 1)


def test_the_bin_and_back_again_leads_to_the_archive(office: Any) -> None:
    archive(office, 1)
    with office.write("Delete") as tx:
        tx.contacts.delete([1])
    assert names(office, "archive") == []
    assert names(office, "bin") == ["Anna Nowak"]
    with office.write("Archive") as tx:
        tx.contacts.archive([1])  # who is in the bin stays there as it is
    assert office.undo_labels()[0] == "Delete"
    assert office.undo() is not None
    assert names(office, "archive") == ["Anna Nowak"]


def test_archiving_twice_is_no_step_and_no_change(office: Any) -> None:
    archive(office, 1)
    with office.read() as tx:
        before = tx.contacts.get(1)
    archive(office, 1)
    with office.read() as tx:
        assert tx.contacts.get(1) == before


def test_hundreds_go_and_come_back_in_one_step(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], consistent: Callable[..., Any]
) -> None:
    book = a_book(*(a_contact(f"Anna Nr{n:03d}", note=f"word{n}") for n in range(300)))
    archive(book, *range(1, 261))
    assert len(names(book)) == 40
    assert names(book, "archive") == [f"Anna Nr{n:03d}" for n in range(260)]
    archive(book, 270)
    assert book.undo() is not None
    with book.write("Edit") as tx:
        tx.contacts.take_out([5])
        tx.contacts.archive([5])  # again, at another moment: no longer the same step's doing
    assert book.undo() is not None
    undone = book.undo()
    assert undone is not None
    assert len(undone.contacts) >= 259
    consistent(book, ("anna", "word7", "nr1"))
    assert book.redo() is not None
    consistent(book, ("anna", "word7", "nr1"))


def test_order_and_search_stay_true_through_any_moves(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], consistent: Callable[..., Any]
) -> None:
    """Archived, taken out, renamed, deleted at random; each place keeps its own order."""
    rng = random.Random(7)
    book = a_book(*(a_contact(f"{chr(65 + n % 7)}na Nr{n:02d}") for n in range(60)))
    for turn in range(60):
        some = rng.sample(range(1, 61), rng.randrange(1, 6))
        with book.write("Move") as tx:
            match turn % 5:
                case 0 | 1:
                    tx.contacts.archive(some)
                case 2:
                    tx.contacts.take_out(some)
                case 3:
                    for base in tx.contacts.get_many(some):
                        new = f"Zed {rng.randrange(99)}"
                        tx.contacts.save(replace(base, family=new, formatted_name=new), base)
                case _:
                    tx.contacts.delete(some[:1])
                    tx.contacts.restore(some[1:])
        if turn % 9 == 0:
            book.undo()
        everybody = consistent(book, ("nr1", "zed"))
        gone = [c for c in everybody if c.archived_at and not c.deleted_at]
        by = [c.number for c in sorted(gone, key=lambda c: (book.ordering.keys(c)[0], c.number))]
        with book.read() as tx:
            assert list(tx.contacts.listing(ARCHIVE).numbers) == by
            hits = tx.contacts.search("nr", ARCHIVE, 1_000).numbers
            with_nr = [c.number for c in gone if "Nr" in c.formatted_name]
            assert hits == [n for n in by if n in with_nr]
    book.configure(sort_by="given")
    consistent(book, ("nr1", "zed"))
