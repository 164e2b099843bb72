"""Calendars out: events, tasks and journal entries as iCalendar 2.0 (RFC 5545).

An entry that nobody edited goes out as it came, line for line; any other is written from its
fields. The zones that are used stand before the entries, as the standard wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from contactdesk.formats.charsets import is_utf8
from contactdesk.formats.event_difference import differing, says_the_same
from contactdesk.formats.event_editing import edited_lines
from contactdesk.formats.ical_lines import entry_lines, text
from contactdesk.formats.ical_reading import entry_again, traced_entry
from contactdesk.formats.vcard_lines import fold
from contactdesk.formats.zone_reading import makes_sense
from contactdesk.formats.zone_writing import zone_block
from contactdesk.model.event import Event

_ZONE = re.compile(rb';TZID="?([^":;\r\n]+)')
OWN_CALENDAR = b"X-CONTACTDESK-CALENDAR"
_SAID = re.compile(
    rb"^" + OWN_CALENDAR + rb"(?:=\r\n|[^\r\n])*\r\n(?:[ \t][^\r\n]*\r\n)*", re.MULTILINE
)
_BEGIN = re.compile(rb"^BEGIN:(?:VEVENT|VTODO|VJOURNAL)\r$", re.MULTILINE)
_BLOCK = re.compile(rb"^BEGIN:VTIMEZONE\r\n.*?^END:VTIMEZONE\r\n", re.MULTILINE | re.DOTALL)
_TZID = re.compile(rb'^TZID[^:\r\n]*:"?([^"\r\n]+)', re.MULTILINE | re.IGNORECASE)


def write_calendar(
    entries: Iterable[tuple[Event, tuple[bytes, str] | None]],
    head: Iterable[str] = (),
    calendars: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[bytes]:
    """A whole file in pieces; each event comes with the entry it came from last and its version,
    where there is one. Every zone that an entry names is described before them. `head` are lines
    of the calendar itself; `calendars` has the names of those that entries are in, by their ids.
    """
    own: dict[bytes, bytes] = {}
    pieces = [
        in_calendar(_piece(event, original, own), calendars.get(event.calendar, ""))
        for event, original in entries
    ]
    yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ContactDesk//ContactDesk//EN\r\n"
    yield _folded(head)
    named: dict[bytes, None] = {}
    for piece in pieces:
        named |= dict.fromkeys(_ZONE.findall(piece.replace(b"\r\n ", b"")))
    yield from (own.get(name) or zone_block(name.decode("utf-8", "replace")) for name in named)
    yield from pieces
    yield b"END:VCALENDAR\r\n"


def in_calendar(piece: bytes, name: str) -> bytes:
    """An entry that says which calendar it is in, in a line of ours, instead of what it said."""
    if OWN_CALENDAR in piece:
        piece = _SAID.sub(b"", piece)
    if not name:
        return piece
    before, end, after = piece.rpartition(b"END:")
    return before + fold(OWN_CALENDAR + b":" + text(name).encode("utf-8", "replace")) + end + after


def _piece(event: Event, original: tuple[bytes, str] | None, own: dict[bytes, bytes]) -> bytes:
    """An entry; `own` takes in the zones that its file described. Where such a description is
    broken, or another file means something else by its name, the entry is written anew, in the
    zone that it has in the book.
    """
    for name, block in _described(original[0]).items() if original else ():
        is_whole = makes_sense(block)
        if is_whole and own.setdefault(name, block) == block:
            continue
        if is_whole or name != event.time_zone.encode("utf-8", "replace"):
            return entry(event)
    return entry(event, original)


def _described(raw: bytes) -> dict[bytes, bytes]:
    """The zones that stand before an entry, folded, by their names."""
    found: dict[bytes, bytes] = {}
    for block in _BLOCK.findall(raw, 0, _start(raw)):
        name = _TZID.search(block)
        if name is not None:
            lines = b"".join(fold(line) for line in block.split(b"\r\n") if line)
            found[name[1].strip().replace(b"\\,", b",")] = lines
    return found


def _start(raw: bytes) -> int:
    """Where the entry itself begins, after the zones that its file described."""
    begins = _BEGIN.search(raw)
    return begins.start() if begins else 0


def entry(event: Event, original: tuple[bytes, str] | None = None) -> bytes:
    """One entry: as it came where it still says what the event says, with the lines of what
    changed where not, and from its fields where it came as something else.
    """
    if original is None or original[1] != "2.0" or not is_utf8(original[0]):
        return _folded(entry_lines(event))
    traced = traced_entry(*original)
    if traced is None or traced.event.component != event.component:
        return _folded(entry_lines(event))
    start = _start(original[0])
    if says_the_same(traced.event, event):
        return b"".join(fold(line) for line in original[0][start:].split(b"\r\n") if line)
    edited = _folded(edited_lines(event, traced))
    lost = _lost(event, original[0][:start] + edited)
    anew = _folded(entry_lines(event)) if lost else b""
    return edited if not lost or lost <= _lost(event, anew) else anew


def _lost(event: Event, written: bytes) -> set[str]:
    """The fields that a written entry reads otherwise than they are."""
    again = entry_again(written, "2.0")
    return set(differing(again, event)) if again else {"component"}


def _folded(lines: Iterable[str]) -> bytes:
    return b"".join(fold(_one(line).encode("utf-8", "replace")) for line in lines)


def _one(line: str) -> str:
    """Nothing in a value makes a line of its own."""
    return " ".join(line.splitlines()) if not line.isprintable() else line
