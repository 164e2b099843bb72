"""What became of a contact over time, what differs between two versions of it, and putting one
value back. Pure work on what the log says; the log itself is the store's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.model.contact import ITEM_TYPES, Address, Contact, Membership
from contactdesk.model.custom import FIELD, value_of, with_custom
from contactdesk.model.record import LABELS, from_plain

# Items of which one part may change and be put back alone.
PARTS: dict[type[Any], tuple[str, ...]] = {
    Address: (
        "street", "extended", "post_office_box", "postal_code", "locality", "region", "country",
    ),
    Membership: (
        "organisation", "departments", "job_title", "role", "starts_on", "ends_on",
    ),
}  # fmt: skip


class HistoryEntry(NamedTuple):
    """One change of one contact, as the log holds it; the newest comes first in a history.

    `kind` is create, update, withdraw or purge; `set_kind` edit, undo or redo, and `reverted` the
    label of the step that an undo or redo took back. `fields` is {name: (before, after)} in the
    log's plain form; `together` says how many contacts changed in the same step (at most
    `MANY_TOGETHER`). `source` is the set that an undo took back or whose moment a put-back went
    back to, with when that was; `mark` says that the step is an "import" or a "put_back".
    """

    change: int
    set_id: int
    at: str
    author: int
    author_name: str
    own: bool
    label: str
    reverted: str
    kind: str
    set_kind: str
    fields: dict[str, tuple[Any, Any]]
    together: int
    source: int = 0
    source_at: str = ""
    mark: str = ""


MANY_TOGETHER = 1001


class Difference(NamedTuple):
    """One value that differs: of a field, of an item in it, or of one `part` of that item."""

    field: str
    item: int
    part: str
    before: Any
    after: Any


def as_it_was(current: Contact, entries: Sequence[HistoryEntry], after: int) -> Contact:
    """The contact right after the change numbered `after`; `entries` are its history."""
    values: dict[str, Any] = {}
    for entry in entries:
        if entry.change <= after:
            break
        for name, (before, _now) in entry.fields.items():
            if name in LABELS:  # a newer program's field is none of ours
                values[name] = before
    return replace(current, **{name: from_plain(name, plain) for name, plain in values.items()})


def versions(fields: Mapping[str, tuple[Any, Any]]) -> tuple[Contact, Contact]:
    """Two contacts that hold only what a change changed: before and after it."""
    before, after = (
        Contact(**{n: from_plain(n, pair[i]) for n, pair in fields.items() if n in LABELS})
        for i in (0, 1)
    )
    return before, after


def differences(before: Contact, after: Contact) -> list[Difference]:
    """Every value that differs, in the order of the fields; items by their number."""
    found: list[Difference] = []
    for name in LABELS:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        if name == FIELD:
            found += _custom_differences(before, after)
            continue
        of_items = _item_differences(name, old, new) if name in ITEM_TYPES else []
        found += of_items or [Difference(name, 0, "", old, new)]
    return found


def _custom_differences(before: Contact, after: Contact) -> list[Difference]:
    """Custom fields that differ; the part is the field's id."""
    keys = dict.fromkeys(v.field for c in (before, after) for v in c.custom)
    pairs = [(k, value_of(before, k), value_of(after, k)) for k in keys]
    return [Difference(FIELD, 0, k, old, new) for k, old, new in pairs if old != new]


def _item_differences(
    name: str, before: tuple[Any, ...], after: tuple[Any, ...]
) -> list[Difference]:
    olds, news = ({i.item: i for i in items} for items in (before, after))
    found: list[Difference] = []
    for number in dict.fromkeys((*olds, *news)):
        old, new = olds.get(number), news.get(number)
        if old == new:
            continue
        parts = PARTS.get(ITEM_TYPES[name], ())
        changed = [p for p in parts if old and new and getattr(old, p) != getattr(new, p)]
        found += [Difference(name, number, p, getattr(old, p), getattr(new, p)) for p in changed]
        if not changed:
            found.append(Difference(name, number, "", old, new))
    return found


def put_back(current: Contact, then: Contact, wanted: Sequence[Difference]) -> Contact:
    """The contact with the values that `wanted` names as they were `then`; the rest stays."""
    for each in wanted:
        if each.field == FIELD:
            current = with_custom(current, {each.part: value_of(then, each.part)})
            continue
        old = getattr(then, each.field)
        if each.item:
            old = _items_with(getattr(current, each.field), old, each)
        current = replace(current, **{each.field: old})
    return current


def _items_with(now: tuple[Any, ...], then: tuple[Any, ...], wanted: Difference) -> tuple[Any, ...]:
    place = next((n for n, i in enumerate(then) if i.item == wanted.item), None)
    old = then[place] if place is not None else None
    if old is None:
        return tuple(i for i in now if i.item != wanted.item)
    if all(i.item != wanted.item for i in now):
        return (*now[:place], old, *now[place:])
    return tuple(_item_with(i, old, wanted.part) if i.item == wanted.item else i for i in now)


def _item_with(now: Any, old: Any, part: str) -> Any:
    return replace(now, **{part: getattr(old, part)}) if part else old
