"""After an export the file is read again: is everybody in it, and does it say the same?

While a file is written, a number is kept for what each contact says; the file is then read as an
import would, and the numbers are compared. Only a contact that differs is looked at closely.

Where a writer knows that the card it wrote says just the contact (it read the original and its
own lines), the number of the card's bytes is kept instead: a card that is cut out of the file with
the same bytes says the same and need not be taken apart once more.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from contactdesk.errors import FormatError
from contactdesk.formats.card_stream import RawCard, split_cards
from contactdesk.formats.jcard_values import basic
from contactdesk.formats.registry import readable, reader
from contactdesk.formats.said import WITHOUT_NUMBERS
from contactdesk.formats.transcoding import as_utf8
from contactdesk.formats.vcard_reading import read_raw
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact, Extra
from contactdesk.model.record import FIELDS

# No file of another program has these.
_OF_THE_BOOK = {"deleted_at", "archived_at", "owner", "private_to"}
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


class _Read(NamedTuple):
    """A contact's entry in the file: a vCard's bytes, and how its contact is read."""

    raw: bytes
    contact: Callable[[], Contact | None]


def _vcards(stream: BinaryIO) -> Iterator[_Read]:
    """The cards of a file as an import cuts it, none of them taken apart yet."""
    for index, found in enumerate(split_cards(as_utf8(stream, ""))):
        yield _Read(found.raw, partial(_contact_of, index, found))


def _contact_of(index: int, found: RawCard) -> Contact | None:
    return read_raw(index, found).contact


def _print_of(card: bytes) -> int:
    return hash(card.rstrip(b"\r\n"))


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
        self._spelled = [own.get(name) or WITHOUT_NUMBERS.get(name) for name in self._fields]
        self._prints = array("q")
        self._proven = bytearray()
        """Whether the number at a place is of the card's bytes (1) or of what it says (0)."""
        self._card: bytes | None = None

    def begin(self) -> None:
        """Forget an earlier pass."""
        del self._prints[:], self._proven[:]
        self._card = None

    def proven(self, card: bytes) -> None:
        """Hear that the next contact's card was written so, and is known to say just that."""
        self._card = card

    def note(self, contact: Contact) -> None:
        """Remember what the next contact of the file says; it was written already."""
        card, self._card = self._card, None
        self.remember(self.number_of(contact, card), card is not None)

    def number_of(self, contact: Contact, proven: bytes | None) -> int:
        """What is to be remembered of a contact, or of its card where that is proven."""
        return self._print(contact) if proven is None else _print_of(proven)

    def remember(self, number: int, is_proven: bool) -> None:
        """`note` where the number is known already."""
        self._proven.append(is_proven)
        self._prints.append(number)

    def check(self, paths: Sequence[Path], again: Callable[[int], Contact | None]) -> Checked:
        """Read the file, or files one after the other; `again` gives the contact at a place, as it
        was to be written."""
        if self._format_read() not in readable():
            return Checked(len(self._prints), read=False)
        found = differing = 0
        told: list[Difference] = []
        for read in self._all_cards(paths):
            at, found = found, found + 1
            if at < len(self._prints) and self._is_as_written(read.raw, at):
                continue
            contact = read.contact()
            if at < len(self._prints) and self._is_same(contact, at, again):
                continue
            differing += 1
            if len(told) < MOST_TOLD:
                told.append(self._difference(contact, again(at)))
        return Checked(len(self._prints), found, differing, tuple(told))

    def _all_cards(self, paths: Sequence[Path]) -> Iterator[_Read]:
        for path in paths:
            with open(path, "rb") as stream:
                yield from (
                    _vcards(stream) if self._format_read() == "vcard" else self._others(stream)
                )

    def _format_read(self) -> str:
        return "vcard" if self._format.startswith("vcard") else self._format

    def _others(self, stream: Any) -> Iterator[_Read]:
        try:
            for parsed in reader(self._format_read())(stream, self._read_as):
                yield _Read(b"", partial(attrgetter("contact"), parsed))
        except FormatError:  # the file as a whole is not what its name says
            return

    def _is_as_written(self, raw: bytes, at: int) -> bool:
        return bool(self._proven[at]) and _print_of(raw) == self._prints[at]

    def _is_same(
        self, contact: Contact | None, at: int, again: Callable[[int], Contact | None]
    ) -> bool:
        if contact is None:
            return False
        if not self._proven[at]:
            return self._print(contact) == self._prints[at]
        wanted = again(at)  # other bytes may still say the same
        return wanted is not None and self._said(contact) == self._said(wanted)

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


def _extras_in_jcard(items: Sequence[Extra]) -> frozenset[Any]:
    """There, times and names have one spelling, and nothing is said that goes without."""
    return frozenset(
        (e.name.upper(), e.group, e.types, basic(e.value.replace("\\", "")), frozenset(
            p for p in e.params if p[0] != "VALUE"))
        for e in items
    )  # fmt: skip


_AS_JCARD_SPELLS: dict[str, Callable[[Any], Any]] = {"revised_at": basic, "extra": _extras_in_jcard}
