"""Calendars out: events, tasks and journal entries as iCalendar 2.0 (RFC 5545).

An entry that nobody edited goes out as it came, line for line; any other is written from its
fields. The zones that are used stand before the entries, as the standard wants it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from contactdesk.formats.charsets import is_utf8
from contactdesk.formats.content_lines import escaped_extra
from contactdesk.formats.ical_reading import entry_again
from contactdesk.formats.vcard_lines import clean, fold, param
from contactdesk.formats.zone_writing import zone_block
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event
from contactdesk.model.event_record import FIELDS

NAMES = {"event": "VEVENT", "task": "VTODO", "journal": "VJOURNAL", "call": "VJOURNAL"}
_OF_THE_BOOK = ("calendar", "about", "deleted_at")
_SAID = tuple(name for name in FIELDS if name not in _OF_THE_BOOK)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_ZONE = re.compile(rb';TZID="?([^":;\r\n]+)')
_BREAKS = re.compile(r"\r\n?|\n")


def write_calendar(entries: Iterable[tuple[Event, tuple[bytes, str] | None]]) -> Iterator[bytes]:
    """A whole file in pieces; each event comes with the entry it came from last and its version,
    where there is one. Every zone that an entry names is described before them.
    """
    pieces = [entry(event, original) for event, original in entries]
    yield b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ContactDesk//ContactDesk//EN\r\n"
    named: dict[bytes, None] = {}
    for piece in pieces:
        named |= dict.fromkeys(_ZONE.findall(piece.replace(b"\r\n ", b"")))
    yield from (zone_block(name.decode("utf-8", "replace")) for name in named)
    yield from pieces
    yield b"END:VCALENDAR\r\n"


def entry(event: Event, original: tuple[bytes, str] | None = None) -> bytes:
    """One entry: as it came where it still says what the event says, else written anew."""
    if original is not None and original[1] == "2.0" and is_utf8(original[0]):
        came = entry_again(*original)
        if came is not None and says_the_same(came, event):
            return b"".join(fold(line) for line in original[0].split(b"\r\n") if line)
    return b"".join(fold(_one(line).encode("utf-8", "replace")) for line in entry_lines(event))


def _one(line: str) -> str:
    """Nothing in a value makes a line of its own."""
    return " ".join(line.splitlines()) if not line.isprintable() else line


def says_the_same(one: Event, other: Event) -> bool:
    """Whether two events say the same, the book's own numbers and places apart."""
    return all(said(one, name) == said(other, name) for name in _SAID)


def differing(one: Event, other: Event) -> tuple[str, ...]:
    """The fields in which two events say something else."""
    return tuple(name for name in _SAID if said(one, name) != said(other, name))


def said(event: Event, name: str) -> object:
    """A field without the book's own numbers, and without the stamp of who wrote it last."""
    value = getattr(event, name)
    if name == "alarms":
        return tuple((a.action, a.minutes_before, a.at, a.from_end, a.description) for a in value)
    if name == "attendees":
        return tuple((a.email, a.name, a.role, a.participation, a.kind) for a in value)
    if name == "extra":
        return sorted((e.name, e.value, e.group, e.types, e.params) for e in value
                      if e.name.upper() != "DTSTAMP")  # fmt: skip
    if name == "organizer" and value is not None:
        return value.email, value.name, value.role, value.participation, value.kind
    return value


def entry_lines(event: Event) -> Iterator[str]:
    """The lines of an entry, not folded, BEGIN to END."""
    name = NAMES[event.component]
    yield f"BEGIN:{name}"
    yield f"UID:{_text(event.uid or event.id)}"
    if not any(each.name.upper() == "DTSTAMP" for each in event.extra):
        yield f"DTSTAMP:{_stamp(event)}"
    yield from _times(event)
    yield from _series(event)
    yield from _words(event)
    yield from _people(event)
    if event.component == "call":
        yield from _call(event)
    for each in event.extra:
        yield from _extra_lines(each)
    for alarm in event.alarms:
        yield from _alarm_lines(alarm)
    yield f"END:{name}"


def _stamp(event: Event) -> str:
    if event.revised_at.endswith("Z"):
        return _basic(event.revised_at)
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def _times(event: Event) -> Iterator[str]:
    end = "DUE" if event.component == "task" else "DTEND"
    for name, at in (("DTSTART", event.starts_at), (end, event.ends_at)):
        if at:
            yield _time(name, at, event.time_zone)
    if event.duration_minutes is not None:
        sign = "-" if event.duration_minutes < 0 else ""
        length = "X-CONTACTDESK-DURATION" if event.component == "call" else "DURATION"
        yield f"{length}:{sign}{_length(abs(event.duration_minutes))}"


def _length(minutes: int) -> str:
    """So many minutes: "PT90M", "P7DT30M"."""
    days, rest = divmod(minutes, 1440)
    return f"P{days}DT{rest}M" if days else f"PT{rest}M"


def _time(name: str, at: str, zone: str, more: str = "") -> str:
    if "/" in at:
        begins, _slash, ends = at.partition("/")
        where = _zone_param(begins, zone)
        return f"{name};VALUE=PERIOD{where}{more}:{_basic(begins)}/{_basic(ends)}"
    if len(at) == len("2026-11-24"):
        return f"{name};VALUE=DATE{more}:{_basic(at)}"
    return f"{name}{_zone_param(at, zone)}{more}:{_basic(at)}"


def _zone_param(at: str, zone: str) -> str:
    return f";TZID={param(zone)}" if zone and not at.endswith("Z") else ""


def _basic(at: str) -> str:
    return at.replace("-", "").replace(":", "")


def _series(event: Event) -> Iterator[str]:
    if event.recurrence_id:
        later = ";RANGE=THISANDFUTURE" if event.and_later else ""
        yield _time("RECURRENCE-ID", event.recurrence_id, event.time_zone, later)
    for rule in event.rrule.splitlines():
        yield f"RRULE:{clean(rule)}"
    for name, times in (("RDATE", event.rdates), ("EXDATE", event.exdates)):
        for at in times:
            yield _time(name, at, event.time_zone)


def _words(event: Event) -> Iterator[str]:
    texts = (
        ("SUMMARY", event.summary), ("DESCRIPTION", event.description),
        ("LOCATION", event.location), ("URL", event.url),
    )  # fmt: skip
    words = (
        ("STATUS", event.status), ("TRANSP", event.transparency), ("CLASS", event.classification)
    )  # fmt: skip
    numbers = (
        ("PRIORITY", event.priority), ("PERCENT-COMPLETE", event.percent),
        ("SEQUENCE", event.sequence),
    )  # fmt: skip
    stamps = (("COMPLETED", event.completed_at), ("LAST-MODIFIED", event.revised_at))
    yield from (f"{name}:{_text(value)}" for name, value in texts if value)
    yield from (f"{name}:{clean(value)}" for name, value in words if value)
    yield from (f"{name}:{value}" for name, value in numbers if value)
    yield from (f"{name}:{_basic(value)}" for name, value in stamps if value)
    if event.categories:
        yield "CATEGORIES:" + ",".join(map(_text, event.categories))


def _call(event: Event) -> Iterator[str]:
    """What makes a journal entry a call. Its length is with the times, under a name of ours too:
    DURATION has no place in a VJOURNAL (RFC 5545, 3.6.3).
    """
    yield f"X-CONTACTDESK-DIRECTION:{clean(event.direction) or 'NONE'}"
    for name, value in (("OUTCOME", event.outcome), ("CHANNEL", event.channel)):
        if value:
            yield f"X-CONTACTDESK-{name}:{_text(value)}"


def _text(value: str) -> str:
    return clean(_BREAKS.sub("\n", value)).translate(_ESCAPES)


def _people(event: Event) -> Iterator[str]:
    if event.organizer is not None:
        yield _person("ORGANIZER", event.organizer)
    for each in event.attendees:
        yield _person("ATTENDEE", each)


def _person(name: str, who: Attendee) -> str:
    known = (("CN", who.name), ("ROLE", who.role), ("PARTSTAT", who.participation),
             ("CUTYPE", who.kind))  # fmt: skip
    mail = clean(who.email).replace("\n", "")
    params = [f";{key}={param(value)}" for key, value in known if value]
    if not mail:  # a name alone stands in its place
        return f"{name}{''.join(params[bool(who.name) :])}:{clean(who.name)}"
    return f"{name}{''.join(params)}:{mail if ':' in mail else f'mailto:{mail}'}"


def _alarm_lines(alarm: Alarm) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield f"ACTION:{clean(alarm.action) or 'DISPLAY'}"
    if alarm.at:
        yield f"TRIGGER;VALUE=DATE-TIME:{_basic(alarm.at)}"
    else:
        before = alarm.minutes_before or 0
        related = ";RELATED=END" if alarm.from_end else ""
        yield f"TRIGGER{related}:{'-' if before >= 0 else ''}{_length(abs(before))}"
    if alarm.description:
        yield f"DESCRIPTION:{_text(alarm.description)}"
    yield "END:VALARM"


def _extra_lines(extra: Extra) -> Iterator[str]:
    if extra.name == "BEGIN":  # a component that nobody here knows
        yield from (clean(line) for line in extra.value.split("\\n") if line.strip())
        return
    types = "".join(f";TYPE={param(kind)}" for kind in extra.types)
    params = "".join(f";{key}={param(value)}" for key, value in extra.params)
    group = f"{extra.group}." if extra.group else ""
    yield f"{group}{extra.name}{types}{params}:{escaped_extra(clean(extra.value))}"
