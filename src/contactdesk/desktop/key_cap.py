"""A key as it is drawn beside what it does: small letters in a small frame."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground


def cap_width(keys: str) -> int:
    """How wide a cap with these letters is."""
    return look.metrics("micro", 600).horizontalAdvance(keys) + 14


def cap_height() -> int:
    """How high every cap is."""
    return look.tall(20, "micro", room=6)


def paint_cap(painter: QPainter, spot: QRect, keys: str) -> None:
    """Draw a cap in this place."""
    paint_ground(painter, QRectF(spot), "sunken", "border", 5)
    painter.setFont(look.font("micro", 600))
    painter.setPen(look.colour("text2"))
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, keys)


class KeyCap(QWidget):
    """A cap as a widget."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        spacing.see_to_itself(self)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """As wide as its letters."""
        return QSize(cap_width(self._keys), cap_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_cap(painter, self.rect(), self._keys)
