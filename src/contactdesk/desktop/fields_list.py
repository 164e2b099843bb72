"""The list of custom fields on their page: chosen, moved, dragged and put away by the keyboard
and by the pointer.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from contactdesk.desktop.fields_painting import (
    FieldPainter,
    door_spot,
    drop_words,
)
from contactdesk.desktop.fields_rows import ROW_MIME, TYPE_MIME, FieldRows, Row
from contactdesk.desktop.row_list import RowList
from contactdesk.i18n import _
from contactdesk.model.custom import TYPE_WORDS


class FieldsList(RowList):
    """Lines of fields and sections; what is done with one is told by signals."""

    chosen = Signal(object)  # Row or None
    move_wanted = Signal(object, int)  # Row, -1 up or 1 down
    away_wanted = Signal(object)  # Row
    edit_wanted = Signal(object)  # Row: its name
    menu_wanted = Signal(object, QPoint)  # Row, where on the screen
    type_dropped = Signal(str, int)  # type, line before which it goes
    row_dropped = Signal(str, int)  # a line's key, likewise

    def __init__(self, parent: QWidget | None = None) -> None:
        self.lines = FieldRows()
        self.fields_painter = FieldPainter()
        super().__init__(self.lines, self.fields_painter, parent)
        self.setProperty("surface", "page")
        self.setAccessibleName(_("Custom fields"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.activated.connect(lambda index: self.edit_wanted.emit(self.lines.at(index)))

    def tell_chosen(self) -> None:
        """Another line is chosen."""
        self.chosen.emit(self.row())

    def row(self) -> Row | None:
        """The chosen line."""
        return self.lines.at(self.currentIndex())

    def show_rows(self, rows: list[Row], key: str = "") -> None:
        """Show other lines; the chosen one stays it, or that with the key becomes it."""
        before = self.row()
        wanted = key or (before.key if before is not None else "")
        place = max(0, self.currentIndex().row())
        self.lines.show_rows(rows)
        self.fields_painter.count = len(rows)
        at = self.lines.place_of(wanted)
        if at < 0 and rows:
            at = min(place, len(rows) - 1)
        if at >= 0:
            self.setCurrentIndex(self.lines.index(at))
            self.scrollTo(self.lines.index(at))
        self.tell_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↑/↓ moves, Delete puts away, F2 and Enter go to the name."""
        row = self.row()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if row is not None and alt and step:
            self.move_wanted.emit(row, step)
        elif row is not None and event.key() == Qt.Key.Key_Delete:
            self.away_wanted.emit(row)
        elif row is not None and event.key() in (
            Qt.Key.Key_F2,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.edit_wanted.emit(row)
        else:
            super().keyPressEvent(event)

    # ── the menu of a line ──────────────────────────────────────────────────────────────

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the line under the pointer, or of the chosen one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        row = self.lines.at(index)
        if row is None:
            return
        where = self.visualRect(index).center() if by_key else event.pos()
        self.setCurrentIndex(index)
        self.menu_wanted.emit(row, self.viewport().mapToGlobal(where))

    def _door_at(self, point: QPoint) -> Row | None:
        """The line on whose menu, or pencil, the pointer is."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        area = self.fields_painter.box(index.row(), self.visualRect(index))
        inside = door_spot(area, self.layoutDirection()).contains(point)
        return self.lines.at(index) if inside else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show whether a click opens the menu."""
        over = self._door_at(event.position().toPoint()) is not None
        if over != self.fields_painter.is_over_door:
            self.fields_painter.is_over_door = over
            self.viewport().update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the menu of a field; a section's pencil goes to its name."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        row = self._door_at(point) if event.button() == Qt.MouseButton.LeftButton else None
        if row is not None and row.field is not None:
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(point))
        elif row is not None and row.section is not None:
            self.edit_wanted.emit(row)

    # ── dragging ────────────────────────────────────────────────────────────────────────

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Fields and types may come."""
        if event.mimeData().hasFormat(ROW_MIME) or event.mimeData().hasFormat(TYPE_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Make room where it would go."""
        self.fields_painter.drop_words = drop_words(self._name_of(event))
        self._show_drop(self._place(event.position().toPoint()))
        event.acceptProposedAction()

    def _name_of(self, event: QDropEvent) -> str:
        data = event.mimeData()
        if data.hasFormat(TYPE_MIME):
            return _(TYPE_WORDS[bytes(data.data(TYPE_MIME).data()).decode()])
        at = self.lines.place_of(bytes(data.data(ROW_MIME).data()).decode())
        return self.lines.rows[at].title if at >= 0 else ""

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        self._show_drop(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it there."""
        place = self._place(event.position().toPoint())
        self._show_drop(-1)
        data = event.mimeData()
        if data.hasFormat(TYPE_MIME):
            self.type_dropped.emit(bytes(data.data(TYPE_MIME).data()).decode(), place)
        elif data.hasFormat(ROW_MIME):
            self.row_dropped.emit(bytes(data.data(ROW_MIME).data()).decode(), place)
        event.setDropAction(Qt.DropAction.CopyAction)  # the view would take a moved line away
        event.accept()

    def _place(self, point: QPoint) -> int:
        """The line before which something would go: the strip itself keeps its place."""
        index = self.indexAt(point)
        if not index.isValid():
            return len(self.lines.rows)
        line = self.fields_painter.line_rect(index.row(), self.visualRect(index))
        return index.row() + (point.y() > line.center().y())

    def _show_drop(self, place: int) -> None:
        if place != self.fields_painter.drop:
            self.fields_painter.drop = place
            self.doItemsLayout()

    def dropped_at(self) -> int:
        """The line before which the strip stands, -1 for none."""
        return self.fields_painter.drop
