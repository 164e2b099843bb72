"""What bringing in a second version of a book does, or would do: values alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from contactdesk.model.shown import shortened

SHORT = 80  # characters of a value that is told


class Clash(NamedTuple):
    """A value that was changed both here and there; `field` is what people call it, `key` tells
    it from the others."""

    type: str
    name: str
    field: str
    here: str
    there: str
    key: tuple[str, str] = ("", "")  # id of the record, name of the field


class Left(NamedTuple):
    """Something of the other version that is not brought in, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Brought:
    """How many records are new, changed, or in the bin by it, what clashed and what was left."""

    added: int = 0
    changed: int = 0
    binned: int = 0
    clashes: tuple[Clash, ...] = ()
    left: tuple[Left, ...] = ()
    steps: int = 0  # of the other version's history
    people: tuple[str, ...] = ()  # who made them
    first_at: str = ""  # when they began and ended
    last_at: str = ""
    kinds: Mapping[str, int] = field(default_factory=dict)  # records that come or change

    @property
    def records(self) -> int:
        """How many records are not as they were."""
        return self.added + self.changed + self.binned

    def count(self, deed: str, kind: str) -> Brought:
        """The same with one record more: "added", "changed" or "binned"."""
        kinds = {**self.kinds, kind: self.kinds.get(kind, 0) + 1}
        changes: Any = {deed: getattr(self, deed) + 1}
        return replace(self, kinds=kinds, **changes)


def with_new_items_free(mine: Any, base: Any, theirs: Any, names: Any) -> dict[str, Any]:
    """The item fields of `mine`, in which what `base` lacks has no number where `theirs` gave the
    same one, and what `theirs` got meanwhile too is left out."""
    changed: dict[str, Any] = {}
    for name in names:
        old = {i.item for i in getattr(base, name)}
        twins = {replace(i, item=0) for i in getattr(theirs, name) if i.item not in old}
        taken = {i.item for i in getattr(theirs, name)} - old
        kept = tuple(
            replace(i, item=0) if i.item in taken else i
            for i in getattr(mine, name)
            if i.item in old or replace(i, item=0) not in twins
        )
        if kept != getattr(mine, name):
            changed[name] = kept
    return changed


def plain_words(value: Any) -> str:
    """A value in words, short enough to be told."""
    return shortened(" ".join(_words(value).split()), SHORT)


def _words(value: Any) -> str:
    if isinstance(value, (tuple, list)):
        return ", ".join(filter(None, map(_words, value)))
    for name in ("value", "name", "formatted_name", "street", "organisation"):
        if isinstance(getattr(value, name, None), str):
            return str(getattr(value, name))
    return "" if value is None else str(value)
