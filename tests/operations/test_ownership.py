"""Whose records are, and keeping them private: in the book, in rules and in files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.model.contact import Contact, Extra
from contactdesk.model.deal import Deal
from contactdesk.model.event import Event
from contactdesk.model.ownership import Whose
from contactdesk.model.query_reading import parsed
from contactdesk.operations import ownership
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import import_files
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases


def me(book: Book) -> str:
    with book.read() as tx:
        return str(tx.people.me().id)


def say(book: Book, kind: str, numbers: list[int], wanted: Whose) -> int:
    with book.write("Say whose") as tx:
        return ownership.assign(tx, kind, numbers, wanted)


def names(book: Book, rules: str) -> list[str]:
    with book.read() as tx:
        found = tx.queries.numbers(parsed(rules))
        return [row.name for row in tx.contacts.rows(found)]


def test_contacts_are_given_to_somebody_and_kept_private_in_one_step(
    a_book: Callable[..., Book],
    a_contact: Callable[..., Contact],
    as_somebody_else: Callable[..., Book],
) -> None:
    book = a_book(a_contact("Anna Nowak"), a_contact("Bert Orzeł"), a_contact("Carl Park"))
    with as_somebody_else("jonas") as other:
        jonas, mine = me(other), me(book)
        assert say(book, "contact", [1, 2], Whose(owner=mine)) == 2
        assert say(book, "contact", [3], Whose(owner=jonas)) == 1
        assert names(book, "owner:me") == ["Anna Nowak", "Bert Orzeł"]
        assert names(book, "owner:jonas") == names(other, "owner:me") == ["Carl Park"]
        assert names(other, "owner:-") == []
        assert say(book, "contact", [1, 2, 3], Whose(private=True)) == 2  # not what is another's
        assert names(book, "is:private") == ["Anna Nowak", "Bert Orzeł"]
        assert names(other, "owner:*") == ["Carl Park"]
        with book.read() as tx:
            said = ownership.said_of(tx, "contact", [1, 2, 3])
        assert said == (3, frozenset((mine, jonas)), 2, 1)
        book.undo()
        assert names(other, "owner:*") == ["Anna Nowak", "Bert Orzeł", "Carl Park"]
        book.redo()
        assert say(book, "contact", [1], Whose(owner=jonas)) == 1  # given away, all see it
        with other.read() as tx:
            anna = tx.contacts.get(1)
        assert (anna.owner, anna.private_to, anna.extra) == (jonas, "", ())


def test_others_cannot_give_away_what_they_do_not_see(
    a_book: Callable[..., Book],
    a_contact: Callable[..., Contact],
    as_somebody_else: Callable[..., Book],
) -> None:
    book = a_book(a_contact("Anna Nowak"))
    say(book, "contact", [1], Whose(private=True))
    with as_somebody_else("jonas") as other:
        assert say(other, "contact", [1], Whose(owner=me(other), private=False)) == 0
    assert names(book, "is:private") == ["Anna Nowak"]


def test_appointments_go_with_their_series_and_deals_likewise(a_book: Callable[..., Book]) -> None:
    book = a_book()
    mine = me(book)
    with book.write("Plan") as tx:
        tx.events.add(Event(uid="a", summary="Sprint", starts_at="2026-11-23T09:00:00",
                            ends_at="2026-11-23T10:00:00", rrule="FREQ=DAILY"))  # fmt: skip
        moved = {"starts_at": "2026-11-24T11:00:00", "ends_at": "2026-11-24T12:00:00"}
        tx.events.add(Event(uid="a", recurrence_id="2026-11-24T09:00:00", **moved))
        tx.deals.add(Deal(title="Pallets"))
    assert say(book, "event", [2], Whose(private=True)) == 2
    assert say(book, "deal", [1], Whose(private=True)) == 1
    with book.read() as tx:
        assert {(e.private_to, e.classification) for e in tx.events.each()} == {(mine, "PRIVATE")}
        assert tx.deals.all()[0].private_to == mine
    assert say(book, "event", [1], Whose(private=False)) == 2
    with book.read() as tx:
        assert {(e.private_to, e.classification) for e in tx.events.each()} == {("", "")}


CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Nowak\r\nN:Nowak;Anna;;;\r\nCLASS:PRIVATE\r\n"
    b"END:VCARD\r\n"
)
MEETING = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\n"
    b"DTSTAMP:20261120T090000Z\r\nDTSTART:20261123T090000Z\r\nSUMMARY:Doctor\r\nCLASS:PRIVATE\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_what_a_file_calls_private_is_private_to_whoever_brings_it_in(
    a_book: Callable[..., Book], as_somebody_else: Callable[..., Book], tmp_path: Path
) -> None:
    """And goes out as it came; shown to all, its card does not call it private any more."""
    card, meeting = tmp_path / "a.vcf", tmp_path / "a.ics"
    card.write_bytes(CARD)
    meeting.write_bytes(MEETING)
    book = a_book()
    import_files(book, [card, meeting])
    with book.read() as tx:
        mine = tx.people.me().id
        assert (tx.contacts.get(1).owner, tx.contacts.get(1).private_to) == (mine, mine)
        assert [e.private_to for e in tx.events.each()] == [mine]
    out = tmp_path / "out.vcf"
    export(book, out)
    assert out.read_bytes() == CARD
    with as_somebody_else("jonas") as other:
        assert export(other, tmp_path / "none.vcf").contacts == 0
        import_files(other, [card, meeting])  # is not merged with what jonas does not see
        with other.read() as tx:
            assert list(tx.contacts.listing(ListQuery()).numbers) == [2]
            assert tx.events.numbers() == [2]
    say(book, "contact", [1], Whose(private=False))
    export(book, out)
    assert out.read_bytes() == CARD.replace(b"CLASS:PRIVATE\r\n", b"")


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_owners_go_out_and_come_in_by_their_names(
    a_book: Callable[..., Book], a_contact: Callable[..., Contact],
    as_somebody_else: Callable[..., Book], tmp_path: Path, format: str,  # noqa: A002
) -> None:  # fmt: skip
    book = a_book(a_contact("Anna Nowak"), a_contact("Bert Orzeł"))
    with as_somebody_else("jonas") as other:
        with other.write("Introduce") as tx:
            tx.people.introduce("Jonas Bergmann", "")
        say(book, "contact", [1], Whose(owner=me(other)))
        out = tmp_path / f"out.{format}"
        report: Any = export(book, out, format)
        assert report.checked is None or report.checked.is_same
        assert "Jonas Bergmann" in out.read_text()
        fresh = a_book(name="another")
        with as_somebody_else("jonas", "another") as there, there.write("Introduce") as tx:
            tx.people.introduce("Jonas Bergmann", "")
        import_files(fresh, [out])
        assert names(fresh, "owner:bergmann") == ["Anna Nowak"]
        assert names(fresh, "owner:-") == ["Bert Orzeł"]


def test_a_card_says_what_the_book_does(a_book: Callable[..., Book]) -> None:
    book = a_book(Contact(formatted_name="Anna", extra=(Extra("X-PET", "dog"),)))
    say(book, "contact", [1], Whose(private=True))
    with book.read() as tx:
        assert [(e.name, e.value) for e in tx.contacts.get(1).extra] == [
            ("X-PET", "dog"), ("CLASS", "PRIVATE"),
        ]  # fmt: skip
