"""A day as it is read from the book, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.contact import Contact, Entry
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Attendee, Event
from contactdesk.model.happenings import a_call, a_note, stamp
from contactdesk.operations import tasks
from contactdesk.operations.today import DayFound, mark_returned, read_today

pytestmark = pytest.mark.both_databases
WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 24, 9, 50)  # UTC


def day(book: Any, now: datetime = NOW, seen: int = 0) -> DayFound:
    with book.read() as tx:
        return read_today(tx, now, WARSAW, seen)


def add(book: Any, *events: Event) -> list[Event]:
    with book.write("Fill") as tx:
        return [tx.events.add(event) for event in events]


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    return a_book(
        a_contact("Anna Nowak", emails=["anna@x.example"], organisation="Baltica",
                  phones=[Entry("1", ("fax",)), Entry("2"), Entry("3", preferred=True)]),
        a_contact("Bo Berg", phones=[Entry("1", ("fax",)), Entry("2")]),
    )  # fmt: skip


def ids(book: Any) -> list[str]:
    with book.read() as tx:
        return [c.id for c in tx.contacts.get_many([1, 2])]


def test_a_day_begins_and_ends_at_midnight_where_the_person_is(book: Any) -> None:
    add(book, *(Event(summary=at, starts_at=f"2026-11-{at}:00Z", ends_at=f"2026-11-{at}:30Z")
                for at in ("23T22:59", "23T23:00", "24T22:00", "24T23:00")))  # fmt: skip
    found = day(book)
    assert found.today.day == date(2026, 11, 24)
    assert [o.event.summary for o in found.today.appointments] == ["23T23:00", "24T22:00"]
    late = day(book, datetime(2026, 11, 24, 23, 30))
    assert (late.today.day, len(late.today.appointments)) == (date(2026, 11, 25), 1)


def test_the_last_day_of_a_year_looks_into_the_next(book: Any) -> None:
    with book.write("Born") as tx:
        anna = tx.contacts.get(1)
        tx.contacts.save(replace(anna, birthday=PartialDate(1990, 1, 2)), base=anna)
    found = day(book, datetime(2026, 12, 31, 12)).today
    assert [(b.date, b.age) for b in found.birthdays] == [(date(2027, 1, 2), 37)]


def test_people_of_an_appointment_and_how_they_are_called(book: Any) -> None:
    _anna, bo = ids(book)
    (event,) = add(
        book,
        Event(summary="Lunch", starts_at="2026-11-24T13:00:00Z", about=(bo,),
              attendees=(Attendee("ANNA@x.example"), Attendee("who@else.example"))),
    )  # fmt: skip
    add(
        book,
        *(a_call((who,), "", NOW.replace(tzinfo=UTC), direction="missed") for who in ids(book)),
    )
    found = day(book)
    assert found.today.guests == {event.number: (2, 1)}
    assert found.rows[1].name == "Anna Nowak"
    assert found.phones == {1: "3", 2: "2"}


def test_a_task_is_there_from_its_day_on_and_a_done_one_until_tomorrow(book: Any) -> None:
    anna, _bo = ids(book)
    made = add(book, *(Event(component="task", summary=due, ends_at=due, about=(anna,))
                       for due in ("2026-11-20", "2026-11-24", "2026-11-25", "")))  # fmt: skip
    follow_ups = day(book).today.follow_ups
    assert [(f.event.summary, f.people, f.done) for f in follow_ups] == [
        ("2026-11-20", (1,), False), ("2026-11-24", (1,), False),
    ]  # fmt: skip
    with book.write("Done") as tx:
        tasks.tick(tx, made[0], NOW.replace(tzinfo=UTC), WARSAW)
    assert [f.done for f in day(book).today.follow_ups] == [True, False]
    assert day(book).today.due == 1
    assert [f.done for f in day(book, NOW + timedelta(hours=13)).today.follow_ups] == [True, False]
    tomorrow = day(book, NOW + timedelta(days=1)).today.follow_ups
    assert [f.event.summary for f in tomorrow] == ["2026-11-24", "2026-11-25"]
    book.undo()
    assert [f.done for f in day(book).today.follow_ups] == [False, False]


def test_a_call_that_was_dealt_with_is_gone_and_back_with_undo(book: Any) -> None:
    anna, _bo = ids(book)
    add(book, *(a_call((anna,), "", (NOW - timedelta(hours=h)).replace(tzinfo=UTC),
                       direction="missed") for h in (1, 2)))  # fmt: skip
    (back,) = day(book).today.callbacks
    assert len(back.calls) == 2
    with book.write("Dealt with") as tx:
        mark_returned(tx, back.calls, NOW.replace(tzinfo=UTC))
    assert day(book).today.callbacks == ()
    book.undo()
    (again,) = day(book).today.callbacks
    assert [call.id for call in again.calls] == [call.id for call in back.calls]


def test_only_what_colleagues_did_since_is_told(
    book: Any, as_somebody_else: Callable[..., Any]
) -> None:
    anna, _bo = ids(book)
    book.poll()
    seen = book.seen
    add(book, a_note((anna,), "My own", NOW.replace(tzinfo=UTC)))
    with as_somebody_else("ola") as other:
        for n in range(14):
            with other.write(f"Step {n}") as tx:
                tx.events.add(a_note((anna,), "Theirs", NOW.replace(tzinfo=UTC)))
    found = day(book, seen=seen).today
    assert [step.label for step in found.since] == [f"Step {n}" for n in range(13, 1, -1)]
    assert found.more
    assert day(book, seen=found.since[0].id).today.since == ()
    assert day(book, seen=0).today.since == ()


def test_whether_there_is_anything_at_all(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact], book: Any
) -> None:
    assert not day(book).has_any
    assert day(book).today.is_quiet
    add(book, Event(summary="Some day", starts_at=stamp(datetime(2020, 1, 1, tzinfo=UTC))))
    assert day(book).has_any
    assert day(book).today.is_quiet
    kept = a_book(a_contact("Cy Coe", keep_in_touch="30"), name="other")
    assert day(kept).has_any
    assert day(kept).today.keeping[0].name == "Cy Coe"


def test_what_a_colleague_does_is_not_in_my_day(
    book: Any, as_somebody_else: Callable[..., Any]
) -> None:
    with as_somebody_else("marta") as other, other.read() as tx:
        hers = tx.people.me().id
    with book.read() as tx:
        mine = tx.people.me().id
    due: dict[str, Any] = {"component": "task", "ends_at": "2026-11-24"}
    owners = {"Hers": hers, "Mine": mine, "Ours": "", "From elsewhere": "unknown"}
    add(book, *(Event(summary=name, owner=owner, **due) for name, owner in owners.items()))
    found = [f.event.summary for f in day(book).today.follow_ups]
    assert found == ["Mine", "Ours", "From elsewhere"]


def test_giving_a_task_away_says_who_gave_it_and_is_one_step(
    book: Any, as_somebody_else: Callable[..., Any]
) -> None:
    with book.read() as tx:
        assert tasks.mine(tx) == ""
        me = tx.people.me().id
    with as_somebody_else("marta") as other, other.read() as tx:
        hers = tx.people.me().id
    with book.write("Add") as tx:
        assert tasks.mine(tx) == me
        made = tasks.add(tx, Event(component="task", summary="Call", owner=hers), WARSAW)
    assert (made.owner, made.given_by) == (hers, me)
    with book.write("Take") as tx:
        taken = tasks.give(tx, made, me)
    assert (taken.owner, taken.given_by) == (me, "")
    book.undo()
    with book.read() as tx:
        again = tx.events.get(made.number)
    assert (again.owner, again.given_by) == (hers, me)
