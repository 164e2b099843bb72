"""Tasks made, done, put off and taken up again: each one step of undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo

from contactdesk.model.event import Event
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
)
from contactdesk.model.tasks import put_off as later_due
from contactdesk.store.book import Transaction


def add(tx: Transaction, task: Event, home: tzinfo) -> Event:
    """Put a task into the book; one that repeats gets the beginning that a rule counts from."""
    made = replace(task, component="task")
    return tx.events.add(with_due(made, due_of(made, home), home))


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


def put_off(tx: Transaction, task: Event, to: date | timedelta, home: tzinfo) -> Event:
    """Make a task due on another day, or so many days later (of one without a date: from today)."""
    if isinstance(to, timedelta):
        due = due_of(task, home)
        to = (due.day if due else datetime.now(home).date()) + to
    return tx.events.save(later_due(task, to, home), base=task)


def set_due(tx: Transaction, task: Event, due: Due | None, home: tzinfo) -> Event:
    """Make a task due at another time, or at none."""
    return tx.events.save(with_due(task, due, home), base=task)


def delete(tx: Transaction, task: Event) -> None:
    """Move a task to the bin."""
    tx.events.delete([task.number])
