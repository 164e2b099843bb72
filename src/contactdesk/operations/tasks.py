"""Tasks made, done, put off and taken up again: each one step of undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.event import Alarm, Event
from contactdesk.model.series import repeats
from contactdesk.model.tasks import (
    Due,
    anchor_of,
    done,
    due_of,
    given_back,
    is_open,
    next_of,
    next_uid,
    not_done,
    once,
    with_due,
    with_step,
)
from contactdesk.model.tasks import put_off as later_due
from contactdesk.store.book import Transaction


def add(tx: Transaction, task: Event, home: tzinfo) -> Event:
    """Put a task into the book; one that repeats gets the beginning that a rule counts from."""
    made = given(tx, replace(task, component="task"), "")
    return tx.events.add(with_due(made, due_of(made, home), home))


def given(tx: Transaction, task: Event, owner: str) -> Event:
    """The task, which `owner` did before, with me as the giver where I gave it to somebody."""
    if task.owner == owner:
        return task
    team = tx.people.team()
    by_me = bool(task.owner) and task.owner != team.me
    return replace(task, given_by=team.me if by_me else "")


def mine(tx: Transaction) -> str:
    """Who does a new task where nobody says: I, where others use the book too."""
    team = tx.people.team()
    return team.me if team.is_several else ""


def with_owner(tx: Transaction, made: Event, owner: str = "") -> Event:
    """A new task with who does it: whom it names, else `owner`, else I; nobody where I am alone,
    and nobody does an appointment.
    """
    me = mine(tx) if made.component == "task" and not made.owner else ""
    return given(tx, replace(made, owner=owner or me), "") if me else made


def give(tx: Transaction, task: Event, owner: str) -> Event:
    """Have somebody else do a task."""
    return tx.events.save(given(tx, replace(task, owner=owner), task.owner), base=task)


def tick(tx: Transaction, task: Event, now: datetime, home: tzinfo) -> Event | None:
    """Mark a task as done; the next one of a task that repeats, None where there is none.

    Nothing happens where somebody else has done it meanwhile. Raises `EditConflict` where they
    changed how it repeats.
    """
    current = tx.tasks.get(task.number, home)
    if current is not None and not is_open(current):
        return None
    following = next_of(current or task, now, home)
    became = done(task, now)
    tx.events.save(became if following is None else once(became), base=task)
    return None if following is None else tx.events.add(following)


def untick(tx: Transaction, task: Event) -> None:
    """Take a task up again; the one that came after it goes, while nobody has touched it."""
    current = tx.events.get(task.number)
    if current is not None and is_open(current):
        return
    following = None if repeats(task) else _following(tx, task)
    if following is None:
        tx.events.save(not_done(task), base=task)
        return
    tx.events.save(given_back(task, following), base=task)
    tx.events.delete([following.number])


def _following(tx: Transaction, task: Event) -> Event | None:
    """What came after a task of a series, just as it came."""
    found = [e for e in tx.events.by_uid(next_uid(task)) if is_open(e) and e.revision == 1]
    return found[-1] if found and anchor_of(found[-1]) else None


def put_off(tx: Transaction, task: Event, to: Due | date | timedelta, home: tzinfo) -> Event:
    """Make a task due at a time, on another day, or so many days later (of one without a date:
    from today).
    """
    return tx.events.save(later(task, to, home), base=task)


def later(task: Event, to: Due | date | timedelta, home: tzinfo) -> Event:
    """The task as `put_off` writes it."""
    if isinstance(to, Due):
        return _at_a_time(task, to, home)
    if isinstance(to, timedelta):
        due = due_of(task, home)
        to = (due.day if due else datetime.now(home).date()) + to
    return later_due(task, to, home)


def _at_a_time(task: Event, due: Due, home: tzinfo) -> Event:
    """The task due at a time; a reminder of its day becomes one at that time."""
    was, became = due_of(task, home), with_due(task, due, home)
    if task.alarms and due.at is not None and (was is None or was.at is None):
        became = replace(became, alarms=(Alarm(minutes_before=0, from_end=True),))
    return became


def set_due(tx: Transaction, task: Event, due: Due | None, home: tzinfo) -> Event:
    """Make a task due at another time, or at none."""
    return tx.events.save(with_due(task, due, home), base=task)


def tick_step(tx: Transaction, number: int, item: int, done: bool) -> None:
    """Mark one step of a task as done, or as not done."""
    current = tx.events.get(number)
    if current is None or all(step.item != item for step in current.steps):
        raise NotFound(_("This step is no longer in the book."))
    tx.events.save(with_step(current, item, done), base=current)


def delete(tx: Transaction, task: Event) -> None:
    """Move a task to the bin."""
    tx.events.delete([task.number])
