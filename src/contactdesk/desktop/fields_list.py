"""The list of custom fields on their page: chosen, moved, dragged and put away by the keyboard
and by the pointer.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from contactdesk.desktop import icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.fields_rows import ROW, ROW_MIME, TYPE_MIME, FieldRows, Row
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.i18n import _

HIGH, HEAD, SIDES, GAP = 38, 40, 20, 4  # px: a field, a section, beside them, between them


class FieldPainter(RowPainter):
    """Draws a field as a card, a section as its head."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line's height."""
        row: Row = index.data(ROW)
        high = HIGH if row.field is not None else HEAD
        return QSize(200, look.tall(high, room=20) + 2 * GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        row: Row = index.data(ROW)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(look.px(SIDES), GAP, -look.px(SIDES), -GAP)
        if row.field is not None or chosen:
            line = "accent" if chosen else "border"
            over = index.row() == self.over_row and not chosen
            ground = "hover" if over else "raised"
            paint_ground(
                painter, QRectF(area), ground if row.field else "", line, 8, 2 if chosen else 1
            )
        if chosen and self.ring:
            paint_ring(painter, QRectF(area), 8)
        self._words(painter, area, row, option.direction)
        painter.restore()

    def _words(
        self, painter: QPainter, area: QRect, row: Row, direction: Qt.LayoutDirection
    ) -> None:
        at, end = look.px(12), area.width() - look.px(14)
        for icon, tone in (("grip-vertical", "text3"), (row.icon, "text2")):
            if icon:
                side = look.px(16)
                spot = QRect(area.x() + at, area.center().y() - side // 2 + 1, side, side)
                icons.paint(painter, mirror.placed(direction, area, spot), icon, tone, side)
                at += side + look.px(8)
        end -= self._trailing(painter, area, row.used, end, "caption", "text2", direction)
        if row.restriction:
            used = self._trailing(
                painter,
                area,
                row.restriction,
                end,
                "caption",
                "accent_text",
                direction,
                area.width() // 3,
            )
            end -= used
        style = "strong"
        title = look.metrics(style).horizontalAdvance(row.title)
        room = max(0, end - at)
        wide = min(title, room)
        self._text(painter, area, at, wide + 2, row.title, style, "text", direction)
        at += wide + look.px(10)
        if end - at > look.px(30):
            self._text(painter, area, at, end - at, row.second, "caption", "text2", direction)

    def _trailing(
        self, painter: QPainter, area: QRect, text: str, end: int, style: str, tone: str,
        direction: Qt.LayoutDirection, most: int = 400,
    ) -> int:  # fmt: skip
        if not text:
            return 0
        wide = min(look.metrics(style).horizontalAdvance(text) + 2, most)
        self._text(painter, area, end - wide, wide, text, style, tone, direction)
        return wide + look.px(12)

    def _text(
        self, painter: QPainter, area: QRect, at: int, wide: int, text: str, style: str,
        tone: str, direction: Qt.LayoutDirection,
    ) -> None:  # fmt: skip
        spot = QRect(area.x() + at, area.y(), wide, area.height())
        painter.setFont(look.font(style))
        painter.setPen(look.colour(tone))
        shown = look.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, wide)
        placed = mirror.placed(direction, area, spot)
        painter.drawText(placed, mirror.leading(direction), shown)


class FieldsList(RowList):
    """Lines of fields and sections; what is done with one is told by signals."""

    chosen = Signal(object)  # Row or None
    move_wanted = Signal(object, int)  # Row, -1 up or 1 down
    away_wanted = Signal(object)  # Row
    edit_wanted = Signal(object)  # Row: its name
    type_dropped = Signal(str, int)  # type, line before which it goes
    row_dropped = Signal(str, int)  # a line's key, likewise

    def __init__(self, parent: QWidget | None = None) -> None:
        self.lines = FieldRows()
        super().__init__(self.lines, FieldPainter(), parent)
        self.setProperty("surface", "page")
        self.setAccessibleName(_("Custom fields"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self._drop = -1
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

    # ── dragging ────────────────────────────────────────────────────────────────────────

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Fields and types may come."""
        if event.mimeData().hasFormat(ROW_MIME) or event.mimeData().hasFormat(TYPE_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would go."""
        self._show_drop(self._place(event.position().toPoint()))
        event.acceptProposedAction()

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
        index = self.indexAt(point)
        if not index.isValid():
            return len(self.lines.rows)
        return index.row() + (point.y() > self.visualRect(index).center().y())

    def _show_drop(self, place: int) -> None:
        if place != self._drop:
            self._drop = place
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and a dashed one where a drop goes."""
        super().paintEvent(event)
        if self._drop < 0:
            return
        last = self.lines.index(len(self.lines.rows) - 1)
        y = self.visualRect(last).bottom() + 1 if last.isValid() else 8
        if self._drop < len(self.lines.rows):
            y = self.visualRect(self.lines.index(self._drop)).top()
        side = look.px(SIDES)
        with QPainter(self.viewport()) as painter:
            painter.setPen(QPen(look.colour("accent"), 3, Qt.PenStyle.DashLine))
            painter.drawLine(side, y, self.viewport().width() - side, y)
