"""Undo in a field that has nothing of its own to take back: then the book's is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

Keys = QKeySequence.StandardKey


class LetUndoThrough(QObject):
    """Leaves Ctrl+Z and Ctrl+Y of these fields to the window while `may()` allows it.

    A field claims both keys even when nothing was typed into it, and would do nothing with them.
    """

    def __init__(
        self, fields: Sequence[QLineEdit], may: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._may = may
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do not let the field claim the key."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        assert isinstance(watched, QLineEdit)
        undo, redo = event.matches(Keys.Undo), event.matches(Keys.Redo)
        own = (undo and watched.isUndoAvailable()) or (redo and watched.isRedoAvailable())
        if own or not (undo or redo) or not self._may():
            return False
        event.ignore()
        return True
