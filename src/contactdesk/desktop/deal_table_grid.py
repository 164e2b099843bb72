"""The cells of the table of deals: drawn with chips and faces, edited where they stand."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.deal_painting import PhotoOf
from contactdesk.desktop.deal_table_rows import DealTableRows
from contactdesk.desktop.deal_table_words import (
    column_words,
    has_chip,
    is_choice,
    stored_text,
    tone_of,
    unfit_words,
)
from contactdesk.desktop.table_cell import CellField
from contactdesk.desktop.table_grid import TableGrid
from contactdesk.desktop.table_head import TableHead
from contactdesk.desktop.table_painting import EDGE, CellPainter, paint_box
from contactdesk.desktop.table_rows import TICK
from contactdesk.i18n import _
from contactdesk.operations.deal_table import AMOUNT, BY_KEY, TITLE
from contactdesk.store.deal_rows import DealRow

FACE, CHIP = 24, 22


class DealHead(TableHead):
    """Names that sort and are dragged; nothing is filtered here."""

    def words_of(self, column: str) -> str:
        """What a column is called."""
        return column_words(column)

    def show_columns(self, columns: tuple[str, ...], filters: dict[str, str]) -> None:
        """Name these columns."""
        self.columns = columns
        self.viewport().update()

    def is_trailing(self, column: str) -> bool:
        """Names over numbers stand where the numbers end."""
        return BY_KEY[column].kind == "number"

    def sizeHint(self) -> QSize:
        """Names alone."""
        return QSize(super().sizeHint().width(), self._head_high())

    def _paint_funnel(self, painter: QPainter, rect: QRect) -> None:
        """There are no filters."""


class DealCellPainter(CellPainter):
    """Paints one cell after the other."""

    def __init__(self, grid: DealGrid, rows: DealTableRows) -> None:
        super().__init__(grid, rows)
        self._deals = rows
        self.face_of: PhotoOf = lambda _party: None
        self.opened = ""  # the id of the deal in the panel

    def _paint_content(self, painter: QPainter, area: QRect, row: int, at: int) -> None:
        deal = self._deals.deal_at(row)
        if deal is None:
            return
        ticked = deal.deal.number in self._deals.ticks
        if at == TICK:
            paint_box(painter, area, ticked)
            if deal.deal.id == self.opened:
                line = QRect(area.x(), area.y(), look.px(3), area.height())
                line = mirror.placed(self._grid.layoutDirection(), area, line)
                painter.fillRect(line, look.colour("accent"))
            return
        column = self._deals.columns[at - 1]
        if has_chip(column):
            self._paint_stage(painter, area, deal)
            return
        lead = look.px(EDGE)
        if column == "people" and deal.people:
            lead += self._paint_face(painter, area, deal)
        cell = self._deals.cell_at(row, at)
        room = area.width() - lead - look.px(8)
        ink = "sel_text" if ticked and column == TITLE else cell.tone
        self._paint_words(painter, self._placed(area, lead, room, area.height()), cell.words,
                          "strong" if column in (TITLE, AMOUNT) else "body", ink,
                          BY_KEY[column].kind == "number")  # fmt: skip

    def _paint_face(self, painter: QPainter, area: QRect, row: DealRow) -> int:
        side, first = look.px(FACE), row.people[0]
        spot = self._placed(area, look.px(EDGE), side, side)
        paint_avatar(painter, spot, first, photo=self.face_of(first))
        return side + look.px(8)

    def _paint_stage(self, painter: QPainter, area: QRect, row: DealRow) -> None:
        around = self._deals.around
        if around is None:
            return
        stage = around.stage(row.deal)
        tone = tone_of(stage, around)
        metrics, gap = look.metrics("caption", 500), look.px(10)
        room = area.width() - look.px(EDGE) - look.px(6) - 2 * gap
        words = metrics.elidedText(stage.name, Qt.TextElideMode.ElideRight, max(0, room))
        high = look.tall(CHIP, "caption", room=6)
        wide = metrics.horizontalAdvance(words) + 2 * gap
        spot = self._placed(area, look.px(EDGE), wide, high)
        paint_ground(painter, QRectF(spot), f"{tone}_soft", radius=high / 2)
        painter.setFont(look.font("caption", 500))
        ink = {"slate": "text2", "accent": "accent_text"}.get(tone, tone)
        painter.setPen(look.colour(ink))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)


class DealGrid(TableGrid):
    """Ctrl and the arrows move a deal to the stage beside; Del deletes it."""

    stepped = Signal(int, int)  # the row, so many stages on
    delete_wanted = Signal(int)  # the row

    def __init__(self, rows: DealTableRows, parent: QWidget | None = None) -> None:
        self.deals = rows
        super().__init__(rows, parent)
        self.setAccessibleName(_("Deals as a table"))
        self.head.setStretchLastSection(True)

    def _made_painter(self) -> CellPainter:
        return DealCellPainter(self, self.deals)

    def _made_head(self) -> TableHead:
        return DealHead(self)

    @property
    def cells(self) -> DealCellPainter:
        """What paints the cells."""
        return cast("DealCellPainter", self.painter_of_cells)

    def is_editable(self, column: str) -> bool:
        """Whether a cell of a column takes what is typed or chosen."""
        return column in BY_KEY and BY_KEY[column].is_editable

    def usual_width(self, column: str) -> int:
        """How wide a column is at first."""
        return BY_KEY[column].wide if column in BY_KEY else 140

    def words_at(self, row: int, section: int) -> str:
        """What a cell shows."""
        return self.deals.cell_at(row, section).words

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Beside what every table does: to another stage, and to the bin."""
        row = self.currentIndex().row()
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = sides.get(Qt.Key(event.key()), 0)
        if held and step and row >= 0:
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.stepped.emit(row, -step if mirrored else step)
        elif event.key() == Qt.Key.Key_Delete and row >= 0:
            self.delete_wanted.emit(row)
        else:
            super().keyPressEvent(event)


class DealCellField(CellField):
    """The field over a cell of a deal."""

    def __init__(self, grid: DealGrid) -> None:
        super().__init__(grid)
        self._deals = grid.deals

    def words_of(self, stored: str) -> str:
        """What one types to have this stored."""
        return stored

    def stored(self, typed: str) -> str | None:
        """What is stored of what was typed; None where it does not fit."""
        return stored_text(self.column, typed, self._deals.today)

    def unfit(self, typed: str) -> str:
        """Why the cell does not take what was typed."""
        return unfit_words(self.column)

    def place(self) -> None:
        """Stand over the cell, wide enough for its words."""
        super().place()
        if self.width() < look.px(90):
            grow = look.px(90) - self.width()
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.setGeometry(self.geometry().adjusted(-grow if mirrored else 0, 0,
                                                      0 if mirrored else grow, 0))  # fmt: skip


def begins_menu(grid: DealGrid, index: QPersistentModelIndex) -> bool:
    """Whether a cell is chosen from a menu instead of typed."""
    return index.column() > 0 and is_choice(grid.deals.columns[index.column() - 1])
