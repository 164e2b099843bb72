"""Whole columns of the tables, kept in memory for the open book: what somebody types above one is
then tried at once. Of whom changed since, theirs are read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from contactdesk.store.changes import EVENT, MARK, ChangeLog
from contactdesk.store.column_values import Values
from contactdesk.store.whole_columns import WholeColumn

_MOST = 6  # columns
_MOST_STEPS = 50
_NEVER = ("note", "open_deals", "last_contact")  # too long, or of more than contacts
# Steps of anything but these may say something of any contact: categories, fields, merges …
_KNOWN = f"('contact', '{EVENT}', '{MARK}', 'deal', 'table_view', 'smart_group', 'document')"
_OTHERS = (
    f"SELECT 1 FROM change WHERE set_id > ? AND (record_type NOT IN {_KNOWN} "
    "OR record_type = 'contact' AND kind = 'purge') LIMIT 1"
)


class ColumnMemory:
    """What is known of columns in one open book, as of one step of its history."""

    def __init__(self) -> None:
        self.seen = -1
        self.columns: dict[str, WholeColumn] = {}


class KnownColumns:
    """Looks columns up in one transaction; `memory` is the open book's."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        memory: ColumnMemory,
        of_all: Callable[[str], WholeColumn],
        of_some: Callable[[str, Sequence[int]], Values],
    ) -> None:
        self._sql = connection.exec_driver_sql
        self._log, self._memory = log, memory
        self._of_all, self._of_some = of_all, of_some
        self._is_ready = False

    def column(self, name: str) -> WholeColumn:
        """A column as the book has it now."""
        if name in _NEVER:
            return self._of_all(name)
        if not self._is_ready:
            self._bring_up_to_date()
        known = self._memory.columns
        found = known.pop(name, None) or self._of_all(name)
        while len(known) >= _MOST:  # the one that was not asked for longest
            del known[next(iter(known))]
        known[name] = found
        return found

    def _bring_up_to_date(self) -> None:
        memory, last = self._memory, self._log.last_set()
        if memory.columns and memory.seen != last:
            changed = self._changed_since(memory.seen, last)
            if changed is None:
                memory.columns.clear()
            elif changed:
                for name, column in memory.columns.items():
                    column.renew(changed, self._of_some(name, changed))
        memory.seen, self._is_ready = last, True

    def _changed_since(self, seen: int, last: int) -> list[int] | None:
        """Who changed; None for very many, and where the log does not say."""
        if last < seen or last - seen > _MOST_STEPS:
            return None
        if self._sql(_OTHERS, (seen,)).first() is not None:
            return None
        found: set[int] = set()
        for step in self._log.since(seen):
            if step.contacts is None:
                return None
            found.update(step.contacts)
        return sorted(found)
