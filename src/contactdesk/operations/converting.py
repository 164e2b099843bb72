"""Conversion: files go from one format into another without a book.

It reads in this process, unlike an import: there is no window whose interpreter parsing would
hold, and no book that could be left half changed; what is written is there only once it is
whole. The memory is limited as the reading child's is, and every reader goes entry by entry
within limits of its own. So a hostile file can end the command and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from contactdesk.collecting import no_collection
from contactdesk.errors import ContactDeskError, FormatError
from contactdesk.formats.base import Parsed
from contactdesk.formats.receivers import addressed, receiver_named
from contactdesk.formats.registry import Choices
from contactdesk.formats.writers import Outgoing, kind_of, writer
from contactdesk.i18n import _
from contactdesk.model.event_kinds import Kinds
from contactdesk.model.names import with_name
from contactdesk.operations.converting_calendars import CalendarConversion, is_of_calendars
from contactdesk.operations.exporting import check_format, write_whole
from contactdesk.operations.importing import ImportRow
from contactdesk.operations.kinds_of_files import recognised
from contactdesk.operations.reading import limited_memory, why_unread
from contactdesk.progress import Progress
from contactdesk.store.opening import is_same_file


@dataclass
class ConvertReport:
    """How many contacts were written and how many could not be read.

    `unread` holds files that could not be read at all, with the sentence why; each of them
    counts as one that failed. Of calendars it is entries, and `losses` says what the format had
    no place for.
    """

    written: int = 0
    failed: int = 0
    size: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    losses: tuple[str, ...] = ()
    of_calendars: bool = False
    kinds: Kinds = ()


class _NobodyError(ContactDeskError):
    """Nothing at all could be read: no file is to be left."""


def convert(
    paths: Sequence[str | Path],
    to: Path | BinaryIO,
    format: str,  # noqa: A002 - what the command line and people call it
    *,
    receiver: str = "",
    choices: Choices | None = None,
    progress: Progress | None = None,
    on_row: Callable[[ImportRow], None] | None = None,
) -> ConvertReport:
    """Write the contacts of files in another format; a row for each, "written" or "failed".

    `choices` are those of reading (`format` for files that are not to be guessed, `region` …).
    Where nobody could be read, nothing is written. Raises a `ContactDeskError` where the file
    cannot be written.
    """
    format = receiver_named(receiver).format if receiver else format  # noqa: A001
    wanted: Choices = {"region": "", **(choices or {})}
    of_calendars = is_of_calendars([str(p) for p in paths], wanted, format)
    if not of_calendars:
        check_format(format)
    for path in paths:
        if isinstance(to, (str, Path)) and is_same_file(path, to):
            raise ContactDeskError(
                _("{name} is one of the files to be read. Choose another file.").format(name=to)
            )
    if of_calendars:
        return _convert_calendars([str(p) for p in paths], to, format, wanted, on_row)
    work = _Conversion([str(p) for p in paths], wanted, receiver, progress or Progress(), on_row)
    # a delimiter is that of the files that are read
    target = {"version": kind_of(format).version}
    with limited_memory(), no_collection():
        try:
            work.report.size = write_whole(writer(format)(work.records, target), to)
        except _NobodyError:
            work.report.size = 0
    return work.report


def _convert_calendars(
    paths: Sequence[str],
    to: Path | BinaryIO,
    format: str,  # noqa: A002 - as above
    choices: Choices,
    on_row: Callable[[ImportRow], None] | None,
) -> ConvertReport:
    report = ConvertReport(of_calendars=True)

    def tell(row: ImportRow) -> None:
        setattr(report, row.outcome, getattr(report, row.outcome) + 1)
        if on_row is not None:
            on_row(row)

    work = CalendarConversion(paths, choices, tell)
    with limited_memory(), no_collection():
        report.size = work.write(to, format)
    report.unread, report.losses, report.kinds = work.unread, work.losses, work.kinds
    return report


class _Conversion:
    """The files of one conversion, read as often as the writer goes over them."""

    def __init__(
        self,
        paths: Sequence[str],
        choices: Choices,
        receiver: str,
        progress: Progress,
        on_row: Callable[[ImportRow], None] | None,
    ) -> None:
        self._paths = paths
        self._choices = choices
        self._receiver = receiver
        self._progress = progress
        self._on_row = on_row
        self.report = ConvertReport()
        self._told = False

    def records(self) -> Iterator[Outgoing]:
        """Go over the contacts of all files in their order."""
        done, total = 0, sum(_size(path) for path in self._paths)
        for path in self._paths:
            try:
                with open(path, "rb") as stream:
                    for parsed in self._parsed(stream, path):
                        self._progress.report(min(total, done + stream.tell()), total)
                        yield from self._outgoing(path, parsed)
            except (FormatError, OSError, MemoryError) as error:
                self._fail(path, why_unread(error, path))
            done += _size(path)
        self._told = True  # a second pass says nothing anew
        self._progress.report(total, total)
        if not self.report.written:
            raise _NobodyError("")

    def _parsed(self, stream: BinaryIO, path: str) -> Iterator[Parsed]:
        empty = True
        for parsed in recognised(stream, path, self._choices)(stream, self._choices):
            empty = False
            yield parsed
        if empty:
            raise FormatError(
                _("{name} holds no contacts.").format(name=Path(path).name)
            )  # of its kind, but with nobody in it

    def _outgoing(self, path: str, parsed: Parsed) -> Iterator[Outgoing]:
        contact = parsed.contact
        self._tell(path, parsed, "written" if contact else "failed")
        if contact is None:
            return
        contact = contact if contact.formatted_name else with_name(contact)
        if self._receiver:
            yield Outgoing(addressed(contact, self._receiver), None, parsed.photo)
        else:
            yield Outgoing(contact, parsed.raw, parsed.photo)

    def _tell(self, path: str, parsed: Parsed, outcome: str) -> None:
        if self._told:
            return
        setattr(self.report, outcome, getattr(self.report, outcome) + 1)
        if self._on_row is not None:
            problems = tuple((p.line, p.code, p.message) for p in parsed.problems)
            name = parsed.name or (parsed.contact.formatted_name if parsed.contact else "")
            self._on_row(ImportRow(path, parsed.index, outcome, "", parsed.uid, name, problems))

    def _fail(self, path: str, why: str) -> None:
        if self._told:
            return
        self.report.failed += 1
        self.report.unread.append((path, why))
        if self._on_row is not None:
            self._on_row(ImportRow(path, 0, "failed", "", "", "", ((0, "unreadable", why),)))


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0
