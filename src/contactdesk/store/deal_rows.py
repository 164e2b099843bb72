"""Deals as lists show them: with the names of whom they are with, and what is to be done next.

The next step of a deal is the earliest of its open tasks and coming appointments; a task without
a date comes after all that have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.agenda import span_of
from contactdesk.model.deal import Deal, Pipeline
from contactdesk.model.event import Event
from contactdesk.model.event_extent import extent
from contactdesk.model.shown import shown_name
from contactdesk.model.tasks import due_of
from contactdesk.store.deals import Deals
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.events import Events
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.records import AT_ONCE, STANDS

AHEAD = timedelta(days=400)  # how far ahead the next time of what repeats is looked for
_OPEN = "status NOT IN ('COMPLETED', 'CANCELLED') AND (status <> '' OR completed_at = '')"
_STEPS = (
    "SELECT deal, number, summary, component, starts_at, ends_at, time_zone, duration_minutes, "
    "rrule, starts_utc FROM event WHERE deal <> '' AND deal IN ({marks}) AND "
    f"(component = 'task' AND {_OPEN} OR component = 'event' AND status <> 'CANCELLED' "
    f"AND last_ends_utc >= ?) AND {STANDS}"
)
_SUMS = (
    "SELECT number, stage, amount, currency, chance, owner, expected_on, closed_on FROM deal "
    f"WHERE pipeline = ? AND {STANDS}"
)
_PARTIES = (
    "SELECT number, id, kind, formatted_name, given, family, photo, withdrawn, deleted_at "
    "FROM contact WHERE {which}"
)


_When = tuple[str, str, int]  # day, time and number of a step


class DealParty(NamedTuple):
    """A contact that a deal is with; `photo` is the sha256 of the picture, or ""."""

    number: int
    id: str
    kind: str
    name: str
    photo: str = ""


class NextStep(NamedTuple):
    """What is to be done next: a task or an appointment, by the person's clock; no `day` for a
    task without a date, no `at` for some time of that day."""

    number: int
    component: str
    summary: str
    day: date | None = None
    at: time | None = None


class DealRow(NamedTuple):
    """A deal, its chance in percent (its stage's where it has no own one), with whom it is, what
    is next, who else offers, and whether an edit of it waits for the book."""

    deal: Deal
    chance: int
    organisation: DealParty | None = None
    people: tuple[DealParty, ...] = ()
    next: NextStep | None = None
    competitors: tuple[DealParty, ...] = ()  # those that the book has
    waits: bool = False


class DealSum(NamedTuple):
    """What columns and totals need of a deal: a fifth of what a card shows."""

    number: int
    stage: int
    amount: str
    currency: str
    own_chance: int | None
    owner: str
    expected_on: str
    closed_on: str
    chance: int = 0


class DealRows:
    """Reads deals of one transaction as rows."""

    def __init__(self, connection: Connection, deals: Deals, events: Events) -> None:
        self._sql = connection.exec_driver_sql
        self._deals = deals
        self._events = events
        self._merged = MergeLinks(connection)

    def of_pipeline(self, pipeline: Pipeline, now: datetime) -> list[DealRow]:
        """Every deal of a pipeline; `now` is a moment in the person's zone."""
        return self.of(self._deals.of_pipeline(pipeline.id), [pipeline], now)

    def sums(self, pipeline: Pipeline) -> list[DealSum]:
        """What every deal of a pipeline counts for, in a third of the time of its row."""
        chances = {stage.item: stage.chance for stage in pipeline.stages}
        rows = driver_rows(self._sql(_SUMS, (pipeline.id,)))
        made = ((*r, chances.get(r[1], 0) if r[4] is None else r[4]) for r in rows)
        return [DealSum._make(each) for each in made]

    def chosen(self, numbers: Sequence[int], pipeline: Pipeline, now: datetime) -> list[DealRow]:
        """The deals of a pipeline that have these numbers, as rows."""
        return self.of(self._deals.get_many(numbers), [pipeline], now)

    def of(
        self, deals: Sequence[Deal], pipelines: Iterable[Pipeline], now: datetime
    ) -> list[DealRow]:
        """These deals as rows."""
        chances = {(p.id, s.item): s.chance for p in pipelines for s in p.stages}
        parties = self._parties(_named_in(deals))
        steps = self._steps([d.id for d in deals if not d.closed_on], now)
        return [
            DealRow(
                deal,
                chances.get((deal.pipeline, deal.stage), 0) if deal.chance is None else deal.chance,
                parties.get(deal.organisation),
                _among(parties, deal.people) if deal.people else (),
                steps.get(deal.id),
                _among(parties, _firms(deal)) if deal.competitors else (),
            )
            for deal in deals
        ]

    # whom it is with

    def parties_of(self, deal: Deal) -> tuple[DealParty, ...]:
        """Whom a deal is with, the organisation first."""
        ids = [each for each in (deal.organisation, *deal.people) if each]
        found = self._parties(set(ids))
        return tuple(found[each] for each in dict.fromkeys(ids) if each in found)

    def named(self, ids: Iterable[str]) -> dict[str, DealParty]:
        """The contacts with these ids; who became part of another is that one."""
        return self._parties(set(ids))

    def _parties(self, ids: set[str]) -> dict[str, DealParty]:
        """The contacts with these ids that are in the book; for one that became part of another,
        that one."""
        found: dict[str, DealParty] = {}
        gone: dict[int, str] = {}
        for some in _parts(sorted(ids)):
            for row in self._contacts(f"id IN ({','.join('?' * len(some))})", some):
                if row[7]:
                    gone[row[0]] = row[1]
                elif not row[8]:
                    found[row[1]] = _party(row)
        kept = self._merged.kept(gone) if gone else {}
        marks = ",".join(map(str, sorted(set(kept.values())))) or "0"
        by_number = {
            row[0]: _party(row)
            for row in self._contacts(f"number IN ({marks})")
            if not row[7] and not row[8]
        }
        found |= {gone[n]: by_number[at] for n, at in kept.items() if at in by_number}
        return found

    def _contacts(self, which: str, values: tuple[str, ...] = ()) -> Iterable[Sequence[Any]]:
        return driver_rows(self._sql(_PARTIES.format(which=which), values))

    # what is next

    def _steps(self, ids: Sequence[str], now: datetime) -> dict[str, NextStep]:
        since = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
        home = now.tzinfo or UTC
        first: dict[str, tuple[_When, NextStep]] = {}
        repeating: dict[int, str] = {}
        known: dict[Sequence[Any], tuple[_When, NextStep]] = {}  # many are due on the same day
        for some in _parts(ids):
            sql = _STEPS.format(marks=",".join("?" * len(some)))
            for row in driver_rows(self._sql(sql, (*some, since))):
                deal, number, summary, *_times = row
                times = row[3:]
                if times[0] == "event" and times[5]:
                    repeating[number] = deal
                    continue
                if times not in known:
                    known[times] = _timed(times, home)
                (day, at, _no), step = known[times]
                when = (day, at, number)
                if deal not in first or when < first[deal][0]:
                    first[deal] = when, NextStep(number, step[1], summary, step[3], step[4])
        found = {deal: step for deal, (_when, step) in first.items()}
        for deal, step in self._coming(repeating, now):
            _keep(found, deal, step)
        return found

    def _coming(self, repeating: dict[int, str], now: datetime) -> Iterator[tuple[str, NextStep]]:
        if not repeating:
            return
        home = now.tzinfo or UTC
        span = span_of(now.date(), (now + AHEAD).date(), home)
        since = now.astimezone(UTC).replace(tzinfo=None)
        for each in self._events.occurring(list(repeating), span):
            deal = each.event.deal
            if deal and each.ends >= since and each.event.status != "CANCELLED":
                yield deal, _appointment(each.event, f"{each.begins:%Y-%m-%dT%H:%M:%S}",
                                         each.starts_at, home)  # fmt: skip


def _among(parties: dict[str, DealParty], ids: Iterable[str]) -> tuple[DealParty, ...]:
    return tuple([parties[each] for each in ids if each in parties])


def _named_in(deals: Sequence[Deal]) -> set[str]:
    """The ids of the contacts that some deals name."""
    found = {deal.organisation for deal in deals}
    found.update(*[deal.people for deal in deals])
    found.update(*[_firms(deal) for deal in deals if deal.competitors])
    return found - {""}


def _firms(deal: Deal) -> list[str]:
    return [each.organisation for each in deal.competitors]


def _timed(times: Sequence[Any], home: tzinfo) -> tuple[_When, NextStep]:
    """When something is, from the columns that say so, as a step without number and words."""
    component, starts_at, ends_at, time_zone, minutes, _rrule, starts_utc = times
    event = Event(
        component=component, starts_at=starts_at, ends_at=ends_at, time_zone=time_zone,
        duration_minutes=minutes,
    )  # fmt: skip
    if component == "event":
        step = _appointment(event, starts_utc, starts_at, home)
    else:
        step = NextStep(0, component, "", *(due_of(event, home) or ()))
    return _when(step), step


def step_of(event: Event, home: tzinfo) -> NextStep:
    """A task or an appointment, of one that repeats its first time, as a step of its deal."""
    if event.component == "event":
        return _appointment(event, extent(event).starts_utc, event.starts_at, home)
    due = due_of(event, home) or ()
    return NextStep(event.number, event.component, event.summary, *due)


def earliest(steps: Iterable[NextStep]) -> NextStep | None:
    """Which of them comes first; None of none."""
    return min(steps, key=_when, default=None)


def _appointment(event: Event, begins: str, starts_at: str, home: tzinfo) -> NextStep:
    """An appointment that begins at a time in UTC; whole days are the days that it names."""
    if len(starts_at) == 10:
        return NextStep(event.number, "event", event.summary, date.fromisoformat(starts_at))
    at = datetime.fromisoformat(begins).replace(tzinfo=UTC).astimezone(home)
    floating = not event.time_zone and not starts_at.endswith("Z")
    shown = datetime.fromisoformat(starts_at) if floating else at
    return NextStep(event.number, "event", event.summary, shown.date(), shown.time())


def _keep(found: dict[str, NextStep], deal: str, step: NextStep) -> None:
    known = found.get(deal)
    if known is None or _when(step) < _when(known):
        found[deal] = step


def _when(step: NextStep) -> _When:
    """By what the earliest is found: what has no date comes last, and of a day what has no
    time."""
    return str(step.day or "z"), str(step.at or "z"), step.number


def _party(row: Sequence[Any]) -> DealParty:
    number, uuid, kind, whole, given, family, photo = row[:7]
    name = shown_name(kind, whole, given, family, False)
    return DealParty(number, uuid, kind, name, photo.split(" ", 1)[0])


def _parts(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))
