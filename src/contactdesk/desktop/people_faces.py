"""How colleagues look: their initials on the colour they chose, or on one that stays theirs."""

from __future__ import annotations

from contactdesk.desktop.avatars import FaceOf
from contactdesk.store.people import Colleague

PAIRS = 10


def face_of(person_id: str, name: str, colour: str) -> FaceOf:
    """The face of somebody who uses the book."""
    pair = int(colour) if colour.isdecimal() and int(colour) < PAIRS else -1
    return FaceOf(person_id or name, "individual", name, pair)


def colleague_face(person: Colleague) -> FaceOf:
    """The face of one of the book's people."""
    return face_of(person.id, person.name, person.colour)
