"""An event as a row of its table, and back. No database here: a reading process uses it too."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from contactdesk.model.event import Event
from contactdesk.model.event_extent import extent
from contactdesk.model.event_record import DEFAULTS, ITEMS, WORDS, from_plain, to_plain
from contactdesk.model.happenings import number_of

READ_COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Event))
"""The columns that `event_of` reads, in the order of an event's own fields."""
EVENT_COLUMNS: tuple[str, ...] = (
    *(name for name in READ_COLUMNS if name != "number"),
    "top_item", "starts_utc", "last_ends_utc", "lasting",
)  # fmt: skip
"""The columns of `event_row`."""

_JSON = (*ITEMS, *WORDS, "organizer")
_JSON_PLACES = [(READ_COLUMNS.index(name), name) for name in _JSON]
_AND_LATER = READ_COLUMNS.index("and_later")
_VALUES = attrgetter(*READ_COLUMNS)
_NUMBER = READ_COLUMNS.index("number")
_ABOUT = EVENT_COLUMNS.index("about")
_KEY_LENGTH = 320  # characters: no longer address is one
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_from_json = json.JSONDecoder().decode


def event_row(event: Event, used: int = 0) -> tuple[Any, ...]:
    """The row of an event whose items are numbered; `used` is the highest number given before."""
    values = list(_VALUES(event))
    for place, _name in _JSON_PLACES:
        value = values[place]
        values[place] = _as_json(to_plain(value)) if value else ""
    values[_AND_LATER] = int(event.and_later)
    del values[_NUMBER]
    found = extent(event)
    return (*values, top_item(event, used), found.starts_utc, found.last_ends_utc,
            int(found.lasting))  # fmt: skip


def top_item(event: Event, used: int = 0) -> int:
    """The highest item number of an event, or the highest one ever used."""
    return max([used, *(int(i.item) for name in ITEMS for i in getattr(event, name))])


def event_of(row: Sequence[Any]) -> Event:
    """The event that a row in `READ_COLUMNS` holds."""
    values = list(row)
    for place, name in _JSON_PLACES:
        text = values[place]
        values[place] = from_plain(name, _from_json(text)) if text else DEFAULTS[name]
    values[_AND_LATER] = bool(values[_AND_LATER])
    return Event(*values)


def about_of(row: Sequence[Any]) -> tuple[str, ...]:
    """Whom the event of a row (`event_row`) is about."""
    return tuple(_from_json(row[_ABOUT])) if row[_ABOUT] else ()


def with_about(
    row: tuple[Any, ...], keys: list[str], names: Mapping[str, str]
) -> tuple[tuple[Any, ...], list[str]]:
    """A row and its `link_keys`, about the same contacts by other names."""
    about = list(dict.fromkeys(names.get(who, who) for who in about_of(row)))
    renamed = list(dict.fromkeys(names.get(key, key) for key in keys))
    return (*row[:_ABOUT], _as_json(about), *row[_ABOUT + 1 :]), renamed


def link_keys(event: Event) -> list[str]:
    """By what contacts are found to have to do with an event."""
    people = event.attendees
    if event.organizer is not None:
        people = (*people, event.organizer)
    mails = (p.email.strip().lower() for p in people)
    number = "" if event.about else number_of(event)
    keys = (*event.about, *mails, number)
    return list(dict.fromkeys(k for k in keys if 0 < len(k) <= _KEY_LENGTH))
