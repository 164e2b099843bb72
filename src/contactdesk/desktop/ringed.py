"""What every widget with a focus ring does when the focus comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from contactdesk.desktop import theme as look

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
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
    wide = look.current().ring
    painter.setPen(QPen(look.colour("accent_text"), wide))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = area.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
    painter.drawRoundedRect(inner, radius, radius)
