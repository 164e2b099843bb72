"""Indexes that an empty book does without while it is filled: they are made once, at the end.

Each row that comes in finds its place in eight indexes, most of them at random; sorted and
written at one go they take a third of that time. Whoever else has the book open sees nothing of
it: it is one transaction.
"""

from __future__ import annotations

from sqlalchemy import Connection

from contactdesk.store.driver_rows import driver_rows

# Those into which a contact comes at random. What is looked for by number or id stays.
_LATE = (
    "contact_uid",
    "contact_name_key",
    "contact_by_family",
    "contact_by_given",
    "contact_birthday",
    "entry_compare",
    "membership_organisation",
    "original_hash",
)


class LateIndexes:
    """The indexes of one book; on a server, whose rows come in by COPY, they stay."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql
        self._possible = connection.dialect.name == "sqlite"
        self._left_out: list[str] = []

    def leave_out(self) -> None:
        """Do without them from here on: nobody may be looked for before `make`."""
        if not self._possible:
            return
        marks = ",".join("?" * len(_LATE))
        found = self._sql(
            f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name IN ({marks})", _LATE
        )
        for name, sql in list(driver_rows(found)):
            self._sql(f"DROP INDEX {name}")
            self._left_out.append(sql)

    def make(self) -> None:
        """Make those that were left out, as they were."""
        for sql in self._left_out:
            self._sql(sql)
        self._left_out = []
