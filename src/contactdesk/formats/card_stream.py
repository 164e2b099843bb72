"""Cutting a stream of bytes into its cards, in one pass and with little memory.

A card runs from BEGIN:VCARD to its END:VCARD. A card inside another's AGENT property belongs to
it (vCard 2.1, section 2.4.1); any other BEGIN inside a card says that the one before lacks its
end, so that one broken card never swallows its neighbours.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

CHUNK = 1 << 19
CARD_LIMIT = 16 << 20
"""Bytes of one card; what is longer is skipped and reported."""
DEPTH_LIMIT = 4
"""Cards within cards (AGENT)."""

_BEGIN, _END = b"begin:vcard", b"end:vcard"
_EDGE = (
    rb"((begin|end)[ \t]*:[ \t]*vcard[ \t]*(?=[\r\n]|\Z|(?<=vcard)begin:vcard)"
    # AGENT:BEGIN:VCARD on one line; where the next line is a fold, its text is escaped
    rb"|(?:[\w-]{1,40}\.)?agent(?:;[^:\r\n]*)?:[ \t]*begin[ \t]*:[ \t]*vcard[ \t]*"
    rb"(?=\r?\n[^ \t]|\r[^ \t\n]))"
)
_FIRST_MARK = re.compile(_EDGE)
_MARK = re.compile(rb"[\r\n]" + _EDGE)  # a search that begins with line ends is quick
_EMPTY_CARDS = re.compile(
    rb"(?:begin[ \t]*:[ \t]*vcard\s*+(?<=[\r\n])(?=begin[ \t]*:[ \t]*vcard[ \t]*[\r\n]))++"
)
_LOOSE_BEGIN = re.compile(
    rb"(?:^|(?<=[\r\n]))(?:\xef\xbb\xbf)?[ \t]*begin[ \t]*:[ \t]*vcard[ \t]*(?=[\r\n]|\Z)"
)
_AGENT_BEFORE = re.compile(rb"(?:^|[\r\n])(?:[\w-]+\.)?agent(?:;[^:\r\n]*)?:[ \t]*[\r\n\t ]*\Z")
_LONGEST_MARK = 64


class RawCard(NamedTuple):
    """A card's bytes, the line of the file where it begins, and "" or what is wrong with it.

    `state` is "" | "cut" (the end is missing) | "deep" | "long".
    """

    line: int
    raw: bytes
    state: str = ""


def split_cards(stream: BinaryIO) -> Iterator[RawCard]:
    """The cards of a stream, in order; what lies between them is passed over."""
    read = utf8_reader(stream)
    buffer, line, ended = b"", 1, False
    while not ended:
        chunk = read(max(CHUNK, len(buffer)))  # an unfinished card is searched few times
        ended = not chunk
        buffer += chunk
        lower = buffer.lower()
        position = 0
        while True:
            begin = _find_begin(lower, position)
            if begin < 0:
                # keep what may be half of a BEGIN line
                stop = len(buffer) if ended else _last_line_start(lower, position)
                line += count_lines(buffer, position, stop)
                position = stop
                break
            line += count_lines(buffer, position, begin)
            position = begin
            stop, state = _find_end(lower, begin, ended)
            if stop < 0:
                break
            if stop - begin > CARD_LIMIT:
                yield RawCard(line, buffer[begin : begin + CHUNK], "long")
            elif state != "empty":
                yield RawCard(line, buffer[begin:stop], state)
            elif more := _EMPTY_CARDS.match(lower, stop):
                stop = more.end()
            line += count_lines(buffer, begin, stop)
            position = stop
        buffer = buffer[position:]
        if len(buffer) > CARD_LIMIT:
            yield RawCard(line, buffer[:CHUNK], "long")
            line, buffer = _skip_card(read, buffer, line)


def count_lines(data: bytes, start: int = 0, stop: int | None = None) -> int:
    """Line ends in a stretch of bytes, whichever of LF, CR LF or CR the file uses."""
    end = len(data) if stop is None else stop
    return data.count(b"\n", start, end) or data.count(b"\r", start, end)


def _find_begin(lower: bytes, position: int) -> int:
    found = lower.find(_BEGIN, position)
    if found == position:  # some programs put no line end between two cards
        return found
    while found > 0 and lower[found - 1] not in b"\r\n":
        before = lower[max(0, found - 8) : found].replace(b"\n", b"\r").rpartition(b"\r")
        if (before[1] or found <= 8) and not before[2].strip(b" \t\xef\xbb\xbf"):
            return found
        found = lower.find(_BEGIN, found + 1)
    if found >= 0:
        return found
    if lower.find(b"vcard", position) < 0:  # the pattern takes its time over every byte
        return -1
    loose = _LOOSE_BEGIN.search(lower, position)
    return loose.start() if loose else -1


def _find_end(lower: bytes, begin: int, ended: bool) -> tuple[int, str]:
    """Where the card that begins at `begin` stops, and its state; (-1, "") when not yet known."""
    following = lower.find(b"begin", begin + 5)
    end = lower.find(_END, begin, following if following > 0 else len(lower))
    if end < 0 and following < 0 and not ended:
        return -1, ""
    plain = end > 0 and lower[end - 1] in b"\r\n" and lower[end + 9 : end + 10] in b"\r\n"
    if plain and (ended or end + 9 < len(lower)):
        return end + 9, ""
    return _find_end_by_depth(lower, begin, ended)


def _marks(lower: bytes, start: int) -> Iterator[re.Match[bytes]]:
    """The edges of cards from the start of a line on; what they are is in their first group."""
    if not start:
        first = _FIRST_MARK.match(lower)
        if first:
            yield first
    yield from _MARK.finditer(lower, max(0, start - 1))


def _find_end_by_depth(lower: bytes, begin: int, ended: bool) -> tuple[int, str]:
    depth, deepest, last = 0, 0, begin
    if lower.startswith(_BEGIN, begin) and lower.find(b"vcard", begin + len(_BEGIN)) < 0:
        return (len(lower), "cut") if ended else (-1, "")
    for mark in _marks(lower, begin):
        if mark.end() == len(lower) and not ended:
            break
        if mark[2] == b"end":
            depth -= 1
            if depth <= 0:
                return mark.end(), "deep" if deepest > DEPTH_LIMIT else ""
            continue
        within = mark[2] is None
        start = mark.start(1)
        if depth and not within and not _AGENT_BEFORE.search(lower, max(last, start - 200), start):
            alone = not lower[last:start].strip()
            return start, "empty" if alone and depth == 1 else "cut"
        depth += 1
        deepest = max(deepest, depth)
        last = mark.end()
    if not depth:
        # a BEGIN that only the loose rule sees
        first = re.compile(rb"[\r\n]").search(lower, begin)
        return _after_loose(lower, begin, first.start() if first else len(lower), ended)
    state = "deep" if deepest > DEPTH_LIMIT else "cut"
    return (len(lower), state) if ended else (-1, "")


def _after_loose(lower: bytes, begin: int, after: int, ended: bool) -> tuple[int, str]:
    for mark in _MARK.finditer(lower, after):
        if mark.end() == len(lower) and not ended:
            break
        return (mark.end(), "") if mark[2] == b"end" else (mark.start(1), "cut")
    return (len(lower), "cut") if ended else (-1, "")


def _last_line_start(lower: bytes, position: int) -> int:
    newline = max(lower.rfind(b"\n", position), lower.rfind(b"\r", position)) + 1
    return max(newline, position, len(lower) - _LONGEST_MARK)


def _skip_card(read: Callable[[int], bytes], buffer: bytes, line: int) -> tuple[int, bytes]:
    """Pass over the rest of a card beyond the limit; what follows its end, and at which line."""
    while True:
        lower = buffer.lower()
        mark = _MARK.search(lower) if b"vcard" in lower else None
        if mark:
            stop = mark.end() if mark[2] == b"end" else mark.start(1)
            return line + count_lines(buffer, 0, stop), buffer[stop:]
        line += count_lines(buffer, 0, max(0, len(buffer) - _LONGEST_MARK))
        buffer = buffer[-_LONGEST_MARK:]
        chunk = read(CHUNK)
        if not chunk:
            return line, b""
        buffer += chunk


def utf8_reader(stream: BinaryIO) -> Callable[[int], bytes]:
    """Reads like the stream, but UTF-8 where the file is UTF-16 or UTF-32, and without a BOM."""
    head = stream.read(CHUNK)
    name = _wide_encoding(head)
    if not name:
        first = [head.removeprefix(codecs.BOM_UTF8)]
        return lambda size: first.pop() if first else stream.read(size)
    decoder = codecs.getincrementaldecoder(name)("replace")
    waiting = [head]

    def read(size: int) -> bytes:
        while True:
            data = waiting.pop() if waiting else stream.read(size)
            text = decoder.decode(data, not data)
            if text or not data:
                return text.lstrip("\ufeff").encode("utf-8", "replace")

    return read


def _wide_encoding(head: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    place = head[:200].lower().find(b"b\0e\0g\0i\0n")
    if place < 0:
        return ""
    return "utf-16-be" if place % 2 else "utf-16-le"
