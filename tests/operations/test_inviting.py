"""Invitations as RFC 5546 wants a REQUEST."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.errors import ContactDeskError
from contactdesk.formats.ical_reading import read_entries
from contactdesk.model.event import Alarm, Attendee, Event
from contactdesk.operations.inviting import invitation

GUESTS = (
    Attendee("anna@baltica.example", "Anna; Baran", participation="ACCEPTED"),
    Attendee(name="Without address"), Attendee("me@desk.example", "Me"),
)  # fmt: skip
TALK = Event(
    summary="Prices, again", description="Line one\nline two", starts_at="2026-12-01T10:00:00",
    ends_at="2026-12-01T10:30:00", time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY;COUNT=3",
    attendees=GUESTS, alarms=(Alarm(minutes_before=15),), categories=("Private",),
)  # fmt: skip


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """A book whose user has a card with an address."""
    made = a_book(
        a_contact("Piotr Lis", emails=["other@desk.example", "me@desk.example"]),
        a_contact("Anna Baran", emails=["anna@baltica.example"]),
    )
    with made.write("Who I am") as tx:
        tx.people.introduce("Piotr Lis", "1")
        piotr = tx.contacts.get(1)
        first, second = piotr.emails
        preferred = replace(piotr, emails=(first, replace(second, preferred=True)))
        tx.contacts.save(preferred, piotr)
    return made


def put(book: Any, *events: Event) -> list[Event]:
    with book.write("Plan") as tx:
        return [tx.events.add(event) for event in events]


def invited(book: Any, event: Event) -> str:
    with book.read() as tx:
        whole = b"".join(invitation(tx, event))
    assert all(len(line) <= 75 for line in whole.split(b"\r\n"))
    return whole.replace(b"\r\n ", b"").decode()


def lines(text: str) -> list[str]:
    return text.split("\r\n")


def test_a_request_has_what_the_standard_wants(book: Any) -> None:
    (event,) = put(book, TALK)
    found = lines(invited(book, event))
    assert found.count("METHOD:REQUEST") == 1
    assert f"UID:{event.uid}" in found
    assert "SEQUENCE:0" in found
    assert [s for s in found if s.startswith("ORG")] == [
        'ORGANIZER;CN="Piotr Lis":mailto:me@desk.example'
    ]
    assert [line for line in found if line.startswith("ATTENDEE")] == [
        'ATTENDEE;CN="Anna; Baran";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:'
        "mailto:anna@baltica.example"
    ]
    assert "BEGIN:VTIMEZONE" in found
    assert not any(
        line.startswith(("BEGIN:VALARM", "CATEGORIES", "METHOD:PUBLISH")) for line in found
    )
    (back,) = read_entries(io.BytesIO(invited(book, event).encode()))
    assert back.problems == ()
    assert (back.event.summary, back.event.rrule) == (event.summary, event.rrule)


def test_a_later_version_has_a_higher_sequence_and_the_series_goes_along(book: Any) -> None:
    event, other = put(
        book, replace(TALK, uid="talk"),
        replace(TALK, uid="talk", rrule="", recurrence_id="2026-12-08T10:00:00",
                starts_at="2026-12-08T12:00:00", ends_at="2026-12-08T12:30:00"),
    )  # fmt: skip
    with book.write("Move") as tx:
        moved = tx.events.save(replace(event, location="Room 2"), event)
        tx.events.save(replace(moved, location="Room 3"), moved)
    text = invited(book, other)
    assert text.count("BEGIN:VEVENT") == 2
    assert [line for line in lines(text) if line.startswith("SEQUENCE")] == [
        "SEQUENCE:2", "SEQUENCE:0",
    ]  # fmt: skip
    assert "RECURRENCE-ID;TZID=Europe/Warsaw:20261208T100000" in lines(text)


def test_who_invites_is_kept_where_the_appointment_says_it(book: Any) -> None:
    (event,) = put(book, replace(TALK, organizer=Attendee("anna@baltica.example", "Anna")))
    found = lines(invited(book, event))
    assert "ORGANIZER;CN=Anna:mailto:anna@baltica.example" in found
    assert [line.rpartition(":")[2] for line in found if line.startswith("ATTENDEE")] == [
        "me@desk.example"
    ]


def test_without_guests_or_an_own_address_it_is_refused_with_a_way_out(book: Any) -> None:
    alone, event = put(book, replace(TALK, attendees=(Attendee(name="Jan"),)), TALK)
    with pytest.raises(ContactDeskError, match="Add somebody first"):
        invited(book, alone)
    with book.write("Who I am") as tx:
        tx.people.introduce("Nobody Here", "1")
    with pytest.raises(ContactDeskError, match="needs your own address"):
        invited(book, event)
