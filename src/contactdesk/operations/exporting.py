"""Export: contacts go out, in name order, into a file that is whole or not there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from contactdesk.collecting import no_collection
from contactdesk.errors import ContactDeskError, FormatError
from contactdesk.formats.jsonl_events import event_line
from contactdesk.formats.receivers import addressed, receiver_named, understood
from contactdesk.formats.registry import Choices
from contactdesk.formats.vcard import write_card
from contactdesk.formats.vcard_writing import NEWEST, target_version
from contactdesk.formats.writers import Outgoing, kind_of, writable, writer
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.event_kinds import Kinds, both, kinds_of
from contactdesk.operations import custom_in_files, whose_in_files
from contactdesk.operations.deal_lines import deal_lines
from contactdesk.operations.exporting_cards import vcards
from contactdesk.operations.office_lines import office_lines
from contactdesk.operations.self_check import Checked, Expectation
from contactdesk.operations.unchanged_cards import as_they_came
from contactdesk.operations.whom_about import for_a_file
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import ListQuery
from contactdesk.store.opening import is_same_file

CONTACTS_A_READ = 250
FORMATS = writable()
_BRIEF = ("csv", "xlsx", "jsonl")  # a column, or a key, for each custom field


@dataclass(frozen=True)
class ExportReport:
    """How many contacts were written, in how many bytes.

    `checked` is what reading the file again gave; None where it was not read (a stream). `events`
    counts the appointments, tasks and journal entries that stand after the contacts.
    """

    contacts: int
    size: int
    checked: Checked | None = None
    events: int = 0
    kinds: Kinds = ()


def export(
    book: Book,
    to: Path | BinaryIO,
    format: str = "vcard",  # noqa: A002 - what the command line and people call it
    numbers: Sequence[int] | None = None,
    progress: Progress | None = None,
    choices: Choices | None = None,
    receiver: str = "",
    check: bool = True,
) -> ExportReport:
    """Write contacts (all, or those with these numbers) to a file or a stream.

    `format` is one of `FORMATS`; "vcard" gives each card in the version it came in, and what
    nobody edited as it came. A `receiver` gets its own format and spelling. `choices` are what
    the format's writer knows. A file of that name is replaced only once the new one is complete;
    it is then read again (unless `check` is off), and what differs is told: the file stays.
    """
    format = receiver_named(receiver).format if receiver else format  # noqa: A001
    check_format(format)
    if isinstance(to, (str, Path)) and is_same_file(to, book.facts.path):
        raise ContactDeskError(_("{name} is the book itself. Choose another file.").format(name=to))
    delimiter = str((choices or {}).get("delimiter") or "")
    source = Source(book, format, numbers, progress or Progress(), receiver, delimiter)
    wanted = {**(choices or {}), "version": kind_of(format).version}
    is_cards = format.startswith("vcard")
    pieces = vcards(source, book) if is_cards else writer(format)(source.records, wanted)
    events = EventLines(book)
    if format == "jsonl" and numbers is None:
        pieces = chain(pieces, events.lines(), deal_lines(book), office_lines(book))
    checked = None
    with no_collection():
        size = write_whole(pieces, to)
        if check and isinstance(to, (str, Path)):
            checked = source.checked([Path(to)])
    return ExportReport(source.count, size, checked, events.count, events.kinds)


def going_out(
    book: Book, numbers: Sequence[int] | None = None, progress: Progress | None = None
) -> Iterator[Contact]:
    """The contacts that an export of these numbers (None: all) would write, in its order."""
    for each in Source(book, "jsonl", numbers, progress or Progress()).records():
        yield each.contact


def check_format(format: str) -> None:  # noqa: A002 - as above
    """Raise a sentence that names the formats there are, where this one is none of them."""
    if format not in FORMATS:
        raise FormatError(
            _("{format} cannot be written. Possible are: {all}.").format(
                format=format, all=", ".join(FORMATS)
            )
        )


def write_whole(pieces: Iterator[bytes], to: Path | BinaryIO) -> int:
    """Write a stream, or a file that is there only once it is complete; how many bytes."""
    if isinstance(to, (str, Path)):
        return _write_file(pieces, Path(to))
    return _write(pieces, to.write)


def _write_file(pieces: Iterator[bytes], to: Path) -> int:
    beside = to.with_name(f".{to.name}.part")
    try:
        with told_unwritten(to):
            with open(beside, "wb") as file:
                size = _write(pieces, file.write)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, to)
    finally:
        beside.unlink(missing_ok=True)
    return size


@contextmanager
def told_unwritten(to: Path) -> Iterator[None]:
    """Say in a sentence which file or folder could not be written, and why."""
    try:
        yield
    except OSError as error:
        raise ContactDeskError(
            _("{name} could not be written: {reason}. Nothing else was changed.").format(
                name=to, reason=error.strerror or error
            )
        ) from error


def _write(pieces: Iterator[bytes], write: Callable[[bytes], object]) -> int:
    size = 0
    for piece in pieces:
        write(piece)
        size += len(piece)
    return size


class EventLines:
    """All events of a book as JSON Lines; `count` is how many there were, `kinds` of which kind."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.count = 0
        self.kinds: Kinds = ()

    def lines(self) -> Iterator[bytes]:
        """One line an event, in the order in which they came, in short reads of the book."""
        with self._book.read() as tx:
            numbers = tx.events.numbers()
        for start in range(0, len(numbers), CONTACTS_A_READ):
            with self._book.read() as tx:
                found = for_a_file(tx, tx.events.get_many(numbers[start:][:CONTACTS_A_READ]))
            self.kinds = both(self.kinds, kinds_of(found))
            for event in found:
                self.count += 1
                yield event_line(event)


class Source:
    """The contacts of one export, as often as its writer goes over them."""

    def __init__(
        self,
        book: Book,
        format: str,  # noqa: A002 - as above
        numbers: Sequence[int] | None,
        progress: Progress,
        receiver: str = "",
        delimiter: str = "",
    ) -> None:
        self._book = book
        self._receiver = receiver
        self.expected = Expectation(format, delimiter)
        self.format = format
        self._numbers = numbers
        self._progress = progress
        self.count = 0
        """How many contacts the last pass gave."""

    def records(self) -> Iterator[Outgoing]:
        """Go over them in name order."""
        numbers = self.all_numbers()
        self.begin()
        for start in range(0, len(numbers), CONTACTS_A_READ):
            self.reached(start)
            for each in self.part(numbers[start : start + CONTACTS_A_READ]):
                self.count += 1
                yield self.for_receiver(each)
                self.expected.note(self.understood(each.contact))
        self.reached(len(numbers))

    def begin(self) -> None:
        """Forget an earlier pass."""
        self.count = 0
        self.expected.begin()

    def reached(self, place: int) -> None:
        """Tell how many contacts are written; raises `Cancelled` when a person stopped it."""
        self._progress.report(place, len(self.all_numbers()))

    def all_numbers(self) -> Sequence[int]:
        """The contacts' numbers, in the order in which they are written."""
        if self._numbers is None:
            with self._book.read() as tx:
                found = tx.contacts.listing(ListQuery()).numbers
                self._numbers = found + tx.contacts.listing(ListQuery("archive")).numbers
        return self._numbers

    def part(self, numbers: Sequence[int]) -> list[Outgoing]:
        """Some contacts (a few hundred), read from the book as it is now."""
        with self._book.read() as tx:  # short reads: others may write meanwhile
            if self.format != "vcard" or self._receiver:
                return _read(tx, numbers, self.format)
            written = as_they_came(tx, numbers)
            left = [n for n in numbers if n not in written or not written[n].is_proven]
            for each in _read(tx, left, self.format):
                number = each.contact.number
                known = written.get(number)
                card = known.card if known else None
                written[number] = each._replace(card=card, is_proven=card is None)
            return [written[number] for number in numbers if number in written]

    def understood(self, contact: Contact) -> Contact:
        """The contact as the receiver will read it."""
        return understood(contact, self._receiver) if self._receiver else contact

    def for_receiver(self, each: Outgoing) -> Outgoing:
        """The contact as the receiver spells it."""
        if not self._receiver:
            return each._replace(proven=self.expected.proven)
        return Outgoing(addressed(each.contact, self._receiver), None, each.photo)

    def checked(self, paths: Sequence[Path]) -> Checked:
        """Read what was written, in one file or several, and compare it with what it was to say."""
        return self.expected.check(paths, self._again)

    def _again(self, place: int) -> Contact | None:
        numbers = self.all_numbers()
        with self._book.read() as tx:
            found = _read(tx, numbers[place : place + 1], self.format)
        return self.understood(found[0].contact) if found else None


def cards(tx: Transaction, numbers: Sequence[int]) -> Iterator[bytes]:
    """The vCards of a few contacts, in this order, with photos; unedited ones as they came."""
    for each in _read(tx, numbers, "vcard"):
        yield write_card(each.contact, "keep", each.original, each.photo)


def _read(
    tx: Transaction,
    numbers: Sequence[int],
    format: str,  # noqa: A002 - as above
) -> list[Outgoing]:
    kind = kind_of(format)
    contacts = custom_in_files.going_out(
        tx,
        _with_owners(tx, tx.contacts.get_many(numbers), format),
        briefly=format in _BRIEF,
        with_ids=format == "jsonl",
    )
    if not kind.version:
        return [Outgoing(c) for c in contacts]
    originals = tx.contacts.newest_originals(numbers) if kind.whole else {}
    newest = [target_version(kind.version, originals.get(c.number)) == NEWEST for c in contacts]
    return [
        Outgoing(
            c,
            originals.get(c.number) if kind.whole else None,
            tx.contacts.photo(c.photo.sha256) if c.photo and kind.whole else None,
        )
        for c in tx.relations.for_export(contacts, newest)
    ]


def _with_owners(
    tx: Transaction,
    contacts: list[Contact],
    format: str,  # noqa: A002 - as above
) -> list[Contact]:
    if format not in _BRIEF:
        return contacts  # a card says nothing of it
    return whose_in_files.going_out(tx, contacts, in_column=format != "jsonl")
