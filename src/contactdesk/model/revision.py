"""What an edit makes of an event's version, for those who got it from us or gave it to us.

Who is invited, and any program that counts, sees by SEQUENCE whether an event is another one than
before (RFC 5545, 3.8.7.4, and RFC 5546, 2.1.4: when it is, how it repeats, whether it takes
place), and by LAST-MODIFIED that anything of it is. The count is the organiser's: an invitation of
somebody else keeps it. An event that nobody else has, and that never had either, gets neither.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from contactdesk.model.event import Event
from contactdesk.model.event_record import TIMES, changed_fields
from contactdesk.model.series import Plan

_ANOTHER = frozenset({*TIMES, "rrule", "rdates", "exdates", "status"})
_BOOKS_OWN = frozenset({"calendar", "about", "deal", "deleted_at", "sequence", "revised_at"})


def counted(plan: Plan, at: datetime) -> Plan:
    """A plan that is carried out at a moment, each event as a newer version of itself."""
    return plan._replace(
        saved=tuple((was, revised(was, now, at)) for was, now in plan.saved),
        added=tuple(instead_of(e, at) if e.recurrence_id else e for e in plan.added),
    )


def revised(was: Event, now: Event, at: datetime) -> Event:
    """The event as an edit at a moment leaves it."""
    changed = set(changed_fields(was, now)) - _BOOKS_OWN
    if not changed or now.component != "event":
        return now
    return _counted(now, at, is_another=bool(changed & _ANOTHER), told=bool(was.attendees))


def instead_of(event: Event, at: datetime) -> Event:
    """A single time of a series that is an event of its own from a moment on."""
    return _counted(event, at, is_another=True, told=False)


def _counted(event: Event, at: datetime, *, is_another: bool, told: bool) -> Event:
    invited = bool(event.attendees) or told
    if is_another and event.organizer is None and (invited or event.sequence):
        event = replace(event, sequence=event.sequence + 1)
    if invited or event.revised_at:
        event = replace(event, revised_at=f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    return event
