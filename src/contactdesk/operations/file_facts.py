"""What a file is, found out from its first bytes and shown before anything is read of it."""

from __future__ import annotations

import codecs
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from contactdesk.formats import describe, guess_format
from contactdesk.formats.card_encodings import guess_card_encoding
from contactdesk.formats.registry import importable

HEAD = 1 << 18  # bytes that are looked at

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FileFacts(NamedTuple):
    """A file's name, size in bytes, format ("" for none that can be read), encoding as Python
    calls it, and a sentence where it cannot be read."""

    name: str
    size: int
    format: str
    encoding: str
    trouble: str = ""


def file_facts(path: str) -> FileFacts:
    """Look at a file; never raises for one that cannot be read."""
    name = Path(path).name
    try:
        with open(path, "rb") as stream:
            head = stream.read(HEAD)
        size = Path(path).stat().st_size
    except OSError as error:
        return FileFacts(name, 0, "", "", error.strerror or str(error))
    kind = guess_format(head, name)
    if kind not in importable():
        return FileFacts(name, size, "", "", describe(head, name))
    return FileFacts(name, size, kind, encoding_of(head, whole=size <= HEAD))


def encoding_of(head: bytes, whole: bool = True) -> str:
    """UTF-8 or UTF-16 where the bytes are that, else the likeliest: Windows-1252, as a rule."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" in head[:2]:
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, whole)
    except UnicodeDecodeError:
        return guess_card_encoding(BytesIO(head)) or "cp1252"
    return "utf-8"
