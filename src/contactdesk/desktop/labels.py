"""Words that do something: links, chips, text to select (and the plain ones of `text`)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.category_colours import category_dot
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.text import ElidedLabel, Hairline, Label
from contactdesk.i18n import _

__all__ = ["Chip", "ElidedLabel", "Hairline", "Label", "LinkLabel", "SelectableText"]

LEGIBLE = 30  # letters in a line


class SelectableText(Label):
    """Text that wraps and can be selected with the mouse, and with `keys` by the keyboard.

    It knows the heights it gave: at every question Qt sets such a text anew, and paints it then.
    """

    def __init__(self, text: str, style: str, tone: str = "", *, keys: bool = False) -> None:
        self._heights: dict[int, int] = {}
        super().__init__(text, style, tone, wrap=True)
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        if keys:
            flags |= Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(flags)
        self.give_way()

    def setText(self, text: str) -> None:
        """Show this text."""
        if text != self.text():
            self._heights.clear()
            super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another size."""
        self._heights.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """As wide as it is, and so high: whoever lays it out goes by the height for a width."""
        wide = max(self.width(), self.fontMetrics().averageCharWidth() * LEGIBLE)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        edges = self.contentsMargins()
        return QSize(0, self.fontMetrics().height() + edges.top() + edges.bottom())


class LinkLabel(Ringed, ElidedLabel):
    """Words that lead somewhere: pointer, Enter or Space emit `activated`."""

    activated = Signal()

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        *,
        weight: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, style, "accent_text", weight=weight, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the link."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.activated.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow the link by keyboard."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return 4


class Chip(Ringed, QWidget):
    """A round label, 24 px: a neutral one with a colour dot, or a tone on its soft ground.

    `tone` is one of accent, ok, warn, bad, violet, teal, slate; `category` the one whose dot it
    shows, in the colour that it has when it is painted.
    A removable chip has an x and listens to Backspace and Delete: `removed`.
    """

    removed = Signal()
    clicked = Signal()

    def __init__(
        self,
        text: str,
        tone: str = "slate",
        *,
        category: str = "",
        icon: str = "",
        removable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.text, self.tone, self.category, self.icon_name = text, tone, category, icon
        self.removable = removable
        look.dress(self, "caption", 500)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if removable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setToolTip(_("Remove {name} (Delete)").format(name=text))

    def _lead(self) -> int:
        return look.px(9 + (15 if self.category else 20 if self.icon_name else 0))

    def sizeHint(self) -> QSize:
        """As wide as what it holds."""
        metrics = self.fontMetrics()
        wide = self._lead() + metrics.horizontalAdvance(self.text) + look.px(10)
        return QSize(
            wide + (look.px(18) if self.removable else 0), look.tall(24, "caption", room=6)
        )

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(min(look.px(48), self.sizeHint().width()), self.sizeHint().height())

    def _cross(self) -> QRect:
        side = look.px(12)
        spot = QRect(self.width() - side - look.px(9), (self.height() - side) // 2, side, side)
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, dot or icon, words and x."""
        ink = "accent_text" if self.tone == "accent" else self.tone
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect())
            paint_ground(painter, area, f"{self.tone}_soft", radius=area.height() / 2)
            self._paint_lead(painter, ink)
            end = look.px(27 if self.removable else 8)
            spot = QRect(self._lead(), 0, self.width() - self._lead() - end, self.height())
            spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
            painter.setFont(self.font())
            painter.setPen(look.colour("text2" if self.tone == "slate" else ink))
            words = self.fontMetrics().elidedText(
                self.text, Qt.TextElideMode.ElideRight, spot.width() + 2
            )
            painter.drawText(
                spot.adjusted(0, 0, 2, 0),
                mirror.leading(self.layoutDirection()),
                words,
            )
            if self.removable:
                icons.paint(painter, self._cross(), "x", "text3", look.px(12))

    def _paint_lead(self, painter: QPainter, ink: str) -> None:
        middle = self.height() // 2
        if self.category:
            side = look.px(8)
            spot = QRect(look.px(9), middle - side // 2, side, side)
            spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(category_dot(self.category)))
            painter.drawEllipse(spot)
        elif self.icon_name:
            side = look.px(14)
            spot = QRect(look.px(9), middle - side // 2, side, side)
            spot = mirror.placed(self.layoutDirection(), self.rect(), spot)
            icons.paint(painter, spot, self.icon_name, ink, side)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The x removes; the rest is a click."""
        if self.removable and self._cross().adjusted(-5, -6, 9, 6).contains(event.pos()):
            self.removed.emit()
        elif self.rect().contains(event.pos()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace and Delete remove."""
        if self.removable and event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return self.height() / 2
