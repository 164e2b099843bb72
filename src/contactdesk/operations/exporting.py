"""Export: contacts go out, in name order, into a file that is whole or not there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from contactdesk.errors import ContactDeskError, FormatError
from contactdesk.formats.jsonl import contact_json
from contactdesk.formats.vcard import write_card
from contactdesk.formats.vcard_writing import NEWEST, target_version
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.progress import Progress
from contactdesk.store.book import Book, Transaction, is_same_file
from contactdesk.store.listing import ListQuery

CONTACTS_A_READ = 250
_VERSIONS = {"vcard": "keep", "vcard21": "2.1", "vcard30": "3.0", "vcard40": "4.0"}
FORMATS = (*_VERSIONS, "jsonl")


@dataclass(frozen=True)
class ExportReport:
    """How many contacts were written, in how many bytes."""

    contacts: int
    size: int


def export(
    book: Book,
    to: Path | BinaryIO,
    format: str = "vcard",  # noqa: A002 - what the command line and people call it
    numbers: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write contacts (all, or those with these numbers) to a file or a stream.

    `format` is one of `FORMATS`; "vcard" gives each card in the version it came in, and what
    nobody edited as it came. A file of that name is replaced only once the new one is complete.
    """
    if format not in FORMATS:
        raise FormatError(
            _("{format} cannot be written. Possible are: {all}.").format(
                format=format, all=", ".join(FORMATS)
            )
        )
    pieces = _pieces(book, format, numbers, progress or Progress())
    if not isinstance(to, (str, Path)):
        return _write(pieces, to.write)
    if is_same_file(to, book.facts.path):
        raise ContactDeskError(_("{name} is the book itself. Choose another file.").format(name=to))
    return _write_file(pieces, Path(to))


def _write_file(pieces: Iterator[bytes], to: Path) -> ExportReport:
    beside = to.with_name(f".{to.name}.part")
    try:
        with open(beside, "wb") as file:
            report = _write(pieces, file.write)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, to)
    except OSError as error:
        raise ContactDeskError(
            _("{name} could not be written: {reason}. Nothing else was changed.").format(
                name=to, reason=error.strerror or error
            )
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return report


def _write(pieces: Iterator[bytes], write: Callable[[bytes], object]) -> ExportReport:
    contacts = size = 0
    for piece in pieces:
        write(piece)
        contacts += 1
        size += len(piece)
    return ExportReport(contacts, size)


def _pieces(
    book: Book,
    format: str,  # noqa: A002 - as above
    numbers: Sequence[int] | None,
    progress: Progress,
) -> Iterator[bytes]:
    if numbers is None:
        with book.read() as tx:
            numbers = tx.contacts.listing(ListQuery()).numbers
            numbers += tx.contacts.listing(ListQuery("archive")).numbers
    for start in range(0, len(numbers), CONTACTS_A_READ):
        progress.report(start, len(numbers))
        part = numbers[start : start + CONTACTS_A_READ]
        with book.read() as tx:  # short reads: others may write meanwhile
            found = _read(tx, part, format)
        for contact, original, photo in found:
            yield _piece(contact, original, photo, format)
    progress.report(len(numbers), len(numbers))


def cards(tx: Transaction, numbers: Sequence[int]) -> Iterator[bytes]:
    """The vCards of a few contacts, in this order, with photos; unedited ones as they came."""
    for contact, original, photo in _read(tx, numbers, "vcard"):
        yield _piece(contact, original, photo, "vcard")


def _read(
    tx: Transaction,
    numbers: Sequence[int],
    format: str,  # noqa: A002 - as above
) -> list[tuple[Contact, bytes | None, bytes | None]]:
    contacts = tx.contacts.get_many(numbers)
    if format == "jsonl":
        return [(c, None, None) for c in contacts]
    originals = tx.contacts.newest_originals(numbers)
    newest = [
        target_version(_VERSIONS[format], originals.get(c.number)) == NEWEST for c in contacts
    ]
    return [
        (
            c,
            originals.get(c.number),
            tx.contacts.photo(c.photo.sha256) if c.photo else None,
        )
        for c in tx.relations.for_export(contacts, newest)
    ]


def _piece(
    contact: Contact,
    original: bytes | None,
    photo: bytes | None,
    format: str,  # noqa: A002 - as above
) -> bytes:
    if format == "jsonl":
        return (json.dumps(contact_json(contact), ensure_ascii=False) + "\n").encode()
    return write_card(contact, _VERSIONS[format], original, photo)
