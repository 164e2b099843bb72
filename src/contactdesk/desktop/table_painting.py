"""How the cells of a table of contacts are drawn: ticks, faces, words, heads of groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyledItemDelegate

from contactdesk.desktop import avatars, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.table_rows import TICK, Line, TableRows
from contactdesk.desktop.table_words import group_words, known_column, painted_words
from contactdesk.model.table_columns import NAME
from contactdesk.store.listing import ContactRow
from contactdesk.store.table_reading import Group

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QStyleOptionViewItem

    from contactdesk.desktop.table_grid import TableGrid

ROW, FACE, EDGE, BOX, TICK_WIDE = 40, 26, 12, 17, 44
PhotoOf = Callable[[ContactRow], QImage | None]


def row_high() -> int:
    """40 px at the usual size of text."""
    return look.tall(ROW, "body", room=16)


def paint_box(painter: QPainter, area: QRect, ticked: bool) -> None:
    """A box to tick, in the middle of an area."""
    side = look.px(BOX)
    spot = QRect(0, 0, side, side)
    spot.moveCenter(area.center())
    if ticked:
        paint_ground(painter, QRectF(spot), "accent", radius=4)
        icons.paint(painter, spot, "check-bold", "on_accent", look.px(13))
    else:
        paint_ground(painter, QRectF(spot), "field_bg", "field", 4, 1.5)


class CellPainter(QStyledItemDelegate):
    """Paints one cell after the other."""

    def __init__(self, grid: TableGrid, rows: TableRows) -> None:
        super().__init__(grid)
        self._grid, self._rows = grid, rows
        self.photo_of: PhotoOf = lambda _row: None
        self.grouped_by = ""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, content and the keyboard's ring of a cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, row = QRect(option.rect), index.row()
        group = self._rows.head_at(row)
        if group is not None:
            self._paint_head(painter, area, index, group)
        else:
            self._paint_ground(painter, area, row, index)
            self._paint_content(painter, area, row, index.column())
        if index.column() != TICK and self._grid.is_keyed() and index == self._grid.currentIndex():
            paint_ring(painter, QRectF(area.adjusted(0, 0, 0, -1)), 5)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        area: QRect,
        row: int,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        ticked = self._rows.number_at(row) in self._rows.ticks
        chosen = self._grid.selectionModel().isSelected(index)
        token = "sel" if ticked or chosen else "hover" if row == self._grid.over_row else "list"
        painter.fillRect(area, look.colour(token))
        low = QRect(area.x(), area.bottom(), area.width(), 1)
        painter.fillRect(low, look.colour("divider"))

    def _paint_content(self, painter: QPainter, area: QRect, row: int, at: int) -> None:
        line = self._rows.line_at(row)
        if line is not None:
            self._paint_cell(painter, area, line, at)

    def _paint_cell(self, painter: QPainter, area: QRect, line: Line, at: int) -> None:
        ticked = line.row.number in self._rows.ticks
        if at == TICK:
            paint_box(painter, area, ticked)
            return
        column = self._rows.columns[at - 1]
        lead = look.px(EDGE)
        if column == NAME:
            side = look.px(FACE)
            spot = self._placed(area, look.px(8), side, side)
            avatars.paint_avatar(painter, spot, line.row, photo=self.photo_of(line.row))
            lead = look.px(17) + side
        words = line.row.name if column == NAME else painted_words(column, line.cells[at - 1])
        strong = column == NAME
        ink = "sel_text" if ticked else "text" if strong or at == 1 else "text2"
        room = area.width() - lead - look.px(6)
        spot = self._placed(area, lead, room, area.height())
        known = known_column(column)
        number = known is not None and known.kind == "number"
        self._paint_words(painter, spot, words, "strong" if strong else "body", ink, number)

    def _paint_head(
        self,
        painter: QPainter,
        area: QRect,
        index: QModelIndex | QPersistentModelIndex,
        group: Group,
    ) -> None:
        """A group's name and count across all columns: painted with the first of them."""
        painter.fillRect(area, look.colour("page"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), look.colour("divider"))
        if index.column() == TICK:
            closed = group.text in self._rows.closed
            side = look.px(14)
            mark = QRect(0, 0, side, side)
            mark.moveCenter(area.center())
            icons.paint(painter, mark, "chevron-right" if closed else "chevron-down", "text2", side)
            return
        self._paint_across(painter, area, *group_words(self.grouped_by, group.text, group.many))

    def _paint_across(self, painter: QPainter, area: QRect, words: str, many: str) -> None:
        """Words that run through all cells of a row: each cell paints its part of them."""
        grid, gap = self._grid, look.px(8)
        whole = QRect(0, area.y(), grid.viewport().width(), area.height())
        before = look.px(TICK_WIDE) - grid.horizontalScrollBar().value()
        wide = look.metrics("strong").horizontalAdvance(words) + 4
        painter.setClipRect(area)
        spot = self._placed(whole, before + gap, wide, area.height())
        self._paint_words(painter, spot, words, "strong", "text")
        after = self._placed(whole, before + gap * 2 + wide, look.px(200), area.height())
        self._paint_words(painter, after, many, "body", "text2")

    def _placed(self, area: QRect, x: int, wide: int, high: int) -> QRect:
        spot = QRect(area.x() + x, area.y() + (area.height() - high) // 2, wide, high)
        return mirror.placed(self._grid.layoutDirection(), area, spot)

    def _paint_words(
        self,
        painter: QPainter,
        spot: QRect,
        words: str,
        style: str,
        ink: str,
        trailing: bool = False,
    ) -> None:
        direction = self._grid.layoutDirection()
        shown = look.metrics(style).elidedText(words, Qt.TextElideMode.ElideRight, spot.width())
        painter.setFont(look.font(style))
        painter.setPen(look.colour(ink))
        lean = mirror.trailing(direction) if trailing else mirror.leading(direction)
        painter.drawText(spot, lean, shown)
