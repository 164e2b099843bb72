"""Appointments that were changed while the book was away: met with what others did meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.errors import EditConflict, NotFound
from contactdesk.model.agenda import Occurrence, agenda, span_of
from contactdesk.model.contact import Contact
from contactdesk.model.deed import Deed, after, deed_from_plain, deed_to_plain
from contactdesk.model.event import Attendee, Event
from contactdesk.model.series import as_one
from contactdesk.operations import appointment_deeds, appointments, outbox
from contactdesk.operations.laid_over import laid_over

WARSAW = ZoneInfo("Europe/Warsaw")
WEEKLY = Event(
    summary="Sync", starts_at="2026-10-05T09:00:00", ends_at="2026-10-05T09:30:00",
    time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY;BYDAY=MO;COUNT=5",
)  # fmt: skip
ONCE = Event(
    summary="Call", starts_at="2026-10-06T11:00:00", ends_at="2026-10-06T12:00:00",
    time_zone="Europe/Warsaw",
)  # fmt: skip
SPAN = span_of(date(2026, 10, 1), date(2027, 1, 1), WARSAW)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def book(a_book: Callable[..., Any]) -> Any:
    made = a_book()
    with made.write("Plan") as tx:
        tx.events.add(WEEKLY)
        tx.events.add(ONCE)
    return made


def happening(book: Any) -> list[Occurrence]:
    with book.read() as tx:
        return list(tx.events.agenda(SPAN).occurrences)


def told(occurrences: Sequence[Occurrence]) -> list[str]:
    return [
        f"{o.starts_at[5:16].replace('T', ' ')} {o.event.summary} {o.event.location}".strip()
        for o in occurrences
    ]


def one(book: Any, title: str, nth: int = 0) -> Occurrence:
    return [o for o in happening(book) if o.event.summary == title][nth]


def changing(seen: Occurrence, scope: Any = "all", **values: Any) -> Deed:
    mine = replace(as_one(seen), **values)
    deed = appointment_deeds.changing(f"Change {mine.summary}", seen, mine, scope, WARSAW)
    return deed_from_plain(deed_to_plain(deed))  # as the disk has it


def removing(seen: Occurrence, scope: Any = "all") -> Deed:
    return appointment_deeds.removing("Delete", seen, scope, WARSAW)


def by_a_colleague(book: Any, seen: Occurrence, scope: Any = "all", **values: Any) -> None:
    with book.write("By a colleague") as tx:
        appointments.change(tx, seen, replace(as_one(seen), **values), scope, WARSAW)


def nobody(_name: str) -> Contact:
    raise AssertionError


def perform(book: Any, *deeds: Deed) -> None:
    """Do them as they are sent: what follows may have begun from what came before it."""
    rest = list(deeds)
    while rest:
        answer = outbox.perform(book, rest.pop(0), nobody)
        for saved in answer if isinstance(answer, list) else [answer]:
            rest = [after(each, saved) if saved is not None else each for each in rest]


def foreseen(book: Any, *deeds: Deed) -> list[str]:
    """What the calendar shows while they wait."""
    with book.read() as tx:
        events = tx.events.around(SPAN)
    found = laid_over(events, deeds)
    others = [e for e in events if (e.uid or e.id) not in found.series]
    return told(agenda([*others, *found.members], SPAN).occurrences)


LATE = {"starts_at": "2026-10-20T08:00:00", "ends_at": "2026-10-20T09:00:00"}
TEN = {"starts_at": "2026-10-05T10:00:00", "ends_at": "2026-10-05T11:00:00"}
MOVED = {"starts_at": "2026-10-07T08:00:00", "ends_at": "2026-10-07T08:30:00"}


@pytest.mark.parametrize(
    ("title", "nth", "scope", "values"),
    [
        ("Call", 0, "all", {"location": "Room 1"}),
        ("Call", 0, "all", MOVED),
        ("Sync", 1, "this", {"summary": "Once other"}),
        ("Sync", 2, "later", LATE),
        ("Sync", 1, "all", {"location": "Room 2"}),
        ("Sync", 0, "all", TEN),
    ],
)  # fmt: skip
def test_what_is_shown_while_it_waits_is_what_the_book_has_then(
    book: Any, title: str, nth: int, scope: Any, values: dict[str, Any]
) -> None:
    deed = changing(one(book, title, nth), scope, **values)
    before, shown = told(happening(book)), foreseen(book, deed)
    assert shown != before
    perform(book, deed)
    assert told(happening(book)) == shown
    assert foreseen(book, deed) == shown, "it is in the book already, and not done twice"
    perform(book, deed)
    assert told(happening(book)) == shown
    book.undo()
    assert told(happening(book)) == before


@pytest.mark.parametrize("scope", ["this", "later", "all"])
def test_what_goes_while_it_waits_goes_in_the_book(book: Any, scope: Any) -> None:
    deed = removing(one(book, "Sync", 2), scope)
    shown = foreseen(book, deed)
    perform(book, deed)
    assert told(happening(book)) == shown
    assert len(shown) == {"this": 5, "later": 3, "all": 1}[scope]
    perform(book, removing(one(book, "Call")), deed)
    assert "Call" not in " ".join(told(happening(book)))


def test_another_field_of_a_colleague_stays_in_every_scope(book: Any) -> None:
    first, third = one(book, "Sync"), one(book, "Sync", 2)
    deeds = (changing(first, "this", summary="Once"), changing(third, "later", summary="Other"))
    by_a_colleague(book, first, location="Room 2")
    perform(book, *deeds)
    assert [line[12:] for line in told(happening(book)) if "Call" not in line] == [
        "Once Room 2", "Sync Room 2", "Other Room 2", "Other Room 2", "Other Room 2",
    ]  # fmt: skip


def test_what_both_put_into_a_list_is_in_it(book: Any) -> None:
    eva, jan = (Attendee(email=f"{name}@lis.example") for name in ("eva", "jan"))
    seen = one(book, "Call")
    deed = changing(seen, attendees=(eva,))
    by_a_colleague(book, seen, attendees=(jan,))
    perform(book, deed)
    assert {a.email for a in one(book, "Call").event.attendees} == {eva.email, jan.email}


def test_the_same_field_is_asked_about_and_can_be_put_over(book: Any) -> None:
    seen = one(book, "Call")
    deed = changing(seen, location="Here", **MOVED)
    by_a_colleague(book, seen, starts_at="2026-10-08T08:00:00", ends_at="2026-10-08T08:30:00")
    with pytest.raises(EditConflict) as met:
        perform(book, deed)
    assert met.value.fields[0] == "starts_at"
    perform(book, replace(deed, more={**deed.more, "insists": True}))
    assert told(happening(book))[1] == "10-07 08:00 Call Here"


def test_a_series_that_both_moved_is_where_the_one_has_it_who_insists(book: Any) -> None:
    seen = one(book, "Sync", 1)
    deed = changing(seen, starts_at="2026-10-12T12:00:00", ends_at="2026-10-12T12:30:00")
    by_a_colleague(book, seen, starts_at="2026-10-12T10:00:00", ends_at="2026-10-12T10:30:00")
    with pytest.raises(EditConflict):
        perform(book, deed)
    perform(book, replace(deed, more={**deed.more, "insists": True}))
    assert told(happening(book))[0] == "10-05 12:00 Sync"


def test_one_time_that_a_colleague_changed_alone_has_both_or_is_asked_about(book: Any) -> None:
    seen = one(book, "Sync", 1)
    by_a_colleague(book, seen, "this", location="Room 2")
    perform(book, changing(seen, "this", summary="Once"))
    assert told(happening(book))[2] == "10-12 09:00 Once Room 2"
    with pytest.raises(EditConflict):
        perform(book, changing(seen, "this", location="Room 3"))
    perform(book, removing(seen, "this"))
    assert not [line for line in told(happening(book)) if line.startswith("10-12")]


@pytest.mark.parametrize("scope", ["this", "later", "all"])
def test_what_a_colleague_deleted_is_asked_about_and_comes_back_with_mine(
    book: Any, scope: Any
) -> None:
    seen = one(book, "Sync", 1)
    deed = changing(seen, scope, location="Room 3")
    with book.write("By a colleague") as tx:
        appointments.remove(tx, seen, "all", WARSAW)
    before = told(happening(book))
    with pytest.raises(EditConflict) as met:
        perform(book, deed)
    assert met.value.fields == ("deleted_at",)
    assert told(happening(book)) == before
    perform(book, replace(deed, more={**deed.more, "insists": True}))
    assert "10-12 09:00 Sync Room 3" in told(happening(book))
    book.undo()
    assert told(happening(book)) == before


def test_a_time_that_a_colleague_left_out_of_the_series_is_asked_about(book: Any) -> None:
    seen = one(book, "Sync", 1)
    with book.write("By a colleague") as tx:
        appointments.remove(tx, seen, "this", WARSAW)
    with pytest.raises(EditConflict):
        perform(book, changing(seen, "this", location="Room 3"))


def test_what_is_gone_for_good_is_told(book: Any) -> None:
    seen = one(book, "Call")
    with book.write("By a colleague") as tx:
        tx.events.purge([seen.event.number])
    with pytest.raises(NotFound):
        perform(book, changing(seen, location="Here"))
    perform(book, removing(seen))


def test_what_was_made_and_changed_while_away_is_one_thing_after_the_other(book: Any) -> None:
    made = replace(WEEKLY, id="a", uid="a", summary="New", attendees=(Attendee(name="Eva"),))
    first = appointment_deeds.adding("New", made)
    seen = agenda([made], SPAN).occurrences
    second = changing(seen[1], "this", location="Room 2")
    members = laid_over([], [first, second]).members
    moved = next(o for o in agenda(members, SPAN).occurrences if o.event.location)
    third = changing(moved, "this", summary="Newer")
    fourth = changing(agenda(members, SPAN).occurrences[3], "later", summary="Late")
    fifth = removing(seen[0], "this")
    deeds = (first, second, third, fourth, fifth)
    shown = foreseen(book, *deeds)
    assert [line for line in shown if "Sync" not in line and "Call" not in line] == [
        "10-12 09:00 Newer Room 2", "10-19 09:00 New", "10-26 09:00 Late", "11-02 09:00 Late",
    ]  # fmt: skip
    perform(book, *deeds)
    assert told(happening(book)) == shown
    assert all(len(o.event.attendees) == 1 for o in happening(book) if "New" in o.event.summary)
    assert second.touches & third.touches, "none of them overtakes another"
