"""After an export the file is read again: is everybody in it, and does it say the same?

While a file is written, a number is kept for what each contact says; the file is then read as an
import would, and the numbers are compared. Only a contact that differs is looked at closely.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from contactdesk.errors import FormatError
from contactdesk.formats.jcard_values import basic
from contactdesk.formats.registry import readable, reader
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import ITEM_TYPES, Contact
from contactdesk.model.record import FIELDS

_OF_THE_BOOK = {"deleted_at", "archived_at"}  # no file of another program has these
_WITHOUT_PHOTO = {"jsonl", "csv", "xlsx"}
MOST_TOLD = 20


class Difference(NamedTuple):
    """A contact whose entry in the file does not say what the book says, and in which fields."""

    name: str
    fields: tuple[str, ...] = ()


class Checked(NamedTuple):
    """What reading the file again gave.

    `found` of `expected` contacts are in it; `differing` counts those that read otherwise, and
    `differences` names the first of them. `read` is False where the format cannot be read here.
    """

    expected: int
    found: int = 0
    differing: int = 0
    differences: tuple[Difference, ...] = ()
    read: bool = True

    @property
    def is_same(self) -> bool:
        """Whether the file holds what was to be written."""
        return not self.read or (self.found == self.expected and not self.differing)


class Expectation:
    """What a file is to say, contact by contact, in eight bytes each."""

    def __init__(self, format: str) -> None:  # noqa: A002 - what people call it
        self._format = format
        self._fields = said_fields(format)
        self._prints = array("q")

    def begin(self) -> None:
        """Forget an earlier pass."""
        del self._prints[:]

    def note(self, contact: Contact) -> None:
        """Remember what the next contact of the file says."""
        self._prints.append(self._print(contact))

    def check(self, path: Path, again: Callable[[int], Contact | None]) -> Checked:
        """Read the file; `again` gives the contact at a place of it, as it was to be written."""
        if self._format_read() not in readable():
            return Checked(len(self._prints), read=False)
        found = differing = 0
        told: list[Difference] = []
        with open(path, "rb") as stream:
            for contact in self._contacts(stream):
                at, found = found, found + 1
                if at < len(self._prints) and self._is_same(contact, at):
                    continue
                differing += 1
                if len(told) < MOST_TOLD:
                    told.append(self._difference(contact, again(at)))
        return Checked(len(self._prints), found, differing, tuple(told))

    def _format_read(self) -> str:
        return "vcard" if self._format.startswith("vcard") else self._format

    def _contacts(self, stream: Any) -> Iterator[Contact | None]:
        try:
            for parsed in reader(self._format_read())(stream, {"region": ""}):
                yield parsed.contact
        except FormatError:  # the file as a whole is not what its name says
            return

    def _is_same(self, contact: Contact | None, at: int) -> bool:
        return contact is not None and self._print(contact) == self._prints[at]

    def _print(self, contact: Contact) -> int:
        return hash(tuple(self._said(contact, name) for name in self._fields))

    def _said(self, contact: Contact, name: str) -> Any:
        value = said(contact, name)
        return _as_jcard_spells(name, value) if self._format == "jcard" else value

    def _difference(self, found: Contact | None, wanted: Contact | None) -> Difference:
        known = wanted or found
        if found is None or wanted is None:
            return Difference(known.formatted_name if known else "")
        differs = [n for n in self._fields if self._said(found, n) != self._said(wanted, n)]
        return Difference(wanted.formatted_name, tuple(differs))


def difference_sentence(checked: Checked, file: str) -> str:
    """What reading the file again found, for a person."""
    if checked.found != checked.expected:
        return _(
            "{file} was read again and holds {found} contacts instead of {expected}. The file was "
            "kept; do not rely on it alone."
        ).format(file=file, found=counted(checked.found), expected=counted(checked.expected))
    words = ngettext(
        "{file} was read again and {n} contact reads otherwise than in the book. The file was "
        "kept; look at that contact before you rely on it.",
        "{file} was read again and {n} contacts read otherwise than in the book. The file was "
        "kept; look at those contacts before you rely on it.",
        checked.differing,
    )
    return words.format(file=file, n=counted(checked.differing))


def said_fields(format: str) -> tuple[str, ...]:  # noqa: A002 - as above
    """The fields that a file of this format holds."""
    without = _OF_THE_BOOK | ({"photo"} if format in _WITHOUT_PHOTO else set())
    return tuple(name for name in FIELDS if name not in without)


def said(contact: Contact, name: str) -> Any:
    """A field's value without the book's own numbers, and items in whatever order."""
    value = getattr(contact, name)
    if name == "photo":  # how a picture is called may differ, the picture may not
        return value.sha256 if value else ""
    if name not in ITEM_TYPES or not value:
        return value
    if name == "memberships":  # their order says which one is the first
        return tuple(replace(job, item=0, organisation_id="") for job in value)
    return frozenset(replace(item, item=0) for item in value)


def _as_jcard_spells(name: str, value: Any) -> Any:
    """In jCard times and names have one spelling, and nothing is said that goes without."""
    if name == "revised_at":
        return basic(value)
    if name != "extra" or not value:
        return value
    return frozenset(
        (e.name.upper(), e.group, e.types, basic(e.value.replace("\\", "")), frozenset(
            p for p in e.params if p[0] != "VALUE"))
        for e in value
    )  # fmt: skip
