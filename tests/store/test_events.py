"""Appointments in the book: kept whole, found by their time, by their contacts, and merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.errors import EditConflict, NotFound
from contactdesk.model.agenda import agenda, span_of
from contactdesk.model.contact import Contact, Extra
from contactdesk.model.event import Alarm, Attendee, Event, Step
from contactdesk.model.event_calendar import Calendar

pytestmark = pytest.mark.both_databases

WARSAW = ZoneInfo("Europe/Warsaw")
FULL = Event(
    component="event",
    uid="a-1",
    recurrence_id="2026-11-23T09:00:00",
    and_later=True,
    summary="Sprint “planning”",
    description="Line one\nline two",
    location="Łódź",
    starts_at="2026-11-23T09:30:00",
    ends_at="2026-11-23T10:00:00",
    time_zone="Europe/Warsaw",
    duration_minutes=0,
    rrule="FREQ=WEEKLY;BYDAY=MO",
    rdates=("2026-11-24T09:00:00",),
    exdates=("2026-12-28T09:00:00", "2027-01-04"),
    status="CONFIRMED",
    priority=5,
    percent=50,
    completed_at="2026-11-22T09:00:00Z",
    transparency="OPAQUE",
    classification="PRIVATE",
    categories=("Work", 'the "best"'),
    organizer=Attendee("ola@b.example", "Ola"),
    attendees=(Attendee("Anna@B.example", "Anna", "CHAIR", "ACCEPTED", "INDIVIDUAL", 1),),
    alarms=(Alarm("AUDIO", 0, item=2), Alarm(at="2026-11-23T08:00:00Z", item=3)),
    url="https://example.org",
    sequence=3,
    revised_at="2026-11-22T09:00:00Z",
    extra=(Extra("X-ODD", "v", "g", ("a",), (("P", "1"),), item=4),),
    calendar="c-1",
    about=("id-1",),
    direction="out",
    outcome="voicemail",
    channel="video",
    deal="d-1",
    owner="p-1",
    given_by="p-2",
    steps=(Step("Look", done=True, item=5),),
    colleagues=("p-1", "p-3"),
)


def meeting(summary: str = "Sprint", starts: str = "2026-11-23T09:00:00", **more: Any) -> Event:
    values = {"ends_at": starts[:11] + "23:00:00", "time_zone": "Europe/Warsaw", **more}
    return Event(summary=summary, starts_at=starts, **values)


def kept(book: Any, *events: Event) -> list[Event]:
    with book.write("Add") as tx:
        return [tx.events.add(event) for event in events]


def shown(book: Any, first: str, until: str, home: Any = WARSAW) -> list[tuple[str, str]]:
    span = span_of(date.fromisoformat(first), date.fromisoformat(until), home)
    with book.read() as tx:
        return [(o.event.summary, o.starts_at) for o in tx.events.agenda(span).occurrences]


def test_every_field_comes_back(a_book: Callable[..., Any]) -> None:
    usual = Event()
    unset = {f.name for f in fields(Event) if getattr(FULL, f.name) == getattr(usual, f.name)}
    assert unset == {"id", "number", "revision", "component", "deleted_at", "private_to"}
    book = a_book()
    (added,) = kept(book, FULL)
    assert added == replace(FULL, id=added.id, number=1, revision=1)
    with book.read() as tx:
        assert tx.events.get(1) == added
        assert tx.events.by_uid("a-1") == [added]
        assert tx.events.get(2) is None
        assert tx.events.by_uid("") == []


def test_an_appointment_without_an_identifier_gets_one(a_book: Callable[..., Any]) -> None:
    (added,) = kept(a_book(), meeting())
    assert added.uid == added.id != ""


@pytest.mark.parametrize("home", [WARSAW, ZoneInfo("Pacific/Kiritimati"), UTC])
def test_a_span_of_the_book_is_what_happens_of_all_its_events(
    a_book: Callable[..., Any], home: Any
) -> None:
    """The book reads only what can touch a span: the answer must be that of reading all."""
    events = [
        meeting("Before", "2026-11-22T23:30:00", ends_at="2026-11-23T00:00:00"),
        meeting("Into", "2026-11-22T23:30:00", ends_at="2026-11-23T00:30:00"),
        meeting("Float", "2026-11-23T23:30:00", ends_at="", time_zone=""),
        meeting("Day", "2026-11-23", ends_at="2026-11-24", time_zone=""),
        meeting("UTC", "2026-11-23T22:30:00Z", ends_at="", time_zone=""),
        meeting("Long", "2025-01-01", ends_at="2027-01-01", time_zone=""),
        meeting("Endless", "2020-01-06T09:00:00", ends_at="", rrule="FREQ=WEEKLY", uid="w"),
        meeting("Moved in", "2026-11-23T11:00:00", ends_at="", uid="w",
                recurrence_id="2026-12-07T09:00:00"),
        meeting("Moved out", "2027-03-01T11:00:00", ends_at="", uid="w",
                recurrence_id="2026-11-23T09:00:00"),
        meeting("Ended", "2026-11-02T09:00:00", ends_at="", rrule="FREQ=WEEKLY;COUNT=3"),
        meeting("Just", "2026-11-02T09:00:00", ends_at="", rrule="FREQ=WEEKLY;COUNT=4"),
        meeting("Until", "2026-11-02T09:00:00", ends_at="", rrule="FREQ=DAILY;UNTIL=20261123"),
        meeting("Also", "2026-01-02T09:00:00", ends_at="", rdates=("2026-11-23T07:00:00",)),
        meeting("Shifted", "2026-10-01T09:00:00", ends_at="", uid="s", rrule="FREQ=MONTHLY"),
        meeting("Later", "2026-10-23T09:00:00", ends_at="", uid="s", and_later=True,
                recurrence_id="2026-10-01T09:00:00"),
        meeting("Far zone", "2026-11-24T12:30:00", ends_at="", time_zone="Pacific/Auckland"),
        Event(component="task", summary="Task", starts_at="2026-11-23"),
    ]  # fmt: skip
    book = a_book()
    added = kept(book, *events)
    for first, until in (("2026-11-23", "2026-11-24"), ("2026-11-01", "2027-01-01")):
        span = span_of(date.fromisoformat(first), date.fromisoformat(until), home)
        of_all = agenda(added, span)
        with book.read() as tx:
            assert tx.events.agenda(span) == of_all
        assert of_all.occurrences


def test_what_is_in_the_bin_does_not_happen(a_book: Callable[..., Any]) -> None:
    book = a_book()
    kept(book, meeting("One"), meeting("Two"))
    with book.write("Delete") as tx:
        tx.events.delete([1])
    assert shown(book, "2026-11-23", "2026-11-24") == [("Two", "2026-11-23T09:00:00")]
    with book.read() as tx:
        assert [e.summary for e in tx.events.in_bin()] == ["One"]
        assert tx.events.get(1).deleted_at
    with book.write("Restore") as tx:
        tx.events.restore([1])
    assert len(shown(book, "2026-11-23", "2026-11-24")) == 2


def test_nine_in_warsaw_stays_nine_when_the_clocks_change(a_book: Callable[..., Any]) -> None:
    book = a_book()
    kept(book, meeting("Nine", "2026-10-19T09:00:00", ends_at="", rrule="FREQ=WEEKLY"))
    span = span_of(date(2026, 10, 19), date(2026, 11, 3), WARSAW)
    with book.read() as tx:
        found = tx.events.agenda(span).occurrences
    assert [(o.starts_at[11:16], o.begins.hour) for o in found] == [
        ("09:00", 7), ("09:00", 8), ("09:00", 8)
    ]  # fmt: skip


def test_a_contact_has_what_it_takes_part_in_and_what_is_about_it(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak", emails=["Anna@B.example"]), a_contact("Ola"))
    with book.read() as tx:
        ola = tx.contacts.get(2)
    anna = Attendee("anna@b.EXAMPLE", "Anna")
    kept(
        book,
        meeting("Invited", "2026-11-23T09:00:00", attendees=(anna,)),
        meeting("Invites", "2026-11-25T09:00:00", organizer=anna),
        meeting("About Ola", "2026-11-24T09:00:00", about=(ola.id,), attendees=(anna,)),
        meeting("Nobody's"),
    )

    def of(number: int, *page: int) -> list[str]:
        with book.read() as tx:
            return [e.summary for e in tx.events.of_contact(number, *page)]

    assert of(1) == ["Invites", "About Ola", "Invited"]
    assert of(2) == ["About Ola"]
    assert of(1, 2) == ["Invites", "About Ola"]
    assert of(1, 2, 3) == ["Invited"]
    with book.write("Edit") as tx:
        base = tx.events.get(3)
        tx.events.save(replace(base, about=(), attendees=()), base)
    assert (of(1), of(2)) == (["Invites", "Invited"], [])


def test_two_people_editing_different_things_keep_both(a_book: Callable[..., Any]) -> None:
    mine, theirs = a_book(), a_book()
    (base,) = kept(mine, meeting(exdates=("2026-11-30T09:00:00",), alarms=(Alarm(),)))
    with theirs.write("Move") as tx:
        tx.events.save(replace(base, starts_at="2026-11-23T08:00:00",
                               exdates=(*base.exdates, "2026-12-07T09:00:00")), base)  # fmt: skip
    with mine.write("Edit") as tx:
        saved = tx.events.save(
            replace(base, summary="New", exdates=(*base.exdates, "2026-12-14T09:00:00"),
                    alarms=(*base.alarms, Alarm("AUDIO", 5))), base)  # fmt: skip
    assert (saved.summary, saved.starts_at, saved.revision) == ("New", "2026-11-23T08:00:00", 3)
    assert {e[5:10] for e in saved.exdates} == {"11-30", "12-07", "12-14"}
    assert [(a.action, a.item) for a in saved.alarms] == [("DISPLAY", 1), ("AUDIO", 2)]
    with theirs.read() as tx:
        assert tx.events.get(1) == saved


def test_when_it_is_is_one_thing_and_a_clash_overwrites_nothing(
    a_book: Callable[..., Any],
) -> None:
    mine, theirs = a_book(), a_book()
    (base,) = kept(mine, meeting())
    with theirs.write("Move") as tx:
        yours = tx.events.save(replace(base, starts_at="2026-11-23T22:00:00"), base)
    edit = replace(base, ends_at="2026-11-23T12:00:00", summary="Mine")
    with pytest.raises(EditConflict, match="Begins, Ends") as caught, mine.write("Edit") as tx:
        tx.events.save(edit, base)
    assert (caught.value.base, caught.value.mine, caught.value.theirs) == (base, edit, yours)
    with mine.read() as tx:
        assert tx.events.get(1) == yours


def test_an_edit_of_what_a_colleague_deleted_is_asked_about(a_book: Callable[..., Any]) -> None:
    mine, theirs = a_book(), a_book()
    (base,) = kept(mine, meeting())
    with theirs.write("Delete") as tx:
        tx.events.delete([1])
    with pytest.raises(EditConflict) as caught, mine.write("Edit") as tx:
        tx.events.save(replace(base, summary="Mine"), base)
    assert caught.value.fields == ("deleted_at",)
    with theirs.write("Delete for good") as tx:
        tx.events.purge([1])
    with pytest.raises(NotFound), mine.write("Edit") as tx:
        tx.events.save(replace(base, summary="Mine"), base)


def test_a_poll_names_events_and_leaves_the_lists_alone(a_book: Callable[..., Any]) -> None:
    mine, theirs = a_book(), a_book()
    kept(theirs, meeting(), meeting())
    with theirs.write("Calendar") as tx:
        tx.calendars.add(Calendar(name="Office"))
    (made, calendar) = mine.poll()
    assert (made.contacts, made.moves, made.events) == ((), False, (1, 2))
    assert (calendar.contacts, calendar.moves, calendar.events) == ((), False, None)


def test_calendars_have_a_name_and_a_colour(a_book: Callable[..., Any]) -> None:
    book, other = a_book(), a_book()
    with book.read() as tx:
        (first,) = tx.calendars.all()
    with book.write("Calendars") as tx:
        office = tx.calendars.add(Calendar(name="Office", colour="teal"))
        tx.calendars.save(replace(first, name="Home"), first)
    with other.write("Colour") as tx:
        tx.calendars.save(replace(office, colour="plum"), office)
    with book.write("Name") as tx:
        tx.calendars.save(replace(office, name="Bureau"), office)
    with book.read() as tx:
        names = [(c.name, c.colour) for c in tx.calendars.all()]
        assert names == [("Home", ""), ("Bureau", "plum")]
    with pytest.raises(EditConflict), book.write("Colour") as tx:
        tx.calendars.save(replace(office, colour="rose"), office)
    with book.write("Delete") as tx:
        tx.calendars.delete(office.id)
    while other.undo() or book.undo():
        pass
    with book.read() as tx:
        assert tx.calendars.all() == [Calendar()]
