"""The bin: everything that was deleted, whatever it is; brought back, or removed for good.

What lies there longer than the office wants is removed in small steps, once a day, by whichever
window comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.model.bin import DAYS, Binned, BinPage, Place
from contactdesk.store.changes import ChangeLog
from contactdesk.store.contacts import Contacts
from contactdesk.store.records import Records

SHOWN = 500  # entries of a page
A_STEP = 100  # entries that one step removes
_AT_ONCE = 500
_DAYS, _SWEPT = "bin_days", "bin_swept"

# Of each table: what kind of entry a row is, and what it is called. A note has no subject.
_NAMES = {
    "contact": ("kind", "formatted_name"),
    "event": (
        "component",
        "CASE WHEN summary = '' THEN substr(description, 1, 60) ELSE summary END",
    ),
    "deal": ("'deal'", "title"),
    "document": ("'document'", "name"),
    "pipeline": ("'pipeline'", "name"),
    "exchange_rate": ("'exchange_rate'", "currency || ' ' || base"),
    "custom_field": ("'custom_field'", "label"),
    "custom_section": ("'custom_section'", "name"),
    "smart_group": ("'smart_group'", "name"),
    "table_view": ("'table_view'", "name"),
}
_IN_BIN = "deleted_at <> '' AND withdrawn = 0"
_OWN = ("smart_group", "table_view", "custom_field")  # may be somebody's own
# What stands for one occurrence of a series comes and goes with the series.
_ALONE = (
    " AND NOT (recurrence_id <> '' AND EXISTS (SELECT 1 FROM event s WHERE s.uid = event.uid "
    "AND s.recurrence_id = '' AND s.deleted_at <> '' AND s.withdrawn = 0))"
)


def _all(whose: str = "", but: str = "") -> str:
    """Every entry, or every one but those that are somebody else's own (`whose` is an id), and
    but those of one table."""
    own = f" AND owner IN ('', '{whose}')" if whose else ""
    return " UNION ALL ".join(
        f"SELECT '{table}' AS type, number, id, {kind} AS kind, {name} AS name, deleted_at "
        f"FROM {table} WHERE {_IN_BIN}{_ALONE if table == 'event' else ''}"
        f"{own if table in _OWN else ''}"
        for table, (kind, name) in _NAMES.items()
        if table != but
    )


_WHO = (
    "SELECT c.record_id, p.name, s.author FROM change c JOIN change_set s ON s.id = c.set_id "
    "JOIN person p ON p.number = s.author WHERE c.record_id IN ({}) "
    'AND c.fields LIKE \'%"deleted_at": ["", "%\' ORDER BY c.id'
)


class Bin:
    """The bin as one transaction sees it."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        contacts: Contacts,
        records: Sequence[Records[Any]],
        person: int,
    ) -> None:
        self._sql = connection.exec_driver_sql
        self._log, self._contacts, self._person = log, contacts, person
        self.records: Mapping[str, Records[Any]] = {r.type.name: r for r in records}

    # ── looking ─────────────────────────────────────────────────────────────────────────

    def page(self, text: str = "", limit: int = SHOWN) -> BinPage:
        """Entries in whose name every word of a text begins a word, and how many there are."""
        words = fold.query_words(text)
        found, count = [], 0
        for row in self._sql(f"{self._mine()} ORDER BY deleted_at DESC, type, number"):
            if all(fold.is_in(word, row[4]) for word in words):
                count += 1
                found += [row] if count <= limit else []
        return BinPage(tuple(self._entries(found)), count, self.days())

    def count(self) -> int:
        """How many entries there are."""
        return int(self._sql(f"SELECT count(*) FROM ({self._mine()}) binned").scalar() or 0)

    def others(self) -> int:
        """How many entries are no contacts."""
        sql = f"SELECT count(*) FROM ({self._mine('contact')}) binned"
        return int(self._sql(sql).scalar() or 0)

    def _mine(self, but: str = "") -> str:
        """What I see: colleagues' own groups, views and fields are theirs."""
        me = self._sql("SELECT id FROM person WHERE number = ?", (self._person,)).scalar()
        return _all(str(me or "nobody").replace("'", ""), but)

    def _entries(self, rows: Sequence[Any]) -> Iterator[Binned]:
        who: dict[str, tuple[str, int]] = {}
        ids = [row[2] for row in rows]
        for start in range(0, len(ids), _AT_ONCE):
            some = tuple(ids[start : start + _AT_ONCE])
            lines = self._sql(_WHO.format(",".join("?" * len(some))), some)
            who |= {uuid: (name, author) for uuid, name, author in lines}
        for type_, number, uuid, kind, name, at in rows:
            by, author = who.get(uuid, ("", 0))
            place = Place(type_, number)
            yield Binned(place, uuid, kind, name, at, by, bool(by) and author == self._person)

    # ── bringing back and removing ──────────────────────────────────────────────────────

    def bring_back(self, places: Iterable[Place]) -> int:
        """Take entries out of the bin; how many were still in it."""
        back = 0
        for table, numbers in self._still_there(places).items():
            back += len(numbers)
            if table == "contact":
                self._contacts.restore(numbers)
            else:
                self.records[table].restore(self._with_series(table, numbers, together=True))
        return back

    def remove(self, places: Iterable[Place]) -> int:
        """Remove entries for good, with what belongs to them alone; how many were still there.

        The log keeps no more than their ids, so no step can bring them back.
        """
        gone = 0
        for table, numbers in self._still_there(places).items():
            gone += len(numbers)
            if table == "contact":
                self._contacts.purge(numbers)
            else:
                self.records[table].purge(self._with_series(table, numbers))
        return gone

    def everything(self) -> list[Place]:
        """All that is in the bin."""
        rows = self._sql(f"{self._mine()} ORDER BY deleted_at, number")
        return [Place(row[0], row[1]) for row in rows]

    def _still_there(self, places: Iterable[Place]) -> dict[str, list[int]]:
        """What of these is in the bin still: a colleague may have been quicker."""
        wanted: dict[str, list[int]] = {}
        for place in dict.fromkeys(places):
            wanted.setdefault(place.type, []).append(int(place.number))
        found: dict[str, list[int]] = {}
        for table, numbers in wanted.items():
            for start in range(0, len(numbers), _AT_ONCE):
                marks = ",".join(map(str, numbers[start : start + _AT_ONCE]))
                sql = f"SELECT number FROM {table} WHERE number IN ({marks}) AND {_IN_BIN}"
                found.setdefault(table, []).extend(self._sql(sql).scalars())
        return found

    def _with_series(self, table: str, numbers: list[int], together: bool = False) -> list[int]:
        """With these the entries of their series that are in the bin; `together`: only those that
        went there with them."""
        if table != "event":
            return numbers
        moment = "AND o.deleted_at = event.deleted_at " if together else ""
        found = dict.fromkeys(numbers)
        for start in range(0, len(numbers), _AT_ONCE):
            marks = ",".join(map(str, numbers[start : start + _AT_ONCE]))
            found |= dict.fromkeys(self._sql(
                f"SELECT o.number FROM event o JOIN event ON o.uid = event.uid {moment}"
                f"WHERE event.number IN ({marks}) AND event.uid <> '' "
                "AND event.recurrence_id = '' AND o.deleted_at <> '' AND o.withdrawn = 0"
            ).scalars())  # fmt: skip
        return list(found)

    # ── how long ────────────────────────────────────────────────────────────────────────

    def days(self) -> int:
        """How many days deleted things stay, 0 for as long as nobody removes them."""
        text = self._setting(_DAYS)
        return int(text) if text.isdecimal() else DAYS

    def keep_for(self, days: int) -> None:
        """Say how long they stay; for everybody who uses the book, and no step of undo."""
        self._set(_DAYS, str(max(0, days)))

    def has_old(self, now: datetime) -> bool:
        """Whether something is to be removed today, and no window has done it yet."""
        return self._setting(_SWEPT) != _day(now) and bool(self._old(now, 1))

    def sweep(self, now: datetime, most: int = A_STEP) -> int:
        """Remove what has lain there too long, no more than so many; how many went.

        When nothing is left to do, no window does it again today.
        """
        if self._setting(_SWEPT) == _day(now):
            return 0
        old = self._old(now, most)
        if len(old) < most:
            self._set(_SWEPT, _day(now))
        return self.remove(old)

    def _old(self, now: datetime, most: int) -> list[Place]:
        moment = self._believed(now)
        days = self.days()
        if not days or moment is None:
            return []
        before = (moment - timedelta(days=days)).isoformat()[:19]
        rows = self._sql(
            f"SELECT type, number FROM ({_all()}) binned WHERE deleted_at < ? "
            "ORDER BY deleted_at, number LIMIT ?", (before, most),
        )  # fmt: skip
        return [Place(*row) for row in rows]

    def _believed(self, now: datetime) -> datetime | None:
        """The moment by which things are old: this computer's clock may run ahead, so what the
        others last wrote in the log has its say too."""
        sql = "SELECT max(at) FROM change_set WHERE instance <> ?"
        last = self._sql(sql, (self._log.instance,)).scalar()
        if not last:
            return None
        told = datetime.fromisoformat(str(last).replace("Z", "+00:00"))
        return min(now.astimezone(UTC), told + timedelta(days=1))

    def _setting(self, name: str) -> str:
        sql = "SELECT value FROM setting WHERE name = ?"
        return str(self._sql(sql, (name,)).scalar() or "")

    def _set(self, name: str, value: str) -> None:
        self._sql("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
