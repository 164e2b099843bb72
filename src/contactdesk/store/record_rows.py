"""A record as a row of its table, and back. No database here."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from types import MemberDescriptorType
from typing import Any, Generic, TypeVar

from contactdesk.model.record_type import RecordType

R = TypeVar("R")

as_json = json.JSONEncoder(ensure_ascii=False).encode
from_json = json.JSONDecoder().decode
_READ = 2_048  # values that are read once
_MANY = 16  # records, from which on making them by columns is worth it


class RecordRows(Generic[R]):
    """How records of one type lie in their table: a column for each field, lists as JSON.

    `columns` are those of `row`, `read_columns` those of `record_of`. A type with columns beside
    its fields names them in `more` and says what they hold in `derived`.
    """

    more: tuple[str, ...] = ()

    def __init__(self, type: RecordType[R]) -> None:  # noqa: A002 - the field's word
        self.type = type
        self.read_columns = type.columns
        self.columns = (
            *(name for name in type.columns if name != "number"), "top_item", *self.more,
        )  # fmt: skip
        self._read = lru_cache(maxsize=_READ)(self._read_anew)
        self._values = attrgetter(*type.columns)
        self._number = type.columns.index("number")
        self._json = [
            (type.columns.index(name), name, type.defaults[name]) for name in type.as_json
        ]
        flags = [name for name, default in type.defaults.items() if isinstance(default, bool)]
        self._flags = [type.columns.index(name) for name in flags]
        self._setters = _setters_of(type.kind, type.columns)

    def row(self, record: R, used: int = 0) -> tuple[Any, ...]:
        """The row of a record whose items are numbered; `used` is the highest number given
        before."""
        values = list(self._values(record))
        for place, _name, _default in self._json:
            value = values[place]
            values[place] = as_json(self.type.to_plain(value)) if value else ""
        for place in self._flags:
            values[place] = int(values[place])
        del values[self._number]
        return (*values, self.top_item(record, used), *self.derived(record))

    def _read_anew(self, name: str, text: str) -> Any:
        """A field's value from its JSON; many records have the same categories or reminders."""
        return self.type.from_plain(name, from_json(text))

    def derived(self, record: R) -> tuple[Any, ...]:
        """What the columns in `more` hold of a record."""
        del record
        return ()

    def top_item(self, record: R, used: int = 0) -> int:
        """The highest item number of a record, or the highest one ever used."""
        items = (i.item for name in self.type.items for i in getattr(record, name))
        return max([used, *map(int, items)])

    def record_of(self, row: Sequence[Any]) -> R:
        """The record that a row in `read_columns` holds."""
        values = list(row)
        read = self._read
        for place, name, default in self._json:
            text = values[place]
            values[place] = read(name, text) if text else default
        for place in self._flags:
            values[place] = bool(values[place])
        kind: Any = self.type.kind
        record: R = kind(*values)
        return record

    def records_of(self, rows: Iterable[Sequence[Any]]) -> list[R]:
        """The records that rows hold, in their order: many of them column by column, in half the
        time."""
        held = list(rows)
        if len(held) < _MANY or not self._setters:
            return [self.record_of(row) for row in held]
        columns = list(zip(*held, strict=True))
        for place, name, default in self._json:
            read = self._read
            columns[place] = tuple([read(name, t) if t else default for t in columns[place]])
        for place in self._flags:
            columns[place] = tuple(map(bool, columns[place]))
        kind: Any = self.type.kind
        records: list[R] = [kind.__new__(kind) for _row in held]
        for setter, column in zip(self._setters, columns, strict=True):
            deque(map(setter, records, column), maxlen=0)  # nothing of it is kept
        return records


def _setters_of(kind: type[Any], names: Sequence[str]) -> list[Callable[[Any, Any], None]]:
    """What fills the slots of a dataclass, which is all that making one does; none of another."""
    held = [vars(kind).get(name) for name in names]
    slots = [slot.__set__ for slot in held if isinstance(slot, MemberDescriptorType)]
    does_more = hasattr(kind, "__post_init__") or len(slots) < len(names)
    return [] if does_more else slots
