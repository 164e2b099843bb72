"""JSON Lines in: the documents that `saving_documents` wrote, each with where its files are.

A file's name is a stranger's word: what could lead out of the list's own folder is no name here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO, NamedTuple

from contactdesk.formats.event_lines import DOCUMENT_LINE
from contactdesk.formats.made_cards import ENTRY_LIMIT
from contactdesk.formats.text_lines import text_lines
from contactdesk.model.document import UNKNOWN, Document, media_type_of, plain_name

_MOST = 10_000  # versions of one document, and whom it belongs to
_LONGEST = 100_000  # characters of one text
_LONGEST_PATH = 4_096
_OWNER = ("type", "id", "uid", "recurrence_id", "name")
_HASH = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")


class StatedVersion(NamedTuple):
    """A version as a line states it: `sha256` "" and `size` -1 where it does not say; `author` is
    a name; `file` is relative to the list's folder, "" for none, and None for one that must not
    be opened."""

    sha256: str
    size: int
    at: str
    author: str
    reason: str
    file: str | None


class Owner(NamedTuple):
    """What a document belongs to: its type ("contact", "deal", "event" …), its id in its own book,
    what other books know it by (an identifier or an address), which time of a series it is, and
    its name."""

    type: str
    id: str
    known_as: str
    recurrence_id: str
    name: str


class DocumentLine(NamedTuple):
    """A line of a file: a document without versions or owners, None for a damaged line; these
    stand beside it."""

    number: int
    document: Document | None
    versions: tuple[StatedVersion, ...]
    about: tuple[Owner, ...]
    data: bytes


def read_documents(stream: BinaryIO) -> Iterator[DocumentLine]:
    """Every line that is a document, in order; all others are passed."""
    for number, data, cut in text_lines(stream, ENTRY_LIMIT):
        if DOCUMENT_LINE.match(data):
            yield _read(number, b"" if cut else data, data)


def has_documents(stream: BinaryIO) -> bool:
    """Whether any line is a document."""
    return any(DOCUMENT_LINE.match(data) for _n, data, _cut in text_lines(stream, ENTRY_LIMIT))


def _read(number: int, data: bytes, raw: bytes) -> DocumentLine:
    try:
        plain = json.loads(data.decode("utf-8", "replace"))
        versions = tuple(_version(v) for v in _dicts(plain.get("versions")))
        about = tuple(_owner(o) for o in _dicts(plain.get("about")))
        document = _document(plain)
    except (ValueError, RecursionError, AttributeError):
        return DocumentLine(number, None, (), (), raw)
    if document is None or not (versions or document.path):
        return DocumentLine(number, None, (), (), raw)
    return DocumentLine(number, document, versions, about, raw)


def _document(plain: dict[str, Any]) -> Document | None:
    name = plain_name(_text(plain.get("name")))
    path = _text(plain.get("path"))
    if not name or len(path) > _LONGEST_PATH or not path.isprintable():
        return None
    stated = _text(plain.get("media_type"))
    by_name = media_type_of(name)
    guessed = by_name != UNKNOWN or not _MEDIA_TYPE.fullmatch(stated)
    return Document(
        id=_text(plain.get("id")), name=name, kind=_one_line(plain.get("kind")),
        note=_text(plain.get("note")), media_type=by_name if guessed else stated,
        path="" if plain.get("versions") else path, added_at=_moment(plain.get("added_at")),
    )  # fmt: skip


def _version(plain: dict[str, Any]) -> StatedVersion:
    sha256, file = _text(plain.get("sha256")), plain.get("file")
    return StatedVersion(
        sha256 if _HASH.fullmatch(sha256) else "", _size(plain.get("size")),
        _moment(plain.get("at")), _one_line(plain.get("author")), _text(plain.get("reason")),
        _inside(file) if isinstance(file, str) else "",
    )  # fmt: skip


def _size(value: Any) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 62
    return int(value) if whole else -1


def _inside(name: str) -> str | None:
    """The name of a file in the list's folder, as every system reads it; None for any other."""
    parts = PurePosixPath(name).parts
    leads_out = name.startswith("/") or ".." in parts or PureWindowsPath(name).is_reserved()
    if leads_out or not parts or any(c in name for c in '\\:*?"<>|') or not name.isprintable():
        return None
    return "/".join(parts) if len(name) <= _LONGEST_PATH else None


def _owner(plain: dict[str, Any]) -> Owner:
    return Owner(*(_one_line(plain.get(n)) for n in _OWNER))


def _moment(value: Any) -> str:
    """A time as the book has it; "" for what is none."""
    text = _text(value)
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text if len(text) <= 32 and text.endswith("Z") else ""


def _one_line(value: Any) -> str:
    return " ".join(_text(value).split())


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value[:_LONGEST].replace("\0", "").encode("utf-8", "replace").decode()
    return ""


def _dicts(value: Any) -> list[dict[str, Any]]:
    some = value[:_MOST] if isinstance(value, list) else []
    return [each for each in some if isinstance(each, dict)]
