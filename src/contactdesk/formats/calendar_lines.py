"""The components of a calendar file: nested BEGIN … END with the content lines between them.

One reader for vCalendar 1.0 and iCalendar 2.0 (RFC 5545, section 3.1): bytes are unfolded before
they are decoded, quoted-printable breaks and unindented base64 are joined, and every component
stands on its own: what is odd in one costs the others nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from contactdesk.formats.content_lines import decode_value, repaired, split_head
from contactdesk.formats.heads import Head, parse_head

LINE_LIMIT = 1 << 20
ATTACHMENT_LIMIT = 20 << 20
MOST_LINES = 20_000  # of one component
DEEPEST = 20
_MANY_PARTS = 10_000  # of one line; so many are joined into one, which takes less memory
_MOST_CHILDREN = 500  # of an entry, or of a time zone
_MOST_PROBLEMS = 1_000  # of one component that are noted
_NOT_FOLDED = re.compile(rb"\n(?![ \t])")
_NEXT_EDGE = re.compile(rb"\n[ \t]*(?:begin|end)[ \t]*:", re.IGNORECASE)
ENTRIES = ("VEVENT", "VTODO", "VJOURNAL")
_APART = (*ENTRIES, "VTIMEZONE", "VFREEBUSY", "VAVAILABILITY")
"""Components that never stand in one another: the second begins where the first was cut off."""
_EDGE = re.compile(r"\s*(begin|end)\s*:\s*([\w-]+)\s*", re.IGNORECASE)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+[ \t]*")
_CODED = re.compile(rb'^[^:]*[;= "](quoted-printable|base-?64|b)["]?(?:;[^:]*)?:', re.IGNORECASE)
_ZONE_WITH_COLONS = re.compile(
    r"([\w-]+(?:;[^\":]*)?;TZID=)([^\":]*:[^\"]*):(\s*\d{8}[^:]*)", re.IGNORECASE
)
"""Outlook's zones ("tzone://Microsoft/Utc") ought to stand in quotes and do not always."""
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

    `problems` are (line, code); `text` is what the component says, unfolded, BEGIN to END.
    """

    name: str
    number: int
    lines: list[CalendarLine] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    calendar: Component | None = None

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


def components(raw: bytes) -> Iterator[Component]:
    """The calendars of a file, and what stands in none, each with everything in it."""
    reading = _Reading()
    lines = _Lines(raw)
    for number, data in lines:
        if done := reading.take(number, data):
            yield done
        if reading.is_full:
            lines.skip()
    yield from reading.ended()


class _Lines:
    """Lines with folds and soft breaks undone, and the number (from 1) of the first of each."""

    def __init__(self, raw: bytes) -> None:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        self._text = raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._stream = io.BytesIO(self._text)
        self._number = 0
        self._line_at = 0  # where the line stands that was read last
        self._was_skipped = False

    def skip(self) -> None:
        """Go on at the next line on which a component begins or ends."""
        found = _NEXT_EDGE.search(self._text, max(0, self._line_at - 1))
        until = found.start() + 1 if found else len(self._text)
        if until > self._line_at:  # else it is the line that was read last
            at = self._stream.tell()
            self._number += self._text.count(b"\n", at, until)
            self._was_skipped = True
            self._stream.seek(max(at, until))

    def _folded(self) -> bytes:
        """What the line that was read last, and all that go on with it, say."""
        found = _NOT_FOLDED.search(self._text, self._line_at)
        stop = found.start() if found else len(self._text)
        folded = self._text[self._line_at : stop]
        self._number += folded.count(b"\n")
        self._stream.seek(min(stop + 1, len(self._text)))
        return (b"\n" + folded).replace(b"\n ", b"").replace(b"\n\t", b"")

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        parts: list[bytes] = []
        begun, coded = 1, ""
        while ended := self._stream.readline():
            self._line_at = self._stream.tell() - len(ended)
            self._number += 1
            line = ended.removesuffix(b"\n")
            if parts and not coded and line[:1] in (b" ", b"\t"):
                parts.append(self._folded())
                continue
            more = _continuation(line, coded, parts)
            if more is not None:
                parts.append(more)
                if len(parts) > _MANY_PARTS:
                    parts = [parts[0], b"".join(parts[1:])]
                continue
            number = self._number
            if parts:
                yield begun, b"".join(parts)
            if self._was_skipped:  # and this line with what followed it
                self._was_skipped = False
                parts, coded = [], ""
                continue
            parts, begun = [line], number
            found = _CODED.match(line) if b"=" in line or b";" in line else None
            coded = found[1].decode().lower()[:1] if found else ""
        if parts:
            yield begun, b"".join(parts)


def _continuation(line: bytes, coded: str, parts: list[bytes]) -> bytes | None:
    """What a physical line adds to the logical one before it, or None where it begins another."""
    if not parts:
        return None
    if coded == "q" and parts[-1].rstrip(b" \t").endswith(b"="):
        parts[-1] = parts[-1].rstrip(b" \t")[:-1]
        return line.lstrip(b" \t") if b" " not in parts[0] else line
    if line[:1] in (b" ", b"\t"):
        return line[1:]
    if coded == "b" and line and b":" not in line and _BASE64.fullmatch(line):
        return line.strip()
    return None


class _Reading:
    """The components that are open, from the outermost."""

    def __init__(self) -> None:
        self._open: list[Component] = []
        self._skipped = 0

    def take(self, number: int, data: bytes) -> Component | None:
        """Take one logical line; the outermost component if that ended it."""
        if not data.strip():
            return None
        text = data.decode("utf-8", "surrogateescape")
        edge = _EDGE.fullmatch(text) if len(text) < 100 else None
        if edge and edge[1].lower() == "begin":
            return self._begin(edge[2].upper(), number)
        if edge:
            return self._end(edge[2].upper(), number)
        if self._open and not self._skipped:
            self._add(self._open[-1], number, text)
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
        if len(self._open) >= DEEPEST or self._skipped:
            self._skipped += 1
            self._note(self._open[-1], number, "deep")
            return None
        if name not in _APART and self._is_crowded():
            self._skipped += 1
            self._note(self._open[-1], number, "too-many")
            return None
        done = None
        if name == "VCALENDAR" and self._open:
            done = self._close_all(number)
        elif name in _APART:
            while self._open and self._open[-1].name != "VCALENDAR" and self._is_in_entry():
                self._open.pop().problems.append((number, "cut"))
        calendar = self._open[0] if self._open and self._open[0].name == "VCALENDAR" else None
        begun = Component(name, number, calendar=calendar)
        if self._open:
            self._open[-1].children.append(begun)
        self._open.append(begun)
        return done

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
        if self._skipped:
            self._skipped -= 1
            return None
        names = [one.name for one in self._open]
        if name not in names:
            if self._open:
                self._note(self._open[-1], number, "senseless")
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
