"""The steps of an import in its head: done ones with a tick, the present one filled."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.i18n import _, counted

MARK, GAP, LINE = 22, 8, 40


class Steps(QWidget):
    """Names of steps in a row; it shows where one is and takes no clicks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.dress(self, "body")

    def show_step(self, names: list[str], at: int) -> None:
        """Show these steps with the one at place `at` as the present one."""
        self._names, self._at = names, at
        words = _("Step {n} of {all}: {name}")
        self.setAccessibleName(
            words.format(n=counted(at + 1), all=counted(len(names)), name=names[at])
        )
        self.updateGeometry()
        self.update()

    def _width(self, at: int) -> int:
        style = "strong" if at == self._at else "body"
        return look.metrics(style).horizontalAdvance(self._names[at]) + 2

    def _needed(self) -> int:
        marks = len(self._names) * look.px(MARK + GAP)
        return marks + sum(self._width(i) for i in range(len(self._names)))

    def sizeHint(self) -> QSize:
        """All steps with their lines."""
        lines = max(0, len(self._names) - 1) * look.px(LINE + 2 * 14)
        return QSize(self._needed() + lines, look.tall(MARK + 4, "body", room=8))

    def minimumSizeHint(self) -> QSize:
        """Lines get shorter, then the last words are cut."""
        return QSize(look.px(MARK * 3), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw marks, names and the lines between them."""
        if not self._names:
            return
        gaps = max(1, len(self._names) - 1)
        room = max(look.px(16), min(look.px(LINE + 28), (self.width() - self._needed()) // gaps))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            x = 0
            for at in range(len(self._names)):
                x = self._paint_step(painter, at, x)
                if at < len(self._names) - 1:
                    self._paint_line(painter, x, room)
                    x += room

    def _placed(self, x: int, wide: int, high: int) -> QRect:
        spot = QRect(x, (self.height() - high) // 2, wide, high)
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def _paint_step(self, painter: QPainter, at: int, x: int) -> int:
        side = look.px(MARK)
        spot = self._placed(x, side, side)
        done, now = at < self._at, at == self._at
        painter.setPen(Qt.PenStyle.NoPen if done or now else QPen(look.colour("field"), 1.5))
        painter.setBrush(look.colour("ok" if done else "accent" if now else "list"))
        painter.drawEllipse(QRectF(spot).adjusted(0.75, 0.75, -0.75, -0.75))
        if done:
            icons.paint(painter, spot, "check-bold", "list", look.px(13))
        else:
            painter.setFont(look.font("caption", 600))
            painter.setPen(look.colour("on_accent" if now else "text2"))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, counted(at + 1))
        x += side + look.px(GAP)
        wide = self._width(at)
        painter.setFont(look.font("strong" if now else "body"))
        painter.setPen(look.colour("text" if now else "text2"))
        words = self._placed(x, wide, self.height())
        painter.drawText(words, mirror.leading(self.layoutDirection()), self._names[at])
        return x + wide

    def _paint_line(self, painter: QPainter, x: int, room: int) -> None:
        edge = min(look.px(14), room // 4)
        spot = self._placed(x + edge, max(2, room - 2 * edge), 1)
        painter.fillRect(spot, look.colour("border"))
