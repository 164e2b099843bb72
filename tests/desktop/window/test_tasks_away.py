"""Tasks while the book is away: done, made, put off and deleted ones wait and are shown so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.test_away import Share, away, back, share

from contactdesk.desktop.task_page import TaskPage
from contactdesk.model.event import Event
from contactdesk.model.tasks import is_done

__all__ = ["share"]  # a fixture


def page_of(opened: Any) -> TaskPage:
    found = opened.window.verbs.tasks.page()
    assert isinstance(found, TaskPage)
    return found


def tasks_of(tx: Any) -> dict[str, Event]:
    return {e.summary: e for e in tx.events.each() if e.component == "task" and not e.deleted_at}


def at_the_tasks(share: Share, *titles: str) -> Any:
    made = [Event(component="task", summary=title) for title in titles]
    share.by_a_colleague(lambda tx: [tx.events.add(each) for each in made])
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    opened.window.actions_.tasks.trigger()
    opened.until(lambda: len(page_of(opened).list.rows.found.open) == len(titles))
    share.take_away()
    away(opened)
    return opened


def row_of(opened: Any, title: str) -> Any:
    found = page_of(opened).list.rows.found
    return next(row for row in (*found.open, *found.done) if row.event.summary == title)


def open_titles(opened: Any) -> list[str]:
    return sorted(row.event.summary for row in page_of(opened).list.rows.found.open)


def typed(opened: Any, text: str) -> None:
    line = page_of(opened).line
    line.field.setText(text)
    QTest.keyClick(line.field, Qt.Key.Key_Return)


def test_what_becomes_of_tasks_waits_and_is_in_the_book_when_it_is_back(share: Share) -> None:
    opened = at_the_tasks(share, "Call Jan", "Order paper", "Read terms")
    flow = opened.window.verbs.tasks.flow
    flow.tick(row_of(opened, "Call Jan"))
    opened.until(lambda: open_titles(opened) == ["Order paper", "Read terms"])
    flow.put_off(row_of(opened, "Order paper"), timedelta(days=3))
    opened.until(lambda: row_of(opened, "Order paper").due is not None)
    flow.delete(row_of(opened, "Read terms"))
    opened.until(lambda: open_titles(opened) == ["Order paper"])
    typed(opened, "Buy stamps")
    opened.until(lambda: open_titles(opened) == ["Buy stamps", "Order paper"])
    rows = page_of(opened).list.rows
    assert {row_of(opened, title).event.id for title in ("Call Jan", "Buy stamps")} <= (
        rows.found.waiting
    )
    assert len(opened.desk.outbox.waiting) == 4
    share.give_back()
    seen = []
    opened.desk.outbox.changed.connect(lambda: seen.append(open_titles(opened)))
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)
    assert {"Buy stamps"} <= set.intersection(*map(set, seen)), "it went while it was sent"
    kept = share.by_a_colleague(tasks_of)
    assert sorted(kept) == ["Buy stamps", "Call Jan", "Order paper"]
    assert is_done(kept["Call Jan"])
    assert kept["Order paper"].ends_at
    opened.until(lambda: not rows.found.waiting)
    assert open_titles(opened) == ["Buy stamps", "Order paper"]


def test_a_second_tick_takes_the_first_back_while_it_waits(share: Share) -> None:
    opened = at_the_tasks(share, "Call Jan")
    flow = opened.window.verbs.tasks.flow
    flow.tick(row_of(opened, "Call Jan"))
    opened.until(lambda: open_titles(opened) == [])
    said: list[str] = []
    opened.desk.toast.connect(lambda words, _button, _do: said.append(words))
    flow.tick(row_of(opened, "Call Jan"))
    opened.until(lambda: open_titles(opened) == ["Call Jan"])
    assert opened.desk.outbox.waiting == []
    assert ["Not done" in words for words in said] == [True]


def test_a_task_that_the_book_never_saw_is_put_off_and_done(share: Share) -> None:
    opened = at_the_tasks(share, "Call Jan")
    typed(opened, "Buy stamps")
    opened.until(lambda: open_titles(opened) == ["Buy stamps", "Call Jan"])
    flow = opened.window.verbs.tasks.flow
    opened.until(lambda: not flow._busy)
    flow.put_off(row_of(opened, "Buy stamps"), timedelta(days=3))
    opened.until(lambda: row_of(opened, "Buy stamps").due is not None)
    opened.until(lambda: not flow._busy)
    flow.tick(row_of(opened, "Buy stamps"))
    opened.until(lambda: open_titles(opened) == ["Call Jan"])
    share.give_back()
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)
    kept = share.by_a_colleague(tasks_of)["Buy stamps"]
    assert is_done(kept)
    assert kept.ends_at


def test_what_a_colleague_did_meanwhile_is_not_done_twice(share: Share) -> None:
    opened = at_the_tasks(share, "Call Jan")
    opened.window.verbs.tasks.flow.tick(row_of(opened, "Call Jan"))
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)

    def finish(tx: Any) -> None:
        task = tasks_of(tx)["Call Jan"]
        tx.events.save(
            Event(**{n: getattr(task, n) for n in task.__slots__} | {"status": "COMPLETED"}), task
        )

    share.by_a_colleague(finish)
    share.give_back()
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)
    assert is_done(share.by_a_colleague(tasks_of)["Call Jan"])
