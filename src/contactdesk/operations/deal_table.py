"""Deals as a table: its columns, their order by one of them, and what is typed into a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.formats.csv_lines import csv_of
from contactdesk.i18n import N_, _
from contactdesk.model.contact import Membership
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.fold import fold
from contactdesk.model.money import Rates, decimal_of, written
from contactdesk.operations import deals
from contactdesk.operations.exporting import write_whole
from contactdesk.store.book import Transaction
from contactdesk.store.deal_rows import DealRow

Kind = Literal["text", "number", "day", "choice"]
"""`choice` is one of what the book has: a stage, somebody who uses the book."""

TITLE, STAGE, OWNER = "title", "stage", "owner"
AMOUNT, CURRENCY, CHANCE, EXPECTED = "amount", "currency", "chance", "expected_on"


class DealColumn(NamedTuple):
    """One column: `key` is its name where it is kept, `wide` its width at first in px."""

    key: str
    label: str
    kind: Kind = "text"
    wide: int = 130
    is_editable: bool = False


COLUMNS: tuple[DealColumn, ...] = (
    DealColumn(TITLE, N_("Deal"), wide=168, is_editable=True),
    DealColumn("organisation", N_("Organisation"), wide=170, is_editable=True),
    DealColumn("people", N_("Contact"), wide=180),
    DealColumn(STAGE, N_("Stage"), "choice", 130, True),
    DealColumn(AMOUNT, N_("Value"), "number", 110, True),
    DealColumn(CURRENCY, N_("Currency"), wide=84, is_editable=True),
    DealColumn(CHANCE, N_("Chance"), "number", 76, True),
    DealColumn("weighted", N_("Weighted"), "number", 110),
    DealColumn(EXPECTED, N_("Close"), "day", 116, True),
    DealColumn("next", N_("Next step"), wide=200),
    DealColumn(OWNER, N_("Owner"), "choice", 130, True),
    DealColumn("source", N_("Source"), wide=130, is_editable=True),
    DealColumn("stage_since", N_("In this stage since"), "day", 120),
    DealColumn("closed_on", N_("Closed on"), "day", 100),
    DealColumn("lost_reason", N_("Why it was lost"), wide=140, is_editable=True),
    DealColumn("description", N_("Description"), wide=200, is_editable=True),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = (TITLE, "organisation", "people", STAGE, AMOUNT, CHANCE, EXPECTED, "next")
"""The columns of a table that nobody has changed."""


class Arrangement(NamedTuple):
    """How the table is arranged: its columns, and by which of them ("" = as on the board)."""

    columns: tuple[str, ...] = USUAL
    sorted_by: str = ""
    descending: bool = False
    widths: Mapping[str, int] = {}

    @staticmethod
    def kept(plain: Mapping[str, Any]) -> Arrangement:
        """As it was kept; what is not known (any more) is left out, the title always stands."""
        named = plain.get("columns")
        columns = tuple(c for c in named if c in BY_KEY) if isinstance(named, list) else USUAL
        if TITLE not in columns:
            columns = (TITLE, *columns)
        by, widths = plain.get("sorted_by"), plain.get("widths")
        sizes = widths if isinstance(widths, dict) else {}
        return Arrangement(
            tuple(dict.fromkeys(columns)),
            by if isinstance(by, str) and by in BY_KEY else "",
            plain.get("descending") is True,
            {key: px for key, px in sizes.items() if key in BY_KEY and type(px) is int and px > 0},
        )

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "columns": list(self.columns),
            "sorted_by": self.sorted_by,
            "descending": self.descending,
            "widths": dict(self.widths),
        }


class Around(NamedTuple):
    """What a table of deals is read by: the stages, the rates, and the names of the owners."""

    pipeline: Pipeline
    rates: Rates
    owners: Mapping[str, str] = {}

    def stage(self, deal: Deal) -> Stage:
        """Where a deal is."""
        return self.pipeline.stage(deal.stage) or Stage()

    def worth(self, row: DealRow) -> Decimal | None:
        """What a deal makes in the pipeline's currency; None where that cannot be said."""
        amount, base = decimal_of(row.deal.amount), self.pipeline.currency
        currency = row.deal.currency or base
        known = (Decimal(1), None) if currency == base else self.rates.between(currency, base)
        return None if amount is None or known is None else amount * known[0]


def weighted(row: DealRow) -> Decimal | None:
    """What a deal makes times its chance, in its own currency."""
    amount = decimal_of(row.deal.amount)
    return None if amount is None else amount * row.chance / 100


def arranged(
    rows: Iterable[DealRow], column: str, around: Around, *, descending: bool = False
) -> list[DealRow]:
    """Rows in the order of a column; those of which it says nothing come last either way."""
    keyed = [(_key(row, column, around), row) for row in rows]
    full = [pair for pair in keyed if pair[0] is not None]
    empty = [row for key, row in keyed if key is None]
    full.sort(key=lambda pair: pair[0], reverse=descending)
    return [*(row for _key, row in full), *empty]


def _key(row: DealRow, column: str, around: Around) -> Any:
    deal = row.deal
    if column in (AMOUNT, "weighted"):
        worth = around.worth(row)
        return None if worth is None else worth * (row.chance if column == "weighted" else 100)
    if column == CHANCE:
        return row.chance
    if column == STAGE:
        items = [stage.item for stage in around.pipeline.stages]
        return items.index(deal.stage) if deal.stage in items else None
    if column == "next":
        day = row.next.day if row.next else None
        return (day, f"{row.next.at or ''}") if day and row.next else None
    return fold(text_of(row, column, around)) or None


def text_of(row: DealRow, column: str, around: Around) -> str:
    """What a cell says to a file: days and numbers as the book writes them."""
    deal = row.deal
    if column == STAGE:
        return around.stage(deal).name
    if column == OWNER:
        return around.owners.get(deal.owner, "")
    if column == "organisation":
        return row.organisation.name if row.organisation else ""
    if column == "people":
        return ", ".join(each.name for each in row.people)
    if column == CHANCE:
        return str(row.chance)
    if column == "weighted":
        share = weighted(row)
        return "" if share is None else written(share)
    if column == "next":
        return " ".join(row.next.summary.split()) if row.next else ""
    return str(getattr(deal, column))


def lines(rows: Iterable[DealRow], columns: Sequence[str], around: Around) -> list[list[str]]:
    """A table as a file has it: the heads, then a line a deal; a value stands with its currency
    in a column of its own."""
    keys = _with_currency(columns)
    heads = [_(BY_KEY[key].label) for key in keys]
    return [heads, *([_filed(row, key, around) for key in keys] for row in rows)]


def write(to: Path, rows: Iterable[DealRow], columns: Sequence[str], around: Around) -> int:
    """Write such a table as CSV, whole or not at all; how many bytes. Raises a sentence."""
    return write_whole(iter([csv_of(lines(rows, columns, around))]), to)


def _with_currency(columns: Sequence[str]) -> list[str]:
    money = [key for key in columns if key in (AMOUNT, "weighted")]
    if not money or CURRENCY in columns:
        return list(columns)
    return [each for key in columns for each in ((key, CURRENCY) if key == money[0] else (key,))]


def _filed(row: DealRow, column: str, around: Around) -> str:
    if column == CURRENCY:
        return row.deal.currency or around.pipeline.currency
    return text_of(row, column, around)


def with_cell(tx: Transaction, deal: Deal, column: str, text: str) -> Deal:
    """A deal with another text in a cell; a value and a day as the book writes them.

    Raises `NotFound` when an organisation is named that the book does not have.
    """
    if column == "organisation":
        row = tx.contacts.organisation_of(Membership(organisation=text)) if text else None
        if text and row is None:
            words = _("There is no organisation {name} in the book. The deal stays as it is.")
            raise NotFound(words.format(name=text))
        return replace(deal, organisation=row.id if row else "")
    if column == TITLE and not text:
        raise ContactDeskError(_("A deal has a title."))
    if column == AMOUNT:
        return replace(deal, amount=text, follows_products=not text)
    value = (int(text) if text else None) if column == CHANCE else text
    return replace(deal, **dict[str, Any]({column: value}))


def set_cell(tx: Transaction, deal: Deal, column: str, text: str) -> Deal:
    """Write what was typed into a cell of a deal as it was read."""
    return tx.deals.save(with_cell(tx, deal, column, text), base=deal)


def move_all(tx: Transaction, chosen: Iterable[Deal], stage: int, today: date) -> list[deals.Moved]:
    """Move several deals of one pipeline to a stage, each with the tasks that follow."""
    return [deals.move(tx, each, stage, today) for each in chosen if each.stage != stage]


def assign_all(tx: Transaction, chosen: Iterable[Deal], owner: str) -> list[Deal]:
    """Give several deals to somebody who uses the book (an id; "" for nobody)."""
    others = [each for each in chosen if each.owner != owner]
    return [tx.deals.save(replace(each, owner=owner), base=each) for each in others]
