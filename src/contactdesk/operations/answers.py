"""What came as an answer or as a cancellation (METHOD, RFC 5546, 3.2.3 and 3.2.5): not all that
is to be known of an event, but one thing of an event that the book has.
"""

from __future__ import annotations

from dataclasses import replace

from contactdesk.model.event import Attendee, Event
from contactdesk.operations.matching_entries import Stamp

METHODS = frozenset({"REPLY", "CANCEL"})


def is_about_another(method: str) -> bool:
    """Whether entries sent by a method only say something of what the book has already."""
    return method in METHODS


def is_outdated(sent: Stamp, known: Stamp) -> bool:
    """Whether an answer is to an earlier version than the book has."""
    return sent[0] < known[0]


def told_by(method: str, sent: Event, current: Event) -> Event:
    """The event after the answer or the cancellation."""
    if method == "CANCEL":
        count = max(sent.sequence, current.sequence)
        at = max(sent.revised_at, current.revised_at)
        return replace(current, status="CANCELLED", sequence=count, revised_at=at)
    answers = {_who(each): each.participation for each in sent.attendees if each.participation}
    people = tuple(_answered(each, answers.get(_who(each), "")) for each in current.attendees)
    return replace(current, attendees=people)


def _answered(guest: Attendee, answer: str) -> Attendee:
    return replace(guest, participation=answer) if answer else guest


def _who(guest: Attendee) -> str:
    return guest.email.casefold().removeprefix("mailto:") or guest.name
