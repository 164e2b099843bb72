"""The lines of a calendar file one by one, and runs of whole components in one step.

Folds and soft breaks are undone (RFC 5545, section 3.1). What nobody reads (the ten thousandth
reminder of one appointment, zones that no entry names, the same line over and over) is passed over
as bytes, so that it costs next to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MANY_PARTS = 10_000  # of one line; so many are joined into one, which takes less memory
_NOT_FOLDED = re.compile(rb"\n(?![ \t])")
_NEXT_EDGE = re.compile(rb"\n[ \t]*(?:begin|end)[ \t]*:", re.IGNORECASE)
_BASE64 = re.compile(rb"[A-Za-z0-9+/=]+[ \t]*")
_CODED = re.compile(rb'^[^:]*[;= "](quoted-printable|base-?64|b)["]?(?:;[^:]*)?:', re.IGNORECASE)
_BLANKS, _NEW_LINE = b" \t", ord("\n")
APART = frozenset((b"VEVENT", b"VTODO", b"VJOURNAL", b"VTIMEZONE", b"VFREEBUSY", b"VAVAILABILITY",
                   b"VCALENDAR"))  # fmt: skip
_NO_TEXT = bytes((*range(9), 11, 12, *range(14, 27), *range(28, 32), 127))
"""What is no text and is not written again; without it a line may become BEGIN or END."""
_EMPTY = re.compile(rb"(?:[ \t]*+\n)++")
_APART = rb"v(?:event|todo|journal|timezone|freebusy|availability|calendar)[ \t]*+\n"
_EDGES = re.compile(
    rb"^(?:(begin)|end)[ \t]*+:[ \t]*+([\w-]++)[ \t]*+$", re.IGNORECASE | re.MULTILINE
)
_WITHIN = rb"(?:(?![ \t]*+(?:begin|end)[ \t]*+:)[^\n]*+\n)*+"
_PARTS = re.compile(
    rb"(?:begin:(?!" + _APART + rb")([\w-]++)[ \t]*+\n" + _WITHIN + rb"end:\1[ \t]*+\n)++",
    re.IGNORECASE,
)
"""Components one after another with none in them, which are neither entries nor zones."""
BEGUN = re.compile(
    rb"(?:begin:(?!vcalendar)" + _APART + rb"(?=begin:" + _APART + rb")"
    rb"|begin:vcalendar[ \t]*+\n(?=begin:vcalendar[ \t]*+\n))++", re.IGNORECASE,
)  # fmt: skip
"""What only begins: the next one does at once."""
CALENDARS = re.compile(
    rb"(?:begin:vcalendar[ \t]*+\n" + _WITHIN + rb"end:vcalendar[ \t]*+\n)++", re.IGNORECASE
)
"""Calendars with nothing in them."""
ZONES = re.compile(
    rb"(?:begin:vtimezone[ \t]*+\n" + _WITHIN
    + rb"(?:begin:(standard|daylight)[ \t]*+\n" + _WITHIN + rb"end:\1[ \t]*+\n" + _WITHIN + rb")*+"
    + rb"end:vtimezone[ \t]*+\n)++", re.IGNORECASE,
)  # fmt: skip
"""Whole descriptions of time zones one after another."""


class Lines:
    """Lines with folds and soft breaks undone, and the number (from 1) of the first of each."""

    def __init__(self, raw: bytes) -> None:
        raw = raw.removeprefix(b"\xef\xbb\xbf").translate(None, _NO_TEXT)
        if b"\r" in raw:
            raw = raw.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._text = raw
        self._number = 0
        self._begun_at = 0  # where the line stands that was handed out last
        self._at = 0  # where the next one does

    def skip(self) -> None:
        """Go on at the next line on which a component begins or ends."""
        found = _NEXT_EDGE.search(self._text, max(0, self._at - 1))
        self._go_to(found.start() + 1 if found else len(self._text))

    def passed(self, run: re.Pattern[bytes]) -> bytes:
        """Go on behind the run that begins with the line handed out last; what it says."""
        found = run.match(self._text, self._begun_at)
        if found is None:
            return b""
        self._go_to(found.end())
        return found[0]

    def pass_parts(self) -> None:
        """Go on behind the component that begins with the line handed out last, and those that
        follow at once, however deep they are, but never behind where an entry begins.
        """
        found = _PARTS.match(self._text, self._begun_at)
        until, depth = (found.end(), 0) if found else (self._at, 1)
        for edge in _EDGES.finditer(self._text, until):
            is_apart = edge[2].upper() in APART
            if not depth and (is_apart or edge.start() != until or not edge[1]):
                break
            if is_apart:
                until = edge.start()
                break
            depth += 1 if edge[1] else -1
            until = edge.end() + 1
        else:
            until = len(self._text) if depth else until
        self._go_to(until)

    def pass_ends(self, but: set[bytes]) -> None:
        """Go on behind all lines that follow and end components, but those of these names."""
        until = self._at
        for edge in _EDGES.finditer(self._text, until):
            if edge.start() != until or edge[1] or edge[2].upper() in but:
                break
            until = edge.end() + 1
        self._go_to(until)

    def _go_to(self, until: int) -> None:
        self._number += self._text.count(b"\n", self._at, until)
        self._at = max(self._at, until)

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        text = self._text
        size = len(text)
        while self._at < size:
            at = self._begun_at = self._at
            if text[at] == _NEW_LINE and (empty := _EMPTY.match(text, at)):
                self._go_to(empty.end())
                continue
            stop = text.find(b"\n", at)
            stop = size if stop < 0 else stop
            line = text[at:stop]
            self._at = at = stop + 1
            self._number = begun = self._number + 1
            coded = ""
            if (b";" in line or b"=" in line) and (found := _CODED.match(line)):
                coded = found[1].decode().lower()[:1]
            if coded:
                line = self._uncoded(line, coded)
            elif at < size and text[at] in _BLANKS:
                line += self._folded()
            yield begun, line

    def _folded(self) -> bytes:
        """What the line that comes next, and all that go on with it, say."""
        found = _NOT_FOLDED.search(self._text, self._at)
        stop = found.start() if found else len(self._text)
        folded = self._text[self._at - 1 : stop]
        self._number += folded.count(b"\n")
        self._at = stop + 1
        return folded.replace(b"\n ", b"").replace(b"\n\t", b"")

    def _uncoded(self, line: bytes, coded: str) -> bytes:
        """A line in quoted-printable or base64 with all that go on with it."""
        parts = [line]
        while self._at < len(self._text):
            stop = self._text.find(b"\n", self._at)
            stop = len(self._text) if stop < 0 else stop
            more = _continuation(self._text[self._at : stop], coded, parts)
            if more is None:
                break
            self._at = stop + 1
            self._number += 1
            parts.append(more)
            if len(parts) > _MANY_PARTS:
                parts = [parts[0], b"".join(parts[1:])]
        return b"".join(parts)


def _continuation(line: bytes, coded: str, parts: list[bytes]) -> bytes | None:
    """What a physical line adds to the logical one before it, or None where it begins another."""
    if coded == "q" and parts[-1].rstrip(_BLANKS).endswith(b"="):
        parts[-1] = parts[-1].rstrip(_BLANKS)[:-1]
        return line.lstrip(_BLANKS) if b" " not in parts[0] else line
    if line[:1] in (b" ", b"\t"):
        return line[1:]
    if coded == "b" and line and b":" not in line and _BASE64.fullmatch(line):
        return line.strip()
    return None
