"""A face that can be changed: at the head of the editor and of the card.

A click chooses another photo or opens the menu; pictures can be dropped on it and pasted.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QEnterEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from contactdesk.desktop import icons
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf, paint_avatar, shape
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.photo_source import PhotoSource, holds_photo, source_in
from contactdesk.desktop.ringed import Ringed
from contactdesk.i18n import _

Paste = QKeySequence.StandardKey.Paste


class FacePicker(Ringed, QWidget):
    """An avatar with a camera badge, always or (`quiet`) under the pointer and the keyboard."""

    choose_wanted = Signal()
    paste_wanted = Signal()
    save_wanted = Signal()
    remove_wanted = Signal()
    offered = Signal(object)  # PhotoSource: a picture was dropped
    dragged = Signal()  # the face is dragged away, and the contact with it

    def __init__(self, side: int, *, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = FaceOf("", "individual", "")
        self.picture: QImage | None = None
        self._side, self._quiet = side, quiet
        self._badge = 26 if side > 60 else 20
        self._grip: QPoint | None = None
        self._targeted = False
        self.saves = False  # whether the photo can be saved as a file from here
        self.setFixedSize(side + (0 if quiet else 6), side + (0 if quiet else 4))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAcceptDrops(True)
        self.setAccessibleName(_("Photo"))
        self.setToolTip(_("Change the photo (drop or paste a picture)"))

    def freeze(self) -> None:
        """Nothing can be changed here; the contact can still be dragged away."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self.unsetCursor()
        self.setToolTip("")

    def show_face(self, face: FaceOf, picture: QImage | None) -> None:
        """Show this from now on."""
        self._face, self.picture = face, picture
        self.update()

    # ── how it looks ────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """The face and the camera."""
        direction = self.layoutDirection()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            side = look.px(self._side)
            spot = QStyle.visualRect(direction, self.rect(), QRect(0, 0, side, side))
            if self._face.name or self._face.kind == "org" or self.picture is not None:
                paint_avatar(painter, spot, self._face, photo=self.picture)
            else:
                painter.fillPath(shape(QRectF(spot), self._face.kind), look.colour("hover"))
                icons.paint(painter, spot, "user-round", "text2", side // 2)
            if self._targeted:
                self._paint_target(painter, spot)
            elif not self._quiet or self._is_lit():
                self._paint_badge(painter, direction)

    def _is_lit(self) -> bool:
        return self.acceptDrops() and (self.underMouse() or self.hasFocus())

    def _paint_badge(self, painter: QPainter, direction: Qt.LayoutDirection) -> None:
        side = look.px(self._badge)
        corner = QRect(self.width() - side, self.height() - side, side, side)
        corner = QStyle.visualRect(direction, self.rect(), corner)
        painter.setPen(look.colour("border"))
        painter.setBrush(look.colour("raised"))
        painter.drawEllipse(QRectF(corner).adjusted(0.5, 0.5, -0.5, -0.5))
        icons.paint(painter, corner, "camera", "text2", side * 3 // 5)

    def _paint_target(self, painter: QPainter, spot: QRect) -> None:
        outline = shape(QRectF(spot).adjusted(1, 1, -1, -1), self._face.kind)
        painter.fillPath(outline, look.colour("accent_soft"))
        painter.setPen(QPen(look.colour("accent_text"), 2))
        painter.drawPath(outline)
        icons.paint(painter, spot, "image-plus", "accent_text", look.px(self._side // 3))

    # ── asking ──────────────────────────────────────────────────────────────────────────

    def menu(self) -> Menu:
        """Choose, paste, save or remove; the menu deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("image"), _("Choose a photo…"), self.choose_wanted.emit)
        paste = menu.addAction(icons.icon("clipboard-paste"), _("Paste photo"), QKeySequence(Paste))
        paste.triggered.connect(lambda _on=False: self.paste_wanted.emit())
        paste.setEnabled(holds_photo(QGuiApplication.clipboard().mimeData()))
        if self.picture is not None:
            if self.saves:
                menu.addAction(icons.icon("download"), _("Save photo as…"), self.save_wanted.emit)
            menu.addSeparator()
            icon = icons.icon("trash-2", "bad")
            destroys(menu.addAction(icon, _("Remove photo"), self.remove_wanted.emit))
        return menu

    def _ask(self) -> None:
        clipboard = QGuiApplication.clipboard().mimeData()
        if self.picture is None and not holds_photo(clipboard):
            self.choose_wanted.emit()
        else:
            self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    # ── pointer and keys ────────────────────────────────────────────────────────────────

    def enterEvent(self, event: QEnterEvent) -> None:
        """The camera comes."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """And goes."""
        super().leaveEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click, or the beginning of a drag."""
        left = event.button() == Qt.MouseButton.LeftButton
        self._grip = event.position().toPoint() if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragged away."""
        if self._grip is None or not self._quiet:
            return
        moved = event.position().toPoint() - self._grip
        if moved.manhattanLength() >= QApplication.startDragDistance():
            self._grip = None
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks."""
        clicked, self._grip = self._grip is not None, None
        if clicked and event.button() == Qt.MouseButton.LeftButton and self.acceptDrops():
            self._ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Space ask, Ctrl+V pastes, Del removes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask()
        elif event.matches(Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete and self.picture is not None:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Ctrl+V and Del are the photo's while the keyboard is on it."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def ring_radius(self) -> float:
        """As round as it is drawn."""
        return look.px(self._side) * (0.5 if self._face.kind != "org" else 0.24)

    # ── dropping ────────────────────────────────────────────────────────────────────────

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A picture may be dropped here; everything else is for the window."""
        if holds_photo(event.mimeData()):
            event.acceptProposedAction()
            self._target(True)
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the picture."""
        self._target(False)
        source: PhotoSource | None = source_in(event.mimeData())
        if source is not None:
            event.acceptProposedAction()
            self.offered.emit(source)

    def _target(self, on: bool) -> None:
        self._targeted = on
        self.update()


def _is_ours(event: QKeyEvent) -> bool:
    return event.matches(Paste) or event.key() == Qt.Key.Key_Delete
