"""Calendars out as vCalendar 1.0: entries made to fit, the untouched as they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from contactdesk.formats.charsets import is_utf8
from contactdesk.formats.event_difference import differing, says_the_same
from contactdesk.formats.event_editing import Grammar, edited_lines
from contactdesk.formats.ical_reading import entry_again, traced_entry
from contactdesk.formats.ical_writing import OWN_CALENDAR, in_calendar
from contactdesk.formats.vcal_fitting import Fitted
from contactdesk.formats.vcal_lines import (
    alarm_lines,
    encoded,
    entry_lines,
    extra_lines,
    line,
    person,
    properties,
)
from contactdesk.formats.zone_writing import summer_times, written_offset
from contactdesk.model.event import Event
from contactdesk.model.zones import zone_of

VERSION = "1.0"
_OLD = Grammar(properties, person, alarm_lines, extra_lines)
_YEARS = 5  # of summer times are listed after the first


def write_calendar(
    entries: Iterable[Fitted],
    head: Iterable[str] = (),
    calendars: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[bytes]:
    """A whole file in pieces; `head` are lines of the calendar itself, `calendars` the names of
    those that entries are in, by their ids."""
    found = list(entries)
    yield b"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nPRODID:-//ContactDesk//ContactDesk//EN\r\n"
    yield encoded([*head, *_zone_lines(found)])
    for each in found:
        name = calendars.get(each.event.calendar, "")
        piece = in_calendar(entry(each.event, each.original), "")
        before, end, after = piece.rpartition(b"END:")
        yield before + (encoded([line(OWN_CALENDAR.decode(), name)]) if name else b"") + end + after
    yield b"END:VCALENDAR\r\n"


def _zone_lines(entries: Iterable[Fitted]) -> Iterator[str]:
    """What the clock is to the series of the file, where all have one zone."""
    zoned = [each for each in entries if each.zone]
    names = {each.zone for each in zoned}
    zone = zone_of(names.pop()) if len(names) == 1 else None
    if zone is None:
        return
    years = [int(each.event.starts_at[:4]) for each in zoned if each.event.starts_at]
    first = min(years, default=2000)
    standard, times = summer_times(zone.key, first, first + _YEARS)
    yield f"TZ:{written_offset(standard)}"
    for begins, ends, offset, name, other in times:
        span = f"{begins:%Y%m%dT%H%M%S};{ends:%Y%m%dT%H%M%S}"
        yield f"DAYLIGHT:TRUE;{written_offset(offset)};{span};{other};{name}"


def entry(event: Event, original: tuple[bytes, str] | None = None) -> bytes:
    """One entry that fits: as it came, with the lines of what changed, or from its fields."""
    if original is None or original[1] != VERSION or not is_utf8(original[0]):
        return encoded(entry_lines(event))
    traced = traced_entry(*original)
    if traced is None or traced.event.component != event.component:
        return encoded(entry_lines(event))
    if says_the_same(traced.event, event):
        text = original[0].decode()
        return encoded(each for each in text.split("\r\n") if each)
    edited = encoded(edited_lines(event, traced, _OLD))
    again = entry_again(edited, VERSION)
    return edited if again and not differing(again, event) else encoded(entry_lines(event))
