"""Notes and calls with nobody else: they go for good when those they are about do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from contactdesk.store.changes import EVENT, ChangeLog
from contactdesk.store.event_writing import EventWriter

_AT_ONCE = 500


class TheirNotes:
    """Finds and purges what only contacts that are purged had a part in."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._writer = EventWriter(connection)

    def purge(self, contacts: Sequence[str]) -> list[str]:
        """Purge the notes and calls about these contacts (ids) alone; the ids of what went.

        Appointments stay: they are the calendar's, and of a contact they have no more than an id.
        """
        gone = set(contacts)
        keys: dict[int, set[str]] = {}
        for number, key in self._links("key", contacts):
            keys.setdefault(number, set()).add(key)
        for number, key in self._links("event", list(keys)):
            keys[number].add(key)
        alone = [number for number, some in keys.items() if some <= gone]
        found = list(self._notes(alone))
        for _number, uuid in found:
            self._log.add(uuid, "purge", record_type=EVENT)
        self._writer.purge([number for number, _uuid in found])
        return [uuid for _number, uuid in found]

    def _links(self, column: str, values: Sequence[str | int]) -> Iterable[tuple[int, str]]:
        for start in range(0, len(values), _AT_ONCE):
            some = tuple(values[start : start + _AT_ONCE])
            marks = ",".join("?" * len(some))
            sql = f"SELECT event, key FROM event_link WHERE {column} IN ({marks})"
            yield from self._sql(sql, some).all()

    def _notes(self, numbers: Sequence[int]) -> Iterable[tuple[int, str]]:
        for start in range(0, len(numbers), _AT_ONCE):
            some = ",".join(map(str, numbers[start : start + _AT_ONCE]))
            yield from self._sql(
                "SELECT number, id FROM event WHERE component IN ('journal', 'call') "
                f"AND number IN ({some})"
            ).all()
