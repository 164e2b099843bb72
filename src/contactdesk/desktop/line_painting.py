"""How a person or an organisation looks on a card: face, name, what they do, since when."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf, paint_avatar
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.value_row import EDGE

_FACE = 30
_NAME, _READABLE = 130, 56  # px: a name has at least that, a department no less
_ROOMY = 260  # px for name and department, in the usual text size


def _text_start() -> int:
    return EDGE + look.px(_FACE + 10)


def line_height() -> int:
    """Two lines of text and their air, in px."""
    return look.tall(42, "body", "caption", room=7)


def paint_line(
    painter: QPainter,
    area: QRect,
    line: Line,
    direction: Qt.LayoutDirection,
    middle_room: int = 0,
    trailing_room: int = 0,
    dirty: QRect | None = None,
) -> None:
    """Paint a line into an area.

    `middle_room` is the width of the column for departments (0: there is none), `trailing_room`
    that of "since 2021" (0: its own width). `dirty` is the part that is painted anew.
    """
    row = _LinePainter(painter, area, line, direction)
    if dirty is None or not words_of(area, direction).contains(dirty):
        row.paint_face()
    row.paint(middle_room, trailing_room)


def words_of(area: QRect, direction: Qt.LayoutDirection) -> QRect:
    """The part of a line behind the face."""
    return QStyle.visualRect(direction, area, area.adjusted(_text_start() - 4, 0, 0, 0))


def changed_part(area: QRect, before: Line, now: Line, direction: Qt.LayoutDirection) -> QRect:
    """The part of an area in which a line looks otherwise than before."""
    if (before.row, before.kind, before.name) != (now.row, now.kind, now.name):
        return area
    return words_of(area, direction)


class _LinePainter:
    """One line being painted; everything is laid out left to right and then mirrored."""

    def __init__(
        self,
        painter: QPainter,
        area: QRect,
        line: Line,
        direction: Qt.LayoutDirection,
    ) -> None:
        self._painter, self._area, self._line = painter, area, line
        self._direction = direction

    def paint_face(self) -> None:
        line, side = self._line, look.px(_FACE)
        face = self._placed(QRect(EDGE, (self._area.height() - side) // 2, side, side))
        paint_avatar(self._painter, face, line.row or FaceOf(line.name, line.kind, line.name))

    def paint(self, middle_room: int, trailing_room: int) -> None:
        line, area, start = self._line, self._area, _text_start()
        caption = look.metrics("caption")
        wide = area.width() - start - EDGE
        trailing = trailing_room or caption.horizontalAdvance(line.trailing) + 2
        trailing = min(trailing, wide * 2 // 5)
        if line.trailing:
            spot = QRect(area.width() - EDGE - trailing, 0, trailing, area.height())
            self._draw(spot, line.trailing, "caption", "text3", trailing_edge=True)
        if line.trailing or trailing_room:
            wide -= trailing + 12
        if middle_room:
            share = 45 if wide >= look.px(_ROOMY) else 34  # per cent: names come first
            middle = min(middle_room, wide * share // 100, wide - look.px(_NAME))
            if middle >= min(middle_room, look.px(_READABLE)):
                spot = QRect(start + wide - middle, 0, middle, area.height())
                self._draw(spot, line.middle, "caption", "text2")
                wide -= middle + 10
        self._draw_name(wide)

    def _draw_name(self, wide: int) -> None:
        line, body, caption = self._line, look.metrics("body"), look.metrics("caption")
        high = body.height() + (caption.height() if line.second else 0)
        y = (self._area.height() - high) // 2
        first = QRect(_text_start(), y, wide, body.height())
        self._draw(first, line.name, "body", "text2" if line.over else "text", weight=500)
        if line.second:
            second = QRect(_text_start(), first.bottom() + 1, wide, caption.height())
            self._draw(second, line.second, "caption", "text2")

    def _draw(
        self,
        spot: QRect,
        text: str,
        style: str,
        tone: str,
        *,
        weight: int | None = None,
        trailing_edge: bool = False,
    ) -> None:
        place = self._placed(spot)
        side = Qt.AlignmentFlag.AlignRight if trailing_edge else Qt.AlignmentFlag.AlignLeft
        flags = QStyle.visualAlignment(self._direction, side) | Qt.AlignmentFlag.AlignAbsolute
        painter = self._painter
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(tone))
        shown = look.metrics(style, weight).elidedText(
            bidi.without_marks(text), Qt.TextElideMode.ElideRight, spot.width()
        )
        tall = place.adjusted(0, -8, 0, 8)  # fallback faces are taller than the line
        painter.drawText(tall, flags | Qt.AlignmentFlag.AlignVCenter, bidi.isolated(shown))

    def _placed(self, spot: QRect) -> QRect:
        moved = spot.translated(self._area.topLeft())
        return QStyle.visualRect(self._direction, self._area, moved)
