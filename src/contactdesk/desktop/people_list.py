"""Thousands of people on a card: a list that is as high as all of its rows, painted as needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from contactdesk.desktop import bidi, icons, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.boundary import lay_out_now
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.line_painting import line_height, paint_line
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _

Index = QModelIndex | QPersistentModelIndex


def spoken(line: Line) -> str:
    """A line as it is read out."""
    words = (line.name, line.second, line.middle, line.trailing)
    return ", ".join(w for w in words if w)


def tip_of(line: Line) -> str:
    """All the words of a line, for where they are cut off."""
    words = (line.name, line.second, line.middle, line.trailing)
    return plain_tip("\n".join(dict.fromkeys(bidi.isolated(w) for w in words if w)))


class _Lines(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, for type-ahead; all of it for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.lines[index.row()].name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(self.lines[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(self.lines[index.row()])
        return None

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    """Paints one line with its hairline, ground and ring."""

    def __init__(self, view: PeopleList, middle: int, trailing: int) -> None:
        super().__init__(view)
        self._view, self._rooms = view, (middle, trailing)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are alike."""
        return QSize(200, line_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        line = self._view.rows.lines[index.row()]
        area = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row():
            hairline = look.colour("divider")
            painter.fillRect(area.x() + EDGE, area.y(), area.width() - 2 * EDGE, 1, hairline)
        if state & QStyle.StateFlag.State_MouseOver and line.row is not None:
            paint_ground(painter, QRectF(area), "hover", radius=6)
        if self._view.is_keyed() and index == self._view.currentIndex():
            paint_ring(painter, QRectF(area), 6)
        paint_line(painter, area, line, self._view.layoutDirection(), *self._rooms)
        painter.restore()


class PeopleList(QListView):
    """Lines of a card; a click or Enter opens, arrows and first letters move."""

    opened = Signal(int)
    change_wanted = Signal(object)  # Line: title, department or time of somebody

    def __init__(
        self,
        name: str,
        middle_room: int = 0,
        trailing_room: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keyed = False
        self.editable = False
        self.rows = _Lines(self)
        self._painter = _Painter(self, middle_room, trailing_room)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setProperty("bare", "true")  # the card or page shows through
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these, all of them."""
        self.rows.show_lines(lines)
        spacing.see_to_itself(self)
        self.setFixedHeight(line_height() * len(lines))
        self.setVisible(bool(lines))

    def is_keyed(self) -> bool:
        """Whether the keyboard is here, by the keyboard."""
        return self._keyed and self.hasFocus()

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(160, 0)

    def go_to(self, row: int) -> None:
        """Give the keyboard one row."""
        self._keyed = True
        self.setCurrentIndex(self.rows.index(row, 0))
        self.setFocus(Qt.FocusReason.TabFocusReason)

    def open_row(self, index: Index) -> None:
        """Go to the contact of a row."""
        line = self.rows.lines[index.row()] if index.isValid() else None
        if line is not None and line.row is not None:
            self.opened.emit(line.row.number)

    def change_row(self, index: Index) -> None:
        """Change what somebody is here, and since when."""
        line = self.rows.lines[index.row()] if index.isValid() else None
        if self.editable and line is not None and line.item:
            self.change_wanted.emit(line)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """All that can be done, in words."""
        at = event.pos()
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(at)
        if index.isValid():
            spot = self.visualRect(index).center() if by_key else at
            self.menu(index).popup(self.viewport().mapToGlobal(spot))

    def menu(self, index: Index) -> Menu:
        """The menu of one row; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("user"), _("Open"), lambda: self.open_row(index))
        if self.editable:
            keys = QKeySequence(Qt.Key.Key_F2)
            menu.addAction(icons.icon("pencil"), _("Change…"), keys, lambda: self.change_row(index))
        return menu

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The page scrolls to where the keyboard is."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and self.hasFocus():
            self.keep_in_sight()

    def keep_in_sight(self) -> None:
        """Scroll the page to the row that the keyboard is on."""
        index = self.currentIndex()
        widget: QWidget | None = self.parentWidget()
        while widget is not None and not isinstance(widget, QScrollArea):
            widget = widget.parentWidget()
        lay_out_now()  # a list just unfolded has its height, its page not yet
        page = widget.widget() if isinstance(widget, QScrollArea) else None
        if isinstance(widget, QScrollArea) and page is not None:
            QCoreApplication.sendEvent(page, QEvent(QEvent.Type.LayoutRequest))
            spot = self.visualRect(index)
            at = self.viewport().mapTo(page, spot.center())
            widget.ensureVisible(at.x(), at.y(), 0, spot.height())

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Never in itself: all rows are there, the page scrolls."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; ↑ and ↓ beyond the ends go on to the neighbour."""
        key, row = event.key(), self.currentIndex().row()
        self._keyed = True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_row(self.currentIndex())
        elif key == Qt.Key.Key_F2:
            self.change_row(self.currentIndex())
        elif key == Qt.Key.Key_Down and row == self.rows.rowCount() - 1:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up and row == 0:
            self.focusPreviousChild()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_row(self.indexAt(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer shows no ring."""
        self._keyed = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came: to the first row, or where it was."""
        self._keyed = event.reason() in KEYBOARD
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))
        if self._keyed:
            self.keep_in_sight()
