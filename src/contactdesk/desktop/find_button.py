"""The button over the sidebar that finds anything; there at the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from contactdesk.desktop import habits, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import is_plain_enter, paint_ground
from contactdesk.desktop.ringed import Ringed
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QEnterEvent, QKeyEvent, QPaintEvent

KEYS = "Ctrl+K"


class FindButton(Ringed, QAbstractButton):
    """Looks like a field; a click, Enter or Ctrl+K open the palette. A rail shows its icon."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rail = False
        self.setAccessibleName(_("Find anything"))
        habits.tip_with_keys(self, _("Find anything"), KEYS)
        habits.hint_of_keys(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As high as a field."""
        return QSize(40, look.tall(34, room=12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it, as Space does."""
        if is_plain_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the pointer's place."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Magnifier, words and keys."""
        direction, area = self.layoutDirection(), self.rect()
        ground = "hover" if self.isDown() or self.underMouse() else "raised"
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(area), ground, "border")
            if self.rail:
                icons.paint(painter, area, "search", "text2", look.px(18))
                return
            side = look.px(16)
            spot = QRect(look.px(10), (area.height() - side) // 2, side, side)
            icons.paint(painter, mirror.placed(direction, area, spot), "search", "text2")
            painter.setPen(look.colour("text2"))
            painter.setFont(look.font("body"))
            text, words = _("Find anything"), area.adjusted(look.px(34), 0, -look.px(10), 0)
            taken = look.metrics("micro", 500).horizontalAdvance(KEYS) + look.px(10)
            has_keys = look.metrics("body").horizontalAdvance(text) + taken <= words.width()
            has_keys = has_keys and habits.show_keys()
            spot = mirror.placed(direction, area, words)
            painter.drawText(spot, mirror.leading(direction), text)
            if has_keys:  # the words come first
                painter.setFont(look.font("micro", 500))
                painter.drawText(spot, mirror.trailing(direction), look.isolated(KEYS))
