"""One person or organisation on a card: face, name, what they do, since when."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import bidi, ground
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.line_painting import changed_part, line_height, paint_line
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.value_row import EDGE


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
        ground.cover(self)
        self.line = line
        self._hairline = hairline
        self._middle_room = middle_room  # the column for departments; 0 = there is none
        self._trailing_room = trailing_room  # the column for "since 2021"; 0 = its own width
        self._keyed = False
        look.dress(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name_it()
        if line.row is not None:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _name_it(self) -> None:
        line = self.line
        words = (line.name, line.second, line.middle if self._middle_room else "", line.trailing)
        self.setAccessibleName(", ".join(w for w in words if w))

    def show_line(self, line: Line) -> None:
        """Show another line that leads to the same place."""
        if line != self.line:
            before, self.line = self.line, line
            self._name_it()
            self.update(changed_part(self.rect(), before, line, self.layoutDirection()))

    def sizeHint(self) -> QSize:
        """Two lines and a face."""
        return QSize(260, line_height())

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
            ground.lay(painter, event.rect(), "card")
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._hairline:
                painter.fillRect(EDGE, 0, self.width() - 2 * EDGE, 1, look.colour("divider"))
            if line.row is not None and self.underMouse():
                paint_ground(painter, QRectF(self.rect()), "hover", radius=6)
            if self.hasFocus() and self._keyed:
                paint_ring(painter, QRectF(self.rect()), 6)
            paint_line(
                painter, self.rect(), line, self.layoutDirection(), self._middle_room,
                self._trailing_room, event.rect(),
            )  # fmt: skip

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
