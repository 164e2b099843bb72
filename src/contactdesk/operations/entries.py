"""Entries of calendars (appointments, tasks, journal entries) on their way from the reading process
into the book: what the child makes of each, and what the program gets.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, BinaryIO, NamedTuple

from contactdesk.errors import FormatError
from contactdesk.formats.ical_reading import SIZE_LIMIT, Entry, entry_again
from contactdesk.formats.jsonl_event_reading import VERSION as LINES
from contactdesk.formats.jsonl_event_reading import read_event, read_events
from contactdesk.formats.registry import Choices, entry_reader
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_record import ITEMS, numbered
from contactdesk.store.event_rows import EVENT_COLUMNS, event_row, link_keys

_UID = EVENT_COLUMNS.index("uid")
_SEQUENCE, _REVISED = EVENT_COLUMNS.index("sequence"), EVENT_COLUMNS.index("revised_at")
_INSTEAD_OF = EVENT_COLUMNS.index("recurrence_id")
LINES_A_FRAME = 100


class EntryCard(NamedTuple):
    """An entry as the child hands it over; `row` (`event_row`) is None when it could not be read.

    `keys` are the row's links, `raw` is what the file said, unfolded; `calendar` is the name of
    the calendar that it is to be in where it is new, "" for the first one; `method` says what it
    was sent for.
    """

    place: int  # among the file's events, tasks and journal entries, from 0
    line: int
    name: str
    problems: tuple[tuple[int, str, str], ...]
    row: tuple[Any, ...] | None
    keys: list[str]
    raw: bytes
    version: str
    calendar: str = ""
    method: str = ""

    @property
    def uid(self) -> str:
        """What it is known by: its own identifier, or one made of its text."""
        return str(self.row[_UID]) if self.row else ""

    @property
    def stamp(self) -> tuple[int, str]:
        """Which of two forms of one entry is the newer: by what its calendar counts, then by
        time."""
        return (self.row[_SEQUENCE], self.row[_REVISED]) if self.row else (0, "")

    @property
    def key(self) -> tuple[str, str]:
        """By what it is the same as one of the book: its identifier, and which occurrence of that
        series it is instead of."""
        return (self.uid, str(self.row[_INSTEAD_OF])) if self.row else ("", "")


def entry_frames(stream: BinaryIO, choices: Choices) -> Iterator[tuple[list[EntryCard], int]]:
    """The entries of a calendar file, some at a time, and how many bytes they are.

    Raises `FormatError` for a file that is too large, and for one without any entry.
    """
    empty = True
    for frame in _frames(_entries_of(stream, choices), choices):
        empty = False
        yield frame
    if empty:
        raise FormatError(_("This calendar holds no appointments, tasks or notes."))


def line_frames(
    stream: BinaryIO, choices: Choices, first: int
) -> Iterator[tuple[list[EntryCard], int]]:
    """The same of our own JSON Lines, where they stand among `first` contacts, or of none."""
    for cards, size in _frames(read_events(stream), choices):
        yield [card._replace(place=first + card.place) for card in cards], size


def _entries_of(stream: BinaryIO, choices: Choices) -> Iterator[Entry]:
    if os.fstat(stream.fileno()).st_size > SIZE_LIMIT:
        words = _("This calendar is larger than {n} MB. Save it in parts and import these.")
        raise FormatError(words.format(n=SIZE_LIMIT >> 20))
    read = entry_reader(str(choices.get("format") or ""))
    yield from read(stream, str(choices.get("encoding") or ""))


def _frames(entries: Iterator[Entry], choices: Choices) -> Iterator[tuple[list[EntryCard], int]]:
    found: list[EntryCard] = []
    size = 0
    for entry in entries:
        found.append(_card(entry, str(choices.get("into_calendar") or entry.calendar)))
        size += len(found[-1].raw)
        if len(found) >= LINES_A_FRAME:
            yield found, size
            found = []
    if found:
        yield found, size


def _card(entry: Entry, calendar: str) -> EntryCard:
    raw = entry.raw
    problems = tuple((p.line, p.code, p.message) for p in entry.problems)
    name, row, keys = "", None, list[str]()
    if entry.event is not None:
        event = known_by(entry.event, raw)
        try:
            event, row = storable(settled(event))
            name, keys = event.summary, link_keys(event)
        except (ValueError, OverflowError, RecursionError) as error:  # one must never stop others
            reason = _("This entry could not be understood ({error}).").format(error=error)
            problems = (*problems, (entry.line, "unreadable", reason))
    return EntryCard(
        entry.place, entry.line, name, problems, row, keys, raw, entry.version, _fixed(calendar),
        entry.method,
    )  # fmt: skip


def known_by(event: Event, raw: bytes) -> Event:
    """The event with an identifier: where the file gave none, one that its text always gets."""
    if event.uid:
        return event
    text = raw.replace(b"\r\n", b"\n").strip()
    return replace(event, uid=f"text-{hashlib.sha256(text).hexdigest()[:32]}")


def storable(event: Event) -> tuple[Event, tuple[Any, ...]]:
    """The event and its row, without what no database takes: NULs, and bytes that are no text."""
    row = event_row(event)
    texts = "".join([value for value in row if type(value) is str])
    is_text = texts.isascii() or texts.encode("utf-8", "replace").decode() == texts
    if is_text and "\0" not in texts and "\\u0000" not in texts:
        return event, row
    fixed: Event = _fixed(event)
    return fixed, event_row(fixed)


def _fixed(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(map(_fixed, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _fixed(getattr(value, f.name)) for f in fields(value)})
    return value


def settled(event: Event) -> Event:
    """With every item's own number (the reader gives them, as a rule)."""
    seen = [i.item for name in ITEMS for i in getattr(event, name)]
    if 0 not in seen and len(set(seen)) == len(seen):
        return event
    bare = {n: tuple(replace(i, item=0) for i in getattr(event, n)) for n in ITEMS}
    return numbered(replace(event, **dict[str, Any](bare)))


def event_again(raw: bytes, version: str) -> Event | None:
    """The event that an entry was read as, with its identifier and numbered items."""
    found = read_event(raw) if version == LINES else entry_again(raw, version)
    return storable(settled(known_by(found, raw)))[0] if found is not None else None
