"""Documents as rows of 50 px: what it is, who brought it, its kind, where it belongs, day, size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.document_view import DocRow
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.i18n import _

NO_PARENT = QModelIndex()
HIGH, EDGE, ICON = 50, 14, 20
NAME_LEAST, KIND, LINKED, DAY, SIZE = 180, 110, 160, 112, 84
MENU = 32


class Columns(NamedTuple):
    """Where the columns lie in a row laid out from the left; no width: not shown."""

    name: tuple[int, int]
    kind: tuple[int, int]
    linked: tuple[int, int]
    day: tuple[int, int]
    size: tuple[int, int]


def columns_in(width: int) -> Columns:
    """The columns of a width; where there is little room the link goes first, then the kind."""
    edge, start = look.px(EDGE), look.px(EDGE + ICON + 12)
    end = width - edge - look.px(MENU)
    size, day = look.px(SIZE), look.px(DAY)
    kind, linked = look.px(KIND), look.px(LINKED)
    left = end - size - day - start
    if left - kind - linked < look.px(NAME_LEAST):
        linked = 0
    if left - kind - linked < look.px(NAME_LEAST):
        kind = 0
    name = left - kind - linked
    at = start + name
    return Columns(
        (start, name), (at, kind), (at + kind, linked), (at + kind + linked, day),
        (at + kind + linked + day, size),
    )  # fmt: skip


def row_high() -> int:
    """Two lines."""
    return look.tall(HIGH, "strong", "caption", room=12)


class DocumentHead(QWidget):
    """What the columns are called, over a list."""

    def __init__(self, over: RowList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = over
        over.verticalScrollBar().rangeChanged.connect(self._restyle)
        look.dress(self, "caption", 600)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _restyle(self, *_range: int) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(100, look.tall(34, "caption", room=14))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words over their columns; beside them there may be a scroll bar."""
        inner = self._over.viewport()
        area, direction = QRect(inner.x(), 0, inner.width(), self.height()), self.layoutDirection()
        columns = columns_in(inner.width())
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(look.colour("text2"))
            for words, (x, wide), at_end in (
                (_("Name"), columns.name, False), (_("Kind"), columns.kind, False),
                (_("Linked to"), columns.linked, False), (_("Changed"), columns.day, True),
                (_("Size"), columns.size, True),
            ):  # fmt: skip
                spot = QRect(area.x() + x, 0, wide - look.px(10), area.height())
                align = mirror.trailing(direction) if at_end else mirror.leading(direction)
                if wide:
                    shown = self.fontMetrics().elidedText(
                        words, Qt.TextElideMode.ElideRight, spot.width()
                    )
                    painter.drawText(mirror.placed(direction, area, spot), align, shown)
            line = QRect(area.x() + 5, area.height() - 1, area.width() - 10, 1)
            painter.fillRect(line, look.colour("divider"))


class DocumentModel(QAbstractListModel):
    """Some documents in their order; `lost` are the places that links do not find just now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[DocRow] = ()
        self.lost: frozenset[str] = frozenset()

    def show(self, items: Sequence[DocRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def show_lost(self, lost: frozenset[str]) -> None:
        """Show which links lead nowhere."""
        if lost != self.lost and self.items:
            self.lost = lost
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))
        self.lost = lost

    def is_lost(self, row: DocRow) -> bool:
        """Whether what a link leads to cannot be found."""
        return row.document.path in self.lost

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One a row."""
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each may be chosen and carried elsewhere."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name for type-ahead, or what a screen reader says."""
        row = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.document.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken(self.is_lost(row))
        return None


class DocumentPainter(RowPainter):
    """Draws one document."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(100, row_high())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, icon, name, and the columns."""
        view = option.widget
        assert isinstance(view, DocumentList)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        chosen = self.paint_frame(painter, QRectF(area.adjusted(5, 0, -5, 0)), index, 6)
        if index.row() and not chosen and index.row() != self.over_row:
            painter.fillRect(area.x() + 5, area.y(), area.width() - 10, 1, look.colour("divider"))
        row = view.model_of_rows.items[index.row()]
        _Words(painter, area, option.direction, chosen).paint(row, view.model_of_rows.is_lost(row))
        painter.restore()


class _Words:
    """What stands in a row."""

    def __init__(
        self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection, chosen: bool
    ) -> None:
        self._painter, self._area, self._direction = painter, area, direction
        self._ink = "sel_text" if chosen else "text"
        self._faint = "sel_text" if chosen else "text2"
        self._columns = columns_in(area.width())

    def paint(self, row: DocRow, is_lost: bool) -> None:
        """Draw it all; a link that leads nowhere says so in place of where it leads."""
        area, side = self._area, look.px(ICON)
        icon = QRect(area.x() + look.px(EDGE), area.y() + (area.height() - side) // 2, side, side)
        icons.paint(
            self._painter, self._placed(icon), "link-2-off" if is_lost else row.icon,
            "warn" if is_lost else row.tone, side,
        )  # fmt: skip
        self._paint_name(row, is_lost)
        columns = self._columns
        self._cell(columns.kind, row.kind, "caption", self._faint)
        if row.linked and columns.linked[1]:
            self._paint_link(row)
        self._cell(columns.day, row.day, "caption", self._faint, at_end=True)
        self._cell(columns.size, row.size, "caption", self._faint, at_end=True)
        more = QRect(area.width() - look.px(EDGE + 18) + area.x(), area.y(), look.px(18),
                     area.height())  # fmt: skip
        icons.paint(self._painter, self._placed(more), "ellipsis", self._faint, look.px(16))

    def _paint_name(self, row: DocRow, is_lost: bool) -> None:
        x, wide = self._columns.name
        high, small = look.metrics("strong").height(), look.metrics("caption").height()
        top = self._area.y() + (self._area.height() - high - small) // 2
        chip = look.metrics("caption", 600).horizontalAdvance(row.state) + look.px(16)
        room = wide - look.px(10) - (chip + look.px(8) if row.state else 0)
        name = bidi.isolated(row.document.name)
        metrics = look.metrics("strong")
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        self._text(QRect(x, top, room, high), shown, "strong", 600, self._ink)
        if row.state:
            at = x + min(metrics.horizontalAdvance(shown), room) + look.px(8)
            self._chip(QRect(at, top, chip, high), row.state)
        words, tone = row.second, self._faint
        if is_lost:
            words, tone = _("Cannot be found: {words}").format(words=row.second), "warn"
        lower = QRect(x, top + high, wide - look.px(10), small)
        self._text(lower, self._elided(words, lower.width()), "caption", 400, tone)

    def _chip(self, spot: QRect, words: str) -> None:
        place = self._placed(spot.translated(self._area.x(), 0))
        paint_ground(self._painter, QRectF(place), "slate_soft", radius=place.height() / 2)
        self._painter.setFont(look.font("caption", 600))
        self._painter.setPen(look.colour("slate"))
        self._painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_link(self, row: DocRow) -> None:
        x, wide = self._columns.linked
        most = wide - look.px(12)
        words = self._elided(bidi.isolated(row.linked), most - look.px(34))
        whole = min(most, look.metrics("caption", 500).horizontalAdvance(words) + look.px(36))
        high = look.metrics("caption").height() + look.px(6)
        top = self._area.y() + (self._area.height() - high) // 2
        spot = QRect(x + self._area.x(), top, whole, high)
        paint_ground(self._painter, QRectF(self._placed(spot)), "accent_soft", radius=high / 2)
        side = look.px(14)
        icon = QRect(spot.x() + look.px(9), top + (high - side) // 2, side, side)
        icons.paint(self._painter, self._placed(icon), row.linked_icon, "accent_text", side)
        inner = QRect(x + look.px(27), top, whole - look.px(32), high)
        self._text(inner, words, "caption", 500, "accent_text")

    def _cell(
        self, column: tuple[int, int], words: str, style: str, tone: str, *, at_end: bool = False
    ) -> None:
        x, wide = column
        if wide:
            spot = QRect(x, self._area.y(), wide - look.px(10), self._area.height())
            self._text(spot, self._elided(words, spot.width()), style, 400, tone, at_end)

    def _elided(self, words: str, wide: int) -> str:
        return look.metrics("caption").elidedText(words, Qt.TextElideMode.ElideRight, wide)

    def _text(
        self, spot: QRect, words: str, style: str, weight: int, tone: str, at_end: bool = False
    ) -> None:
        """Draw words in a place whose left is counted from the row's."""
        painter, direction = self._painter, self._direction
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(tone))
        place = self._placed(spot.translated(self._area.x(), 0))
        align = mirror.trailing(direction) if at_end else mirror.leading(direction)
        painter.drawText(place, align, words)

    def _placed(self, spot: QRect) -> QRect:
        return mirror.placed(self._direction, self._area, spot)


class DocumentList(RowList):
    """Enter opens, Space shows or hides the preview, F2 renames, Del moves to the bin."""

    chosen = Signal(object)  # DocRow or None
    opened = Signal(object)
    rename_wanted = Signal(object)
    delete_wanted = Signal(object)
    preview_wanted = Signal()
    menu_wanted = Signal(object, QPoint)
    dragged = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model_of_rows = DocumentModel()
        super().__init__(self.model_of_rows, DocumentPainter(), parent)
        self.setAccessibleName(_("Documents"))
        self.setDragEnabled(True)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """The chosen one is carried elsewhere."""
        if self.current() is not None:
            self.dragged.emit(self.current())

    def show_rows(self, rows: Sequence[DocRow]) -> None:
        """Show these; the same document stays chosen, else the first one is."""
        here = self.current()
        number = here.document.number if here is not None else 0
        self.model_of_rows.show(rows)
        same = [at for at, row in enumerate(rows) if row.document.number == number]
        self.setCurrentIndex(self.model_of_rows.index(same[0] if same else 0))
        if not rows:
            self.chosen.emit(None)

    def choose(self, number: int) -> None:
        """Choose a document that is in the list."""
        for at, row in enumerate(self.model_of_rows.items):
            if row.document.number == number:
                self.setCurrentIndex(self.model_of_rows.index(at))

    def current(self) -> DocRow | None:
        """The chosen one."""
        row, items = self.currentIndex().row(), self.model_of_rows.items
        return items[row] if 0 <= row < len(items) else None

    def row_at(self, spot: QPoint) -> DocRow | None:
        """The one under a place of the viewport."""
        index = self.indexAt(spot)
        return self.model_of_rows.items[index.row()] if index.isValid() else None

    def tell_chosen(self) -> None:
        """Tell which is chosen now."""
        self.chosen.emit(self.current())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The dots at the end open the menu."""
        super().mouseReleaseEvent(event)
        spot = event.position().toPoint()
        index = self.indexAt(spot)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        area = self.visualRect(index)
        dots = QRect(area.right() - look.px(EDGE + 24), area.y(), look.px(EDGE + 24), area.height())
        if mirror.placed(self.layoutDirection(), area, dots).contains(spot):
            self.menu_wanted.emit(self.current(), self.viewport().mapToGlobal(spot))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the one under the pointer."""
        super().mouseDoubleClickEvent(event)
        if self.row_at(event.position().toPoint()) is not None:
            self.opened.emit(self.current())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the chosen one, also by the menu key."""
        row = self.current()
        if row is None:
            return
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(row, where)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space, F2 and Del."""
        row, key = self.current(), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            event.ignore()  # the window adds what is on the clipboard
        elif row is None or not plain:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif key == Qt.Key.Key_Space:
            self.preview_wanted.emit()
        elif key == Qt.Key.Key_F2:
            self.rename_wanted.emit(row)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(row)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
