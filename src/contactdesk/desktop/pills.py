"""Exclusive choices as words in a row, the chosen one on a soft ground: filters, outcomes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.ringed import Ringed

_PADDING, _GAP, _LINE_GAP = 10, 4, 4


class Pills(Ringed, QWidget):
    """←/→ and a click choose: `chosen(value)`; they go on in a new line when there is no room."""

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.choices: list[tuple[str, str]] = []
        self._at = 0
        look.dress(self, "caption", 500)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these, and keep the one chosen where it is among them."""
        if list(choices) == self.choices:
            return
        value = self.value()
        self.choices = list(choices)
        self.choose(value)
        self.updateGeometry()

    def value(self) -> str:
        """The choice made."""
        return self.choices[self._at][1] if self.choices else ""

    def choose(self, value: str) -> None:
        """Show a choice without emitting; the first one where there is no such."""
        values = [each for _words, each in self.choices]
        self._at = values.index(value) if value in values else 0
        self.setAccessibleDescription(self.choices[self._at][0] if self.choices else "")
        self.update()

    def _cells(self, width: int) -> list[QRect]:
        metrics, high = self.fontMetrics(), look.tall(24, "caption", room=6)
        cells: list[QRect] = []
        x = y = 0
        for words, _value in self.choices:
            wide = metrics.horizontalAdvance(words) + 2 * look.px(_PADDING)
            if x and x + wide > width:
                x, y = 0, y + high + look.px(_LINE_GAP)
            cells.append(QRect(x, y, wide, high))
            x += wide + look.px(_GAP)
        return cells

    def hasHeightForWidth(self) -> bool:
        """More lines where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        cells = self._cells(width)
        return cells[-1].bottom() + 1 if cells else 0

    def sizeHint(self) -> QSize:
        """All in one line."""
        cells = self._cells(1 << 20)
        return QSize(cells[-1].right() + 1, cells[-1].bottom() + 1) if cells else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """As wide as the longest."""
        cells = self._cells(0)
        wide = max((cell.width() for cell in cells), default=0)
        return QSize(wide, cells[0].height() if cells else 0)

    def _placed(self) -> list[QRect]:
        direction, area = self.layoutDirection(), self.rect()
        return [mirror.placed(direction, area, cell) for cell in self._cells(self.width())]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, the chosen ones on their ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for at, cell in enumerate(self._placed()):
                here = at == self._at
                if here:
                    paint_ground(painter, QRectF(cell), "accent_soft", radius=cell.height() / 2)
                painter.setFont(look.font("caption", 600 if here else 500))
                painter.setPen(look.colour("accent_text" if here else "text2"))
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, self.choices[at][0])

    def _take(self, at: int) -> None:
        at = max(0, min(len(self.choices) - 1, at))
        if at != self._at:
            self._at = at
            self.setAccessibleDescription(self.choices[at][0])
            self.update()
            self.chosen.emit(self.value())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        for at, cell in enumerate(self._placed()):
            if cell.contains(event.position().toPoint()):
                self._take(at)

    def turn(self, key: int) -> bool:
        """Choose what is to the left or right; False for another key."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        if step:
            self._take(self._at + step)
        return bool(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """←/→ choose, with Alt too."""
        if not self.turn(event.key()):
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as a choice."""
        return 12

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
