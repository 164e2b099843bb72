"""A new task's subject says when and how often, in the editor as in the line above the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

TOMORROW = date.today() + timedelta(days=1)


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    made = opened(a_contact("Eva Lis"))
    made.shows("Eva Lis")
    made.window.actions_.tasks.trigger()
    made.until(made.window.verbs.tasks.is_shown)
    return made


def said(office: Any, subject: str) -> Any:
    """The task that comes of what is typed into a new one's editor."""
    office.window.verbs.new_contact()
    flow = office.window.verbs.tasks.flow
    office.until(lambda: flow.editor is not None and flow.editor.isVisible())
    editor = flow.editor
    editor.fields.subject.setText(subject)
    QTest.keyClick(editor.fields.subject, Qt.Key.Key_Return)
    found: list[Any] = []

    def there() -> bool:
        office.desk.read(lambda tx: tx.tasks.open(), found.append)
        return bool(found and found[-1])

    office.until(there)
    return found[-1][0].event


def test_when_and_how_often_are_taken_from_it(office: Any) -> None:
    task = said(office, "Call back tomorrow 9:00 every week")
    assert (task.summary, task.ends_at) == ("Call back", f"{TOMORROW}T09:00:00")
    assert task.rrule.startswith("FREQ=WEEKLY")


def test_a_subject_that_says_no_time_stays_as_it_is(office: Any) -> None:
    task = said(office, "Ask for the second quarter")
    assert (task.summary, task.ends_at, task.rrule) == ("Ask for the second quarter", "", "")
