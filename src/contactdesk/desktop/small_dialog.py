"""A small window that grows with what is said in it, and saves by its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout

from contactdesk.desktop.buttons import Button
from contactdesk.i18n import _


class SmallDialog(QDialog):
    """Sentences under fields wrap: Qt lets a window keep its height, and they would be cut.

    `go` is the button at the foot that does what the window is for.
    """

    go: Button

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

    def foot(self, words: str) -> QHBoxLayout:
        """The foot: Cancel, and the button that does what the window is for."""
        self.go = Button(words, "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self.done_with)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        return row

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
