"""The order of names, kept as ranks with gaps, and the full-text indexes that follow it.

A contact's rank is its row number in both full-text indexes, so that a search yields its hits in
name order and may stop after the first hundred. A new contact gets a rank between those of its
neighbours; where no room is left, a stretch of neighbours is spread out anew.

On a server that keeps private rows back, whoever writes may not see all contacts: see
`postgres_order`. Ranks are then dealt out with room for those between two.

Who is in the archive stands behind everybody else, from `ARCHIVE_FROM` on: lists and searches of
the others end there, and the archive has its own order and search without a table of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from contactdesk.store.full_text import EVERYTHING, TOKENS, full_text
from contactdesk.store.list_queries import ARCHIVE_FROM, ARCHIVED, LISTED
from contactdesk.store.postgres_order import is_guarded, order_anew, settle

GAP = 4096  # between two ranks when all are dealt out anew
FIRST = 1 << 20
_ENOUGH = 64  # a stretch is wide enough to spread when so much room a contact is in it
_LEAST = 64  # between two ranks where others may have contacts between them that I do not see

_FEW = 500  # contacts that are named in a statement; more go through a table
Keyed = tuple[bool, bytes, int, str, str]  # archived, sort key, number, kind, letter


class NameOrder:
    """Ranks and full-text rows of one book; `sort_by` is "family" or "given"."""

    def __init__(self, connection: Connection, sort_by: str) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql
        self._words = full_text(connection)
        self._sort_by, self._guarded = sort_by, is_guarded(connection)
        self._least = _LEAST if self._guarded else 1
        self._key = f"sort_by_{sort_by}"
        self._letter = f"letter_by_{sort_by}"
        self.made_of = frozenset(("kind", "deleted_at", "archived_at", self._key, self._letter))
        """The columns of a contact that its place in the order, or having one, hangs on."""

    def remove(self, numbers: Sequence[int]) -> None:
        """Take contacts out of the order and the search, while their search text still stands."""
        which = self._which(numbers)
        if self._are_most(numbers):
            self._sql(f"DELETE FROM name_order WHERE contact {which}")
            self._words.fill()
            return
        for index in TOKENS:
            self._words.remove(index, which)
        self._sql(f"DELETE FROM name_order WHERE contact {which}")

    def add(self, numbers: Sequence[int]) -> None:
        """Put contacts, whose rows and search texts are stored, into the order and the search."""
        if not numbers:
            return
        if self.are_many(numbers) or not self._place(numbers):
            self.rebuild()
            return
        self._index(numbers)

    def unindex(self, number: int, indexes: Iterable[str]) -> None:
        """Take a contact, whose place stays, out of indexes before its search text changes."""
        for index in indexes:
            self._words.remove(index, self._which([number]))

    def index(self, number: int, indexes: Iterable[str]) -> None:
        """Put the changed contact back into them."""
        for index in indexes:
            self._words.insert(index, self._which([number]))

    def show_or_hide(self, numbers: Sequence[int]) -> None:
        """Have contacts that are private from now on, or no more, found by whom they are for."""
        if not self._words.private_apart:
            return
        which = self._which(numbers)
        for index in TOKENS:
            self._words.remove(index, which)
            self._words.insert(index, which)
        self._settle(0, ARCHIVE_FROM - 1)
        self._settle(ARCHIVE_FROM, 2 * ARCHIVE_FROM)

    def unindex_text(self, numbers: Sequence[int]) -> None:
        """Take contacts, whose names stay, out of the search in all fields before they change."""
        if not self._are_most(numbers):  # else it is filled anew with all others
            self._words.remove(EVERYTHING, self._which(numbers), len(numbers) > _FEW)

    def index_text(self, numbers: Sequence[int]) -> None:
        """Put the changed contacts back into it."""
        if self._are_most(numbers):
            self._words.fill(EVERYTHING)
        else:
            self._words.insert(EVERYTHING, self._which(numbers), len(numbers) > _FEW)

    def standing(self, numbers: Sequence[int]) -> list[int]:
        """Those of these contacts that are in the order: the bin has none."""
        which = self._which(numbers)
        found = self._sql(f"SELECT contact FROM name_order WHERE contact {which}")
        return [r[0] for r in found]

    def rebuild(self) -> None:
        """Deal out all ranks anew, in SQL alone, and fill both indexes."""
        if self._guarded:
            order_anew(self._connection, self._sort_by)
            self._words.fill()
            return
        self._sql("DELETE FROM name_order")
        self._sql(
            "INSERT INTO name_order (rank, contact, kind, letter) "
            f"SELECT CASE archived_at WHEN '' THEN {FIRST} ELSE {ARCHIVE_FROM} END "
            f"+ {GAP} * row_number() OVER (ORDER BY {self._key}, number), "
            f"number, kind, {self._letter} FROM contact WHERE deleted_at = '' "
            f"ORDER BY {self._key}, number"
        )
        self._words.fill()

    def _which(self, numbers: Sequence[int]) -> str:
        """The condition that a column is one of these numbers."""
        if len(numbers) <= _FEW:
            return f"IN ({','.join(str(int(n)) for n in numbers)})"
        self._sql("CREATE TEMP TABLE IF NOT EXISTS touched (contact INTEGER PRIMARY KEY)")
        self._sql("DELETE FROM touched")
        self._sql("INSERT OR IGNORE INTO touched VALUES (?)", [(n,) for n in numbers])
        return "IN (SELECT contact FROM touched)"

    def _count(self) -> int:
        return self._sql("SELECT count(*) FROM name_order").scalar() or 0

    def are_many(self, numbers: Sequence[int]) -> bool:
        """Whether so many are sooner put in order by dealing out all ranks anew."""
        return len(numbers) > 100 and len(numbers) * 4 > self._count()

    def _are_most(self, numbers: Sequence[int]) -> bool:
        return len(numbers) > 100 and len(numbers) * 2 > self._count()

    def _index(self, numbers: Sequence[int]) -> None:
        which = self._which(numbers)
        for index in TOKENS:
            self._words.insert(index, which)

    def _keyed(self, numbers: Sequence[int]) -> list[Keyed]:
        found: list[Keyed] = []
        for start in range(0, len(numbers), 500):
            part = ",".join(str(int(n)) for n in numbers[start : start + 500])
            found += [
                (bool(r[4]), r[0] or b"", r[1], r[2], r[3])
                for r in self._sql(
                    f"SELECT {self._key}, number, kind, {self._letter}, archived_at FROM contact "
                    f"WHERE number IN ({part})"
                )
            ]
        return sorted(found)

    def _neighbours(self, one: Keyed) -> tuple[int | None, int | None]:
        """The ranks between which a contact falls, both of the lists or both of the archive."""
        archived, key, number = one[:3]
        before = self._before_in_archive(key, number) if archived else self._before(key, number)
        within = ARCHIVED if archived else LISTED
        sql = f"SELECT min(rank) FROM name_order WHERE rank > ? AND {within}"
        return before, self._sql(sql, (-1 if before is None else before,)).scalar()

    def _before(self, key: bytes, number: int) -> int | None:
        found: int | None = self._sql(
            "SELECT o.rank FROM contact c CROSS JOIN name_order o ON o.contact = c.number "
            f"WHERE (c.{self._key}, c.number) < (?, ?) AND +o.{LISTED} "
            f"ORDER BY c.{self._key} DESC, c.number DESC LIMIT 1",
            (key, number),
        ).scalar()
        return found

    def _before_in_archive(self, key: bytes, number: int) -> int | None:
        """By halves: from a name backwards there may be thousands who are not in the archive."""
        low, high = ARCHIVE_FROM - 1, self._sql("SELECT max(rank) FROM name_order").scalar() or 0
        before = None
        while low < high:
            middle = (low + high) // 2
            rank, own_key, own_number = self._sql(
                f"SELECT o.rank, c.{self._key}, c.number FROM name_order o "
                "JOIN contact c ON c.number = o.contact WHERE o.rank > ? ORDER BY o.rank LIMIT 1",
                (middle,),
            ).one()
            if (own_key or b"", own_number) < (key, number):
                before = low = rank
            else:
                high = middle
        return before

    def _place(self, numbers: Sequence[int]) -> bool:
        """Give ranks to contacts, those of one gap spread over it; False when all must move."""
        waiting = self._keyed(numbers)
        while waiting:
            archived = waiting[0][0]
            before, after = self._neighbours(waiting[0])
            together = self._of_same_gap(waiting, after)
            lowest = ARCHIVE_FROM if archived else 0
            ranks = _spread(before, after, together, lowest, self._least)
            if ranks is None:
                if not self._make_room(before, after, archived, together):
                    return False
                continue
            self._sql(
                "INSERT INTO name_order (rank, contact, kind, letter) VALUES (?, ?, ?, ?)",
                [(r, n, kind, x) for r, (_a, _k, n, kind, x) in zip(ranks, waiting, strict=False)],
            )
            self._settle(ranks[0], ranks[-1])
            waiting = waiting[together:]
        return True

    def _settle(self, low: int, high: int) -> None:
        """Have others' private contacts between two ranks follow."""
        if self._guarded:
            settle(self._connection, low, high, self._sort_by)

    def _of_same_gap(self, waiting: list[Keyed], after: int | None) -> int:
        archived = waiting[0][0]
        if after is None:
            return len(waiting) if archived else bisect_left(waiting, (True, b"", 0, "", ""))
        row = self._sql(
            f"SELECT c.{self._key}, c.number FROM name_order o "
            "JOIN contact c ON c.number = o.contact WHERE o.rank = ? ORDER BY o.contact LIMIT 1",
            (after,),
        ).one()
        return max(1, bisect_left(waiting, (archived, row[0] or b"", row[1], "", "")))

    def _make_room(
        self, before: int | None, after: int | None, archived: bool, wanted: int
    ) -> bool:
        """Spread the neighbours of a full gap over a wider stretch, so that so many find room in
        it; False when there is none."""
        enough = max(_ENOUGH, self._least * (wanted + 2))
        middle = after if before is None else before
        within = ARCHIVED if archived else LISTED
        for width in (32, 256, 2048, 16384):
            below = [
                r[0]
                for r in self._sql(
                    f"SELECT rank FROM name_order WHERE rank <= ? AND {within} "
                    "ORDER BY rank DESC LIMIT ?",
                    (middle, width),
                )
            ]
            above = [
                r[0]
                for r in self._sql(
                    f"SELECT rank FROM name_order WHERE rank > ? AND {within} "
                    "ORDER BY rank LIMIT ?",
                    (middle, width),
                )
            ]
            ranks = below[::-1] + above
            low = (ARCHIVE_FROM if archived else 0) if len(below) < width else ranks[0]
            high = ranks[-1] + GAP * width if len(above) < width else ranks[-1]
            if high - low >= len(ranks) * enough:
                self._respread(ranks, low, high)
                return True
        return False

    def _respread(self, ranks: list[int], low: int, high: int) -> None:
        marks = ",".join(str(r) for r in ranks)
        rows = self._sql(
            f"SELECT contact, kind, letter FROM name_order WHERE rank IN ({marks}) ORDER BY rank"
        ).all()
        moved = [r[0] for r in rows]
        self.remove(moved)
        step = (high - low) // (len(rows) + 1)
        self._sql(
            "INSERT INTO name_order (rank, contact, kind, letter) VALUES (?, ?, ?, ?)",
            [(low + step * (i + 1), *r) for i, r in enumerate(rows)],
        )
        self._index(moved)
        self._settle(low, high)


def _spread(
    before: int | None, after: int | None, count: int, lowest: int, least: int
) -> list[int] | None:
    """`count` ranks, `least` apart, spread over a gap; None when it is too narrow. None of them is
    below `lowest`."""
    if after is None:
        start = lowest + FIRST if before is None else before
        return [start + GAP * (i + 1) for i in range(count)]
    low = lowest if before is None else before
    step = (after - low) // (count + 1)
    return [low + step * (i + 1) for i in range(count)] if step >= least else None
