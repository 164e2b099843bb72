"""The choice of a theme: small pictures of the window."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.ringed import Ringed
from contactdesk.i18n import _

TILE = QSize(124, 76)


class ThemeTile(Ringed, QWidget):
    """A small picture of a theme; a click or Space takes it."""

    taken = Signal(object)  # its value

    def __init__(self, value: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value, self.words, self.chosen = value, words, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.dress(self, "button")

    def sizeHint(self) -> QSize:
        """The picture and the words under it."""
        wide = max(look.px(TILE.width()), look.metrics("strong").horizontalAdvance(self.words) + 8)
        return QSize(wide, look.px(TILE.height() + 10) + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sidebar, list and card in the theme's colours."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wide, high = look.px(TILE.width()), look.px(TILE.height())
            frame = QRectF((self.width() - wide) // 2 + 1, 1, wide - 2, high - 2)
            clip = QPainterPath()
            clip.addRoundedRect(frame, 8, 8)
            painter.save()
            painter.setClipPath(clip)
            half = frame.width() / 2
            first = look.DARK if self.value == "dark" else look.LIGHT
            _paint_small(painter, frame, first)
            if self.value == "system":
                painter.setClipRect(
                    QRectF(frame.x() + half, frame.y(), half, frame.height()),
                    Qt.ClipOperation.IntersectClip,
                )
                _paint_small(painter, frame, look.DARK)
            painter.restore()
            tone, line = ("accent_text", 2) if self.chosen else ("border", 1)
            painter.setPen(QPen(look.colour(tone), line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 8, 8)
            painter.setFont(look.font("strong" if self.chosen else "body"))
            painter.setPen(look.colour("text"))
            spot = QRect(0, high + 4, self.width(), self.height() - high - 4)
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, self.words)

    def show_chosen(self, chosen: bool) -> None:
        """Draw the frame of the chosen one, or not."""
        self.chosen = chosen
        self.setAccessibleDescription(_("chosen") if chosen else "")
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        self.taken.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take it by keyboard."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(self.value)
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return 8


def _paint_small(painter: QPainter, frame: QRectF, theme: look.Theme) -> None:
    x, y, w, h = frame.x(), frame.y(), frame.width(), frame.height()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(frame, theme.colour("page"))
    painter.fillRect(QRectF(x, y, w * 0.26, h), theme.colour("chrome"))
    painter.fillRect(QRectF(x + w * 0.26, y, w * 0.24, h), theme.colour("list"))
    for i in range(5):
        painter.setBrush(theme.colour("accent" if i == 1 else "border"))
        painter.drawRoundedRect(QRectF(x + w * 0.29, y + 8 + i * 13, w * 0.18, 7), 3, 3)
    painter.setBrush(theme.colour("text"))
    painter.drawRoundedRect(QRectF(x + w * 0.6, y + 10, w * 0.24, 6), 3, 3)
    painter.setBrush(theme.colour("card"))
    painter.drawRoundedRect(QRectF(x + w * 0.58, y + 28, w * 0.32, h - 40), 4, 4)


class ThemeChoice(QWidget):
    """The three themes side by side: `chosen(value)`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(16, 10, self)
        row.setContentsMargins(4, 4, 4, 4)
        self.tiles = [
            ThemeTile("system", _("Follow system")),
            ThemeTile("light", _("Light")),
            ThemeTile("dark", _("Dark")),
        ]
        for tile in self.tiles:
            tile.taken.connect(self.chosen)
            row.addWidget(tile)

    def choose(self, value: object) -> None:
        """Show a choice without emitting."""
        for tile in self.tiles:
            tile.show_chosen(tile.value == value)
