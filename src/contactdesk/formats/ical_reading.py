"""Calendars in: vCalendar 1.0 and iCalendar 2.0 become events, tasks and journal entries.

Every component is read on its own; what is odd in it is a problem with its line, and the component
comes in with the rest. Properties without a field of their own are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, BinaryIO, NamedTuple

from contactdesk.formats.base import Problem
from contactdesk.formats.calendar_fields import description, number, stamp, step, text, word
from contactdesk.formats.calendar_lines import ENTRIES, CalendarLine, Component, components
from contactdesk.formats.calendar_problems import told_problem
from contactdesk.formats.calendar_values import (
    LONGEST_NAME,
    MOST_TIMES,
    attendee,
    calendar_name,
    clock_of_start,
    duration,
    minutes,
    moment,
    moment_of,
    moments_of,
    sent_for,
)
from contactdesk.formats.content_lines import extra_text, split_escaped, unescape
from contactdesk.formats.transcoding import as_utf8
from contactdesk.formats.vcalendar_rules import can_be_followed, rule_of
from contactdesk.formats.zone_reading import FileZones
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event, Step
from contactdesk.model.happenings import MAIL
from contactdesk.model.recurrence import LONGEST
from contactdesk.model.zones import zone_of

SIZE_LIMIT = 256 << 20
_KINDS = {"VEVENT": "event", "VTODO": "task", "VJOURNAL": "journal"}
_VCAL_ALARMS = {"AALARM": "AUDIO", "DALARM": "DISPLAY", "MALARM": "EMAIL", "PALARM": "PROCEDURE"}
_STATUS = {"NEEDS ACTION": "NEEDS-ACTION", "CANCELED": "CANCELLED", "DECLINED": "CANCELLED",
           "SENT": "NEEDS-ACTION", "DONE": "COMPLETED"}  # fmt: skip
_MOST_PROBLEMS = 50
_MOST_RULES = 50  # of one entry
Source = CalendarLine | Component
_PARTS = {kind: attrgetter(*(field.name for field in fields(kind)[:-1]))
          for kind in (Attendee, Alarm, Extra, Step)}  # fmt: skip
_UNTIL = re.compile(r"UNTIL=\d{8}T\d{6}(?![\dZ])")


class Entry(NamedTuple):
    """One component of a file, as `Parsed` is one card: `event` is None when it is unreadable.

    `place` counts the file's events, tasks and journal entries from 0; `text` is the component
    as it stood (unfolded, UTF-8), `raw` the same with the bytes that are no UTF-8, after the
    descriptions of time zones that only its file knows. `calendar` is what the file calls itself,
    `method` in capitals what it was sent for (RFC 5546), "" for nothing.
    """

    place: int
    line: int
    event: Event | None
    problems: tuple[Problem, ...]
    text: str
    version: str
    raw: bytes = b""
    calendar: str = ""
    method: str = ""


def read_entries(stream: BinaryIO, encoding: str = "") -> Iterator[Entry]:
    """Every event, task and journal entry of a calendar file, in order."""
    raw = as_utf8(stream, encoding).read(SIZE_LIMIT)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode()
    place = 0
    for outermost in components(raw, zones_aside=True):
        zones = FileZones(outermost)
        for component in _entries_of(outermost):
            yield _entry(place, component, zones)
            place += 1


class Traced(NamedTuple):
    """An entry with the lines (and components) that its lists came from, item by item."""

    event: Event
    component: Component
    attendees: list[Source]
    alarms: list[Source]
    extra: list[Source]


def entry_again(raw: bytes, version: str) -> Event | None:
    """The event that an `Entry.raw` of that version says; None for none."""
    traced = traced_entry(raw, version)
    return traced.event if traced else None


def traced_entry(raw: bytes, version: str) -> Traced | None:
    """The same, with where each of its items came from."""
    around = (f"BEGIN:VCALENDAR\r\nVERSION:{version}\r\n".encode(), b"END:VCALENDAR\r\n")
    for outermost in components(raw.join(around), zones_aside=True):
        for component in _entries_of(outermost):
            return _traced(component, version, FileZones(outermost))
    return None


def _traced(component: Component, version: str, zones: FileZones) -> Traced | None:
    try:
        reading = _Reading(component, version, zones)
        event = reading.event()
    except Exception:  # as in `_entry`
        return None
    by_list = (reading.sources[name] for name in ("attendees", "alarms", "extra"))
    return Traced(event, component, *by_list)


def _entries_of(component: Component) -> Iterator[Component]:
    if component.name in ENTRIES:
        yield component
        return
    for child in component.children:
        yield from _entries_of(child)


def _entry(place: int, component: Component, zones: FileZones) -> Entry:
    version = _version(component)
    stood = "\r\n".join([*component.texts(), ""])
    described = "".join(zones.texts(component))
    raw = (described + stood).encode("utf-8", "surrogateescape")
    text = stood if stood.isascii() else stood.encode("utf-8", "replace").decode()
    try:
        reading = _Reading(component, version, zones)
        event = reading.event()
        problems = [*component.problems, *reading.problems]
        for child in component.children:
            problems += child.problems
        own = reading.calendar
    except Exception:  # whatever a stranger's bytes set off, the other entries go on
        event, problems, own = None, [(component.number, "unreadable")], ""
    told = tuple(told_problem(*each) for each in problems[:_MOST_PROBLEMS])
    called, method = own or calendar_name(component), sent_for(component)
    return Entry(place, component.number, event, told, text, version, raw, called, method)


def _version(component: Component) -> str:
    calendar = component.calendar
    line = calendar.first("VERSION") if calendar else None
    stated = line.value if line else ""
    return "1.0" if stated.startswith("1") else "2.0"


class _Reading:
    """One component becoming an event."""

    def __init__(self, component: Component, version: str, zones: FileZones) -> None:
        self.component = component
        self.lines, self.problems = zones.settled(component)
        self.is_old = version == "1.0"
        self.values: dict[str, Any] = {"component": _KINDS[component.name]}
        self.rules: list[str] = []
        self.rdates: list[tuple[str, str]] = []  # each with the zone that it names
        self.exdates: list[tuple[str, str]] = []
        self.recurrence_zone = ""
        self.categories: list[str] = []
        self.paragraphs: list[str] = []
        self.attendees: list[Attendee] = []
        self.alarms: list[Alarm] = []
        self.alarm_lines: list[CalendarLine] = []
        self.extra: list[Extra] = []
        self.end_zone = ""
        self.calendar = ""  # that it says it is in
        self.sources: dict[str, list[Source]] = {"attendees": [], "alarms": [], "extra": []}

    def event(self) -> Event:
        """The event that the component's lines say."""
        for line in self.lines:
            read = _READERS.get(line.head.key, _Reading.keep)
            if line.value.strip() or read is _Reading.keep:
                read(self, line)
        for child in self.component.children:
            if child.name == "VALARM":
                self._take_alarm(child)
            else:
                self._keep_component(child)
        self._settle_times()
        for line in self.alarm_lines:
            self._old_alarm(line)
        if self.paragraphs:
            self.values["description"] = "\n\n".join(dict.fromkeys(self.paragraphs))
        if not self.values.get("summary") and len(self.values) == 1 and not self.extra:
            self.problems.append((self.component.number, "empty"))
        return self._finished()

    def _finished(self) -> Event:
        numbered: dict[str, Any] = {}
        top = 0
        for name in ("attendees", "alarms", "extra"):
            items = getattr(self, name)
            numbered[name] = tuple(_with_number(item, top + n) for n, item in enumerate(items, 1))
            top += len(items)
        steps = self.values.pop("steps", ())
        numbered["steps"] = tuple(_with_number(item, top + n) for n, item in enumerate(steps, 1))
        return Event(
            **self.values,
            rrule="\n".join(self.rules),
            rdates=self._moments(self.rdates),
            exdates=self._moments(self.exdates),
            categories=tuple(dict.fromkeys(c for c in self.categories if c)),
            **numbered,
        )

    # ── lines ───────────────────────────────────────────────────────────────────────────

    def text(self, line: CalendarLine) -> str:
        """The text of a line, unescaped."""
        return unescape(line.value) if "\\" in line.value else line.value

    def keep(self, line: CalendarLine) -> None:
        """Keep a property that has no field."""
        head = line.head
        types = head.types
        self.extra.append(Extra(head.name, extra_text(line.value), head.group, types, head.params))
        self.sources["extra"].append(line)

    def read_start(self, line: CalendarLine) -> None:
        """When it begins, and in which zone."""
        if not (at := moment_of(line)):
            self.problems.append((line.number, "no-time"))
            return
        self.values["starts_at"] = at
        self._take_zone(line, at)

    def _take_zone(self, line: CalendarLine, at: str) -> None:
        zone = line.head.param("TZID").strip()
        if zone and len(at) > 10 and not at.endswith("Z"):
            self.values.setdefault("time_zone", zone)
            if zone_of(zone) is None:
                self.problems.append((line.number, "no-zone"))

    def read_end(self, line: CalendarLine) -> None:
        """When it ends, or is due."""
        if not (at := moment_of(line)):
            self.problems.append((line.number, "no-time"))
            return
        self.values["ends_at"] = at
        self.end_zone = line.head.param("TZID").strip()

    def read_duration(self, line: CalendarLine) -> None:
        """How long it lasts."""
        lasts = duration(line.value)
        if lasts is None:
            self.problems.append((line.number, "no-time"))
        else:
            self.values["duration_minutes"] = minutes(lasts)

    def read_recurrence_id(self, line: CalendarLine) -> None:
        """Which occurrence of its series it is instead of."""
        self.values["recurrence_id"] = moment_of(line) or line.value
        self.recurrence_zone = line.head.param("TZID").strip()
        if line.head.param("RANGE").upper() == "THISANDFUTURE":
            self.values["and_later"] = True

    def read_rule(self, line: CalendarLine) -> None:
        """How it repeats."""
        if len(self.rules) >= _MOST_RULES:
            self.problems.append((line.number, "too-many"))
            return
        value = rule_of(line.value) if len(line.value) <= LONGEST else ""
        if value and value not in self.rules:
            self.rules.append(value)
            if not can_be_followed(value):
                self.problems.append((line.number, "odd-rule"))
        elif not value:
            self.problems.append((line.number, "no-rule"))
            self.keep(line)

    def read_rdates(self, line: CalendarLine) -> None:
        """Further times."""
        self._take_moments(line, self.rdates)

    def read_exdates(self, line: CalendarLine) -> None:
        """Times on which it does not happen."""
        self._take_moments(line, self.exdates)

    def _take_moments(self, line: CalendarLine, into: list[tuple[str, str]]) -> None:
        found = moments_of(line, MOST_TIMES - len(into))
        if len(found) > MOST_TIMES - len(into):
            self.problems.append((line.number, "too-many"))
            found = found[: MOST_TIMES - len(into)]
        zone = line.head.param("TZID").strip()
        into += [(each, zone) for each in found if each]
        if not all(found):
            self.problems.append((line.number, "no-time"))

    def read_categories(self, line: CalendarLine) -> None:
        """Its categories; vCalendar 1.0 parts them by semicolons."""
        separator = ";" if self.is_old and ";" in line.value else ","
        self.categories += [word.strip() for word in split_escaped(line.value, separator)]

    def read_about(self, line: CalendarLine) -> None:
        """Whom it is about, as a contact is known elsewhere, or who takes part: a line each."""
        name = "about" if line.head.name.upper().endswith("ABOUT") else "colleagues"
        self.values[name] = (*self.values.get(name, ()), self.text(line))

    def read_calendar(self, line: CalendarLine) -> None:
        """Which of several calendars of a file of ours it is in."""
        self.calendar = " ".join(self.text(line).split())[:LONGEST_NAME]

    def read_attendee(self, line: CalendarLine) -> None:
        """Who takes part."""
        found = attendee(line)
        if self.is_old and line.head.param("ROLE").upper() in ("OWNER", "ORGANIZER"):
            self.values.setdefault("organizer", found)
        self.attendees.append(found)
        self.sources["attendees"].append(line)

    def read_organizer(self, line: CalendarLine) -> None:
        """Who invites."""
        self.values["organizer"] = attendee(line)

    def read_own_organizer(self, line: CalendarLine) -> None:
        """Who invites, as KOrganizer writes it into vCalendar, which has no ORGANIZER."""
        if self.is_old and line.value.strip():
            self.values.setdefault("organizer", attendee(line))
        self.keep(line)

    def read_status(self, line: CalendarLine) -> None:
        """Whether it is certain, done, called off."""
        stated = line.value.strip().upper()
        self.values["status"] = _STATUS.get(stated, stated)

    def read_direction(self, line: CalendarLine) -> None:
        """That a journal entry is a call, as `ical_writing` says it, and which way it went."""
        if self.values["component"] != "journal":
            self.keep(line)
            return
        stated = line.value.strip().lower()
        self.values |= {"component": "call", "direction": "" if stated == "none" else stated}

    def read_mail(self, line: CalendarLine) -> None:
        """That a journal entry is a mail, and which way it went."""
        if self.values["component"] != "journal":
            self.keep(line)
            return
        stated = line.value.strip().lower()
        self.values |= {"channel": MAIL, "direction": "" if stated == "none" else stated}

    def read_transparency(self, line: CalendarLine) -> None:
        """Whether it takes time; vCalendar 1.0 counts: 0 does, all others do not."""
        stated = line.value.strip().upper()
        if self.is_old and stated.isdecimal():
            stated = "TRANSPARENT" if stated.strip("0") else "OPAQUE"
        self.values.setdefault("transparency", stated)

    def read_old_alarm(self, line: CalendarLine) -> None:
        """Remember an alarm of vCalendar 1.0 until it is known when it all begins."""
        self.alarm_lines.append(line)

    # ── what the whole component says ───────────────────────────────────────────────────

    def _settle_times(self) -> None:
        values = self.values
        starts, ends = values.get("starts_at", ""), values.get("ends_at", "")
        if not starts and len(ends) > 10 and not ends.endswith("Z") and self.end_zone:
            values["time_zone"] = self.end_zone
        elif starts and ends:
            ends = values["ends_at"] = self._in_zone_of_start(ends, self.end_zone)
        if self.recurrence_zone and moment(values.get("recurrence_id", "")):
            at = values["recurrence_id"]
            values["recurrence_id"] = self._in_zone_of_start(at, self.recurrence_zone)
        if not starts and values["component"] == "event":
            self.problems.append((self.component.number, "no-start"))
        if starts and ends and len(starts) == len(ends) and ends < starts:
            self.problems.append((self.component.number, "end-before-start"))
            del values["ends_at"]
        if starts.endswith("Z"):  # then the end of a rule is in UTC too (RFC 5545, 3.3.10)
            self.rules = [_UNTIL.sub(r"\g<0>Z", rule) for rule in self.rules]

    def _moments(self, found: list[tuple[str, str]]) -> tuple[str, ...]:
        """Times of a list by the clock of the start; what says UTC keeps saying it."""
        starts, own = self.values.get("starts_at", ""), self.values.get("time_zone", "")
        told = {
            "/".join(
                at if at.endswith("Z") or not zone else clock_of_start(at, zone, starts, own)
                for at in times.split("/")
            ): None
            for times, zone in found
        }
        return tuple(told)

    def _in_zone_of_start(self, at: str, zone: str) -> str:
        starts, own = self.values.get("starts_at", ""), self.values.get("time_zone", "")
        return clock_of_start(at, zone, starts, own)

    def _take_alarm(self, component: Component) -> None:
        action = component.first("ACTION")
        text = component.first("DESCRIPTION")
        trigger = component.first("TRIGGER")
        if trigger is None:
            self._keep_component(component)
            return
        lasts, at = duration(trigger.value), moment(trigger.value)
        if lasts is None and not at:
            self.problems.append((trigger.number, "no-time"))
            return
        before = None if lasts is None else -minutes(lasts)
        if before is None:
            before = self._before(at)
        self.sources["alarms"].append(component)
        self.alarms.append(
            Alarm(
                action.value.upper() if action else "DISPLAY",
                before,
                at if lasts is None else "",
                trigger.head.param("RELATED").upper() == "END",
                self.text(text) if text else "",
            )
        )

    def _old_alarm(self, line: CalendarLine) -> None:
        """`AALARM:20261122T095000;PT5M;2;file`: when, again after, how often, what."""
        first, *rest = line.value.split(";")
        at = moment(first)
        lasts = duration(first) if not at else None
        if not at and lasts is None:
            self.problems.append((line.number, "no-time"))
            return
        before = self._before(at) if at else -minutes(lasts or timedelta())
        said = rest[2] if len(rest) > 2 else ""
        self.sources["alarms"].append(line)
        self.alarms.append(Alarm(_VCAL_ALARMS[line.head.key], before, at, False, said))

    def _before(self, at: str) -> int | None:
        starts: str = self.values.get("starts_at", "")
        at = self._in_zone_of_start(at, "")
        if len(starts) != len(at) or len(at) == 10:
            return None
        begins = datetime.fromisoformat(starts.removesuffix("Z"))
        return minutes(begins - datetime.fromisoformat(at.removesuffix("Z")))

    def _keep_component(self, component: Component) -> None:
        text = "\n".join(component.texts())
        self.extra.append(Extra("BEGIN", text.replace("\n", "\\n")))
        self.sources["extra"].append(component)


def _with_number(item: Any, number: int) -> Any:
    """The number is the last field of all of these."""
    kind = type(item)
    return kind(*_PARTS[kind](item), number)


_READERS: dict[str, Callable[[_Reading, CalendarLine], None]] = {
    "UID": text("uid"),
    "SUMMARY": text("summary"),
    "DESCRIPTION": description,
    "LOCATION": text("location"),
    "URL": text("url"),
    "DTSTART": _Reading.read_start,
    "DTEND": _Reading.read_end,
    "DUE": _Reading.read_end,
    "DURATION": _Reading.read_duration,
    "RECURRENCE-ID": _Reading.read_recurrence_id,
    "RRULE": _Reading.read_rule,
    "RDATE": _Reading.read_rdates,
    "EXDATE": _Reading.read_exdates,
    "CATEGORIES": _Reading.read_categories,
    "ATTENDEE": _Reading.read_attendee,
    "ORGANIZER": _Reading.read_organizer,
    "X-ORGANIZER": _Reading.read_own_organizer,
    "STATUS": _Reading.read_status,
    "PRIORITY": number("priority"),
    "PERCENT-COMPLETE": number("percent"),
    "SEQUENCE": number("sequence"),
    "COMPLETED": stamp("completed_at"),
    "LAST-MODIFIED": stamp("revised_at"),
    "TRANSP": _Reading.read_transparency,
    "CLASS": word("classification"),
    "X-CONTACTDESK-DIRECTION": _Reading.read_direction,
    "X-CONTACTDESK-OUTCOME": text("outcome"),
    "X-CONTACTDESK-CHANNEL": text("channel"),
    "X-CONTACTDESK-MAIL": _Reading.read_mail,
    "X-CONTACTDESK-DURATION": _Reading.read_duration,
    "X-CONTACTDESK-ABOUT": _Reading.read_about,
    "X-CONTACTDESK-WITH": _Reading.read_about,
    "X-CONTACTDESK-DEAL": text("deal"),
    "X-CONTACTDESK-OWNER": text("owner"),
    "X-CONTACTDESK-GIVEN-BY": text("given_by"),
    "X-CONTACTDESK-STEP": step,
    "X-CONTACTDESK-CALENDAR": _Reading.read_calendar,
    **dict.fromkeys(_VCAL_ALARMS, _Reading.read_old_alarm),
}
