"""Tasks made, done, put off and taken up again in a book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.event import Event
from contactdesk.model.tasks import Due
from contactdesk.operations import tasks

WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 27, 9, 24, tzinfo=WARSAW)
TASK = Event(component="task", summary="Call Nuno", ends_at="2026-11-27")

pytestmark = pytest.mark.both_databases


@pytest.fixture
def book(a_book: Callable[..., Any]) -> Any:
    return a_book()


def add(book: Any, **values: Any) -> Event:
    with book.write("Add a task") as tx:
        return tasks.add(tx, replace(TASK, **values), WARSAW)


def tick(book: Any, task: Event) -> Event | None:
    with book.write("Done") as tx:
        return tasks.tick(tx, task, NOW, WARSAW)


def told(book: Any) -> list[str]:
    """What is to be done and what is done."""
    with book.read() as tx:
        opened = [f"{r.event.ends_at} {r.event.rrule}".strip() for r in tx.tasks.open(WARSAW)]
        done = [f"done {r.event.ends_at} {r.event.rrule}".strip() for r in tx.tasks.done(9, WARSAW)]
    return opened + done


def stored(book: Any, task: Event) -> Event:
    with book.read() as tx:
        found = tx.events.get(task.number)
    assert isinstance(found, Event)
    return found


def test_a_task_is_done_and_taken_up_again_each_as_one_step(book: Any) -> None:
    made = add(book)
    assert tick(book, made) is None
    became = stored(book, made)
    assert (became.status, became.percent, became.completed_at) == (
        "COMPLETED", 100, "2026-11-27T08:24:00Z",
    )  # fmt: skip
    with book.write("Not done") as tx:
        tasks.untick(tx, became)
    assert told(book) == ["2026-11-27"]
    book.undo()
    assert told(book) == ["done 2026-11-27"]
    book.undo()
    assert stored(book, made).status == ""


def test_of_a_series_the_next_one_comes_and_goes_with_the_step(book: Any) -> None:
    made = add(book, rrule="FREQ=WEEKLY;COUNT=3")
    assert made.starts_at == "2026-11-27"
    following = tick(book, made)
    assert following is not None
    assert following.number != made.number
    after = ["2026-12-04 FREQ=WEEKLY;COUNT=2", "done 2026-11-27"]
    assert told(book) == after
    book.undo()
    assert told(book) == ["2026-11-27 FREQ=WEEKLY;COUNT=3"]
    book.redo()
    assert told(book) == after


def test_the_end_of_a_series_ends_it(book: Any) -> None:
    made = add(book, rrule="FREQ=WEEKLY;COUNT=1")
    assert tick(book, made) is None
    assert told(book) == ["done 2026-11-27 FREQ=WEEKLY;COUNT=1"]


def test_taken_up_again_a_series_is_as_before(book: Any) -> None:
    made = add(book, rrule="FREQ=WEEKLY;COUNT=3")
    for _again in range(2):
        tick(book, stored(book, made))
        with book.write("Not done") as tx:
            tasks.untick(tx, tx.events.get(made.number))
        assert told(book) == ["2026-11-27 FREQ=WEEKLY;COUNT=3"]


def test_a_next_one_that_somebody_edited_stays(book: Any) -> None:
    made = add(book, rrule="FREQ=WEEKLY")
    following = tick(book, made)
    assert following is not None
    with book.write("Edit") as tx:
        tx.events.save(replace(following, summary="Call Nuno at home"), base=following)
        tasks.untick(tx, tx.events.get(made.number))
    assert told(book) == ["2026-11-27", "2026-12-04 FREQ=WEEKLY"]


def test_a_task_is_put_off_to_a_day_or_by_days(book: Any) -> None:
    made = add(book, ends_at="2026-11-27T15:00:00", time_zone="Europe/Warsaw")
    with book.write("Put off") as tx:
        found = tasks.put_off(tx, made, date(2026, 12, 1), WARSAW)
    with book.write("Put off") as tx:
        found = tasks.put_off(tx, found, timedelta(days=-2), WARSAW)
    assert found.ends_at == "2026-11-29T15:00:00"
    with book.write("Put off") as tx:
        found = tasks.set_due(tx, found, Due(date(2026, 12, 2), time(8)), WARSAW)
    assert found.ends_at == "2026-12-02T08:00:00"
    book.undo()
    assert told(book) == ["2026-11-29T15:00:00"]


def test_a_task_made_on_the_way_has_an_owner_where_there_are_several(
    book: Any, as_somebody_else: Callable[..., Any]
) -> None:
    def owners(of: str = "") -> list[str]:
        with book.write("Call back") as tx:
            made = [tasks.with_owner(tx, each, of) for each in (TASK, replace(TASK, owner="x"))]
            return [*(each.owner for each in made), tasks.with_owner(tx, Event()).owner]

    with book.read() as tx:
        me = tx.people.me().id
    assert owners("somebody") == ["", "x", ""]
    with as_somebody_else("ola") as other, other.write("Come") as tx:
        hers = tx.people.me().id
    assert owners() == [me, "x", ""]
    assert owners(hers) == [hers, "x", ""]


def test_what_a_colleague_changed_meanwhile_is_kept(book: Any) -> None:
    made = add(book)
    with book.write("Theirs") as tx:
        tx.events.save(replace(made, summary="Call Nuno Duarte"), base=made)
    tick(book, made)
    became = stored(book, made)
    assert (became.summary, became.status) == ("Call Nuno Duarte", "COMPLETED")


def test_two_who_tick_a_series_at_once_do_not_make_two_next_ones(book: Any) -> None:
    made = add(book, rrule="FREQ=WEEKLY")
    tick(book, made)
    assert tick(book, made) is None
    assert told(book) == ["2026-12-04 FREQ=WEEKLY", "done 2026-11-27"]


def test_a_series_of_another_program_goes_on_from_the_time_that_is_left(book: Any) -> None:
    add(book, uid="series", ends_at="2026-11-02", starts_at="2026-11-02",
        rrule="FREQ=WEEKLY;COUNT=9")  # fmt: skip
    add(book, uid="series", ends_at="2026-11-02", starts_at="2026-11-02",
        recurrence_id="2026-11-02", status="COMPLETED")  # fmt: skip
    with book.read() as tx:
        shown = tx.tasks.open(WARSAW)[0].event
    assert shown.ends_at == "2026-11-09"
    tick(book, shown)
    assert told(book) == [
        "2026-11-30 FREQ=WEEKLY;COUNT=5", "done 2026-11-09", "done 2026-11-02",
    ]  # fmt: skip
