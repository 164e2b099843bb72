"""Appointments as the edits that wait for the book will leave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contactdesk.model.deed import Deed, occurrence_of
from contactdesk.model.event import Event
from contactdesk.model.event_record import TIMES
from contactdesk.model.revision import counted
from contactdesk.model.series import Plan, as_one, edited, removed
from contactdesk.operations.appointment_deeds import home_of, moment_of


class LaidOver(NamedTuple):
    """The series that anything waits for, as they will be: all their events, by what each series
    is known, and the ids of the events that are to be marked."""

    members: tuple[Event, ...] = ()
    series: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


def series_key(event: Event) -> str:
    """What is the same for all events of one series."""
    return event.uid or event.id


def laid_over(events: Iterable[Event], waiting: Sequence[Deed]) -> LaidOver:
    """What becomes of these events by what waits; what is nobody's appointment is left out."""
    deeds = [d for d in waiting if isinstance(d.record, Event) and d.record.component == "event"]
    if not deeds:
        return LaidOver()
    every = {event.id: event for event in events}
    touched: set[str] = set()
    marked: set[str] = set()
    for deed in deeds:
        key = series_key(deed.record)  # type: ignore[arg-type]  # of an event's deed
        series = (key, deed.more.get("new"))
        plan = plan_of(deed, [e for e in every.values() if series_key(e) in series])
        for event in plan.deleted:
            every.pop(event.id, None)
        shown = [*(now for _was, now in plan.saved), *plan.added]
        every |= {event.id: event for event in shown}
        touched |= {key, str(deed.more.get("new", key)), *map(series_key, shown)}
        marked |= _marked(deed, plan)
    members = tuple(e for e in every.values() if series_key(e) in touched)
    return LaidOver(members, frozenset(touched), frozenset(marked & {e.id for e in members}))


def _marked(deed: Deed, plan: Plan) -> set[str]:
    """What looks otherwise than in the book; not a series that ends earlier, or has one less."""
    if deed.doing in ("remove", "delete"):
        return set()
    saved = plan.saved[1:] if plan.added else plan.saved
    return {event.id for event in (*plan.added, *(now for _was, now in saved))} | _own(deed, plan)


def _own(deed: Deed, plan: Plan) -> set[str]:
    """What the book has already, though nobody has heard of it."""
    if plan != Plan():
        return set()
    return {str(deed.more.get("new", ""))} | ({deed.record.id} if is_of_all(deed) else set())


def is_of_all(deed: Deed) -> bool:
    """Whether it is done to an event itself, and not to one time of it."""
    return str(deed.more.get("scope", "all")) == "all"


def plan_of(deed: Deed, members: Sequence[Event]) -> Plan:
    """What a deed makes of the series that it is about, as these members are."""
    base, mine, known = deed.base, deed.mine, {event.id for event in members}
    if isinstance(mine, Event) and base is None:
        return Plan(added=(mine,)) if mine.id not in known else Plan()
    assert isinstance(base, Event)
    if deed.doing == "delete":
        return Plan(deleted=(base,))
    if deed.doing == "save":
        return Plan(saved=((base, mine),)) if isinstance(mine, Event) else Plan()
    here = list(members) if base.id in known else [base, *members]
    if deed.doing == "remove":
        return removed(here, occurrence_of(deed), deed.more["scope"], home_of(deed))
    assert isinstance(mine, Event)
    return _changed(deed, mine, here)


def _changed(deed: Deed, mine: Event, here: Sequence[Event]) -> Plan:
    new = str(deed.more["new"])
    if any(event.id == new for event in here) or _is_moved_already(deed, here):
        return Plan()
    plan = edited(here, occurrence_of(deed), mine, deed.more["scope"], home_of(deed), new)
    return counted(plan, moment_of(deed))


def _is_moved_already(deed: Deed, members: Sequence[Event]) -> bool:
    """Whether a series is elsewhere by now: it is not to be moved twice."""
    base, mine = deed.base, deed.mine
    assert isinstance(base, Event)
    now = next(event for event in members if event.id == base.id)
    if not (base.rrule or base.rdates) or all(getattr(now, n) == getattr(base, n) for n in TIMES):
        return False
    was = as_one(occurrence_of(deed))
    return is_of_all(deed) and any(getattr(was, n) != getattr(mine, n) for n in TIMES)
