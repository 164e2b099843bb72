"""QIcons of Lucide's drawings: sharp at every size and density, tinted by state and theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from contactdesk.desktop import icons


class _Engine(QIconEngine):
    """Draws one icon at whatever size, density and state is asked for."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self.name, self.tone = name, tone

    def clone(self) -> QIconEngine:
        """Another engine for the same icon."""
        return _Engine(self.name, self.tone)

    def _tone(self, mode: QIcon.Mode) -> str:
        if mode == QIcon.Mode.Disabled:
            return "text3"
        if mode in (QIcon.Mode.Selected, QIcon.Mode.Active):
            return "sel_text" if self.tone in ("text", "text2", "text3") else self.tone
        return self.tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a painter."""
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.6)
        icons.paint(painter, rect, self.name, self._tone(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon in device pixels."""
        return icons.pixmap(self.name, min(size.width(), size.height()), self._tone(mode))


def made_icon(name: str, tone: str) -> QIcon:
    """An icon that asks for its colour each time it is drawn."""
    return QIcon(_Engine(name, tone))
