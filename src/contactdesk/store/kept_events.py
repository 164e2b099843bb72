"""Appointments that were read once, for whoever asks for the same ones again.

The next month has most of its series from the month before. An id and a revision are one state of
an appointment for ever, so what is kept cannot be out of date; and while the book's newest change
is the same one, neither can the list of its series nor what belongs to none. Only readings may keep
anything: a change that is rolled back has given its revisions to something that never was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from contactdesk.model.event import Event

MOST = 10_000


class State(NamedTuple):
    """Which state of which event is in the book, and its series."""

    number: int
    id: str
    revision: int
    uid: str


class Lasting(NamedTuple):
    """An event that repeats or lasts long, and from when until when it can happen."""

    state: State
    starts_utc: str
    last_ends_utc: str


class KeptEvents:
    """The events that one open book was asked for, up to a number."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._events: dict[int, Event] = {}
        self._as_of = -1
        self._lasting: list[Lasting] = []
        self._since = ""
        self._alone: set[str] = set()

    def heed(self, newest: int) -> None:
        """Forget what a change after the one of this number may have made untrue."""
        if newest != self._as_of:
            self._as_of, self._lasting, self._since = newest, [], ""
            self._alone.clear()

    def lasting(
        self, since: str, until: str, read: Callable[[str], list[Lasting]]
    ) -> Iterable[State]:
        """What can happen between two moments; `read` gives all that can after the first."""
        if not self._since or since < self._since:
            self._lasting, self._since = read(since), since
        return (e.state for e in self._lasting if e.last_ends_utc >= since and e.starts_utc < until)

    def whole(
        self, states: Iterable[State], read: Callable[[Sequence[str]], list[State]]
    ) -> list[State]:
        """These with the rest of their series, which `read` gives, in the order of the numbers."""
        found = list(states)
        new = {s.uid for s in found if s.uid and s.uid not in self._alone}
        members = read(list(new))
        self._alone |= new.difference(state.uid for state in members)
        return sorted({*found, *members} if members else found)

    def get(
        self, states: Sequence[State], read: Callable[[Sequence[int]], list[Event]]
    ) -> list[Event]:
        """The events in these states, in their order; `read` gives those that are not kept."""
        kept = self._events
        found = [kept.get(state.number) for state in states]
        missing = [s.number for s, e in zip(states, found, strict=True)
                   if e is None or e.revision != s.revision or e.id != s.id]  # fmt: skip
        if missing:
            new = {event.number: event for event in read(missing)}
            found = [new.get(s.number) or e for s, e in zip(states, found, strict=True)]
            if len(kept) + len(new) > self._most:  # the longest ago is of no use any more
                kept.clear()
            kept |= dict(list(new.items())[: self._most])
        return [event for event in found if event is not None]
