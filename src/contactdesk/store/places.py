"""Where contacts are kept: in the lists, in the archive, or in the bin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from contactdesk.store.changes import ChangeLog
from contactdesk.store.order import NameOrder


class Places:
    """Moves contacts of one transaction between lists, archive and bin, and logs it."""

    def __init__(self, connection: Connection, log: ChangeLog, order: NameOrder) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._order = order

    def set_deleted(self, numbers: Iterable[int], moment: str) -> None:
        """Into the bin at a moment, or out of it with ""; who is there already is passed over."""
        moved = self._log_moves(numbers, "deleted_at", moment)
        if moment:
            self._order.remove(moved)
        self._sql(
            "UPDATE contact SET deleted_at = ?, withdrawn = 0, revision = revision + 1 "
            "WHERE number = ?",
            [(moment, n) for n in moved] or [("", 0)],
        )
        if not moment:
            self._order.add(moved)

    def set_archived(self, numbers: Iterable[int], moment: str) -> None:
        """Into the archive at a moment, or out of it with ""; the bin's contacts stay there."""
        moved = self._log_moves(numbers, "archived_at", moment, " AND deleted_at = ''")
        if not moved:
            return
        all_anew = self._order.are_many(moved)  # then nobody needs to be taken out one by one
        if not all_anew:
            self._order.remove(moved)
        self._sql(
            "UPDATE contact SET archived_at = ?, revision = revision + 1 WHERE number = ?",
            [(moment, n) for n in moved],
        )
        if all_anew:
            self._order.rebuild()
        else:
            self._order.add(moved)

    def in_bin(self, numbers: Sequence[int]) -> set[int]:
        """Those of these contacts that are in the bin."""
        return {row[0] for row in self._moments(numbers, "deleted_at", " AND deleted_at <> ''")}

    def _log_moves(
        self, numbers: Iterable[int], field: str, moment: str, which: str = ""
    ) -> list[int]:
        """Log who really moves; their numbers, in the order given."""
        wanted = list(numbers)
        rows = self._moments(wanted, field, which)
        rows = [row for row in rows if bool(row[2]) != bool(moment)]
        self._log.add_updates([(row[1], {field: [row[2], moment]}) for row in rows])
        return [row[0] for row in rows]

    def _moments(
        self, numbers: Sequence[int], field: str, which: str
    ) -> list[tuple[int, str, str]]:
        """Number, id and when it was moved, of each of these contacts."""
        found: dict[int, tuple[int, str, str]] = {}
        for start in range(0, len(numbers), 500):
            marks = ",".join(str(int(n)) for n in numbers[start : start + 500])
            sql = f"SELECT number, id, {field} FROM contact WHERE number IN ({marks}){which}"
            found |= {r[0]: (r[0], r[1], r[2]) for r in self._sql(sql)}
        return [found[n] for n in dict.fromkeys(numbers) if n in found]
