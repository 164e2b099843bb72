"""Which function reads a format; each is imported only when a file of its kind comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

from contactdesk.formats.base import Parsed

if TYPE_CHECKING:
    from contactdesk.formats.ical_reading import Entry

Choices = Mapping[str, Any]
"""What a person decided about a file, as plain values for JSON: `region` ("PL"), and what the
format's own module says that it reads (a table: `encoding`, `delimiter`, `columns` …)."""

Reader = Callable[[BinaryIO, Choices], Iterator[Parsed]]
"""Every contact of a file in its order, one at a time; never raises for a bad one.

`Parsed.raw` is a vCard, also where the file held none: what comes after is the same for all.
"""

_READERS = {
    "vcard": "vcard_reading:read_file",
    "jcard": "jcard_reading:read_file",
    "jsonl": "jsonl_reading:read_file",
    "ldif": "ldif_reading:read_file",
    "csv": "csv_reading:read_file",
    "xlsx": "xlsx_reading:read_file",
}


CALENDARS = ("ical", "vcal", "jcal")
"""The formats of calendars, each read entry by entry (`entry_reader`)."""


def readable() -> tuple[str, ...]:
    """The formats that contacts can be read from, by their names on the command line."""
    return tuple(_READERS)


def importable() -> tuple[str, ...]:
    """The formats that can be brought into a book: contacts and calendars."""
    return (*_READERS, *CALENDARS)


def entry_reader(kind: str) -> Callable[[BinaryIO, str], Iterator[Entry]]:
    """The function that reads the entries of a calendar of that format, in an encoding."""
    module = "jcal_reading" if kind == "jcal" else "ical_reading"
    found: Callable[[BinaryIO, str], Iterator[Entry]] = import_module(
        f"contactdesk.formats.{module}"
    ).read_entries
    return found


def reader(kind: str) -> Reader:
    """The function that reads a format of `readable`."""
    module, _colon, name = _READERS[kind].partition(":")
    found: Reader = getattr(import_module(f"contactdesk.formats.{module}"), name)
    return found
