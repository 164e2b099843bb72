"""Content lines, the grammar that every vCard version shares: `group.NAME;PARAM=value:value`.

Reading is lenient where files in the wild are odd: CR CR LF and bare CR, quoted-printable with
soft breaks, base64 that is not indented, several charsets in one file. Bytes are unfolded before
they are decoded, because folds fall inside characters. (RFC 6350, section 3; vCard 2.1,
section 2.1; RFC 6868.)
"""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from contactdesk.formats.charsets import FALLBACK, codec_of

LINE_LIMIT = 1 << 20
PHOTO_LIMIT = 10 << 20
"""Bytes of one line, and of a line that holds a picture."""
PROPERTY_LIMIT = 1_000
_UNREAD = 1 << 18  # bytes of a line too long to read that are looked at
_MOST_LINES = 4 * PROPERTY_LIMIT
_MOST_PHYSICAL = 100_000  # that go on with a long logical line and are looked at one by one
_RUN_AFTER = 32  # so many of one logical line, and those that follow and are alike go at once

_CONTROLS = bytes(c for c in (*range(32), 127) if c not in (0x09, 0x0A, 0x0D, 0x1B))
_CR_LF, _LF = ("\r\n", b"\r\n ", b"\r\n\t"), ("\n", b"\n ", b"\n\t")
_ALL_CONTROLS = _CONTROLS + b"\x1b"
_CONTROL_TEXT = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_SURROGATE = re.compile("[\udc80-\udcff]")
_QUOTED_PRINTABLE = re.compile(rb'[;= "]quoted-printable[ "]*[;:]', re.IGNORECASE)
_BASE64 = re.compile(rb'[;= "](?:base-?64|b)[ "]*[;:]', re.IGNORECASE)
_HEAD = re.compile(r'[^":]*+(?:"[^"]*+"[^":]*+)*+:')
_QUOTED_HEAD = re.compile(_HEAD.pattern.encode())
_NOT_FOLDED = re.compile(rb"\r\n(?![ \t])")
_PHYSICAL = re.compile(rb"([^\r\n]*)(?:\r\n|[\r\n]|(?<=[^\r\n])\Z)")
_BASE64_ONLY = re.compile(rb"[A-Za-z0-9+/=]+[ \t]*")
_BINARY = {b"PHOTO", b"LOGO", b"SOUND", b"KEY", b"X-MS-CARDPICTURE"}
_PROPERTY_AGAIN = re.compile(
    rb"(?:N|FN|TEL|EMAIL|ADR|ORG|TITLE|ROLE|NOTE|URL|BDAY|PHOTO|REV|UID|LABEL|CATEGORIES|NICKNAME"
    rb"|SOUND|VERSION|X-[A-Z][A-Z-]+)(?:;[A-Z][^:=]*(?:=[^:]*)?)?:"
)
_FOLDS = re.compile(rb"(?:[ \t][^\r\n]*+(?:\r\n|[\r\n]))++")
_BASE64_LINES = re.compile(rb"(?:[ \t]?+[A-Za-z0-9+/=]*+[ \t]*+(?:\r\n|[\r\n]))++")
_NO_PROPERTY = rb"(?!%s)" % _PROPERTY_AGAIN.pattern.replace(rb"[^:", rb"[^\r\n:")
_SOFT_LINES = re.compile(rb"(?:%s[ \t]?[^ \t\r\n]*=(?:\r\n|[\r\n]))++" % _NO_PROPERTY)
_SOFT_SPACED_LINES = re.compile(rb"(?:%s[^\r\n]*=[ \t]*(?:\r\n|[\r\n]))++" % _NO_PROPERTY)
_SOFT_BREAK = re.compile(rb"=[ \t]*\n")
_SHORT_LINE, _SAYS_PICTURE = 60, 50
_EDGE = re.compile(rb"(begin|end)[ \t]*:[ \t]*vcard[ \t]*", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_STRUCTURED = re.compile(r"(?<!\\)[,;]|\\[;\\]")
_ESCAPED = {"n": "\n", "N": "\n", ",": ",", ";": ";", ":": ":", "'": "'", '"': '"', "\\": "\\"}


class Line(NamedTuple):
    """One logical line: its text unfolded, its bytes as they stand in the card, its place in it.

    `text` is UTF-8 decoded; bytes that are none stand in it as lone surrogates. `number` counts
    the card's physical lines from 0. `nested` marks a whole card inside an AGENT. `clean` says
    that `raw` is UTF-8 with CR LF, as a card is written.
    """

    text: str
    raw: bytes
    number: int
    nested: bool = False
    clean: bool = False


class PlainLines(NamedTuple):
    """The logical lines of a simple card, and whether some of them were folded."""

    lines: list[str]
    folded: bool


def plain_lines(raw: bytes) -> PlainLines | None:
    """The logical lines of a simple UTF-8 card, or None when it needs `careful_lines`."""
    size = len(raw)
    if size > LINE_LIMIT or len(raw.translate(None, _ALL_CONTROLS)) != size:
        return None
    returns = raw.count(b"\r")
    if returns and returns != raw.count(b"\n"):
        return None
    mark, fold, tab = _CR_LF if returns else _LF
    unfolded = raw.replace(fold, b"").replace(tab, b"")
    try:
        lines = unfolded.decode("utf-8").split(mark)
    except UnicodeDecodeError:
        return None
    if returns and len(lines) != unfolded.count(b"\n") + 1:
        return None
    return PlainLines(lines, len(unfolded) != size)


def raw_lines(raw: bytes) -> list[bytes]:
    """The bytes of each of the `plain_lines` of a card, folds included, with CR LF."""
    if b"\r" not in raw:
        raw = raw.replace(b"\n", b"\r\n")
    if b"\n " in raw or b"\n\t" in raw:
        return [piece + b"\r\n" for piece in _NOT_FOLDED.split(raw)]
    pieces = raw.splitlines(keepends=True)
    if raw and raw[-1:] != b"\n":
        pieces[-1] += b"\r\n"
    else:  # the empty line after the last line end
        pieces.append(b"\r\n")
    return pieces


def careful_lines(raw: bytes) -> list[Line]:
    """The logical lines of any card, with the bytes and the place of each."""
    return [
        Line(_text_of(head, len(raw_line)), raw_line, number, nested)
        for head, raw_line, number, nested in _joined(raw.replace(b"\r\r\n", b"\r\n"))
    ]


def _text_of(data: bytes, size: int) -> str:
    """The text of a line of so many bytes; of one that nobody reads only what it begins with."""
    if size > PHOTO_LIMIT:
        data = data[:_UNREAD]
    if b"\x1b" not in data:
        data = data.translate(None, _CONTROLS)
    return data.decode("utf-8", "surrogateescape")


def _joined(raw: bytes) -> list[tuple[bytes, bytes, int, bool]]:
    """Physical lines brought together: folds, soft breaks, loose base64, nested cards."""
    done: list[tuple[bytes, bytes, int, bool]] = []
    joiner = _Joiner(raw)
    place = number = 0
    left = _MOST_PHYSICAL
    while place < len(raw):
        for found in _PHYSICAL.finditer(raw, place):
            line, place = found[1], found.end()
            number += 1
            if not joiner.takes(line, place):
                if joiner.stop:
                    done.append(joiner.finished())
                if len(done) > _MOST_LINES:
                    return done + _remainder(raw, found.start(), number - 1)
                joiner.begin(line, found.start(), place, number - 1)
            elif joiner.taken > _RUN_AFTER:
                left -= 1
                if left < 0:
                    return done + _remainder(raw, joiner.start, joiner.number)
                if joiner.takes_run():
                    number += _line_ends(raw, place, joiner.stop)
                    place = joiner.stop
                    break
    if joiner.stop:
        done.append(joiner.finished())
    return done


def _line_ends(data: bytes, start: int, stop: int) -> int:
    """How many lines end in a stretch of bytes, be it in CR LF, LF or CR."""
    found = data.count(b"\r", start, stop)
    if found:
        found -= data.count(b"\r\n", start, stop)
    return found + data.count(b"\n", start, stop)


def _remainder(raw: bytes, start: int, number: int) -> list[tuple[bytes, bytes, int, bool]]:
    """All lines from one on as a single one without text, and the last apart if it is the END."""
    last = raw.rstrip(b"\r\n")
    begin = max(last.rfind(b"\n"), last.rfind(b"\r")) + 1
    if begin <= start or not _EDGE.fullmatch(last[begin:]):
        return [(b"", raw[start:], number, False)]
    between = _line_ends(raw, start, begin)
    ending = (last[begin:], raw[begin:], number + between, False)
    return [(b"", raw[start:begin], number, False), ending]


class _Joiner:
    """The logical line in the making: its parts, and from where to where it stands in `raw`."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.start = self.stop = 0

    def begin(self, line: bytes, start: int, stop: int, number: int) -> None:
        """Begin another line with a physical one."""
        self.parts = [line]
        self.last = line
        self.start, self.stop = start, stop
        self.number = number
        self.taken = self.depth = 0
        head, colon, value = _parted_head(line)
        self.quoted = self.base64 = False
        if b";" in head or b" " in head or b"=" in head:
            self.quoted = _QUOTED_PRINTABLE.search(head + colon) is not None
            self.base64 = bool(colon and not self.quoted and _BASE64.search(head + colon))
        self.spaced = self.quoted and b" " in value
        name = head[:80].upper().partition(b";")[0].rpartition(b".")[2].strip()
        self.agent = name == b"AGENT"
        self.note = name == b"NOTE" and bool(colon) and not self.quoted
        self.cut = name == b"EMAIL" and b"<" in value and b">" not in value
        self.blank = 0
        if name in _BINARY and not self.base64:
            self.base64 = not value.strip() or _BASE64_ONLY.fullmatch(value) is not None
        self.opens = self.agent and _EDGE.fullmatch(value) is not None

    def takes(self, line: bytes, stop: int) -> bool:
        """Whether a physical line belongs to this logical one; it is then added."""
        if not self.stop:
            return False
        more = self._continuation(line)
        if more is None:
            return False
        if more:
            self.parts.append(more)
        self.last, self.stop = line, stop
        self.taken += 1
        return True

    def takes_run(self) -> bool:
        """Add all physical lines that follow and are like the ones before, at once."""
        soft = self.quoted and self._ends_softly()
        if self.depth or (self.quoted and not soft):
            return False
        if soft:
            alike = _SOFT_SPACED_LINES if self.spaced else _SOFT_LINES
        else:
            alike = _BASE64_LINES if self.base64 else _FOLDS
        found = alike.match(self.raw, self.stop)
        if found is None:
            return False
        if found.end() - self.start > PHOTO_LIMIT:  # only where it ends is asked
            self._pass_over(found.end())
            return True
        lines = found[0].replace(b"\r\n", b"\n").replace(b"\r", b"\n")[:-1]
        self.last, self.stop = lines[lines.rfind(b"\n") + 1 :], found.end()
        if soft:
            self.parts[-1] = self.parts[-1].rstrip(b" \t")[:-1]
            self.parts.append(self._without_soft_breaks(lines))
        elif self.base64:
            self.parts.append(lines.translate(None, b" \t\n"))
        else:
            self.parts.append(lines[1:].replace(b"\n ", b"").replace(b"\n\t", b""))
        return True

    def _pass_over(self, stop: int) -> None:
        """Have the line go on to `stop` without its text."""
        raw, end = self.raw, stop - 1
        end -= raw[end - 1 : stop] == b"\r\n"
        self.last = raw[max(raw.rfind(b"\n", 0, end), raw.rfind(b"\r", 0, end)) + 1 : end]
        self.stop = stop

    def _without_soft_breaks(self, lines: bytes) -> bytes:
        """Soft-broken lines as one; the last keeps its break."""
        if self.spaced:
            return _SOFT_BREAK.sub(b"", lines)
        lines = lines.replace(b"=\n ", b"=\n").replace(b"=\n\t", b"=\n").replace(b"=\n", b"")
        return lines[1:] if lines[:1] in (b" ", b"\t") else lines

    def _ends_softly(self) -> bool:
        return self.last.rstrip(b" \t").endswith(b"=")

    def _continuation(self, line: bytes) -> bytes | None:
        edge = _EDGE.fullmatch(line)
        if self.opens and line[:1] not in (b" ", b"\t"):  # AGENT:BEGIN:VCARD on one line
            head, _, value = self.parts[0].partition(b":")
            self.parts, self.depth = [head + b":", value + b"\\n"], 1
        self.opens = False
        if self.depth or (self.agent and edge and edge[1].lower() == b"begin"):
            if edge:
                self.depth += 1 if edge[1].lower() == b"begin" else -1
            return line + b"\\n"
        if edge:
            return None
        if self.quoted and self._ends_softly():
            return None if self._has_run_out(line) else self._after_soft_break(line)
        if line[:1] in (b" ", b"\t"):
            return line[1:]
        if self.agent and not line:
            return b""
        if self.base64 and (not line.strip() or _BASE64_ONLY.fullmatch(line)):
            return line.strip()
        if self.cut and b">" in line and b":" not in line:  # an address after its name
            self.cut = False
            return line
        return self._note_goes_on(line) if self.note else None

    def _note_goes_on(self, line: bytes) -> bytes | None:
        """Some programs write a note's lines as they are: what has no colon is no property."""
        if not line.strip():
            self.blank += 1
            return b""
        picture = len(line) > _SAYS_PICTURE and _BASE64_ONLY.fullmatch(line)
        if b":" in line or line[:1] == b"#" or picture:
            return None
        blank, self.blank = self.blank, 0
        return b"\\n" * (blank + 1) + line

    def _has_run_out(self, line: bytes) -> bool:
        """Whether a last "=" breaks no line: telephones end values so, and a property follows."""
        before = self.last.rstrip(b" \t")
        short = len(before) < _SHORT_LINE and not before.upper().endswith((b"=0A=", b"=0D="))
        return short and _PROPERTY_AGAIN.match(line) is not None

    def _after_soft_break(self, line: bytes) -> bytes:
        self.parts[-1] = self.parts[-1].rstrip(b" \t")[:-1]
        # Writers that fold after encoding indent; whoever writes spaces plainly means this one.
        if line[:1] in (b" ", b"\t") and not self.spaced:
            line = line[1:]
        self.spaced = self.spaced or b" " in line
        self.parts.append(b"")
        return line

    def finished(self) -> tuple[bytes, bytes, int, bool]:
        """The logical line as (bytes unfolded, bytes as they stood, number, nested)."""
        nested = len(self.parts) > 1 and self.agent and _EDGE.fullmatch(self.parts[1][:-2])
        text, raw = b"".join(self.parts), self.raw[self.start : self.stop]
        return text, raw, self.number, bool(nested)


def _parted_head(line: bytes) -> tuple[bytes, bytes, bytes]:
    """Head, colon and value of a physical line, whose head may quote a colon."""
    head, colon, value = line.partition(b":")
    if head.count(b'"') % 2 and (found := _QUOTED_HEAD.match(line)):
        return line[: found.end() - 1], b":", line[found.end() :]
    return head, colon, value


def split_head(line: str) -> tuple[str, str]:
    """Head and value of a line whose head quotes a colon."""
    if found := _HEAD.match(line):
        return line[: found.end() - 1], line[found.end() :]
    head, _, value = line.partition(":")
    return head, value


def unescape(value: str) -> str:
    r"""Text with `\n`, `\,`, `\;`, `\\` (and the wild `\:`, `\'`) as what they stand for."""
    doubled = "\\\\" in value
    if doubled:
        if "\0" in value:
            return _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[0]), value)
        value = value.replace("\\\\", "\0")  # what each of the others begins with is single now
    value = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    if "\\" in value:
        for char in "N:'\"":
            value = value.replace("\\" + char, _ESCAPED[char])
    return value.replace("\0", "\\") if doubled else value


def split_escaped(value: str, separator: str) -> list[str]:
    """The parts of a value between unescaped separators, each unescaped."""
    if "\\" not in value:
        return value.split(separator)
    if "\0" in value or "\1" in value:
        value = value.translate(_CONTROL_TEXT)
    marked = value.replace("\\\\", "\1").replace("\\" + separator, "\0")
    return [
        unescape(part).replace("\0", separator).replace("\1", "\\")
        for part in marked.split(separator)
    ]


def extra_text(value: str) -> str:
    r"""The value of a property nobody knows: plain text where it can only be that, else as it is.

    Text with `\,` and `\n` is unescaped; a value with separators of its own keeps its escapes.
    """
    if "\\" not in value:
        return value.replace("\n", "\\n") if "\n" in value and ";" in value else value
    if "\n" in value:
        return value.replace("\n", "\\n")
    if _STRUCTURED.search(value):
        return value
    plain = unescape(value)
    return value if "\\" in plain else plain


def escaped_extra(value: str) -> str:
    """The value that `extra_text` reads as this text."""
    if "\n" in value and "\\" not in value:
        value = value.replace(",", "\\,")
    return value.replace("\n", "\\n")


def decode_bytes(data: bytes, charset: str) -> str:
    """Text of a property: by its CHARSET if that is known and right, else UTF-8, else cp1252."""
    codec = codec_of(charset) or ("iso2022_jp" if b"\x1b$" in data else "")
    if codec:
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            pass
    return data.decode("utf-8", FALLBACK)


def decode_value(value: str, quoted: bool, charset: str) -> str:
    """A raw value as text: quoted-printable and charset undone, line ends as LF."""
    data = value.encode("utf-8", "surrogateescape")
    if quoted:
        data = binascii.a2b_qp(data)
    text = decode_bytes(data, charset)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_CONTROL_TEXT)


def repaired(value: str) -> str:
    """A value with its bytes that are no UTF-8 read as Western text."""
    if "\x1b" in value or not (value.isascii() or _SURROGATE.search(value) is None):
        return decode_value(value, False, "")
    return value
