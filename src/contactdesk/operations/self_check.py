"""After an export the file is read again: is everybody in it, and does it say the same?

While a file is written, a number is kept for what each contact says; the file is then read as an
import would, and the numbers are compared. Only a contact that differs is looked at closely.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from contactdesk.errors import FormatError
from contactdesk.formats.jcard_values import basic
from contactdesk.formats.registry import readable, reader
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import (
    ITEM_TYPES,
    Address,
    Contact,
    Entry,
    Extra,
    Membership,
    Photo,
)
from contactdesk.model.record import FIELDS

_OF_THE_BOOK = {"deleted_at", "archived_at"}  # no file of another program has these
_WITHOUT_PHOTO = {"jsonl", "csv", "xlsx"}
MOST_TOLD = 20


def _without_number(kind: type[Any]) -> Callable[[Any], Any]:
    return attrgetter(*(f.name for f in fields(kind) if f.name not in ("item", "organisation_id")))


_ENTRY_OF, _ADDRESS_OF = _without_number(Entry), _without_number(Address)
_EXTRA_OF, _JOB_OF = _without_number(Extra), _without_number(Membership)


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

    def __init__(
        self,
        format: str,  # noqa: A002 - what people call it
        delimiter: str = "",
    ) -> None:
        self._format = format
        self._read_as: Mapping[str, Any] = {
            "region": "", "delimiter": delimiter or None, "events_apart": True
        }  # fmt: skip
        self._fields = said_fields(format)
        self._values_of = attrgetter(*self._fields)
        own = _AS_JCARD_SPELLS if format == "jcard" else {}
        self._spelled = [own.get(name) or _WITHOUT_NUMBERS.get(name) for name in self._fields]
        self._prints = array("q")

    def begin(self) -> None:
        """Forget an earlier pass."""
        del self._prints[:]

    def note(self, contact: Contact) -> None:
        """Remember what the next contact of the file says."""
        self._prints.append(self._print(contact))

    def check(self, paths: Sequence[Path], again: Callable[[int], Contact | None]) -> Checked:
        """Read the file, or files one after the other; `again` gives the contact at a place, as it
        was to be written."""
        if self._format_read() not in readable():
            return Checked(len(self._prints), read=False)
        found = differing = 0
        told: list[Difference] = []
        for contact in self._all_contacts(paths):
            at, found = found, found + 1
            if at < len(self._prints) and self._is_same(contact, at):
                continue
            differing += 1
            if len(told) < MOST_TOLD:
                told.append(self._difference(contact, again(at)))
        return Checked(len(self._prints), found, differing, tuple(told))

    def _all_contacts(self, paths: Sequence[Path]) -> Iterator[Contact | None]:
        for path in paths:
            with open(path, "rb") as stream:
                yield from self._contacts(stream)

    def _format_read(self) -> str:
        return "vcard" if self._format.startswith("vcard") else self._format

    def _contacts(self, stream: Any) -> Iterator[Contact | None]:
        try:
            for parsed in reader(self._format_read())(stream, self._read_as):
                yield parsed.contact
        except FormatError:  # the file as a whole is not what its name says
            return

    def _is_same(self, contact: Contact | None, at: int) -> bool:
        return contact is not None and self._print(contact) == self._prints[at]

    def _print(self, contact: Contact) -> int:
        return hash(self._said(contact))

    def _said(self, contact: Contact) -> tuple[Any, ...]:
        values = self._values_of(contact)
        spelled = zip(values, self._spelled, strict=True)
        return tuple([spell(value) if spell and value else value for value, spell in spelled])

    def _difference(self, found: Contact | None, wanted: Contact | None) -> Difference:
        known = wanted or found
        if found is None or wanted is None:
            return Difference(known.formatted_name if known else "")
        said = zip(self._fields, self._said(found), self._said(wanted), strict=True)
        differs = [name for name, one, other in said if one != other]
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


def _picture(photo: Photo) -> str:
    return photo.sha256  # how a picture is called may differ, the picture may not


def _jobs(jobs: Sequence[Membership]) -> tuple[Any, ...]:
    return tuple(map(_JOB_OF, jobs))  # their order says which one is the first


def _entries(items: Sequence[Entry]) -> frozenset[Any]:
    return frozenset(map(_ENTRY_OF, items))


def _addresses(items: Sequence[Address]) -> frozenset[Any]:
    return frozenset(map(_ADDRESS_OF, items))


def _extras(items: Sequence[Extra]) -> frozenset[Any]:
    return frozenset(map(_EXTRA_OF, items))


def _extras_in_jcard(items: Sequence[Extra]) -> frozenset[Any]:
    """There, times and names have one spelling, and nothing is said that goes without."""
    return frozenset(
        (e.name.upper(), e.group, e.types, basic(e.value.replace("\\", "")), frozenset(
            p for p in e.params if p[0] != "VALUE"))
        for e in items
    )  # fmt: skip


_SPELLED: dict[Any, Callable[[Any], Any]] = {
    Entry: _entries,
    Address: _addresses,
    Extra: _extras,
    Membership: _jobs,
}
_WITHOUT_NUMBERS: dict[str, Callable[[Any], Any]] = {
    **{name: _SPELLED[kind] for name, kind in ITEM_TYPES.items()},
    "photo": _picture,
}
"""Values without the book's own numbers, and items in whatever order."""
_AS_JCARD_SPELLS: dict[str, Callable[[Any], Any]] = {"revised_at": basic, "extra": _extras_in_jcard}


def said(contact: Contact, name: str) -> Any:
    """A field's value without the book's own numbers, and items in whatever order."""
    value, spell = getattr(contact, name), _WITHOUT_NUMBERS.get(name)
    return spell(value) if spell and value else value
