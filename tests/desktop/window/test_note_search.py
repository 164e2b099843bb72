"""Searching what happened from the palette, and going to whom it happened with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from contactdesk.desktop.note_search_dialog import MOST, NoteSearchDialog
from contactdesk.model.happenings import a_note

K = Qt.Key
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def office(opened, a_contact) -> Any:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.until(lambda: len(w.names()) == 2)
    come: list[object] = []

    def notes(tx: Any) -> None:
        anna, ewa = (tx.contacts.rows([n])[0].id for n in (1, 2))
        tx.events.add(a_note((anna,), "zebra crossing", NOON))
        tx.events.add(a_note((ewa,), "a zebra again", NOON + timedelta(hours=1)))
        for n in range(MOST + 5):
            tx.events.add(a_note((ewa,), f"horse {n}", NOON - timedelta(hours=n)))

    w.desk.write("Notes", notes, come.append)
    w.until(lambda: come)
    return w


def search(w: Any, qtbot: Any, text: str) -> NoteSearchDialog:
    w.window.actions_.find_anything.trigger()
    palette = w.window.palette_
    palette.field.setText(text)
    w.until(lambda: palette.isVisible() and palette._is_current())
    entry = next(e for e in palette.entries if e.key == "search notes")
    assert entry.title == f"Search notes for “{text}”"
    palette._run(entry.run)
    found = w.window.findChildren(NoteSearchDialog)[-1]
    w.until(lambda: found.is_done)
    return found


def test_notes_are_found_from_the_palette_and_enter_leads_to_the_card(office, qtbot) -> None:
    dialog = search(office, qtbot, "zebra")
    assert [(r.person_name, r.text) for r in dialog.hits.rows.rows] == [
        ("Ewa Lis", "a zebra again"), ("Anna Baran", "zebra crossing"),
    ]  # fmt: skip
    assert dialog.words.text() == "2 found"
    qtbot.keyClick(dialog.field, K.Key_Return)
    assert dialog.focusWidget() is dialog.hits
    qtbot.keyClick(dialog.hits, K.Key_Down)
    qtbot.keyClick(dialog.hits, K.Key_Return)
    assert office.table.chosen_numbers() == [1]
    office.until(lambda: not office.window.findChildren(NoteSearchDialog))


def test_other_words_are_looked_for_as_one_types(office, qtbot) -> None:
    dialog = search(office, qtbot, "zebra")
    dialog.field.setText("zebra horse")
    office.until(lambda: dialog.words.text() == "Nothing that happened has these words.")
    assert not dialog.hits.isVisible()
    dialog.field.setText("horse")
    office.until(lambda: len(dialog.hits.rows.rows) == MOST)
    assert dialog.words.text() == "The latest 60 are shown. More words find less."
    qtbot.keyClick(dialog, K.Key_Escape)


def test_it_is_not_offered_for_two_letters_or_a_number(office) -> None:
    office.window.actions_.find_anything.trigger()
    palette = office.window.palette_
    for text in ("ze", "600000214"):
        palette.field.setText(text)
        office.until(palette._is_current)
        assert "search notes" not in [e.key for e in palette.entries]
