"""A record as a row of its table, and back. No database here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, Generic, TypeVar

from contactdesk.model.record_type import RecordType

R = TypeVar("R")

as_json = json.JSONEncoder(ensure_ascii=False).encode
from_json = json.JSONDecoder().decode
_READ = 2_048  # values that are read once


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
