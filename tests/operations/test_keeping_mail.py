"""Mails on the timelines of everybody whose address is in them, once only."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.formats.ical_reading import read_entries
from contactdesk.formats.ical_writing import write_calendar
from contactdesk.formats.jsonl_event_reading import read_events
from contactdesk.formats.jsonl_events import event_line
from contactdesk.formats.mails import read_mail
from contactdesk.model.contact import Entry
from contactdesk.model.happenings import is_mail, kind_of, title_of
from contactdesk.operations.file_sizes import size_words
from contactdesk.operations.keeping_mail import event_of, keep_mail
from contactdesk.store.timeline import Asked

pytestmark = pytest.mark.both_databases

MAIL = b"""Message-ID: <one@baltica.example>
Received: from a by b; Tue, 24 Nov 2026 09:21:00 +0000
Date: Tue, 24 Nov 2026 09:20:00 +0000
From: Anna <ANNA@baltica.example>
To: office@desk.example, nobody@else.example
Cc: Ewa <ewa@lis.example>
Subject: Price list
Content-Type: multipart/mixed; boundary=b

--b

Please before Friday.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=list.pdf

%PDF
--b--
"""
SENT = MAIL.replace(b"Received: from a by b; Tue, 24 Nov 2026 09:21:00 +0000\n", b"").replace(
    b"From: Anna <ANNA@baltica.example>", b"From: me@desk.example"
)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """Three people with addresses, and one without."""
    return a_book(
        a_contact("Anna Baran", emails=["anna@baltica.example"]),
        a_contact("Ewa Lis", emails=["other@lis.example", "EWA@lis.example"]),
        a_contact("Jan Kos"),
        a_contact("Office", kind="org", emails=["office@desk.example"]),
    )


def keep(book: Any, data: bytes, about: int = 0) -> Any:
    with book.write("Keep an e-mail") as tx:
        return keep_mail(tx, read_mail(data), [tx.contacts.get(about).id] if about else [])


def happened(book: Any, number: int, *kinds: str) -> list[tuple[str, str]]:
    with book.read() as tx:
        found = tx.timelines.of(number, Asked(kinds))
        return [(kind_of(item.event), title_of(item.event)) for item in found.items]


RECEIVED = [("E-mail received", "Price list")]


def test_a_mail_lands_on_everybody_whose_address_is_in_it(book: Any) -> None:
    kept = keep(book, MAIL)
    assert sorted(p.name for p in kept.people) == ["Anna Baran", "Ewa Lis", "Office"]
    event = kept.event
    assert (event.starts_at, event.direction) == ("2026-11-24T09:20:00Z", "in")
    assert event.description == (
        "Please before Friday.\n\n1 file was attached:\n- list.pdf (4 bytes)"
    )
    for number in (1, 2, 4):
        assert happened(book, number) == RECEIVED
    assert happened(book, 3) == []
    with book.read() as tx:
        assert tx.timelines.of(1).kinds == (("mail", 1),)
    assert happened(book, 1, "mail") == RECEIVED
    assert happened(book, 1, "journal") == []


def test_the_second_time_it_is_there_already_and_undo_takes_it_back(book: Any) -> None:
    keep(book, MAIL)
    again = keep(book, MAIL)
    assert again.was_there
    assert not again.is_new
    assert happened(book, 1) == RECEIVED
    assert book.undo().label == "Keep an e-mail"
    assert happened(book, 1) == []
    assert book.undo().label != "Keep an e-mail"  # what was there already was no step
    assert keep(book, MAIL).event is None  # the people went with the step before


def test_what_is_attached_is_a_document_of_its_people_once(book: Any) -> None:
    keep(book, MAIL)
    keep(book, MAIL)
    with book.read() as tx:
        (file,) = tx.documents.of_contact(1)
        assert (file.name, file.size, file.media_type) == ("list.pdf", 4, "application/pdf")
        assert b"".join(tx.documents.contents.pieces(file.current.sha256)) == b"%PDF"
        assert tx.documents.of_contact(2) == [file]
        assert tx.documents.of_contact(3) == []
    book.undo()
    with book.read() as tx:
        assert tx.documents.all() == []


def test_two_attached_files_of_one_name_are_two_documents(book: Any) -> None:
    part = MAIL[MAIL.index(b"--b\nContent-Type") : MAIL.index(b"--b--")]
    keep(book, MAIL.replace(b"--b--", part.replace(b"%PDF", b"other") + b"--b--"))
    with book.read() as tx:
        assert [d.name for d in tx.documents.of_contact(1)] == ["list.pdf", "list.pdf"]


def test_nothing_is_written_where_nobody_has_an_address(book: Any) -> None:
    strange = MAIL.replace(b"baltica.", b"x.").replace(b"lis.", b"x.").replace(b"desk.", b"x.")
    kept = keep(book, strange)
    assert (kept.event, kept.people) == (None, ())
    with book.read() as tx:
        assert list(tx.events.each()) == []
    chosen = keep(book, strange, about=3)
    assert [p.name for p in chosen.people] == ["Jan Kos"]
    assert happened(book, 3) == RECEIVED


def test_somebody_it_is_dropped_on_gets_it_too_and_later_as_well(book: Any) -> None:
    keep(book, MAIL)
    later = keep(book, MAIL, about=3)
    assert later.is_new
    assert "Jan Kos" in [p.name for p in later.people]
    assert happened(book, 3) == RECEIVED
    assert keep(book, MAIL, about=3).was_there


def test_who_gets_the_address_later_has_the_mail(book: Any) -> None:
    keep(book, MAIL)
    with book.write("Address") as tx:
        jan = tx.contacts.get(3)
        tx.contacts.save(replace(jan, emails=(Entry("Nobody@else.example"),)), jan)
    assert happened(book, 3) == RECEIVED


def test_whose_it_was_tells_which_way_it_went(book: Any) -> None:
    assert keep(book, SENT).event.direction == "out"  # it never arrived, and is from nobody here
    unsent = SENT.replace(b"me@desk.example", b"anna@baltica.example").replace(b"<one", b"<two")
    assert keep(book, unsent).event.direction == "in"
    with book.write("Who I am") as tx:
        tx.people.introduce("Ewa Lis", "1")
    mine = MAIL.replace(b"ANNA@baltica.example", b"ewa@lis.example").replace(b"<one", b"<three")
    kept = keep(book, mine)
    assert kept.event.direction == "out"
    assert "Ewa Lis" not in [p.name for p in kept.people]


def test_it_goes_through_files_whole() -> None:
    event = event_of(read_mail(MAIL), sent=True)
    whole = b"".join(write_calendar([(event, None)]))
    (entry,) = read_entries(io.BytesIO(whole))
    assert b"X-CONTACTDESK-MAIL:out" in whole
    back = entry.event
    assert is_mail(back)
    assert (back.direction, back.uid, back.summary) == (
        "out",
        "mid:one@baltica.example",
        "Price list",
    )
    assert [a.email for a in back.attendees] == [a.email for a in event.attendees]
    (line,) = read_events(io.BytesIO(event_line(event)))
    assert is_mail(line.event)
    assert line.event.direction == "out"


def test_sizes_are_read_by_people() -> None:
    assert [size_words(n) for n in (1, 2_000, 3 << 20)] == ["1 byte", "2 KB", "3 MB"]
