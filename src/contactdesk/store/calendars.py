"""The calendars of a book: name and colour of each. The first one, "", is always there.

A calendar that is deleted, or whose making is undone, is `withdrawn`: an undo brings it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from contactdesk.errors import EditConflict, NotFound
from contactdesk.i18n import _
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.record import new_id
from contactdesk.store.changes import CALENDAR, ChangeLog, Logged

_FIELDS = ("name", "colour")


class Calendars:
    """The calendars as one transaction sees them."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log

    def all(self) -> list[Calendar]:
        """Every calendar, the first one first and the others as they were made."""
        rows = self._sql(
            "SELECT id, name, colour FROM calendar WHERE withdrawn = 0 AND id <> '' ORDER BY number"
        )
        return [self.get("") or Calendar(), *(Calendar(*row) for row in rows)]

    def get(self, calendar_id: str) -> Calendar | None:
        """A calendar, None when there is no such one (any more)."""
        sql = "SELECT id, name, colour FROM calendar WHERE id = ? AND withdrawn = 0"
        row = self._sql(sql, (calendar_id,)).first()
        return Calendar(*row) if row else None

    def add(self, calendar: Calendar) -> Calendar:
        """Store a new calendar; it comes back with its id."""
        new = replace(calendar, id=calendar.id or new_id())
        self._sql(
            "INSERT INTO calendar (id, name, colour) VALUES (?, ?, ?)",
            (new.id, new.name, new.colour),
        )
        self._log.add(_record(new.id), "create", record_type=CALENDAR)
        return new

    def save(self, mine: Calendar, base: Calendar) -> Calendar:
        """Store another name or colour; raises `EditConflict` where somebody gave a third one."""
        theirs = self.get(mine.id)
        if theirs is None:
            raise NotFound(_("This calendar is no longer in the book."))
        fields: dict[str, list[Any]] = {}
        for name in _FIELDS:
            was, ours, now = (getattr(c, name) for c in (base, mine, theirs))
            if ours in (was, now):
                continue
            if now != was:
                message = _("Somebody else changed this calendar meanwhile. Your text is kept.")
                raise EditConflict(message, fields=(name,), base=base, mine=mine, theirs=theirs)
            fields[name] = [now, ours]
        self._change(mine.id, fields)
        return replace(theirs, **{name: pair[1] for name, pair in fields.items()})

    def delete(self, calendar_id: str) -> None:
        """Take a calendar away, not the first one; what is in it is not moved by this."""
        if calendar_id:
            self._hide(calendar_id, True)

    # ── taking back ─────────────────────────────────────────────────────────────────────

    def take_back(self, changes: Sequence[Logged]) -> None:
        """The inverse of what sets did to calendars; `changes` are the newest first."""
        for change in changes:
            uuid = change.record_id.partition(":")[2]
            if change.kind in ("create", "withdraw"):
                self._hide(uuid, change.kind == "create")
                continue
            now = self.get(uuid) or Calendar()
            as_left = {
                n: [after, before]
                for n, (before, after) in change.fields.items()
                if n in _FIELDS and getattr(now, n) == after
            }
            self._change(uuid, as_left)

    def _hide(self, uuid: str, hidden: bool) -> None:
        sql = "UPDATE calendar SET withdrawn = ? WHERE id = ? AND withdrawn = ?"
        if self._sql(sql, (int(hidden), uuid, int(not hidden))).rowcount:
            self._log.add(_record(uuid), "withdraw" if hidden else "create", record_type=CALENDAR)

    def _change(self, uuid: str, fields: dict[str, list[Any]]) -> None:
        for name, pair in fields.items():
            self._sql(f"UPDATE calendar SET {name} = ? WHERE id = ?", (pair[1], uuid))
        if fields:
            self._log.add(_record(uuid), "update", fields, CALENDAR)


def _record(uuid: str) -> str:
    return f"{CALENDAR}:{uuid}"
