"""Today while the book is away: what is done, called, planned and put off shows, and waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.desktop.window.test_away import Share, away, back, share

from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call
from contactdesk.model.record import new_id
from contactdesk.operations.outbox import event_deed

__all__ = ["share"]  # a fixture


def fill(tx: Any) -> None:
    today = date.today().isoformat()
    jan = tx.contacts.get(2).id
    for title in ("Call Jan", "Order paper"):
        tx.events.add(Event(component="task", summary=title, ends_at=today))
    tx.events.add(Event(summary="Lunch", starts_at=today, about=(jan,)))
    missed = a_call((jan,), "", datetime.now().astimezone() - timedelta(hours=1),
                    direction="missed", outcome="")  # fmt: skip
    tx.events.add(missed)


@pytest.fixture
def at_today(share: Share) -> Any:
    """A window that shows Today, whose book is taken away."""
    share.by_a_colleague(fill)
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    opened.window.actions_.today.trigger()
    opened.until(lambda: len(lines(opened, "follow_ups")) == 2)
    opened.until(lambda: len(lines(opened, "callbacks")) == 1)
    share.take_away()
    away(opened)
    opened.desk.away.hangs = True
    return opened


def page_of(opened: Any) -> Any:
    return opened.window.verbs.today.page()


def lines(opened: Any, part: str) -> list[Any]:
    found: list[Any] = getattr(page_of(opened), part).lines
    return found


def line(opened: Any, part: str, title: str) -> Any:
    return next(each for each in lines(opened, part) if each.title == title)


def do(opened: Any, verb: str, of: Any) -> None:
    page_of(opened).wanted.emit(verb, of)


def in_book(share: Share, component: str) -> dict[str, Event]:
    found: dict[str, Event] = share.by_a_colleague(
        lambda tx: {e.summary: e for e in tx.events.each() if e.component == component}
    )
    return found


def comes_back(share: Share, opened: Any) -> None:
    share.give_back()
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)


def test_what_is_done_and_put_off_shows_at_once_and_is_in_the_book_then(
    share: Share, at_today: Any
) -> None:
    opened = at_today
    do(opened, "done", line(opened, "follow_ups", "Call Jan"))
    opened.until(lambda: line(opened, "follow_ups", "Call Jan").ticked)
    assert line(opened, "follow_ups", "Call Jan").trailing == "waits"
    do(opened, "tomorrow", line(opened, "follow_ups", "Order paper"))
    opened.until(lambda: len(lines(opened, "follow_ups")) == 1)
    comes_back(share, opened)
    tasks = in_book(share, "task")
    assert tasks["Call Jan"].completed_at
    assert tasks["Order paper"].ends_at == (date.today() + timedelta(days=1)).isoformat()
    opened.until(lambda: line(opened, "follow_ups", "Call Jan").trailing == "Done")


def test_what_was_done_meanwhile_can_be_taken_up_again(share: Share, at_today: Any) -> None:
    opened = at_today
    do(opened, "done", line(opened, "follow_ups", "Call Jan"))
    opened.until(lambda: line(opened, "follow_ups", "Call Jan").ticked)
    do(opened, "done", line(opened, "follow_ups", "Call Jan"))
    opened.until(lambda: not line(opened, "follow_ups", "Call Jan").ticked)
    assert not opened.desk.outbox.waiting
    comes_back(share, opened)
    assert not in_book(share, "task")["Call Jan"].completed_at


@pytest.mark.parametrize("verb", ["done", "called"])
def test_a_call_that_was_returned_is_not_asked_for_any_more(
    share: Share, at_today: Any, verb: str
) -> None:
    opened = at_today
    do(opened, verb, lines(opened, "callbacks")[0])
    opened.until(lambda: not lines(opened, "callbacks"))
    assert len(opened.desk.outbox.waiting) == 1
    comes_back(share, opened)
    opened.until(lambda: not lines(opened, "callbacks"))
    calls = share.by_a_colleague(lambda tx: [e for e in tx.events.each() if e.component == "call"])
    assert len(calls) == (1 if verb == "done" else 2)
    assert any(call.completed_at or call.outcome == "reached" for call in calls)


def test_an_appointment_that_was_planned_or_renamed_stands_there_and_says_that_it_waits(
    share: Share, at_today: Any
) -> None:
    opened, home = at_today, opened_home(at_today)
    now, today = datetime.now().astimezone(), date.today().isoformat()
    made = Event(summary="Fitting", starts_at=today, id=new_id())
    known = opened.window.verbs.today.found.today.appointments[0].event
    for deed in (
        event_deed("Fitting", "add", None, made, home, now),
        event_deed("Later lunch", "save", known, replace(known, summary="Late lunch"), home, now),
    ):
        opened.desk.outbox.write(deed, lambda _tx: None, lambda _kept: None, deed.mine)
    opened.until(lambda: len(lines(opened, "appointments")) == 2)
    titles = {each.title: each.second for each in lines(opened, "appointments")}
    assert set(titles) == {"Fitting", "Late lunch"}
    assert all("waits" in second for second in titles.values())
    opened.desk.undo()
    opened.until(lambda: any(each.title == "Lunch" for each in lines(opened, "appointments")))


def opened_home(opened: Any) -> Any:
    return opened.window.verbs.today.home()
