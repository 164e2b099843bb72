"""Changing what repeats: one time of it, that one and all later ones, or all of them.

Nothing is written here: a `Plan` says what is to be saved, what is new and what goes to the bin.
A single time that differs is an event of its own with a RECURRENCE-ID, one that does not take
place an EXDATE, and "all later ones" end the series and begin another (RFC 5545, sections 3.8.4.4,
3.8.5.1 and 3.3.10).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal, NamedTuple

from contactdesk.model.agenda import (
    Occurrence,
    Span,
    later,
    moment_of,
    starts_of,
    utc_of,
    wall_time,
    zone_for,
)
from contactdesk.model.event import Event
from contactdesk.model.event_record import TIMES, changed_fields
from contactdesk.model.record import new_id
from contactdesk.model.rule_texts import counted_less, cut_before, moved_rule

Scope = Literal["this", "later", "all"]
RULES = ("rrule", "rdates", "exdates")
_OF_THE_SERIES = (*RULES, "recurrence_id", "and_later")


class Plan(NamedTuple):
    """What a change comes to: events to save, each after what it was; new ones; ones to bin."""

    saved: tuple[tuple[Event, Event], ...] = ()
    added: tuple[Event, ...] = ()
    deleted: tuple[Event, ...] = ()


def repeats(event: Event) -> bool:
    """Whether it happens more than once."""
    return bool(event.rrule or event.rdates)


def is_one_of_several(event: Event) -> bool:
    """Whether it has to be asked which of a series are meant."""
    return repeats(event) or bool(event.recurrence_id)


def can_be_one(base: Event, mine: Event) -> bool:
    """Whether a change can be of one time alone: how it repeats, and where it is, is of all."""
    return base.rrule == mine.rrule and base.calendar == mine.calendar


def as_one(occurrence: Occurrence) -> Event:
    """An event as one of its times is, with that time's beginning and end: what one edits."""
    return replace(
        occurrence.event,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        duration_minutes=None,
    )


def another_like(event: Event) -> Event:
    """A new event that says the same: it is not of the series, nobody has answered it, and who
    asked for the other one did not ask for this one."""
    return replace(
        event, id="", number=0, revision=0, uid="", recurrence_id="", and_later=False, rrule="",
        rdates=(), exdates=(), sequence=0, revised_at="", organizer=None,
        status="" if event.status == "CANCELLED" else event.status,
        attendees=tuple(replace(guest, participation="") for guest in event.attendees),
    )  # fmt: skip


def edited(
    members: Sequence[Event],
    occurrence: Occurrence,
    mine: Event,
    scope: Scope,
    home: tzinfo,
    new: str = "",
) -> Plan:
    """What is to be written when `as_one(occurrence)` became `mine`.

    `members` are all events of its UID, and what is changed is changed in them: where they are
    newer than the occurrence, only what was edited differs. What nobody edited stays as it is in
    each; single times that were moved before stay where they are. Where an event comes of it that
    was none before, `new` is to be its id.
    """
    series = _Series(members, occurrence, home, new)
    if not changed_fields(series.base, mine):
        return Plan()
    if series.master is None:
        return series.edit_single(mine)
    if scope == "this":
        return series.edit_one(mine, series.master)
    if scope == "later" and not series.is_first(series.master):
        return series.edit_later(mine, series.master)
    return series.edit_all(mine, series.master)


def single_at(members: Sequence[Event], occurrence: Occurrence, home: tzinfo) -> Event | None:
    """What is instead of this time of a series by now; None where the series itself has it."""
    return next(iter(_Series(members, occurrence, home).singles_here()), None)


def takes_place(members: Sequence[Event], occurrence: Occurrence, home: tzinfo) -> bool:
    """Whether the series, as these are, still has this time of it; what happens once, has."""
    series = _Series(members, occurrence, home)
    return series.master is None or series.has_this(series.master)


def removed(members: Sequence[Event], occurrence: Occurrence, scope: Scope, home: tzinfo) -> Plan:
    """What is to be written when one time, it and all later ones, or all of them go."""
    series = _Series(members, occurrence, home)
    master = series.master
    if master is None:
        return Plan(deleted=(occurrence.event,))
    if scope == "this":
        return series.remove_one(master)
    if scope == "later" and not series.is_first(master):
        return series.remove_later(master)
    return Plan(deleted=tuple(members))


class _Series:
    """All events of one UID, and the one of their times that is meant."""

    def __init__(
        self, members: Sequence[Event], occurrence: Occurrence, home: tzinfo, new: str = ""
    ) -> None:
        self._new = new
        self._span = Span(datetime.min, datetime.max, home)
        event = occurrence.event
        self._event = next((e for e in members if e.id == event.id), event)
        self._occurrence = occurrence
        self.base = as_one(occurrence)
        masters = [e for e in members if not e.recurrence_id and repeats(e)]
        self.master = max(masters, key=lambda e: e.sequence, default=None)
        self._instead = [e for e in members if e.recurrence_id]
        self._at = self._meant_by_the_rule() if self.master else wall_time(self.base.starts_at)

    def _meant_by_the_rule(self) -> datetime:
        """When the series has this one, wherever it was moved to."""
        at, event, master = wall_time(self._occurrence.starts_at), self._event, self.master
        if not event.recurrence_id or master is None:
            return at
        since = moment_of(event.recurrence_id, master, self._span)
        return later(since, at - wall_time(event.starts_at))  # 0, but for THISANDFUTURE

    def is_first(self, master: Event) -> bool:
        """Whether nothing of the series comes before this one."""
        return next(self._before(master), None) is None

    def _before(self, master: Event) -> Iterator[datetime]:
        until = self._span._replace(ends=self._utc(self._at, master))
        return (at for at in starts_of(master, until) if at < self._at)

    def has_this(self, master: Event) -> bool:
        """Whether the rule has this one, and no exception leaves it out."""
        at = self._utc(self._at, master)
        return self._at in starts_of(master, self._span._replace(begins=at, ends=at))

    def singles_here(self) -> list[Event]:
        """What is instead of this one alone."""
        master = self.master
        if master is None:
            return []
        alone = (each for each in self._instead if not each.and_later)
        return [e for e in alone if moment_of(e.recurrence_id, master, self._span) == self._at]

    def _utc(self, at: datetime, master: Event) -> datetime:
        return utc_of(at, zone_for(master, self._span.home))

    # one

    def edit_single(self, mine: Event) -> Plan:
        """What happens once: when it is now is as it was edited, wherever others put it."""
        became = self.applied(mine, self._event)
        if _times_changed(self.base, mine):
            became = replace(became, **{n: getattr(mine, n) for n in TIMES})
        return Plan(saved=((self._event, became),))

    def edit_one(self, mine: Event, master: Event) -> Plan:
        """One time alone becomes an event of its own."""
        if self._is_single():
            return Plan(saved=((self._event, self._as_edited(mine, self._event)),))
        own: dict[str, Any] = {"id": self._new, "number": 0, "revision": 0, "and_later": False}
        none: dict[str, Any] = {"rrule": "", "rdates": (), "exdates": ()}
        instead_of = written(self._at, master)
        return Plan(added=(replace(mine, **own, **none, recurrence_id=instead_of),))

    def _is_single(self) -> bool:
        return bool(self._event.recurrence_id) and not self._event.and_later

    def remove_one(self, master: Event) -> Plan:
        """One time alone does not take place."""
        without = replace(master, exdates=(*master.exdates, written(self._at, master)))
        gone = (self._event,) if self._is_single() else self.singles_here()
        return Plan(saved=((master, without),), deleted=tuple(gone))

    # all

    def edit_all(self, mine: Event, master: Event) -> Plan:
        """The series, and what is instead of its times where that has not been changed itself."""
        became = self.applied(mine, master)
        if not repeats(became):
            became = replace(became, exdates=())
            return Plan(saved=((master, became),), deleted=tuple(self._instead))
        singles = [(each, self._followed(each, mine, master)) for each in self._instead]
        both = [(master, became), *singles]
        return Plan(saved=tuple((was, now) for was, now in both if was != now))

    def _followed(self, single: Event, mine: Event, master: Event) -> Event:
        """A single time after the series was changed: it follows in what it had as the series."""
        if single.id == self._event.id:
            result = self._as_edited(mine, single)
        else:
            changed = _plainly_changed(self.base, mine)
            same = [n for n in changed if getattr(single, n) == getattr(master, n)]
            result = replace(single, **{n: getattr(mine, n) for n in same})
        if not _times_changed(self.base, mine):
            return result
        at = moment_of(single.recurrence_id, master, self._span)
        if single.id != self._event.id and wall_time(single.starts_at) == at:
            result = _with_times(mine, result, self._shift(mine))
        return replace(result, recurrence_id=written(later(at, self._shift(mine)), mine))

    # this one and all later ones

    def edit_later(self, mine: Event, master: Event) -> Plan:
        """The series ends before this one, and another begins with it."""
        ended, singles = self._ended(master)
        begun = replace(master, **self._times_of_this(master), **self._rest(master))
        begun = self.applied(mine, begun)
        uid = self._new or new_id()
        new = replace(begun, id=self._new, number=0, revision=0, uid=uid, recurrence_id="")
        moved = [(e, replace(self._followed(e, mine, master), uid=uid)) for e in singles]
        return Plan(saved=((master, ended), *moved), added=(new,))

    def remove_later(self, master: Event) -> Plan:
        """The series ends before this one."""
        ended, singles = self._ended(master)
        return Plan(saved=((master, ended),), deleted=tuple(singles))

    def _ended(self, master: Event) -> tuple[Event, list[Event]]:
        """The series until this one, and what is instead of its later times."""
        rules = [self._cut(line, master) for line in master.rrule.splitlines()]
        early = replace(
            master,
            rrule="\n".join(rules),
            rdates=tuple(t for t in master.rdates if not self._is_later(t, master)),
            exdates=tuple(t for t in master.exdates if not self._is_later(t, master)),
        )
        return early, [e for e in self._instead if self._is_later(e.recurrence_id, master)]

    def _cut(self, rule: str, master: Event) -> str:
        zoned = not master.is_all_day and (master.time_zone or master.starts_at.endswith("Z"))
        before = later(self._at, timedelta(days=-1) if master.is_all_day else timedelta(seconds=-1))
        end = self._utc(before, master) if zoned else before
        return cut_before(rule, end, is_day=master.is_all_day, is_utc=bool(zoned))

    def _is_later(self, text: str, master: Event) -> bool:
        return moment_of(text.partition("/")[0], master, self._span) >= self._at

    def _times_of_this(self, master: Event) -> dict[str, Any]:
        lasts = wall_time(self.base.ends_at) - wall_time(self.base.starts_at)
        ends = written(later(self._at, lasts), master)
        return {"starts_at": written(self._at, master), "ends_at": ends, "duration_minutes": None}

    def _rest(self, master: Event) -> dict[str, Any]:
        """What of the rules and of the exceptions is left from this one on."""
        first = wall_time(master.starts_at)
        rules = [counted_less(line, first, self._at) for line in master.rrule.splitlines()]
        return {
            "rrule": "\n".join(rules),
            "rdates": tuple(t for t in master.rdates if self._is_later(t, master)),
            "exdates": tuple(t for t in master.exdates if self._is_later(t, master)),
        }

    # what both have in common

    def _shift(self, mine: Event) -> timedelta:
        """How far the series moves: to where this one is now, from where the series has it."""
        moved = _times_changed(self.base, mine)
        return wall_time(mine.starts_at) - self._at if moved else timedelta()

    def _as_edited(self, mine: Event, single: Event) -> Event:
        """An event that is one time alone, as it was edited."""
        names = [n for n in changed_fields(self.base, mine) if n not in _OF_THE_SERIES]
        if _times_changed(self.base, mine):
            names += TIMES
        return replace(single, **{n: getattr(mine, n) for n in names})

    def applied(self, mine: Event, onto: Event) -> Event:
        """What one did to this time, done to the series (or to what happens once)."""
        changed = {n: getattr(mine, n) for n in _plainly_changed(self.base, mine)}
        result = self._with_rules(mine, replace(onto, **changed))
        moved = _times_changed(self.base, mine)
        return _with_times(mine, result, self._shift(mine)) if moved else result

    def _with_rules(self, mine: Event, onto: Event) -> Event:
        shift, was = self._shift(mine), wall_time(onto.starts_at)
        if mine.rrule != self.base.rrule:
            rule, rdates = mine.rrule, onto.rdates if mine.rrule else ()
        else:
            lines = onto.rrule.splitlines()
            rule = "\n".join(moved_rule(line, was, later(was, shift)) for line in lines)
            rdates = onto.rdates
        if not _times_changed(self.base, mine):
            return replace(onto, rrule=rule, rdates=rdates)
        rdates = tuple(_moved(t, shift, mine) for t in rdates)
        exdates = tuple(_moved(t, shift, mine) for t in onto.exdates)
        return replace(onto, rrule=rule, rdates=rdates, exdates=exdates)


def _plainly_changed(base: Event, mine: Event) -> list[str]:
    """The fields that changed, but for when it is and how it repeats."""
    apart = (*TIMES, *_OF_THE_SERIES)
    return [n for n in changed_fields(base, mine) if n not in apart]


def _times_changed(base: Event, mine: Event) -> bool:
    return any(getattr(base, n) != getattr(mine, n) for n in TIMES)


def _with_times(mine: Event, onto: Event, shift: timedelta) -> Event:
    """Moved so far, and as long as one time of it is now."""
    starts = later(wall_time(onto.starts_at), shift)
    ends = later(starts, wall_time(mine.ends_at or mine.starts_at) - wall_time(mine.starts_at))
    return replace(
        onto,
        starts_at=written(starts, mine),
        ends_at=written(ends, mine),
        time_zone=mine.time_zone,
        duration_minutes=None,
    )


def written(at: datetime, like: Event) -> str:
    """A wall time as the event writes its own: a day, a time, or one in UTC."""
    if like.is_all_day:
        return at.date().isoformat()
    return at.isoformat() + ("Z" if like.starts_at.endswith("Z") else "")


def _moved(text: str, shift: timedelta, like: Event) -> str:
    """A time or a period of the series, so much later."""
    parts = text.split("/")
    return "/".join(written(later(wall_time(part), shift), like) for part in parts)
