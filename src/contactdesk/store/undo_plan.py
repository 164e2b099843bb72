"""What taking some steps back would do to each contact: read by the preview, carried out by the
undo. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model.contact import Contact
from contactdesk.model.reverting import before_change
from contactdesk.store.changes import MARK, STANDING, ChangeLog, Logged
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.listing import Kept, Steps

Lines = dict[str, list[Logged]]  # a contact's id -> its lines, the newest first
_LAST = 1 << 62  # behind all lines of the log

# A line of the log by which a contact came into the bin, or out of it.
MOVED = "c.kind = 'update' AND c.fields LIKE '%\"deleted_at\"%'"


class Plan(NamedTuple):
    """What becomes of one contact: its `content`, and whether it is hidden (None = as it is).

    `kept` are the fields that stay, each with the change after which it was changed again.
    `as_logged` says that it is one edit, of which everything is still as it left it.
    """

    content: Contact
    hidden: bool | None
    kept: dict[str, int]
    as_logged: bool = False


class Part(NamedTuple):
    """A part of a set: the lines of some records, behind one line of the log up to another."""

    records: frozenset[str]
    after: int
    to: int

    def has(self, line: Logged) -> bool:
        """Whether a line belongs to it."""
        return line.record_id in self.records and self.after < line.id <= self.to


class Planner:
    """Plans the undo of some steps, as one transaction sees the log."""

    def __init__(self, connection: Connection, log: ChangeLog, person: int, steps: Steps) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self._person = person
        self._aside = f"NOT {steps.holds('s')} AND s.id <> {int(log.set_id or 0)}"
        self._steps = steps

    def lines(self, only: Sequence[str] | None = None) -> tuple[Lines, list[Logged]]:
        """The lines of the steps: those of contacts by their id, and the others; newest first.

        What a step did to a contact that it made itself goes and comes with it, and is left out;
        one that it only brought into sight again goes as it came.
        `only` names the records that are wanted, 500 at most.
        """
        which = f" AND c.record_id IN ({','.join('?' * len(only))})" if only is not None else ""
        rows = self._sql(
            "SELECT c.id, c.record_id, c.kind, c.fields, c.record_type, c.set_id "
            "FROM change_set s JOIN change c ON c.set_id = s.id "
            f"WHERE {self._steps.holds('s')}{which} ORDER BY c.id DESC",
            tuple(only or ()),
        )
        contacts: Lines = {}
        others: list[Logged] = []
        sets: dict[str, int] = {}  # a contact -> the set of its last line, while all are updates
        for change, record, kind, fields, type_, set_id in driver_rows(rows):
            line = Logged(change, record, kind, self._log.fields_of(fields), type_)
            if type_ != "contact":
                others.append(line)
                continue
            found = contacts.setdefault(record, [])
            again = kind == "create" and sets.get(record) == set_id
            if again and self.is_making(record, change):
                while found and found[-1].kind == "update":
                    found.pop()
            if kind != "update":
                sets.pop(record, None)
            elif sets.get(record) != set_id:
                sets[record] = set_id
            found.append(line)
        return contacts, others

    def is_making(self, record: str, change: int) -> bool:
        """Whether a line made a contact, and did not only bring it into sight again."""
        sql = "SELECT 1 FROM change WHERE record_id = ? AND id < ? LIMIT 1"
        return self._sql(sql, (record, change)).first() is None

    def lines_of(self, record_type: str) -> list[Logged]:
        """The lines of the steps that are about records of another type, the newest first."""
        rows = self._sql(
            "SELECT c.id, c.record_id, c.kind, c.fields FROM change_set s "
            "JOIN change c ON c.set_id = s.id "
            f"WHERE {self._steps.holds('s')} AND c.record_type = ? ORDER BY c.id DESC",
            (record_type,),
        )
        return [
            Logged(number, record, kind, self._log.fields_of(fields), record_type)
            for number, record, kind, fields in rows
        ]

    def count(self) -> int:
        """How many steps there are."""
        sql = f"SELECT count(*) FROM change_set s WHERE {self._steps.holds('s')}"
        return int(self._sql(sql).scalar() or 0)

    def extent(self) -> int:
        """How many lines the log has from the first step to the last, without counting them."""
        of = f"FROM change_set s WHERE {self._steps.holds('s')}"
        first, last = (
            self._sql(f"SELECT {which}(id) FROM change WHERE set_id = (SELECT {which}(s.id) {of})")
            for which in ("min", "max")
        )
        return int((last.scalar() or 0) - (first.scalar() or 0) + 1)

    def count_contacts(self) -> tuple[int, int]:
        """How many contacts the steps changed, and how many of them were deleted for good."""
        row = self._sql(
            "SELECT count(*), sum(gone) FROM ("
            "SELECT max(CASE c.kind WHEN 'purge' THEN 1 ELSE 0 END) AS gone "
            "FROM change_set s JOIN change c ON c.set_id = s.id "
            f"WHERE {self._steps.holds('s')} AND c.record_type = 'contact' GROUP BY c.record_id) r"
        ).one()
        return int(row[0]), int(row[1] or 0)

    def touched_since(self) -> list[str]:
        """The ids of contacts, not deleted for good, that a later step changed which is none of
        these.
        """
        inner = self._steps.holds("t")
        return [
            r[0]
            for r in self._sql(
                "SELECT DISTINCT c.record_id FROM change_set t JOIN change c ON c.set_id = t.id "
                f"WHERE {inner} AND c.record_type = 'contact' AND c.kind <> 'purge' "
                "AND EXISTS (SELECT 1 FROM change l "
                "JOIN change_set s ON s.id = l.set_id WHERE l.record_id = c.record_id "
                f"AND l.id > c.id AND {self._aside})"
            )
        ]

    def plan(self, current: Contact, lines: Sequence[Logged]) -> Plan:
        """What becomes of a contact; `lines` are the newest first."""
        content, hidden, kept, as_logged = current, None, dict[str, int](), False
        for line in lines:
            if line.kind == "create":
                if self.standing(line.record_id, line.id):
                    kept.setdefault("", line.id)
                else:
                    hidden = True
            elif line.kind == "withdraw":
                if self.is_withdrawn(current) if hidden is None else hidden:
                    since = self.binned_since(line.record_id, line.id)
                    content, hidden = replace(content, deleted_at=since), False
            elif line.kind == "update":
                content, stay, as_logged = before_change(content, line.fields)
                for field in stay:
                    kept.setdefault(field, line.id)
        return Plan(content, hidden, kept, as_logged and len(lines) == 1)

    def moves(self, current: Contact, plan: Plan) -> bool:
        """Whether a contact comes into sight or goes out of it."""
        return plan.hidden is not None and plan.hidden != self.is_withdrawn(current)

    def is_withdrawn(self, contact: Contact) -> bool:
        """Whether a contact's making is taken back: it is in no list, not even the bin."""
        sql = "SELECT withdrawn FROM contact WHERE number = ?"
        return bool(self._sql(sql, (contact.number,)).scalar())

    def binned_since(self, record_id: str, before: int = _LAST) -> str:
        """Since when a contact was in the bin, by the log's lines before one; "" when it was not.

        Hiding and showing it are no such lines: whoever is shown again is where it was.
        """
        rows = self._sql(
            f"SELECT c.fields FROM change c WHERE c.record_id = ? AND c.id < ? AND {MOVED} "
            "ORDER BY c.id DESC",
            (record_id, before),
        ).scalars()
        moves = (self._log.fields_of(fields).get("deleted_at") for fields in rows)
        return next((str(move[1]) for move in moves if move), "")

    def standing(self, record_id: str, change_id: int) -> bool:
        """Whether a contact has a later change, by none of the steps, that is in force."""
        return bool(
            self._sql(
                "SELECT 1 FROM change c JOIN change_set s ON s.id = c.set_id "
                f"WHERE c.record_id = ? AND c.id > ? AND {self._aside} AND {STANDING} LIMIT 1",
                (record_id, change_id),
            ).first()
        )

    def standing_lines(self, ids: Sequence[str]) -> list[tuple[str, int]]:
        """The lines, by none of the steps, that are in force of some records, 500 at most."""
        marks = ",".join("?" * len(ids))
        rows = self._sql(
            "SELECT c.record_id, c.id FROM change c JOIN change_set s ON s.id = c.set_id "
            f"WHERE c.record_id IN ({marks}) AND {self._aside} AND {STANDING}",
            tuple(ids),
        )
        return [(r[0], r[1]) for r in rows]

    def standing_among(self, chosen: str) -> list[Kept]:
        """The contacts of a table (id, change) with a later change that is in force."""
        rows = self._sql(
            f"SELECT x.number, x.formatted_name, p.name, s.author FROM {chosen} w "
            "JOIN change c ON c.record_id = w.id AND c.id > w.change "
            "JOIN change_set s ON s.id = c.set_id JOIN person p ON p.number = s.author "
            f"JOIN contact x ON x.id = w.id WHERE {self._aside} AND {STANDING} ORDER BY c.id"
        )
        found = {r[0]: Kept(r[0], r[1], "", r[2], r[3] == self._person) for r in rows}
        return list(found.values())

    def kept(self, current: Contact, plan: Plan) -> list[Kept]:
        """What stays of a contact, with who changed it last."""
        return [
            Kept(current.number, current.formatted_name, field, *self.author(current.id, field, at))
            for field, at in plan.kept.items()
        ]

    def author(self, record_id: str, field: str, change_id: int) -> tuple[str, bool]:
        """Who changed a field of a record after a line of the log, and whether it was oneself."""
        rows = self._sql(
            "SELECT p.name, s.author, c.kind, c.fields FROM change c "
            "JOIN change_set s ON s.id = c.set_id "
            "JOIN person p ON p.number = s.author WHERE c.record_id = ? AND c.id > ? "
            f"AND c.record_type <> '{MARK}' AND {self._aside} ORDER BY c.id DESC",
            (record_id, change_id),
        )
        for name, author, kind, fields in rows:
            moved = field == "deleted_at" and kind != "update"  # such a line names no field
            if not field or moved or field in self._log.fields_of(fields):
                return name, author == self._person
        return "", False
