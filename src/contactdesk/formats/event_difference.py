"""Whether two events say the same to others, the book's own numbers and places apart."""

from __future__ import annotations

from contactdesk.model.event import Event
from contactdesk.model.event_record import FIELDS

_OF_THE_BOOK = ("calendar", "deleted_at", "private_to")
_SAID = tuple(name for name in FIELDS if name not in _OF_THE_BOOK)


def says_the_same(one: Event, other: Event) -> bool:
    """Whether two events say the same, the book's own numbers and places apart."""
    return all(said(one, name) == said(other, name) for name in _SAID)


def differing(one: Event, other: Event) -> tuple[str, ...]:
    """The fields in which two events say something else."""
    return tuple(name for name in _SAID if said(one, name) != said(other, name))


def said(event: Event, name: str) -> object:
    """A field without the book's own numbers, and without the stamp of who wrote it last."""
    value = getattr(event, name)
    if name == "alarms":
        return tuple((a.action, a.minutes_before, a.at, a.from_end, a.description) for a in value)
    if name == "steps":
        return tuple((step.text, step.done) for step in value)
    if name == "attendees":
        return tuple((a.email, a.name, a.role, a.participation, a.kind) for a in value)
    if name == "extra":
        return sorted((e.name.upper(), e.value, e.group, e.types, e.params) for e in value
                      if e.name.upper() != "DTSTAMP")  # fmt: skip
    if name == "organizer" and value is not None:
        return value.email, value.name, value.role, value.participation, value.kind
    return value
