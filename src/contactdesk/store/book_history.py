"""The history of the whole book, read from the log a page at a time, however long that is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.book_history import NAMED, Step, StepFilter, StepPage, Touched
from contactdesk.model.history import MANY_TOGETHER
from contactdesk.store.changes import EVENT, MARK, NO_RECORD, TAKEN_BACK, ChangeLog
from contactdesk.store.contacts import Contacts
from contactdesk.store.event_kinds import kinds_of_steps
from contactdesk.store.people import called

PAGE = 50
LOOKED_AT = 2_000  # steps that one question looks through
_AT_ONCE = 250
EVERYTHING = StepFilter()

# Of a set its row, its first line and its last: they tell an import, a deletion, an undo of many.
_STEPS = f"""
SELECT s.id, s.at, s.author, p.name, s.label, s.kind, s.reverts, r.label, {TAKEN_BACK},
  f.record_type, f.kind, f.fields LIKE '{{"deleted_at": ["", "_%%', l.record_type, l.kind,
  CASE WHEN l.record_type = '{MARK}' THEN l.fields END, l.record_id
FROM change_set s JOIN person p ON p.number = s.author
LEFT JOIN change_set r ON r.id = s.reverts
LEFT JOIN change f ON f.id = (SELECT min(id) FROM change WHERE set_id = s.id)
LEFT JOIN change l ON l.id = (SELECT max(id) FROM change WHERE set_id = s.id)
"""

# A note has no subject: its first words stand for it.
_EVENT_NAME = "CASE WHEN e.summary = '' THEN substr(e.description, 1, 60) ELSE e.summary END"


class BookHistory:
    """What happened in the book, as one transaction sees it."""

    def __init__(
        self, connection: Connection, log: ChangeLog, contacts: Contacts, person: int
    ) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._log = log
        self._contacts = contacts
        self._person = person

    def page(self, wanted: StepFilter = EVERYTHING, before: int = 0, limit: int = PAGE) -> StepPage:
        """The newest steps before a set (0 = from the newest on)."""
        holds = self._condition(wanted)
        found: list[Step] = []
        at_once = _AT_ONCE if wanted.kind or wanted.text else limit
        for count, row in enumerate(self._rows(wanted.author, before, at_once), 1):
            if holds(row):
                found.append(self._step(row))
            if len(found) == limit or count == LOOKED_AT:
                return StepPage(found, row[0])
        return StepPage(found, 0)

    def step(self, set_id: int) -> Step:
        """One step; `NotFound` when there is no such set."""
        row = self._sql(f"{_STEPS} WHERE s.id = ?", (set_id,)).first()
        if row is None:
            raise NotFound(_("This change is not in the book's history."))
        return self._step(row)

    def people(self) -> list[tuple[int, str, bool]]:
        """Everybody who ever opened the book: number, name, and whether it is oneself."""
        rows = self._sql("SELECT number, name FROM person ORDER BY number")
        return [(r[0], r[1], r[0] == self._person) for r in rows]

    def first_since(self, moment: str) -> int:
        """The first set of a moment (ISO 8601, UTC) or later, 0 when nothing came since."""
        earlier = self._sql(
            "SELECT id FROM change_set WHERE at < ? ORDER BY id DESC LIMIT 1", (moment,)
        ).scalar()
        sql = "SELECT min(id) FROM change_set WHERE id > ?"
        return int(self._sql(sql, (earlier or 0,)).scalar() or 0)

    def touched(self, set_id: int, after: int = 0, limit: int = PAGE) -> list[Touched]:
        """What a set did, a line a record, from a line of the log on."""
        rows = self._sql(
            "SELECT c.id, c.record_type, x.number * (1 - x.withdrawn), "
            f"coalesce(x.formatted_name, {_EVENT_NAME}, g.name, d.name), x.deleted_at, c.kind, "
            "c.fields, coalesce(e.component, '') "
            "FROM change c LEFT JOIN contact x ON x.id = c.record_id "
            "LEFT JOIN event e ON e.id = c.record_id "
            "LEFT JOIN document d ON d.id = c.record_id "
            "LEFT JOIN calendar g ON 'calendar:' || g.id = c.record_id "
            f"WHERE c.set_id = ? AND c.id > ? AND c.record_type NOT IN {NO_RECORD} "
            "ORDER BY c.id LIMIT ?",
            (set_id, after, limit),
        )
        return [
            Touched(
                r[0], r[1], r[2] or 0, r[3] or "", bool(r[4]), r[5], self._fields_of(r[6]), r[7]
            )
            for r in rows
        ]

    def _fields_of(self, packed: Any) -> dict[str, tuple[Any, Any]]:
        return called(self._log.fields_of(packed), self._sql)

    # ── which and how ───────────────────────────────────────────────────────────────────

    def _rows(self, author: int, before: int, at_once: int) -> Iterator[Any]:
        """The rows of steps, the newest first, some at a time."""
        before = before or (1 << 62)
        whose = "AND s.author = ?" if author else ""
        while True:
            values = (before, author, at_once) if author else (before, at_once)
            rows = self._sql(
                f"{_STEPS} WHERE s.id < ? {whose} ORDER BY s.id DESC LIMIT ?", values
            ).all()
            yield from rows
            if len(rows) < at_once:
                return
            before = rows[-1][0]

    def _condition(self, wanted: StepFilter) -> Any:
        """What a row must fulfil."""
        text = fold.fold(wanted.text)
        sets = self._sets_of(wanted.text) if text else set()

        def holds(row: Any) -> bool:
            if wanted.kind and _kind(row) != wanted.kind:
                return False
            return not text or row[0] in sets or text in fold.fold(f"{row[4]} {row[7] or ''}")

        return holds

    def _sets_of(self, text: str) -> set[int]:
        """The steps that changed a contact which is found by a text."""
        found = self._contacts.get_many(self._contacts.search(text).numbers)
        if not found:
            return set()
        marks = ",".join("?" * len(found))
        sql = f"SELECT DISTINCT set_id FROM change WHERE record_id IN ({marks})"
        return {r[0] for r in self._sql(sql, tuple(c.id for c in found))}

    def _step(self, row: Any) -> Step:
        set_id = row[0]
        last_word, in_force = self._log.last_word(set_id)
        taken_back = bool(row[8]) if last_word == set_id else not in_force
        source = self._source(row[15]) if _is_mark(row, "put_back") else (0, "")
        return Step(
            set_id, row[1], row[2], row[3], row[2] == self._person, row[4], _kind(row), row[5],
            row[6] or 0, row[7] or "", self._count(set_id), self._names(set_id), _files(row),
            *source, taken_back, last_word,
            kinds_of_steps(self._connection, f"s.id = {int(set_id)}", MANY_TOGETHER),
        )  # fmt: skip

    def _source(self, uuid: str) -> tuple[int, str]:
        row = self._sql("SELECT id, at FROM change_set WHERE uuid = ?", (uuid,)).first()
        return (row[0], row[1]) if row else (0, "")

    def _count(self, set_id: int) -> int:
        """How many contacts a set changed; no more are counted than are told."""
        sql = (
            "SELECT count(*) FROM (SELECT DISTINCT record_id FROM change WHERE set_id = ? "
            f"AND record_type = 'contact' LIMIT {MANY_TOGETHER}) few"
        )
        return int(self._sql(sql, (set_id,)).scalar() or 0)

    def _names(self, set_id: int) -> tuple[str, ...]:
        rows = self._sql(
            f"SELECT coalesce(x.formatted_name, {_EVENT_NAME}) FROM change c "
            "LEFT JOIN contact x ON x.id = c.record_id LEFT JOIN event e ON e.id = c.record_id "
            f"WHERE c.set_id = ? AND c.record_type IN ('contact', '{EVENT}') "
            f"ORDER BY c.id LIMIT {NAMED * 2}",
            (set_id,),
        )
        return tuple(dict.fromkeys(r[0] for r in rows if r[0]))[:NAMED]


def _is_mark(row: Any, kind: str) -> bool:
    return bool(row[12] == MARK and row[13] == kind)


def _kind(row: Any) -> str:
    """Which of `KINDS` a step is."""
    if row[5] in ("undo", "redo") or (row[9] == MARK and row[10] == "revert"):
        return "undo"
    if _is_mark(row, "import"):
        return "import"
    return "delete" if row[11] or row[10] == "purge" else "edit"


def _files(row: Any) -> tuple[str, ...]:
    if not _is_mark(row, "import"):
        return ()
    return tuple(json.loads(row[14] or "{}").get("files", (None, ()))[1])
