"""What came as an answer or as a cancellation (METHOD, RFC 5546, 3.2.3 and 3.2.5): not all that
is to be known of an event, but one thing of an event that the book has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from contactdesk.i18n import _
from contactdesk.model.agenda import Span, agenda, later, moment_of, utc_of, wall_time, zone_for
from contactdesk.model.event import Attendee, Event
from contactdesk.model.series import as_one
from contactdesk.model.zones import home_zone
from contactdesk.operations.matching_entries import Stamp

METHODS = frozenset({"REPLY", "CANCEL"})
NO_EVENT = "no-event"
"""The problem of an answer to something that the book does not have."""
_DAY = timedelta(days=1)


def is_about_another(method: str) -> bool:
    """Whether entries sent by a method only say something of what the book has already."""
    return method in METHODS


def is_outdated(sent: Stamp, known: Stamp) -> bool:
    """Whether an answer is to an earlier version than the book has."""
    return sent[0] < known[0]


def no_event_words(method: str) -> str:
    """What is said of an answer, or a cancellation, of what the book does not have."""
    if method == "CANCEL":
        return _("This calls off an appointment that is not in the book; nothing was changed.")
    return _(
        "This answers an invitation that is not in the book; nothing was changed. Import the "
        "invitation first."
    )


def one_time(series: Sequence[Event], method: str, sent: Event) -> Event | None:
    """The one time of a series that an answer or a cancellation is about, as an event that is
    instead of it from now on; None where the series has no such time."""
    home = home_zone() or UTC
    whole = Span(datetime.min, datetime.max, home)
    for master in series:
        if master.recurrence_id or master.deleted_at:
            continue
        at = moment_of(sent.recurrence_id, master, whole)
        then = utc_of(at, zone_for(master, home))
        span = Span(later(then, -_DAY), later(then, _DAY), home)
        for each in agenda(series, span).occurrences:
            if each.event is master and wall_time(each.starts_at) == at:
                alone = replace(
                    as_one(each), id="", number=0, revision=0, rrule="", rdates=(), exdates=(),
                    recurrence_id=each.starts_at, and_later=sent.and_later,
                )  # fmt: skip
                return told_by(method, sent, alone)
    return None


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
