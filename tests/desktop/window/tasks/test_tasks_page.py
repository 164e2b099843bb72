"""Tasks in the window: added, ticked, put off, deleted, by keyboard and by pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.desktop.window.tasks.conftest import (
    ALL,
    Ctrl,
    Keys,
    choose,
    due,
    is_alone,
    keep,
    list_of,
    open_editor,
    page_of,
    rows,
    task,
    told,
    undo,
)

from contactdesk.desktop.palette_entries import actions_of
from contactdesk.desktop.sidebar_model import TASKS
from contactdesk.desktop.task_painting import tick_place


def type_line(office: Any, text: str) -> None:
    """Type as a keyboard of any script does."""
    field = page_of(office).line.field
    field.setFocus()
    for letter in text:
        QApplication.sendEvent(
            field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        )


# ── coming and going ────────────────────────────────────────────────────────────────────


def test_the_page_comes_and_goes_by_its_key_and_stands_in_the_sidebar(office: Any) -> None:
    window = office.window
    assert window.actions_.tasks.shortcut().toString() == "Ctrl+4"
    assert window.sidebar.model.row_of_page(TASKS) >= 0
    assert list_of(office).hasFocus()
    window.actions_.tasks.trigger()
    office.until(window.list_pane.table.hasFocus)
    window.sidebar.page_wanted.emit(TASKS)
    office.until(lambda: list_of(office).hasFocus())
    QTest.keyClick(list_of(office), Keys.Key_Escape)
    assert not window.verbs.tasks.is_shown()


def test_groups_fold_and_say_how_much_is_in_them(office: Any) -> None:
    shown = list_of(office)
    assert page_of(office).count.text() == "5 open, 1 overdue"
    shown.setCurrentIndex(shown.rows.index(7))
    QTest.keyClick(shown, Keys.Key_Right)
    assert told(office) == [*ALL, "Read the terms"]
    QTest.keyClick(shown, Keys.Key_Space)
    assert told(office) == ALL
    place = shown.visualRect(shown.rows.index(0)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told(office) == [ALL[0], *ALL[2:]]
    spoken = shown.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Overdue, 1 task, closed"


def test_an_empty_book_says_how_one_begins(opened: Callable[..., Any]) -> None:
    made = opened()
    made.until(lambda: made.desk.facts is not None)
    made.window.actions_.tasks.trigger()
    made.until(page_of(made).empty.isVisible)
    assert made.window.sidebar.model.row_of_page(TASKS) < 0
    type_line(made, "Buy stamps")
    QTest.keyClick(page_of(made).line.field, Keys.Key_Return)
    made.until(lambda: told(made) == ["No date 1", "Buy stamps"])
    made.until(lambda: made.window.sidebar.model.row_of_page(TASKS) >= 0)


# ── doing ───────────────────────────────────────────────────────────────────────────────


def test_space_ticks_and_the_row_stays_struck_where_it_was(office: Any) -> None:
    shown = choose(office, "Send samples")
    QTest.keyClick(shown, Keys.Key_Space)
    office.until(lambda: rows(office)["Send samples"].event.status == "COMPLETED")
    assert told(office) == [*ALL[:2], "Today 0", *ALL[3:]]
    current = shown.current()
    assert current is not None
    assert current.event.percent == 100
    QTest.keyClick(shown, Keys.Key_Space)
    office.until(lambda: rows(office)["Send samples"].event.status == "NEEDS-ACTION")
    assert told(office) == ALL


def test_what_was_done_is_in_a_group_of_its_own_the_next_time(office: Any) -> None:
    QTest.keyClick(choose(office, "Send samples"), Keys.Key_Space)
    office.until(lambda: rows(office)["Send samples"].event.status == "COMPLETED")
    for _each in range(2):
        office.window.actions_.tasks.trigger()
    wanted = [*ALL[:2], *ALL[4:], "Done today 1"]
    office.until(lambda: told(office) == wanted)


def test_the_tick_is_clicked_too(office: Any) -> None:
    shown = choose(office, "Call back")
    place = tick_place(shown.visualRect(shown.currentIndex()), shown.layoutDirection()).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    office.until(lambda: rows(office)["Call back"].event.status == "COMPLETED")
    assert is_alone(office)


def test_of_a_series_the_next_one_comes_and_undo_takes_it_back(office: Any) -> None:
    said: list[str] = []
    office.desk.toast.connect(lambda words, _button, _do: said.append(words))
    QTest.keyClick(choose(office, "Check stock"), Keys.Key_Space)
    office.until(lambda: said)
    assert said == ["Check stock is done. Next on Thu 10 Dec"]
    office.until(lambda: len(list_of(office).rows.found.open) == 5)
    undo(office)
    office.until(lambda: due(office, "Check stock") == "2026-11-26" and told(office) == ALL)


@pytest.mark.parametrize(
    ("key", "held", "becomes"),
    [
        (Keys.Key_T, Qt.KeyboardModifier.NoModifier, "2026-11-24"),
        (Keys.Key_W, Qt.KeyboardModifier.NoModifier, "2026-11-30"),
        (Keys.Key_M, Qt.KeyboardModifier.NoModifier, "2026-12-01"),
        (Keys.Key_Right, Ctrl, "2026-11-21"),
        (Keys.Key_Left, Ctrl, "2026-11-19"),
    ],
)
def test_keys_put_off(office: Any, key: Qt.Key, held: Any, becomes: str) -> None:
    shown = choose(office, "Call back")
    QTest.keyClick(shown, key, held)
    office.until(lambda: due(office, "Call back") == becomes)
    current = shown.current()
    assert current is not None
    assert current.event.summary == "Call back"
    undo(office)
    office.until(lambda: due(office, "Call back") == "2026-11-20")


def test_where_one_reads_from_the_right_all_is_mirrored(office: Any) -> None:
    office.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    shown = choose(office, "Call back")
    area = shown.visualRect(shown.currentIndex())
    place = tick_place(area, shown.layoutDirection())
    assert place.center().x() > area.center().x()
    QTest.keyClick(shown, Keys.Key_Left, Ctrl)
    office.until(lambda: due(office, "Call back") == "2026-11-21")
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    office.until(lambda: rows(office)["Call back"].event.status == "COMPLETED")


def test_a_time_of_the_day_stays_when_a_task_is_put_off(office: Any) -> None:
    QTest.keyClick(choose(office, "Send samples"), Keys.Key_Right, Ctrl)
    office.until(lambda: due(office, "Send samples") == "2026-11-25T15:00:00")


def test_del_moves_to_the_bin_and_undo_brings_it_back(office: Any) -> None:
    shown = choose(office, "Call back")
    QTest.keyClick(shown, Keys.Key_Delete)
    office.until(lambda: told(office) == ALL[2:])
    assert shown.hasFocus()
    undo(office)
    office.until(lambda: told(office) == ALL)


def test_a_menu_offers_what_the_keys_do(office: Any) -> None:
    shown = choose(office, "Call back")
    row = shown.current()
    assert row is not None
    menu = shown.menu(row)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Done", "Edit", "Today", "In 1 hour", "This afternoon", "Tomorrow",
                     "Next week", "Next month", "Delete"]  # fmt: skip
    menu.actions()[words.index("Tomorrow") + 1].trigger()
    office.until(lambda: due(office, "Call back") == "2026-11-25")


# ── adding ──────────────────────────────────────────────────────────────────────────────


def test_a_line_is_understood_before_enter_and_becomes_a_task(office: Any) -> None:
    line = page_of(office).line
    type_line(office, "Call Nuno tomorrow 9:00 every week")
    office.until(lambda: len(line.chips) == 3)
    assert [chip.text for chip in line.chips] == [
        "Nuno Duarte", "Wed 25 Nov, 09:00", "Every week on Wednesday",
    ]  # fmt: skip
    QTest.keyClick(line.field, Keys.Key_Return)
    office.until(lambda: "Call Nuno" in rows(office))
    made = rows(office)["Call Nuno"]
    assert made.event.ends_at == "2026-11-25T09:00:00"
    assert made.event.starts_at == "2026-11-25T00:00:00"
    assert made.event.rrule == "FREQ=WEEKLY;BYDAY=WE"
    assert [person.name for person in made.people] == ["Nuno Duarte"]
    assert line.field.text() == ""
    assert not line.chips
    undo(office)
    office.until(lambda: told(office) == ALL)


def test_a_chip_becomes_text_again(office: Any) -> None:
    line = page_of(office).line
    type_line(office, "Call Nuno tomorrow every week")
    office.until(lambda: len(line.chips) == 3)
    QTest.keyClick(line.chips[0], Keys.Key_Backspace)
    QTest.keyClick(line.chips[0], Keys.Key_Backspace)
    assert [(chip.text, chip.removable) for chip in line.chips] == [
        ("Tue 24 Nov", False), ("Every week on Tuesday", True),
    ]  # fmt: skip
    QTest.keyClick(line.chips[1], Keys.Key_Backspace)
    assert line.chips == []
    QTest.keyClick(line.field, Keys.Key_Return)
    office.until(lambda: "Call Nuno tomorrow every week" in rows(office))
    made = rows(office)["Call Nuno tomorrow every week"]
    assert (made.event.ends_at, made.event.rrule, made.people) == ("", "", ())


def test_nobody_is_taken_where_several_are_called_so(office: Any, a_contact: Any) -> None:
    come: list[object] = []
    office.desk.write("Add", lambda tx: tx.contacts.add(a_contact("Nuno Silva")), come.append)
    office.until(lambda: come)
    type_line(office, "Call Nuno")
    QTest.keyClick(page_of(office).line.field, Keys.Key_Return)
    office.until(lambda: "Call Nuno" in rows(office))
    assert rows(office)["Call Nuno"].people == ()


def test_what_was_added_is_chosen_its_group_open(office: Any) -> None:
    type_line(office, "Buy stamps")
    QTest.keyClick(page_of(office).line.field, Keys.Key_Return)
    office.until(lambda: "Buy stamps" in told(office))
    current = list_of(office).current()
    assert current is not None
    assert current.event.summary == "Buy stamps"
    QTest.keyClick(page_of(office).line.field, Keys.Key_Down)
    assert list_of(office).hasFocus()


# ── the whole window ────────────────────────────────────────────────────────────────────


def test_tab_goes_through_the_page(office: Any) -> None:
    open_editor(office, "Call back")
    page = page_of(office)
    stops = page.stops()
    assert stops[0] is page.line.field
    assert stops[1] is page.list
    assert stops[-1] is page.back
    page.line.field.setFocus()
    QTest.keyClick(page.line.field, Keys.Key_Tab)
    assert page.list.hasFocus()


def test_the_palette_finds_both_actions(office: Any) -> None:
    titles = {entry.title: entry.keys for entry in actions_of(office.window, None)}
    assert titles["Tasks"] == "Ctrl+4"
    assert titles["New task"] == "Ctrl+Shift+T"


def test_where_one_may_only_read_nothing_can_be_done(office: Any) -> None:
    page = page_of(office)
    office.desk.facts = office.desk.facts._replace(read_only="This book may only be read.")
    page._show(page.list.rows.found)  # the desk asks the file again at once
    office.until(lambda: not page.add.isEnabled())
    office.window.actions_.update()
    assert not office.window.actions_.task.isEnabled()
    assert not page.line.field.isEnabled()
    assert page.add.toolTip() == "This book may only be read."
    shown = choose(office, "Call back")
    for key in (Keys.Key_Space, Keys.Key_T, Keys.Key_Delete, Keys.Key_Return):
        QTest.keyClick(shown, key)
    row = shown.current()
    assert row is not None
    assert not any(a.isEnabled() for a in shown.menu(row).actions() if a.text())
    assert is_alone(office)
    assert due(office, "Call back") == "2026-11-20"


def test_thousands_of_tasks_are_rows_of_one_view(office: Any) -> None:
    shown = list_of(office)
    keep(office, *(task(f"Task {n}", "2026-11-24") for n in range(900)))
    office.until(lambda: shown.rows.rowCount() == len(ALL) + 900)
    assert len(shown.viewport().children()) < 10
    choose(office, "Task 899")
    assert shown.viewport().rect().intersects(shown.visualRect(shown.currentIndex()))
