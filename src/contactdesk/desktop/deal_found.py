"""What the board knows of a pipeline: its deals, who owns them, rates, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, tzinfo
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from contactdesk.i18n import N_
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.money import Counted, Rates, Total, total_of
from contactdesk.store.deal_rows import DealRow, DealSum
from contactdesk.store.people import Colleague

FEW = 300  # deals that are read at once
SEEN = 24  # cards of a column that a tall screen shows
T = TypeVar("T")
_DEAL: Callable[[DealRow], Any] = attrgetter("deal")
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
    rest: tuple[DealSum, ...] = ()  # deals that count, and whose rows are still to be read

    @property
    def today(self) -> date:
        """The day by the person's clock."""
        return self.now.date()

    def owner_of_new(self, owner: str = "") -> str:
        """Who does what is new where nobody says: `owner`, else I; for one alone it is nobody."""
        return (owner or self.me) if len(self.people) > 1 else ""


class Shown(NamedTuple):
    """Which deals are shown: of an owner ("" = everyone), decided in a period."""

    owner: str = ""
    period: str = "quarter"


Clock = Callable[[tzinfo], datetime]


def read_found(tx: Any, wanted: str, clock: Clock) -> Found:
    """Read a pipeline (its id, "" for the first), on the reading thread."""
    found = _read_around(tx, wanted, clock)
    if found.pipeline is None:
        return found
    return found._replace(rows=tuple(tx.deal_rows.of_pipeline(found.pipeline, found.now)))


def read_front(tx: Any, wanted: str, clock: Clock, shown: Shown) -> Found:
    """Read of a pipeline what a board shows at first: the uppermost cards of every column, and
    what all the others count for. A small pipeline is read whole."""
    found = _read_around(tx, wanted, clock)
    if found.pipeline is None:
        return found
    sums = tx.deal_rows.sums(found.pipeline)
    if len(sums) <= FEW:
        return found._replace(rows=tuple(tx.deal_rows.of_pipeline(found.pipeline, found.now)))
    by = _by_stage(found, shown, sums, _itself)
    uppermost = (_ordered(by[s.item], s, _itself)[:SEEN] for s in found.pipeline.stages)
    seen = sorted(each.number for some in uppermost for each in some)
    rows = tx.deal_rows.chosen(seen, found.pipeline, found.now)
    there = frozenset(seen)
    rest = tuple([each for each in sums if each.number not in there])
    return found._replace(rows=tuple(rows), rest=rest)


def _read_around(tx: Any, wanted: str, clock: Clock) -> Found:
    """All but the deals."""
    from contactdesk.model.zones import home_zone

    home = home_zone() or UTC
    now = clock(home).replace(tzinfo=home)
    pipelines = tx.pipelines.all()
    chosen = next((p for p in pipelines if p.id == wanted), next(iter(pipelines), None))
    people = sorted(tx.people.all().values(), key=lambda each: each.name.casefold())
    return Found(
        chosen,
        tuple(pipelines),
        (),
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
    by = _by_stage(found, shown, found.rows, _DEAL)
    stages = found.pipeline.stages if found.pipeline else ()
    return [(stage, _ordered(by[stage.item], stage, _DEAL)) for stage in stages]


def rest_of(found: Found, shown: Shown) -> dict[int, list[DealSum]]:
    """By the item of its stage, what is still to be read."""
    return _by_stage(found, shown, found.rest, _itself) if found.rest else {}


def _by_stage(
    found: Found, shown: Shown, every: Iterable[T], deal_of: Callable[[T], Any]
) -> dict[int, list[T]]:
    """What is shown, by the item of its stage."""
    since = begins(shown.period, found.today)
    stages = found.pipeline.stages if found.pipeline else ()
    by: dict[int, list[T]] = {stage.item: [] for stage in stages}
    owner = shown.owner
    for each in every:
        deal = deal_of(each)
        some = by.get(deal.stage)
        if some is None or (owner and deal.owner != owner):
            continue
        if not since or not deal.closed_on or deal.closed_on >= since:
            some.append(each)
    return by


def _ordered(every: list[T], stage: Stage, deal_of: Callable[[T], Any]) -> list[T]:
    def closed(each: T) -> tuple[str, int]:
        deal = deal_of(each)
        return deal.closed_on, deal.number

    def expected(each: T) -> tuple[str, int]:
        deal = deal_of(each)
        return deal.expected_on or "9", deal.number

    if stage.outcome:
        return sorted(every, key=closed, reverse=True)
    return sorted(every, key=expected)


def _itself(each: DealSum) -> DealSum:
    return each


def sum_of(found: Found, rows: Iterable[DealRow], rest: Iterable[DealSum] = ()) -> Total:
    """What some deals make together, with others that are still to be read."""
    currency = found.pipeline.currency if found.pipeline else ""
    counted = (Counted(r.deal.amount, r.deal.currency, r.chance) for r in rows)
    return total_of(chain(counted, rest), currency, found.rates)


def with_deal(found: Found, deal: Deal, chance: int) -> Found:
    """The same with another version of a deal: as it will be once it is written."""
    rows = list(found.rows)
    for place, row in enumerate(rows):
        if row.deal.id == deal.id:
            rows[place] = row._replace(deal=deal, chance=chance)
    return found._replace(rows=tuple(rows))
