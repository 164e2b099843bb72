"""With whom something happened in a stretch of time: calls, appointments, notes, mails, tasks.

One question reads a stretch of `happened`; what is asked of few contacts is found by their own
links. What repeats is followed apart, as no column says when it happens.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model.agenda import Span
from contactdesk.model.event import Event
from contactdesk.store.callbacks import SPOKE
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.event_links import KEYS_OF, LEAST, LINKED
from contactdesk.store.events import Events
from contactdesk.store.happened import MAIL, MEETING, NOTE, TALK
from contactdesk.store.in_one_go import reached_of
from contactdesk.store.merge_links import MergeLinks

_AT_ONCE = 500
_FORESEEN = timedelta(days=1_100)  # what never ends is followed so far
_FIRST = "1970-01-01T00:00:00"
_STANDS = "e.withdrawn = 0 AND e.deleted_at = ''"
_MET = "e.component = 'event' AND e.status <> 'CANCELLED'"
_ONCE = "e.rrule = '' AND e.rdates = ''"
_OPEN_TASK = (
    "e.component = 'task' AND e.status NOT IN ('COMPLETED', 'CANCELLED') "
    "AND (e.status <> '' OR e.completed_at = '')"
)
_SPOKE = SPOKE.format("e")
KINDS = {
    "contact": f"({_SPOKE} OR ({_MET} AND {_ONCE}))",
    "call": _SPOKE,
    "meeting": f"{_MET} AND {_ONCE}",
    "note": "e.component = 'journal' AND e.channel <> 'mail'",
    "mail": "e.component = 'journal' AND e.channel = 'mail'",
    "task": _OPEN_TASK,
}
"""What counts as what: see docs/queries.md."""
_ROWS = {
    "contact": f"{TALK}, {MEETING}", "call": TALK, "meeting": MEETING, "note": NOTE, "mail": MAIL,
}  # fmt: skip
_REPEATING = ("contact", "meeting")
# The links of a stretch first: of whom something is, is asked of few links rather than of events.
_REACHED_BY = """
SELECT c.number AS number, {of} FROM k JOIN contact c ON c.id = k.key
{union} SELECT c.number, {of} FROM k JOIN contact c ON c.uid = k.key
  AND c.uid <> '' AND length(c.uid) >= {least}
{union} SELECT n.contact, {of} FROM k JOIN entry n ON n.compare = k.key AND {reached}
"""
_REACHED = "n.field IN ('emails', 'phones') AND n.compare <> ''"
# Whoever a link is the id of; of others the link itself.
_KEYS = """
SELECT c.number, CASE WHEN c.number IS NULL THEN h.key END
FROM happened h LEFT JOIN contact c ON c.id = h.key
WHERE h.kind IN ({kinds}) AND h.at >= ? AND h.at < ?
"""
_BY_UID = (
    "SELECT name, number FROM (SELECT uid AS name, number FROM contact) c "
    "WHERE c.name IN (SELECT value FROM json_each(?))"
)
_BY_ENTRY = (
    "SELECT contact FROM (SELECT n.compare AS name, n.contact AS contact FROM entry n "
    f"WHERE {_REACHED}) e WHERE e.name IN (SELECT value FROM json_each(?))"
)
_TIMES = """
WITH k AS MATERIALIZED (SELECT key, event FROM happened
  WHERE kind IN ({kinds}) AND at >= ? AND at < ?)
SELECT number, count(*) FROM (
"""
_TASKS = f"""
WITH k AS MATERIALIZED (SELECT l.key AS key, e.number AS event FROM event e
  CROSS JOIN event_link l ON l.event = e.number WHERE {_STANDS} AND {_OPEN_TASK})
SELECT number, count(*) FROM (
"""
_OF_FEW = """
SELECT DISTINCT k.contact, e.number FROM ({keys}) k CROSS JOIN event_link l ON l.key = k.key
CROSS JOIN event e ON e.number = l.event WHERE {when} AND {stands} AND {which}
"""


class Touch(NamedTuple):
    """Something that happened with a contact: when (in UTC), and the event."""

    at: str
    event: Event


class Touches:
    """Looks up what happened, in one transaction, by the clock of a person at a moment (UTC)."""

    def __init__(self, connection: Connection, events: Events, now: datetime, home: tzinfo) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._events = events
        self._merged = MergeLinks(connection)
        self._home = home
        self._now = now.replace(tzinfo=None, microsecond=0)
        self.today = self._now.replace(tzinfo=UTC).astimezone(home).date()

    @property
    def moment(self) -> str:
        """Now, as the book writes moments."""
        return self._text(self._now)

    def day_of(self, at: str) -> date:
        """The day of a moment, by the person's clock."""
        return datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(self._home).date()

    # a stretch of days

    def between(
        self, kind: str, first: date | None, last: date | None, among: Collection[int] | None = None
    ) -> set[int]:
        """With whom something of a kind happened between two days, both in it, and by now."""
        return self._with(kind, self.midnight(first), self._end(last), among)

    def coming(
        self, first: date | None, last: date | None, among: Collection[int] | None = None
    ) -> set[int]:
        """With whom there is an appointment after now, between two days."""
        begins = max(self.midnight(first), self._text(self._now + timedelta(seconds=1)))
        return self._with("meeting", begins, self.midnight(last, 1) or "9999", among)

    def times(
        self, kind: str, first: date | None, among: Collection[int] | None = None
    ) -> dict[int, int]:
        """How often something of a kind happened with each contact since a day, and by now."""
        ends = "~" if kind == "task" else self._end(None)
        begins = self.midnight(first)
        if among is not None:
            counts = Counter(number for number, _event in self._of_few(kind, begins, ends, among))
        else:
            counts = self._counted(kind, begins, ends)
        if kind in _REPEATING:
            counts.update(n for n, _at in self._repeating(begins, ends, among))
        return dict(counts)

    def next_change(self) -> str:
        """When the next event begins that is not over yet: from then on answers may be others."""
        sql = "SELECT min(starts_utc) FROM event WHERE starts_utc > ?"
        return str(self._sql(sql, (self._text(self._now),)).scalar() or "~")

    def last(self, kind: str, number: int) -> Touch | None:
        """What happened last with a contact."""
        found = self._latest(kind, number, "e.starts_utc <= ? ORDER BY e.starts_utc DESC")
        again = self._again(kind, number, self._now - timedelta(days=3660), self._now)
        return max([t for t in (found, *again) if t], key=lambda t: t.at, default=None)

    def next(self, number: int) -> Touch | None:
        """The next appointment with a contact."""
        found = self._latest("meeting", number, "e.starts_utc > ? ORDER BY e.starts_utc")
        again = self._again("meeting", number, self._now, self._now + timedelta(days=800))
        return min([t for t in (found, *again) if t], key=lambda t: t.at, default=None)

    def _latest(self, kind: str, number: int, when: str) -> Touch | None:
        numbers = ",".join(map(str, self._parts([number])))
        rows = self._sql(
            f"SELECT e.number, e.starts_utc FROM event e WHERE e.number IN (SELECT event "
            f"FROM event_link WHERE key IN (SELECT key FROM ({KEYS_OF.format(numbers=numbers)}) k))"
            f" AND {_STANDS} AND {KINDS[kind]} AND {when} LIMIT 1",
            (self._text(self._now),),
        ).all()
        events = self._events.get_many([row[0] for row in rows])
        return Touch(rows[0][1], events[0]) if events else None

    def _again(self, kind: str, number: int, begins: datetime, ends: datetime) -> list[Touch]:
        """The times of what repeats with a contact."""
        if kind not in _REPEATING:
            return []
        numbers = self._series_of(self._parts([number]), begins, ends)
        found = self._events.occurring(sorted(numbers), Span(begins, ends, self._home))
        return [Touch(self._text(o.begins), o.event) for o in found if o.begins > begins]

    # by when, or by whom

    def _with(self, kind: str, begins: str, ends: str, among: Collection[int] | None) -> set[int]:
        if begins >= ends:
            return set()
        if among is not None:
            found = {number for number, _event in self._of_few(kind, begins, ends, among)}
        else:
            found = self._reached(kind, begins, ends)
        if kind in _REPEATING:
            found |= {number for number, _at in self._repeating(begins, ends, among)}
        return found

    def _of_few(
        self, kind: str, begins: str, ends: str, among: Collection[int]
    ) -> set[tuple[int, int]]:
        numbers = self._parts(among)
        kept = self._kept(numbers)
        found: set[tuple[int, int]] = set()
        for start in range(0, len(numbers), _AT_ONCE):
            marks = ",".join(map(str, numbers[start : start + _AT_ONCE]))
            keys = KEYS_OF.format(numbers=marks)
            sql = _OF_FEW.format(keys=keys, when=_when(), stands=_STANDS, which=KINDS[kind])
            for number, event in driver_rows(self._sql(sql, (begins, ends))):
                found.add((kept.get(number, number), event))
        return found

    def _reached(self, kind: str, begins: str, ends: str) -> set[int]:
        """By each link: most are ids of contacts, and lead nowhere else."""
        sql = _KEYS.format(kinds=_ROWS[kind])
        found, keys = reached_of(self._connection, sql, (begins, ends))
        if keys:
            rows = self._sql(_BY_UID, (json.dumps(list(keys)),))
            named = {key: n for key, n in driver_rows(rows) if len(key) >= LEAST}
            found.update(named.values())
            keys.difference_update(named)
        if keys:
            rows = self._sql(_BY_ENTRY, (json.dumps(list(keys)),))
            found.update(row[0] for row in driver_rows(rows))
        return set(self._as_kept(Counter(found))) if self._merged.any() else found

    def _counted(self, kind: str, begins: str, ends: str) -> Counter[int]:
        """Each event once for each contact, however many of its links lead to them."""
        reached = _REACHED_BY.format(
            of="k.event AS event", union="UNION", least=LEAST, reached=_REACHED
        )
        is_task = kind == "task"
        sql = (_TASKS if is_task else _TIMES.format(kinds=_ROWS[kind])) + reached
        rows = self._sql(sql + ") x GROUP BY number", () if is_task else (begins, ends))
        return self._as_kept(Counter(dict(driver_rows(rows))))

    # what repeats

    def _repeating(
        self, begins: str, ends: str, among: Collection[int] | None
    ) -> Iterable[tuple[int, datetime]]:
        """Each time that something repeats in a stretch, with each of whom it is with."""
        latest = self._now + _FORESEEN
        span = Span(_moment(begins or _FIRST), min(_moment(ends), latest), self._home)
        numbers = None if among is None else self._parts(among)
        series = self._series_of(numbers, span.begins, span.ends)
        people = self._people_of(series) if series else {}
        wanted = None if among is None else set(among)
        for each in self._events.occurring(sorted(series), span) if series else ():
            if each.begins < span.begins:
                continue
            for number in people.get(each.event.number, ()):
                if wanted is None or number in wanted:
                    yield number, each.begins

    def _series_of(self, among: Sequence[int] | None, begins: datetime, ends: datetime) -> set[int]:
        """The appointments that repeat in a stretch: of some contacts, or all."""
        whose = ""
        if among is not None:
            keys = KEYS_OF.format(numbers=",".join(map(str, among)) or "0")
            whose = (
                "AND e.number IN (SELECT event FROM event_link WHERE key IN "
                f"(SELECT key FROM ({keys}) k))"
            )
        rows = self._sql(
            f"SELECT e.number FROM event e WHERE e.lasting = 1 AND e.last_ends_utc >= ? "
            f"AND e.starts_utc <= ? AND {_STANDS} AND {_MET} AND NOT ({_ONCE}) {whose}",
            (self._text(begins), self._text(ends)),
        )
        return {row[0] for row in driver_rows(rows)}

    def _people_of(self, events: Collection[int]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        chosen = sorted(events)
        for start in range(0, len(chosen), _AT_ONCE):
            marks = ",".join(map(str, chosen[start : start + _AT_ONCE]))
            rows = list(driver_rows(self._sql(LINKED.format(events=marks))))
            kept = self._kept([contact for _event, contact, _key in rows])
            for event, contact, _key in rows:
                found.setdefault(event, set()).add(kept.get(contact, contact))
        return found

    # who became part of whom

    def _parts(self, numbers: Collection[int]) -> list[int]:
        chosen = sorted(numbers)
        return [*chosen, *self._merged.parts(chosen)] if self._merged.any() else chosen

    def _kept(self, numbers: Collection[int]) -> dict[int, int]:
        return self._merged.kept(numbers) if self._merged.any() else {}

    def _as_kept(self, counts: Counter[int]) -> Counter[int]:
        kept = self._kept(list(counts))
        if not kept:
            return counts
        found: Counter[int] = Counter()
        for number, times in counts.items():
            found[kept.get(number, number)] += times
        return found

    # moments

    def midnight(self, day: date | None, later: int = 0) -> str:
        """When a day begins, in UTC; "" for no day."""
        if day is None:
            return ""
        try:
            at = datetime.combine(day + timedelta(days=later), time(), self._home)
            return self._text(at.astimezone(UTC).replace(tzinfo=None))
        except OverflowError:
            return "9999" if day.year > 2000 else ""

    def _end(self, last: date | None) -> str:
        """The end of a day, and never later than now."""
        now = self._text(self._now + timedelta(seconds=1))
        return min(self.midnight(last, 1) or now, now) if last else now

    def _text(self, at: datetime) -> str:
        return at.isoformat(timespec="seconds")


def _when() -> str:
    return "e.starts_utc >= ? AND e.starts_utc < ?"


def _moment(text: str) -> datetime:
    return datetime.max if text[:4] == "9999" or text == "~" else datetime.fromisoformat(text)
