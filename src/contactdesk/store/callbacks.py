"""Calls to return: what was missed, or left on the machine, with nobody called back since."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from contactdesk.model.event import Event
from contactdesk.model.today import Callback
from contactdesk.store.event_people import EventPeople

if TYPE_CHECKING:
    from contactdesk.store.events import Events

MOST = 200
# That two people spoke: somebody was reached, or it is not said that nobody was.
SPOKE = "{0}.component = 'call' AND {0}.direction <> 'missed' AND {0}.outcome IN ('', 'reached')"
_STANDS = "{0}.withdrawn = 0 AND {0}.deleted_at = ''"
_WAITING = f"""
SELECT e.number FROM event e WHERE e.starts_utc >= ? AND e.starts_utc <= ?
  AND e.component = 'call' AND e.completed_at = '' AND {_STANDS.format("e")}
  AND (e.direction = 'missed' OR (e.direction = 'in' AND e.outcome = 'voicemail'))
  AND NOT EXISTS (SELECT 1 FROM event_link l JOIN event_link m ON m.key = l.key
    JOIN event o ON o.number = m.event WHERE l.event = e.number AND {_STANDS.format("o")}
    AND {SPOKE.format("o")} AND o.starts_utc > e.starts_utc)
ORDER BY e.starts_utc DESC, e.number DESC LIMIT {MOST}
"""


class Callbacks:
    """Looks up the calls of one transaction's book that wait for an answer."""

    def __init__(self, connection: Connection, events: Events) -> None:
        self._sql = connection.exec_driver_sql
        self._events = events
        self._people = EventPeople(connection)

    def waiting(self, since: datetime, now: datetime) -> list[Callback]:
        """Whom to call back (times in UTC), the last call first; each contact once, with all
        calls that are answered by one. A call of nobody in the book stands for itself.
        """
        values = (since.isoformat(timespec="seconds"), now.isoformat(timespec="seconds"))
        events = self._events.get_many(list(self._sql(_WAITING, values).scalars()))
        people = self._people.of(events)
        found: dict[tuple[int, int], list[Event]] = {}
        for event in events:
            who = people[event.number][:1]
            found.setdefault((who[0], 0) if who else (0, event.number), []).append(event)
        return [Callback(who, tuple(calls)) for (who, _own), calls in found.items()]
