"""How a line of Today is drawn: tick, time, face, words, and what stands at its end."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.today_lines import TodayLine

EDGE, BOX, FACE, SMALL_FACE, STACKED = 4, 16, 32, 22, 22
CLOCK_LEAST, CLOCK_MOST = 46, 84


class LinePainter:
    """One line being drawn, laid out from the left and then mirrored."""

    def __init__(
        self,
        painter: QPainter,
        area: QRect,
        direction: Qt.LayoutDirection,
        line: TodayLine,
        clock_room: int,
    ) -> None:
        self._painter, self._area, self._direction = painter, area, direction
        self._line, self._clock_room = line, clock_room
        self._right = area.width() - EDGE

    def draw(self, taken: int = 0) -> None:
        """Everything, from the leading edge to the trailing one, of which so much is taken."""
        self._right -= taken
        left = self._lead()
        right = self._trail()
        self._words(left, right)

    def _lead(self) -> int:
        line, left = self._line, EDGE
        if line.ticked is not None:
            self._tick()
            left += look.px(BOX + 12)
        if self._clock_room:
            left = self._clock(left)
        if line.face is not None:
            side = look.px(SMALL_FACE if line.is_small else FACE)
            spot = QRect(left, (self._area.height() - side) // 2, side, side)
            paint_avatar(self._painter, self._placed(spot), line.face)
            left += side + look.px(10 if line.is_small else 12)
        return left

    def _tick(self) -> None:
        spot = box_of(self._area, self._direction)
        if self._line.ticked:
            paint_ground(self._painter, QRectF(spot), "accent", radius=4)
            icons.paint(self._painter, spot, "check-bold", "on_accent", look.px(13))
        else:
            paint_ground(self._painter, QRectF(spot), "field_bg", "field", 4, 1.5)

    def _clock(self, left: int) -> int:
        begins, ends = self._line.clock
        room = self._clock_room
        tone = "text2" if self._line.is_over else "text"
        self._two_lines(QRect(left, 0, room, 0), begins, ends, tone, "text2", two=bool(ends))
        top, high = self._block()
        bar = self._placed(QRect(left + room + look.px(10), top, 3, high))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour(self._line.bar or "dot_blue"))
        self._painter.drawRoundedRect(QRectF(bar), 1.5, 1.5)
        return left + room + look.px(10) + 3 + look.px(12)

    def _block(self) -> tuple[int, int]:
        high = look.metrics("strong").height() + look.metrics("caption").height()
        return (self._area.height() - high) // 2, high

    def _trail(self) -> int:
        right = self._right
        if self._line.trailing:
            weight = 600 if self._line.tone != "text2" else None
            wide = look.metrics("caption", weight).horizontalAdvance(self._line.trailing) + 4
            wide = min(wide, self._area.width() * 2 // 5)
            spot = QRect(right - wide, 0, wide, self._area.height())
            self._text(spot, self._line.trailing, "caption", self._line.tone, weight, ends=True)
            right -= wide + look.px(10)
        if self._line.faces and right > look.px(330):
            right = self._stack(right)
        return right

    def _stack(self, right: int) -> int:
        side, step = look.px(STACKED), look.px(STACKED - 4)
        faces = self._line.faces[:3]
        left = right - side - step * (len(faces) - 1)
        for at, face in enumerate(faces):
            spot = QRect(left + at * step, (self._area.height() - side) // 2, side, side)
            paint_avatar(self._painter, self._placed(spot), face, ring="card")
        return left - look.px(10)

    def _words(self, left: int, right: int) -> None:
        line = self._line
        wide = max(20, right - left)
        if line.is_small:
            self._small(left, wide)
            return
        title = look.metrics("strong", 600)
        chip = self._chip_width()
        room = wide - (chip + look.px(8) if chip else 0)
        tone = "text2" if line.is_over else "text"
        lead = look.px(17) if line.icon else 0
        struck = line.ticked is True
        top = self._two_lines(QRect(left, 0, room, 0), line.title, "", tone, "", struck=struck,
                              two=bool(line.second))  # fmt: skip
        if chip:
            said = min(title.horizontalAdvance(bidi.without_marks(line.title)), room)
            self._chip(left + said + look.px(8), top, chip)
        if line.second:
            second = top + title.height()
            high = look.metrics("caption").height()
            if line.icon:
                side = look.px(13)
                spot = QRect(left, second + (high - side) // 2, side, side)
                icons.paint(self._painter, self._placed(spot), line.icon, line.icon_tone, side)
            spot = QRect(left + lead, second, wide - lead, high)
            self._text(spot, line.second, "caption", "text2")

    def _small(self, left: int, wide: int) -> None:
        small, line = look.metrics("caption").height(), self._line
        high = 2 * small if line.second else small
        top = (self._area.height() - high) // 2
        self._text(QRect(left, top, wide, small), line.title, "caption", "text")
        if line.second:
            self._text(QRect(left, top + small, wide, small), line.second, "caption", "text3")

    def _chip_width(self) -> int:
        if not self._line.chip:
            return 0
        return look.metrics("caption", 500).horizontalAdvance(self._line.chip) + look.px(18)

    def _chip(self, left: int, top: int, wide: int) -> None:
        high = look.metrics("strong").height() + 2
        spot = self._placed(QRect(left, top - 1, wide, high))
        paint_ground(self._painter, QRectF(spot), "accent_soft", radius=high / 2)
        self._painter.setFont(look.font("caption", 500))
        self._painter.setPen(look.colour("accent_text"))
        self._painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, self._line.chip)

    def _two_lines(
        self,
        at: QRect,
        first: str,
        second: str,
        tone: str,
        tone2: str,
        *,
        struck: bool = False,
        two: bool = True,
    ) -> int:
        """A strong line and, where there is one, a small one below it; the top of the first."""
        strong, small = look.metrics("strong").height(), look.metrics("caption").height()
        high = strong + (small if two else 0)
        top = (self._area.height() - high) // 2
        upper = QRect(at.x(), top, at.width(), strong)
        self._text(upper, first, "strong", tone, 600, struck=struck)
        if second:
            spot = QRect(at.x(), top + strong, at.width(), small)
            self._text(spot, second, "caption", tone2)
        return top

    def _text(
        self,
        spot: QRect,
        words: str,
        style: str,
        tone: str,
        weight: int | None = None,
        *,
        ends: bool = False,
        struck: bool = False,
    ) -> None:
        font = QFont(look.font(style, weight))
        font.setStrikeOut(struck)
        self._painter.setFont(font)
        self._painter.setPen(look.colour(tone))
        shown = look.metrics(style, weight).elidedText(
            words, Qt.TextElideMode.ElideRight, spot.width()
        )
        side = mirror.trailing(self._direction) if ends else mirror.leading(self._direction)
        tall = self._placed(spot).adjusted(0, -6, 0, 6)  # fallback faces are taller than the line
        self._painter.drawText(tall, side, shown)

    def _placed(self, spot: QRect) -> QRect:
        return mirror.placed(self._direction, self._area, spot)


def box_of(area: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Where the tick of a line is."""
    side = look.px(BOX)
    return mirror.placed(direction, area, QRect(EDGE, (area.height() - side) // 2, side, side))


def clock_room(lines: list[TodayLine]) -> int:
    """The width of the column of times, in px; 0 where no line has one."""
    words = [(part, look.metrics("strong", 600)) for line in lines for part in line.clock if part]
    if not words:
        return 0
    widest = max(metrics.horizontalAdvance(part) for part, metrics in words) + 4
    return min(max(widest, look.px(CLOCK_LEAST)), look.px(CLOCK_MOST))
