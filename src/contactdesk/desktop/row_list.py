"""A list of painted rows beside a page: one is chosen, the pointer and the keyboard show where."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import RADIUS, paint_ground
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.ringed import paint_ring

Index = QModelIndex | QPersistentModelIndex


class RowPainter(QStyledItemDelegate):
    """Paints the rows of a `RowList`, which tells it what the pointer and the keyboard are on."""

    over_row = -1
    ring = False  # whether the chosen row shows the keyboard's ring

    def paint_frame(
        self, painter: QPainter, box: QRectF, index: Index, radius: float = RADIUS
    ) -> bool:
        """Draw the ground of a row and its ring; whether it is the chosen one."""
        view = self.parent()
        assert isinstance(view, RowList)
        chosen = index.row() == view.currentIndex().row()
        if chosen or index.row() == self.over_row:
            edge = look.current().edge if chosen else ""
            paint_ground(painter, box, "sel" if chosen else "hover", edge, radius)
        if chosen and self.ring and view.hasFocus():
            paint_ring(painter, box, 6)
        return chosen


class RowList(QListView):
    """Shows a model by a `RowPainter`; `tell_chosen` is called when another row is chosen."""

    def __init__(
        self, model: QAbstractItemModel, painter: RowPainter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.painter_of_rows = painter
        model.setParent(self)
        painter.setParent(self)
        self.setModel(model)
        self.setItemDelegate(painter)
        self.setProperty("surface", "list")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def tell_chosen(self) -> None:
        """Another row is chosen."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Draw and tell which is chosen now."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.tell_chosen()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        self.painter_of_rows.ring = event.reason() in KEYBOARD
        super().focusInEvent(event)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the row under the pointer."""
        super().mouseMoveEvent(event)
        self._show_over(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._show_over(-1)

    def _show_over(self, row: int) -> None:
        if row != self.painter_of_rows.over_row:
            self.painter_of_rows.over_row = row
            self.viewport().update()
