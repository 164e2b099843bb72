"""The tasks of a book: what is to be done, when, and whom it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model.event import Event
from contactdesk.model.shown import shown_name
from contactdesk.model.tasks import Due, as_current, done_at, due_of, is_done, is_open
from contactdesk.model.zones import home_zone
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import LINKED
from contactdesk.store.event_rows import READ_COLUMNS, event_of
from contactdesk.store.merge_links import MergeLinks

_AT_ONCE = 500
_COLUMNS = ", ".join(READ_COLUMNS)
_STANDS = "component = 'task' AND withdrawn = 0 AND deleted_at = ''"
_OPEN = "status NOT IN ('COMPLETED', 'CANCELLED') AND (status <> '' OR completed_at = '')"
_PEOPLE = """
SELECT c.number, c.id, c.kind, c.formatted_name, c.given, c.family, c.photo, m.organisation
FROM contact c LEFT JOIN membership m ON m.contact = c.number AND m.position = 0
WHERE c.withdrawn = 0 AND c.deleted_at = '' AND c.number IN ({marks})
"""


class TaskPerson(NamedTuple):
    """Somebody a task is about; `photo` is the sha256 of the picture, or ""."""

    number: int
    id: str
    kind: str
    name: str
    organisation: str = ""
    photo: str = ""


class TaskRow(NamedTuple):
    """A task, when it is due by the person's clock (None: no date), and whom it is about."""

    event: Event
    due: Due | None = None
    people: tuple[TaskPerson, ...] = ()


class Tasks:
    """The tasks of one transaction: what is open, and what was done."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql
        self._merged = MergeLinks(connection)

    def has_any(self) -> bool:
        """Whether there is any task, a done one too."""
        return self._sql(f"SELECT 1 FROM event WHERE {_STANDS} LIMIT 1").first() is not None

    def open(self, home: tzinfo | None = None) -> list[TaskRow]:
        """Every task that is to be done: those without a date last, else by when they are due."""
        zone = home or home_zone() or UTC
        current = self._current([t for t in self._load(_OPEN) if is_open(t)], zone)
        return sorted(self._rows(current, zone), key=_when)

    def get(self, number: int, home: tzinfo | None = None) -> Event | None:
        """The task with this number that stands, as the time of it that is left to do."""
        found = self._load("number = ?", number)
        return next(iter(self._current(found, home or home_zone() or UTC)), None)

    def _current(self, tasks: Sequence[Event], home: tzinfo) -> list[Event]:
        """Of those that repeat the first time that no other event is instead of."""
        rows = self._sql(f"SELECT uid, recurrence_id FROM event WHERE {_STANDS} "
                         "AND recurrence_id <> '' AND uid <> ''")  # fmt: skip
        instead: dict[str, list[str]] = {}
        for uid, instead_of in driver_rows(rows):
            instead.setdefault(uid, []).append(instead_of)
        found = (
            as_current(task, instead.get(task.uid, ()), home)
            if is_open(task) and not task.recurrence_id
            else task
            for task in tasks
        )
        return [task for task in found if task is not None]

    def done_since(self, moment: datetime, home: tzinfo | None = None) -> list[TaskRow]:
        """What was done at a moment or later, the last first."""
        since = moment.astimezone(UTC)
        found = self._load("completed_at >= ?", f"{since:%Y-%m-%dT%H:%M:%S}")
        done = [(at, t) for t in found if is_done(t) and (at := done_at(t)) and at >= since]
        done.sort(key=lambda each: (each[0], each[1].number), reverse=True)
        return self._rows([t for _at, t in done], home)

    def done(self, limit: int, home: tzinfo | None = None) -> list[TaskRow]:
        """What was done, the last first, so many at most."""
        found = self._load(f"NOT ({_OPEN}) ORDER BY completed_at DESC, number DESC LIMIT ?", limit)
        return self._rows(found, home)

    def _load(self, which: str, *values: str | int) -> list[Event]:
        rows = self._sql(f"SELECT {_COLUMNS} FROM event WHERE {_STANDS} AND {which}", values)
        return [event_of(row) for row in driver_rows(rows)]

    def _rows(self, tasks: Sequence[Event], home: tzinfo | None) -> list[TaskRow]:
        zone = home or home_zone() or UTC
        linked = self._linked([t.number for t in tasks])
        people = self._people({number for some in linked.values() for number, _key in some})
        return [
            TaskRow(task, due_of(task, zone), _in_order(task, linked.get(task.number, ()), people))
            for task in tasks
        ]

    def _linked(self, numbers: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
        """For each event (contact, by what it is found), those who became part of another too."""
        found: dict[int, list[tuple[int, str]]] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            marks = ",".join(map(str, numbers[start : start + _AT_ONCE]))
            for event, contact, key in driver_rows(self._sql(LINKED.format(events=marks))):
                found.setdefault(event, []).append((contact, key))
        if not self._merged.any():
            return found
        kept = self._merged.kept({number for some in found.values() for number, _key in some})
        return {
            event: [(kept.get(number, number), key) for number, key in some]
            for event, some in found.items()
        }

    def _people(self, numbers: Iterable[int]) -> dict[int, TaskPerson]:
        wanted = sorted(numbers)
        found: dict[int, TaskPerson] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            marks = ",".join(map(str, wanted[start : start + _AT_ONCE]))
            rows = driver_rows(self._sql(_PEOPLE.format(marks=marks)))
            for number, uuid, kind, whole, given, family, photo, organisation in rows:
                name = shown_name(kind, whole, given, family, False)
                found[number] = TaskPerson(
                    number, uuid, kind, name, organisation or "", photo.split(" ", 1)[0]
                )
        return found


def _in_order(
    task: Event, linked: Iterable[tuple[int, str]], people: dict[int, TaskPerson]
) -> tuple[TaskPerson, ...]:
    """Whom a task is about as it names them, then those who are found by an address."""
    place = {key: n for n, key in enumerate(task.about)}
    ordered = sorted(linked, key=lambda each: (place.get(each[1], len(place)), each[0]))
    numbers = dict.fromkeys(number for number, _key in ordered)
    return tuple(people[n] for n in numbers if n in people)


def _when(row: TaskRow) -> tuple[bool, str, str, int, int]:
    due = row.due
    day, at = (due.day.isoformat(), due.at.isoformat() if due.at else "99") if due else ("", "")
    return due is None, day, at, row.event.priority or 5, row.event.number
