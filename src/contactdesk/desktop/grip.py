"""What a line of a list is dragged by."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look


class Grip(QWidget):
    """Tells where on the screen it is carried and let go; its tip says how keys do the same."""

    carried = Signal(int)
    dropped = Signal(int)

    def __init__(self, tip: str) -> None:
        super().__init__()
        self.setFixedWidth(18)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tip)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it."""
        self.carried.emit(round(event.globalPosition().y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self.dropped.emit(round(event.globalPosition().y()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the six dots."""
        side = look.px(16)
        spot = QRect(0, 0, side, side)
        spot.moveCenter(self.rect().center())
        with QPainter(self) as painter:
            icons.paint(painter, spot, "grip-vertical", "text3", side)
