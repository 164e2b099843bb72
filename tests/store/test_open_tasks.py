"""The tasks of a book: what is open, in which order, whom it is about, and what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from contactdesk.model.contact import Contact
from contactdesk.model.event import Attendee, Event
from contactdesk.model.tasks import Due
from contactdesk.store.book import Book
from contactdesk.store.tasks import TaskRow

pytestmark = pytest.mark.both_databases
WARSAW = ZoneInfo("Europe/Warsaw")


def task(summary: str, due: str = "", **more: Any) -> Event:
    return Event(component="task", summary=summary, ends_at=due, **more)


def keep(book: Book, *events: Event) -> list[Event]:
    with book.write("Add") as tx:
        return [tx.events.add(each) for each in events]


def opened(book: Book) -> list[TaskRow]:
    with book.read() as tx:
        return tx.tasks.open(WARSAW)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Book:
    return a_book(  # type: ignore[no-any-return]
        a_contact("Anna Nowak", emails=["Anna@B.example"], organisation="Baltica"),
        a_contact("Nuno Duarte"),
        a_contact("Baltica", kind="org"),
    )


def test_what_is_open_stands_in_the_order_in_which_it_is_due(book: Book) -> None:
    keep(
        book,
        task("no date"), task("later", "2026-12-24"), task("flagged", "2026-11-27", priority=1),
        task("some time", "2026-11-27"), task("at three", "2026-11-27T14:00:00Z"),
        task("done", "2026-11-20", status="COMPLETED"), task("off", status="CANCELLED"),
        task("said when", completed_at="2026-11-26T08:00:00Z"), task("under way", "2026-11-26",
                                                                     status="IN-PROCESS"),
        Event(summary="meeting", starts_at="2026-11-27T09:00:00"),
    )  # fmt: skip
    found = opened(book)
    assert [r.event.summary for r in found] == [
        "under way", "at three", "flagged", "some time", "later", "no date",
    ]  # fmt: skip
    assert found[1].due == Due(date(2026, 11, 27), time(15))
    assert found[-1].due is None


def test_a_task_has_its_people_as_it_names_them(book: Book) -> None:
    with book.read() as tx:
        anna, nuno, office = tx.contacts.get_many([1, 2, 3])
    keep(
        book,
        task("both", about=(nuno.id, anna.id)),
        task("by address", attendees=(Attendee("anna@b.example"),), about=(office.id,)),
        task("nobody", about=("gone",)),
    )
    people = {r.event.summary: r.people for r in opened(book)}
    assert [p.name for p in people["both"]] == ["Nuno Duarte", "Anna Nowak"]
    assert people["both"][1].organisation == "Baltica"
    assert [(p.name, p.kind) for p in people["by address"]] == [
        ("Baltica", "org"), ("Anna Nowak", "individual"),
    ]  # fmt: skip
    assert people["nobody"] == ()


def test_who_became_part_of_another_or_is_in_the_bin_is_not_shown_as_such(book: Book) -> None:
    with book.read() as tx:
        _anna, nuno = tx.contacts.get_many([1, 2])
    keep(book, task("call", about=(nuno.id,)))
    with book.write("Delete") as tx:
        tx.contacts.delete([nuno.number])
    assert opened(book)[0].people == ()
    with book.write("Restore") as tx:
        tx.contacts.restore([nuno.number])
    assert [p.number for p in opened(book)[0].people] == [nuno.number]


def test_what_is_in_the_bin_or_taken_back_is_no_task(book: Book) -> None:
    kept = keep(book, task("one"), task("other"))
    with book.read() as tx:
        assert tx.tasks.has_any()
    with book.write("Delete") as tx:
        tx.events.delete([kept[0].number])
    assert [r.event.summary for r in opened(book)] == ["other"]
    book.undo()
    book.undo()
    assert opened(book) == []
    with book.read() as tx:
        assert not tx.tasks.has_any()


def test_what_was_done_comes_the_last_first(book: Book) -> None:
    keep(
        book,
        task("morning", completed_at="2026-11-27T07:00:00Z", status="COMPLETED"),
        task("noon", completed_at="2026-11-27T11:00:00Z", status="COMPLETED"),
        task("yesterday", completed_at="2026-11-26T22:59:59Z", status="COMPLETED"),
        task("reopened", completed_at="2026-11-27T09:00:00Z", status="NEEDS-ACTION"),
        task("called off", completed_at="2026-11-27T09:00:00Z", status="CANCELLED"),
        task("some day", status="COMPLETED"),
    )
    with book.read() as tx:
        today = tx.tasks.done_since(datetime(2026, 11, 27, tzinfo=WARSAW), WARSAW)
        ever = tx.tasks.done(10, WARSAW)
    assert [r.event.summary for r in today] == ["noon", "morning"]
    assert [r.event.summary for r in ever] == [
        "noon", "called off", "morning", "yesterday", "some day",
    ]  # fmt: skip


def test_thousands_are_read_with_a_few_questions(book: Book) -> None:
    with book.read() as tx:
        ids = [c.id for c in tx.contacts.get_many([1, 2, 3])]
    keep(book, *(task(f"{n}", "2026-11-27", about=(ids[n % 3],)) for n in range(1_200)))
    asked: list[str] = []
    with book.read() as tx:
        event.listen(tx.connection, "before_cursor_execute", lambda *a: asked.append(a[2]))
        found = tx.tasks.open(WARSAW)
    assert len(found) == 1_200
    assert all(len(r.people) == 1 for r in found)
    assert 0 < len(asked) < 10


def test_of_a_series_of_another_program_the_first_time_that_is_left_is_shown(book: Book) -> None:
    """Thunderbird keeps the times that were done beside the series, which stays where it began."""
    series: dict[str, Any] = {"uid": "series", "starts_at": "2026-11-02", "rrule": "FREQ=WEEKLY"}
    once = {"uid": "series", "status": "COMPLETED", "completed_at": "2026-11-10T08:00:00Z"}
    keep(
        book,
        task("water", "2026-11-02", exdates=("2026-11-16",), **series),
        task("water", "2026-11-02", recurrence_id="2026-11-02", **once),
        task("water", "2026-11-09", recurrence_id="2026-11-09", **once),
    )
    assert [r.event.ends_at for r in opened(book)] == ["2026-11-23"]
    with book.read() as tx:
        shown = tx.tasks.get(1, WARSAW)
    assert shown is not None
    assert shown == opened(book)[0].event


def test_a_series_of_which_every_time_was_done_is_not_open(book: Book) -> None:
    series: dict[str, Any] = {"uid": "series", "starts_at": "2026-11-02"}
    keep(
        book,
        task("water", "2026-11-02", rrule="FREQ=WEEKLY;COUNT=1", **series),
        task("water", "2026-11-02", recurrence_id="2026-11-02", status="COMPLETED", **series),
    )
    assert opened(book) == []
