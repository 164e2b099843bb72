"""What every widget with a focus ring does when the focus comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from contactdesk.desktop import theme as look

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPainter
    from PySide6.QtWidgets import QWidget

    Base = QWidget
else:
    Base = object


class Ringed(Base):
    """To be inherited before a Qt class; the ring stands around the widget's own rectangle."""

    def ring_radius(self) -> float:
        """How round the widget is that the ring follows."""
        return 7.0

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        from contactdesk.desktop.focus_ring import FocusRing

        super().focusInEvent(event)
        FocusRing.follow(self, event, self.ring_radius())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        from contactdesk.desktop.focus_ring import FocusRing

        super().focusOutEvent(event)
        FocusRing.leave(self)


def paint_ring(painter: QPainter, area: QRectF, radius: float) -> None:
    """The ring along the inner side of `area`, for rows that draw their focus themselves."""
    inner, wide = snapped(painter, area, look.current().ring)
    painter.setPen(QPen(look.colour("accent_text"), wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, radius, radius)


def snapped(painter: QPainter, area: QRectF, line: float) -> tuple[QRectF, float]:
    """Where the middle of a frame of `line` px runs along the inner side of `area`, and its width.

    At 125 and 150 % a frame would lie between the screen's pixels and look washed out; it is
    moved to whole pixels there.
    """
    half = line / 2
    ratio = painter.device().devicePixelRatioF()
    if ratio == int(ratio):
        return area.adjusted(half, half, -half, -half), line
    seen = painter.deviceTransform()
    box = seen.mapRect(area)
    thick = max(1, round(line * ratio))
    left, top = round(box.left()) + thick / 2, round(box.top()) + thick / 2
    right, bottom = round(box.right()) - thick / 2, round(box.bottom()) - thick / 2
    back, _invertible = seen.inverted()
    return back.mapRect(QRectF(left, top, right - left, bottom - top)), thick / ratio
