"""A small list to choose a category from: type to filter, Enter takes, the last line makes one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from contactdesk.desktop import icons, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.category_colours import category_dot
from contactdesk.desktop.fields import Field
from contactdesk.i18n import _
from contactdesk.model import categories as named
from contactdesk.model import fold

WIDE, ROW, MOST_SHOWN = 280, 30, 9
NAME, NEW = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class _Line(QStyledItemDelegate):
    """A dot and a name; the one that makes a category has a plus and its key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """A menu's row."""
        return QSize(120, look.tall(ROW, room=12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]  # QModelIndex
        """Draw one line."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen:
            painter.setBrush(look.colour("sel"))
            painter.drawRoundedRect(QRectF(option.rect), 6, 6)
        side = look.px(16)
        lead = QRect(option.rect.x() + 8, option.rect.center().y() - side // 2 + 1, side, side)
        lead = mirror.placed(option.direction, option.rect, lead)
        if index.data(NEW):
            icons.paint(painter, lead, "plus", "text2", side)
        else:
            painter.setBrush(look.colour(category_dot(index.data(NAME))))
            painter.drawEllipse(lead.adjusted(side // 4, side // 4, -side // 4, -side // 4))
        start = look.px(32)
        words = option.rect.adjusted(start, 0, -8, 0)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            words = option.rect.adjusted(8, 0, -start, 0)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("sel_text" if chosen else "text"))
        text = look.metrics("body").elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideMiddle, words.width()
        )
        painter.drawText(words, mirror.leading(option.direction), text)
        painter.restore()


class _Filter(Field):
    """What is typed; arrows go on in the list below."""

    moved = Signal(int)
    taken = Signal(bool)  # whether a new one is wanted
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ move, Enter takes, Ctrl+Enter makes a new one."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class CategoryPicker(QFrame):
    """Lies over the window like a menu; `picked(name)` once. Esc or a press elsewhere closes it."""

    picked = Signal(str)

    def __init__(self, names: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent.window())
        self._before = QApplication.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", True)
        self.setAccessibleName(_("Add to category"))
        self._names = list(names)
        self.filter = _Filter(icon="tag")
        self.filter.setPlaceholderText(_("Category"))
        self.filter.setAccessibleName(_("Category"))
        self.filter.textChanged.connect(lambda _text: self._fill())
        self.filter.moved.connect(self._move)
        self.filter.taken.connect(self._take)
        self.filter.given_up.connect(self._end)
        self.filter.left.connect(self._left)
        self.list = QListWidget()
        self.list.setItemDelegate(_Line(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setProperty("surface", "raised")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Categories"))
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.itemClicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.filter)
        column.addWidget(self.list)
        for each in (self, self.list):  # their sizes are in the person's text size already
            spacing.see_to_itself(each)
        self.setFixedWidth(look.px(WIDE))
        self._fill()

    def open_at(self, where: QPoint) -> None:
        """Show it with its upper edge at a place on the screen."""
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            where = where - QPoint(self.width(), 0)
        window = self.window()
        where = window.mapFromGlobal(where)
        x = max(4, min(where.x(), window.width() - self.width() - 4))
        y = max(4, min(where.y(), window.height() - self.sizeHint().height() - 4))
        self.move(x, y)
        self.show()
        self.raise_()
        self.filter.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        typed = named.clean(self.filter.text())
        wanted = fold.fold(typed)
        hits = [n for n in self._names if wanted in fold.fold(n)]
        self.list.clear()
        for name in hits:
            self._add(" / ".join(named.parts(name)), name, False)
        if typed and typed not in self._names:
            self._add(_("Create “{name}”").format(name=typed), typed, True)
        if self.list.count():
            self.list.setCurrentRow(0)
        elif not typed:
            self.filter.setPlaceholderText(_("Name of a new category"))
        rows = min(MOST_SHOWN, self.list.count())
        self.list.setFixedHeight(rows * look.tall(ROW, room=12))
        self.list.setVisible(rows > 0)
        self.adjustSize()

    def _add(self, text: str, name: str, new: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(NAME, name)
        item.setData(NEW, new)
        self.list.addItem(item)

    def _move(self, step: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + step) % count)

    def _take(self, new: bool) -> None:
        name = named.clean(self.filter.text()) if new else ""
        item = self.list.currentItem()
        if not name and item is not None:
            name = item.data(NAME)
        if name:
            self._end()
            self.picked.emit(name)

    def _end(self) -> None:
        """Close, and give the keyboard back to where it was."""
        before, self._before = self._before, None
        self.filter.left.disconnect(self._left)
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.close()

    def _left(self) -> None:
        """The keyboard went elsewhere: nothing is wanted any more."""
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self.close()

    def _clicked(self, item: QListWidgetItem) -> None:
        self.list.setCurrentItem(item)
        self._take(False)
