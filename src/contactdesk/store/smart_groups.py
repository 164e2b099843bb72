"""The smart groups of a book, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from contactdesk.model.smart_group import SMART_GROUPS, SmartGroup
from contactdesk.store.changes import ChangeLog
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.records import Records

_ROWS = RecordRows(SMART_GROUPS)
_AT_ONCE = 500


class SmartGroups(Records[SmartGroup]):
    """Repository of smart groups."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        super().__init__(connection, log, _ROWS)

    def all(self) -> list[SmartGroup]:
        """All that are not in the bin, in the order of the list."""
        return sorted(super().all(), key=lambda each: (each.position, each.number))

    def shown_to(self, person: str) -> list[SmartGroup]:
        """Those that a person (by id) sees: the office's, and the person's own."""
        return [group for group in self.all() if group.owner in ("", person)]

    def numbers_out(self, group: SmartGroup) -> list[int]:
        """The contacts that a group always leaves out, as far as they are in the book."""
        found: list[int] = []
        ids: Sequence[str] = group.always_out
        for start in range(0, len(ids), _AT_ONCE):
            some = tuple(ids[start : start + _AT_ONCE])
            marks = ",".join("?" * len(some))
            found += self._sql(f"SELECT number FROM contact WHERE id IN ({marks})", some).scalars()
        return found
