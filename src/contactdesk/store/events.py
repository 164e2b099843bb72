"""The appointments, tasks and journal entries of a book, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.errors import EditConflict, NotFound
from contactdesk.i18n import _
from contactdesk.model.agenda import Agenda, Occurrence, Span, agenda, later
from contactdesk.model.event import Event
from contactdesk.model.event_extent import LONG, MARGIN
from contactdesk.model.event_record import LABELS, changed_fields, merge, numbered, to_plain
from contactdesk.model.record import new_id
from contactdesk.model.recurrence import MOST_STEPS
from contactdesk.store.about import About
from contactdesk.store.changes import EVENT, TAKEN_BACK, ChangeLog, now
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import KEYS_OF
from contactdesk.store.event_rows import READ_COLUMNS, event_of
from contactdesk.store.event_writing import EventWriter
from contactdesk.store.forgetting import Forgetting
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.originals import unpack

PAGE = 50
_AT_ONCE = 500
_COLUMNS = ", ".join(READ_COLUMNS)
_STANDS = "withdrawn = 0 AND deleted_at = ''"
# What can happen in a span: what begins shortly before it or in it, and what lasts into it.
_TOUCHED = f"""
SELECT number, uid FROM event WHERE starts_utc >= ? AND starts_utc < ? AND last_ends_utc >= ?
  AND lasting = 0 AND component = 'event' AND {_STANDS}
UNION ALL SELECT number, uid FROM event WHERE lasting = 1 AND last_ends_utc >= ?
  AND starts_utc < ? AND component = 'event' AND {_STANDS}
"""
# What events came from, apart from what came with a step that was taken back.
_ORIGINALS = (
    "FROM event_original o LEFT JOIN change_set s ON s.id = o.set_id "
    f"WHERE (o.set_id IS NULL OR NOT {TAKEN_BACK})"
)
_EARLIER = "(starts_utc, number) < (SELECT starts_utc, number FROM event WHERE number = ?)"
_SERIES = f"SELECT number FROM event WHERE uid <> '' AND uid IN ({{}}) AND {_STANDS}"


class Known(NamedTuple):
    """An event that an entry of a file may be: its number, id, the hash of what it came from last
    (b"" for nothing), and by what one sees which of two versions is the newer."""

    number: int
    id: str
    hash: bytes
    sequence: int = 0
    revised_at: str = ""
    revision: int = 0

    @property
    def stamp(self) -> tuple[int, str]:
        """As of an entry of a file."""
        return self.sequence, self.revised_at


class Events:
    """Repository of events: get, agenda, of a contact, add, save, delete."""

    def __init__(self, connection: Connection, log: ChangeLog) -> None:
        self._sql = connection.exec_driver_sql
        self._log = log
        self.writer = EventWriter(connection)
        self._merged = MergeLinks(connection)
        self._forgetting = Forgetting(connection)
        self.about = About(connection)

    # reading

    def get(self, number: int) -> Event | None:
        """The event with this number, in the bin too; None when there is none (any more)."""
        found = self._load("number = ? AND withdrawn = 0", (number,))
        return found[0] if found else None

    def get_many(self, numbers: Sequence[int]) -> list[Event]:
        """The events with these numbers, in this order; missing ones are left out."""
        found: dict[int, Event] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            marks = ",".join(str(int(n)) for n in numbers[start : start + _AT_ONCE])
            found |= {e.number: e for e in self._load(f"number IN ({marks})")}
        return [found[n] for n in numbers if n in found]

    def get_many_by_id(self, ids: Sequence[str]) -> list[Event]:
        """The events with these ids, 500 at most, withdrawn ones too; missing ones are left out."""
        return self._load(f"id IN ({','.join('?' * len(ids))})", tuple(ids)) if ids else []

    def by_uid(self, uid: str) -> list[Event]:
        """A series: what repeats first, then what is instead of its occurrences."""
        if not uid:
            return []
        return self._load(f"uid <> '' AND uid = ? AND {_STANDS} ORDER BY recurrence_id, number",
                          (uid,))  # fmt: skip

    def _load(self, which: str, values: tuple[Any, ...] = ()) -> list[Event]:
        rows = self._sql(f"SELECT {_COLUMNS} FROM event WHERE {which}", values)
        return [event_of(row) for row in driver_rows(rows)]

    def numbers(self, first: int = 0, limit: int = 1 << 40) -> list[int]:
        """The numbers of all that is not in the bin, in their order, after a number."""
        sql = f"SELECT number FROM event WHERE number > ? AND {_STANDS} ORDER BY number LIMIT ?"
        return list(self._sql(sql, (first, limit)).scalars())

    def has_any(self) -> bool:
        """Whether anything happens or happened: appointments, tasks, notes, calls."""
        return self._sql(f"SELECT 1 FROM event WHERE {_STANDS} LIMIT 1").first() is not None

    def numbers_in(self, calendar: str) -> list[int]:
        """The numbers of all that is in a calendar, in the bin too."""
        sql = "SELECT number FROM event WHERE calendar = ? AND withdrawn = 0 ORDER BY number"
        return list(self._sql(sql, (calendar,)).scalars())

    def has_appointments(self) -> bool:
        """Whether the calendar has anything to show."""
        sql = f"SELECT 1 FROM event WHERE component = 'event' AND {_STANDS} LIMIT 1"
        return self._sql(sql).first() is not None

    def each(self) -> Iterator[Event]:
        """All that is not in the bin, a few hundred at a time."""
        numbers = self.numbers()
        for start in range(0, len(numbers), _AT_ONCE):
            yield from self.get_many(numbers[start : start + _AT_ONCE])

    def agenda(self, span: Span, most: int = MOST_STEPS) -> Agenda:
        """Everything that happens in a span; no rule may take more steps than `most`."""
        return agenda(self.get_many(self._touched(span)), span, most)

    def occurring(self, numbers: Sequence[int], span: Span) -> list[Occurrence]:
        """What happens in a span of these events, and of the series that they belong to."""
        marks = ",".join(str(int(n)) for n in numbers) or "0"
        rows = driver_rows(self._sql(f"SELECT number, uid FROM event WHERE number IN ({marks})"))
        return agenda(self.get_many(self._with_series(rows)), span).occurrences

    def _touched(self, span: Span) -> list[int]:
        """The numbers of what can happen in a span, each with its whole series."""
        low, high = later(span.begins, -MARGIN), _text(later(span.ends, MARGIN))
        values = (_text(later(low, -LONG)), high, _text(low), _text(low), high)
        return self._with_series(driver_rows(self._sql(_TOUCHED, values)))

    def _with_series(self, rows: Iterable[Sequence[Any]]) -> list[int]:
        """The numbers of these (number, uid), each with its whole series."""
        found: dict[int, None] = {}
        uids: dict[str, None] = {}
        for number, uid in rows:
            found[number] = None
            if uid:
                uids[uid] = None
        chosen = list(uids)
        for start in range(0, len(chosen), _AT_ONCE):
            some = chosen[start : start + _AT_ONCE]
            sql = _SERIES.format(",".join("?" * len(some)))
            found |= dict.fromkeys(self._sql(sql, tuple(some)).scalars())
        return sorted(found)

    def reminding(self, since: datetime) -> list[Event]:
        """What has a reminder and does not end before a moment (UTC), each with its series."""
        rows = self._sql(
            "SELECT number, uid FROM event WHERE alarms <> '' AND last_ends_utc >= ? "
            "AND (component = 'event' OR (component = 'task' AND status <> 'COMPLETED')) "
            f"AND {_STANDS}",
            (_text(later(since, -LONG)),),
        )
        return self.get_many(self._with_series(driver_rows(rows)))

    def of_contact(self, number: int, limit: int = PAGE, before: int = 0) -> list[Event]:
        """What a contact has to do with, the latest beginning first; `before` is the number of
        the last event of the page before (0 = from the latest on).

        Whose address is an attendee's or the organiser's, and whom an event is about.
        """
        keys = self._keys_of(number)
        if not keys:
            return []
        after = f"AND {_EARLIER}" if before else ""
        place = [*keys, before] if before else keys
        return self._load(
            f"number IN (SELECT event FROM event_link WHERE key IN ({','.join('?' * len(keys))})) "
            f"AND {_STANDS} {after} ORDER BY starts_utc DESC, number DESC LIMIT ?",
            (*place, limit),
        )

    def coming(self, number: int, since: datetime) -> list[Event]:
        """A contact's appointments that do not end before a moment (UTC), with their series."""
        keys = self._keys_of(number)
        if not keys:
            return []
        rows = self._sql(
            "SELECT number, uid FROM event WHERE number IN (SELECT event FROM event_link "
            f"WHERE key IN ({','.join('?' * len(keys))})) AND last_ends_utc >= ? "
            f"AND component = 'event' AND {_STANDS}",
            (*keys, _text(later(since, -MARGIN))),
        )
        return self.get_many(self._with_series(driver_rows(rows)))

    def _keys_of(self, number: int) -> list[Any]:
        marks = ",".join(map(str, [int(number), *self._merged.parts([number])]))
        return list(self._sql(KEYS_OF.format(numbers=marks)).scalars())

    def in_bin(self, limit: int = PAGE) -> list[Event]:
        """What is in the bin, the last deleted first."""
        return self._load("deleted_at <> '' AND withdrawn = 0 ORDER BY deleted_at DESC, number "
                          "LIMIT ?", (limit,))  # fmt: skip

    def originals(self, number: int) -> list[bytes]:
        """The entries that an event came from, as they came, the newest first."""
        sql = "SELECT packed FROM event_original WHERE event = ? ORDER BY number DESC"
        return [unpack(packed) for packed in self._sql(sql, (number,)).scalars()]

    def newest_originals(self, numbers: Sequence[int]) -> dict[int, tuple[bytes, str]]:
        """The newest original of each of these events that has one, and its version; what came
        with an import that was taken back is none."""
        marks = ",".join(str(int(n)) for n in numbers)
        rows = self._sql(
            f"SELECT o.event, o.packed, o.version {_ORIGINALS} AND o.event IN ({marks}) "
            "ORDER BY o.number"
        )
        return {r[0]: (unpack(r[1]), r[2]) for r in rows}

    def known(self, uids: Sequence[str]) -> dict[tuple[str, str], list[Known]]:
        """The events with these identifiers, by identifier and which occurrence they are instead
        of (one, as a rule); what is in the bin is none of them.
        """
        chosen = list(dict.fromkeys(uid for uid in uids if uid))
        found: dict[tuple[str, str], list[Known]] = {}
        for start in range(0, len(chosen), _AT_ONCE):
            some = chosen[start : start + _AT_ONCE]
            rows = self._sql(
                "SELECT e.uid, e.recurrence_id, e.number, e.id, "
                f"(SELECT o.hash {_ORIGINALS} AND o.event = e.number "
                "ORDER BY o.number DESC LIMIT 1), "
                "e.sequence, e.revised_at, e.revision "
                f"FROM event e WHERE e.uid <> '' AND e.uid IN ({','.join('?' * len(some))}) "
                "AND e.withdrawn = 0 AND e.deleted_at = '' ORDER BY e.number",
                tuple(some),
            )
            for uid, instead_of, number, uuid, hash_, *version in rows:
                known = Known(number, uuid, bytes(hash_ or b""), *version)
                found.setdefault((uid, instead_of), []).append(known)
        return found

    # writing

    def add(self, event: Event) -> Event:
        """Store a new event; it comes back with id, number, identifier and numbered items."""
        uuid = event.id or new_id()
        new = replace(
            numbered(event), id=uuid, uid=event.uid or uuid, revision=1, deleted_at=""
        )  # fmt: skip
        number = self.writer.insert(new)
        self._log.add(new.id, "create", record_type=EVENT)
        return replace(new, number=number)

    def save(self, mine: Event, base: Event) -> Event:
        """Store an edit that began from `base`; what others changed meanwhile is kept.

        Raises `EditConflict` when somebody changed the same fields, or moved to the bin what I
        edited (its fields then begin with `deleted_at`), and `NotFound` when it is gone.
        """
        found = self._load("id = ? AND withdrawn = 0", (mine.id,))
        if not found:
            raise NotFound(_("This is no longer in the book."))
        theirs = found[0]
        result = replace(mine, number=theirs.number, revision=theirs.revision)
        conflicts: tuple[str, ...] = ()
        if theirs.revision != base.revision:
            result, conflicts = merge(base, mine, theirs)
            if theirs.deleted_at and not base.deleted_at and changed_fields(base, mine):
                conflicts = ("deleted_at", *conflicts)
        if conflicts:
            names = ", ".join(_(LABELS[f]) for f in conflicts)
            message = _("Somebody else changed the same here: {fields}. Your text is kept.")
            raise EditConflict(
                message.format(fields=names), fields=conflicts, base=base, mine=mine, theirs=theirs
            )
        return self.put(theirs, numbered(result, self.writer.top_item(theirs.number)))

    def put(self, before: Event, after: Event, withdrawn: bool = False) -> Event:
        """Log and store what differs between two versions; the one that is in the book then."""
        fields = {
            n: [to_plain(getattr(e, n)) for e in (before, after)]
            for n in changed_fields(before, after)
        }
        if not fields:
            return before
        self._log.add(after.id, "update", self._log.packed(fields), EVENT)
        after = replace(after, revision=before.revision + 1)
        self.writer.update(before, after, withdrawn)
        return after

    def delete(self, numbers: Iterable[int]) -> None:
        """Move events to the bin."""
        self._set_deleted(numbers, now())

    def restore(self, numbers: Iterable[int]) -> None:
        """Take events out of the bin."""
        self._set_deleted(numbers, "")

    def _set_deleted(self, numbers: Iterable[int], moment: str) -> None:
        for event in self.get_many(list(dict.fromkeys(numbers))):
            if bool(event.deleted_at) != bool(moment):
                self.put(event, replace(event, deleted_at=moment))

    def purge(self, numbers: Iterable[int]) -> None:
        """Delete events for good: nothing of them stays but a line in the log with their id."""
        gone = self.get_many(list(dict.fromkeys(numbers)))
        for event in gone:
            self._log.add(event.id, "purge", record_type=EVENT)
        self.writer.purge([event.number for event in gone])
        self._forgetting.forget([event.id for event in gone], [])

    def keep_originals(self, entries: Sequence[tuple[int, str, str, bytes]]) -> None:
        """Keep the entries that events came from: (number, version, source, text)."""
        self.writer.keep_originals(entries, self._log.set_id)


def _text(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()
