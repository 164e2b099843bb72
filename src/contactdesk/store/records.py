"""A repository of one type of record: get, add, save, delete, purge, and what an undo needs.

What a type has beside its own columns (links, an extent in time, words to search) is its own
`RecordWriter`; whatever else is asked of it, its own repository, which builds on this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Connection

from contactdesk.errors import EditConflict, NotFound
from contactdesk.i18n import _
from contactdesk.model.record import new_id
from contactdesk.model.record_type import RecordType
from contactdesk.store.changes import ChangeLog, now
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.forgetting import Forgetting
from contactdesk.store.record_rows import RecordRows
from contactdesk.store.unseen import need_free

PAGE = 50
AT_ONCE = 500
STANDS = "withdrawn = 0 AND deleted_at = ''"


class Kept(Protocol):
    """What every record has."""

    @property
    def id(self) -> str:
        """A UUID, for everywhere."""

    @property
    def number(self) -> int:
        """Its row."""

    @property
    def revision(self) -> int:
        """How often it was changed."""

    @property
    def deleted_at(self) -> str:
        """Since when it is in the bin, "" for not."""


R = TypeVar("R", bound=Kept)


class RecordWriter(Generic[R]):
    """Stores records whose ids, revisions and item numbers are settled; logs nothing."""

    def __init__(self, connection: Connection, rows: RecordRows[R]) -> None:
        self._sql = connection.exec_driver_sql
        self._rows = rows
        columns, name = rows.columns, rows.type.name
        self._insert = (
            f"INSERT INTO {name} (number, {', '.join(columns)}) "
            f"VALUES ({', '.join('?' * (len(columns) + 1))})"
        )
        self._update = (
            f"UPDATE {name} SET {', '.join(f'{c} = ?' for c in columns)}, withdrawn = ? "
            "WHERE number = ? AND revision = ?"
        )

    def next_number(self) -> int:
        """The row number that the next new record gets."""
        return (self._sql(f"SELECT max(number) FROM {self._rows.type.name}").scalar() or 0) + 1

    def top_item(self, number: int) -> int:
        """The highest item number that a record ever gave away."""
        sql = f"SELECT top_item FROM {self._rows.type.name} WHERE number = ?"
        return self._sql(sql, (number,)).scalar() or 0

    def insert(self, record: R) -> int:
        """Store a new record; returns its row number."""
        number = self.next_number()
        self._sql(self._insert, (number, *self._rows.row(record)))
        self.linked(number, None, record)
        return number

    def update(self, before: R, after: R, withdrawn: bool = False) -> None:
        """Replace a stored record by its next revision; fails when it moved on meanwhile."""
        row = self._rows.row(after, self.top_item(before.number))
        values = (*row, int(withdrawn), before.number, before.revision)
        if self._sql(self._update, values).rowcount != 1:
            raise NotFound(_("This was changed or deleted meanwhile. Open it again."))
        self.linked(before.number, before, after)

    def linked(self, number: int, before: R | None, after: R) -> None:
        """Bring up to date what hangs on a record that was stored as `number`."""

    def moved(self, numbers: Sequence[int]) -> None:
        """Bring up to date what hangs on records that went out of sight, or came back."""

    def purge(self, numbers: Sequence[int]) -> None:
        """Remove records and all that belongs to them from the file."""
        sql = f"DELETE FROM {self._rows.type.name} WHERE number = ?"
        self._sql(sql, [(n,) for n in numbers] or [(0,)])


class Records(Generic[R]):
    """Repository of one type of record, as one transaction sees it."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        rows: RecordRows[R],
        writer: RecordWriter[R] | None = None,
    ) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._log = log
        self._rows = rows
        self.type: RecordType[R] = rows.type
        self.writer: RecordWriter[R] = writer or RecordWriter(connection, rows)
        self._select = f"SELECT {', '.join(rows.read_columns)} FROM {rows.type.name} WHERE "
        self._forgetting = Forgetting(connection)

    # reading

    def get(self, number: int) -> R | None:
        """The record with this number, in the bin too; None when there is none (any more)."""
        found = self._load("number = ? AND withdrawn = 0", (number,))
        return found[0] if found else None

    def by_id(self, uuid: str) -> R | None:
        """The record with this id, in the bin too; None when there is none (any more)."""
        found = self._load("id = ? AND withdrawn = 0", (uuid,))
        return found[0] if found else None

    def get_many(self, numbers: Sequence[int]) -> list[R]:
        """The records with these numbers, in this order; missing ones are left out."""
        found: dict[int, R] = {}
        for start in range(0, len(numbers), AT_ONCE):
            marks = ",".join(str(int(n)) for n in numbers[start : start + AT_ONCE])
            found |= {e.number: e for e in self._load(f"number IN ({marks})")}
        return [found[n] for n in numbers if n in found]

    def get_many_by_id(self, ids: Sequence[str]) -> list[R]:
        """The records with these ids, 500 at most, withdrawn ones too; missing ones are left
        out."""
        return self._load(f"id IN ({','.join('?' * len(ids))})", tuple(ids)) if ids else []

    def numbers(self, first: int = 0, limit: int = 1 << 40) -> list[int]:
        """The numbers of all that is not in the bin, in their order, after a number."""
        sql = (
            f"SELECT number FROM {self.type.name} WHERE number > ? AND {STANDS} "
            "ORDER BY number LIMIT ?"
        )
        return list(self._sql(sql, (first, limit)).scalars())

    def all(self) -> list[R]:
        """All that is not in the bin, in the order in which it was made; for few records."""
        return self._load(f"{STANDS} ORDER BY number")

    def has_any(self) -> bool:
        """Whether there is one that is not in the bin."""
        return (
            self._sql(f"SELECT 1 FROM {self.type.name} WHERE {STANDS} LIMIT 1").first() is not None
        )

    def in_bin(self, limit: int = PAGE) -> list[R]:
        """What is in the bin, the last deleted first."""
        return self._load(
            "deleted_at <> '' AND withdrawn = 0 ORDER BY deleted_at DESC, number LIMIT ?", (limit,)
        )

    def is_hidden(self, number: int) -> bool:
        """Whether the making of a record is taken back: it is nowhere, not even in the bin."""
        sql = f"SELECT withdrawn FROM {self.type.name} WHERE number = ?"
        return bool(self._sql(sql, (number,)).scalar())

    def _load(self, which: str, values: tuple[Any, ...] = ()) -> list[R]:
        rows = self._sql(self._select + which, values)
        return self._rows.records_of(driver_rows(rows))

    # writing

    def add(self, record: R) -> R:
        """Store a new record; it comes back with id, number and numbered items."""
        need_free(self._connection, record.id)
        new = self.type.with_values(
            self.type.numbered(record),
            {"id": record.id or new_id(), "revision": 1, "deleted_at": ""},
        )
        number = self.writer.insert(new)
        self._log.add(new.id, "create", record_type=self.type.name)
        return self.type.with_values(new, {"number": number})

    def add_again(self, record: R) -> R:
        """Add a record that has its id from elsewhere; one whose making was taken back here (no
        other has that id) is there again, as it is said now."""
        found = self.get_many_by_id([record.id]) if record.id else []
        if not found:
            return self.add(record)
        (hidden,) = found
        said = {"number": hidden.number, "revision": hidden.revision, "deleted_at": ""}
        after = self.type.numbered(
            self.type.with_values(record, said), self.writer.top_item(hidden.number)
        )
        before = self.put(hidden, after, withdrawn=True)
        self._log.add(record.id, "create", record_type=self.type.name)
        after = self.type.with_values(before, {"revision": before.revision + 1})
        self.writer.update(before, after)
        self.writer.moved([before.number])
        return after

    def save(self, mine: R, base: R) -> R:
        """Store an edit that began from `base`; what others changed meanwhile is kept.

        Raises `EditConflict` when somebody changed the same fields, or moved to the bin what I
        edited (its fields then begin with `deleted_at`), and `NotFound` when it is gone.
        """
        theirs = self.by_id(mine.id)
        if theirs is None:
            raise NotFound(_("This is no longer in the book."))
        result = self.met(mine, base, theirs)
        return self.put(theirs, self.type.numbered(result, self.writer.top_item(theirs.number)))

    def met(self, mine: R, base: R, theirs: R) -> R:
        """An edit and what the book has by now, together; `EditConflict` as of `save`."""
        kept = {"number": theirs.number, "revision": theirs.revision}
        result, conflicts = self.type.with_values(mine, kept), tuple[str, ...]()
        if theirs.revision != base.revision:
            result, conflicts = self.type.merge(base, mine, theirs)
            if theirs.deleted_at and not base.deleted_at and self.type.changed_fields(base, mine):
                conflicts = ("deleted_at", *conflicts)
        if conflicts:
            raise self.conflict(conflicts, base, mine, theirs)
        return result

    def conflict(self, conflicts: tuple[str, ...], base: R, mine: R, theirs: R) -> EditConflict:
        """That somebody else changed these fields, in words."""
        names = ", ".join(_(self.type.labels[f]) for f in conflicts)
        message = _("Somebody else changed the same here: {fields}. Your text is kept.")
        return EditConflict(
            message.format(fields=names), fields=conflicts, base=base, mine=mine, theirs=theirs
        )

    def put(self, before: R, after: R, withdrawn: bool = False) -> R:
        """Log and store what differs between two versions; the one that is in the book then."""
        plain = self.type.to_plain
        fields = {
            n: [plain(getattr(e, n)) for e in (before, after)]
            for n in self.type.changed_fields(before, after)
        }
        if not fields:
            return before
        self._log.add(after.id, "update", self._log.packed(fields), self.type.name)
        after = self.type.with_values(after, {"revision": before.revision + 1})
        self.writer.update(before, after, withdrawn)
        return after

    def delete(self, numbers: Iterable[int]) -> None:
        """Move records to the bin."""
        self._set_deleted(numbers, now())

    def restore(self, numbers: Iterable[int]) -> None:
        """Take records out of the bin."""
        self._set_deleted(numbers, "")

    def _set_deleted(self, numbers: Iterable[int], moment: str) -> None:
        for record in self.get_many(list(dict.fromkeys(numbers))):
            if bool(record.deleted_at) != bool(moment):
                self.put(record, self.type.with_values(record, {"deleted_at": moment}))

    def purge(self, numbers: Iterable[int]) -> None:
        """Delete records for good: nothing of them stays but a line in the log with their id."""
        gone = self.get_many(list(dict.fromkeys(numbers)))
        for record in gone:
            self._log.add(record.id, "purge", record_type=self.type.name)
        self.writer.purge([record.number for record in gone])
        self._forgetting.forget([record.id for record in gone], [])
