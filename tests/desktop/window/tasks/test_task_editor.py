"""The editor of a task: what is changed there, drafts, and what a colleague changes meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.desktop.window.tasks.conftest import (
    ALL,
    Ctrl,
    Keys,
    choose,
    due,
    editor_of,
    is_alone,
    keep,
    list_of,
    open_editor,
    rows,
    task,
    told,
    undo,
)

from contactdesk.desktop.event_drafts import EventDrafts


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
