"""What the book does with events as `record.py` and `reverting.py` have it for contacts: how two
edits meet, what the log says of one, and what taking a change back makes of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event
from contactdesk.model.record import Shape, merge_records, numbers_of_items

_BOOKKEEPING = ("id", "number", "revision")
FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Event) if f.name not in _BOOKKEEPING)
LABELS: dict[str, str] = {f.name: f.metadata["label"] for f in fields(Event) if f.metadata}
DEFAULTS: dict[str, Any] = {f.name: f.default for f in fields(Event)}
ITEMS: dict[str, type[Any]] = {"attendees": Attendee, "alarms": Alarm, "extra": Extra}
WORDS = ("rdates", "exdates", "categories", "about")
SHAPE = Shape(FIELDS, ITEMS.keys(), WORDS)
TIMES = ("starts_at", "ends_at", "time_zone", "duration_minutes")
"""When it is: one thing, of which half from one person and half from another is nobody's."""
VERSION = ("sequence", "revised_at")
"""Which version it is: of two the later, never anything that people have to decide."""

_PARTS = {kind: {f.name: f.default for f in fields(kind)} for kind in ITEMS.values()}


def changed_fields(before: Event, after: Event) -> tuple[str, ...]:
    """The names of the fields in which two versions of an event differ."""
    return tuple([n for n in FIELDS if getattr(before, n) != getattr(after, n)])


def numbered(event: Event, used: int = 0) -> Event:
    """The event with a number for every item that has none; numbers above `used` are free."""
    changed = numbers_of_items(event, ITEMS, used)
    return replace(event, **changed) if changed else event


def merge(base: Event, mine: Event, theirs: Event) -> tuple[Event, tuple[str, ...]]:
    """Three-way merge of two edits, and the fields that clash: there the result has mine."""
    result, conflicts = merge_records(base, mine, theirs, SHAPE)
    versions = {n: max(getattr(e, n) for e in (mine, theirs)) for n in conflicts if n in VERSION}
    if versions:
        result = replace(result, **dict[str, Any](versions))
        conflicts = tuple(n for n in conflicts if n not in versions)
    was, ours, yours = (tuple(getattr(e, n) for n in TIMES) for e in (base, mine, theirs))
    if was in (ours, yours) or ours == yours:
        return result, conflicts
    clash = [n for n in TIMES if getattr(mine, n) != getattr(theirs, n)]
    result = replace(result, **dict[str, Any](zip(TIMES, ours, strict=True)))
    return result, tuple(dict.fromkeys([*clash, *conflicts]))


def to_plain(value: Any) -> Any:
    """A field's value as JSON can hold it; of items only what is not as usual."""
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    usual = _PARTS.get(type(value))
    if usual is None:
        return value
    parts = {n: getattr(value, n) for n in usual}
    return {n: to_plain(part) for n, part in parts.items() if part != usual[n]}


def from_plain(name: str, plain: Any) -> Any:
    """The value of field `name` from what `to_plain` made of it."""
    if plain is None:
        return DEFAULTS[name]
    if name == "organizer":
        return _item(Attendee, plain)
    if kind := ITEMS.get(name):
        return tuple([_item(kind, each) for each in plain])
    return tuple(plain) if name in WORDS else plain


def _item(kind: type[Any], plain: Mapping[str, Any]) -> Any:
    given = {n: v for n, v in plain.items() if n in _PARTS[kind]}
    if kind is Extra:
        given.setdefault("name", "")
        for name in ("types", "params"):
            given[name] = tuple(
                tuple(each) if isinstance(each, list) else each for each in given.get(name, ())
            )
    return kind(**given)


def before_change(
    current: Event, changed: Mapping[str, tuple[Any, Any]]
) -> tuple[Event, tuple[str, ...]]:
    """The event as it was before one change of it, and the fields that stay because they were
    changed again since.

    A three-way merge: the base is what the change left, mine is what was before it. Fields that
    this program does not know are left alone.
    """
    known = {n: pair for n, pair in changed.items() if n in FIELDS}
    before = {n: from_plain(n, was) for n, (was, _became) in known.items()}
    after = {n: from_plain(n, became) for n, (_was, became) in known.items()}
    mine = replace(current, **before)
    merged, conflicts = merge(replace(current, **after), mine, current)
    settled = {n: getattr(current if n in conflicts else merged, n) for n in before}
    return replace(current, **settled), tuple(n for n in conflicts if n in before)
