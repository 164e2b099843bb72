"""Writes the small book that later programs must still open: python tests/data/books/make_book.py

Run it once for a new schema, before the first release that has it, and commit the file.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.deal import Deal
from contactdesk.model.document import Document
from contactdesk.model.event import Attendee, Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.store.book import Book
from contactdesk.store.opening import SCHEMA

PEOPLE = (
    Contact(
        formatted_name="Anna Nowak",
        given="Anna",
        family="Nowak",
        phones=(Entry("501 234 567", ("cell",)),),
        emails=(Entry("anna@baltica.example"),),
        addresses=(Address(street="Piotrkowska 5", locality="Łódź"),),
        memberships=(Membership("Baltica", job_title="Buyer"),),
        categories=("VIP",),
    ),
    Contact(formatted_name="陳怡君", given="怡君", family="陳", note="Line one\nline two"),
    Contact(kind="org", formatted_name="Baltica"),
)
MEETING = Event(
    uid="meeting",
    summary="Sprint",
    starts_at="2026-11-23T09:00:00",
    ends_at="2026-11-23T10:00:00",
    time_zone="Europe/Warsaw",
    rrule="FREQ=WEEKLY",
    exdates=("2026-12-28T09:00:00",),
    attendees=(Attendee("anna@baltica.example", "Anna Nowak"),),
)
CALL = Event(
    component="call",
    description="Wants the new price list before Friday.",
    starts_at="2026-11-24T09:20:00Z",
    duration_minutes=12,
    direction="out",
    outcome="reached",
    channel="phone",
)


def make(path: Path) -> None:
    """Three contacts, one archived, with photo, original and star; an edit and its undo;
    a meeting in a calendar of its own; a call; a document; a deal that is mine alone."""
    path.unlink(missing_ok=True)
    with Book.open(path) as book:
        book.configure(region="PL", language="pl")
        with book.write("Fill the book") as tx:
            for contact in PEOPLE:
                tx.contacts.add(contact)
            tx.contacts.keep_photo(b"picture", "image/png")
            tx.contacts.keep_originals([(1, "3.0", "a.vcf", b"x")])
            tx.contacts.star([1], True)
        with book.write("Delete") as tx:
            tx.contacts.delete([2])
        book.undo()
        with book.write("Archive") as tx:
            tx.contacts.archive([3])
        with book.write("Colour") as tx:
            tx.categories.recolour("VIP", "plum")
        with book.write("Plan") as tx:
            office = tx.calendars.add(Calendar(name="Office", colour="teal"))
            tx.events.add(replace(MEETING, calendar=office.id))
            tx.events.keep_originals([(1, "2.0", "a.ics", b"x")])
        with book.write("Call") as tx:
            tx.events.add(replace(CALL, about=(tx.contacts.get(1).id,)))
        with book.write("Add a document") as tx:
            version = tx.documents.version(tx.documents.contents.keep(b"offer"), 5)
            anna = (tx.contacts.get(1).id,)
            tx.documents.add(
                Document(name="Offer.txt", media_type="text/plain", versions=(version,), about=anna)
            )
        with book.write("Keep to myself") as tx:
            me = tx.people.me().id
            tx.deals.add(Deal(title="Surprise", owner=me, private_to=me))


if __name__ == "__main__":
    make(Path(__file__).with_name(f"schema-{SCHEMA}.cdk"))
