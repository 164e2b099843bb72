"""What an import makes of an event that the book has, from what its file says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contactdesk.i18n import _
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event, Step
from contactdesk.model.event_record import ITEMS, LABELS, merge, numbered

_OF_THE_BOOK = ("calendar", "about", "deal", "deleted_at")  # no file says these
_STAMPS = {"DTSTAMP"}  # when a file was written: another one is no change


def refreshed(current: Event, incoming: Event, base: Event | None) -> tuple[Event, tuple[str, ...]]:
    """The event with all that its file says anew, and the fields in which the two differ.

    `base` is what the file said when it came last, if it ever did. What was edited here since
    stays, and so does all that was here where there is no such base.
    """
    own: dict[str, Any] = {name: getattr(current, name) for name in _OF_THE_BOOK}
    known = replace(base or Event(component=current.component), **own)
    theirs = _aligned(replace(incoming, **own), known if base else current)
    result, differing = merge(known, current, theirs)
    kept = replace(result, id=current.id, number=current.number, revision=current.revision)
    top = max([0, *(i.item for e in (known, current) for n in ITEMS for i in getattr(e, n))])
    return numbered(kept, top), differing


def about_more(event: Event, other: Event) -> Event:
    """The event, about those too whom the other is about."""
    both = tuple(dict.fromkeys((*event.about, *other.about)))
    return replace(event, about=both) if both != event.about else event


def with_theirs(result: Event, incoming: Event, fields: Sequence[str]) -> Event:
    """The refreshed event with the file's word in some fields."""
    values: dict[str, Any] = {name: getattr(incoming, name) for name in fields}
    top = max([0, *(i.item for n in ITEMS for i in getattr(result, n))])
    for name in values.keys() & ITEMS.keys():
        values[name] = tuple(replace(item, item=0) for item in values[name])
    return numbered(replace(result, **values), top) if values else result


def with_note(result: Event, incoming: Event, fields: Sequence[str], source: str) -> Event:
    """The refreshed event, and what file `source` says otherwise at its description's end."""
    lines = []
    for name in fields:
        if value := said(incoming, name):
            words = _("{field}: {value}").format(field=_(LABELS[name]), value=value)
            lines.append(value if name == "description" else words)
    new = [line for line in lines if line not in result.description]
    if not new:
        return result
    told = [result.description, ""] if result.description else []
    head = _("From {file}:").format(file=source)
    return replace(result, description="\n".join([*told, head, *new]))


def said(event: Event, name: str) -> str:
    """A field in plain words."""
    value = getattr(event, name)
    return ", ".join(map(_said, value)) if isinstance(value, tuple) else _said(value)


def _said(value: Any) -> str:
    if isinstance(value, Attendee):
        return value.name or value.email
    if isinstance(value, Alarm):
        return value.at or f"-{value.minutes_before}"
    if isinstance(value, Extra):
        return f"{value.name}: {value.value}"
    if isinstance(value, Step):
        return value.text
    return "" if value is None else str(value)


def _aligned(incoming: Event, known: Event) -> Event:
    """The event whose items have the numbers of the same ones in `known`, new ones none."""
    changed: dict[str, Any] = {}
    for name in ITEMS:
        numbers: dict[Any, list[Any]] = {}
        for item in getattr(known, name):
            numbers.setdefault(_key(item), []).append(item)
        changed[name] = tuple(
            _as_known(item, numbers.get(_key(item), []))
            for item in getattr(incoming, name)
            if not _is_stamp(item) or _key(item) in numbers  # a stamp alone is nothing new
        )
    return replace(incoming, **changed)


def _as_known(item: Any, same: list[Any]) -> Any:
    if not same:
        return replace(item, item=0)
    number = same.pop(0)
    return number if _is_stamp(item) else replace(item, item=number.item)


def _is_stamp(item: Any) -> bool:
    return isinstance(item, Extra) and item.name.upper() in _STAMPS


def _key(item: Any) -> Any:
    """By what an item is the same as before, though the rest of it may have changed."""
    if isinstance(item, Attendee):
        return item.email.lower() or item.name
    if isinstance(item, Alarm):
        return replace(item, item=0)
    if isinstance(item, Step):
        return item.text
    if _is_stamp(item):
        return item.name.upper()
    return replace(item, item=0)
