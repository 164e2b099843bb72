"""How a property of a calendar's entry that is one plain value fills a field (RFC 5545, 3.8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from contactdesk.formats.calendar_lines import CalendarLine
from contactdesk.formats.calendar_values import moment
from contactdesk.model.event import Step


class Reading(Protocol):
    """An entry that is being read: its fields so far."""

    values: dict[str, Any]
    paragraphs: list[str]

    def text(self, line: CalendarLine) -> str:
        """A line's value as text."""

    def keep(self, line: CalendarLine) -> None:
        """Keep a line that fills no field as it is."""


Reader = Callable[[Reading, CalendarLine], None]


def text(field: str) -> Reader:
    """A text; of several lines the first."""

    def read(reading: Reading, line: CalendarLine) -> None:
        reading.values.setdefault(field, reading.text(line))

    return read


def description(reading: Reading, line: CalendarLine) -> None:
    """A paragraph of the description; journal entries may have several (RFC 5545, 3.6.3)."""
    reading.paragraphs.append(reading.text(line))


def number(field: str) -> Reader:
    """A whole number; anything else is kept as it is."""

    def read(reading: Reading, line: CalendarLine) -> None:
        digits = line.value.strip()
        if digits.isdecimal() and len(digits) < 10:
            reading.values[field] = int(digits)
        else:
            reading.keep(line)

    return read


def word(field: str) -> Reader:
    """One of the standard's words."""

    def read(reading: Reading, line: CalendarLine) -> None:
        reading.values.setdefault(field, line.value.strip().upper())

    return read


def stamp(field: str) -> Reader:
    """A moment; anything else is kept as it is."""

    def read(reading: Reading, line: CalendarLine) -> None:
        if at := moment(line.value):
            reading.values[field] = at
        else:
            reading.keep(line)

    return read


def step(reading: Reading, line: CalendarLine) -> None:
    """A step of a task, a line each; anything else has none."""
    if reading.values["component"] != "task":
        reading.keep(line)
        return
    is_done = line.head.param("DONE").upper() == "TRUE"
    steps = reading.values.get("steps", ())
    reading.values["steps"] = (*steps, Step(reading.text(line), is_done))
