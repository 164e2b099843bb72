"""An event as a row of its table, and back. No database here: a reading process uses it too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contactdesk.model.event import Event
from contactdesk.model.event_extent import extent
from contactdesk.model.event_record import EVENTS
from contactdesk.model.happenings import number_of
from contactdesk.store.record_rows import RecordRows, as_json, from_json

_KEY_LENGTH = 320  # characters: no longer address is one


class EventRows(RecordRows[Event]):
    """Events in their table, with where their whole series lies in time."""

    more = ("starts_utc", "last_ends_utc", "lasting")

    def derived(self, record: Event) -> tuple[Any, ...]:
        """The series' first beginning and last end, and whether it repeats or lasts long."""
        found = extent(record)
        return found.starts_utc, found.last_ends_utc, int(found.lasting)


ROWS = EventRows(EVENTS)
READ_COLUMNS = ROWS.read_columns
EVENT_COLUMNS = ROWS.columns
event_row = ROWS.row
event_of = ROWS.record_of
top_item = ROWS.top_item
_ABOUT = EVENT_COLUMNS.index("about")


def about_of(row: Sequence[Any]) -> tuple[str, ...]:
    """Whom the event of a row (`event_row`) is about."""
    return tuple(from_json(row[_ABOUT])) if row[_ABOUT] else ()


def with_about(
    row: tuple[Any, ...], keys: list[str], names: Mapping[str, str]
) -> tuple[tuple[Any, ...], list[str]]:
    """A row and its `link_keys`, about the same contacts by other names."""
    about = list(dict.fromkeys(names.get(who, who) for who in about_of(row)))
    renamed = list(dict.fromkeys(names.get(key, key) for key in keys))
    return (*row[:_ABOUT], as_json(about), *row[_ABOUT + 1 :]), renamed


def link_keys(event: Event) -> list[str]:
    """By what contacts are found to have to do with an event."""
    people = event.attendees
    if event.organizer is not None:
        people = (*people, event.organizer)
    mails = (p.email.strip().lower() for p in people)
    number = "" if event.about else number_of(event)
    keys = (*event.about, *mails, number)
    return list(dict.fromkeys(k for k in keys if 0 < len(k) <= _KEY_LENGTH))
