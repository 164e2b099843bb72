"""Paints the rows of a preview's table, and keeps the pictures of those in sight.

While the file is read the table is painted anew again and again, and every Python call of a paint
then waits for the reading thread: a row that was painted once is one call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from contactdesk.desktop import avatars, bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.import_entry_words import when_text
from contactdesk.desktop.import_rows import HAPPENS, NAME, ORGANISATION, PHONE, RESULT
from contactdesk.desktop.import_words import CHOICES, chip_of, chip_words, happens
from contactdesk.desktop.ringed import paint_ring
from contactdesk.operations.decisions import SKIP
from contactdesk.operations.preview_rows import PreviewRow, PreviewRows

if TYPE_CHECKING:
    from contactdesk.desktop.import_table import ImportTable

EDGE = 12
ENTRY_ICONS = {"event": "calendar", "task": "square-check", "journal": "notebook-text",
               "call": "phone"}  # fmt: skip
KEPT = 96  # pictures of rows


def _lead() -> int:
    """Before the words of a chip: its icon."""
    return look.px(9 + 5) + look.px(14)


def _after() -> int:
    """After a chip: its chevron."""
    return look.px(22)


def _chip_width(words: str) -> int:
    return look.metrics("caption", 500).horizontalAdvance(words) + 1 + _lead() + look.px(EDGE)


def result_width() -> int:
    """How wide the first column must be for the longest of its words."""
    return look.px(EDGE) + max(map(_chip_width, chip_words())) + _after()


class RowPainter:
    """Paints rows, each as one picture of the table's width."""

    def __init__(self, table: ImportTable) -> None:
        self._table = table
        self._kept: dict[tuple[object, ...], QPixmap] = {}
        self._rows: PreviewRows | None = None

    def forget(self) -> None:
        """Other columns, colours or fonts."""
        self._kept.clear()

    def paint(self, area: QRect) -> None:
        """Paint the rows that are in this part of the viewport."""
        table = self._table
        first, last = table.rowAt(area.top()), table.rowAt(area.bottom())
        if first < 0:
            return
        if last < 0:
            last = table.cards.rowCount() - 1
        if self._rows is not table.cards.rows:  # another preview
            self._rows = table.cards.rows
            self.forget()
        with QPainter(table.viewport()) as painter:
            for at in range(first, last + 1):
                place = QPoint(0, table.rowViewportPosition(at))
                painter.drawPixmap(place, self._picture(at))

    def _picture(self, at: int) -> QPixmap:
        table = self._table
        chosen = table.selectionModel().isRowSelected(at)
        lit = chosen and table.hasFocus()
        ringed = at == table.currentIndex().row() and table.is_keyed()
        decision = table.cards.decision(at)
        high = table.rowHeight(at)
        key = (table.cards.number(at), decision, chosen, lit, at == table.over_row, ringed, high)
        found = self._kept.pop(key, None) or self._painted(at, decision, high, key)
        self._kept[key] = found  # now the youngest
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def _painted(self, at: int, decision: str, high: int, key: tuple[object, ...]) -> QPixmap:
        table = self._table
        _number, _decision, chosen, lit, over, ringed, _high = key
        wide, ratio = table.viewport().width(), table.devicePixelRatioF()
        picture = QPixmap(round(wide * ratio), round(high * ratio))
        picture.setDevicePixelRatio(ratio)
        ground = ("sel" if lit else "sel_off") if chosen else "hover" if over else "card"
        picture.fill(look.colour(ground))
        row = table.cards.row(at)
        with QPainter(picture) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(0, high - 1, wide, 1, look.colour("divider"))
            if ringed:
                paint_ring(painter, QRectF(0, 0, wide, high - 1), 5)
            for column in range(table.cards.columnCount()):
                x, room = table.columnViewportPosition(column), table.columnWidth(column)
                self._cell(painter, QRect(x, 0, room, high), row, decision, column,
                           bool(over or chosen))  # fmt: skip
        return picture

    def _cell(
        self, painter: QPainter, area: QRect, row: PreviewRow, decision: str, column: int, lit: bool
    ) -> None:
        if column == RESULT:
            self._paint_chip(painter, area, row, decision, lit and bool(CHOICES[row.outcome]))
        elif column == NAME:
            self._paint_name(painter, area, row, decision)
        else:
            words, ink = self._words(row, decision, column)
            self._paint_words(painter, area, words, ink)

    def _placed(self, area: QRect, x: int, wide: int, high: int) -> QRect:
        spot = QRect(area.x() + x, area.y() + (area.height() - high) // 2, wide, high)
        return mirror.placed(self._table.layoutDirection(), area, spot)

    def _paint_chip(
        self, painter: QPainter, area: QRect, row: PreviewRow, decision: str, opens: bool
    ) -> None:
        """The result; on the row that one is on with a chevron: it can be decided otherwise."""
        icon, tone, words = chip_of(row, decision)
        ink = "accent_text" if tone == "accent" else "text2" if tone == "slate" else tone
        metrics = look.metrics("caption", 500)
        high, side = look.tall(24, "caption", room=6), look.px(14)
        room = area.width() - look.px(EDGE) - (_after() if CHOICES[row.outcome] else 0)
        wide = min(_chip_width(words), room)
        spot = self._placed(area, look.px(EDGE), wide, high)
        paint_ground(painter, QRectF(spot), f"{tone}_soft", radius=high / 2)
        direction = self._table.layoutDirection()
        mark = QRect(spot.x() + look.px(9), spot.y() + (high - side) // 2, side, side)
        icons.paint(painter, mirror.placed(direction, spot, mark), icon, ink, side)
        if opens:
            after = self._placed(area, look.px(EDGE + 4) + wide, side, side)
            icons.paint(painter, after, "chevron-down", "text2", side)
        text = QRect(spot.x() + _lead(), spot.y(), wide - _lead() - look.px(EDGE), high)
        painter.setFont(look.font("caption", 500))
        painter.setPen(look.colour(ink))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, text.width())
        lean = mirror.leading(direction)
        painter.drawText(mirror.placed(direction, spot, text).adjusted(-1, 0, 1, 0), lean, shown)

    def _paint_name(self, painter: QPainter, area: QRect, row: PreviewRow, decision: str) -> None:
        side = look.px(26)
        spot = self._placed(area, look.px(EDGE), side, side)
        if row.kind in ENTRY_ICONS:
            paint_ground(painter, QRectF(spot), "accent_soft", radius=look.px(7))
            inner = look.px(16)
            mark = spot.adjusted((side - inner) // 2, (side - inner) // 2, 0, 0)
            mark.setSize(QSize(inner, inner))
            icons.paint(painter, mark, ENTRY_ICONS[row.kind], "accent_text", inner)
        else:
            face = FaceOf(row.id or f"{row.file}/{row.place}", row.kind, row.name or "?")
            avatars.paint_avatar(painter, spot, face)
        lead = look.px(EDGE + 9) + side
        words = self._placed(area, lead, area.width() - lead - look.px(4), area.height())
        ink = "text3" if decision == SKIP else "text" if row.name else "text2"
        self._paint_text(painter, words, self._table.cards.name(row), "strong", ink)

    def _words(self, row: PreviewRow, decision: str, column: int) -> tuple[str, str]:
        if column == HAPPENS:
            return happens(row, decision)
        ink = "text3" if decision == SKIP else "text" if column == ORGANISATION else "text2"
        if column == ORGANISATION:
            return row.organisation, ink
        return when_text(row) if column == PHONE else bidi.left_to_right(row.email), ink

    def _paint_words(self, painter: QPainter, area: QRect, words: str, ink: str) -> None:
        lead = look.px(EDGE)
        spot = self._placed(area, lead, area.width() - lead - look.px(4), area.height())
        style = "strong" if ink in ("warn", "bad") else "body"
        self._paint_text(painter, spot, words, style, ink)

    def _paint_text(self, painter: QPainter, spot: QRect, words: str, style: str, ink: str) -> None:
        weight = 500 if style == "strong" and ink in ("warn", "bad") else None
        metrics = look.metrics(style, weight)
        line = " ".join(words.split())
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, spot.width())
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(ink))
        painter.drawText(spot, mirror.leading(self._table.layoutDirection()), bidi.isolated(shown))
