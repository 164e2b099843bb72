"""The log of every change: who, when, which field, before and after. Nothing is ever removed
from it by ordinary work; undo writes the inverse as a new change.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable, Table, and_, func, insert, select

from contactdesk.model.contact import Contact
from contactdesk.model.record import changed_fields, new_id, to_plain
from contactdesk.model.reverting import Changed
from contactdesk.store import tables as t
from contactdesk.store.blobs import Blobs
from contactdesk.store.listing import ChangeSet

LONG_TEXT = 2_000  # characters from which a text is logged by its hash, kept as a blob
MANY = 2_000  # contacts from which listeners read everything anew
# Fields by which no list is made: not who is in it, not in which order, not how many there are.
STAYING = frozenset(
    ("phones", "emails", "addresses", "urls", "impp", "related", "members", "languages",
     "memberships", "birthday", "anniversary", "gender", "time_zone", "geo", "keep_in_touch",
     "custom", "note", "photo", "extra", "revised_at", "uid")
)  # fmt: skip


_as_json = json.JSONEncoder(ensure_ascii=False).encode
_from_json = json.JSONDecoder().decode


MARK = "change_set"  # record type of the lines that say something of a step itself
MERGE = "merge"  # record type of what became part of a contact ("merge:" and its id)
EVENT = "event"  # record type of what happens
CALENDAR = "calendar"  # record type of a calendar ("calendar:" and its id)
APART = "apart"  # record type of a pair of contacts that are not one ("id id")
NO_RECORD = f"('{MARK}', '{MERGE}', '{APART}')"  # nothing that a history lists for itself

# That a set `s` was taken back: by an undo of its own, or together with others (a mark says so).
TAKEN_BACK = f"""(EXISTS (SELECT 1 FROM change_set r WHERE r.reverts = s.id) OR
(SELECT m.kind FROM change m WHERE m.record_id = s.uuid AND m.record_type = '{MARK}'
AND m.kind IN ('revert', 'restore') ORDER BY m.id DESC LIMIT 1) IS 'revert')"""

# That what a set `s` did is in force.
STANDING = f"s.kind IN ('edit', 'redo') AND NOT {TAKEN_BACK}"


class Logged(NamedTuple):
    """One line of the log: what happened to one contact, or one category."""

    id: int
    record_id: str
    kind: str
    fields: dict[str, tuple[Any, Any]]
    record_type: str = "contact"


def now() -> str:
    """The present moment in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ChangeLog:
    """The log as one transaction sees it; `open_set` begins the transaction's own set.

    What changed since a set is asked of the tables themselves, which are in the schema `whole`
    where views stand before them: who is hidden now has to be told, if not of what.
    """

    def __init__(self, connection: Connection, author: int, instance: str, whole: str = "") -> None:
        self._connection = connection
        self.whole = whole
        self._as_it_is = {"schema_translate_map": {None: whole}} if whole else {}
        self._sql = connection.exec_driver_sql
        self._author = author
        self.instance = instance
        self._blobs = Blobs(connection)
        self.label = ""
        self.uuid = ""  # of the set to be opened, where it was given one before
        self.kind = "edit"
        self.reverts: int | None = None
        self.set_id: int | None = None

    def open_set(self) -> int:
        """The id of this transaction's change set, made when first asked for."""
        if self.set_id is None:
            row = {
                "uuid": self.uuid or new_id(),
                "at": now(),
                "author": self._author,
                "instance": self.instance,
                "label": self.label,
                "kind": self.kind,
                "reverts": self.reverts,
            }
            done = self._connection.execute(insert(t.change_set).values(row))
            self.set_id = int(done.inserted_primary_key[0])  # type: ignore[index]  # a row was inserted
        return self.set_id

    def add(
        self,
        record_id: str,
        kind: str,
        fields: dict[str, Any] | None = None,
        record_type: str = "contact",
    ) -> None:
        """Log one record's change; `fields` is {name: [before, after]} as JSON can hold it."""
        self._connection.execute(
            insert(t.change)
            .inline()
            .values(  # what is given back would have to be seen
                set_id=self.open_set(),
                record_type=record_type,
                record_id=record_id,
                kind=kind,
                fields=_as_json(fields) if fields else None,
            )
        )

    def add_update(self, before: Contact, after: Contact) -> bool:
        """Log what differs between two versions; False when nothing does."""
        fields = self.differing(before, after, changed_fields(before, after))
        if fields:
            self.add(after.id, "update", fields)
        return bool(fields)

    def differing(
        self, before: Contact, after: Contact, names: Sequence[str]
    ) -> dict[str, list[Any]]:
        """What differs as the log keeps it: {field: [before, after]}."""
        return {n: [self._pack(to_plain(getattr(c, n))) for c in (before, after)] for n in names}

    def inverse(self, logged: Changed, names: Sequence[str]) -> dict[str, list[Any]]:
        """The other way round what the log says of some fields: {field: [after, before]}."""
        return {n: [self._pack(value) for value in reversed(logged[n])] for n in names}

    def add_updates(self, changes: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Log many contacts' changes: (id, {name: [before, after]}) as JSON can hold it."""
        if changes:
            set_id = self.open_set()
            self._connection.exec_driver_sql(
                "INSERT INTO change (set_id, record_type, record_id, kind, fields) "
                "VALUES (?, 'contact', ?, 'update', ?)",
                [(set_id, i, _as_json(f)) for i, f in changes],
            )

    def packed(self, fields: dict[str, list[Any]]) -> dict[str, list[Any]]:
        """What differs as the log keeps it: long texts as blobs."""
        return {n: [self._pack(value) for value in pair] for n, pair in fields.items()}

    def add_many(self, record_ids: Sequence[str], kind: str, record_type: str = "contact") -> None:
        """Log the same kind of change of many records."""
        if not record_ids:
            return
        set_id = self.open_set()
        self._connection.exec_driver_sql(
            "INSERT INTO change (set_id, record_type, record_id, kind) VALUES (?, ?, ?, ?)",
            [(set_id, record_type, each, kind) for each in record_ids],
        )

    def mark(self, kind: str, set_uuid: str = "", **told: Any) -> None:
        """Say something of a step: "import" what it came from (this one), "put_back" which one
        it went back to, "revert" and "restore" which one it took back and gave back.
        """
        fields = {name: [None, value] for name, value in told.items()}
        self.add(set_uuid, kind, fields, MARK)

    def mark_put_back(self, set_id: int) -> None:
        """Say that this step brought back what there was after another."""
        self.mark("put_back", self.uuid_of(set_id))

    def last_mark(self, set_uuid: str) -> str:
        """Whether a step is marked as taken back: "revert" or "restore"."""
        sql = (
            f"SELECT kind FROM change WHERE record_id = ? AND record_type = '{MARK}' "
            "AND kind IN ('revert', 'restore') ORDER BY id DESC LIMIT 1"
        )
        return str(self._sql(sql, (set_uuid,)).scalar() or "restore")

    def uuid_of(self, set_id: int) -> str:
        """A set's id for everywhere, "" when there is no such set."""
        sql = "SELECT uuid FROM change_set WHERE id = ?"
        return str(self._sql(sql, (set_id,)).scalar() or "")

    def _pack(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONG_TEXT:
            return {"blob": self._blobs.keep(value.encode(), "text/plain").sha256}
        return value

    def _unpack(self, value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"blob"}:
            return (self._blobs.get(value["blob"]) or b"").decode()
        return value

    def set_of(self, set_uuid: str) -> int | None:
        """The set with this id for everywhere, None while there is none."""
        sql = "SELECT id FROM change_set WHERE uuid = ?"
        found = self._sql(sql, (set_uuid,)).scalar()
        return None if found is None else int(found)

    def of_set(self, set_id: int) -> list[Logged]:
        """Every change of one set, in the order in which they were made."""
        c = t.change.c
        rows = self._connection.execute(
            select(c.id, c.record_id, c.kind, c.fields, c.record_type)
            .where(c.set_id == set_id)
            .order_by(c.id)
        ).all()
        return [
            Logged(number, id_, kind, self.fields_of(text), record)
            for number, id_, kind, text, record in rows
        ]

    def fields_of(self, text: str | None) -> dict[str, tuple[Any, Any]]:
        """What the log's column `fields` says, long texts with their whole length."""
        if not text:
            return {}
        return {
            n: (self._unpack(before), self._unpack(after))
            for n, (before, after) in _from_json(text).items()
        }

    def before_of(self, text: str | None) -> dict[str, Any]:
        """The same, only what was there before."""
        if not text:
            return {}
        return {n: self._unpack(before) for n, (before, _after) in _from_json(text).items()}

    def label_of(self, set_id: int) -> str | None:
        """What a set was called, or None when there is no such set."""
        return self._connection.execute(
            select(t.change_set.c.label).where(t.change_set.c.id == set_id)
        ).scalar()

    def last_word(self, set_id: int) -> tuple[int, bool]:
        """The set that last did or undid what a set did, and whether it is in force now.

        An undo is the last word on what it took back, its redo the last word on both.
        """
        in_force = True
        sql = "SELECT id FROM change_set WHERE reverts = ? ORDER BY id DESC LIMIT 1"
        while (later := self._sql(sql, (set_id,)).scalar()) is not None:
            set_id, in_force = later, not in_force
        return set_id, in_force

    def kind_of(self, set_id: int) -> str:
        """Whether a set is an "edit", "undo" or "redo"; "" when there is no such set."""
        sql = "SELECT kind FROM change_set WHERE id = ?"
        return str(self._sql(sql, (set_id,)).scalar() or "")

    def next_undo(self) -> int | None:
        """My latest set that was done or redone, and that nothing has taken back."""
        return self._latest(("edit", "redo"), after=0)

    def next_redo(self) -> int | None:
        """My latest undo that was not taken back, unless I changed something after it."""
        s = t.change_set.c
        edited = self._connection.execute(
            select(func.max(s.id)).where(s.author == self._author, s.kind == "edit")
        ).scalar()
        return self._latest(("undo",), after=edited or 0)

    def _latest(self, kinds: tuple[str, ...], after: int) -> int | None:
        # Deleting for good cannot be taken back: a step of nothing else is passed over.
        its = f"SELECT 1 FROM change c WHERE c.set_id = s.id AND c.record_type <> '{MARK}'"
        found = self._sql(
            f"SELECT s.id FROM change_set s WHERE s.author = ? AND s.id > ? "
            f"AND s.kind IN ({','.join('?' * len(kinds))}) AND NOT {TAKEN_BACK} "
            f"AND (EXISTS ({its} AND c.kind <> 'purge') OR (s.kind <> 'edit' AND NOT EXISTS "
            f"({its}))) ORDER BY s.id DESC LIMIT 1",
            (self._author, after, *kinds),
        ).scalar()
        return None if found is None else int(found)

    def _ask(self, statement: Executable) -> Any:
        return self._connection.execute(statement, execution_options=self._as_it_is)

    def last_set(self) -> int:
        """The newest set's id, 0 in a new book."""
        return self._ask(select(func.max(t.change_set.c.id))).scalar() or 0

    def has_others(self, seen: int, own: Collection[int]) -> bool:
        """Whether there is a set after `seen` beside one's own."""
        after = self._ask(
            select(t.change_set.c.id).where(t.change_set.c.id > seen).limit(len(own) + 1)
        ).scalars()
        return any(number not in own for number in after)

    def since(self, seen: int) -> list[ChangeSet]:
        """Every set after `seen`, own and foreign alike, oldest first."""
        s, p = t.change_set.c, t.person.c
        rows = self._ask(
            select(s.id, s.label, s.kind, s.instance, s.at, p.name)
            .join_from(t.change_set, t.person, p.number == s.author)
            .where(s.id > seen)
            .order_by(s.id)
        ).all()
        return [
            ChangeSet(
                r.id, r.label, r.kind, r.instance == self.instance, r.at, r.name,
                contacts, contacts is None or self._moves(r.id), events, self._records(r.id),
            )
            for r, contacts, events in [
                (r, self._numbers(r.id, t.contact), self._events(r.id)) for r in rows
            ]
        ]  # fmt: skip

    def _moves(self, set_id: int) -> bool:
        """Whether a set made or removed somebody, or changed a field that lists go by."""
        c = t.change.c
        rows = self._ask(
            select(c.kind, c.fields).where(
                c.set_id == set_id, c.record_type.not_in((EVENT, CALENDAR, *t.RECORDS))
            )
        ).all()
        return any(
            kind != "update" or not STAYING.issuperset(json.loads(fields or "{}"))
            for kind, fields in rows
        )

    def _events(self, set_id: int) -> tuple[int, ...] | None:
        """The events of a set; None for very many, and for a change of the calendars themselves."""
        c = t.change.c
        calendars = select(c.id).where(c.set_id == set_id, c.record_type == CALENDAR).limit(1)
        if self._ask(calendars).first() is not None:
            return None
        return self._numbers(set_id, t.event)

    def _records(self, set_id: int) -> dict[str, tuple[int, ...] | None]:
        """The other records of a set, by their type."""
        c = t.change.c
        types = self._ask(
            select(c.record_type).where(c.set_id == set_id, c.record_type.in_(t.RECORDS)).distinct()
        ).scalars()
        return {name: self._numbers(set_id, t.RECORDS[name]) for name in types.all()}

    def _numbers(self, set_id: int, table: Table) -> tuple[int, ...] | None:
        c = t.change.c
        found = self._ask(
            select(table.c.number)
            .join_from(t.change, table, and_(table.c.id == c.record_id))
            .where(c.set_id == set_id)
            .distinct()  # a record that was changed many times takes nobody's place
            .limit(MANY + 1)
        ).scalars()
        numbers = tuple(sorted(found))  # every program hears of them in the same order
        return None if len(numbers) > MANY else numbers
