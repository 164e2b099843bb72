"""Appointments made, changed, moved and deleted: each one step of undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from contactdesk.model.agenda import Occurrence, Span, agenda, later, wall_time, zone_for
from contactdesk.model.event import Event
from contactdesk.model.revision import counted
from contactdesk.model.series import Plan, Scope, removed, written
from contactdesk.operations.meeting_edits import met, put_over
from contactdesk.store.book import Transaction

_YEAR = timedelta(days=366)


def series_of(tx: Transaction, event: Event) -> list[Event]:
    """All events of one series as they are now, with the given one as it was looked at."""
    found = [e for e in tx.events.by_uid(event.uid) if e.id != event.id]
    return [event, *found]


def change(
    tx: Transaction,
    occurrence: Occurrence,
    mine: Event,
    scope: Scope,
    home: tzinfo,
    *,
    insists: bool = False,
    new: str = "",
    at: datetime | None = None,
) -> list[Event]:
    """Write that `as_one(occurrence)` became `mine`: for this one, it and later ones, or all;
    what was saved and what is new.

    What others changed meanwhile stays. Raises `EditConflict` where they changed the same, unless
    one `insists`, and `NotFound` where it is gone for good. An event that comes of it gets the id
    `new`; `at` is when it was done, now as a rule.
    """
    plan = (put_over if insists else met)(tx, occurrence, mine, scope, home, new)
    return carry_out(tx, plan, at)


def remove(
    tx: Transaction,
    occurrence: Occurrence,
    scope: Scope,
    home: tzinfo,
    at: datetime | None = None,
) -> None:
    """Move this one, it and later ones, or all to the bin; nothing where they are there by now."""
    event = tx.events.by_id(occurrence.event.id)
    if event is not None and not event.deleted_at:
        found = occurrence._replace(event=event)
        carry_out(tx, removed(series_of(tx, event), found, scope, home), at)


def carry_out(tx: Transaction, plan: Plan, at: datetime | None = None) -> list[Event]:
    """Write what a plan says, each as a newer version where anybody counts them."""
    plan = counted(plan, at or datetime.now(UTC))
    saved = [tx.events.save(now, base=was) for was, now in plan.saved]
    added = [tx.events.add(event) for event in plan.added]
    tx.events.delete([event.number for event in plan.deleted])
    return [*saved, *added]


def moved_to(event: Event, starts_at: str, ends_at: str, home: tzinfo) -> Event:
    """The event at another time, given by the person's clock (or as whole days), which its own
    zone's clock then says."""
    if len(starts_at) == len("2026-11-24"):
        return _timed(event, starts_at, ends_at, "")
    if event.is_all_day:
        return _timed(event, starts_at, ends_at, zone_name(home))
    zone = zone_for(event, home)
    starts, ends = (
        written(wall_time(text).replace(tzinfo=home).astimezone(zone).replace(tzinfo=None), event)
        for text in (starts_at, ends_at)
    )
    return _timed(event, starts, ends, event.time_zone)


def _timed(event: Event, starts_at: str, ends_at: str, zone: str) -> Event:
    return replace(
        event, starts_at=starts_at, ends_at=ends_at, time_zone=zone, duration_minutes=None
    )


def zone_name(home: tzinfo) -> str:
    """What a zone is called: "Europe/Warsaw"; "" where nobody knows."""
    return str(getattr(home, "key", "")) or ("UTC" if home is UTC else "")


def next_with(tx: Transaction, number: int, now: datetime, home: tzinfo) -> Occurrence | None:
    """The appointment with a contact that goes on now (UTC) or comes next, within a year."""
    found = _from(tx.events.coming(number, now), now, home)
    return next((each for each in found if each.event.status != "CANCELLED"), None)


def one_of(tx: Transaction, event: Event, now: datetime, home: tzinfo) -> Occurrence | None:
    """When an appointment is: of a series the next time, or the first one when all are over."""
    return time_of(series_of(tx, event), event, now, home)


def time_of(
    members: Sequence[Event], event: Event, now: datetime, home: tzinfo
) -> Occurrence | None:
    """The same, where all events of its series are known."""
    members = [e for e in members if not e.deleted_at]
    alone = [event] if event.recurrence_id else members
    if event.recurrence_id or not (event.rrule or event.rdates):
        found = _from(alone, datetime.min, home, datetime.max)
    else:
        found = _from(members, now, home) or _from(members, datetime.min, home, now)
    return next(iter(found), None)


def _from(
    events: Sequence[Event], since: datetime, home: tzinfo, until: datetime | None = None
) -> list[Occurrence]:
    """What takes place from a moment on, for a year."""
    return agenda(events, Span(since, until or later(since, _YEAR), home)).occurrences


def clashes(tx: Transaction, wanted: Event, home: tzinfo) -> list[Occurrence]:
    """What else takes place while this does (the first time of it), in its order.

    What is free, called off or of the same series is no clash, and whole days are none.
    """
    if wanted.is_all_day or not wanted.starts_at:
        return []
    span = Span(datetime.min, datetime.max, home)
    alone = Event(starts_at=wanted.starts_at, ends_at=wanted.ends_at, time_zone=wanted.time_zone)
    first = next(iter(agenda([alone], span).occurrences), None)
    if first is None:
        return []
    until = max(first.ends, first.begins + timedelta(minutes=1))
    found = tx.events.agenda(Span(first.begins, until, home)).occurrences
    team = tx.people.team()
    others = {*wanted.colleagues, wanted.owner}  # whom it has to do with
    return [
        each for each in found
        if _is_in_the_way(each, wanted) and (team.is_mine(each.event) or each.event.owner in others)
    ]  # fmt: skip


def _is_in_the_way(each: Occurrence, wanted: Event) -> bool:
    event = each.event
    same = event.uid == wanted.uid and bool(wanted.uid)
    free = event.transparency == "TRANSPARENT" or event.status == "CANCELLED"
    return not (same or free or len(each.starts_at) == 10 or each.ends == each.begins)
