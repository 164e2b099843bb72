"""The face at the head of the editor: a click chooses another picture, or takes it away."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QStyle, QWidget

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf, paint_avatar, shape
from contactdesk.desktop.ringed import Ringed
from contactdesk.i18n import _

_BADGE = 20


class FacePicker(Ringed, QWidget):
    """An avatar with a camera badge."""

    choose_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = FaceOf("", "individual", "")
        self.picture: QImage | None = None
        self._side = side
        self.setFixedSize(side + 6, side + 4)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Picture"))
        self.setToolTip(_("Choose a picture…"))

    def show_face(self, face: FaceOf, picture: QImage | None) -> None:
        """Show this from now on."""
        self._face, self.picture = face, picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The face and the camera."""
        direction = self.layoutDirection()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            spot = QStyle.visualRect(
                direction, self.rect(), QRect(0, 0, look.px(self._side), look.px(self._side))
            )
            if self._face.name or self._face.kind == "org" or self.picture is not None:
                paint_avatar(painter, spot, self._face, photo=self.picture)
            else:
                painter.fillPath(shape(QRectF(spot), self._face.kind), look.colour("hover"))
                icons.paint(painter, spot, "user-round", "text2", look.px(self._side // 2))
            badge = look.px(_BADGE)
            corner = QRect(self.width() - badge, self.height() - badge, badge, badge)
            corner = QStyle.visualRect(direction, self.rect(), corner)
            painter.setPen(look.colour("border"))
            painter.setBrush(look.colour("raised"))
            painter.drawEllipse(corner.adjusted(0, 0, -1, -1))
            icons.paint(painter, corner, "camera", "text2", look.px(12))

    def menu(self) -> QMenu:
        """Choose or remove; the menu deletes itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("image"), _("Choose a picture…"), self.choose_wanted.emit)
        menu.addAction(icons.icon("trash-2"), _("Remove the picture"), self.remove_wanted.emit)
        return menu

    def _ask(self) -> None:
        if self.picture is None:
            self.choose_wanted.emit()
        else:
            self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space ask."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask()
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return look.px(self._side) / 2
