"""A deal as its panel shows it, read on the reading thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

from contactdesk.desktop.deal_words import days_in_stage
from contactdesk.desktop.timeline_view import Row, day_text, rows_of
from contactdesk.i18n import _
from contactdesk.model.deal import Competitor, Deal, Pipeline, Stage
from contactdesk.model.event import Event
from contactdesk.model.event_extent import extent
from contactdesk.operations import competitors
from contactdesk.store.deal_rows import DealRow, NextStep
from contactdesk.store.deals import StageChange
from contactdesk.store.people import Colleague
from contactdesk.store.timeline import Item

MOST = 200  # items of a timeline


class Opened(NamedTuple):
    """A deal with its pipeline, its way through the stages, and what happened with it."""

    row: DealRow
    pipeline: Pipeline
    people: tuple[Colleague, ...]
    days: dict[int, int]  # in each stage (its item) so far
    competitors: tuple[tuple[Competitor, str], ...]  # with their names
    timeline: tuple[Row, ...]
    today: date
    next: Event | None = None  # the next step, whole

    @property
    def deal(self) -> Deal:
        """The deal itself."""
        return self.row.deal

    @property
    def stage(self) -> Stage:
        """Where it is."""
        return self.pipeline.stage(self.deal.stage) or Stage()


def read_opened(tx: Any, uuid: str, clock: Callable[[tzinfo], datetime]) -> Opened | None:
    """Read a deal (its id); None where it went."""
    from contactdesk.model.zones import home_zone

    home = home_zone() or UTC
    now = clock(home).replace(tzinfo=home)
    deal = tx.deals.by_id(uuid)
    pipeline = tx.pipelines.by_id(deal.pipeline) if deal is not None else None
    if deal is None or deal.deleted_at or pipeline is None:
        return None
    people = tx.people.all()
    stages = tx.deals.stages_of(uuid)
    (row,) = tx.deal_rows.of([deal], [pipeline], now)
    return Opened(
        row,
        pipeline,
        tuple(sorted(people.values(), key=lambda each: each.name.casefold())),
        days_of(stages, now, home) | {deal.stage: days_in_stage(deal, now.date())},
        competitors.named(tx, deal),
        _timeline(tx, uuid, stages, pipeline, people, now),
        now.date(),
        _next(tx, row.next, home),
    )


def _next(tx: Any, step: NextStep | None, home: tzinfo) -> Event | None:
    if step is None:
        return None
    found: Event | None = (
        tx.tasks.get(step.number, home) if step.component == "task" else tx.events.get(step.number)
    )
    return found


def with_row(opened: Opened, row: DealRow) -> Opened:
    """The same with another version of the deal, as its row says it."""
    names = {party.id: party.name for party in row.competitors}
    found = ((each, names.get(each.organisation, each.name)) for each in row.deal.competitors)
    named = tuple((each, name) for each, name in found if name)
    return opened._replace(row=row, competitors=named)


def days_of(stages: list[StageChange], now: datetime, home: tzinfo) -> dict[int, int]:
    """How many days a deal was in each stage, by the days of the person's clock."""
    found: dict[int, int] = {}
    days = [_moment(each.at).astimezone(home).date() for each in stages]
    for at, each in enumerate(stages):
        until = days[at + 1] if at + 1 < len(days) else now.date()
        found[each.stage] = found.get(each.stage, 0) + max(0, (until - days[at]).days)
    return found


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _timeline(
    tx: Any,
    uuid: str,
    stages: list[StageChange],
    pipeline: Pipeline,
    people: dict[int, Colleague],
    now: datetime,
) -> tuple[Row, ...]:
    """What happened with a deal, the latest first; its moves stand among it."""
    home, today = now.tzinfo or UTC, now.date()
    dated = [
        (extent(event).starts_utc, rows_of((Item(event),), today)[0])
        for event in tx.events.of_deal(uuid, MOST)
    ]
    moves = [(each.at, _move_row(each, pipeline, people, today, home)) for each in stages[1:]]
    found = sorted((*dated, *moves), key=lambda pair: pair[0], reverse=True)
    last = len(found) - 1
    return tuple(replace(row, last=at == last) for at, (_when, row) in enumerate(found))


def _move_row(
    change: StageChange,
    pipeline: Pipeline,
    people: dict[int, Colleague],
    today: date,
    home: tzinfo,
) -> Row:
    stage = pipeline.stage(change.stage)
    title = _("Moved to {stage}").format(stage=stage.name if stage else _("another stage"))
    day = _moment(change.at).astimezone(home).date()
    author = people.get(change.author)
    return Row(
        title,
        day_text(day, today),
        "",
        Event(summary=title),
        author.name if author else "",
        icon="handshake",
        tone="violet",
    )
