"""When something happened, and how: rows in the order of time, made from the events themselves.

Rules of activity are answered from them: a stretch of time lies together, and nothing else of an
event is read. A talk is a call in which somebody was reached, a meeting an appointment that was
not cancelled; what repeats has no rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

TALK, MEETING, NOTE, MAIL = 1, 2, 3, 4
_KIND = f"""CASE
  WHEN component = 'call' AND direction <> 'missed' AND outcome IN ('', 'reached') THEN {TALK}
  WHEN component = 'event' AND status <> 'CANCELLED' AND rrule = '' AND rdates = '' THEN {MEETING}
  WHEN component = 'journal' AND channel = 'mail' THEN {MAIL}
  WHEN component = 'journal' THEN {NOTE} ELSE 0 END"""
HAPPENED = f"""
SELECT kind, at, number AS event, key FROM (SELECT {_KIND} AS kind, starts_utc AS at, number
  FROM event WHERE withdrawn = 0 AND deleted_at = '' AND starts_utc <> '' {{which}}) e
JOIN event_link l ON l.event = e.number WHERE kind > 0
"""
_INSERT = "INSERT INTO happened (kind, at, event, key) " + HAPPENED
_REMOVE = (
    "DELETE FROM happened WHERE kind IN (1, 2, 3, 4) AND event = ? "
    "AND at = (SELECT starts_utc FROM event WHERE number = ?)"
)


class Happened:
    """Keeps the rows of one transaction's events."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql

    def add(self, numbers: Sequence[int]) -> None:
        """Add the rows of events that have none, by their numbers."""
        if numbers:
            self._sql(_INSERT.format(which="AND number = ?"), [(n,) for n in numbers])

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove the rows of events that begin as they did when those were added."""
        if numbers:
            self._sql(_REMOVE, [(n, n) for n in numbers])

    def make_anew(self, numbers: Sequence[int]) -> None:
        """Have the rows of events that went out of sight, or came back."""
        self.remove(numbers)
        self.add(numbers)
