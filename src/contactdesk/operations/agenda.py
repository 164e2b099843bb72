"""What calendar files hold for some days, without a book."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from contactdesk import formats
from contactdesk.collecting import no_collection
from contactdesk.errors import FormatError
from contactdesk.formats.base import Problem
from contactdesk.formats.registry import CALENDARS, entry_reader
from contactdesk.model.agenda import Agenda, Span, agenda
from contactdesk.model.event import Event
from contactdesk.model.event_record import EVENTS
from contactdesk.operations.kinds_of_files import head_of
from contactdesk.operations.reading import limited_memory, why_unread


class AgendaOfFiles(NamedTuple):
    """What happens, and (file, problem) for everything odd; `failed` entries could not be read."""

    agenda: Agenda
    problems: list[tuple[str, Problem]]
    failed: int


def read_agenda(files: Sequence[str], span: Span, most: int) -> AgendaOfFiles:
    """Everything that happens in a span, of all these files together.

    An entry's `id` is its place: "calendar.ics#3". A file that is no calendar is a problem.
    """
    events: list[Event] = []
    problems: list[tuple[str, Problem]] = []
    failed = 0
    with limited_memory(), no_collection():
        for file in files:
            try:
                failed += _read(file, events, problems)
            except (FormatError, OSError, MemoryError) as error:
                failed += 1
                problems.append((file, Problem(1, "unreadable", why_unread(error, file))))
    return AgendaOfFiles(agenda(events, span, most), problems, failed)


def _read(file: str, events: list[Event], problems: list[tuple[str, Problem]]) -> int:
    """Take in one file; how many of its entries could not be read."""
    failed = 0
    name = Path(file).name
    with open(file, "rb") as stream:
        head = head_of(stream)
        kind = formats.guess_format(head, name)
        if kind not in CALENDARS:
            raise FormatError(formats.describe(head, name))
        for entry in entry_reader(kind)(stream, ""):
            problems += [(file, problem) for problem in entry.problems]
            if entry.event is None:
                failed += 1
            else:
                events.append(EVENTS.with_values(entry.event, {"id": f"{name}#{entry.place}"}))
    return failed
