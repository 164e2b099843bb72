"""Calls that were logged with a number alone: nobody in the book had it.

They are found by the number, as those about somebody are by their id: whoever has the number later
has the call on their timeline. Until then, or until they are attached to somebody, they wait here.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model.event import Event
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.events import Events

MOST = 200
_NOBODYS = (
    "FROM event e WHERE e.component = 'call' AND e.about = '' AND e.url LIKE 'tel:%' "
    "AND e.withdrawn = 0 AND e.deleted_at = ''"
)


class Earlier(NamedTuple):
    """How often a number called that nobody has, and when it did last ("" for never)."""

    calls: int = 0
    last: str = ""


class UnknownCalls:
    """The calls about nobody of one transaction."""

    def __init__(self, connection: Connection, events: Events) -> None:
        self._sql = connection.exec_driver_sql
        self._events = events

    def all(self, limit: int = MOST) -> list[Event]:
        """The latest of them, the latest beginning first."""
        rows = self._sql(
            f"SELECT e.number {_NOBODYS} ORDER BY e.starts_utc DESC, e.number DESC LIMIT ?",
            (limit,),
        )
        return self._events.get_many([number for (number,) in driver_rows(rows)])

    def count(self) -> int:
        """How many there are."""
        return int(self._sql(f"SELECT COUNT(*) {_NOBODYS}").scalar() or 0)

    def of(self, number: str) -> Earlier:
        """Those of one number, as `happenings.number_of` gives it."""
        sql = (
            f"SELECT COUNT(*), MAX(e.starts_at) {_NOBODYS} "
            "AND e.number IN (SELECT event FROM event_link WHERE key = ?)"
        )
        count, last = self._sql(sql, (number,)).one()
        return Earlier(int(count), last or "")
