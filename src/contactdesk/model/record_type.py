"""What the book needs to know of a type of record, whichever it is: its fields and their labels,
how two edits of one meet, what the log says of a change and what taking it back makes of it.

A new type is a frozen dataclass with `id`, `number`, `revision` and `deleted_at`, and one
`RecordType` that names its lists of items (dataclasses with an `item` number) and of words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

from contactdesk.model.record import Shape, merge_records, numbers_of_items

_BOOKKEEPING = ("id", "number", "revision")

R = TypeVar("R")


class RecordType(Generic[R]):
    """One type of record: `name` is the log's word and the table's, `title` the field by which
    people call one. `items` are its lists of dataclasses, `words` those of texts, and `parts` its
    fields that hold one dataclass or None.
    """

    def __init__(
        self,
        name: str,
        kind: type[R],
        items: Mapping[str, type[Any]] | None = None,
        words: tuple[str, ...] = (),
        parts: Mapping[str, type[Any]] | None = None,
        title: str = "name",
    ) -> None:
        held: Any = kind
        self.name, self.title = name, title
        self.columns: tuple[str, ...] = tuple(f.name for f in fields(held))
        self._values = attrgetter(*self.columns)
        self._places = {name: place for place, name in enumerate(self.columns)}
        self.fields = tuple(name for name in self.columns if name not in _BOOKKEEPING)
        self.labels: dict[str, str] = {
            f.name: f.metadata["label"] for f in fields(held) if f.metadata
        }
        self.defaults: dict[str, Any] = {f.name: f.default for f in fields(held)}
        self.items, self.words, self.parts = dict(items or {}), words, dict(parts or {})
        self.kind = kind
        self._shape = Shape(self.fields, self.items.keys(), words)
        kinds = {*self.items.values(), *self.parts.values()}
        self._usual = {k: {f.name: f.default for f in fields(k)} for k in kinds}

    @property
    def as_json(self) -> tuple[str, ...]:
        """The fields that a table holds as JSON."""
        return (*self.items, *self.words, *self.parts)

    def title_of(self, record: R) -> str:
        """What people call a record."""
        return str(getattr(record, self.title))

    def changed_fields(self, before: R, after: R) -> tuple[str, ...]:
        """The names of the fields in which two versions of a record differ."""
        return tuple([n for n in self.fields if getattr(before, n) != getattr(after, n)])

    def with_values(self, record: R, values: Mapping[str, Any]) -> R:
        """The record with other values of some fields."""
        kept = list(self._values(record))
        for name, value in values.items():
            kept[self._places[name]] = value
        kind: Any = self.kind
        changed: R = kind(*kept)  # in a tenth of the time of `replace`
        return changed

    def numbered(self, record: R, used: int = 0) -> R:
        """The record with a number for every item that has none; numbers above `used` are free."""
        changed = numbers_of_items(record, self.items, used)
        return self.with_values(record, changed) if changed else record

    def merge(self, base: R, mine: R, theirs: R) -> tuple[R, tuple[str, ...]]:
        """Three-way merge of two edits, and the fields that clash: there the result has mine."""
        return merge_records(base, mine, theirs, self._shape)

    def to_plain(self, value: Any) -> Any:
        """A field's value as JSON can hold it; of items only what is not as usual."""
        if isinstance(value, tuple):
            return [self.to_plain(each) for each in value]
        usual = self._usual.get(type(value))
        if usual is None:
            return value
        parts = {n: getattr(value, n) for n in usual}
        return {n: self.to_plain(part) for n, part in parts.items() if part != usual[n]}

    def from_plain(self, name: str, plain: Any) -> Any:
        """The value of field `name` from what `to_plain` made of it."""
        if plain is None:
            return self.defaults[name]
        if kind := self.parts.get(name):
            return self._item(kind, plain)
        if kind := self.items.get(name):
            return tuple([self._item(kind, each) for each in plain])
        return tuple(plain) if name in self.words else plain

    def _item(self, kind: type[Any], plain: Mapping[str, Any]) -> Any:
        usual = self._usual[kind]
        given = {n: _as_tuples(v) for n, v in plain.items() if n in usual}
        for name, default in usual.items():
            if default is MISSING:
                given.setdefault(name, "")
        return kind(**given)

    def before_change(
        self, current: R, changed: Mapping[str, tuple[Any, Any]]
    ) -> tuple[R, tuple[str, ...]]:
        """The record as it was before one change of it, and the fields that stay because they
        were changed again since.

        A three-way merge: the base is what the change left, mine is what was before it. Fields
        that this program does not know are left alone.
        """
        known = {n: pair for n, pair in changed.items() if n in self.fields}
        before = {n: self.from_plain(n, was) for n, (was, _became) in known.items()}
        after = {n: self.from_plain(n, became) for n, (_was, became) in known.items()}
        mine = self.with_values(current, before)
        merged, conflicts = self.merge(self.with_values(current, after), mine, current)
        settled = {n: getattr(current if n in conflicts else merged, n) for n in before}
        return self.with_values(current, settled), tuple(n for n in conflicts if n in before)


def _as_tuples(value: Any) -> Any:
    return tuple([_as_tuples(each) for each in value]) if isinstance(value, list) else value
