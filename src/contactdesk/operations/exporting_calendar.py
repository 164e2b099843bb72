"""A book's appointments, tasks and journal entries out as a calendar, read again afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from contactdesk.errors import ContactDeskError
from contactdesk.formats.event_difference import differing
from contactdesk.formats.ical_reading import read_entries
from contactdesk.formats.ical_writing import write_calendar
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.event import Event
from contactdesk.operations.exporting import CONTACTS_A_READ, write_whole
from contactdesk.operations.self_check import MOST_TOLD, Checked, Difference
from contactdesk.store.book import Book, is_same_file

FORMAT = "ical"


@dataclass(frozen=True)
class CalendarReport:
    """How many entries were written, in how many bytes, and what reading them again gave."""

    events: int
    size: int
    checked: Checked | None = None


def export_calendar(book: Book, to: Path | BinaryIO, check: bool = True) -> CalendarReport:
    """Write every appointment, task and journal entry that is not in the bin to a file or a stream.

    A file of that name is replaced only once the new one is complete.
    """
    if isinstance(to, (str, Path)) and is_same_file(to, book.facts.path):
        raise ContactDeskError(_("{name} is the book itself. Choose another file.").format(name=to))
    written: list[Event] = []
    size = write_whole(write_calendar(_outgoing(book, written)), to)
    checked = None
    if check and isinstance(to, (str, Path)):
        checked = _checked(Path(to), written)
    return CalendarReport(len(written), size, checked)


def _outgoing(book: Book, written: list[Event]) -> Iterator[tuple[Event, tuple[bytes, str] | None]]:
    with book.read() as tx:
        numbers = tx.events.numbers()
    for start in range(0, len(numbers), CONTACTS_A_READ):
        some = numbers[start : start + CONTACTS_A_READ]
        with book.read() as tx:  # short reads: others may write meanwhile
            found, originals = tx.events.get_many(some), tx.events.newest_originals(some)
        for event in found:
            written.append(event)
            yield event, originals.get(event.number)


def _checked(path: Path, written: list[Event]) -> Checked:
    """Read the file again, entry by entry, and compare."""
    found = wrong = 0
    told: list[Difference] = []
    with open(path, "rb") as stream:
        for entry in read_entries(stream):
            wanted = written[found] if found < len(written) else None
            found += 1
            fields = _difference(entry.event, wanted)
            if fields is None:
                continue
            wrong += 1
            if len(told) < MOST_TOLD:
                name = (wanted or entry.event or Event()).summary
                told.append(Difference(name, fields))
    return Checked(len(written), found, wrong, tuple(told))


def _difference(read: Event | None, wanted: Event | None) -> tuple[str, ...] | None:
    if read is None or wanted is None:
        return ()
    fields = differing(read, wanted)
    if not wanted.uid:  # it got one for the file: the book's own
        fields = tuple(name for name in fields if name != "uid")
    return fields or None


def losses(book: Book) -> tuple[str, ...]:
    """What the calendar's entries say in the book and a file has no place for, as sentences."""
    sorted_in = about = 0
    with book.read() as tx:
        for event in tx.events.each():
            sorted_in += bool(event.calendar)
            about += bool(event.about)
    told = []
    if sorted_in:
        words = ngettext(
            "{n} appointment loses which calendar it is in.",
            "{n} appointments lose which calendar they are in.",
            sorted_in,
        )
        told.append(words.format(n=counted(sorted_in)))
    if about:
        words = ngettext(
            "{n} appointment loses whom it is about.",
            "{n} appointments lose whom they are about.",
            about,
        )
        told.append(words.format(n=counted(about)))
    return tuple(told)


def difference_text(checked: Checked, file: str) -> str:
    """What reading the file again found, for a person."""
    if checked.found != checked.expected:
        return _(
            "{file} was read again and holds {found} entries instead of {expected}. The file was "
            "kept; do not rely on it alone."
        ).format(file=file, found=counted(checked.found), expected=counted(checked.expected))
    words = ngettext(
        "{file} was read again and {n} entry reads otherwise than in the book. The file was kept.",
        "{file} was read again and {n} entries read otherwise than in the book. The file was kept.",
        checked.differing,
    )
    return words.format(file=file, n=counted(checked.differing))
