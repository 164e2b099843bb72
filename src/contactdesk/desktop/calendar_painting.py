"""What the drawings of a month and of a week have in common: words in a place, on one line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.birthday_layer import icon_of
from contactdesk.desktop.event_texts import title_of
from contactdesk.model.event import Event


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

    def _mark_waiting(self, spot: QRect, down: int | None = None) -> QRect:
        """A dot at the trailing end, so far down (None: in the middle): it waits for the book;
        what room is left for words."""
        side = look.px(7)
        lower = (spot.height() - side) // 2 if down is None else down
        dot = QRect(spot.right() + 1 - side, spot.y() + lower, side, side)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour("warn"))
        self._painter.drawEllipse(QRectF(mirror.placed(self._direction, spot, dot)))
        rest = spot.adjusted(0, 0, -side - look.px(3), 0)
        return mirror.placed(self._direction, spot, rest)

    def _write_title(
        self, spot: QRect, event: Event, tone: str, *, weight: int = 600, struck: bool = False
    ) -> None:
        """What it is called, after the picture that a birthday has."""
        if icon := icon_of(event):
            side = look.px(14)
            picture = QRect(spot.x(), spot.y() + (spot.height() - side) // 2, side, side)
            icons.paint(self._painter, mirror.placed(self._direction, spot, picture), icon, tone)
            rest = spot.adjusted(side + look.px(5), 0, 0, 0)
            spot = mirror.placed(self._direction, spot, rest)
        title = bidi.isolated(title_of(event))
        self._write(spot, title, "caption", tone, weight=weight, struck=struck)
