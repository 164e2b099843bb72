"""Edits that wait while the book is away: once each, merged like any edit, and safe on the disk."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import BookUnreachable, EditConflict
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.deal import Deal
from contactdesk.model.deed import (
    Deed,
    after,
    deed_from_plain,
    deed_to_plain,
    known_again,
)
from contactdesk.model.event import Alarm, Event, Step
from contactdesk.model.happenings import a_note
from contactdesk.model.record import new_id
from contactdesk.model.work import WorkChange
from contactdesk.operations import deals, outbox
from contactdesk.operations.outbox_file import (
    OutboxUnreadable,
    Waiting,
    outbox_file,
    put_aside,
    read_outbox,
    write_outbox,
)
from contactdesk.store import connecting, encrypting, keys
from contactdesk.store.book import Book

NOW = datetime(2026, 11, 28, 10, 31, tzinfo=UTC)


def named(name: str) -> Contact:
    return Contact(formatted_name=name)


def edit(base: Contact, **values: Any) -> Deed:
    mine = replace(base, **values)
    return Deed(new_id(), "Edit Anna Nowak", "contact", "save", base, mine)


def an_event(doing: Any, base: Event | None, mine: Event | None, **more: Any) -> Deed:
    return Deed(new_id(), "An event", "event", doing, base, mine, more=more)


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    return a_book(a_contact("Anna Nowak", phones=["+48501234567"]), a_contact("Jan Kowal"))


def read(book: Any, number: int = 1) -> Contact:
    with book.read() as tx:
        found: Contact = tx.contacts.get(number)
    return found


def sets(book: Any) -> int:
    with book.read() as tx:
        return int(tx.log.last_set())


@pytest.mark.both_databases
def test_a_deed_is_done_once_whatever_was_heard_of_it(office: Any) -> None:
    deed = edit(read(office), note="Likes chess")
    saved = outbox.perform(office, deed, named)
    assert saved.note == "Likes chess"
    assert outbox.is_in_book(office, deed)
    with office.write("By a colleague") as tx:
        tx.contacts.save(replace(saved, note="Likes go"), base=saved)
    before = sets(office)
    again = outbox.perform(office, deed, named)  # the answer to the first was lost
    assert (again.note, read(office).note, sets(office)) == ("Likes go", "Likes go", before)


@pytest.mark.both_databases
def test_a_deed_is_one_step_of_undo_under_its_own_name(office: Any) -> None:
    outbox.perform(office, edit(read(office), note="Likes chess"), named)
    assert office.undo_labels()[0] == "Edit Anna Nowak"
    office.undo()
    assert read(office).note == ""


@pytest.mark.both_databases
def test_it_meets_what_others_did_meanwhile(office: Any) -> None:
    base = read(office)
    deed = edit(base, note="Likes chess")
    clash = edit(base, prefixes="Ann")
    with office.write("By a colleague") as tx:
        tx.contacts.save(replace(base, prefixes="Ania"), base=base)
    outbox.perform(office, deed, named)
    assert (read(office).prefixes, read(office).note) == ("Ania", "Likes chess")
    before = sets(office)
    with pytest.raises(EditConflict):
        outbox.perform(office, clash, named)
    assert (read(office).prefixes, sets(office)) == ("Ania", before)
    assert not outbox.is_in_book(office, clash)


@pytest.mark.both_databases
def test_an_edit_of_what_an_edit_before_it_added_changes_that(office: Any) -> None:
    base = read(office)
    first = edit(base, phones=(*base.phones, Entry("+48225550101")))
    assert isinstance(first.mine, Contact)
    second = edit(first.mine, phones=(base.phones[0], Entry("+48225550199")))
    third = edit(first.mine, note="Likes chess")
    saved = outbox.perform(office, first, named)
    saved = outbox.perform(office, after(second, saved), named)
    outbox.perform(office, after(third, saved), named)
    found = read(office)
    assert [p.value for p in found.phones] == ["+48501234567", "+48225550199"]
    assert found.note == "Likes chess"


@pytest.mark.both_databases
def test_what_was_taken_back_and_had_come_through_is_undone(office: Any) -> None:
    deed = edit(read(office), note="Likes chess")
    assert not outbox.undo_if_done(office, deed)
    outbox.perform(office, deed, named)
    assert outbox.undo_if_done(office, deed)
    assert read(office).note == ""
    assert not outbox.undo_if_done(office, deed)
    assert read(office).note == ""


@pytest.mark.both_databases
def test_notes_tasks_and_deals_wait_too(office: Any) -> None:
    anna = read(office)
    note = a_note((anna.id,), "Proof 3 is fine", NOW)
    added = outbox.perform(office, an_event("add", None, replace(note, id=new_id())), named)
    mine = replace(added, description="Proof 4 is fine")
    outbox.perform(office, an_event("save", added, mine), named)
    task = Event(id=new_id(), component="task", summary="Print", ends_at="2026-12-01")
    made = outbox.perform(office, an_event("plan", None, task, home="Europe/Warsaw"), named)
    ticked = an_event("tick", made, None, home="Europe/Warsaw", now=NOW.isoformat())
    outbox.perform(office, ticked, named)
    outbox.perform(office, ticked, named)
    with office.read() as tx:
        assert tx.events.get(added.number).description == "Proof 4 is fine"
        assert tx.events.get(made.number).status == "COMPLETED"
    outbox.perform(office, an_event("delete", mine, None), named)
    with office.read() as tx:
        assert tx.events.get(added.number).deleted_at


@pytest.mark.both_databases
def test_a_deal_is_moved_as_it_would_have_been(office: Any) -> None:
    with office.write("New deal") as tx:
        made = deals.add(tx, Deal(title="Autumn pallets"), "PL", NOW.date())
        stages = deals.pipeline_of(tx, made.deal).stages
    more = {"stage": stages[1].item, "today": "2026-11-28", "reason": ""}
    outbox.perform(
        office, Deed(new_id(), "Move", "deal", "move", made.deal, None, more=more), named
    )
    with office.read() as tx:
        assert tx.deals.by_id(made.deal.id).stage == stages[1].item


def every_kind() -> list[Deed]:
    contact = Contact(id="c", number=7, revision=3, formatted_name="رضا", phones=(Entry("112"),))
    event = Event(id="e", number=2, component="task", steps=(Step("One", True, 1),),
                  alarms=(Alarm(minutes_before=5),), about=("c",))  # fmt: skip
    work = (WorkChange(0, "Ola Lis"),)
    return [
        Deed("1", "Edit", "contact", "save", contact, replace(contact, note="x"), work, at="now"),
        Deed("2", "Task", "event", "plan", None, event, more={"home": "UTC"}, tried=True),
        Deed("3", "Gone", "event", "delete", event, None, taken_back=True, need="meets"),
        Deed("4", "Move", "deal", "move", Deal(id="d", amount="5", people=("c",)), None),
    ]


def test_a_deed_is_the_same_after_the_disk() -> None:
    place = "/office/people.cdk"
    assert read_outbox(place) == Waiting()
    write_outbox(place, Waiting(tuple(every_kind()), "book-1"))
    assert read_outbox(place) == Waiting(tuple(every_kind()), "book-1")
    assert read_outbox("/another/people.cdk") == Waiting()
    write_outbox(place, Waiting())
    assert not outbox_file(place).exists()
    assert all(deed_from_plain(deed_to_plain(d)) == d for d in every_kind())


WRITES_UNTIL_KILLED = """
import sys
from contactdesk.model.contact import Contact
from contactdesk.model.deed import Deed
from contactdesk.operations.outbox_file import Waiting, write_outbox
deeds = []
for number in range(10_000):
    made = Contact(id=f"c{number}", formatted_name="Anna Nowak " * 50)
    deeds = [*deeds[-20:], Deed(str(number), "Add", "contact", "save", Contact(), made)]
    write_outbox("/office", Waiting(tuple(deeds), "b"))
    print(number, flush=True)
"""


def test_what_was_said_to_be_kept_survives_a_kill() -> None:
    for lines in (1, 3, 9):
        with subprocess.Popen(
            [sys.executable, "-c", WRITES_UNTIL_KILLED], stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout is not None
            told = [program.stdout.readline() for _line in range(lines)]
            program.send_signal(signal.SIGKILL)
            told += program.stdout.readlines()
        kept = read_outbox("/office").deeds
        assert int(kept[-1].id) >= int(told[-1])


@pytest.mark.parametrize(
    "found", ["", "{", "[]", '{"version": 1, "deeds": [{}]}', '{"version": 9}', "{}"]
)
def test_a_file_that_is_not_understood_is_put_aside_whole(found: str) -> None:
    file = outbox_file("/office")
    file.parent.mkdir(parents=True)
    file.write_text(found, encoding="utf-8")
    with pytest.raises(OutboxUnreadable, match="nothing of them was thrown away"):
        read_outbox("/office")
    aside = put_aside("/office")
    assert aside is not None
    assert aside.read_text(encoding="utf-8") == found
    assert read_outbox("/office") == Waiting()
    assert put_aside("/office") is None


@pytest.fixture
def share(tmp_path: Path, a_contact: Callable[..., Contact]) -> Path:
    """A folder with a book, as a drive is connected to it."""
    folder = tmp_path / "share"
    folder.mkdir()
    with Book.open(folder / "office.cdk") as book, book.write("Add") as tx:
        tx.contacts.add(a_contact("Anna Nowak"))
    return folder


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_folder_that_is_away_is_told_and_is_no_file_that_was_moved(
    share: Path, left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contactdesk.store.footing.LOOK_SECONDS", 0.0)
    with Book.open(share / "office.cdk") as book:
        anna = read(book)
        elsewhere = share.rename(share.with_name("unplugged"))
        if left == "an empty folder":
            share.mkdir()
        with pytest.raises(BookUnreachable, match="cannot be reached"):
            book.news()
        with pytest.raises(BookUnreachable, match="cannot be reached"):
            outbox.perform(book, edit(anna, note="Likes chess"), named)
        assert not book.facts.read_only
        if left == "an empty folder":
            share.rmdir()
        elsewhere.rename(share)
        assert not book.news()
        outbox.perform(book, edit(anna, note="Likes chess"), named)
        assert read(book).note == "Likes chess"
        assert book.check() == []


@pytest.mark.skipif(not connecting.is_possible(), reason="SQLCipher is not installed")
def test_what_waits_for_an_encrypted_book_is_as_unreadable_as_the_book(tmp_path: Path) -> None:
    place = str(tmp_path / "office.cdk")
    with Book.open(place) as book, book.write("Add") as tx:
        anna = tx.contacts.add(named("Anna Nowak"))
    encrypting.encrypt(place, "mleko rower chmura")
    kept = Waiting((edit(anna, note="likes chess"),), "book")
    try:
        with Book.open(place):
            (tmp_path / "office.cdk").rename(tmp_path / "away.cdk")  # and is away from here on
            write_outbox(place, kept)
            assert b"chess" not in outbox_file(place).read_bytes()
            assert read_outbox(place) == kept
        (tmp_path / "away.cdk").rename(tmp_path / "office.cdk")
        keys.forget()
        assert read_outbox(place) == Waiting()  # it stays, until the passphrase is given
        connecting.unlock(Path(place), "mleko rower chmura")
        assert read_outbox(place) == kept
    finally:
        keys.forget()


def test_a_new_item_like_one_of_theirs_stays_one_of_its_own() -> None:
    """Only what was there without a number before is known again."""
    base = Contact(id="c", number=1, phones=(Entry("112", item=1),))
    mine = replace(base, phones=(Entry("113", item=1), Entry("114")))
    theirs = replace(base, phones=(Entry("114", item=1),))
    assert known_again(base, mine, theirs) == (base, mine)
