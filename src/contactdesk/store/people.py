"""The people who use a book: a name and a colour for each, chosen by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.event import Event


class Colleague(NamedTuple):
    """Somebody who uses the book; `colour` is the number of a pair of colours, or ""."""

    number: int
    id: str
    name: str
    colour: str


class Team(NamedTuple):
    """The people of a book by their ids, and which of them I am."""

    me: str = ""
    people: Mapping[str, Colleague] = MappingProxyType({})

    @property
    def is_several(self) -> bool:
        """Whether others use the book too: for one alone nobody has to say who does what."""
        return len(self.people) > 1

    def doer(self, task: Event) -> Colleague | None:
        """Who does a task; None for nobody in particular, or nobody of this book."""
        return self.people.get(task.owner)

    def giver(self, task: Event) -> Colleague | None:
        """Who gave a task to somebody."""
        return self.people.get(task.given_by)

    def is_mine(self, task: Event) -> bool:
        """Whether it is for me: I do it or take part, or nobody in particular does it."""
        return task.owner == self.me or task.owner not in self.people or self.me in task.colleagues

    def is_given_away(self, task: Event) -> bool:
        """Whether I asked somebody else for it."""
        return bool(self.me) and task.given_by == self.me and not self.is_mine(task)

    def other(self, task: Event) -> Colleague | None:
        """The colleague who has to do with a task: who does it, else who gave it to me."""
        found = self.doer(task) if not self.is_mine(task) else self.giver(task)
        return found if found is not None and found.id != self.me else None


def called(
    fields: Mapping[str, tuple[Any, Any]], ask: Callable[[str], Any]
) -> dict[str, tuple[Any, Any]]:
    """What changed, with people by their names, as nobody reads ids."""
    by_id = [name for name in ("owner", "private_to", "given_by") if name in fields]
    if not by_id:
        return dict(fields)
    names = dict(ask("SELECT id, name FROM person").all())
    found = {n: (names.get(fields[n][0], fields[n][0]), names.get(fields[n][1], fields[n][1]))
             for n in by_id}  # fmt: skip
    return {**fields, **found}


class People:
    """Everybody who ever opened the book for writing, as one transaction sees them."""

    def __init__(self, connection: Connection, person: int) -> None:
        self._sql = connection.exec_driver_sql
        self._person = person

    def all(self) -> dict[int, Colleague]:
        """Everybody, by number."""
        rows = self._sql("SELECT number, id, name, colour FROM person")
        return {row[0]: Colleague(*row) for row in rows}

    def me(self) -> Colleague:
        """Myself; number 0 where the book could not take me down."""
        return self.all().get(self._person) or Colleague(0, "", "", "")

    def team(self) -> Team:
        """Everybody by id, and me."""
        known = self.all()
        mine = known.get(self._person)
        return Team(mine.id if mine else "", {each.id: each for each in known.values()})

    def hidden(self, table: str) -> frozenset[int]:
        """The numbers of the records of a type that are private to others: for a change, in which
        all are there."""
        sql = f"SELECT number FROM {table} WHERE private_to <> '' AND private_to <> ?"
        return frozenset(self._sql(sql, (self.me().id,)).scalars())

    def introduce(self, name: str, colour: str) -> None:
        """Change my own name and colour, for everybody to see; no step of undo."""
        sql = "UPDATE person SET name = ?, colour = ? WHERE number = ?"
        self._sql(sql, (name, colour, self._person))
