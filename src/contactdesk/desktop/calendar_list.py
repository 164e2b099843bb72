"""The calendars of a book as a list: each with its colour, and a tick where it is shown.

Space shows or hides the chosen one, F2 and Enter change its name and colour, Del deletes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.calendar_colours import CalendarColours, name_of
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.model.event_calendar import Calendar

ITEM = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
BOX = 16


class CalendarModel(QAbstractListModel):
    """The calendars, and which of them are not shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[Calendar] = ()
        self.hidden: frozenset[str] = frozenset()
        self.colours = CalendarColours()

    def show(
        self, items: Sequence[Calendar], hidden: frozenset[str], colours: CalendarColours
    ) -> None:
        """Show these."""
        if list(items) == list(self.items) and len(items) == len(self.items):
            self.hidden, self.colours = hidden, colours
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items, self.hidden, self.colours = items, hidden, colours
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One a row."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The calendar, or what a screen reader says of it."""
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.CheckStateRole:
            hidden = item.id in self.hidden
            return Qt.CheckState.Unchecked if hidden else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(bidi.isolated(name_of(item)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = _("{name}, hidden") if item.id in self.hidden else _("{name}, shown")
            return words.format(name=name_of(item))
        return name_of(item) if role == Qt.ItemDataRole.DisplayRole else None


class CalendarDelegate(RowPainter):
    """Draws a box in the calendar's colour, and its name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(100, look.tall(30, "body", room=10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        view: Any = option.widget
        calendars: CalendarModel = view.calendars
        item: Calendar = index.data(ITEM)
        area, direction = option.rect, option.direction
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = QRectF(area.adjusted(0, 1, 0, -1))
        if index.row() == self.over_row:
            paint_ground(painter, row, "hover", "", 6)
        if index.row() == view.currentIndex().row() and self.ring and view.hasFocus():
            paint_ring(painter, row, 6)
        side, shown = look.px(BOX), item.id not in calendars.hidden
        box = QRect(area.x() + look.px(10), area.center().y() - side // 2, side, side)
        spot = mirror.placed(direction, area, box)
        if shown:
            paint_ground(painter, QRectF(spot), calendars.colours.token(item.id), radius=4)
            icons.paint(painter, spot, "check-bold", "list", look.px(12))
        else:
            paint_ground(painter, QRectF(spot), "field_bg", "field", 4, 1.5)
        start = box.right() + look.px(10)
        words = QRect(start, area.y(), area.right() - look.px(6) - start, area.height())
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("text" if shown else "text2"))
        name = look.metrics("body").elidedText(
            bidi.isolated(name_of(item)), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(mirror.placed(direction, area, words), mirror.leading(direction), name)
        painter.restore()


class CalendarList(RowList):
    """One of the calendars is come to; a click or Space shows or hides it."""

    toggled = Signal(str)  # the id
    change_wanted = Signal(object)  # Calendar
    delete_wanted = Signal(object)  # Calendar
    menu_wanted = Signal(object, object)  # Calendar, and where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        self.calendars = CalendarModel()
        super().__init__(self.calendars, CalendarDelegate(), parent)
        self.setProperty("surface", "chrome")
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Calendars"))

    def current(self) -> Calendar | None:
        """The one that the keyboard is on."""
        row = self.currentIndex().row()
        return self.calendars.items[row] if 0 <= row < len(self.calendars.items) else None

    def whole_height(self) -> int:
        """How high all rows are."""
        return self.sizeHintForRow(0) * len(self.calendars.items) + 4

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show or hide the one under the pointer."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.toggled.emit(self.calendars.items[index.row()].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the one under the pointer, or the one the keyboard is on."""
        here = self.current()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(event.pos())
            here = self.calendars.items[index.row()] if index.isValid() else None
        if here is not None:
            place = event.globalPos()
            if event.reason() != QContextMenuEvent.Reason.Mouse:
                spot = self.visualRect(self.currentIndex())
                place = self.viewport().mapToGlobal(spot.center())
            self.menu_wanted.emit(here, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, F2, Enter and Del are about the chosen one."""
        key, here = event.key(), self.current()
        if here is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.toggled.emit(here.id)
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.change_wanted.emit(here)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(here)
        else:
            super().keyPressEvent(event)
