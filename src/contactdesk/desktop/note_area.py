"""The field that notes are typed into: Enter makes a new line, Ctrl+Enter is done, Esc gives up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

from contactdesk.desktop.fields import TextArea

_FOR_A_WHILE = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class NoteArea(TextArea):
    """Several lines that grow with their text."""

    done = Signal()
    given_up = Signal()
    grew = Signal()  # its height is another one
    left_for_good = Signal()  # the keyboard went elsewhere in this window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Esc; all other keys are typing."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A menu, or another window for a while, is not leaving."""
        super().focusOutEvent(event)
        if event.reason() not in _FOR_A_WHILE:
            self.left_for_good.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say that there is another height."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.grew.emit()
