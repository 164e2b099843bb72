"""When colleagues are busy, and when all of them are free; on the command line too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icu
import pytest

from contactdesk import cli
from contactdesk.errors import NotFound
from contactdesk.model.agenda import span_of
from contactdesk.model.event import Event
from contactdesk.model.ownership import Whose
from contactdesk.operations import ownership
from contactdesk.operations.free_busy import availability, busy_times, colleagues_named, happening
from contactdesk.store.book import Book

pytestmark = pytest.mark.both_databases
HOME = ZoneInfo("Europe/Warsaw")
MONDAY = date(2026, 11, 23)


def meeting(begins: str, ends: str, owner: str = "", *others: str, **more: Any) -> Event:
    values = {"summary": "Meeting", "time_zone": "Europe/Warsaw", **more}
    return Event(starts_at=f"2026-11-23T{begins}:00", ends_at=f"2026-11-23T{ends}:00", owner=owner,
                 colleagues=others, **values)  # fmt: skip


@pytest.fixture
def three(
    a_book: Callable[..., Book], as_somebody_else: Callable[..., Book]
) -> tuple[Book, Book, str, str, str]:
    """My book, Anna's window on it, and the ids of me, Anna and Bert."""
    book = a_book()
    with book.read() as tx:
        me = tx.people.me().id
    ids = []
    for login, name in (("bert", "Bert Lis"), ("anna", "Anna Nowak")):
        other = as_somebody_else(login)
        with other.write("Introduce") as tx:
            tx.people.introduce(name, "")
            ids.append(tx.people.me().id)
        if login == "bert":
            other.close()
    return book, other, me, ids[1], ids[0]


def at(clock: str) -> datetime:
    """A moment of that Monday in Warsaw, in UTC."""
    return datetime.fromisoformat(f"2026-11-23T{clock}:00").replace(hour=int(clock[:2]) - 1)


def test_who_is_busy_is_named_and_the_next_free_time_proposed(three: Any) -> None:
    book, other, me, anna, bert = three
    with book.write("Plan") as tx:
        tx.events.add(meeting("10:00", "11:00", anna))
        tx.events.add(meeting("11:00", "11:30", bert, me))
        tx.events.add(meeting("09:00", "18:00"))  # nobody's: nobody is busy
        tx.events.add(meeting("12:00", "13:00", me, status="CANCELLED"))
    with book.read() as tx:
        found = availability(tx, [me, anna, bert], at("10:00"), at("11:00"), HOME)
        assert (dict(found.busy), found.free_from) == ({anna: at("11:00")}, at("11:30"))
        found = availability(tx, [me, bert], at("10:00"), at("11:00"), HOME)
        assert (dict(found.busy), found.free_from) == ({}, None)
        found = availability(tx, [me], at("11:00"), at("12:00"), HOME)
        assert dict(found.busy) == {me: at("11:30")}
    other.close()


def test_what_is_private_is_a_time_to_others_and_no_more(three: Any) -> None:
    book, other, _me, anna, _bert = three
    with other.write("Plan") as tx:
        made = tx.events.add(meeting("10:00", "11:00", anna, summary="Doctor", rrule="FREQ=WEEKLY"))
        ownership.assign(tx, "event", [made.number], Whose(private=True))
    span = span_of(MONDAY, date(2026, 12, 1), HOME)
    with book.read() as tx:
        assert tx.events.agenda(span).occurrences == []
        assert [each.event.summary for each in happening(tx, span)] == ["", ""]
        (first, _next) = busy_times(tx, [anna], span)[anna]
        assert (first.begins, first.ends, first.event) == (at("10:00"), at("11:00"), None)
    with other.read() as tx:
        assert [each.event.summary for each in happening(tx, span)] == ["Doctor", "Doctor"]
    other.close()


@pytest.fixture
def in_warsaw() -> Iterator[None]:
    """The computer is there."""
    before = icu.TimeZone.createDefault()
    icu.TimeZone.setDefault(icu.TimeZone.createTimeZone("Europe/Warsaw"))
    yield
    icu.TimeZone.setDefault(before)


@pytest.mark.usefixtures("in_warsaw")
def test_the_command_line_lists_free_times_and_a_colleagues_agenda(
    three: Any, book_place: Callable[[str], str], capsys: pytest.CaptureFixture[str],
    as_somebody_else: Callable[..., Book],
) -> None:  # fmt: skip
    book, other, _me, anna, bert = three
    with other.write("Plan") as tx:
        tx.events.add(meeting("10:00", "11:10", anna, summary="Sprint"))
        made = tx.events.add(meeting("14:00", "15:00", anna, summary="Doctor"))
        ownership.assign(tx, "event", [made.number], Whose(private=True))
        tx.events.add(meeting("16:00", "17:00", bert, summary="Bert's"))
    other.close()
    as_somebody_else("bert").close()
    days = ["--from", "2026-11-23", "--to", "2026-11-24"]
    assert cli.main(["--book", book_place("office"), "agenda", "--of", "anna", *days]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-23 10:00–11:10 Europe/Warsaw  Sprint",
        "2026-11-23 14:00–15:00 Europe/Warsaw  Busy",
    ]
    assert cli.main(["--book", book_place("office"), "free", "--of", "anna,me", *days]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-23 08:00–10:00", "2026-11-23 11:15–14:00", "2026-11-23 15:00–16:00",
        "2026-11-23 17:00–18:00",
    ]  # fmt: skip
    options = ["free", "--json", "--of", "nowak", *days, "--minutes", "180"]
    assert cli.main(["--book", book_place("office"), *options]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "free": [{"from": "2026-11-23T15:00+01:00", "to": "2026-11-23T18:00+01:00"}],
        "busy": {"Anna Nowak": [
            {"from": "2026-11-23T10:00+01:00", "to": "2026-11-23T11:10+01:00"},
            {"from": "2026-11-23T14:00+01:00", "to": "2026-11-23T15:00+01:00"},
        ]},
    }  # fmt: skip
    assert cli.main(["--book", book_place("office"), "free", "--of", "zoe", *days]) != 0
    assert "zoe is nobody who uses this book. There are: Anna Nowak" in capsys.readouterr().err
    with book.read() as tx, pytest.raises(NotFound):
        colleagues_named(tx, [""])
