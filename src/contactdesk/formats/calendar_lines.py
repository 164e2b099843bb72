"""The components of a calendar file: nested BEGIN … END with the content lines between them.

One reader for vCalendar 1.0 and iCalendar 2.0 (RFC 5545, section 3.1): bytes are unfolded before
they are decoded, quoted-printable breaks and unindented base64 are joined, and every component
stands on its own: what is odd in one costs the others nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from contactdesk.formats.calendar_runs import BEGUN, CALENDARS, ZONES, Lines
from contactdesk.formats.content_lines import decode_value, repaired, split_head
from contactdesk.formats.heads import Head, parse_head

LINE_LIMIT = 1 << 20
ATTACHMENT_LIMIT = 20 << 20
MOST_LINES = 20_000  # of one component
DEEPEST = 20
_MOST_CHILDREN = 500  # of an entry, or of a time zone
_MOST_PROBLEMS = 1_000  # of one component that are noted
ENTRIES = ("VEVENT", "VTODO", "VJOURNAL")
_APART = (*ENTRIES, "VTIMEZONE", "VFREEBUSY", "VAVAILABILITY")
"""Components that never stand in one another: the second begins where the first was cut off."""
_EDGE = re.compile(r"\s*(begin|end)\s*:\s*([\w-]+)\s*", re.IGNORECASE)
_ZONE_WITH_COLONS = re.compile(
    r"([\w-]+(?:;[^\":]*)?;TZID=)([^\":]*:[^\"]*):(\s*\d{8}[^:]*)", re.IGNORECASE
)
"""Outlook's zones ("tzone://Microsoft/Utc") ought to stand in quotes and do not always."""
_NO_EDGE = frozenset(bytes((byte,)) for byte in b"ACDFGHIJKLMNOPQRSTUVWXYZacdfghijklmnopqrstuvwxyz")
"""What no line begins with on which a component does, or ends."""
_NO_TEXT = dict.fromkeys([*range(9), 11, 12, *range(14, 27), *range(28, 32), 127])
_LONG_TEXTS = ("DESCRIPTION", "COMMENT")
_TEXTS = ("DESCRIPTION", "COMMENT", "SUMMARY", "LOCATION")


_ONCE = ("deep", "too-many")


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A content line: its head, its value (decoded, escapes as they stand), where it stands."""

    head: Head
    value: str
    number: int
    text: str


@dataclass(slots=True)
class Component:
    """A component: its name in capitals, the line on which it begins (from 1), what is in it.

    `problems` are (line, code); `zones` are descriptions of time zones that were set aside, many
    in one text.
    """

    name: str
    number: int
    lines: list[CalendarLine] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    calendar: Component | None = None
    zones: list[bytes] = field(default_factory=list)

    def values(self, key: str) -> list[CalendarLine]:
        """All lines of a property (its name in capitals)."""
        return [line for line in self.lines if line.head.key == key]

    def first(self, key: str) -> CalendarLine | None:
        """The first line of a property that says something."""
        return next((line for line in self.lines if line.head.key == key and line.value), None)

    def texts(self) -> Iterator[str]:
        """Its logical lines as they were, with those of the components in it."""
        yield f"BEGIN:{self.name}"
        yield from (line.text for line in self.lines)
        for child in self.children:
            yield from child.texts()
        yield f"END:{self.name}"


def components(raw: bytes, zones_aside: bool = False) -> Iterator[Component]:
    """The calendars of a file, and what stands in none, each with everything in it.

    With `zones_aside` the time zones of a calendar are not read: it has them in its `zones`;
    calendars with nothing in them are left out.
    """
    lines = Lines(raw)
    reading = _Reading(lines, zones_aside)
    for number, data in lines:
        if done := reading.take(number, data):
            yield done
        if reading.is_full:
            lines.skip()
    yield from reading.ended()


@lru_cache(maxsize=256)
def _edge(data: bytes) -> tuple[str, str] | None:
    """Whether a line begins or ends a component, and which."""
    found = _EDGE.fullmatch(data.decode("utf-8", "surrogateescape"))
    return (found[1].lower(), found[2].upper()) if found else None


class _Reading:
    """The components that are open, from the outermost."""

    def __init__(self, lines: Lines, zones_aside: bool) -> None:
        self._lines = lines
        self._zones_aside = zones_aside
        self._open: list[Component] = []
        self._only_begun = False  # what stood before this

    def take(self, number: int, data: bytes) -> Component | None:
        """Take one logical line; the outermost component if that ended it."""
        edge = _edge(data) if data[:1] not in _NO_EDGE and len(data) < 100 else None
        if edge is not None:
            kind, name = edge
            return self._begin(name, number) if kind == "begin" else self._end(name, number)
        if self._open and data and not data.isspace():
            self._add(self._open[-1], number, data.decode("utf-8", "surrogateescape"))
        return None

    @property
    def is_full(self) -> bool:
        """Whether what is open has as many lines as are read of one component."""
        return bool(self._open) and len(self._open[-1].lines) >= MOST_LINES

    @staticmethod
    def _note(component: Component, number: int, code: str) -> None:
        """Note a problem; of those that come by the thousand only the first of them all."""
        problems = component.problems
        again = code in _ONCE and problems and problems[-1][1] == code
        if len(problems) < _MOST_PROBLEMS and not again:
            problems.append((number, code))

    def _begin(self, name: str, number: int) -> Component | None:
        if self._is_passed(name, number):
            return None
        done = None
        if name == "VCALENDAR" and self._open:
            done = self._close_all(number)
        elif name in _APART and self._is_in_entry():
            done = self._cut(number)
        calendar = self._open[0] if self._open and self._open[0].name == "VCALENDAR" else None
        begun = Component(name, number, calendar=calendar)
        if self._only_begun:
            self._note(begun, number, "cut")
            self._only_begun = False
        if self._open:
            self._open[-1].children.append(begun)
        self._open.append(begun)
        return done

    def _is_passed(self, name: str, number: int) -> bool:
        """Pass over what is not read: what is too deep or too much, what only begins, and what
        stands in a calendar and is no entry. Its zones are kept for later.
        """
        if name in _APART or name == "VCALENDAR":
            return self._is_run(name)
        code = "deep" if len(self._open) >= DEEPEST else "too-many" if self._is_crowded() else ""
        if code:
            self._note(self._open[-1], number, code)
        elif not self._is_in_calendar():
            return False
        self._lines.pass_parts()
        return True

    def _is_run(self, name: str) -> bool:
        """Pass over what only begins, and where zones are set aside, those and empty calendars."""
        if name == "VTIMEZONE" and self._zones_aside and self._is_in_calendar():
            zones = self._lines.passed(ZONES)
            self._open[0].zones += [zones] if zones else []
            if zones:
                return True
        is_first = name == "VCALENDAR" and not self._open
        if is_first and self._zones_aside and self._lines.passed(CALENDARS):
            return True
        only_begins = bool(self._lines.passed(BEGUN))
        self._only_begun |= only_begins
        return only_begins

    def _is_in_calendar(self) -> bool:
        return len(self._open) == 1 and self._open[0].name == "VCALENDAR"

    def _cut(self, number: int) -> Component | None:
        """Close what was cut off by the beginning of another; the outermost one where that stood
        in no calendar. One that had only begun is left out.
        """
        last = None
        while self._open and self._open[-1].name != "VCALENDAR":
            last = self._open.pop()
            self._only_begun = not last.lines and not last.children
            last.problems.append((number, "cut"))
            if self._only_begun and self._open:
                self._open[-1].children.pop()
        return None if self._open or self._only_begun else last

    def _is_crowded(self) -> bool:
        """Whether an entry, or a zone, has as many parts as are read of one."""
        inner = self._open[-1] if self._open else None
        return (
            inner is not None
            and inner.name != "VCALENDAR"
            and len(inner.children) >= _MOST_CHILDREN
        )

    def _is_in_entry(self) -> bool:
        return any(one.name in _APART for one in self._open)

    def _end(self, name: str, number: int) -> Component | None:
        names = [one.name for one in self._open]
        if name not in names:
            if self._open:
                self._note(self._open[-1], number, "senseless")
            self._lines.pass_ends({one.encode() for one in names})
            return None
        while self._open[-1].name != name:
            self._open.pop().problems.append((number, "cut"))
        done = self._open.pop()
        return done if not self._open else None

    def _close_all(self, number: int) -> Component:
        outermost = self._open[0]
        for one in self._open:
            one.problems.append((number, "cut"))
        self._open = []
        return outermost

    def _add(self, component: Component, number: int, text: str) -> None:
        line, code = _line(number, text)
        if line is not None:
            component.lines.append(line)
            if len(component.lines) >= MOST_LINES:
                self._note(component, number, "too-many-lines")
        elif code == "senseless" and component.lines and _goes_on(component, text):
            return
        if code:
            self._note(component, number, code)

    def ended(self) -> Iterator[Component]:
        """What is still open at the end of the file."""
        if self._open:
            yield self._close_all(self._open[-1].number)


def _line(number: int, text: str) -> tuple[CalendarLine | None, str]:
    if len(text) > LINE_LIMIT and text[:6].upper() != "ATTACH":
        return None, "line-too-long"
    head_text, colon, value = text.partition(":")
    if '"' in head_text:
        head_text, value = split_head(text)
    elif ":" in value and (found := _ZONE_WITH_COLONS.fullmatch(text)):
        head_text, value = f'{found[1]}"{found[2]}"', found[3]
    if not colon or not head_text.strip():
        return None, "" if text.lstrip()[:1] == "#" else "senseless"
    head = parse_head(repaired(head_text))
    if len(text) > (ATTACHMENT_LIMIT if head.key == "ATTACH" else LINE_LIMIT):
        return None, "line-too-long"
    if head.coded:
        value = decode_value(value, head.encoding == "q", head.charset)
    else:
        value = repaired(value)
        if not value.isprintable():
            value = value.translate(_NO_TEXT)
    return CalendarLine(head, value.strip() if head.key not in _TEXTS else value, number, text), ""


def _goes_on(component: Component, text: str) -> bool:
    """Take a line without a colon as more of the description before it, as some programs write."""
    last = component.lines[-1]
    if last.head.key not in _LONG_TEXTS:
        return False
    said = f"{last.value}\\n{repaired(text)}"
    component.lines[-1] = CalendarLine(last.head, said, last.number, f"{last.text}\\n{text}")
    return True
