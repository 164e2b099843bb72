"""What the table of deals says: its heads, its cells, its totals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from contactdesk.desktop import bidi
from contactdesk.desktop.deal_found import Found, sum_of
from contactdesk.desktop.deal_words import day_of, mark_of, stage_tone, title_of
from contactdesk.desktop.money_texts import money_text, rates_text, rounded_text, total_text
from contactdesk.desktop.spoken_times import read_day
from contactdesk.desktop.task_words import day_words
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deal import Stage
from contactdesk.model.money import Counted, Total, by_currency, decimal_of, typed_amount
from contactdesk.operations.deal_table import (
    AMOUNT,
    BY_KEY,
    CHANCE,
    CURRENCY,
    EXPECTED,
    OWNER,
    STAGE,
    TITLE,
    Around,
    text_of,
    weighted,
)
from contactdesk.store.deal_rows import DealRow

DAYS = (EXPECTED, "stage_since", "closed_on")


class Cell(NamedTuple):
    """What a cell says, and its tone."""

    words: str
    tone: str = "text2"


def column_words(column: str) -> str:
    """What a column is called."""
    known = BY_KEY.get(column)
    return _(known.label) if known is not None else ""


def around_of(found: Found) -> Around | None:
    """What the cells are read by; None where there is no pipeline."""
    owners = {each.id: each.name for each in found.people}
    return Around(found.pipeline, found.rates, owners) if found.pipeline else None


def cell_of(row: DealRow, column: str, around: Around, today: date) -> Cell:
    """A cell in the words of the person's language."""
    deal, currency = row.deal, row.deal.currency or around.pipeline.currency
    if column == TITLE:
        title = bidi.isolated(title_of(deal))
        return Cell(f"{title} · {_('waits')}" if row.waits else title, "text")
    if column in ("organisation", "people"):
        return Cell(bidi.isolated(text_of(row, column, around)), "text")
    if column == AMOUNT:
        return Cell(money_text(deal.amount, currency), "text")
    if column == "weighted":
        share = weighted(row)
        return Cell("" if share is None else rounded_text(share, currency))
    if column == CURRENCY:
        return Cell(currency)
    if column == CHANCE:
        return Cell(_("{n} %").format(n=counted(row.chance)))
    if column in DAYS:
        day = day_of(getattr(deal, column))
        return Cell(day_words(day, today) if day else "–")
    if column == "next":
        mark = mark_of(row, around.stage(deal), today)
        return Cell(mark.words, mark.tone)
    return Cell(bidi.isolated(" ".join(text_of(row, column, around).split())))


def typed_words(row: DealRow, column: str, around: Around) -> str:
    """What one finds in the field over a cell."""
    if column == CURRENCY:
        return row.deal.currency or around.pipeline.currency
    return text_of(row, column, around)


def stored_text(column: str, typed: str, today: date) -> str | None:
    """What a cell stores of what was typed; None where it does not fit."""
    text = typed.strip()
    if column == AMOUNT:
        return typed_amount(text)
    if column == CURRENCY:
        code = text.upper()
        return code if not code or (len(code) == 3 and code.isascii() and code.isalpha()) else None
    if column == CHANCE:
        chance = typed_amount(text.replace("%", "").replace("٪", ""))
        number = decimal_of(chance or "")
        if chance == "":
            return ""
        fits = number is not None and 0 <= number <= 100
        return str(int(number)) if fits and number is not None else None
    if column == EXPECTED:
        day = read_day(text, today) if text else None
        return "" if not text else day.isoformat() if day else None
    return None if column == TITLE and not text else text


def unfit_words(column: str) -> str:
    """Why a cell does not take what was typed."""
    return {
        AMOUNT: _("This is no number."),
        CURRENCY: _("A currency has three letters, like EUR."),
        CHANCE: _("A chance is a number from 0 to 100."),
        EXPECTED: _("This is no day. Write for instance 30 Nov, or Friday."),
    }.get(column, _("A deal has a title."))


def tone_of(stage: Stage, around: Around) -> str:
    """The colour of a stage's chip."""
    known = around.pipeline.stage(stage.item) is not None
    return stage_tone(around.pipeline, stage) if known else "slate"


def has_chip(column: str) -> bool:
    """Whether cells of a column are chips."""
    return column == STAGE


def is_choice(column: str) -> bool:
    """Whether a cell is chosen from a menu."""
    return column in (STAGE, OWNER)


class Totals(NamedTuple):
    """What the foot says of some deals."""

    many: str
    parts: str  # each currency by itself, "" where there is but one
    total: str
    weighted: str
    missing: str  # what no total counts, "" for nothing
    rates: str  # by which rates, for a tip
    currencies: tuple[str, ...] = ()  # those without a rate


def totals_of(found: Found, rows: list[DealRow]) -> Totals:
    """What some deals make together: currencies are told apart, and never mixed in silence."""
    total = sum_of(found, rows)
    many = ngettext("{n} deal", "{n} deals", total.deals).format(n=counted(total.deals))
    parts = parts_of(rows, total.currency)
    return Totals(
        many,
        " + ".join(bidi.isolated(money_text(some, currency)) for currency, some in parts)
        if len(parts) > 1
        else "",
        total_text(total, to_the_cent=True),
        total_text(total, weighted=True, to_the_cent=True),
        missing_words(total),
        rates_text(total),
        tuple(currency for currency, _amount in total.missing),
    )


def parts_of(rows: Iterable[DealRow], currency: str) -> tuple[tuple[str, Decimal], ...]:
    """What deals make in each currency."""
    return by_currency((Counted(r.deal.amount, r.deal.currency, r.chance) for r in rows), currency)


def missing_words(total: Total) -> str:
    """ "without SEK 22,000: there is no rate"; "" where all is counted."""
    if not total.missing:
        return ""
    parts = (bidi.isolated(money_text(amount, currency)) for currency, amount in total.missing)
    amounts = ", ".join(parts)
    return _("without {amounts}: there is no rate").format(amounts=amounts)
