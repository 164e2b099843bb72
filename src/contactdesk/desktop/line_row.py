"""One person or organisation on a card: face, name, what they do, since when."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf, paint_avatar
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.value_row import EDGE

_FACE = 30
_TEXT = EDGE + _FACE + 10


class LineRow(QWidget):
    """A row of at least 42 px; where the line leads to a contact, a click or Enter opens it."""

    opened = Signal(int)

    def __init__(
        self,
        line: Line,
        *,
        middle_room: int = 0,
        trailing_room: int = 0,
        hairline: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.line = line
        self._hairline = hairline
        self._middle_room = middle_room  # the column for departments; 0 = there is none
        self._trailing_room = trailing_room  # the column for "since 2021"; 0 = its own width
        self._keyed = False
        look.dress(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        words = (line.name, line.second, line.middle if middle_room else "", line.trailing)
        self.setAccessibleName(", ".join(w for w in words if w))
        if line.row is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Two lines and a face."""
        return QSize(260, look.tall(42, "body", "caption", room=7))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(160, self.sizeHint().height())

    def open(self) -> None:
        """Go to the contact."""
        if self.line.row is not None:
            self.opened.emit(self.line.row.number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground or ring, face and words."""
        line = self.line
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._hairline:
                painter.fillRect(EDGE, 0, self.width() - 2 * EDGE, 1, look.colour("divider"))
            if line.row is not None and self.underMouse():
                paint_ground(painter, QRectF(self.rect()), "hover", radius=6)
            if self.hasFocus() and self._keyed:
                painter.setPen(QPen(look.colour("accent_text"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            spot = self._placed(QRect(EDGE, (self.height() - _FACE) // 2, _FACE, _FACE))
            paint_avatar(painter, spot, line.row or FaceOf(line.name, line.kind, line.name))
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        line = self.line
        caption = look.metrics("caption")
        wide = self.width() - _TEXT - EDGE
        trailing = self._trailing_room or caption.horizontalAdvance(line.trailing) + 2
        trailing = min(trailing, wide * 2 // 5)
        if line.trailing:
            spot = QRect(self.width() - EDGE - trailing, 0, trailing, self.height())
            self._draw(painter, spot, line.trailing, "caption", "text3", trailing_edge=True)
        if line.trailing or self._trailing_room:
            wide -= trailing + 12
        if self._middle_room:
            middle = min(self._middle_room, wide * 45 // 100)
            spot = QRect(_TEXT + wide - middle, 0, middle, self.height())
            self._draw(painter, spot, line.middle, "caption", "text2")
            wide -= middle + 10
        high = self.fontMetrics().height() + (caption.height() if line.second else 0)
        y = (self.height() - high) // 2
        first = QRect(_TEXT, y, wide, self.fontMetrics().height())
        self._draw(painter, first, line.name, "body", "text2" if line.over else "text", weight=500)
        if line.second:
            second = QRect(_TEXT, first.bottom() + 1, wide, caption.height())
            self._draw(painter, second, line.second, "caption", "text2")

    def _draw(
        self,
        painter: QPainter,
        spot: QRect,
        text: str,
        style: str,
        tone: str,
        *,
        weight: int | None = None,
        trailing_edge: bool = False,
    ) -> None:
        direction = self.layoutDirection()
        side = Qt.AlignmentFlag.AlignRight if trailing_edge else Qt.AlignmentFlag.AlignLeft
        flags = QStyle.visualAlignment(direction, side) | Qt.AlignmentFlag.AlignAbsolute
        metrics: QFontMetrics = look.metrics(style, weight)
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(tone))
        shown = metrics.elidedText(
            bidi.without_marks(text), Qt.TextElideMode.ElideRight, spot.width()
        )
        tall = self._placed(spot).adjusted(0, -8, 0, 8)  # fallback faces are taller than the line
        painter.drawText(tall, flags | Qt.AlignmentFlag.AlignVCenter, bidi.isolated(shown))

    def _placed(self, spot: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, ↑↓ to the neighbours."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _go(self, step: int) -> None:
        parent = self.parentWidget()
        rows = [r for r in parent.findChildren(LineRow) if r.line.row] if parent else []
        at = rows.index(self) + step if self in rows else -1
        if 0 <= at < len(rows):
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def event(self, event: QEvent) -> bool:
        """The tooltip says what may be cut off."""
        if event.type() == QEvent.Type.ToolTip:
            words = (self.line.name, self.line.second, self.line.middle, self.line.trailing)
            tip = "\n".join(dict.fromkeys(bidi.isolated(w) for w in words if w))
            self.setToolTip(plain_tip(tip))
        return super().event(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer came."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring for the keyboard."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self.update()
