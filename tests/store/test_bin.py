"""The bin: everything that was deleted comes back from it, or goes for good; in time by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from contactdesk.errors import NoBackup
from contactdesk.model.bin import KINDS, Place
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FieldDefinition
from contactdesk.model.deal import Deal
from contactdesk.model.event import Event
from contactdesk.model.smart_group import SmartGroup
from contactdesk.operations.documents import keep_bytes
from contactdesk.operations.emptying import empty_if_due
from contactdesk.settings import Settings
from contactdesk.store.book import Book, Transaction
from contactdesk.store.listing import Steps
from contactdesk.store.office_tables import RECORDS

pytestmark = pytest.mark.both_databases
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Book:
    made: Book = a_book(a_contact("Anna Nowak"), a_contact("Baltica", kind="org"))
    return made


def fill(tx: Transaction) -> list[Any]:
    """Something of many kinds, with its repository."""
    return [
        (tx.events, tx.events.add(Event(summary="Visit", starts_at="2026-12-01T10:00"))),
        (tx.events, tx.events.add(Event(component="task", summary="Send the offer"))),
        (tx.events, tx.events.add(Event(component="journal", description="She likes tea"))),
        (tx.deals, tx.deals.add(Deal(title="Reactor"))),
        (tx.custom_fields, tx.custom_fields.add(FieldDefinition(label="Terms", type="text"))),
        (tx.smart_groups, tx.smart_groups.add(SmartGroup(name="Silent", rules="city:Lodz"))),
    ]


def delete_all(book: Book) -> None:
    with book.write("Add") as tx:
        made = fill(tx)
    with book.write("Delete") as tx:
        for records, record in made:
            getattr(tx, _attribute(tx, records)).delete([record.number])
        tx.contacts.delete([1, 2])


def _attribute(tx: Transaction, records: Any) -> str:
    names = ("events", "deals", "custom_fields", "smart_groups", "documents")
    return next(n for n in names if getattr(tx, n).type is records.type)


def in_bin(book: Book, text: str = "") -> set[tuple[str, str]]:
    with book.read() as tx:
        return {(entry.kind, entry.name) for entry in tx.bin.page(text).items}


def age(book: Book, days: int) -> None:
    """Let all that is in the bin, and the log, be some days older."""
    at = (NOW - days * DAY).isoformat()[:23] + "Z"
    with book.write("Age") as tx:
        for table in ("contact", *RECORDS, "event"):
            sql = f"UPDATE {table} SET deleted_at = ? WHERE deleted_at <> ''"
            tx.connection.exec_driver_sql(sql, (at,))


def another_wrote(book: Book, at: datetime = NOW) -> None:
    """The log has a step of another window, of a moment."""
    with book.write("By another") as tx:
        tx.log.instance = "another"
        tx.log.mark("note")
        sql = "UPDATE change_set SET at = ? WHERE id = ?"
        tx.connection.exec_driver_sql(sql, (at.isoformat()[:23] + "Z", tx.log.set_id))


def test_every_kind_is_there_with_who_and_when(book: Book) -> None:
    delete_all(book)
    assert in_bin(book) == {
        ("individual", "Anna Nowak"), ("org", "Baltica"), ("event", "Visit"),
        ("task", "Send the offer"), ("journal", "She likes tea"), ("deal", "Reactor"),
        ("custom_field", "Terms"), ("smart_group", "Silent"),
    }  # fmt: skip
    with book.read() as tx:
        page = tx.bin.page()
        assert tx.bin.count() == page.total == 8
        assert tx.bin.others() == 6
    for entry in page.items:
        assert (entry.by, entry.own) == (book.facts.person, True)
        assert entry.days_left(page.days, datetime.now(UTC)) == 90
        assert entry.kind in KINDS


def test_no_table_with_a_bin_is_left_out(book: Book) -> None:
    with book.read() as tx:
        tx.bin.page()
        known = {"contact", *tx.bin.records}
    assert known == {"contact", "event", *RECORDS}


def test_it_is_searched_by_the_beginnings_of_words(book: Book) -> None:
    delete_all(book)
    assert in_bin(book, "off") == {("task", "Send the offer")}
    assert in_bin(book, "reac") == {("deal", "Reactor")}
    assert in_bin(book, "fer") == set()
    with book.read() as tx:
        page = tx.bin.page(limit=3)
    assert (len(page.items), page.total) == (3, 8)


def test_what_is_a_colleagues_own_is_theirs_in_the_bin_too(book: Book) -> None:
    with book.write("Add") as tx:
        me = tx.people.me().id
        for owner in (me, "somebody else"):
            group = tx.smart_groups.add(SmartGroup(name=f"Of {owner}", rules="x", owner=owner))
            tx.smart_groups.delete([group.number])
    assert in_bin(book) == {("smart_group", f"Of {me}")}
    another_wrote(book)
    age(book, 100)
    assert empty_if_due(book, Settings(), now=NOW) == 2


def test_all_comes_back_as_one_step_and_undo_deletes_it_again(book: Book) -> None:
    delete_all(book)
    with book.write("Bring back") as tx:
        assert tx.bin.bring_back(tx.bin.everything()) == 8
    assert in_bin(book) == set()
    with book.read() as tx:
        assert len(tx.deals.all()) == len(tx.custom_fields.all()) == len(tx.smart_groups.all()) == 1
        assert len(tx.events.all()) == 3
    book.undo()
    assert len(in_bin(book)) == 8


def test_what_a_colleague_brought_back_meanwhile_is_not_removed(book: Book) -> None:
    with book.write("Delete") as tx:
        tx.contacts.delete([1, 2])
    with book.write("Restore") as tx:
        tx.contacts.restore([1])
    with book.write("Empty") as tx:
        gone = tx.bin.remove([Place("contact", 1), Place("contact", 2), Place("contact", 99)])
    assert gone == 1
    with book.read() as tx:
        assert [c.formatted_name for c in tx.contacts.get_many([1, 2])] == ["Anna Nowak"]


def test_a_series_comes_and_goes_with_what_stands_for_its_days(book: Book) -> None:
    series = Event(uid="s", summary="Visit", starts_at="2026-12-01T10:00", rrule="FREQ=DAILY")
    other = Event(
        uid="s", summary="Late", starts_at="2026-12-02T12:00", recurrence_id="2026-12-02T10:00"
    )
    for deed in ("bring_back", "remove"):
        with book.write("Add") as tx:
            numbers = [e.number for e in tx.events.by_uid("s")]
            numbers = numbers or [tx.events.add(series).number, tx.events.add(other).number]
        with book.write("Delete") as tx:
            tx.events.delete(numbers)
        assert in_bin(book) == {("event", "Visit")}
        with book.write("Go on") as tx:
            assert getattr(tx.bin, deed)([Place("event", numbers[0])]) == 1
        with book.read() as tx:
            assert len(tx.events.by_uid("s")) == (2 if deed == "bring_back" else 0)
            assert len(tx.events.get_many(numbers)) == (2 if deed == "bring_back" else 0)


def blobs(connection: Connection) -> int:
    sql = "SELECT (SELECT count(*) FROM blob_part) + (SELECT count(*) FROM blob)"
    return int(connection.exec_driver_sql(sql).scalar() or 0)


def test_what_is_too_old_goes_in_time_with_the_bytes_of_documents(book: Book) -> None:
    with book.write("Add") as tx:
        document = keep_bytes(tx, "offer.pdf", bytes(range(256)) * 9_000, [])
    with book.write("Delete") as tx:
        assert blobs(tx.connection)
        tx.documents.delete([document.number])
    delete_all(book)
    another_wrote(book)
    assert empty_if_due(book, Settings(), now=NOW + 89 * DAY) == 0
    age(book, 91)
    assert empty_if_due(book, Settings(), now=NOW) == 9
    assert in_bin(book) == set()
    with book.read() as tx:
        assert blobs(tx.connection) == 0
        assert tx.contacts.get_many([1, 2]) == []
        assert tx.log.next_undo() is None or tx.log.label_of(tx.log.next_undo()) != "Delete"


def test_one_window_a_day_does_it_and_no_more_than_a_step_at_once(
    book: Book, a_contact: Callable[..., Contact]
) -> None:
    with book.write("Add") as tx:
        numbers = [tx.contacts.add(a_contact(f"Jan {n}")).number for n in range(7)]
    with book.write("Delete") as tx:
        tx.contacts.delete(numbers)
    another_wrote(book)
    age(book, 200)
    for left in (4, 1, 0):
        with book.write("Empty") as tx:
            assert tx.bin.has_old(NOW)
            tx.bin.sweep(NOW, most=3)
        assert len(in_bin(book)) == left
    with book.write("Delete") as tx:
        tx.contacts.delete([1])
    age(book, 200)
    assert empty_if_due(book, Settings(), now=NOW) == 0  # it was done today
    assert empty_if_due(book, Settings(), now=NOW + DAY) == 1


def test_the_office_says_how_long_and_for_ever_is_for_ever(book: Book) -> None:
    delete_all(book)
    another_wrote(book)
    age(book, 400)
    with book.write("Choose") as tx:
        tx.bin.keep_for(0)
    assert empty_if_due(book, Settings(), now=NOW) == 0
    with book.read() as tx:
        assert tx.bin.page().items[0].days_left(0, NOW) is None
    with book.write("Choose") as tx:
        tx.bin.keep_for(365)
    assert empty_if_due(book, Settings(), now=NOW) == 8


def test_without_room_for_a_backup_nothing_goes_and_it_is_not_tried_all_the_time(
    book: Book, tmp_path: Any
) -> None:
    delete_all(book)
    another_wrote(book)
    age(book, 100)
    (tmp_path / "full").write_text("no folder")
    full = Settings(backup_folder=str(tmp_path / "full"))
    with pytest.raises(NoBackup):
        empty_if_due(book, full, now=NOW)
    assert empty_if_due(book, full, now=NOW) == 0
    assert len(in_bin(book)) == 8


def test_an_undo_of_what_is_gone_says_so(book: Book) -> None:
    delete_all(book)
    with book.read() as tx:
        deleted = tx.log.last_set()
    with book.write("Empty") as tx:
        tx.bin.remove([entry.place for entry in tx.bin.page().items if entry.kind != "deal"])
    with book.read() as tx:
        assert tx.reverting.preview(Steps(deleted, deleted)).gone == 7
    result = book.revert(deleted)
    assert result.gone == 7
    with book.read() as tx:
        assert [deal.title for deal in tx.deals.all()] == ["Reactor"]


def test_a_clock_that_runs_ahead_removes_nothing(book: Book) -> None:
    delete_all(book)
    another_wrote(book)
    assert empty_if_due(book, Settings(), now=NOW + 400 * DAY) == 0
    assert len(in_bin(book)) == 8
