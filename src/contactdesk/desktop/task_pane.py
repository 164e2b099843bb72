"""The pane before the tasks of a book that several people use: whose tasks are shown."""

from __future__ import annotations

from collections.abc import Sequence

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
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from contactdesk.desktop import icons, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.desktop.labels import Label
from contactdesk.desktop.people_faces import colleague_face
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.desktop.task_views import View
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _, counted, ngettext

ITEM = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
WIDE = 204
NEEDS = 1120  # px of the page; in less, the tasks need the room
FACE = 20


class ViewModel(QAbstractListModel):
    """The views, one a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[View] = []

    def show(self, items: Sequence[View]) -> None:
        """Show these."""
        if [each.key for each in items] == [each.key for each in self.items]:
            self.items = list(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The row of a view, or -1."""
        return next((n for n, each in enumerate(self.items) if each.key == key), -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One a row."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The view, or what a screen reader says of it."""
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            many = ngettext("{n} task", "{n} tasks", item.many).format(n=counted(item.many))
            return plain_tip(f"{item.words}, {many}")
        if role == Qt.ItemDataRole.ToolTipRole and item.person is not None:
            return plain_tip(item.words)
        return item.words if role == Qt.ItemDataRole.DisplayRole else None


class _Painter(RowPainter):
    """Draws an icon or a face, the words, and how much there is to do."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, as in the sidebar."""
        return QSize(100, look.tall(31, room=13))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        item = index.data(ITEM)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(0, 0.5, 0, -0.5)
        chosen = self.paint_frame(painter, box, index)
        self._paint_lead(painter, option, item, chosen)
        self._paint_words(painter, option, item, chosen)
        painter.restore()

    def _paint_lead(
        self, painter: QPainter, option: QStyleOptionViewItem, item: View, chosen: bool
    ) -> None:
        area = option.rect
        side = look.px(FACE if item.person is not None else 18)
        left = look.px(19) - side // 2
        spot = QRect(area.x() + left, area.y() + (area.height() - side) // 2, side, side)
        spot = mirror.placed(option.direction, area, spot)
        if item.person is not None:
            paint_avatar(painter, spot, colleague_face(item.person))
        else:
            icons.paint(painter, spot, item.icon, "accent_text" if chosen else "text2")

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, item: View, chosen: bool
    ) -> None:
        area, count = option.rect, counted(item.many) if item.many else ""
        taken = look.metrics("caption").horizontalAdvance(count) + 12
        start = look.px(38)
        words = QRect(area.x() + start, area.y(), area.width() - start - taken - 8, area.height())
        style, weight = ("strong", 600) if chosen else ("body", 400)
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour("sel_text" if chosen else "text"))
        shown = look.metrics(style, weight).elidedText(
            item.words, Qt.TextElideMode.ElideRight, words.width()
        )
        leading, trailing = mirror.leading(option.direction), mirror.trailing(option.direction)
        painter.drawText(mirror.placed(option.direction, area, words), leading, shown)
        spot = QRect(area.right() - taken - 8, area.y(), taken, area.height())
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("sel_text" if chosen else "text2"))
        painter.drawText(mirror.placed(option.direction, area, spot), trailing, count)


class ViewList(RowList):
    """`chosen(key)` when another view is wanted."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.views = ViewModel()
        self._is_telling = True
        super().__init__(self.views, _Painter(), parent)
        self.setProperty("surface", "chrome")
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(_("Whose tasks"))
        look.announcer().changed.connect(self.scheduleDelayedItemsLayout)

    def show_views(self, items: Sequence[View], key: str) -> None:
        """Show these, one of them chosen."""
        self._is_telling = False
        self.views.show(items)
        self.setCurrentIndex(self.views.index(self.views.row_of(key)))
        self._is_telling = True

    def tell_chosen(self) -> None:
        """Another one is wanted."""
        row = self.currentIndex().row()
        if self._is_telling and 0 <= row < len(self.views.items):
            self.chosen.emit(self.views.items[row].key)


class TaskPane(QWidget):
    """The views, where there is room for them and several people use the book."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        spacing.see_to_itself(self)
        self.list = ViewList()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 14, 8, 8)
        column.setSpacing(4)
        head = Label(_("Whose tasks"), "caption", "text2", weight=600)
        head.setContentsMargins(*mirror.margins(10, 0, 0, 0))
        column.addWidget(head)
        column.addWidget(self.list, 1)
        self.hide()

    def fit(self, room: int, wanted: bool) -> bool:
        """Be there where it is wanted and the page has room for it; whether it is."""
        self.setFixedWidth(look.px(WIDE))
        fits = wanted and room >= look.px(NEEDS)
        self.setVisible(fits)
        return fits
