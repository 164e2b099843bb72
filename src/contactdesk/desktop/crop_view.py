"""The part of a picture that becomes somebody's photo, chosen by mouse or keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import shape
from contactdesk.desktop.spacing import see_to_itself
from contactdesk.i18n import _, counted

SIDE, FRAME = 352, 288  # px of the view and of what is kept of it
STEP, SMALL_STEP = 16, 1  # px of the view for an arrow key, and with Shift
ZOOM = 1.15
MOST = 8.0  # times the size at which the picture just fills the frame
LEAST_PART = 48  # px of the picture that a photo has at least


class CropView(QWidget):
    """Shows a picture under a round (or, for organisations, square) frame.

    Drag or arrow keys move it, wheel, + and - zoom, 0 shows as much of it as fits.
    """

    changed = Signal()

    def __init__(self, image: QImage, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image, self._kind = image, kind
        self._least = FRAME / max(1, min(image.width(), image.height()))
        largest = max(1.0, min(image.width(), image.height()) / LEAST_PART)
        self._most = self._least * min(MOST, largest)
        self._scale = self._least
        self._middle = QPointF(image.width() / 2, image.height() / 2)
        self._grip: QPointF | None = None
        see_to_itself(self)
        self.setFixedSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(_("The part of the picture that becomes the photo"))
        self._tell()

    def part(self) -> QRect:
        """The square of the picture inside the frame, in its pixels."""
        side = max(1, round(FRAME / self._scale))
        side = min(side, self._image.width(), self._image.height())
        left = round(self._middle.x() - side / 2)
        top = round(self._middle.y() - side / 2)
        left = min(max(0, left), self._image.width() - side)
        top = min(max(0, top), self._image.height() - side)
        return QRect(left, top, side, side)

    @property
    def zoom(self) -> float:
        """How much larger than necessary the picture is shown; 1.0 at least."""
        return self._scale / self._least

    @property
    def can_grow(self) -> bool:
        """Whether it can be enlarged any more."""
        return self._scale < self._most * 0.999

    # ── moving and zooming ──────────────────────────────────────────────────────────────

    def move_by(self, right: float, down: float) -> None:
        """Move the picture under the frame, in px of the view."""
        self._go_to(self._middle - QPointF(right, down) / self._scale)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom; the point of the picture `at` this place of the view stays there."""
        off = (at or QPointF(SIDE / 2, SIDE / 2)) - QPointF(SIDE / 2, SIDE / 2)
        under = self._middle + off / self._scale
        self._scale = min(max(self._scale * factor, self._least), self._most)
        self._go_to(under - off / self._scale)

    def fit(self) -> None:
        """Show as much as fits, in the middle."""
        self._scale = self._least
        self._go_to(QPointF(self._image.width() / 2, self._image.height() / 2))

    def _go_to(self, middle: QPointF) -> None:
        half = FRAME / 2 / self._scale
        wide, high = self._image.width(), self._image.height()
        x = min(max(middle.x(), half), wide - half) if wide > 2 * half else wide / 2
        y = min(max(middle.y(), half), high - half) if high > 2 * half else high / 2
        self._middle = QPointF(x, y)
        self._tell()
        self.update()

    def _tell(self) -> None:
        words = _("Enlarged to {n} %").format(n=counted(round(self.zoom * 100)))
        self.setAccessibleDescription(words)
        self.changed.emit()

    # ── Qt's side ───────────────────────────────────────────────────────────────────────

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, darker outside the frame."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            area = QRectF(self.rect())
            ground = QPainterPath()
            ground.addRoundedRect(area, 8, 8)
            painter.setClipPath(ground)
            painter.fillRect(area, look.colour("sunken"))
            size = QPointF(self._image.width(), self._image.height()) * self._scale
            corner = QPointF(SIDE / 2, SIDE / 2) - self._middle * self._scale
            painter.drawImage(QRectF(corner, corner + size), self._image)
            edge = (SIDE - FRAME) / 2
            frame = shape(area.adjusted(edge, edge, -edge, -edge), self._kind)
            veil = look.colour("raised")
            painter.setOpacity(0.72)
            painter.fillPath(ground.subtracted(frame), veil)
            painter.setOpacity(1)
            tone = "accent_text" if self.hasFocus() else "border"
            painter.setPen(QPen(look.colour(tone), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + and - zoom, 0 fits."""
        fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step = SMALL_STEP if fine else STEP
        key = Qt.Key
        moves = {
            key.Key_Left: (-step, 0),
            key.Key_Right: (step, 0),
            key.Key_Up: (0, -step),
            key.Key_Down: (0, step),
        }
        if event.key() in moves:
            self.move_by(*moves[key(event.key())])
        elif event.key() in (key.Key_Plus, key.Key_Equal):
            self.zoom_by(ZOOM)
        elif event.key() in (key.Key_Minus, key.Key_Underscore):
            self.zoom_by(1 / ZOOM)
        elif event.key() == key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms where the pointer is."""
        self.zoom_by(ZOOM ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it along."""
        if self._grip is not None:
            moved = event.position() - self._grip
            self._grip = event.position()
            self.move_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows the keyboard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no more."""
        super().focusOutEvent(event)
        self.update()
