"""Appointments that were read once, for whoever asks for the same ones again.

The next month has most of its series from the month before. An id and a revision are one state of
an appointment for ever, so what is kept cannot be out of date: the book is asked for these two of
all that a span touches, and for the rest only of what is new. Only readings may keep anything: a
change that is rolled back has given its revisions to something that never was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from contactdesk.model.event import Event

MOST = 10_000


class State(NamedTuple):
    """Which state of which event is in the book."""

    number: int
    id: str
    revision: int


class KeptEvents:
    """The events that one open book was asked for, up to a number."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[State, Event] = {}

    def get(
        self, states: Sequence[State], read: Callable[[Sequence[int]], list[Event]]
    ) -> list[Event]:
        """The events in these states, in their order; `read` gives those that are not kept."""
        kept = self._kept
        missing = [state.number for state in states if state not in kept]
        new = {State(e.number, e.id, e.revision): e for e in read(missing)} if missing else {}
        found = {s: e for s in states if (e := kept.get(s) or new.get(s)) is not None}
        if len(kept) + len(new) > self._most:  # the longest ago is of no use any more
            kept.clear()
            new = dict(list(found.items())[: self._most])
        kept |= new
        return list(found.values())
