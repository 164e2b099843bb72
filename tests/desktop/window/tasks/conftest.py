"""A window at its tasks, and short words for what the tests ask of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.task_editor import TaskEditor
from contactdesk.desktop.task_list import TaskList
from contactdesk.desktop.task_page import TaskPage
from contactdesk.desktop.task_rows import Head
from contactdesk.desktop.task_words import GROUPS
from contactdesk.model import zones
from contactdesk.model.event import Event
from contactdesk.store.tasks import TaskRow

Keys, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 11, 24, 10, 30)  # a Tuesday


def task(summary: str, due: str = "", **more: Any) -> Event:
    return Event(component="task", summary=summary, ends_at=due, **more)


LATE, SAMPLES = task("Call back", "2026-11-20"), task("Send samples", "2026-11-24T15:00:00")
STOCK = task("Check stock", "2026-11-26", starts_at="2026-11-26", rrule="FREQ=WEEKLY;INTERVAL=2")
PAPER, TERMS = task("Order paper", "2026-12-24", priority=1), task("Read the terms")


@pytest.fixture(autouse=True)
def in_warsaw(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is in Warsaw, and it is the 24th of November 2026."""
    zone = zones.zone_of("Europe/Warsaw")
    monkeypatch.setattr(zones, "home_zone", lambda: zone)
    for module in ("time_fields", "task_fields"):
        monkeypatch.setattr(f"contactdesk.desktop.{module}.date", _Today)
    monkeypatch.setattr("contactdesk.desktop.task_page.now_at", lambda _home: NOW)
    QLocale.setDefault(QLocale("en_GB"))


class _Today(date):
    @classmethod
    def today(cls) -> _Today:
        return cls(2026, 11, 24)


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """A window on a book with two people and five tasks, at the tasks."""
    made = opened(a_contact("Nuno Duarte", organisation="Vinhos"), a_contact("Eva Lis"))
    made.until(lambda: len(made.names()) == 2)
    keep(made, LATE, SAMPLES, STOCK, PAPER, TERMS)
    made.window.actions_.tasks.trigger()
    made.until(lambda: told(made) == ALL)
    return made


ALL = [
    "Overdue 1", "Call back", "Today 1", "Send samples", "This week 1", "Check stock", "Later 1",
    "No date 1",
]  # fmt: skip


def keep(office: Any, *events: Event) -> None:
    come: list[object] = []
    office.desk.write("Plan", lambda tx: [tx.events.add(each) for each in events], come.append)
    office.until(lambda: come)


def page_of(office: Any) -> TaskPage:
    found = office.window.verbs.tasks.page()
    assert isinstance(found, TaskPage)
    return found


def list_of(office: Any) -> TaskList:
    return page_of(office).list


def told(office: Any) -> list[str]:
    page = office.window.verbs.tasks.page()
    lines = page.list.rows.lines if page is not None else ()
    return [
        f"{GROUPS[line.group]} {line.many}" if isinstance(line, Head) else line.event.summary
        for line in lines
    ]


def rows(office: Any) -> dict[str, TaskRow]:
    found = list_of(office).rows.found
    return {row.event.summary: row for row in (*found.open, *found.done)}


def choose(office: Any, summary: str) -> TaskList:
    shown = list_of(office)
    shown.choose(rows(office)[summary].event.id)
    current = shown.current()
    assert current is not None
    assert current.event.summary == summary
    return shown


def due(office: Any, summary: str) -> str:
    return rows(office)[summary].event.ends_at


def undo(office: Any) -> None:
    office.window.actions_.undo.trigger()


def editor_of(office: Any) -> TaskEditor:
    """The editor, once it is shown."""
    page = page_of(office)
    office.until(page.side.isVisible)
    found = page.side.currentWidget()
    assert isinstance(found, TaskEditor)
    return found


def open_editor(office: Any, summary: str) -> TaskEditor:
    QTest.keyClick(choose(office, summary), Keys.Key_Return)
    return editor_of(office)


def is_alone(office: Any) -> bool:
    return not page_of(office).side.isVisible()
