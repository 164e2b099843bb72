"""Pipelines changed by hand: what they may be, and what deals keep from going."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.model.deal import Deal, FollowUp, Pipeline, Stage
from contactdesk.operations import deals, pipelines
from contactdesk.store.book import Book

TODAY = date(2026, 11, 24)


@pytest.fixture
def book(a_book: Callable[..., Book]) -> Book:
    made = a_book()
    with made.write("Fill") as tx:
        deals.add(tx, Deal(title="Labels", amount="6400"), "PT", TODAY)
    return made


def first(book: Book) -> Pipeline:
    with book.read() as tx:
        return tx.pipelines.all()[0]


def keep(book: Book, pipeline: Pipeline, base: Pipeline | None) -> Pipeline:
    with book.write("Change") as tx:
        return pipelines.keep(tx, pipeline, base)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "has a name"),
        ({"stages": (Stage("Won", 100, "won", 0, 1),)}, "at least one stage"),
        ({"stages": (Stage("", 10, "", 0, 1),)}, "Every stage"),
        ({"stages": (Stage("A", 101, "", 0, 1),)}, "0 to 100"),
        ({"stages": (Stage("A", 1, "", 0, 1), Stage("a", 2, "", 0, 2))}, "Two stages"),
    ],
)
def test_what_cannot_be_is_said_and_not_written(
    book: Book, changes: dict[str, object], words: str
) -> None:
    before = first(book)
    with pytest.raises(ContactDeskError, match=words):
        keep(book, replace(before, **changes), before)  # type: ignore[arg-type]  # of any field
    assert first(book) == before


def test_a_stage_with_deals_does_not_go_and_an_empty_one_does_with_its_tasks(book: Book) -> None:
    before = keep(book, replace(first(book), follow_ups=(FollowUp(2, "Call", 1),)), first(book))
    without_lead = replace(before, stages=before.stages[1:])
    with pytest.raises(ContactDeskError, match="1 deal is in Lead"):
        keep(book, without_lead, before)
    after = keep(book, replace(before, stages=(before.stages[0], *before.stages[2:])), before)
    assert [stage.name for stage in after.stages][:2] == ["Lead", "Proposal"]
    assert after.follow_ups == ()


def test_two_people_change_a_pipeline_and_both_changes_stay(book: Book) -> None:
    base = first(book)
    stages = (replace(base.stages[0], chance=15), *base.stages[1:])
    keep(book, replace(base, stages=stages), base)
    keep(book, replace(base, name="Sales abroad"), base)
    assert (first(book).name, first(book).stages[0].chance) == ("Sales abroad", 15)


def test_a_new_pipeline_stands_last_and_only_an_empty_one_is_deleted(book: Book) -> None:
    with book.write("Delete") as tx, pytest.raises(ContactDeskError, match="1 deal is in Sales"):
        pipelines.delete(tx, tx.pipelines.all()[0])
    made = keep(book, replace(deals.usual_pipeline("EUR"), name="Tenders"), None)
    with book.read() as tx:
        assert [each.name for each in tx.pipelines.all()] == ["Sales", "Tenders"]
    with book.write("Delete") as tx:
        pipelines.delete(tx, made)
    with book.read() as tx:
        assert [each.name for each in tx.pipelines.all()] == ["Sales"]
    book.undo()
    with book.read() as tx:
        assert len(tx.pipelines.all()) == 2
