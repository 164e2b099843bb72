"""An export of one vCard file a contact, into a folder that is whole or not there.

Outlook takes one card of a file; Windows' own contacts and some phones do the same.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from contactdesk.errors import ContactDeskError
from contactdesk.formats.receivers import receiver_named
from contactdesk.formats.writers import Outgoing, kind_of, writer
from contactdesk.i18n import _
from contactdesk.operations.exporting import ExportReport, Source, check_format, told_unwritten
from contactdesk.operations.file_names import UniqueNames
from contactdesk.progress import Progress
from contactdesk.store.book import Book

ENDING = "vcf"


def export_each(
    book: Book,
    to: Path,
    format: str = "vcard",  # noqa: A002 - as in `export`
    numbers: Sequence[int] | None = None,
    progress: Progress | None = None,
    receiver: str = "",
) -> ExportReport:
    """Write each contact into a file of its own, named after it, and read all of them again.

    The folder `to` is made; one that is there already must be empty: nothing is overwritten.
    """
    format = receiver_named(receiver).format if receiver else format  # noqa: A001
    check_format(format)
    if kind_of(format).ending != ENDING:
        raise ContactDeskError(_("Only vCards can be written as one file for each contact."))
    _check_free(to)
    source = Source(book, format, numbers, progress or Progress(), receiver)
    beside = to.with_name(f".{to.name}.part")
    try:
        with told_unwritten(to):
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir()
            names, size = _write_all(source, beside, format)
            if to.exists():
                to.rmdir()
            os.replace(beside, to)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return ExportReport(source.count, size, source.checked([to / name for name in names]))


def free_folder(within: Path, name: str) -> Path:
    """A folder of that name that is not there yet; with a number where it is."""
    found, count = within / name, 1
    while found.exists():
        count += 1
        found = within / f"{name} ({count})"
    return found


def _check_free(to: Path) -> None:
    taken = to.is_file() or to.is_symlink() or (to.is_dir() and any(to.iterdir()))
    if taken:
        raise ContactDeskError(
            _("{name} is there already and not empty. Nothing was written; choose another folder."
              ).format(name=to)
        )  # fmt: skip


def _write_all(source: Source, folder: Path, format: str) -> tuple[list[str], int]:  # noqa: A002
    """The files' names in the order of the contacts, and how many bytes they are."""
    write, wanted = writer(format), {"version": kind_of(format).version}
    unique, names, size = UniqueNames(), [], 0
    for record in source.records():
        name = unique.name(record.contact.formatted_name, _("contact"), ENDING)
        card = b"".join(write(partial(_alone, record), wanted))
        with open(folder / name, "xb") as file:  # a name that is there after all is an error
            file.write(card)
            file.flush()
            os.fsync(file.fileno())
        names.append(name)
        size += len(card)
    return names, size


def _alone(record: Outgoing) -> Iterator[Outgoing]:
    yield record
