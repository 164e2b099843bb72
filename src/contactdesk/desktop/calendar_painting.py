"""What the drawings of a month and of a week have in common: words in a place, on one line."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look


class CalendarPainter:
    """One painting of one widget, in the direction in which it is read."""

    def __init__(self, painter: QPainter, widget: QWidget) -> None:
        self._painter = painter
        self._direction = widget.layoutDirection()

    def _write(
        self,
        spot: QRect,
        words: str,
        style: str,
        tone: str,
        *,
        weight: int | None = None,
        trailing: bool = False,
        struck: bool = False,
    ) -> None:
        """Draw words, cut off where there is no room for all of them."""
        font = look.font(style, weight)
        if struck:
            font = type(font)(font)
            font.setStrikeOut(True)
        self._painter.setFont(font)
        self._painter.setPen(look.colour(tone))
        side = mirror.trailing if trailing else mirror.leading
        shown = look.metrics(style, weight).elidedText(
            words, Qt.TextElideMode.ElideRight, spot.width()
        )
        self._painter.drawText(spot, side(self._direction), shown)
