"""The smart groups of a book, as one transaction sees them."""

from __future__ import annotations

from sqlalchemy import Connection

from contactdesk.model.smart_group import SMART_GROUPS, SmartGroup
from contactdesk.store.changes import ChangeLog
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.records import Records

_ROWS = RecordRows(SMART_GROUPS)


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
