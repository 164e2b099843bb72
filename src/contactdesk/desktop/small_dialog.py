"""A small window that grows with what is said in it, and saves by its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog


class SmallDialog(QDialog):
    """Sentences under fields wrap: Qt lets a window keep its height, and they would be cut."""

    def event(self, event: QEvent) -> bool:
        """Something came or went: look whether there is room for all of it."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.grow)
        return super().event(event)

    def grow(self) -> None:
        """Be at least as high as everything needs at this width."""
        layout = self.layout()
        if layout is None:
            return
        wanted = max(layout.totalHeightForWidth(self.width()), layout.totalMinimumSize().height())
        if wanted > self.height():
            self.resize(self.width(), wanted)

    def done_with(self) -> None:
        """Save what is there, or say at a field why not: each window knows how."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S, Ctrl+Enter and Enter save, Esc leaves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Save) or enter:
            self.done_with()
        else:
            super().keyPressEvent(event)
