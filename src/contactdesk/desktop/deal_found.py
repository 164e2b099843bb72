"""What the board knows of a pipeline: its deals, who owns them, rates, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

from contactdesk.i18n import N_
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.money import Counted, Rates, Total, total_of
from contactdesk.store.deal_rows import DealRow
from contactdesk.store.people import Colleague

PERIODS = {
    "month": N_("This month"),
    "quarter": N_("This quarter"),
    "year": N_("This year"),
    "all": N_("All time"),
}
"""Since when deals were decided that the board still shows, and what that is called."""


class Found(NamedTuple):
    """A pipeline as it was read; None where the book has none yet."""

    pipeline: Pipeline | None = None
    pipelines: tuple[Pipeline, ...] = ()
    rows: tuple[DealRow, ...] = ()
    rates: Rates = Rates(())
    people: tuple[Colleague, ...] = ()
    me: str = ""
    now: datetime = datetime.min
    has_any: bool = False  # a deal in any pipeline

    @property
    def today(self) -> date:
        """The day by the person's clock."""
        return self.now.date()


class Shown(NamedTuple):
    """Which deals are shown: of an owner ("" = everyone), decided in a period."""

    owner: str = ""
    period: str = "quarter"


def read_found(tx: Any, wanted: str, clock: Callable[[tzinfo], datetime]) -> Found:
    """Read a pipeline (its id, "" for the first), on the reading thread."""
    from contactdesk.model.zones import home_zone

    home = home_zone() or UTC
    now = clock(home).replace(tzinfo=home)
    pipelines = tx.pipelines.all()
    chosen = next((p for p in pipelines if p.id == wanted), next(iter(pipelines), None))
    people = sorted(tx.people.all().values(), key=lambda each: each.name.casefold())
    return Found(
        chosen,
        tuple(pipelines),
        tuple(tx.deal_rows.of_pipeline(chosen, now)) if chosen else (),
        tx.rates.known(now.date().isoformat()),
        tuple(people),
        tx.people.me().id,
        now,
        tx.deals.has_any(),
    )


def begins(period: str, today: date) -> str:
    """The first day of a period, "" for all time."""
    month = {"month": today.month, "quarter": (today.month - 1) // 3 * 3 + 1, "year": 1}
    return f"{date(today.year, month[period], 1)}" if period in month else ""


def columns_of(found: Found, shown: Shown) -> list[tuple[Stage, list[DealRow]]]:
    """The stages with their deals, those that close first on top; of decided ones the last."""
    if found.pipeline is None:
        return []
    since = begins(shown.period, found.today)
    by: dict[int, list[DealRow]] = {stage.item: [] for stage in found.pipeline.stages}
    for row in found.rows:
        deal = row.deal
        late = deal.closed_on and deal.closed_on < since
        if deal.stage in by and not late and shown.owner in ("", deal.owner):
            by[deal.stage].append(row)
    return [(stage, _ordered(by[stage.item], stage)) for stage in found.pipeline.stages]


def _ordered(rows: list[DealRow], stage: Stage) -> list[DealRow]:
    if stage.outcome:
        return sorted(rows, key=lambda r: (r.deal.closed_on, r.deal.number), reverse=True)
    return sorted(rows, key=lambda r: (r.deal.expected_on or "9", r.deal.number))


def sum_of(found: Found, rows: Iterable[DealRow]) -> Total:
    """What some deals make together."""
    currency = found.pipeline.currency if found.pipeline else ""
    counted = (Counted(r.deal.amount, r.deal.currency, r.chance) for r in rows)
    return total_of(counted, currency, found.rates)


def with_deal(found: Found, deal: Deal, chance: int) -> Found:
    """The same with another version of a deal: as it will be once it is written."""
    rows = tuple(
        row._replace(deal=deal, chance=chance) if row.deal.id == deal.id else row
        for row in found.rows
    )
    return found._replace(rows=rows)
