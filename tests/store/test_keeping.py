"""With whom it is high time to be in touch, and whom to call back, as a book says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contactdesk.model.contact import Contact
from contactdesk.model.event import Attendee, Event
from contactdesk.model.happenings import a_call, a_note, stamp
from contactdesk.model.keeping import Kept
from contactdesk.operations import category_editing
from contactdesk.operations.merging import merge

pytestmark = pytest.mark.both_databases
NOW = datetime(2026, 11, 24, 10, 0)


def ago(days: float) -> datetime:
    return (NOW - timedelta(days=days)).replace(tzinfo=UTC)


def met(days: float, **values: Any) -> Event:
    return Event(
        summary="Met", starts_at=stamp(ago(days)), ends_at=stamp(ago(days - 0.1)), **values
    )


def overdue(book: Any) -> list[tuple[str, date | None, int]]:
    with book.read() as tx:
        found: list[Kept] = tx.keeping.overdue(NOW, UTC)
    return [(k.name, k.last, k.late(NOW.date())) for k in found]


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Anna every month, Bo every week; Cy as it comes."""
    return a_book(
        a_contact("Anna Nowak", keep_in_touch="30", emails=["anna@x.example"]),
        a_contact("Bo Berg", keep_in_touch="7"),
        a_contact("Cy Coe"),
    )


def add(book: Any, *events: Event) -> None:
    with book.write("Happen") as tx:
        for event in events:
            tx.events.add(event)


def ids(book: Any) -> list[str]:
    with book.read() as tx:
        return [c.id for c in tx.contacts.get_many([1, 2, 3])]


def test_who_was_never_called_is_there_at_once_the_longest_interval_first(book: Any) -> None:
    assert overdue(book) == [("Anna Nowak", None, 30), ("Bo Berg", None, 7)]


def test_a_call_that_reached_somebody_starts_the_interval_anew(book: Any) -> None:
    anna, bo, _cy = ids(book)
    add(book, a_call((anna,), "", ago(20), outcome="reached"),
        a_call((bo,), "", ago(9), direction="in"))  # fmt: skip
    assert overdue(book) == [("Bo Berg", date(2026, 11, 15), 2)]
    add(book, a_call((bo,), "", ago(7), outcome="reached"))
    assert overdue(book) == [("Bo Berg", date(2026, 11, 17), 0)]
    book.undo()
    assert overdue(book) == [("Bo Berg", date(2026, 11, 15), 2)]


def test_who_declined_was_not_met_whatever_else_links_them(book: Any) -> None:
    anna, bo, _cy = ids(book)
    no, yes = (Attendee("Anna@x.example", participation=p) for p in ("DECLINED", "ACCEPTED"))
    add(book, met(3, attendees=(no,), about=(anna, bo)), met(50, attendees=(yes,)),
        met(70, attendees=(no,), rrule="FREQ=WEEKLY"))  # fmt: skip
    late = [("Anna Nowak", date(2026, 10, 5), 20)]
    assert overdue(book) == late
    add(book, met(60, attendees=(yes,), rrule="FREQ=WEEKLY;COUNT=7"))
    assert overdue(book) == []


def test_what_reaches_nobody_does_not(book: Any) -> None:
    anna, bo, _cy = ids(book)
    nobody = ("no-answer", "busy", "voicemail")
    add(book, *(a_call((anna, bo), "", ago(1), outcome=outcome) for outcome in nobody),
        a_call((anna, bo), "", ago(1), direction="missed"), a_note((anna, bo), "Thought", ago(1)),
        met(1, about=(anna, bo), status="CANCELLED"), met(-2, about=(anna, bo)))  # fmt: skip
    assert [name for name, last, _late in overdue(book) if last is None] == [
        "Anna Nowak",
        "Bo Berg",
    ]


def test_an_appointment_that_took_place_counts_by_its_guests_too(book: Any) -> None:
    add(book, met(3, attendees=(Attendee("Anna@x.example"),)))
    assert [name for name, _last, _late in overdue(book)] == ["Bo Berg"]


def test_a_series_counts_by_its_last_time(book: Any) -> None:
    _anna, bo, _cy = ids(book)
    add(book, replace(met(71), about=(bo,), rrule="FREQ=WEEKLY"))
    assert [name for name, _last, _late in overdue(book)] == ["Anna Nowak"]


def test_a_category_says_how_often_for_those_who_do_not(
    book: Any, a_contact: Callable[..., Contact]
) -> None:
    with book.write("Sort") as tx:
        tx.contacts.add(a_contact("Di Dole", categories=["Clients/Old"], keep_in_touch="0"))
        tx.contacts.add(a_contact("Ed Elm", categories=["Clients/Old"]))
        tx.contacts.add(a_contact("Flo Fir", categories=["Clients", "VIP"]))
    category_editing.keep_in_touch(book, "Clients", "61")
    category_editing.keep_in_touch(book, "VIP", "14")
    with book.read() as tx:
        found = {k.name: (k.days, k.category) for k in tx.keeping.overdue(NOW, UTC)}
    assert found == {
        "Anna Nowak": (30, ""), "Bo Berg": (7, ""), "Ed Elm": (61, "Clients"),
        "Flo Fir": (14, "VIP"),
    }  # fmt: skip
    book.undo()
    with book.read() as tx:
        assert tx.categories.intervals() == {"Clients": "61"}
    book.redo()
    category_editing.rename(book, "VIP", "Very important")
    with book.read() as tx:
        assert tx.categories.intervals() == {"Clients": "61", "Very important": "14"}
        counted = {c.name: c.keep_in_touch for c in tx.contacts.counts().categories}
    assert counted == {"Clients": "61", "Clients/Old": "", "Very important": "14"}


def test_an_interval_that_a_colleague_changed_since_stays_at_an_undo(
    book: Any, as_somebody_else: Callable[..., Any]
) -> None:
    category_editing.add(book, "VIP")
    category_editing.keep_in_touch(book, "VIP", "14")
    with as_somebody_else("ola") as other:
        category_editing.keep_in_touch(other, "VIP", "30")
    result = book.undo()
    assert result.kept == ("VIP",)
    with book.read() as tx:
        assert tx.categories.intervals() == {"VIP": "30"}


def test_who_was_merged_was_spoken_to_under_the_other_card(book: Any) -> None:
    _anna, _bo, cy = ids(book)
    add(book, a_call((cy,), "", ago(2), outcome="reached"),
        a_call((cy,), "", ago(1), direction="missed"))  # fmt: skip
    with book.write("Merge") as tx:
        merge(tx, tx.contacts.get_many([1, 3]))
    assert [name for name, _last, _late in overdue(book)] == ["Bo Berg"]
    assert waiting(book) == [(1, 1)]


def test_nobody_in_the_bin_or_the_archive_is_waited_for(book: Any) -> None:
    with book.write("Put away") as tx:
        tx.contacts.archive([1])
        tx.contacts.delete([2])
    assert overdue(book) == []
    with book.read() as tx:
        assert tx.keeping.any()


# calls to return


def waiting(book: Any, days: int = 60) -> list[tuple[int, int]]:
    with book.read() as tx:
        found = tx.callbacks.waiting(NOW - timedelta(days=days), NOW)
    return [(each.number, len(each.calls)) for each in found]


def test_missed_calls_wait_until_somebody_is_reached(book: Any) -> None:
    anna, bo, _cy = ids(book)
    add(book, a_call((anna,), "", ago(2), direction="missed"),
        a_call((anna,), "", ago(1), direction="missed"),
        a_call((bo,), "", ago(3), direction="in", outcome="voicemail"),
        a_call((bo,), "", ago(2), outcome="no-answer"))  # fmt: skip
    assert waiting(book) == [(1, 2), (2, 1)]
    add(book, a_call((bo,), "", ago(1), outcome="reached"))
    assert waiting(book) == [(1, 2)]
    book.undo()
    assert waiting(book) == [(1, 2), (2, 1)]
    assert waiting(book, days=1) == [(1, 1)]


def test_a_call_that_is_marked_as_returned_waits_no_more(book: Any) -> None:
    anna, _bo, _cy = ids(book)
    add(
        book,
        a_call((anna,), "", ago(2), direction="missed"),
        a_call((), "", ago(1), direction="missed"),
    )
    assert waiting(book) == [(0, 1), (1, 1)]
    with book.write("Done") as tx:
        call = tx.events.of_contact(1)[0]
        tx.events.save(replace(call, completed_at=stamp(ago(0))), base=call)
    assert waiting(book) == [(0, 1)]


def test_a_mail_is_contact_too_and_a_note_is_none(book: Any) -> None:
    anna, bo, _cy = ids(book)
    add(book, a_call((anna,), "", ago(20), outcome="reached"),
        a_call((bo,), "", ago(9), direction="in"))  # fmt: skip
    add(book, replace(a_note((bo,), "Wrote", ago(1)), channel=""))
    assert overdue(book) == [("Bo Berg", date(2026, 11, 15), 2)]
    add(book, replace(a_note((bo,), "Wrote", ago(7)), channel="mail", direction="out"))
    assert overdue(book) == [("Bo Berg", date(2026, 11, 17), 0)]
