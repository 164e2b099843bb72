"""Which contacts events have to do with: who comes, who invites, whom a call was with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from contactdesk.model.event import Event
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import NAMED
from contactdesk.store.event_rows import link_keys
from contactdesk.store.merge_links import MergeLinks

_AT_ONCE = 500


class EventPeople:
    """Looks up contacts by what events name them with: see `event_links`."""

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql
        self._merged = MergeLinks(connection)

    def of(self, events: Iterable[Event]) -> dict[int, tuple[int, ...]]:
        """The numbers of the contacts of each event (by its number), in the event's order; who
        was merged is the one that was kept, who is in the bin is nobody.
        """
        keys = {event.number: link_keys(event) for event in events}
        known = self.named(list(dict.fromkeys(k for some in keys.values() for k in some)))
        return {
            number: tuple(dict.fromkeys(known[k] for k in some if k in known))
            for number, some in keys.items()
        }

    def named(self, keys: Sequence[str]) -> dict[str, int]:
        """The contact that stands behind each of these links, where there is one."""
        found: dict[str, int] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some: tuple[Any, ...] = tuple(keys[start : start + _AT_ONCE])
            marks = ",".join("?" * len(some))
            rows = self._sql(NAMED.format(marks=marks), some * 3)
            for key, number in driver_rows(rows):
                found.setdefault(key, number)
        kept = self._merged.kept(set(found.values())) if self._merged.any() else {}
        found = {key: kept.get(number, number) for key, number in found.items()}
        standing = self._standing(set(found.values()))
        return {key: number for key, number in found.items() if number in standing}

    def _standing(self, numbers: set[int]) -> set[int]:
        marks = ",".join(map(str, sorted(numbers))) or "0"
        sql = (
            f"SELECT number FROM contact WHERE number IN ({marks}) "
            "AND withdrawn = 0 AND deleted_at = ''"
        )
        return set(self._sql(sql).scalars())
