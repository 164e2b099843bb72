"""Undo, redo and the history of appointments; what others changed since stays and is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.event import Event
from contactdesk.store.listing import Steps

pytestmark = pytest.mark.both_databases

SPRINT = Event(summary="Sprint", starts_at="2026-11-23T09:00:00", time_zone="Europe/Warsaw")


def add(book: Any, *events: Event) -> list[Event]:
    with book.write("Plan") as tx:
        return [tx.events.add(event) for event in events]


def edit(book: Any, number: int = 1, **values: Any) -> Event:
    with book.write("Edit Sprint") as tx:
        base = tx.events.get(number)
        saved: Event = tx.events.save(replace(base, **values), base)
        return saved


def get(book: Any, number: int = 1) -> Event | None:
    with book.read() as tx:
        found: Event | None = tx.events.get(number)
        return found


def last_step(book: Any) -> int:
    with book.read() as tx:
        number: int = tx.log.last_set()
        return number


def test_every_step_is_undone_and_redone(a_book: Callable[..., Any]) -> None:
    book = a_book()
    (made,) = add(book, SPRINT)
    edited = edit(book, summary="Planning", description="x" * 5_000)
    with book.write("Delete") as tx:
        tx.events.delete([1])
    binned = get(book)
    result = book.undo()
    assert (result.events, result.contacts, result.kept) == ((1,), (), ())
    assert replace(get(book), revision=0) == replace(edited, revision=0)
    book.undo()
    assert replace(get(book), revision=0) == replace(made, revision=0)
    book.undo()
    assert get(book) is None
    assert book.undo() is None
    while book.redo() is not None:
        pass
    assert replace(get(book), revision=0) == replace(binned, revision=0)


def test_what_a_colleague_changed_since_stays_and_is_named(a_book: Callable[..., Any]) -> None:
    book, other = a_book(), a_book()
    add(book, SPRINT)
    edit(book, summary="Planning", location="Here")
    mine = last_step(book)
    edit(other, summary="Review")
    undone = book.revert(mine)
    found = get(book)
    assert (found.summary, found.location) == ("Review", "")
    assert [(k.name, k.field) for k in undone.left] == [("Review", "summary")]


def test_the_making_of_one_that_a_colleague_changed_stays(a_book: Callable[..., Any]) -> None:
    book, other = a_book(), a_book()
    first, second = add(book, SPRINT, SPRINT)
    mine = last_step(book)
    edit(other, 1, location="There")
    undone = book.revert(mine)
    assert get(book, first.number).location == "There"
    assert get(book, second.number) is None
    assert undone.events == (2,)
    assert [(k.name, k.field) for k in undone.left] == [("Sprint", "")]


def test_two_times_moved_are_not_mixed_by_an_undo(a_book: Callable[..., Any]) -> None:
    book, other = a_book(), a_book()
    add(book, SPRINT)
    edit(book, starts_at="2026-11-23T10:00:00", ends_at="2026-11-23T11:00:00")
    mine = last_step(book)
    moved = edit(other, starts_at="2026-11-23T07:00:00", ends_at="2026-11-23T08:00:00")
    undone = book.revert(mine)
    assert get(book) == moved
    assert {k.field for k in undone.left} == {"starts_at", "ends_at"}


def test_thousands_that_came_together_go_together_and_come_back(
    a_book: Callable[..., Any],
) -> None:
    book = a_book()
    add(book, *[SPRINT] * 1200)
    edit(book, 700, summary="Other")
    edit(book, 700, summary="Sprint")
    assert book.undo() is not None
    assert book.undo() is not None
    undone = book.undo()
    assert len(undone.events) == 1200
    with book.read() as tx:
        assert tx.events.numbers() == []
    assert len(book.redo().events) == 1200
    with book.read() as tx:
        assert len(tx.events.numbers()) == 1200


def test_several_steps_are_taken_back_as_one_after_a_look(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book()
    before = book.poll()
    with book.write("Both") as tx:
        tx.contacts.add(a_contact("Anna Nowak"))
        tx.events.add(SPRINT)
        tx.events.add(SPRINT)
    edit(book, 2, summary="Planning")
    first, last = [s.id for s in book.poll()][0:2]
    assert before is not None
    steps = Steps(first, last)
    with book.read() as tx:
        told = tx.reverting.preview(steps)
    assert (told.steps, told.contacts, told.back) == (2, 1, 1)
    assert (told.events, told.events_back, told.left) == (2, 2, ())
    result = book.revert_steps(steps, "All of it")
    assert (set(result.events), result.contacts) == ({1, 2}, (1,))
    assert (get(book, 1), get(book, 2)) == (None, None)
    assert book.undo() is not None
    assert get(book, 2).summary == "Planning"
    assert get(book, 1).summary == "Sprint"


def test_the_history_tells_steps_and_each_event(a_book: Callable[..., Any]) -> None:
    book = a_book()
    add(book, SPRINT, replace(SPRINT, summary="Lunch"))
    changed = edit(book, summary="Planning")
    with book.write("Delete") as tx:
        tx.events.delete([2])
    with book.read() as tx:
        deleted, edited, made = tx.book_history.page().steps
        lines = tx.book_history.touched(edited.id)
        own = tx.history.of(changed.id)
    assert [(s.events, s.contacts, s.kind) for s in (made, edited, deleted)] == [
        (2, 0, "edit"), (1, 0, "edit"), (1, 0, "delete")
    ]  # fmt: skip
    assert made.names == ("Planning", "Lunch")
    assert [(x.record_type, x.name, x.fields) for x in lines] == [
        ("event", "Planning", {"summary": ("Sprint", "Planning")})
    ]
    assert [entry.kind for entry in own] == ["update", "create"]


def test_deleting_for_good_leaves_nothing_in_the_file(a_book: Callable[..., Any]) -> None:
    book = a_book()
    add(book, replace(SPRINT, about=("id-1",)))
    edit(book, summary="Secret", description="y" * 5_000)
    with book.write("Keep") as tx:
        tx.events.keep_originals([(1, "2.0", "a.ics", b"BEGIN:VEVENT")])
    with book.write("Delete for good") as tx:
        tx.events.purge([1])
    with book.read() as tx:
        for table in ("event", "event_link", "event_original", "blob"):
            sql = f"SELECT count(*) FROM {table}"
            assert tx.connection.exec_driver_sql(sql).scalar() == 0, table
        sql = "SELECT count(*) FROM change WHERE fields IS NOT NULL"
        assert tx.connection.exec_driver_sql(sql).scalar() == 0
    assert book.undo() is None


def test_what_a_step_and_its_undo_changed_is_told_by_kind(a_book: Callable[..., Any]) -> None:
    book = a_book()
    day = "2026-11-23"
    with book.write("Much") as tx:
        note = Event(component="journal", starts_at=day, description="Prices")
        for each in (
            note, replace(note, channel="mail"), Event(component="task", summary="Call"),
            Event(component="task", summary="Post"), Event(component="call", starts_at=day),
        ):  # fmt: skip
            tx.events.add(each)
    kinds = (("task", 2), ("journal", 1), ("call", 1), ("mail", 1))
    with book.read() as tx:
        step = tx.book_history.page().steps[0]
        assert (step.kinds, step.events) == (kinds, 5)
        told = tx.reverting.preview(Steps(step.id, step.id))
        assert (told.kinds, told.events, told.records) == (kinds, 5, 0)
    assert book.revert(step.id).kinds == kinds


def test_the_history_calls_whoever_does_a_task_by_name(a_book: Callable[..., Any]) -> None:
    book = a_book()
    with book.write("Task") as tx:
        made = tx.events.add(Event(component="task", summary="Call"))
    with book.write("Give") as tx:
        tx.people.introduce("Marta Zając", "")
        tx.events.save(replace(made, owner=tx.people.me().id), base=made)
    with book.read() as tx:
        (told,) = tx.book_history.touched(tx.book_history.page().steps[0].id)
    assert told.fields["owner"] == ("", "Marta Zając")
