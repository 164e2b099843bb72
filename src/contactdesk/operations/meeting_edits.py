"""How an edit of an appointment meets what others did to it, or to its series, meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.event import Event
from contactdesk.model.event_record import FIELDS, TIMES, VERSION, changed_fields, merge
from contactdesk.model.series import (
    RULES,
    Plan,
    Scope,
    as_one,
    edited,
    repeats,
    single_at,
    takes_place,
)

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction


def met(
    tx: Transaction, occurrence: Occurrence, mine: Event, scope: Scope, home: tzinfo, new: str = ""
) -> Plan:
    """What is to be written, made of the series as it is now; `EditConflict` where others changed
    the same, or do without what was edited, `NotFound` where it is gone for good."""
    event = occurrence.event
    now = _now(tx, event)
    members = _members(tx, now)
    if not _others_changed(event, now):
        return _edited(members, occurrence, mine, scope, home, new)
    if now.deleted_at and not event.deleted_at:
        raise tx.events.conflict(("deleted_at",), event, mine, now)
    is_one = repeats(event) and not event.recurrence_id and scope != "all"
    if is_one and not takes_place(members, occurrence._replace(event=now), home):
        raise tx.events.conflict(("starts_at",), event, mine, now)
    if not (is_one and scope == "this"):
        _compare(tx, occurrence, mine, now, home)
    return _edited(members, occurrence, mine, scope, home, new)


def put_over(
    tx: Transaction, occurrence: Occurrence, mine: Event, scope: Scope, home: tzinfo, new: str = ""
) -> Plan:
    """The same, but where others changed the same mine is what stays; out of the bin, where they
    put it there. When it is, or repeats, is all mine where I changed that."""
    event = occurrence.event
    now = _now(tx, event)
    if now.deleted_at:
        tx.events.restore([now.number])
        now = _now(tx, event)
    if any(getattr(as_one(occurrence), n) != getattr(mine, n) for n in TIMES):
        now = replace(now, **{n: getattr(event, n) for n in (*TIMES, *RULES)})
    return _edited(_members(tx, now), occurrence, mine, scope, home, new)


def _now(tx: Transaction, event: Event) -> Event:
    now = tx.events.by_id(event.id)
    if now is None:
        raise NotFound(_("This is no longer in the book."))
    return now


def _members(tx: Transaction, event: Event) -> list[Event]:
    return [event, *(e for e in tx.events.by_uid(event.uid) if e.id != event.id)]


def _others_changed(event: Event, now: Event) -> bool:
    return any(n not in VERSION for n in changed_fields(event, now))


def _compare(
    tx: Transaction, occurrence: Occurrence, mine: Event, now: Event, home: tzinfo
) -> None:
    """Say where both changed the same."""
    event = occurrence.event
    wanted = edited([event], occurrence, mine, "all", home).saved
    became = next((became for was, became in wanted if was.id == event.id), event)
    tx.events.met(became, event, now)


def _edited(
    members: list[Event],
    occurrence: Occurrence,
    mine: Event,
    scope: Scope,
    home: tzinfo,
    new: str,
) -> Plan:
    """The edit, of the series as its members are now; lists have what both put into them."""
    now, was = members[0], as_one(occurrence)
    here = occurrence._replace(event=now)
    of_series = scope == "this" and repeats(now) and not now.recurrence_id
    single = single_at(members, here, home) if of_series else None
    if single is not None:  # somebody else changed this time of it alone, too
        return _met_alone(single, was, mine)
    both, _conflicts = merge(was, mine, as_one(here))
    return edited(members, here, both, scope, home, new)


def _met_alone(single: Event, was: Event, mine: Event) -> Plan:
    """Mine and theirs began from the same time of the series: they are merged when it is saved."""
    kept = (*RULES, *VERSION, "recurrence_id", "and_later", "uid", "deleted_at")
    base = replace(single, **{n: getattr(was, n) for n in FIELDS if n not in kept}, revision=-1)
    return Plan(
        saved=((base, replace(base, **{n: getattr(mine, n) for n in changed_fields(was, mine)})),)
    )
