"""What happens with a contact: in one order, by kind, by words, and through whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.model.contact import Contact, Membership
from contactdesk.model.event import Attendee, Event
from contactdesk.store.book import Book
from contactdesk.store.timeline import Asked, Timeline

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]


def note(who: Contact, text: str, at: str = "2026-11-23T09:00:00Z", **more: Any) -> Event:
    values = {"component": "journal", "description": text, "starts_at": at, "about": (who.id,)}
    return Event(**{**values, **more})


def keep(book: Book, *events: Event) -> None:
    with book.write("Note") as tx:
        for event in events:
            tx.events.add(event)


def of(book: Book, number: int, asked: Asked = Asked()) -> Timeline:  # noqa: B008 - immutable
    with book.read() as tx:
        return tx.timelines.of(number, asked)


def texts(found: Timeline) -> list[str]:
    return [i.event.description or i.event.summary for i in found.items]


@pytest.fixture
def anna(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> tuple[Book, Contact]:
    book = a_book(a_contact("Anna Nowak", emails=["Anna@B.example"]))
    with book.read() as tx:
        return book, tx.contacts.get(1)


def test_all_kinds_stand_in_one_order_with_who_put_them_there(anna: tuple[Book, Contact]) -> None:
    book, who = anna
    keep(
        book,
        note(who, "second"),
        note(who, "called", "2026-11-24T09:00:00Z", component="call", direction="out"),
        Event(summary="Sprint", starts_at="2026-11-22T23:30:00", time_zone="America/New_York",
              attendees=(Attendee("anna@b.EXAMPLE"),)),
        Event(summary="Nobody's", starts_at="2026-11-24T08:00:00"),
    )  # fmt: skip
    found = of(book, 1)
    assert texts(found) == ["called", "second", "Sprint"]
    assert dict(found.kinds) == {"call": 1, "journal": 1, "event": 1}
    assert (found.total, found.more, found.people) == (3, 0, 0)
    assert {i.author for i in found.items} == {book.facts.person}
    assert {i.person for i in found.items} == {0}


def test_what_is_in_the_bin_or_undone_is_in_no_timeline(anna: tuple[Book, Contact]) -> None:
    book, who = anna
    keep(book, note(who, "kept"), note(who, "deleted"))
    with book.write("Delete") as tx:
        tx.events.delete([2])
    assert texts(of(book, 1)) == ["kept"]
    book.undo()
    assert len(of(book, 1).items) == 2
    book.undo()
    assert of(book, 1) == Timeline()
    book.redo()
    assert {i.author for i in of(book, 1).items} == {book.facts.person}


def test_kinds_and_words_narrow_it_down_and_the_counts_stay(anna: tuple[Book, Contact]) -> None:
    book, who = anna
    keep(
        book,
        note(who, "Zażółć the price list"),
        note(who, "The PRICE is fine", component="call", starts_at="2026-11-24T09:00:00Z"),
        note(who, "Nothing", summary="Łódź"),
    )
    assert texts(of(book, 1, Asked(words="price"))) == [
        "The PRICE is fine",
        "Zażółć the price list",
    ]
    assert texts(of(book, 1, Asked(words="zazolc price"))) == ["Zażółć the price list"]
    assert texts(of(book, 1, Asked(words="lodz"))) == ["Nothing"]
    calls = of(book, 1, Asked(kinds=("call",)))
    assert texts(calls) == ["The PRICE is fine"]
    assert dict(calls.kinds) == {"call": 1, "journal": 2}
    assert of(book, 1, Asked(kinds=("call",), words="zazolc")).items == ()


def test_a_page_says_how_much_is_left(anna: tuple[Book, Contact]) -> None:
    book, who = anna
    keep(book, *(note(who, str(n), f"2026-11-23T09:00:{n:02}Z") for n in range(60)))
    first = of(book, 1)
    assert (len(first.items), first.more, first.total) == (50, 10, 60)
    assert texts(first)[0] == "59"
    assert texts(of(book, 1, Asked(limit=100))) == [str(n) for n in reversed(range(60))]


def test_an_organisation_has_what_happens_with_its_people_and_says_through_whom(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    here = (Membership("Baltica"),)
    over = (Membership("Baltica", ends_on="2020"),)
    book = a_book(
        a_contact("Baltica", kind="org"),
        a_contact("Anna Nowak", emails=["anna@b.example"], memberships=here),
        a_contact("Ewa Lis", memberships=over),
        a_contact("Ola Wit", memberships=here),
    )
    with book.read() as tx:
        baltica, anna, ewa, ola = (tx.contacts.get(n) for n in (1, 2, 3, 4))
    meeting = Event(
        summary="Both", starts_at="2026-11-25T09:00:00Z", attendees=(Attendee("anna@b.example"),),
        about=(ola.id,),
    )  # fmt: skip
    keep(
        book, meeting, note(anna, "Anna's"), note(ewa, "Ewa's"), note(baltica, "its own"),
        note(baltica, "of both", about=(baltica.id, ola.id)),
    )  # fmt: skip
    found = of(book, 1)
    told = {(i.event.description or i.event.summary, i.person, i.person_name) for i in found.items}
    assert told == {
        ("Both", 2, "Anna Nowak"), ("Anna's", 2, "Anna Nowak"), ("its own", 0, ""),
        ("of both", 0, ""),
    }  # fmt: skip
    assert found.people == 2
    assert texts(of(book, 3)) == ["Ewa's"]


def test_who_became_part_of_another_brings_what_happened_with_them(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak"), a_contact("Anna Nowak"))
    with book.read() as tx:
        one, two = tx.contacts.get_many([1, 2])
    keep(book, note(one, "first's"), note(two, "second's"))
    with book.write("Merge") as tx:
        tx.duplicates.merge(one, one, [two])
    assert set(texts(of(book, 1))) == {"first's", "second's"}


def test_the_history_of_the_book_names_a_note_by_its_first_words(
    anna: tuple[Book, Contact],
) -> None:
    book, who = anna
    keep(book, note(who, "Prefers mail before noon", summary=""), note(who, "x", summary="Price"))
    with book.read() as tx:
        step = tx.book_history.page().steps[0]
        touched = tx.book_history.touched(step.id)
    assert step.names == ("Prefers mail before noon", "Price")
    assert [(t.name, t.component) for t in touched] == [
        ("Prefers mail before noon", "journal"), ("Price", "journal"),
    ]  # fmt: skip


def test_deleting_somebody_for_good_takes_the_notes_about_them_alone(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(a_contact("Anna Nowak"), a_contact("Ola Wit"))
    with book.read() as tx:
        anna, ola = tx.contacts.get_many([1, 2])
    keep(
        book, note(anna, "secret of Anna"), note(anna, "of both", about=(anna.id, ola.id)),
        Event(summary="Sprint", starts_at="2026-11-24", about=(anna.id,)),
        note(anna, "and a call", component="call"),
    )  # fmt: skip
    with book.write("Edit") as tx:
        base = tx.events.get(1)
        tx.events.save(replace(base, description="secret, too"), base)
    with book.write("Purge") as tx:
        tx.contacts.delete([1])
        tx.contacts.purge([1])
    with book.read() as tx:
        left = [(e.description or e.summary) for e in tx.events.each()]
        log = tx.connection.exec_driver_sql("SELECT fields FROM change WHERE fields <> ''").all()
    assert left == ["of both", "Sprint"]
    assert "secret" not in str(log)
    assert texts(of(book, 2)) == ["of both"]
    assert book.check() == []


def test_an_organisation_can_be_asked_for_some_of_its_people_alone(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    here = (Membership("Baltica"),)
    book = a_book(
        a_contact("Baltica", kind="org"),
        a_contact("Anna Nowak", memberships=here),
        a_contact("Ola Wit", memberships=here),
        a_contact("Ewa Lis"),
    )
    with book.read() as tx:
        people = tx.contacts.get_many([1, 2, 3, 4])
    keep(book, *(note(each, each.formatted_name) for each in people))
    found = of(book, 1, Asked(among=(2, 4)))
    assert (texts(found), found.people) == (["Anna Nowak"], 1)
    assert of(book, 1, Asked(among=(4,))).items == ()
