"""Colleagues' appointments as calendars of their own: a name, a colour, and shown or hidden."""

from __future__ import annotations

from contactdesk.desktop.avatars import pair_of
from contactdesk.desktop.people_faces import colleague_face
from contactdesk.desktop.task_views import by_name
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.store.people import Colleague, Team

_SIGN = "person:"
# The palette's words for the pairs of colours that faces have.
_WORDS = (
    "blue", "green", "orange", "violet", "teal", "rose", "olive", "sky", "plum", "lime",
)  # fmt: skip


def layers(team: Team) -> list[Calendar]:
    """A calendar for each colleague, by name; none where I use the book alone."""
    others = [each for each in by_name(team.people.values()) if each.id != team.me]
    return [Calendar(f"{_SIGN}{each.id}", each.name, _colour(each)) for each in others]


def is_layer(calendar: Calendar) -> bool:
    """Whether a calendar is somebody's appointments rather than one of the book."""
    return calendar.id.startswith(_SIGN)


def layer_of(event: Event, team: Team) -> str:
    """The id of the calendar in which an appointment is shown: a colleague's where it is theirs
    and I do not take part, else the one that it is in."""
    return event.calendar if team.is_mine(event) else f"{_SIGN}{event.owner}"


def _colour(person: Colleague) -> str:
    face = colleague_face(person)
    return _WORDS[(face.pair if face.pair >= 0 else pair_of(face.id)) % len(_WORDS)]
