r"""Content lines out: escaping, parameters, quoted-printable and folds as each version has them.

vCard 2.1 has bare types and no escapes but `\;`; text beyond ASCII goes out as UTF-8 in
quoted-printable. 3.0 and 4.0 escape and fold at 75 octets, never inside a character
(RFC 2426, section 2.6; RFC 6350, section 3.2; RFC 6868).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable

from contactdesk.formats.charsets import is_charset
from contactdesk.formats.content_lines import PHOTO_LIMIT

WIDTH = 75
_ESCAPES = (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;"))
_LOOKS_ESCAPED = re.compile(r"\\(?=[nN,;:'\"\\])|\\\Z")
_CARETS = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})
_NEEDS_QUOTES = re.compile(r"[^A-Za-z0-9_./+@#$%&*!?~|(){}=^'-]")
_NOT_PLAIN = re.compile(r"[\x00-\x1f\\,;\x7f]")
_BARE = re.compile(r"[A-Za-z0-9-]+")
_MANY_PIECES = 1_000  # octets from which on the regular expression is quicker
# As many octets as fit before one that begins a character; what is no UTF-8 is cut anywhere.
_PIECE = re.compile(rb"(?s:.{1,74}(?![\x80-\xbf])|.{1,74})")
_NOT_BARE = {"b", "base64", "b64", "base-64", "qp", "quoted-printable", "8bit", "7bit", "8-bit",
             "7-bit", "pref", "inline", "url", "uri", "cid", "content-id"}  # fmt: skip
_UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])

Params = tuple[tuple[str, str], ...]


class CardLines:
    """The lines of one card being written in one version."""

    def __init__(self, version: str, groups: Iterable[str] = ()) -> None:
        self.version = version
        self.lines: list[bytes] = []
        self.group = ""
        """The group that the replaced line had."""
        self.kept: Params = ()
        """Parameters of the replaced line that no field of ours holds."""
        self.replaced = ""
        """The name (in capitals) of the property that is being replaced."""
        self.label_types: tuple[str, ...] | None = None
        """The types that the group's own label stands for, when its line stays as it is."""
        self._groups = set(groups)

    def instead_of(
        self,
        key: str = "",
        group: str = "",
        kept: Params = (),
        label_types: tuple[str, ...] | None = None,
    ) -> None:
        """Say which line the next one replaces; without arguments: none."""
        self.replaced, self.group, self.kept = key, group, kept
        self.label_types = label_types

    @property
    def is_old(self) -> bool:
        """Whether this is vCard 2.1."""
        return self.version == "2.1"

    @property
    def is_new(self) -> bool:
        """Whether this is vCard 4.0."""
        return self.version == "4.0"

    def new_group(self) -> str:
        """A group name (`item3`) that the card does not use: the replaced line's, if it had one."""
        if self.group:
            return self.group
        number = 1
        while f"item{number}" in self._groups:
            number += 1
        self._groups.add(f"item{number}")
        return f"item{number}"

    def text(self, value: str) -> str:
        """One text, escaped."""
        if not _NOT_PLAIN.search(value):
            return value
        value = clean(value)
        return _LOOKS_ESCAPED.sub(r"\\\\", value) if self.is_old else escaped(value)

    def uri(self, value: str) -> str:
        """An address or identifier: only what would end the line is escaped."""
        if not _NOT_PLAIN.search(value):
            return value
        value = clean(value)
        return _LOOKS_ESCAPED.sub(r"\\\\", value) if self.is_old else escaped(value, 2)

    def parts(self, values: Iterable[str], separator: str = ";") -> str:
        """The parts of a structured value, each escaped."""
        if self.is_old:
            return separator.join(self.text(v).replace(";", "\\;") for v in values)
        return separator.join(self.text(v) for v in values)

    def add(
        self,
        name: str,
        value: str,
        types: tuple[str, ...] = (),
        preferred: bool = False,
        params: Params = (),
        group: str = "",
    ) -> None:
        """Append a line whose value is escaped already."""
        head = f"{group}.{name}" if group else name
        head += self._types(types, preferred)
        for key, stated in params:
            head += f";{key}={param(stated)}"
        if self.is_old and (not value.isascii() or "\n" in value):
            self._add_quoted(head, value)
        else:
            line = f"{head}:{value}".encode("utf-8", "replace")
            unread = len(line) > PHOTO_LIMIT  # nobody takes it for a field: it is only kept
            self.lines.append(line + b"\r\n" if unread else fold(line))

    def add_base64(self, name: str, data: bytes, kind: str) -> None:
        """Append a line of bytes; `kind` is their media type."""
        encoded = binascii.b2a_base64(data, newline=False)
        if self.is_new:
            self.lines.append(fold(f"{name}:data:{kind};base64,".encode() + encoded))
            return
        short = kind.removeprefix("image/").upper() if kind.startswith("image/") else kind
        if self.is_old:
            bare = short if _BARE.fullmatch(short) else f"TYPE={param(short)}"
            head = f"{name};ENCODING=BASE64;{bare}:"
            self.lines.append(fold(head.encode() + encoded) + b"\r\n")
        else:
            head = f"{name};ENCODING=b;TYPE={param(short)}:"
            self.lines.append(fold(head.encode() + encoded))

    def _types(self, types: tuple[str, ...], preferred: bool) -> str:
        if self.is_old:
            stated = "".join(";" + _bare(t) for t in types)
            return stated + (";PREF" if preferred else "")
        if self.is_new:
            stated = ";TYPE=" + ",".join(_params(types)) if types else ""
            return stated + (";PREF=1" if preferred else "")
        words = [*(param(t.upper() if t.isascii() else t) for t in types)]
        words += ["PREF"] if preferred else []
        return ";TYPE=" + ",".join(words) if words else ""

    def _add_quoted(self, head: str, value: str) -> None:
        if not value.isascii():
            head += ";CHARSET=UTF-8"
        head += ";ENCODING=QUOTED-PRINTABLE:"
        data = value.replace("\n", "\r\n").encode("utf-8", "replace")
        self.lines.append(_soft_broken(head.encode("utf-8", "replace"), data))


def fold(line: bytes) -> bytes:
    """A line with CR LF, folded at 75 octets between characters."""
    if len(line) <= WIDTH:
        return line + b"\r\n"
    pieces = []
    start, width = 0, WIDTH
    last = min(len(line), _MANY_PIECES)
    while start < last:
        stop = start + width
        if stop < len(line):
            while line[stop] & 0xC0 == 0x80 and stop > start:
                stop -= 1
            if stop == start:  # what is no UTF-8 is cut anywhere
                stop = start + width
        pieces.append(line[start:stop])
        start, width = stop, WIDTH - 1
    if start < len(line):
        pieces += _PIECE.findall(line, start)
    return b"\r\n ".join(pieces) + b"\r\n"


def _soft_broken(head: bytes, data: bytes) -> bytes:
    """Quoted-printable with soft line breaks; no continuation begins or ends with a space."""
    lines, current = [], head
    for byte in data:
        plain = 33 <= byte <= 126 and byte != 61
        piece = bytes((byte,)) if plain or (byte == 32 and len(current) < 70) else b"=%02X" % byte
        if len(current) + len(piece) > WIDTH:
            lines.append(current + b"=")
            current = b""
            piece = b"=20" if byte == 32 else piece
        current += piece
    if current.endswith(b" "):
        current = current[:-1] + b"=20"
    return b"\r\n".join([*lines, current]) + b"\r\n"


def escaped(value: str, signs: int = 4) -> str:
    """A text with its backslashes and line breaks escaped, and (where `signs` is not 2) commas and
    semicolons. `str.translate` takes thirty times as long.
    """
    for sign, said in _ESCAPES[:signs]:
        if sign in value:
            value = value.replace(sign, said)
    return value


def clean(value: str) -> str:
    """A value that can stand on a line: one kind of line break, nothing unprintable."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.translate(_UNPRINTABLE)


def _params(values: tuple[str, ...]) -> Iterable[str]:
    whole = "".join(values)
    if whole.isascii() and whole.isalnum() and "" not in values:  # a million may be
        return values
    return map(param, values)


def param(value: str) -> str:
    """A parameter's value, in quotes where it needs them (RFC 6868 for what they cannot hold)."""
    if value.isalnum() and value.isascii():
        return value
    value = clean(value).translate(_CARETS)
    return f'"{value}"' if not value or _NEEDS_QUOTES.search(value) else value


def _bare(kind: str) -> str:
    if _BARE.fullmatch(kind) and kind not in _NOT_BARE and not kind.startswith("x-"):
        return f"TYPE={kind}" if is_charset(kind) else kind.upper()
    return f"TYPE={param(kind)}"
