"""A mail out of its file (RFC 5322): who, when, subject, text, and what is attached.

Nothing in it is believed: every header is read on its own and may be nonsense, the number of parts
and the length of the text are limited, and a file that is no mail is refused with a sentence.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import errors, message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from contactdesk.errors import FormatError
from contactdesk.formats.charsets import FALLBACK, codec_of
from contactdesk.i18n import _

LARGEST = 64 << 20  # bytes of a file
MOST_PARTS = 500
DEEPEST = 30
MOST_PEOPLE = 500
LONGEST_TEXT = 100_000  # characters that are kept
LONGEST_LINE = 1_000  # of a subject or a name
_HEADER = re.compile(rb"\A(?:From |[!-9;-~]+[ \t]*:)")
_TELLING = ("from", "date", "subject", "message-id", "received", "to", "return-path")
_ARRIVED = ("received", "delivered-to", "x-original-to", "return-path")
_SPACES = re.compile(r"\s+")


class Person(NamedTuple):
    """Who sent or got it."""

    name: str
    address: str


class Attached(NamedTuple):
    """A file that came with it, how many bytes it has, and these (b"" of a mail inside it)."""

    name: str
    size: int
    data: bytes = b""


class Mail(NamedTuple):
    """One mail; `arrived` is whether its headers say that it was delivered to somebody here."""

    uid: str
    at: datetime
    subject: str
    text: str
    sender: Person | None
    receivers: tuple[Person, ...]
    attached: tuple[Attached, ...]
    arrived: bool


def read_mail_file(path: str | Path) -> Mail:
    """The mail in a file; raises `FormatError` with a sentence where there is none."""
    file = Path(path)
    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FormatError(_("This mail is larger than 64 MB. It was not read."))
    return read_mail(data)


def read_mail(data: bytes) -> Mail:
    """The mail that some bytes are; raises `FormatError` with a sentence."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n\t ")
    if not _HEADER.match(data):
        raise FormatError(_("This is no mail. Save it as .eml in your mail program."))
    try:
        message = message_from_bytes(data)
    except (RecursionError, errors.MessageError, ValueError, LookupError) as error:
        raise FormatError(_("This mail cannot be understood.")) from error
    if not any(_raw(message, name) for name in _TELLING):
        raise FormatError(_("This is no mail. Save it as .eml in your mail program."))
    text, attached = _content(message)
    sender = next(iter(_people(message, "from", "sender")), None)
    return Mail(
        _uid(message, data),
        _moment(message),
        _line(message, "subject"),
        text,
        sender,
        tuple(_people(message, "to", "cc", "bcc")),
        attached,
        any(_raw(message, name) for name in _ARRIVED),
    )


# ── headers ─────────────────────────────────────────────────────────────────────────────────


def _raw(message: Message, name: str) -> list[str]:
    """The values of a header as they stand, unfolded; their bytes that are no ASCII as UTF-8."""
    found = []
    for key, value in message.raw_items():
        if str(key).lower() == name:
            plain = str(value).encode("utf-8", "surrogateescape").decode("utf-8", FALLBACK)
            found.append(_SPACES.sub(" ", plain).strip())
    return found


def _decoded(text: str) -> str:
    """Encoded words (RFC 2047) as what they say."""
    try:
        parts = decode_header(text)
    except (errors.HeaderParseError, binascii.Error, ValueError):
        parts = [(text, None)]
    whole = "".join(p if isinstance(p, str) else _as_text(p, str(c or "")) for p, c in parts)
    return _clean(_SPACES.sub(" ", whole))[:LONGEST_LINE].strip()


def _line(message: Message, name: str) -> str:
    return _decoded(next(iter(_raw(message, name)), "")[: 4 * LONGEST_LINE])


def _people(message: Message, *names: str) -> Iterator[Person]:
    """Everybody in some headers, each address once."""
    seen: set[str] = set()
    values = [value[:200_000] for name in names for value in _raw(message, name)]
    for name, address in getaddresses(values)[:MOST_PEOPLE]:
        plain = _clean(address).strip()
        if "@" not in plain.strip("@") or " " in plain or plain.lower() in seen:
            continue
        seen.add(plain.lower())
        yield Person(_decoded(name), plain[:320])


def _moment(message: Message) -> datetime:
    """When it was sent; where that is not told, when it came in, else now."""
    dates = [*_raw(message, "date"), *(v.rpartition(";")[2] for v in _raw(message, "received"))]
    for date in dates[:10]:
        try:
            at = parsedate_to_datetime(date[:200])
            return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return datetime.now(UTC)


def _uid(message: Message, data: bytes) -> str:
    """What tells this mail from all others; of one without an identifier its content does."""
    stated = next(iter(_raw(message, "message-id")), "").strip("<> ")
    plain = _clean(stated)
    if 0 < len(plain) <= LONGEST_LINE:
        return f"mid:{plain}"
    return f"mail-{hashlib.sha256(data).hexdigest()}"


# ── what is in it ───────────────────────────────────────────────────────────────────────────


def _content(message: Message) -> tuple[str, tuple[Attached, ...]]:
    """The text, plain before HTML, and the files."""
    plain: list[str] = []
    rich: list[str] = []
    attached: list[Attached] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if _is_file(part):
            attached.append(_file(part))
        elif kind == "text/plain":
            plain.append(_text(part))
        elif kind == "text/html":
            rich.append(without_tags(_text(part)))
    whole = "\n\n".join(t.strip() for t in (plain if any(plain) else rich) if t.strip())
    if len(whole) > LONGEST_TEXT:
        whole = whole[:LONGEST_TEXT] + "…"
    return whole, tuple(attached)


def _parts(message: Message) -> list[Message]:
    """The leaves; a mail inside a mail is one of them."""
    found: list[Message] = []
    waiting: list[tuple[Message, int]] = [(message, 0)]
    while waiting and len(found) < MOST_PARTS:
        part, depth = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            if depth < DEEPEST:
                some = [each for each in inner[:MOST_PARTS] if isinstance(each, Message)]
                waiting += [(each, depth + 1) for each in reversed(some)]
        else:
            found.append(part)
    return found


def _is_file(part: Message) -> bool:
    stated = next(iter(_raw(part, "content-disposition")), "").lower()
    return stated.startswith("attachment") or part.get_content_maintype() not in (
        "text", "multipart"
    )  # fmt: skip


def _file(part: Message) -> Attached:
    name = _file_name(part)
    payload = part.get_payload()
    if isinstance(payload, list):  # a mail inside this one
        inner = payload[0] if payload and isinstance(payload[0], Message) else part
        return Attached(name or f"{_line(inner, 'subject') or _('mail')}.eml", 0)
    data = _bytes(part)
    return Attached(name or _("file without a name"), len(data), data)


def _file_name(part: Message) -> str:
    try:
        stated: Any = part.get_filename()
    except (ValueError, LookupError, TypeError, IndexError):
        return ""
    plain = _decoded(str(stated)) if stated else ""
    return re.sub(r"[\\/]", "_", plain)[:200]


def _bytes(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""


def _text(part: Message) -> str:
    try:
        charset = str(part.get_content_charset() or "")
    except (ValueError, LookupError, TypeError):
        charset = ""
    return _clean(_as_text(_bytes(part)[: 8 * LONGEST_TEXT], charset))


def _as_text(data: bytes, charset: str) -> str:
    codec = codec_of(charset)
    if codec:
        return data.decode(codec, "replace")
    return data.decode("utf-8", FALLBACK)


def _clean(text: str) -> str:
    """Without signs that steer terminals and such; lines end in one way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or (c.isprintable() or c.isspace()) or c > "\x9f")


class _Words(HTMLParser):
    """Collects the words of a page, its lines where blocks end."""

    _BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "hr"})
    _HIDDEN = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """A block begins, or something that is not shown."""
        if tag in self._HIDDEN:
            self._hidden += 1
        elif tag in self._BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        if tag in self._HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in self._BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Words; line ends in the source are spaces."""
        if not self._hidden:
            self.words.append(_SPACES.sub(" ", data))


def without_tags(page: str) -> str:
    """The words of a page, its lines where blocks end."""
    reader = _Words()
    try:
        reader.feed(page)
        reader.close()
    except (AssertionError, ValueError):
        return page
    lines = (line.strip() for line in "".join(reader.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
