"""Draws the lines of the page of custom fields: fields as cards, sections as heads, and the strip
that says where a drop goes.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.fields_rows import ROW, Row
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.row_list import Index, RowPainter
from contactdesk.i18n import _

HIGH, HEAD, SIDES, GAP = 38, 40, 20, 4  # px: a field, a section, beside them, between them
STRIP, DOOR = 32, 30  # px: where a drop goes, what opens the menu of a line
CHIP, LEAST_CHIP, MOST_CHIP = 24, 76, 0.36  # px, px, and of a line's width


def door_spot(area: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Where a line that fills an area has its menu, or a section its pencil."""
    side = look.px(DOOR)
    spot = QRect(area.right() - side - look.px(3), area.center().y() - side // 2 + 1, side, side)
    return mirror.placed(direction, area, spot)


def paint_strip(painter: QPainter, area: QRect, words: str) -> None:
    """Draw where a drop goes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)
    paint_ground(painter, box, "accent_soft", radius=8)
    painter.setPen(QPen(look.colour("accent_text"), 1, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 8, 8)
    painter.setFont(look.font("caption", 600))
    metrics = look.metrics("caption", 600)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width() - look.px(24))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, shown)


class FieldPainter(RowPainter):
    """Draws a field as a card, a section as its head; room is made for the strip at `drop`."""

    drop = -1  # the line before which a drop goes, -1 for none
    count = 0  # how many lines there are
    drop_words = ""
    is_over_door = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line's height, with that of the strip over it or, at the end, under it."""
        row: Row = index.data(ROW)
        high = look.tall(HIGH if row.field is not None else HEAD, room=20) + 2 * GAP
        above, below = self._strips(index.row())
        return QSize(200, high + (above + below) * strip_high())

    def _strips(self, row: int) -> tuple[bool, bool]:
        return row == self.drop, self.drop == self.count and row == self.count - 1

    def line_rect(self, row: int, whole: QRect) -> QRect:
        """The line alone in all that it takes."""
        above, below = self._strips(row)
        return whole.adjusted(0, above * strip_high(), 0, -below * strip_high())

    def box(self, row: int, whole: QRect) -> QRect:
        """What of a line is drawn."""
        line, side = self.line_rect(row, whole), look.px(SIDES)
        return line.adjusted(side, GAP, -side, -GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line, and the strip beside it."""
        row: Row = index.data(ROW)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = index.row() == self.over_row
        area = self.box(index.row(), option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_strips(painter, index.row(), option.rect)
        if row.field is not None or chosen:
            line = "accent" if chosen else "border"
            ground = "hover" if over and not chosen else "raised"
            paint_ground(
                painter, QRectF(area), ground if row.field else "", line, 8, 2 if chosen else 1
            )
        if chosen and self.ring:
            paint_ring(painter, QRectF(area), 8)
        self._words(painter, area, row, option.direction, over=over)
        painter.restore()

    def _paint_strips(self, painter: QPainter, row: int, whole: QRect) -> None:
        above, below = self._strips(row)
        area = whole.adjusted(look.px(SIDES), GAP, -look.px(SIDES), -GAP)
        high = look.px(STRIP)
        if above:
            area.setHeight(high)
            paint_strip(painter, area, self.drop_words)
        elif below:
            area.setTop(area.bottom() - high + 1)
            paint_strip(painter, area, self.drop_words)

    def _words(
        self, painter: QPainter, area: QRect, row: Row, direction: Qt.LayoutDirection, *, over: bool
    ) -> None:
        at, end = look.px(12), area.width() - look.px(DOOR + 10)
        for icon, tone in (("grip-vertical", "text3"), (row.icon, "text2")):
            if icon:
                side = look.px(16)
                spot = QRect(area.x() + at, area.center().y() - side // 2 + 1, side, side)
                icons.paint(painter, mirror.placed(direction, area, spot), icon, tone, side)
                at += side + look.px(8)
        self._paint_door(painter, area, row, direction, over=over)
        end -= self._trailing(painter, area, row.used, end, direction)
        wide = look.metrics("strong").horizontalAdvance(row.title) + 2
        if row.field is not None and row.restriction and not row.is_said_above:
            room = (end - at - wide - look.px(8), end)
            end -= self._chip(painter, area, row.restriction, room, direction)
        wide = min(wide, max(0, end - at))
        title = bidi.isolated(row.title)
        self._text(painter, area, (at, wide), title, ("strong", "text"), direction)
        at += wide + look.px(8)
        if end - at > look.px(30):
            words = row.second if row.field is not None else row.second_of_section
            self._text(painter, area, (at, end - at), words, ("caption", "text2"), direction)

    def _paint_door(
        self, painter: QPainter, area: QRect, row: Row, direction: Qt.LayoutDirection, *, over: bool
    ) -> None:
        icon = "ellipsis" if row.field is not None else ("pencil" if row.section else "")
        if not icon:
            return
        spot = door_spot(area, direction)
        if over and self.is_over_door:
            paint_ground(painter, QRectF(spot), "sel" if row.field else "hover", radius=6)
        side = look.px(16)
        inner = QRect(0, 0, side, side)
        inner.moveCenter(spot.center())
        icons.paint(painter, inner, icon, "text2", side)

    def _trailing(
        self, painter: QPainter, area: QRect, text: str, end: int, direction: Qt.LayoutDirection
    ) -> int:
        if not text:
            return 0
        wide = look.metrics("caption").horizontalAdvance(text) + 2
        self._text(painter, area, (end - wide, wide), text, ("caption", "text2"), direction)
        return wide + look.px(12)

    def _chip(
        self, painter: QPainter, area: QRect, text: str, room: tuple[int, int],
        direction: Qt.LayoutDirection,
    ) -> int:  # fmt: skip
        """Draw whom a field is for, in the room before an end; the mark alone where there is
        little."""
        side, pad, (most, end) = look.px(14), look.px(9), room
        words = look.metrics("caption", 500).horizontalAdvance(text) + 2
        wide = min(words + side + look.px(6) + 2 * pad, most, round(area.width() * MOST_CHIP))
        if wide < look.px(LEAST_CHIP):
            wide, text = side + 2 * pad, ""
        high = look.tall(CHIP, "caption", room=6)
        spot = QRect(area.x() + end - wide, area.center().y() - high // 2 + 1, wide, high)
        chip = mirror.placed(direction, area, spot)
        paint_ground(painter, QRectF(chip), "teal_soft", radius=high / 2)
        mark = QRect(chip.x() + pad, chip.center().y() - side // 2 + 1, side, side)
        icons.paint(painter, mirror.placed(direction, chip, mark), "tag", "teal", side)
        at = pad + side + look.px(6)
        place = (at, wide - at - pad)
        self._text(painter, chip, place, text, ("caption", "teal"), direction, weight=500)
        return wide + look.px(10)

    def _text(
        self, painter: QPainter, area: QRect, place: tuple[int, int], text: str,
        styles: tuple[str, str], direction: Qt.LayoutDirection, weight: int | None = None,
    ) -> None:  # fmt: skip
        (at, wide), (style, tone) = place, styles
        spot = QRect(area.x() + at, area.y(), wide, area.height())
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(tone))
        metrics = look.metrics(style, weight)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
        placed = mirror.placed(direction, area, spot)
        painter.drawText(placed, mirror.leading(direction), shown)


def strip_high() -> int:
    """What the strip takes, with the gap beside it."""
    return look.px(STRIP) + 2 * GAP


def drop_words(name: str) -> str:
    """What the strip says."""
    return _("Drop “{name}” here").format(name=bidi.isolated(name))
