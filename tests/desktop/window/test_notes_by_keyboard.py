"""A call logged and a note written from the list, without a pointer."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    w.window.activateWindow()
    w.until(w.window.isActiveWindow)
    w.choose("Ewa Lis")
    w.table.setFocus(Qt.FocusReason.TabFocusReason)
    w.until(lambda: w.window.detail.card is not None and w.window.actions_.call.isEnabled())
    return w


def shown(w: Any) -> list[tuple[str, str]]:
    panel = w.window.detail.card.timeline
    return [(r.title, r.text) for r in panel.items.rows.rows] if panel.items is not None else []


def test_a_call_is_logged_from_the_list_with_three_keys_and_a_sentence(office, qtbot) -> None:
    qtbot.keyClick(office.table, K.Key_C, CTRL | SHIFT)
    office.until(lambda: office.window.detail.card.timeline.composer.is_open)
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "Wants prices")
    qtbot.keyClick(field, K.Key_Return, CTRL)
    office.until(lambda: shown(office))
    ((title, text),) = shown(office)
    assert (title.split(" · ")[0], text) == ("Called", "Wants prices")
    assert office.window.actions_.undo.text() == "Undo: Call with Ewa Lis"
    qtbot.keyClick(office.window, K.Key_Z, CTRL)
    office.until(lambda: not shown(office))


def test_a_note_is_of_the_one_gone_to_by_the_arrow_keys(office, qtbot) -> None:
    qtbot.keyClick(office.table, K.Key_Up)
    qtbot.keyClick(office.table, K.Key_N, CTRL | SHIFT)
    office.until(lambda: office.window.detail.card.view.name == "Anna Baran")
    office.until(lambda: office.window.detail.card.timeline.composer.is_open)
    qtbot.keyClicks(QApplication.focusWidget(), "of Anna")
    qtbot.keyClick(QApplication.focusWidget(), K.Key_Return, CTRL)
    office.until(lambda: shown(office) == [("Note", "of Anna")])
    office.choose("Ewa Lis")
    office.until(lambda: office.window.detail.card.view.name == "Ewa Lis")
    assert shown(office) == []


def test_a_note_is_of_whoever_is_shown_when_a_search_for_others_has_ended(office, qtbot) -> None:
    pane = office.window.list_pane
    qtbot.keyClick(office.table, K.Key_F, CTRL)
    office.until(lambda: QApplication.focusWidget() is pane.search)
    qtbot.keyClicks(pane.search, "anna")
    office.until(lambda: pane.model.count == 1)
    qtbot.keyClick(pane.search, K.Key_Escape)
    office.until(lambda: pane.model.count == 2)
    qtbot.keyClick(QApplication.focusWidget(), K.Key_N, CTRL | SHIFT)
    office.until(lambda: office.window.detail.card.timeline.composer.is_open)
    assert office.window.detail.card.view.name == "Ewa Lis"
