"""What a day asks of somebody, read from the book at once; and what one does about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from contactdesk.model.agenda import Occurrence, Span, agenda, span_of
from contactdesk.model.book_history import Step
from contactdesk.model.contact import Contact
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.happenings import stamp
from contactdesk.model.month import of_day
from contactdesk.model.today import WEEK, FollowUp, Today, shortened, without_put_off
from contactdesk.operations.group_news import who_came
from contactdesk.store.book import Transaction
from contactdesk.store.listing import ContactRow
from contactdesk.store.people import Colleague, Team

CALLS_BACK = timedelta(days=60)  # what was missed before, nobody returns any more
MOST = 40  # lines of a part
STEPS, LOOKED_AT = 12, 400  # steps of colleagues that are told, and that are looked through


class DayFound(NamedTuple):
    """A day with what is shown of the contacts in it, by their numbers: a row of each, and the
    number to call. `colleagues` are the book's people. `has_any` says that there is something of
    the kind on any day. `events` are those that can happen on the day, with their series, and
    `waiting` the ids of those of which an edit waits for the book.
    """

    today: Today
    rows: Mapping[int, ContactRow]
    phones: Mapping[int, str]
    calendars: tuple[Calendar, ...] = ()
    colleagues: Mapping[int, Colleague] = MappingProxyType({})
    has_any: bool = True
    events: tuple[Event, ...] = ()
    team: Team = Team()
    waiting: frozenset[str] = frozenset()


def read_today(
    tx: Transaction,
    now: datetime,
    home: tzinfo,
    seen: int = 0,
    *,
    put_off: Mapping[str, str] = MappingProxyType({}),
    family_first: bool = False,
    most: int = MOST,
) -> DayFound:
    """The day of a moment (UTC, without saying so) where the person is, without what is put off.
    `seen` is the last step that the person has seen, 0 for not telling of any.
    """
    day = now.replace(tzinfo=UTC).astimezone(home).date()
    events, team = tuple(tx.events.around(span_of_day(day, home))), tx.people.team()
    steps = _steps_of_others(tx, seen)
    whole = Today(
        day,
        happening(events, day, home, team),
        follow_ups=_follow_ups(tx, now, home),
        callbacks=tuple(tx.callbacks.waiting(now - CALLS_BACK, now)),
        keeping=tuple(tx.keeping.overdue(now, home)),
        birthdays=tuple(tx.birthdays.between(day, day + WEEK)),
        since=tuple(steps[:STEPS]),
        more=len(steps) > STEPS,
        came_in=tuple(who_came(tx, now, home)),
    )
    found = shortened(without_put_off(whole, put_off), most)
    found = found._replace(guests=tx.event_people.of([o.event for o in found.appointments]))
    numbers = _numbers(found)
    rows = {row.number: row for row in tx.contacts.rows(numbers, family_first)}
    called = [c.number for c in found.callbacks] + [k.number for k in found.keeping]
    has_any = not found.is_quiet or bool(steps or found.came_in) or _has_any(tx)
    phones = _phones(tx.contacts.get_many(called))
    calendars, people = tuple(tx.calendars.all()), tx.people.all()
    return DayFound(found, rows, phones, calendars, people, has_any, events, team)


def span_of_day(day: date, home: tzinfo) -> Span:
    """A day where the person is."""
    return span_of(day, day + timedelta(days=1), home)


def happening(
    events: Iterable[Event], day: date, home: tzinfo, team: Team
) -> tuple[Occurrence, ...]:
    """What of these events happens on a day and concerns me, in its order."""
    found = agenda(events, span_of_day(day, home)).occurrences
    return tuple(of_day([each for each in found if team.is_mine(each.event)], day, home))


def _numbers(found: Today) -> list[int]:
    """All contacts of a day."""
    some = [n for numbers in found.guests.values() for n in numbers]
    some += [n for each in found.follow_ups for n in each.people]
    some += [c.number for c in found.callbacks]
    some += [k.number for k in found.keeping]
    some += [b.number for b in found.birthdays]
    return [n for n in dict.fromkeys(some) if n]


def _follow_ups(tx: Transaction, now: datetime, home: tzinfo) -> tuple[FollowUp, ...]:
    """My tasks that are due, in the order of their days; those done today stay in their place."""
    today = now.replace(tzinfo=UTC).astimezone(home).date()
    done = [(row, True) for row in tx.tasks.done_since(day_begins(now, home), home)]
    rows = [(row, False) for row in tx.tasks.open(home)] + done
    team = tx.people.team()
    due = [
        (row, row.due.day, is_done) for row, is_done in rows
        if row.due and row.due.day <= today and team.is_mine(row.event)
    ]  # fmt: skip
    due.sort(key=lambda each: (each[1], each[0].event.number))
    return tuple(
        FollowUp(row.event, tuple(p.number for p in row.people), day, is_done)
        for row, day, is_done in due
    )


def _steps_of_others(tx: Transaction, seen: int) -> list[Step]:
    """What colleagues did since a step, the newest first; one more than is told at most."""
    found: list[Step] = []
    before, looked_at = 0, 0
    while seen and len(found) <= STEPS and looked_at < LOOKED_AT:
        page = tx.book_history.page(before=before)
        found += [step for step in page.steps if step.id > seen and not step.own]
        before, looked_at = page.before, looked_at + len(page.steps)
        if not before or (page.steps and page.steps[-1].id <= seen):
            break
    return found


def _has_any(tx: Transaction) -> bool:
    return bool(tx.events.numbers(limit=1)) or tx.keeping.any()


def _phones(contacts: Sequence[Contact]) -> dict[int, str]:
    """The number by which each is called: the preferred one, else the first."""
    found = {}
    for contact in contacts:
        best = sorted(contact.phones, key=lambda p: (not p.preferred, "fax" in p.types))
        if best:
            found[contact.number] = best[0].value
    return found


# ── what one does ───────────────────────────────────────────────────────────────────────


def mark_returned(tx: Transaction, calls: Sequence[Event], now: datetime) -> None:
    """Say of calls that they need no answer any more."""
    for call in calls:
        tx.events.save(returned(call, now), base=call)


def returned(call: Event, now: datetime) -> Event:
    """A call that needs no answer any more."""
    return replace(call, completed_at=stamp(now))


def day_begins(now: datetime, home: tzinfo) -> datetime:
    """The midnight (in UTC) before a moment, where the person is."""
    here = now.replace(tzinfo=UTC).astimezone(home)
    return datetime.combine(here.date(), time(), home).astimezone(UTC)
