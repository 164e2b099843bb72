"""What all records share: ids, what changed between two of them, and how two edits meet."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from contactdesk.model.contact import (
    DATE_FIELDS,
    ITEM_TYPES,
    WORD_FIELDS,
    Contact,
    CustomValue,
    Entry,
    Extra,
    Membership,
    Photo,
)
from contactdesk.model.custom_files import met
from contactdesk.model.dates import PartialDate

_BOOKKEEPING = ("id", "number", "revision")
FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Contact) if f.name not in _BOOKKEEPING)
LABELS: dict[str, str] = {f.name: f.metadata["label"] for f in fields(Contact) if f.metadata}
_DEFAULTS: dict[str, Any] = {f.name: f.default for f in fields(Contact)}
_PLACES = {f.name: place for place, f in enumerate(fields(Contact))}
_VALUES_OF = attrgetter(*_PLACES)
_ITEMS_OF = attrgetter(*ITEM_TYPES)
_AS_IS = (str, int, bool)
_PARTS: dict[type[Any], tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(kind)) for kind in {*ITEM_TYPES.values(), CustomValue, Photo}
}

R = TypeVar("R")

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): ordered by time, so that indexes grow at their end."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """Several new UUIDs, in their order."""
    global _last
    with _lock:
        first = max(time.time_ns() // 1_000_000 << 12, _last + 1)
        _last = first + count - 1
    rest = os.urandom(8 * count).hex()
    found = []
    for place in range(count):
        stamp = f"{(first + place) >> 12:012x}"
        own = rest[16 * place : 16 * place + 16]
        variant = "89ab"[int(own[0], 16) & 3]
        found.append(
            f"{stamp[:8]}-{stamp[8:]}-7{(first + place) & 0xFFF:03x}-{variant}{own[1:4]}-{own[4:]}"
        )
    return found


def numbered(contact: Contact, used: int = 0) -> Contact:
    """The contact with a number for every item that has none; numbers above `used` are free."""
    if all(i.item for items in _ITEMS_OF(contact) if items for i in items):
        return contact
    return replace(contact, **numbers_of_items(contact, ITEM_TYPES, used))


def numbers_of_items(record: Any, names: Iterable[str], used: int) -> dict[str, Any]:
    """The fields (of these) in which an item of a record has no number, with all their items
    numbered; numbers above `used` are free.
    """
    held = {name: getattr(record, name) for name in names}
    top = max([used, *(i.item for items in held.values() for i in items)])
    changed: dict[str, Any] = {}
    for name, items in held.items():
        if all(i.item for i in items):
            continue
        given = []
        for item in items:
            top += not item.item
            given.append(item if item.item else replace(item, item=top))
        changed[name] = tuple(given)
    return changed


def with_values(contact: Contact, values: Mapping[str, Any]) -> Contact:
    """The contact with other values of some fields: `replace` in a third of its time."""
    all_values = list(_VALUES_OF(contact))
    for name, value in values.items():
        all_values[_PLACES[name]] = value
    return Contact(*all_values)


def changed_fields(
    before: Contact, after: Contact, among: Sequence[str] = FIELDS
) -> tuple[str, ...]:
    """The names of the fields (of some) in which two versions of a contact differ."""
    return tuple([n for n in among if getattr(before, n) != getattr(after, n)])


@dataclass(frozen=True, slots=True)
class Merged:
    """Two edits of one contact brought together; `conflicts` are the fields both changed."""

    contact: Contact
    conflicts: tuple[str, ...] = ()


class Shape(NamedTuple):
    """What a kind of record is made of: its fields, those that are items or mere words, and those
    whose values have a key each."""

    fields: tuple[str, ...]
    items: Collection[str]
    words: Collection[str]
    keyed: Collection[str] = ()


_CONTACT = Shape(FIELDS, ITEM_TYPES.keys(), WORD_FIELDS, ("custom",))


def merge(base: Contact, mine: Contact, theirs: Contact) -> Merged:
    """Three-way merge: each field from whoever changed it, lists item by item.

    Where both changed the same field (or item) differently, the result holds mine and the
    field's name is in `conflicts`.
    """
    return Merged(*merge_records(base, mine, theirs, _CONTACT))


def merge_records(base: R, mine: R, theirs: R, shape: Shape) -> tuple[R, tuple[str, ...]]:
    """`merge` for any kind of record: the result, and the fields that clash."""
    values: dict[str, Any] = {}
    conflicts = []
    for name in shape.fields:
        b, m, t = getattr(base, name), getattr(mine, name), getattr(theirs, name)
        if m == t or t == b:
            continue_with = m
        elif m == b:
            continue_with = t
        elif name in shape.items:
            continue_with, clash = _merge_items(b, m, t)
            if clash:
                conflicts.append(name)
        elif name in shape.words:
            continue_with = _merge_words(b, m, t)
        elif name in shape.keyed:
            continue_with, keys = merge_custom(b, m, t)
            if keys:
                conflicts.append(name)
        else:
            continue_with = m
            conflicts.append(name)
        values[name] = continue_with
    kept = {n: v for n, v in values.items() if v != getattr(theirs, n)}
    result: Any = theirs
    return (replace(result, **kept) if kept else theirs), tuple(conflicts)


def _merge_items(
    base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]
) -> tuple[tuple[Any, ...], bool]:
    """Items by their number; one that is new (0, or unknown to base) is added."""
    olds = {i.item: i for i in base}
    ours = {i.item: i for i in mine if i.item in olds}
    yours = {i.item: i for i in theirs if i.item in olds}
    clash = False
    picked: dict[int, Any] = {}
    for number, old in olds.items():
        picked[number], clashes = merge_item(old, ours.get(number), yours.get(number))
        clash = clash or bool(clashes)
    order = mine if tuple(i.item for i in mine) != tuple(i.item for i in base) else theirs
    taken = {i.item for i in theirs if i.item not in olds}
    new_theirs = [i for i in theirs if i.item not in olds]
    # Both typing in the same new phone gives one phone, not two.
    twins = {replace(i, item=0) for i in new_theirs}
    new_mine = [
        _renumbered(i, taken)
        for i in mine
        if i.item not in olds and replace(i, item=0) not in twins
    ]
    kept = [picked[i.item] for i in order if i.item in picked and picked[i.item] is not None]
    seen = {i.item for i in kept}
    kept += [i for n, i in picked.items() if i is not None and n not in seen]
    return (*kept, *new_theirs, *new_mine), clash


def merge_item(old: Any, mine: Any, theirs: Any) -> tuple[Any, tuple[str, ...]]:
    """One item part by part, None where it was taken away; mine where both changed a part.

    The second is what clashes: names of parts, or "" for the item as a whole.
    """
    if mine in (old, theirs):
        return theirs, ()
    if theirs == old:
        return mine, ()
    parts = parts_that_meet(old, mine, theirs)
    if not parts:
        return mine, ("",)
    values: dict[str, Any] = {}
    clashes = []
    for names in parts:
        o, m, t = (tuple(getattr(i, n) for n in names) for i in (old, mine, theirs))
        values.update(zip(names, t if m == o else m, strict=True))
        if m != o and t != o and m != t:
            clashes.append(names[0])
    return replace(mine, **values), tuple(clashes)


def parts_that_meet(old: Any, mine: Any, theirs: Any) -> tuple[tuple[str, ...], ...]:
    """The parts of an item that two people may change apart; () where it is one thing.

    A phone's number and its type are two things, and so are two parts of one job. An address, or
    a job that is now at another organisation, is one: half of each would be nobody's.
    """
    if mine is None or theirs is None:
        return ()
    if isinstance(old, Entry):
        return (("value",), ("types", "label"), ("preferred",))
    if isinstance(old, Membership) and old.organisation == mine.organisation == theirs.organisation:
        return (("job_title",), ("departments",), ("role",), ("organisation_id", "organisation"),
                ("starts_on",), ("ends_on",))  # fmt: skip
    return ()


def merge_custom(
    base: tuple[CustomValue, ...], mine: tuple[CustomValue, ...], theirs: tuple[CustomValue, ...]
) -> tuple[tuple[CustomValue, ...], tuple[str, ...]]:
    """Values of custom fields one by one, each from whoever changed it; mine where both did, and
    the ids of those fields.
    """
    before, ours, yours = ({v.field: v.value for v in some} for some in (base, mine, theirs))
    clashes = []
    result: dict[str, str] = {}
    for key in sorted({*ours, *yours}):
        b, m, t = (some.get(key, "") for some in (before, ours, yours))
        result[key] = t if m == b else m
        if b not in (m, t) and m != t:
            together = met(b, m, t)
            if together is None:
                clashes.append(key)
            else:
                result[key] = together
    return tuple([CustomValue(k, v) for k, v in sorted(result.items()) if v]), tuple(clashes)


def _renumbered(item: Any, taken: set[int]) -> Any:
    """An item of mine whose number a colleague's new item has got meanwhile is numbered anew."""
    return replace(item, item=0) if item.item in taken else item


def _merge_words(
    base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[str, ...]:
    gone = {w for w in base if w not in mine or w not in theirs}
    kept = [w for w in mine if w not in gone]
    return (*kept, *(w for w in theirs if w not in gone and w not in kept))


def to_plain(value: Any) -> Any:
    """A field's value as JSON can hold it (for the log and for drafts)."""
    if type(value) in _AS_IS:
        return value
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, tuple):
        return [to_plain(v) for v in value]
    if names := _PARTS.get(type(value)):
        parts = [(n, v) for n in names if (v := getattr(value, n))]
        return {n: v if type(v) in _AS_IS else to_plain(v) for n, v in parts}
    return value


def from_plain(name: str, plain: Any) -> Any:
    """The value of field `name` from what `to_plain` made of it."""
    if plain is None:
        return _DEFAULTS[name]
    if name in ITEM_TYPES:
        return tuple(_item(ITEM_TYPES[name], p) for p in plain)
    if name in WORD_FIELDS:
        return tuple(plain)
    if name in DATE_FIELDS:
        return PartialDate.parse(plain) if plain else None
    if name == "custom":
        return tuple([CustomValue(p["field"], p.get("value", "")) for p in plain])
    if name == "photo":
        return Photo(plain.get("media_type", ""), plain["sha256"], plain.get("size", 0))
    return plain


def _item(kind: type[Any], plain: dict[str, Any]) -> Any:
    given = dict(plain)
    for name in ("types", "departments"):
        if name in given:
            given[name] = tuple(given[name])
    if "params" in given:
        given["params"] = tuple(tuple(p) for p in given["params"])
    if kind is Entry:
        given.setdefault("value", "")
    if kind is Extra:
        given.setdefault("name", "")
    return kind(**given)


def contact_to_plain(contact: Contact) -> dict[str, Any]:
    """A whole contact as JSON can hold it; empty fields are left out."""
    return {n: to_plain(v) for n in FIELDS if (v := getattr(contact, n)) != _DEFAULTS[n]}


def contact_from_plain(plain: dict[str, Any], **kept: Any) -> Contact:
    """The contact that `contact_to_plain` wrote; unknown fields of a newer version are left."""
    values = {n: from_plain(n, v) for n, v in plain.items() if n in _DEFAULTS}
    return Contact(**{**values, **kept})
