"""The plain ground under a page or a list: what it covers is not painted at all.

With a ground of the style sheet Qt paints every widget below the changed one, up to the window:
at each change of a card twelve of them, to be covered again.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look


class Ground(QWidget):
    """Fills itself with one colour of the theme."""

    def __init__(self, token: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        cover(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill what is to be painted."""
        fill(self, event, self._token)


def cover(widget: QWidget) -> None:
    """Promise that a widget paints all of itself."""
    widget.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def fill(widget: QWidget, event: QPaintEvent, token: str) -> None:
    """Fill what is to be painted of a widget."""
    with QPainter(widget) as painter:
        lay(painter, event.rect(), token)


def lay(painter: QPainter, area: QRect, token: str) -> None:
    """Fill an area before what is drawn on it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(token))
    # one px more: in a scaled window a pixel may lie across the edge
    painter.drawRect(area.adjusted(-1, -1, 1, 1))
