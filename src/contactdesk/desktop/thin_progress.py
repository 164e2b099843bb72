"""A thin line while the book takes its time."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.habits import moves


class ThinProgress(QWidget):
    """A 2 px line for work that takes a moment: it appears after 300 ms.

    Where nothing may run, it stands still over the whole width.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._at = 0.0
        self._wait = QTimer(self, singleShot=True, interval=300)
        self._wait.timeout.connect(self._begin)
        self._step = QTimer(self, interval=33)
        self._step.timeout.connect(self._move)

    def start(self) -> None:
        """The work began."""
        if not self.isVisible():
            self._wait.start()

    def stop(self) -> None:
        """The work is done."""
        self._wait.stop()
        self._step.stop()
        self.hide()

    def _begin(self) -> None:
        self._at = 0.0
        self.show()
        self.raise_()
        if moves():
            self._step.start()

    def _move(self) -> None:
        self._at = (self._at + 0.02) % 1.4
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the moving piece while there is work."""
        with QPainter(self) as painter:
            wide = self.width()
            if not self._step.isActive():
                painter.fillRect(self.rect(), look.colour("accent"))
                return
            x = round((self._at - 0.4) * wide)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                x = round(wide - x - wide * 0.4)
            painter.fillRect(x, 0, round(wide * 0.4), 2, look.colour("accent"))
