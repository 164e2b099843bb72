"""The lines of the palette: heads and entries, drawn by a delegate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.palette_line import icon_at, paint_entry, paint_head
from contactdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from contactdesk.desktop.palette_entries import Entry

LINE = Qt.ItemDataRole.UserRole  # Entry, or the words of a head
NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


def line_height() -> int:
    """The height of an entry."""
    return look.tall(42, "strong", room=18)


def head_height() -> int:
    """The height of a head."""
    return look.tall(26, "caption", room=8)


class PaletteModel(QAbstractListModel):
    """Entries with a head over each section."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Entry | str] = []

    def show_entries(self, entries: list[Entry]) -> None:
        """Show these; entries of one section stand together."""
        lines: list[Entry | str] = []
        section = ""
        for entry in entries:
            if entry.section != section:
                section = entry.section
                lines.append(section)
            lines.append(entry)
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def entry_at(self, row: int) -> Entry | None:
        """The entry at a row; None for a head."""
        line = self.lines[row] if 0 <= row < len(self.lines) else ""
        return None if isinstance(line, str) else line

    def entry_rows(self) -> list[int]:
        """The rows that hold entries."""
        return [row for row, line in enumerate(self.lines) if not isinstance(line, str)]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Heads and entries."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line, its words, or what a screen reader says of it."""
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if isinstance(line, str):
            return line if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if self.entry_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def spoken(entry: Entry) -> str:
    """What a screen reader says of an entry."""
    return ", ".join(part for part in (entry.title, entry.detail, entry.keys) if part)


class PaletteDelegate(QStyledItemDelegate):
    """Draws the lines."""

    chosen_row = -1
    second_row = -1
    photo_of: Callable[[Entry], QImage | None] | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Heads are lower."""
        head = isinstance(index.data(LINE), str)
        return QSize(100, head_height() if head else line_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        line = index.data(LINE)
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        if isinstance(line, str):
            paint_head(painter, option.rect, option.direction, line)
        elif line is not None:
            photo = self.photo_of(line) if self.photo_of is not None else None
            chosen = index.row() == self.chosen_row
            keys = _("Enter") if chosen else ""
            if index.row() == self.second_row and not chosen:
                keys = _("Ctrl+Enter")
            paint_entry(painter, option.rect, option.direction, line, chosen, keys, photo)
        painter.restore()


class PaletteList(QListView):
    """The list under the field; the keyboard stays in the field."""

    taken = Signal(int)  # a row was clicked
    link_taken = Signal(str)
    pointed = Signal(int)  # the pointer is over this row now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = PaletteModel(self)
        self.painter_of_lines = PaletteDelegate(self)
        self.setModel(self.lines)
        self.setItemDelegate(self.painter_of_lines)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Results"))
        # opaque, or everything under the palette would be painted with each letter typed
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._pointer = QPoint(-1, -1)

    def show_entries(self, entries: list[Entry]) -> None:
        """Show these entries."""
        self.painter_of_lines.chosen_row = -1
        self.lines.show_entries(entries)
        rows = self.lines.entry_rows()
        self.painter_of_lines.second_row = rows[1] if len(rows) > 1 else -1

    def choose(self, row: int) -> None:
        """Light up a row and bring it into view; the first with its head."""
        self.painter_of_lines.chosen_row = row
        self.setCurrentIndex(self.lines.index(row))
        if row >= 0:
            hint = QAbstractItemView.ScrollHint.EnsureVisible
            if row and self.lines.entry_at(row - 1) is None:
                self.scrollTo(self.lines.index(row - 1), hint)
            self.scrollTo(self.lines.index(row), hint)
        self.viewport().update()

    def wanted_height(self) -> int:
        """How high the list is when nothing has to scroll."""
        entries = len(self.lines.entry_rows())
        heads = len(self.lines.lines) - entries
        return entries * line_height() + heads * head_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, then the lines."""
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), look.colour("raised"))
        super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer chooses, if it really moved: lines also move under it."""
        where = event.globalPosition().toPoint()
        if where != self._pointer:
            self._pointer = where
            self.pointed.emit(self.indexAt(event.position().toPoint()).row())
        over = self._link_at(event.position().toPoint())
        hand, arrow = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(hand if over else arrow)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing yet: a press may still move away."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click runs the line, or its phone or mail."""
        at = event.position().toPoint()
        row = self.indexAt(at).row()
        link = self._link_at(at)
        if link:
            self.link_taken.emit(link)
        elif self.lines.entry_at(row) is not None:
            self.taken.emit(row)

    def _link_at(self, at: QPoint) -> str:
        index = self.indexAt(at)
        entry = self.lines.entry_at(index.row())
        if entry is None:
            return ""
        place = icon_at(self.visualRect(index), self.layoutDirection(), at, len(entry.links))
        return entry.links[place][2] if place >= 0 else ""
