"""Several faces in a row, one over the other."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.i18n import counted
from contactdesk.store.listing import ContactRow

FACE, STEP, FACES = 52, 44, 4


class Faces(QWidget):
    """Up to four faces over one another, then "+12"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ContactRow] = []
        self._more = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: list[ContactRow], count: int) -> None:
        """Draw these faces, and how many more there are."""
        self._rows = rows[:FACES]
        self._more = count - len(self._rows)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Faces and the number after them."""
        wide = FACE + STEP * max(0, len(self._rows) - 1) + 8
        return QSize(look.px(wide + (56 if self._more else 0)), look.px(FACE + 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw them, the first on top."""
        with QPainter(self) as painter:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            for i in reversed(range(len(self._rows))):
                side = look.px(FACE)
                x = look.px(4 + i * STEP)
                x = self.width() - x - side if mirrored else x
                spot = QRect(x, look.px(4), side, side)
                paint_avatar(painter, spot, self._rows[i], ring="page")
            if self._more:
                x = look.px(12 + FACE + STEP * (len(self._rows) - 1)) if self._rows else 0
                spot = QRect(0 if mirrored else x, 0, self.width() - x, self.height())
                painter.setFont(look.font("strong"))
                painter.setPen(look.colour("text2"))
                painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, f"+{counted(self._more)}")
