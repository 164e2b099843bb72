"""The search field of a list: there at the first paint, taking letters at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLineEdit, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPaintEvent


class SearchField(QLineEdit):
    """The sunken search field: magnifier, an x that clears, Esc clears too.

    Built before the first paint: it must take a letter at once.
    """

    left_down = Signal()  # ↓ or Enter go on to the list
    opened = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("search", True)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        look.dress(self, "body")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the field's own menu."""
        from contactdesk.desktop.menus import show_field_menu

        show_field_menu(self, event)

    def _cross(self) -> QRect:
        side = look.px(14)
        spot = QRect(self.width() - side - look.px(11), (self.height() - side) // 2, side, side)
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, the magnifier and the x."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            side = look.px(16)
            spot = QRect(look.px(10), (self.height() - side) // 2, side, side)
            spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
            icons.paint(painter, spot, "search", "text2")
            if self.text():
                icons.paint(painter, self._cross(), "x", "text3")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The x clears."""
        if self.text() and self._cross().adjusted(-5, -8, 8, 8).contains(event.pos()):
            self.clear()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ goes to the hits, Enter opens the first, Esc clears.

        Undo and redo are the book's where the field has nothing of its own to take back.
        """
        from PySide6.QtGui import QKeySequence  # 71 enum members, not before the first paint

        key = event.key()
        if key == Qt.Key.Key_Down:
            self.left_down.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            self.undo_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            self.redo_wanted.emit()
        else:
            super().keyPressEvent(event)
