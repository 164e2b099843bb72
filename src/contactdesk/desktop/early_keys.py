"""A key that is pressed before the book is open is done once it is, rather than lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction, QKeyEvent

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier

_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class EarlyKeys:
    """Keeps the last key with Ctrl or Alt that nobody could follow yet."""

    def __init__(self) -> None:
        self._pressed = 0

    def keep(self, event: QKeyEvent) -> None:
        """Keep a key, if it is one that may stand for something to do."""
        if event.modifiers() & _HELD and event.key() not in _MODIFIERS:
            self._pressed = event.keyCombination().toCombined()

    def follow(self, actions: Iterable[QAction]) -> None:
        """Do what the key stands for, if that can be done now."""
        from PySide6.QtGui import QKeySequence

        pressed, self._pressed = self._pressed, 0
        if not pressed:
            return
        wanted = QKeySequence(pressed)
        for action in actions:
            if wanted in action.shortcuts() and action.isEnabled():
                action.trigger()
                return
