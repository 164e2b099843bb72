"""Deals as a table: their order, what is typed into cells, the file, and what all make together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.errors import NotFound
from contactdesk.formats.csv_lines import csv_of
from contactdesk.model.contact import Contact
from contactdesk.model.deal import Deal, ExchangeRate
from contactdesk.model.money import Counted, Rates, by_currency, total_of
from contactdesk.operations import deal_table, deals
from contactdesk.operations.deal_table import USUAL, Around, Arrangement
from contactdesk.store.book import Book
from contactdesk.store.deal_rows import DealRow

TODAY = date(2026, 11, 24)
RATES = Rates([ExchangeRate(currency="SEK", base="EUR", rate="0.1", valid_on="2026-11-01")])
PIPELINE = replace(deals.usual_pipeline("EUR"), id="p")
AROUND = Around(PIPELINE, RATES, {"ewa": "Ewa Lis"})


@pytest.fixture
def book(a_book: Callable[..., Book]) -> Book:
    return a_book()


def row(title: str, amount: str = "", currency: str = "", **more: object) -> DealRow:
    deal = Deal(title=title, amount=amount, currency=currency, stage=1, pipeline="p")
    return DealRow(replace(deal, **more), 50)  # type: ignore[arg-type]  # of any field


def test_values_are_ordered_by_their_worth_and_those_without_come_last_either_way() -> None:
    rows = [
        row("none"),
        row("kronor", "22000", "SEK"),
        row("euro", "3000"),
        row("franc", "9", "CHF"),
    ]
    up = [r.deal.title for r in deal_table.arranged(rows, "amount", AROUND)]
    down = [r.deal.title for r in deal_table.arranged(rows, "amount", AROUND, descending=True)]
    assert up == ["kronor", "euro", "none", "franc"]
    assert down == ["euro", "kronor", "none", "franc"]


def test_stages_are_ordered_as_the_pipeline_has_them_and_words_without_regard_to_case() -> None:
    rows = [row("b", stage=4), row("A", stage=2), row("c", stage=1)]
    assert [r.deal.title for r in deal_table.arranged(rows, "stage", AROUND)] == ["c", "A", "b"]
    assert [r.deal.title for r in deal_table.arranged(rows, "title", AROUND)] == ["A", "b", "c"]


def test_a_file_has_the_currency_beside_the_value_and_no_formula() -> None:
    lines = deal_table.lines([row("=1+1", "22000", "SEK", owner="ewa")],
                             ("title", "amount", "owner"), AROUND)  # fmt: skip
    assert lines[1] == ["=1+1", "22000", "SEK", "Ewa Lis"]
    assert csv_of(lines[1:]).decode() == "\ufeff'=1+1,22000,SEK,Ewa Lis\r\n"


def test_an_arrangement_that_is_kept_survives_what_somebody_wrote_into_the_file() -> None:
    order = Arrangement(("title", "amount"), "amount", True, {"title": 200})
    assert Arrangement.kept(order.plain()) == order
    odd = {"columns": ["amount", "nonsense", 3], "sorted_by": 7, "widths": {"title": "wide"}}
    assert Arrangement.kept(odd) == Arrangement(("title", "amount"))
    assert Arrangement.kept({}).columns == USUAL


def test_an_organisation_is_named_and_one_that_is_not_there_changes_nothing(book: Book) -> None:
    with book.write("Fill") as tx:
        firm = tx.contacts.add(Contact(kind="org", formatted_name="Vinhos"))
        deal = deals.add(tx, Deal(title="Labels", amount="6400"), "PT", TODAY).deal
    with book.write("Name") as tx:
        deal = deal_table.set_cell(tx, deal, "organisation", "vinhos")
    assert deal.organisation == firm.id
    with book.write("Name") as tx, pytest.raises(NotFound):
        deal_table.set_cell(tx, deal, "organisation", "Nobody Ltd")
    with book.write("Take away") as tx:
        deal = deal_table.set_cell(tx, deal, "chance", "30")
        assert deal_table.set_cell(tx, deal, "chance", "").chance is None


def test_many_are_moved_and_given_away_in_one_step_of_undo(book: Book) -> None:
    with book.write("Fill") as tx:
        several = [deals.add(tx, Deal(title=t), "PT", TODAY).deal for t in "ab"]
    with book.write("Move") as tx:
        moved = deal_table.move_all(tx, several, 3, TODAY)
        deal_table.assign_all(tx, [each.deal for each in moved], "")
    with book.read() as tx:
        assert {(d.stage, d.owner) for d in tx.deals.all()} == {(3, "")}
    book.undo()
    with book.read() as tx:
        assert {d.stage for d in tx.deals.all()} == {1}


_MONEY = st.tuples(
    st.sampled_from(["", "0", "12.50", "999999.99", "-3", "7", "odd"]),
    st.sampled_from(["", "EUR", "SEK", "CHF", "USD"]),
    st.integers(0, 100),
)


@given(st.lists(_MONEY, max_size=30))
def test_currencies_by_themselves_make_the_total_with_what_is_missing_from_it(
    money: list[tuple[str, str, int]],
) -> None:
    counted = [Counted(*each) for each in money]
    parts, total = dict(by_currency(counted, "EUR")), total_of(counted, "EUR", RATES)
    missing = dict(total.missing)
    assert total.amount == parts.get("EUR", 0) + parts.get("SEK", 0) * Decimal("0.1")
    assert missing == {c: parts[c] for c in parts if c in ("CHF", "USD")}
