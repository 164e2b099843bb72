"""The history of one contact, read from the log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from contactdesk.model.history import MANY_TOGETHER, HistoryEntry
from contactdesk.store.changes import MARK, ChangeLog
from contactdesk.store.people import called

_HISTORY = f"""
SELECT c.id, c.set_id, s.at, s.author, p.name, s.label, r.label, c.kind, s.kind, c.fields,
  (SELECT count(*) FROM (SELECT 1 FROM change o WHERE o.set_id = s.id
    AND o.record_type = 'contact' LIMIT {MANY_TOGETHER}) many),
  coalesce(s.reverts, q.id, 0), coalesce(r.at, q.at, ''), l.record_type = '{MARK}', l.kind
FROM change c JOIN change_set s ON s.id = c.set_id JOIN person p ON p.number = s.author
LEFT JOIN change_set r ON r.id = s.reverts
LEFT JOIN change l ON l.id = (SELECT max(id) FROM change WHERE set_id = s.id)
LEFT JOIN change_set q ON q.uuid = l.record_id AND l.record_type = '{MARK}' AND l.kind = 'put_back'
WHERE c.record_id = ? ORDER BY c.id DESC
"""


class History:
    """What happened to contacts, as one transaction sees it."""

    def __init__(self, connection: Connection, log: ChangeLog, person: int) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._person = person

    def by_others(
        self, numbers: Sequence[int], since: int, at_most: int = 50
    ) -> dict[int, list[HistoryEntry]]:
        """What other windows did to some contacts after the change set `since`, by their number.

        Of no more than `at_most` contacts: it is to be shown to somebody.
        """
        sql = (
            "SELECT DISTINCT k.number, k.id, s.id FROM change c "
            "JOIN change_set s ON s.id = c.set_id JOIN contact k ON k.id = c.record_id "
            "WHERE c.set_id > ? AND (s.instance <> ? OR s.author <> ?) ORDER BY k.number"
        )
        marks = (since, self._log.instance, self._person)
        wanted = set(numbers)
        touched: dict[int, tuple[str, set[int]]] = {}
        for number, contact_id, set_id in self._sql(sql, marks).all():
            if number in wanted and (number in touched or len(touched) < at_most):
                touched.setdefault(number, (contact_id, set()))[1].add(set_id)
        return {
            number: [e for e in self.of(contact_id) if e.set_id in sets]
            for number, (contact_id, sets) in touched.items()
        }

    def of(self, contact_id: str, limit: int = 0) -> list[HistoryEntry]:
        """Every change of a contact, the newest first; with a limit only so many."""
        sql = f"{_HISTORY} LIMIT {int(limit)}" if limit else _HISTORY
        return [
            HistoryEntry(
                change, set_id, at, author, name, author == self._person, label, reverted or "",
                kind, set_kind, called(self._log.fields_of(fields), self._sql), together,
                source, source_at,
                str(mark) if marked else "",
            )
            for change, set_id, at, author, name, label, reverted, kind, set_kind, fields,
            together, source, source_at, marked, mark in self._sql(sql, (contact_id,))
        ]  # fmt: skip
