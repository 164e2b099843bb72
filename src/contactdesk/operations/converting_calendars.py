"""Calendars go from one format into another without a book, entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from contactdesk.errors import FormatError
from contactdesk.formats.calendar_writers import FORMATS, written
from contactdesk.formats.ical_reading import Entry
from contactdesk.formats.jsonl_event_reading import VERSION as LINES
from contactdesk.formats.jsonl_event_reading import read_events
from contactdesk.formats.jsonl_events import event_line
from contactdesk.formats.registry import CALENDARS, Choices, entry_reader
from contactdesk.formats.vcal_fitting import Original
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_kinds import Kinds, kinds_of
from contactdesk.operations.calendar_losses import lost_sentences
from contactdesk.operations.entries import known_by
from contactdesk.operations.exporting import write_whole
from contactdesk.operations.importing import ImportRow
from contactdesk.operations.kinds_of_files import kind_of
from contactdesk.operations.reading import why_unread

Told = Callable[[ImportRow], None]


class CalendarConversion:
    """The files of one conversion; `unread` holds those that could not be read, and why."""

    def __init__(self, paths: Sequence[str], choices: Choices, tell: Told) -> None:
        self._paths = paths
        self._choices = choices
        self._tell = tell
        self.unread: list[tuple[str, str]] = []
        self.losses: tuple[str, ...] = ()
        self.kinds: Kinds = ()

    def write(self, to: Path | BinaryIO, format: str) -> int:  # noqa: A002 - what people call it
        """Write what all files hold; how many bytes, 0 (and no file) where that is nothing."""
        entries = list(self._entries())
        if not entries:
            return 0
        self.kinds = kinds_of(event for event, _original in entries)
        if format not in FORMATS:
            return write_whole((event_line(event) for event, _original in entries), to)
        out = written(format, entries)
        self.losses = tuple(lost_sentences(out.lost))
        return write_whole(out.pieces, to)

    def _entries(self) -> Iterator[tuple[Event, Original]]:
        for path in self._paths:
            try:
                with open(path, "rb") as stream:
                    for entry in self._read(stream, path):
                        self._tell(_row(path, entry))
                        if entry.event is not None:
                            original = (
                                (entry.raw, entry.version) if entry.version != LINES else None
                            )
                            yield known_by(entry.event, entry.raw), original
            except (FormatError, OSError, MemoryError) as error:
                why = why_unread(error, path)
                self.unread.append((path, why))
                self._tell(ImportRow(path, 0, "failed", "", "", "", ((0, "unreadable", why),)))

    def _read(self, stream: BinaryIO, path: str) -> Iterator[Entry]:
        kind = kind_of(stream, path, self._choices)
        if kind not in (*CALENDARS, "jsonl"):
            words = _("{name} holds no appointments, tasks or notes.")
            raise FormatError(words.format(name=Path(path).name))
        encoding = str(self._choices.get("encoding") or "")
        found = read_events(stream) if kind == "jsonl" else entry_reader(kind)(stream, encoding)
        empty = True
        for entry in found:
            empty = False
            yield entry
        if empty:
            raise FormatError(_("This calendar holds no appointments, tasks or notes."))


def is_of_calendars(paths: Sequence[str], choices: Choices, format: str) -> bool:  # noqa: A002
    """Whether a conversion is one of calendars: by its format, or because all its files are."""
    if format in FORMATS:
        return True
    if format != "jsonl":
        return False
    for path in paths:
        try:
            with open(path, "rb") as stream:
                if kind_of(stream, path, choices) not in CALENDARS:
                    return False
        except OSError:
            return False
    return True


def _original(entry: Entry) -> Original:
    return (entry.raw, entry.version) if entry.version != LINES else None


def _row(path: str, entry: Entry) -> ImportRow:
    problems = tuple((p.line, p.code, p.message) for p in entry.problems)
    event = entry.event
    outcome = "written" if event else "failed"
    uid, name = (event.uid, event.summary) if event else ("", "")
    return ImportRow(path, entry.place, outcome, "", uid, name, problems)
