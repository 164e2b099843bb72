"""An invitation as calendar programs send it by mail: METHOD:REQUEST (RFC 5546, section 3.2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from contactdesk.formats.ical_lines import entry_lines, person
from contactdesk.formats.vcard_lines import fold
from contactdesk.formats.zone_writing import zone_block
from contactdesk.model.event import Attendee, Event

_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ContactDesk//ContactDesk//EN",
         "CALSCALE:GREGORIAN", "METHOD:REQUEST")  # fmt: skip


def write_invitation(events: Sequence[Event], organizer: Attendee) -> Iterator[bytes]:
    """A file in pieces that invites everybody in a series (or in one event) who has an address.

    Reminders, categories and what else is one's own stay here.
    """
    yield _folded(_HEAD)
    for zone in dict.fromkeys(event.time_zone for event in events if event.time_zone):
        yield zone_block(zone)
    for event in events:
        yield _folded(_entry(event, organizer))
    yield _folded(("END:VCALENDAR",))


def _entry(event: Event, organizer: Attendee) -> Iterator[str]:
    """An event later than the one that was sent before has a higher SEQUENCE: every edit counts."""
    plain = replace(
        event,
        sequence=max(event.sequence, event.revision - 1, 0),
        organizer=Attendee(organizer.email, organizer.name),
        attendees=(), alarms=(), extra=(), categories=(), status=event.status or "CONFIRMED",
    )  # fmt: skip
    lines = list(entry_lines(plain))
    has_sequence = any(line.startswith("SEQUENCE:") for line in lines)
    yield from lines[:-1]
    if not has_sequence:
        yield "SEQUENCE:0"
    yield from (_guest(guest) for guest in event.attendees if guest.email)
    yield lines[-1]


def _guest(guest: Attendee) -> str:
    asked = replace(
        guest,
        role=guest.role or "REQ-PARTICIPANT",
        participation=guest.participation or "NEEDS-ACTION",
    )
    return person("ATTENDEE", asked, ";RSVP=TRUE")


def _folded(lines: Sequence[str] | Iterator[str]) -> bytes:
    whole = (" ".join(line.splitlines()) if not line.isprintable() else line for line in lines)
    return b"".join(fold(line.encode("utf-8", "replace")) for line in whole)
