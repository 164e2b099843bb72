"""The people who use a book: a name and a colour for each, chosen by themselves."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection


class Colleague(NamedTuple):
    """Somebody who uses the book; `colour` is the number of a pair of colours, or ""."""

    number: int
    id: str
    name: str
    colour: str


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

    def introduce(self, name: str, colour: str) -> None:
        """Change my own name and colour, for everybody to see; no step of undo."""
        sql = "UPDATE person SET name = ?, colour = ? WHERE number = ?"
        self._sql(sql, (name, colour, self._person))
