"""Contacts as a table: which rows in which order, and what their cells say."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.model.cell_filter import cell_filter, number_of
from contactdesk.model.custom import id_of
from contactdesk.model.names import Ordering
from contactdesk.model.table_columns import NAME, Kind, column_of
from contactdesk.model.table_view import TableView, pairs
from contactdesk.store.changes import ChangeLog
from contactdesk.store.column_values import ColumnValues, Values
from contactdesk.store.custom_fields import CustomFields
from contactdesk.store.keeping import Keeping
from contactdesk.store.known_columns import ColumnMemory, KnownColumns
from contactdesk.store.listing import ListQuery
from contactdesk.store.lists import Lists
from contactdesk.store.records import AT_ONCE
from contactdesk.store.whole_columns import WholeColumn

FEW = 500  # contacts up to which only theirs are read
_HOW: dict[str, Callable[[list[float]], float]] = {
    "average": lambda amounts: sum(amounts) / len(amounts), "min": min, "max": max
}  # fmt: skip


class Group(NamedTuple):
    """Rows that have one text in the column by which a table is grouped; `start` is the first."""

    text: str
    many: int
    start: int


class Arranged(NamedTuple):
    """The rows of a table: contacts in order, their groups, and how many the list has in all.

    `troubles` says of filters (by column) what is not understood.
    """

    numbers: array[int]
    groups: tuple[Group, ...]
    all: int
    troubles: dict[str, str]


class Now(NamedTuple):
    """The present moment (UTC) and the person's own zone."""

    moment: datetime
    home: tzinfo

    @property
    def today(self) -> date:
        """The day it is there."""
        return self.moment.astimezone(self.home).date()


_NO_TIME = Now(datetime.min.replace(tzinfo=UTC), UTC)  # for columns that do not ask for it


class TableReading:
    """Arranges tables and reads their cells."""

    def __init__(
        self,
        connection: Connection,
        log: ChangeLog,
        memory: ColumnMemory,
        lists: Lists,
        keeping: Keeping,
        ordering: Ordering,
        custom: CustomFields,
    ) -> None:
        self._lists = lists
        self._keeping = keeping
        self._ordering = ordering
        self._custom = custom
        self._columns = ColumnValues(connection)
        self._known = KnownColumns(connection, log, memory, self._of_all, self._of_some)

    def arranged(
        self, query: ListQuery, view: TableView, now: Now, among: Collection[int] | None = None
    ) -> Arranged:
        """The rows of a list as a view has them: filtered, sorted, grouped; with `among` no others
        than these.
        """
        numbers = self._lists.numbers(query)
        total, troubles = len(numbers), dict[str, str]()
        if among is not None:
            numbers = array("q", [n for n in numbers if n in among])
        for column, text in pairs(view.filters):
            wanted = cell_filter(text, self._kind_of(column), now.today)
            if wanted.trouble:
                troubles[column] = wanted.trouble
                continue
            numbers = self._whole(column, now, numbers).passing(numbers, wanted.test)
        numbers = self._sorted(numbers, view.sorted_by, view.descending, now)
        if not view.grouped_by:
            return Arranged(numbers, (), total, troubles)
        return Arranged(*self._grouped(numbers, view.grouped_by, now), total, troubles)

    def _sorted(self, numbers: array[int], column: str, descending: bool, now: Now) -> array[int]:
        """In the order of a column, empty cells last; equal ones stay in name order."""
        if column == NAME:
            return numbers[::-1] if descending else numbers
        parts = self._whole(column, now, numbers).parts(numbers)
        empty = parts.pop("", [])
        keys = self._keys(column, parts)
        order = sorted(parts, key=keys.__getitem__, reverse=descending)
        return array("q", chain(chain.from_iterable(map(parts.__getitem__, order)), empty))

    def _keys(self, column: str, found: Iterable[str]) -> dict[str, Any]:
        """By what the texts of a column are sorted: of equal texts it is made once."""
        if field := id_of(column):
            key = self._custom.key(field)
            return {text: key(text) for text in found}
        kind = self._kind_of(column)
        texts = set(found)
        if kind == "number":
            return {text: number_of(text) or 0.0 for text in texts}
        if kind in ("date", "day"):
            return {text: text for text in texts}
        return {text: self._ordering.text_key(text) for text in texts}

    def _grouped(
        self, numbers: array[int], column: str, now: Now
    ) -> tuple[array[int], tuple[Group, ...]]:
        parts = self._whole(column, now, numbers).parts(numbers)
        keys = self._keys(column, parts)
        order = sorted((text for text in parts if text), key=keys.__getitem__)
        order += [""] if "" in parts else []
        groups, start = [], 0
        for text in order:
            groups.append(Group(text, len(parts[text]), start))
            start += len(parts[text])
        return array("q", [n for text in order for n in parts[text]]), tuple(groups)

    def cells(
        self, numbers: Sequence[int], columns: Sequence[str], now: Now
    ) -> dict[int, tuple[str, ...]]:
        """What the cells of these rows say, column by column."""
        read = [self.values(column, now, numbers) for column in columns]
        return {n: tuple([values.get(n, "") for values in read]) for n in numbers}

    def totals(
        self, numbers: Sequence[int], columns: Sequence[str], how: str, now: Now
    ) -> dict[str, float]:
        """The sum (or "average", "min", "max") of each of these columns that holds numbers."""
        found: dict[str, float] = {}
        for column in columns:
            if self._kind_of(column) != "number":
                continue
            amount_of = lru_cache(maxsize=None)(number_of)
            texts = self._whole(column, now, numbers).said(numbers)
            amounts = [amount for text in texts if (amount := amount_of(text)) is not None]
            if amounts:
                found[column] = _HOW.get(how, sum)(amounts)
        return found

    def values(self, column: str, now: Now, numbers: Sequence[int]) -> Values:
        """A column's texts of these contacts, empty ones left out."""
        if column == "last_contact":
            last = self._keeping.last(list(numbers), now.moment.replace(tzinfo=None), now.home)
            return {n: day.isoformat() for n, day in last.items()}
        if field := id_of(column):
            parts = (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE))
            return {n: v for some in parts for n, v in self._custom.words(field, some).items()}
        return self._columns.of(column, numbers)

    def _whole(self, column: str, now: Now, numbers: Sequence[int]) -> WholeColumn:
        """A column's texts of these contacts, and of others as well."""
        if column != "last_contact" and len(numbers) > FEW:
            return self._known.column(column)
        found = self.values(column, now, numbers)
        return WholeColumn.of(list(found), list(found.values()), max(numbers, default=0))

    def _of_all(self, column: str) -> WholeColumn:
        field = id_of(column)
        return self._custom.whole(field) if field else self._columns.whole(column)

    def _of_some(self, column: str, numbers: Sequence[int]) -> Values:
        return self.values(column, _NO_TIME, numbers)

    def _kind_of(self, column: str) -> Kind:
        """What the texts of a column are."""
        known = column_of(column, self._custom.known() if id_of(column) else None)
        return known.kind if known is not None else "text"
