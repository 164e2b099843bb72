"""A book's appointments, tasks and journal entries out as a calendar, read again afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from contactdesk.errors import ContactDeskError
from contactdesk.formats.calendar_writers import Written, written
from contactdesk.formats.event_difference import differing
from contactdesk.formats.registry import entry_reader
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.event import Event
from contactdesk.model.event_kinds import Kinds, kinds_of
from contactdesk.operations.calendar_losses import lost_sentences
from contactdesk.operations.choosing_events import Choice, chosen
from contactdesk.operations.exporting import CONTACTS_A_READ, write_whole
from contactdesk.operations.self_check import MOST_TOLD, Checked, Difference
from contactdesk.operations.whom_about import for_a_file
from contactdesk.store.book import Book
from contactdesk.store.opening import is_same_file

_EVERYTHING = Choice()


@dataclass(frozen=True)
class CalendarReport:
    """How many entries were written, in how many bytes, and what reading them again gave."""

    events: int
    size: int
    checked: Checked | None = None
    kinds: Kinds = ()


def export_calendar(
    book: Book,
    to: Path | BinaryIO,
    check: bool = True,
    format: str = "ical",  # noqa: A002 - what the command line and people call it
    choice: Choice = _EVERYTHING,
) -> CalendarReport:
    """Write what is chosen of all that is not in the bin to a file or a stream.

    A file of that name is replaced only once the new one is complete.
    """
    if isinstance(to, (str, Path)) and is_same_file(to, book.facts.path):
        raise ContactDeskError(_("{name} is the book itself. Choose another file.").format(name=to))
    out = _written(book, format, choice)
    size = write_whole(out.pieces, to)
    checked = None
    if check and isinstance(to, (str, Path)):
        checked = check_written(Path(to), format, out.expected)
    return CalendarReport(len(out.expected), size, checked, kinds_of(out.expected))


def _written(book: Book, format: str, choice: Choice) -> Written:  # noqa: A002 - as above
    if choice.calendar is not None:
        return written(format, _outgoing(book, choice), choice.calendar.name)
    with book.read() as tx:
        names = {each.id: each.name for each in tx.calendars.all() if each.name}
    return written(format, _outgoing(book, choice), calendars=names)


def _outgoing(book: Book, choice: Choice) -> Iterator[tuple[Event, tuple[bytes, str] | None]]:
    numbers = chosen(book, choice)
    for start in range(0, len(numbers), CONTACTS_A_READ):
        some = numbers[start : start + CONTACTS_A_READ]
        with book.read() as tx:  # short reads: others may write meanwhile
            found = for_a_file(tx, tx.events.get_many(some))
            originals = tx.events.newest_originals(some)
        for event in found:
            yield event, originals.get(event.number)


def check_written(path: Path, format: str, expected: Sequence[Event]) -> Checked:  # noqa: A002
    """Read the file again, entry by entry, and compare."""
    found = wrong = 0
    told: list[Difference] = []
    with open(path, "rb") as stream:
        for entry in entry_reader(format)(stream, ""):
            wanted = expected[found] if found < len(expected) else None
            found += 1
            fields = _difference(entry.event, wanted)
            if fields is None:
                continue
            wrong += 1
            if len(told) < MOST_TOLD:
                name = (wanted or entry.event or Event()).summary
                told.append(Difference(name, fields))
    return Checked(len(expected), found, wrong, tuple(told))


def _difference(read: Event | None, wanted: Event | None) -> tuple[str, ...] | None:
    if read is None or wanted is None:
        return ()
    return differing(read, wanted) or None


def losses(
    book: Book,
    format: str = "ical",  # noqa: A002 - as above
    choice: Choice = _EVERYTHING,
) -> tuple[str, ...]:
    """What the chosen entries say in the book and a file has no place for, as sentences."""
    sorted_in = about = 0
    entries: list[tuple[Event, None]] = []
    for event, _original in _outgoing(book, choice):
        sorted_in += bool(event.calendar) and choice.calendar is None
        about += bool(event.about)
        entries.append((event, None))
    told = []
    if sorted_in:
        words = ngettext(
            "Only ContactDesk puts {n} appointment back into its calendar.",
            "Only ContactDesk puts {n} appointments back into their calendars.",
            sorted_in,
        )
        told.append(words.format(n=counted(sorted_in)))
    if about:
        words = ngettext(
            "Only ContactDesk shows whom {n} entry is about.",
            "Only ContactDesk shows whom {n} entries are about.",
            about,
        )
        told.append(words.format(n=counted(about)))
    return (*told, *lost_sentences(written(format, entries).lost))


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
