"""The entries of an LDIF file (RFC 2849): folds, comments and base64 undone, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from contactdesk.formats.content_lines import decode_bytes
from contactdesk.formats.made_cards import ENTRY_LIMIT, MOST_PROBLEMS, PARTS_LIMIT
from contactdesk.formats.photos import decode_base64
from contactdesk.formats.text_lines import text_lines

MIXED_LIMIT = 1 << 16
"""Bytes up to which text is read as UTF-8 with Western letters in it, which is slow."""

_LINES_LIMIT = 2 * PARTS_LIMIT
_HEAD_LIMIT = 4096  # bytes of a name with its options
_NAME = re.compile(r"[\w.-]+")
_DN = re.compile(rb"dn::? ?", re.IGNORECASE)
_SERVER_WORDS = {"version", "search", "result", "ref"}


class Attribute(NamedTuple):
    """A line of an entry: `name` in lower case, `options` after its semicolons.

    `data` are the bytes of the value; `remote` says that they are an address at which it lies.
    """

    name: str
    options: tuple[str, ...]
    data: bytes
    coded: bool = False
    remote: bool = False

    @property
    def text(self) -> str:
        """The value as text; what is no UTF-8 is read as Western text."""
        return _decoded(self.data).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        if len(data) > MIXED_LIMIT:
            return data.decode("cp1252", "replace")
        return decode_bytes(data, "")


class Entry(NamedTuple):
    """One entry, the line of the file where it begins (from 1), and what of it makes no sense.

    `change` is its changetype ("" for a plain entry), `long` says that it is beyond the limit,
    `many` that it has more attributes than these.
    """

    line: int
    attributes: list[Attribute]
    senseless: list[tuple[int, str]]
    change: str = ""
    long: bool = False
    many: bool = False


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """Every entry of a file, in order."""
    for group in _groups(stream):
        entry = _entry(group)
        if entry is not None:
            yield entry


_Lines = list[tuple[int, bytes]]


def _groups(stream: BinaryIO) -> Iterator[_Lines]:
    """The unfolded lines of each entry; one beyond the limit ends in a line of None's place."""
    lines: _Lines = []
    size = 0
    for number, data, cut in text_lines(stream, ENTRY_LIMIT, folded=True):
        size += len(data) + (ENTRY_LIMIT if cut else 0)
        if data[:1] == b"#":
            continue
        empty = not data or data.isspace()
        begins = data[:1] in b"dD" and _DN.match(data) and any(_DN.match(d) for _n, d in lines)
        if empty or begins:
            if lines:
                yield [*lines, (-1, b"")] if size - len(data) > ENTRY_LIMIT else lines
            lines, size = [], len(data)
        if empty or len(lines) > _LINES_LIMIT:  # of an entry with so many parts no more is read
            continue
        if size <= ENTRY_LIMIT or not lines:
            lines.append((number, data))
    if lines:
        yield [*lines, (-1, b"")] if size > ENTRY_LIMIT else lines


def _entry(lines: _Lines) -> Entry | None:
    """An entry from its lines, or None where they are only about the file itself."""
    long = lines[-1][0] < 0
    entry = Entry(lines[0][0], [], [], "", long)
    change = ""
    for place, (number, line) in enumerate(lines):
        if len(entry.attributes) >= PARTS_LIMIT or place >= _LINES_LIMIT:
            entry = entry._replace(many=True)
            break
        found = _attribute(line)
        if found is None:
            if number > 0 and len(entry.senseless) < MOST_PROBLEMS:
                entry.senseless.append((number, decode_bytes(line[:40], "")))
        elif found.name == "changetype":
            change = found.text.strip().lower()
        elif found.name != "control":
            entry.attributes.append(found)
    names = {attribute.name for attribute in entry.attributes}
    if names <= _SERVER_WORDS and not long and not entry.senseless:
        return None
    return entry._replace(change=change)


def _attribute(line: bytes) -> Attribute | None:
    head, colon, value = line.partition(b":")
    if not colon or len(head) > _HEAD_LIMIT:
        return None
    name, *options = decode_bytes(head.strip(), "").lower().split(";")
    if not _NAME.fullmatch(name):
        return None
    kept = tuple(o for o in options if o and o != "binary")
    if value[:1] == b":":
        data = decode_base64(value[1:].decode("ascii", "ignore"))
        return Attribute(name, kept, data, True) if data or not value[1:].strip() else None
    if value[:1] == b"<":
        return Attribute(name, kept, value[1:].strip(), False, True)
    return Attribute(name, kept, value.strip(b" "))
