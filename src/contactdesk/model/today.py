"""What a day asks of somebody: who is expected, who is to be called, who is to be thought of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from contactdesk.model.agenda import Occurrence
from contactdesk.model.birthdays import Birthday
from contactdesk.model.book_history import Step
from contactdesk.model.event import Event
from contactdesk.model.keeping import Kept
from contactdesk.model.month import at_home, is_all_day

WEEK = timedelta(days=6)  # after today


class Callback(NamedTuple):
    """Somebody to call back (0: nobody in the book), and the calls, the last one first."""

    number: int
    calls: tuple[Event, ...]

    @property
    def key(self) -> str:
        """What it is called where it is put off; another call is another thing."""
        return f"call {self.calls[0].id}"


class FollowUp(NamedTuple):
    """A task that is due: with whom, since when, and whether it was done today."""

    event: Event
    people: tuple[int, ...] = ()
    due: date | None = None
    done: bool = False


class CameIn(NamedTuple):
    """How many came into a smart group since one last looked; `group` is its id."""

    group: str
    name: str
    people: int


class Today(NamedTuple):
    """All parts of a day. `guests` are the contacts of each appointment by its event's number;
    `since` are the steps of colleagues, the newest first, and `more` says that there were others
    before. Of a very long part only the first are here: `beyond` says how many more there are, by
    its name, and `uncounted` how many of those wait for somebody."""

    day: date
    appointments: tuple[Occurrence, ...] = ()
    guests: Mapping[int, tuple[int, ...]] = MappingProxyType({})
    follow_ups: tuple[FollowUp, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    keeping: tuple[Kept, ...] = ()
    birthdays: tuple[Birthday, ...] = ()
    since: tuple[Step, ...] = ()
    more: bool = False
    came_in: tuple[CameIn, ...] = ()
    beyond: Mapping[str, int] = MappingProxyType({})
    uncounted: int = 0

    @property
    def due(self) -> int:
        """How many things wait for somebody to do them."""
        open_ = sum(1 for each in self.follow_ups if not each.done)
        today = sum(1 for each in self.birthdays if each.date == self.day)
        return open_ + len(self.callbacks) + len(self.keeping) + today + self.uncounted

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing at all."""
        parts = (self.appointments, self.follow_ups, self.callbacks, self.keeping, self.birthdays)
        return not any(parts)


def kept_key(kept: Kept) -> str:
    """What keeping in touch with somebody is called where it is put off."""
    return f"keep {kept.number}"


def birthday_key(birthday: Birthday) -> str:
    """What a birthday is called where it is ticked off: this year's."""
    return f"{birthday.kind} {birthday.number} {birthday.date.year}"


def without_put_off(found: Today, put_off: Mapping[str, str]) -> Today:
    """The day without what waits for a later one; `put_off` has the day (ISO 8601) by key."""
    day = found.day.isoformat()

    def is_here(key: str) -> bool:
        return put_off.get(key, "") <= day

    return found._replace(
        callbacks=tuple(c for c in found.callbacks if is_here(c.key)),
        keeping=tuple(k for k in found.keeping if is_here(kept_key(k))),
        birthdays=tuple(b for b in found.birthdays if is_here(birthday_key(b))),
    )


def shortened(found: Today, most: int) -> Today:
    """The day with so many lines a part at most."""
    parts = ("appointments", "follow_ups", "callbacks", "keeping", "birthdays")
    beyond = {name: left for name in parts if (left := len(getattr(found, name)) - most) > 0}
    short = found._replace(**{name: getattr(found, name)[:most] for name in beyond})
    return short._replace(beyond=beyond, uncounted=found.due - short.due)


def is_over(each: Occurrence, now: datetime) -> bool:
    """Whether it has ended by a moment (UTC); what lasts the whole day has not."""
    return not is_all_day(each) and each.ends <= now and each.begins < now


def next_of(appointments: Sequence[Occurrence], now: datetime) -> Occurrence | None:
    """What begins next, or is going on, by a moment (UTC); whole days are none."""
    timed = [e for e in appointments if not is_all_day(e) and not is_over(e, now)]
    return next((e for e in timed if e.event.status != "CANCELLED"), None)


def minutes_until(each: Occurrence, now: datetime) -> int:
    """How many whole minutes are left until it begins, a begun one counted; 0 or less: it has."""
    return -int((now - each.begins).total_seconds() // 60)


def greeting_part(hour: int) -> str:
    """Which part of the day it is: "morning", "afternoon" or "evening"."""
    if 4 <= hour < 12:
        return "morning"
    return "afternoon" if 12 <= hour < 18 else "evening"


def begins_at(each: Occurrence, home: tzinfo) -> datetime:
    """When it begins, by the person's clock."""
    return at_home(each.begins, home)
