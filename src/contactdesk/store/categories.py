"""The categories of a book: their rows, how many have them, and what becomes of a row.

What a contact has is its own field (`Contact.categories`); here is what belongs to the category
itself: its id, its colour, and that it stays when the last contact leaves it. A row is never
deleted while somebody may still come back to it by an undo: it is `withdrawn` instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from contactdesk.model import categories as named
from contactdesk.model.record import new_id
from contactdesk.store.changes import ChangeLog
from contactdesk.store.list_queries import ARCHIVE_FROM, CATEGORIES
from contactdesk.store.listing import Category
from contactdesk.store.postgres_order import is_guarded

_TOGETHER = (
    "SELECT count(DISTINCT l.contact) FROM contact_category l "
    f"JOIN name_order o ON o.contact = l.contact AND o.rank < {ARCHIVE_FROM} "
    "WHERE l.category IN ({numbers})"
)
_STANDING = (
    "SELECT 1 FROM contact_category l JOIN contact c ON c.number = l.contact "
    "WHERE l.category = ? AND c.withdrawn = 0 LIMIT 1"
)


class Categories:
    """The categories as one transaction sees them."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._guarded = is_guarded(connection)
        self._numbers: dict[str, int] = {}

    # looking

    def counted(self) -> tuple[Category, ...]:
        """Every category with its count, in the order of the tree; the empty ones too."""
        rows = self._sql(CATEGORIES).all()
        found = {
            r[1]: (r[0], Category(r[1], r[2], r[3], r[4], r[6])) for r in rows if r[2] or not r[5]
        }
        return tuple(
            self._with_inner(branch, found) if branch.is_parent else found[branch.name][1]
            for branch in named.tree(found)
        )

    def _with_inner(self, branch: named.Branch, found: dict[str, tuple[int, Category]]) -> Category:
        """One that holds others counts everybody in any of them once."""
        inner = [n for name, (n, _c) in found.items() if named.is_within(name, branch.name)]
        count = self._sql(_TOGETHER.format(numbers=_marks(inner))).scalar() or 0
        own = found.get(branch.name)
        return own[1]._replace(contacts=count) if own else Category(branch.name, count)

    def names(self) -> list[str]:
        """The names people choose from; no contact is counted for them."""
        rows = self._sql("SELECT name FROM category WHERE withdrawn = 0").all()
        return [branch.name for branch in named.tree(r[0] for r in rows)]

    def numbers_within(self, name: str) -> list[int]:
        """The row numbers of a category and of those inside it."""
        return [number for number, _name in self._within(name)]

    def names_within(self, name: str) -> list[str]:
        """The names of a category and of those inside it, as far as they exist."""
        return [each for _number, each in self._within(name)]

    def _within(self, name: str) -> list[tuple[int, str]]:
        rows = self._sql("SELECT number, name FROM category")
        return [(r[0], r[1]) for r in rows if named.is_within(r[1], name)]

    def exists(self, name: str) -> bool:
        """Whether there is a category of exactly this name."""
        sql = "SELECT 1 FROM category WHERE name = ? AND withdrawn = 0"
        return self._sql(sql, (name,)).first() is not None

    def contacts_of(self, names: Iterable[str]) -> list[int]:
        """Everybody who has one of these categories, in the bin and the archive too."""
        rows = self._sql(
            "SELECT DISTINCT l.contact FROM contact_category l JOIN category g "
            "ON g.number = l.category WHERE g.name IN (SELECT value FROM json_each(?)) "
            "ORDER BY l.contact",
            (json.dumps(list(names)),),
        )
        return [r[0] for r in rows]

    def by_id(self, uuid: str) -> tuple[str, str, bool] | None:
        """Name, colour and whether it is withdrawn."""
        sql = "SELECT name, colour, withdrawn FROM category WHERE id = ?"
        row = self._sql(sql, (uuid,)).first()
        return (row[0], row[1], bool(row[2])) if row else None

    def id_of(self, name: str) -> str:
        """The id of a category, "" when it does not exist."""
        sql = "SELECT id FROM category WHERE name = ? AND withdrawn = 0"
        return self._sql(sql, (name,)).scalar() or ""

    # changing

    def number_of(self, name: str) -> int:
        """The row of a category that a contact gets; made, or brought back, where need be."""
        if name not in self._numbers:
            self.add(name)
            found = self._sql("SELECT number FROM category WHERE name = ?", (name,)).scalar()
            self._numbers[name] = int(found or 0)
        return self._numbers[name]

    def add(self, name: str, colour: str = "") -> None:
        """Make a category that does not exist yet; one that was deleted comes back."""
        row = self._sql("SELECT id, withdrawn FROM category WHERE name = ?", (name,)).first()
        if row is None:
            self._log.add(self._insert(name, colour), "create", record_type="category")
        elif row[1]:
            sql = "UPDATE category SET withdrawn = 0, colour = coalesce(?, colour) WHERE id = ?"
            self._sql(sql, (colour or None, row[0]))
            self._log.add(row[0], "create", record_type="category")

    def _insert(self, name: str, colour: str = "") -> str:
        uuid = new_id()
        self._sql("INSERT INTO category (name, colour, id) VALUES (?, ?, ?)", (name, colour, uuid))
        return uuid

    def recolour(self, name: str, colour: str) -> None:
        """Give a category another colour of the palette, "" for the one its name gives it."""
        self.add(name)  # one that only held others becomes a category of its own
        sql = "SELECT id, colour FROM category WHERE name = ?"
        uuid, before = self._sql(sql, (name,)).one()
        if before != colour:
            self._sql("UPDATE category SET colour = ? WHERE id = ?", (colour, uuid))
            self._log_update(uuid, colour=[before, colour])

    def intervals(self) -> dict[str, str]:
        """How often one is to be in touch with whoever is in a category, where it says so."""
        sql = "SELECT name, keep_in_touch FROM category WHERE withdrawn = 0 AND keep_in_touch <> ''"
        return {row[0]: row[1] for row in self._sql(sql)}

    def keep_in_touch(self, name: str, interval: str) -> None:
        """Say how often, in days; "" for no matter."""
        self.add(name)
        sql = "SELECT id, keep_in_touch FROM category WHERE name = ?"
        uuid, before = self._sql(sql, (name,)).one()
        if before != interval:
            self._sql("UPDATE category SET keep_in_touch = ? WHERE id = ?", (interval, uuid))
            self._log_update(uuid, interval=[before, interval])

    def make_room(self, name: str) -> bool:
        """Have a row under a name that another category is about to take; False when it is taken.

        The row is nobody's yet and stands in no log.
        """
        row = self._sql("SELECT withdrawn FROM category WHERE name = ?", (name,)).first()
        if row is None:
            self._insert(name)
        else:
            self._sql("UPDATE category SET withdrawn = 0 WHERE name = ?", (name,))
        return row is None or bool(row[0])

    def take_over(self, uuid: str, name: str) -> None:
        """A category goes on under another name: the row of that name gets its id and colour.

        Its contacts have the new name already; who still has the old one keeps it, as another
        category.
        """
        before = self.by_id(uuid)
        if before is None or before[0] == name:
            return
        old, colour, _withdrawn = before
        sql = "SELECT number, keep_in_touch FROM category WHERE id = ?"
        number, interval = self._sql(sql, (uuid,)).one()
        self._sql("UPDATE category SET id = ? WHERE number = ?", (new_id(), number))
        self._sql(
            "UPDATE category SET id = ?, colour = ?, keep_in_touch = ?, withdrawn = 0 "
            "WHERE name = ?",
            (uuid, colour, interval, name),
        )
        links = "SELECT 1 FROM contact_category WHERE category = ? LIMIT 1"
        if self._guarded:  # whom I do not see may have it
            self._sql("UPDATE category SET withdrawn = 1 WHERE number = ?", (number,))
        elif self._sql(links, (number,)).first() is None:
            self._sql("DELETE FROM category WHERE number = ?", (number,))
        self._numbers.clear()
        self._log_update(uuid, name=[old, name])

    def withdraw(self, uuid: str) -> None:
        """Take a category off the lists; an undo brings it back with its colour."""
        sql = "UPDATE category SET withdrawn = 1 WHERE id = ? AND withdrawn = 0"
        if self._sql(sql, (uuid,)).rowcount:
            self._numbers.clear()
            self._log.add(uuid, "withdraw", record_type="category")

    def bring_back(self, uuid: str) -> None:
        """Undo `withdraw`."""
        sql = "UPDATE category SET withdrawn = 0 WHERE id = ? AND withdrawn = 1"
        if self._sql(sql, (uuid,)).rowcount:
            self._log.add(uuid, "create", record_type="category")

    def is_used(self, uuid: str) -> bool:
        """Whether somebody has it, be it in the bin."""
        number = self._sql("SELECT number FROM category WHERE id = ?", (uuid,)).scalar()
        return self._sql(_STANDING, (number,)).first() is not None

    def _log_update(self, uuid: str, **fields: list[Any]) -> None:
        self._log.add(uuid, "update", fields, record_type="category")


def _marks(numbers: Sequence[int]) -> str:
    return ",".join(str(int(n)) for n in numbers)
