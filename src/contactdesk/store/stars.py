"""Stars: each person's own, no step of undo and no line of the log.

Other windows of the same person learn of them all the same: the setting `stars` says which were
given or taken last, and counts how often that happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.i18n import _
from contactdesk.store.listing import ChangeSet

MOST_NAMED = 200  # contacts that the setting names; of more it says "*"
LAST = "SELECT value FROM setting WHERE name = 'stars'"  # "times person instance 3,17,29"


class LastStars(NamedTuple):
    """What stars were given or taken last, as the `times`th time in this book.

    `person` did so in the program's run `instance`; `contacts` is None when they were very many.
    """

    times: int
    person: int
    instance: str
    contacts: tuple[int, ...] | None


class Stars:
    """One person's stars, as one transaction sees them."""

    def __init__(self, connection: Connection, person: int, instance: str) -> None:
        self._sql = connection.exec_driver_sql
        self._person = person
        self._instance = instance

    def has(self, number: int) -> bool:
        """Whether I gave this contact a star."""
        sql = "SELECT 1 FROM star WHERE contact = ? AND person = ?"
        return self._sql(sql, (number, self._person)).scalar() is not None

    def give_or_take(self, numbers: Iterable[int], on: bool) -> None:
        """Give or take my own star."""
        rows = [(n, self._person) for n in numbers]
        sql = (
            "INSERT OR IGNORE INTO star (contact, person) VALUES (?, ?)"
            if on
            else "DELETE FROM star WHERE contact = ? AND person = ?"
        )
        if rows:
            self._sql(sql, rows)
            self._say([number for number, _person in rows])

    def _say(self, numbers: list[int]) -> None:
        named = ",".join(map(str, numbers)) if len(numbers) <= MOST_NAMED else "*"
        value = f"{self.last().times + 1} {self._person} {self._instance} {named}"
        self._sql("INSERT OR REPLACE INTO setting (name, value) VALUES ('stars', ?)", (value,))

    def last(self) -> LastStars:
        """What happened last; the 0th time where nothing did."""
        words = str(self._sql(LAST).scalar() or "").split(" ")
        if len(words) != 4 or not (words[0].isdecimal() and words[1].isdecimal()):
            return LastStars(0, 0, "", ())
        named = tuple(int(n) for n in words[3].split(",") if n.isdecimal())
        contacts = None if words[3] == "*" else named
        return LastStars(int(words[0]), int(words[1]), words[2], contacts)

    def since(self, seen: int) -> list[ChangeSet]:
        """My stars of other windows after the `seen`th time, as a change for who listens.

        Of several times only the last is known: then it may be about anybody.
        """
        last = self.last()
        if last.times == seen:
            return []
        missed = last.times != seen + 1
        if not missed and (last.person != self._person or last.instance == self._instance):
            return []
        contacts = None if missed else last.contacts
        return [ChangeSet(0, _("Star"), "star", False, "", "", contacts)]
