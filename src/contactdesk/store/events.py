"""The appointments, tasks and journal entries of a book, as one transaction sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.agenda import Agenda, Occurrence, Span, agenda, later
from contactdesk.model.event import Event
from contactdesk.model.event_extent import LONG, MARGIN
from contactdesk.model.record import new_id
from contactdesk.model.recurrence import MOST_STEPS
from contactdesk.store.about import About
from contactdesk.store.card_bytes import unpack
from contactdesk.store.changes import TAKEN_BACK, ChangeLog
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import KEYS_OF
from contactdesk.store.event_rows import ROWS
from contactdesk.store.event_writing import EventWriter
from contactdesk.store.kept_events import KeptEvents, Lasting, State
from contactdesk.store.merge_links import MergeLinks
from contactdesk.store.records import AT_ONCE, PAGE, STANDS, Records

# What can happen in a span: what begins shortly before it or in it, and what repeats or lasts long.
_STATE = "SELECT number, id, revision, uid"
_STANDING = f"component = 'event' AND {STANDS}"
_NEAR = (
    f"{_STATE} FROM event WHERE starts_utc >= ? AND starts_utc < ? AND last_ends_utc >= ? "
    f"AND lasting = 0 AND {_STANDING}"
)
_LASTING = (
    f"{_STATE}, starts_utc, last_ends_utc FROM event WHERE lasting = 1 AND last_ends_utc >= ? "
    f"AND {_STANDING}"
)
_SEVERAL = "SELECT uid FROM event WHERE uid <> '' AND uid IN ({}) GROUP BY uid HAVING count(*) > 1"
# What events came from, apart from what came with a step that was taken back.
_ORIGINALS = (
    "FROM event_original o LEFT JOIN change_set s ON s.id = o.set_id "
    f"WHERE (o.set_id IS NULL OR NOT {TAKEN_BACK})"
)
_EARLIER = "(starts_utc, number) < (SELECT starts_utc, number FROM event WHERE number = ?)"
_SERIES = f"{_STATE} FROM event WHERE uid <> '' AND uid IN ({{}}) AND {STANDS}"


# What others know of an appointment that is private: when it is, and whose.
_TIMES = (
    "number", "component", "uid", "recurrence_id", "and_later", "starts_at", "ends_at",
    "time_zone", "duration_minutes", "rrule", "rdates", "exdates", "status", "transparency",
    "sequence", "owner", "colleagues", "private_to",
)  # fmt: skip


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


class Events(Records[Event]):
    """Repository of events: agenda, of a contact, originals, and what every record has."""

    writer: EventWriter

    def __init__(
        self, connection: Connection, log: ChangeLog, kept: KeptEvents | None = None
    ) -> None:
        super().__init__(connection, log, ROWS, EventWriter(connection))
        self._kept = kept  # None in a change: there it would be out of date at once
        self._merged = MergeLinks(connection)
        self.about = About(connection)

    # reading

    def by_uid(self, uid: str) -> list[Event]:
        """A series: what repeats first, then what is instead of its occurrences."""
        if not uid:
            return []
        return self._load(f"uid <> '' AND uid = ? AND {STANDS} ORDER BY recurrence_id, number",
                          (uid,))  # fmt: skip

    def numbers_in(self, calendar: str) -> list[int]:
        """The numbers of all that is in a calendar, in the bin too."""
        sql = "SELECT number FROM event WHERE calendar = ? AND withdrawn = 0 ORDER BY number"
        return list(self._sql(sql, (calendar,)).scalars())

    def has_appointments(self) -> bool:
        """Whether the calendar has anything to show."""
        sql = f"SELECT 1 FROM event WHERE component = 'event' AND {STANDS} LIMIT 1"
        return self._sql(sql).first() is not None

    def each(self) -> Iterator[Event]:
        """All that is not in the bin, a few hundred at a time."""
        numbers = self.numbers()
        for start in range(0, len(numbers), AT_ONCE):
            yield from self.get_many(numbers[start : start + AT_ONCE])

    def agenda(self, span: Span, most: int = MOST_STEPS) -> Agenda:
        """Everything that happens in a span; no rule may take more steps than `most`."""
        return agenda(self.around(span), span, most)

    def around(self, span: Span) -> list[Event]:
        """All that can happen in a span, each with its whole series."""
        kept = self._kept or KeptEvents()
        return kept.get(self._touched(span, kept), self.get_many)

    def hidden_times(self, span: Span) -> list[Event]:
        """What is private to others, as mere times whose numbers are below 0: of no other
        appointments is more known. Nothing where there are no such."""
        if not self._log.whole:
            return []
        low, high = later(span.begins, -LONG), _text(later(span.ends, MARGIN))
        columns = ", ".join(_TIMES)
        rows = self._sql(
            f"SELECT {columns} FROM {self._log.whole}.event hidden WHERE private_to <> '' "
            f"AND {_STANDING} AND starts_utc < ? AND last_ends_utc >= ? "
            "AND NOT EXISTS (SELECT 1 FROM event seen WHERE seen.id = hidden.id)",
            (high, _text(low)),
        )
        return [_mere_times(ROWS.record_of(_whole_row(row))) for row in driver_rows(rows)]

    def occurring(self, numbers: Sequence[int], span: Span) -> list[Occurrence]:
        """What happens in a span of these events, and of the series that they belong to."""
        marks = ",".join(str(int(n)) for n in numbers) or "0"
        rows = driver_rows(self._sql(f"SELECT number, uid FROM event WHERE number IN ({marks})"))
        return agenda(self.get_many(self._with_series(rows)), span).occurrences

    def _touched(self, span: Span, kept: KeptEvents) -> list[State]:
        """What can happen in a span, each with its whole series."""
        low, high = later(span.begins, -MARGIN), _text(later(span.ends, MARGIN))
        values = (_text(later(low, -LONG)), high, _text(low))
        kept.heed(self._log.last_set())
        lasting = kept.lasting(_text(low), high, self._lasting)
        near = map(State._make, driver_rows(self._sql(_NEAR, values)))
        return kept.whole([*near, *lasting], self._members)

    def _lasting(self, since: str) -> list[Lasting]:
        rows = driver_rows(self._sql(_LASTING, (since,)))
        state, lasting = State._make, Lasting._make  # in half the time of their own names
        return [lasting((state(row[:4]), *row[4:])) for row in rows]

    def _members(self, uids: Sequence[str]) -> list[State]:
        """All of those of these series that have several members."""
        return list(self._of_series([uid for (uid,) in self._by_uids(_SEVERAL, uids)]))

    def _of_series(self, uids: Sequence[str]) -> Iterator[State]:
        """All of these series."""
        return map(State._make, self._by_uids(_SERIES, uids))

    def _by_uids(self, sql: str, uids: Sequence[str]) -> Iterator[Sequence[Any]]:
        """The rows of a question about these series."""
        for start in range(0, len(uids), AT_ONCE):
            some = uids[start : start + AT_ONCE]
            yield from driver_rows(self._sql(sql.format(",".join("?" * len(some))), tuple(some)))

    def _with_series(self, rows: Iterable[Sequence[Any]]) -> list[int]:
        """The numbers of these (number, uid), each with its whole series."""
        found, uids = set(), set()
        for number, uid in rows:
            found.add(number)
            uids.add(uid)
        uids.discard("")
        return sorted(found.union(state.number for state in self._of_series(list(uids))))

    def reminding(self, since: datetime) -> list[Event]:
        """What has a reminder and does not end before a moment (UTC), each with its series."""
        rows = self._sql(
            "SELECT number, uid FROM event WHERE alarms <> '' AND last_ends_utc >= ? "
            "AND (component = 'event' OR (component = 'task' AND status <> 'COMPLETED')) "
            f"AND {STANDS}",
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
            f"AND {STANDS} {after} ORDER BY starts_utc DESC, number DESC LIMIT ?",
            (*place, limit),
        )

    def of_deal(self, deal: str, limit: int = PAGE) -> list[Event]:
        """What belongs to a deal (its id), the latest beginning first."""
        return self._load(
            f"deal <> '' AND deal = ? AND {STANDS} ORDER BY starts_utc DESC, number DESC LIMIT ?",
            (deal, limit),
        )

    def coming(self, number: int, since: datetime) -> list[Event]:
        """A contact's appointments that do not end before a moment (UTC), with their series."""
        keys = self._keys_of(number)
        if not keys:
            return []
        rows = self._sql(
            "SELECT number, uid FROM event WHERE number IN (SELECT event FROM event_link "
            f"WHERE key IN ({','.join('?' * len(keys))})) AND last_ends_utc >= ? "
            f"AND component = 'event' AND {STANDS}",
            (*keys, _text(later(since, -MARGIN))),
        )
        return self.get_many(self._with_series(driver_rows(rows)))

    def _keys_of(self, number: int) -> list[Any]:
        marks = ",".join(map(str, [int(number), *self._merged.parts([number])]))
        return list(self._sql(KEYS_OF.format(numbers=marks)).scalars())

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
        for start in range(0, len(chosen), AT_ONCE):
            some = chosen[start : start + AT_ONCE]
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

    def add(self, record: Event) -> Event:
        """Store a new event, which has an identifier (its own id, where it came without one)."""
        uuid = record.id or new_id()
        return super().add(replace(record, id=uuid, uid=record.uid or uuid))

    def keep_originals(self, entries: Sequence[tuple[int, str, str, bytes]]) -> None:
        """Keep the entries that events came from: (number, version, source, text)."""
        self.writer.keep_originals(entries, self._log.set_id)


def _text(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _whole_row(row: Sequence[Any]) -> list[Any]:
    """A row of `_TIMES` as one of all columns, empty where it says nothing."""
    values = dict(zip(_TIMES, row, strict=True))
    usual = ROWS.type.defaults
    return [values.get(name, "" if name in ROWS.type.as_json else usual[name])
            for name in ROWS.read_columns]  # fmt: skip


def _mere_times(event: Event) -> Event:
    return replace(event, number=-event.number)
