"""The editor of a task: what is changed there, drafts, and what a colleague changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.event_drafts import EventDrafts
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


def test_a_task_is_changed_in_its_editor(office: Any) -> None:
    editor = open_editor(office, "Call back")
    fields = editor.fields
    assert fields.subject.hasFocus()
    fields.subject.setText("Call Eva back")
    fields.day.setText("fri")
    fields.at.setText("9.30")
    fields.priority.choose(1)
    fields.note.setPlainText("About the lease.")
    QTest.keyClick(fields.subject, Keys.Key_S, Ctrl)
    office.until(lambda: "Call Eva back" in rows(office))
    made = rows(office)["Call Eva back"].event
    assert (made.ends_at, made.time_zone) == ("2026-11-27T09:30:00", "Europe/Warsaw")
    assert (made.priority, made.description) == (1, "About the lease.")
    assert is_alone(office)
    undo(office)
    office.until(lambda: told(office) == ALL)


def test_a_reminder_and_how_it_repeats_are_kept(office: Any) -> None:
    editor = open_editor(office, "Call back")
    fields = editor.fields
    fields.reminder.setCurrentIndex(1)
    assert fields.reminder.currentText() == "At 09:00"
    fields.repeats.choose("FREQ=WEEKLY;BYDAY=FR")
    fields.until.setText("24 December 2026")
    editor.done()
    office.until(lambda: rows(office)["Call back"].event.rrule)
    made = rows(office)["Call back"].event
    assert made.rrule == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261224"
    assert made.starts_at == made.ends_at == "2026-11-20"
    assert [(a.minutes_before, a.from_end) for a in made.alarms] == [(-540, True)]


def test_what_is_no_day_is_said_at_the_field(office: Any) -> None:
    editor = open_editor(office, "Call back")
    editor.fields.day.setText("someday")
    editor.done()
    assert editor.fields.day.state == "error"
    assert editor.fields.day.hasFocus()
    editor.fields.day.setText("")
    editor.fields.day.settle()
    editor.fields.subject.setText(" ")
    editor.done()
    assert editor.fields.subject.state == "error"
    editor.fields.subject.setText("Call back")
    editor.done()
    office.until(lambda: due(office, "Call back") == "")


def test_a_new_task_for_the_selected_contact(office: Any) -> None:
    window = office.window
    window.actions_.tasks.trigger()
    office.choose("Nuno Duarte")
    office.until(lambda: window.detail is not None and window.detail.cards.card is not None)
    window.detail.cards.card.add_task.click()
    editor = editor_of(office)
    office.until(lambda: editor.opened is not None)
    assert editor.fields.subject.hasFocus()
    editor.fields.subject.setText("Ask for the price list")
    editor.done()
    office.until(lambda: "Ask for the price list" in rows(office))
    assert [p.name for p in rows(office)["Ask for the price list"].people] == ["Nuno Duarte"]


def test_ctrl_n_on_the_page_is_a_new_task(office: Any) -> None:
    office.window.actions_.new_contact.trigger()
    editor = editor_of(office)
    assert editor.title.text() == "New task"
    assert not editor.delete.isVisible()


def test_a_draft_is_kept_and_can_be_thrown_away_and_had_again(office: Any) -> None:
    editor = open_editor(office, "Call back")
    editor.fields.subject.end(False)
    QTest.keyClicks(editor.fields.subject, " today")
    open_editor(office, "Send samples")
    office.until(lambda: editor.fields.subject.text() == "Send samples")
    open_editor(office, "Call back")
    office.until(lambda: editor.fields.subject.text() == "Call back today")
    assert editor.trouble.isVisible()
    offered: list[Any] = []
    office.desk.toast.connect(lambda _words, _button, do: offered.append(do))
    QTest.keyClick(editor.fields.subject, Keys.Key_Escape)
    assert is_alone(office)
    open_editor(office, "Call back")
    office.until(lambda: editor.fields.subject.text() == "Call back")
    offered[0]()
    office.until(lambda: editor.fields.subject.text() == "Call back today")


def test_a_draft_outlives_the_window(office: Any, the_book_itself: Any) -> None:
    editor = open_editor(office, "Call back")
    editor.fields.subject.end(False)
    QTest.keyClicks(editor.fields.subject, " today")
    key = rows(office)["Call back"].event.id
    flow = office.window.verbs.tasks.flow
    flow._drafts.close()
    with the_book_itself():
        again = EventDrafts(office.desk.path, "tasks")
        again.wait()
    draft = again.of(key)
    again.close()
    assert draft is not None
    assert draft.mine.summary == "Call back today"


def change_elsewhere(office: Any, which: str, **values: Any) -> None:
    """A colleague's change, while one looks or edits."""
    number = rows(office)[which].event.number
    come: list[object] = []

    def do(tx: Any) -> None:
        now = tx.events.get(number)
        tx.events.save(replace(now, **values), base=now)

    office.desk.write("Theirs", do, come.append)
    office.until(lambda: come)


def test_what_a_colleague_changed_elsewhere_is_kept_beside_mine(office: Any) -> None:
    editor = open_editor(office, "Call back")
    editor.fields.subject.setText("Call Eva back")
    change_elsewhere(office, "Call back", description="Theirs")
    editor.done()
    office.until(lambda: "Call Eva back" in rows(office))
    assert rows(office)["Call Eva back"].event.description == "Theirs"


def test_where_both_changed_the_same_one_is_asked_once(office: Any) -> None:
    editor = open_editor(office, "Call back")
    editor.fields.subject.setText("Mine")
    change_elsewhere(office, "Call back", summary="Theirs")
    editor.done()
    office.until(lambda: "Save once more" in editor.trouble.text())
    assert editor.fields.subject.text() == "Mine"
    editor.done()
    office.until(lambda: "Mine" in rows(office))


def test_the_editor_does_and_deletes(office: Any) -> None:
    open_editor(office, "Call back").tick.click()
    office.until(lambda: rows(office)["Call back"].event.status == "COMPLETED")
    assert is_alone(office)
    open_editor(office, "Send samples").delete.click()
    office.until(lambda: "Send samples" not in rows(office))
    assert is_alone(office)


def test_a_click_shows_a_task_and_leaves_the_keyboard_in_the_list(office: Any) -> None:
    shown = choose(office, "Call back")
    place = shown.visualRect(shown.currentIndex()).center() + QPoint(120, 0)
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert editor_of(office).fields.subject.text() == "Call back"
    assert shown.hasFocus()


def test_the_list_follows_a_colleague(office: Any) -> None:
    choose(office, "Check stock")
    keep(office, task("Water the plants", "2026-11-24"))
    office.until(lambda: "Water the plants" in told(office))
    current = list_of(office).current()
    assert current is not None
    assert current.event.summary == "Check stock"
