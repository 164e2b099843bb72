"""Steps of a task in its editor, and a task that is put off by a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.tasks.conftest import (
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

from contactdesk.desktop.task_snooze import snoozes
from contactdesk.desktop.task_words import under_words
from contactdesk.model.event import Alarm, Step
from contactdesk.model.tasks import Due

LIST = task("Send price list", "2026-11-27",
            steps=(Step("Ask Jonas", done=True), Step("Add freight"), Step("Send")))  # fmt: skip


def with_steps(office: Any) -> Any:
    keep(office, LIST)
    office.until(lambda: "Send price list" in told(office))
    return open_editor(office, "Send price list")


def steps(office: Any) -> list[tuple[str, bool]]:
    return [(s.text, s.done) for s in rows(office)["Send price list"].event.steps]


def test_a_step_is_ticked_in_place_as_a_step_of_its_own(office: Any) -> None:
    editor = with_steps(office)
    field = editor.fields.steps
    assert field.count.text() == "1 of 3"
    assert "1 of 3 steps" in under_words(rows(office)["Send price list"], editor.opened.home)
    tick = field.rows[1].tick
    assert tick.accessibleName() == "Add freight"
    tick.setFocus()
    QTest.keyClick(tick, Keys.Key_Space)
    assert field.count.text() == "2 of 3"
    office.until(lambda: steps(office)[1] == ("Add freight", True))
    assert not editor.is_changed()
    assert editor.opened is not None
    undo(office)
    office.until(lambda: steps(office)[1] == ("Add freight", False))
    office.until(lambda: not editor.fields.steps.rows[1].tick.isChecked())


def test_a_tick_does_not_lose_what_is_typed_beside_it(office: Any) -> None:
    editor = with_steps(office)
    editor.fields.subject.setText("Send both lists")
    editor.fields.steps.rows[1].tick.setChecked(True)
    office.until(lambda: steps(office)[1] == ("Add freight", True))
    assert editor.fields.subject.text() == "Send both lists"
    editor.done()
    office.until(lambda: "Send both lists" in rows(office))
    made = rows(office)["Send both lists"].event
    assert [s.done for s in made.steps] == [True, True, False]


def test_steps_are_added_rewritten_and_taken_away_by_keyboard(office: Any) -> None:
    editor = with_steps(office)
    field = editor.fields.steps
    field.add.setFocus()
    QTest.keyClicks(field.add, "Archive it")
    QTest.keyClick(field.add, Keys.Key_Return)
    assert not is_alone(office)
    assert field.add.text() == ""
    QTest.keyClicks(field.add, "Tell Ola")  # not entered, and yet kept
    first = field.rows[0].words
    first.clear()
    QTest.keyClick(first, Keys.Key_Backspace)
    field.rows[0].words.selectAll()
    QTest.keyClicks(field.rows[0].words, "Add all freight")
    assert field.count.text() == "0 of 3"
    editor.done()
    office.until(lambda: len(steps(office)) == 4)
    assert steps(office) == [
        ("Add all freight", False), ("Send", False), ("Archive it", False), ("Tell Ola", False),
    ]  # fmt: skip
    undo(office)
    office.until(lambda: steps(office)[0] == ("Ask Jonas", True))


def test_what_a_colleague_ticks_meanwhile_is_kept(
    office: Any, as_somebody_else: Callable[..., Any], the_book_itself: Callable[..., Any]
) -> None:
    editor = with_steps(office)
    number = rows(office)["Send price list"].event.number
    editor.fields.subject.setText("Send the list")
    editor.fields.steps.rows[1].words.setText("Add the freight")
    editor.fields.steps.rows[1].words.textEdited.emit("Add the freight")
    with the_book_itself(), as_somebody_else("ola") as book, book.write("Ola's") as tx:
        base = tx.events.get(number)
        ticked = (*base.steps[:2], replace(base.steps[2], done=True))
        tx.events.save(replace(base, steps=ticked), base=base)
    office.until(lambda: steps(office)[2] == ("Send", True))
    editor.done()
    office.until(lambda: "Send the list" in rows(office))
    made = rows(office)["Send the list"].event
    assert [(s.text, s.done) for s in made.steps] == [
        ("Ask Jonas", True), ("Add the freight", False), ("Send", True),
    ]  # fmt: skip


def test_the_next_of_a_series_has_its_steps_to_do(office: Any) -> None:
    keep(office, task("Stocktaking", "2026-11-24", starts_at="2026-11-24", rrule="FREQ=WEEKLY",
                      steps=(Step("Count", done=True),)))  # fmt: skip
    office.until(lambda: "Stocktaking" in told(office))
    QTest.keyClick(choose(office, "Stocktaking"), Keys.Key_Space)
    office.until(lambda: list_of(office).rows.found.done)
    (following,) = [r.event for r in list_of(office).rows.found.open
                    if r.event.summary == "Stocktaking"]  # fmt: skip
    assert [(s.text, s.done) for s in following.steps] == [("Count", False)]


def test_what_snoozing_offers_goes_by_the_clock() -> None:
    morning = {w: when for w, _i, when in snoozes(datetime(2026, 11, 24, 10, 32))}
    assert list(morning) == ["In 1 hour", "This afternoon", "Tomorrow", "Next week", "Next month"]
    assert morning["In 1 hour"] == Due(date(2026, 11, 24), time(11, 35))
    assert morning["This afternoon"] == Due(date(2026, 11, 24), time(15))
    night = {w: when for w, _i, when in snoozes(datetime(2026, 11, 24, 23, 30))}
    assert "This afternoon" not in night
    assert night["In 1 hour"] == Due(date(2026, 11, 25), time(0, 30))


def test_a_task_is_snoozed_from_its_menu_and_reminds_then(office: Any) -> None:
    keep(
        office, task("Ring Eva", "2026-11-24", alarms=(Alarm(minutes_before=-540, from_end=True),))
    )
    office.until(lambda: "Ring Eva" in told(office))
    shown = choose(office, "Ring Eva")
    row = shown.current()
    assert row is not None
    menu = shown.menu(row)
    next(a for a in menu.actions() if a.text() == "In 1 hour").trigger()
    office.until(lambda: due(office, "Ring Eva") == "2026-11-24T11:30:00")
    (alarm,) = rows(office)["Ring Eva"].event.alarms
    assert (alarm.minutes_before, alarm.from_end) == (0, True)
    undo(office)
    office.until(lambda: due(office, "Ring Eva") == "2026-11-24")


def test_a_task_is_snoozed_from_its_editor(office: Any) -> None:
    editor = open_editor(office, "Call back")
    assert editor.snooze.accessibleName() == "Snooze"
    editor.snoozed.emit(date(2026, 11, 25))
    office.until(lambda: due(office, "Call back") == "2026-11-25")
    assert is_alone(office)


def test_a_new_task_has_nothing_to_snooze(office: Any) -> None:
    page = list_of(office).window()
    page.verbs.tasks.plan_with_chosen()
    editor = editor_of(office)
    assert editor.snooze.isHidden()
    editor.fields.subject.setText("Plan the fair")
    editor.fields.steps.add.setText("Ask for prices")
    editor.fields.steps.add.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(editor.fields.steps.add, Keys.Key_Return)
    editor.done()
    office.until(lambda: "Plan the fair" in rows(office))
    made = rows(office)["Plan the fair"].event
    assert [s.text for s in made.steps] == ["Ask for prices"]
