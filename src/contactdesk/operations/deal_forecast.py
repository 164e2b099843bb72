"""What open deals may bring, weighted by their chance: by month, by owner, by currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from contactdesk.model.deal import Pipeline
from contactdesk.model.money import Counted, Rates, Total, by_currency, total_of
from contactdesk.store.deal_rows import DealRow

By = Literal["month", "owner", "currency"]
BY: tuple[By, ...] = ("month", "owner", "currency")
LATE = "late"  # the key of those that were to close before today; "" is that of no date


class Line(NamedTuple):
    """One line of a forecast: a month (its first day), an owner's id or a currency, as `key`.

    `parts` is what there is in each currency; `total` is in the pipeline's.
    """

    key: str
    parts: tuple[tuple[str, Decimal], ...]
    total: Total


class Forecast(NamedTuple):
    """The lines in their order, and all of them together."""

    by: By
    lines: tuple[Line, ...]
    all: Line


def open_rows(rows: Iterable[DealRow], pipeline: Pipeline) -> list[DealRow]:
    """Those that are not decided yet."""
    decided = {stage.item for stage in pipeline.stages if stage.outcome}
    return [row for row in rows if row.deal.stage not in decided]


def month_begins(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def forecast(
    rows: Iterable[DealRow],
    by: By,
    pipeline: Pipeline,
    rates: Rates,
    today: date,
    begins: Callable[[date], date] = month_begins,
) -> Forecast:
    """The forecast of the open deals among these; `begins` is when a day's month begins, which
    not every calendar says alike."""
    chosen = open_rows(rows, pipeline)
    groups: dict[str, list[DealRow]] = {}
    for row in chosen:
        groups.setdefault(_key(row, by, pipeline, today, begins), []).append(row)
    lines = [_line(key, some, pipeline, rates) for key, some in groups.items()]
    return Forecast(by, tuple(_ordered(lines, by)), _line("", chosen, pipeline, rates))


def _key(
    row: DealRow, by: By, pipeline: Pipeline, today: date, begins: Callable[[date], date]
) -> str:
    deal = row.deal
    if by == "owner":
        return deal.owner
    if by == "currency":
        return deal.currency or pipeline.currency
    day = _day(deal.expected_on)
    return "" if day is None else LATE if day < today else begins(day).isoformat()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _line(key: str, rows: list[DealRow], pipeline: Pipeline, rates: Rates) -> Line:
    counted = [Counted(r.deal.amount, r.deal.currency, r.chance) for r in rows]
    base = pipeline.currency
    return Line(key, by_currency(counted, base), total_of(counted, base, rates))


def _ordered(lines: list[Line], by: By) -> list[Line]:
    """Months as they come, after what is late and before what has no date; else the most first."""
    if by == "month":
        return sorted(lines, key=lambda line: (not line.key, line.key != LATE, line.key))
    return sorted(lines, key=lambda line: (-line.total.weighted, line.key))
