"""From words to what happened, and to the card of whom it happened with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow


def search_notes(window: MainWindow, text: str) -> None:
    """Look for words in everything that happened."""
    from contactdesk.desktop.note_search_dialog import NoteSearchDialog

    dialog = NoteSearchDialog(window.desk, text, window)
    dialog.opened.connect(window.go_to_contact)
    dialog.open()
