"""Digits typed or pasted anywhere lead to who has the number; calls of nobody are found again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.phone_body import KnownBody
from contactdesk.desktop.phone_note import NoteBody
from contactdesk.desktop.phone_unknown import UnknownBody
from contactdesk.desktop.unknown_calls_dialog import UnknownCallsDialog
from contactdesk.model.happenings import a_call
from contactdesk.store.timeline import Asked

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PORTO = "+351220001940"


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(
        a_contact("Anna Baran", phones=["+48 600 000 214"]),
        a_contact("Baltica", kind="org", phones=["+48 58 000 12 00"]),
        a_contact("Ewa Lis"),
    )
    w.until(lambda: len(w.names()) == 3)
    w.window.activateWindow()
    w.until(w.window.isActiveWindow)
    return w


def offered(w: Any, text: str) -> Any:
    if w.window.palette_ is None or not w.window.palette_.isVisible():
        w.window.actions_.find_anything.trigger()
    palette = w.window.palette_
    palette.field.setText(text)
    w.until(lambda: palette.isVisible() and palette._is_current())
    return palette


def titles(w: Any, text: str) -> list[str]:
    return [entry.title for entry in offered(w, text).entries]


def body(w: Any, kind: type) -> Any:
    def shown() -> bool:
        panel = w.window.verbs.phone.panel()
        return panel is not None and panel.isVisible() and isinstance(panel.body, kind)

    w.until(shown)
    return w.window.verbs.phone.panel().body


def happened(w: Any, name: str) -> list[str]:
    answers: list[list[str]] = []

    def ask(tx: Any) -> list[str]:
        items = tx.timelines.of(tx.contacts.search(name).numbers[0], Asked()).items
        return [item.event.description for item in items]

    w.desk.read(ask, answers.append)
    w.until(lambda: answers)
    return answers[0]


def test_the_palette_shows_whose_number_it_is_before_what_can_be_done_with_it(office) -> None:
    assert titles(office, "0048 600 000 214") == [
        "Anna Baran", "Log a call from 0048 600 000 214", "Who is it? 0048 600 000 214",
    ]  # fmt: skip
    assert titles(office, "+48 58 000 12 40")[0] == "Baltica"
    assert titles(office, PORTO)[0] == f"Log a call from {PORTO}"
    assert not any(t.startswith("Log a call from") for t in titles(office, "2026"))


def test_a_call_is_logged_from_the_palette(office, qtbot) -> None:
    palette = offered(office, "+48600000214")
    qtbot.keyClick(palette.field, K.Key_Return, CTRL)  # the second line
    note = body(office, NoteBody)
    assert office.window.focusWidget() is note.area
    qtbot.keyClicks(note.area, "ordered")
    qtbot.keyClick(note.area, K.Key_Return, CTRL)
    office.until(lambda: happened(office, "Anna Baran") == ["ordered"])


def test_a_number_of_nobody_typed_into_the_palette_asks_who_it_is(office, qtbot) -> None:
    palette = offered(office, PORTO)
    qtbot.keyClick(palette.field, K.Key_Return)
    assert body(office, UnknownBody).field is office.window.focusWidget()


def test_a_number_is_pasted_where_no_field_is(office, qtbot) -> None:
    QApplication.clipboard().setText("tel:+48-600-000-214")
    office.table.setFocus()
    qtbot.keyClick(office.table, K.Key_V, CTRL)
    assert body(office, KnownBody).who.name == "Anna Baran"
    search = office.window.list_pane.search
    search.setFocus()
    qtbot.keyClick(search, K.Key_V, CTRL)
    assert search.text() == "tel:+48-600-000-214"


def unknown(w: Any) -> UnknownCallsDialog:
    come: list[object] = []
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    w.desk.write("Call", lambda tx: tx.events.add(
        a_call((), "asks for prices", at, direction="in", number=PORTO)), come.append)  # fmt: skip
    w.until(lambda: come)
    w.window.actions_.unknown_calls.trigger()
    found: list[UnknownCallsDialog] = w.window.findChildren(UnknownCallsDialog)
    w.until(lambda: found[-1].lines)
    return found[-1]


@pytest.mark.parametrize("with_number", [False, True])
def test_a_call_kept_with_its_number_is_said_to_be_somebodys(
    office, qtbot, with_number: bool
) -> None:
    dialog = unknown(office)
    (line,) = dialog.lines
    line.attach.click()
    office.until(line.who.hasFocus)
    dialog.done_.setFocus()
    line.who.setText("ewa")
    line.who._look()
    office.until(lambda: line.who.found)
    assert not line.this_call.isEnabled()
    line.who.pick(line.who.found[0])
    (line.with_number if with_number else line.this_call).click()
    office.until(lambda: not dialog.lines)
    assert dialog.words.text().startswith("There are none.")
    assert happened(office, "Ewa Lis") == ["asks for prices"]
    answers: list[int] = []
    office.desk.read(lambda tx: len(tx.contacts.callers(PORTO)), answers.append)
    office.until(lambda: answers == [int(with_number)])
    office.window.verbs.undo()
    office.until(lambda: len(dialog.lines) == 1)
    assert happened(office, "Ewa Lis") == []
    dialog.reject()


def test_where_the_number_is_somebodys_now_one_press_says_it(office) -> None:
    dialog = unknown(office)
    come: list[object] = []

    def number(tx: Any) -> None:
        from contactdesk.operations.phone_numbers import add_number

        add_number(tx, tx.contacts.search("Ewa Lis").numbers[0], PORTO)

    office.desk.write("Number", number, come.append)
    office.until(lambda: dialog.lines[0].attach.text() == "It was Ewa Lis")
    dialog.lines[0].attach.click()
    office.until(lambda: not dialog.lines)
    assert happened(office, "Ewa Lis") == ["asks for prices"]
    dialog.reject()


def test_they_are_found_by_the_palette_too(office) -> None:
    assert "Unknown calls…" in titles(office, "unknown calls")
