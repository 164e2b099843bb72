"""The cells of a table of contacts: arrows move, Space ticks, F2 edits, Enter opens."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.surfaces import on_surface
from contactdesk.desktop.table_head import TableHead
from contactdesk.desktop.table_painting import TICK_WIDE, CellPainter, row_high
from contactdesk.desktop.table_rows import TICK, TableRows
from contactdesk.desktop.table_words import known_column, painted_words
from contactdesk.i18n import _

Index = QModelIndex | QPersistentModelIndex
WIDEST = 420
DOWN, AHEAD, BACK, STAY = "down", "ahead", "back", ""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TableGrid(QTableView):
    """Asks for what it does not do itself: edit a cell, open a contact, copy, paste, a menu."""

    edit_wanted = Signal(QPersistentModelIndex, str)  # the cell, and what was typed already
    open_wanted = Signal(int)
    copy_wanted = Signal()
    paste_wanted = Signal()
    menu_wanted = Signal(object)
    left = Signal()

    def __init__(self, rows: TableRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.over_row = -1
        self._keyed = False
        self.painter_of_cells = self._made_painter()
        self.head = self._made_head()
        self.setHorizontalHeader(self.head)
        self.setItemDelegate(self.painter_of_cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Contacts as a table"))
        self.setProperty("bare", "true")
        self.setModel(rows)
        # Qt asks every cell of a column whether it is selected, only to paint the heads
        self.head.setSelectionModel(QItemSelectionModel(rows, self))
        self.setCornerWidget(on_surface("list", QHBoxLayout()))  # between the two scroll bars
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.head.to_rows.connect(self.take_keyboard)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self._restyle()
        look.announcer().changed.connect(self._restyle)

    def _made_painter(self) -> CellPainter:
        return CellPainter(self, self.rows)

    def _made_head(self) -> TableHead:
        return TableHead(self)

    def is_editable(self, column: str) -> bool:
        """Whether a cell of a column takes what is typed."""
        known = known_column(column)
        return known is not None and known.is_editable

    def usual_width(self, column: str) -> int:
        """How wide a column is at first, in px of the design."""
        known = known_column(column)
        return known.wide if known is not None else 140

    def words_at(self, row: int, section: int) -> str:
        """What a cell shows."""
        return painted_words(self.rows.columns[section - 1], self.rows.text_at(row, section))

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(row_high())
        if self.model().columnCount():
            self.setColumnWidth(TICK, look.px(TICK_WIDE))

    def _scrolled(self) -> None:
        self.head.place_fields()
        self.viewport().update()

    def show_widths(self, columns: tuple[str, ...], widths: dict[str, int]) -> None:
        """The columns' widths: as they were drawn, else the usual ones."""
        self.head.blockSignals(True)
        for at in range(self.head.count()):  # dragged columns go back: the model has their order
            self.head.moveSection(self.head.visualIndex(at), at)
        self.head.blockSignals(False)
        self.setColumnWidth(TICK, look.px(TICK_WIDE))
        for at, column in enumerate(columns, 1):
            usual = look.px(self.usual_width(column))
            self.setColumnWidth(at, widths.get(column) or usual)
        self.head.place_fields()

    def widest(self, section: int) -> int:
        """As wide as the words of a column that are in sight need."""
        column = self.rows.columns[section - 1]
        top, bottom = max(0, self.rowAt(0)), self.rowAt(self.viewport().height() - 1)
        last = bottom if bottom >= 0 else self.rows.rowCount() - 1
        metrics = look.metrics("body")
        lead = look.px(60 if column == "name" else 24)
        words = (self.words_at(at, section) for at in range(top, last + 1))
        wide = max([look.px(80), *(metrics.horizontalAdvance(w) + lead for w in words)])
        return min(wide, look.px(WIDEST))

    def is_keyed(self) -> bool:
        """Whether the keyboard is here, by the keyboard."""
        return self._keyed and self.hasFocus()

    def take_keyboard(self) -> None:
        """Have the keyboard, on the first cell where it was nowhere."""
        self._keyed = True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.go_to(0, 1)

    def go_on(self, row: int, column: int, where: str) -> None:
        """Have the keyboard again after a cell was typed into, on that or the next in a way
        (DOWN, AHEAD, BACK); heads of groups are passed.
        """
        step = {DOWN: (1, 0), AHEAD: (0, 1), BACK: (0, -1)}.get(where)
        self.take_keyboard()
        if step is None or row < 0:
            return
        row += step[0]
        while row < self.rows.rowCount() and self.rows.head_at(row) is not None:
            row += 1
        self.go_to(row, min(max(1, column + step[1]), len(self.rows.columns)))

    def go_to(self, row: int, column: int) -> None:
        """Stand on a cell."""
        index = self.rows.index(max(0, min(row, self.rows.rowCount() - 1)), column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def chosen_rows(self) -> list[int]:
        """The rows with a chosen cell, the current one if there is none."""
        chosen = {index.row() for index in self.selectionModel().selectedIndexes()}
        here = self.currentIndex().row()
        return sorted(chosen) if chosen else [here] if here >= 0 else []

    # ── keys ────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What one does with a cell, a row, a group."""
        self._keyed = True
        index = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif index.isValid() and plain and self._take_key(event, index):
            pass
        else:
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent, index: Index) -> bool:
        key, text = event.key(), event.text()
        if self.rows.head_at(index.row()) is not None:
            return self._fold_by(key, index)
        if key == Qt.Key.Key_Space:
            self._switch(self.chosen_rows())
        elif key in _ENTER:
            self.open_wanted.emit(self.rows.number_at(index.row()))
        elif key == Qt.Key.Key_F2:
            self.edit_wanted.emit(QPersistentModelIndex(index), "")
        elif key == Qt.Key.Key_Delete:
            return False
        elif text.isprintable() and text.strip():
            self.edit_wanted.emit(QPersistentModelIndex(index), text)
        else:
            return False
        return True

    def _fold_by(self, key: int, index: Index) -> bool:
        group = self.rows.head_at(index.row())
        if group is None or key not in (
            Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space, *_ENTER
        ):  # fmt: skip
            return False
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        folds = key == (Qt.Key.Key_Right if mirrored else Qt.Key.Key_Left)
        if key in (Qt.Key.Key_Space, *_ENTER):
            folds = group.text not in self.rows.closed
        row, column = index.row(), index.column()
        self.rows.fold(group.text, folds)
        self.go_to(row, column)
        return True

    def _switch(self, rows: list[int]) -> None:
        numbers = [n for row in rows if (n := self.rows.number_at(row))]
        self.rows.tick(numbers, not self.rows.ticks.issuperset(numbers))

    # ── the pointer ─────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ticks and heads of groups are pressed."""
        self._keyed = False
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            group = self.rows.head_at(index.row())
            if group is not None:
                self.rows.fold(group.text, group.text not in self.rows.closed)
                return
            if index.column() == TICK:
                self._switch([index.row()])
                return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Two clicks edit a cell; on a name they open the contact."""
        index = self.indexAt(event.position().toPoint())
        number = self.rows.number_at(index.row())
        if index.isValid() and index.column() != TICK and number:
            column = self.rows.columns[index.column() - 1]
            if self.is_editable(column):
                self.edit_wanted.emit(QPersistentModelIndex(index), "")
            else:
                self.open_wanted.emit(number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row."""
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            spot = self.visualRect(self.currentIndex()).bottomLeft()
            where = self.viewport().mapToGlobal(spot)
        elif (
            index := self.indexAt(event.pos())
        ).isValid() and index.row() not in self.chosen_rows():
            self.go_to(index.row(), max(1, index.column()))
        self.menu_wanted.emit(where)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row the pointer is on."""
        super().mouseMoveEvent(event)
        self._show_over(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._show_over(-1)

    def _show_over(self, row: int) -> None:
        if row != self.over_row:
            self.over_row = row
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came: to the first cell, or where it was."""
        self._keyed = event.reason() in KEYBOARD or self._keyed
        super().focusInEvent(event)
        self.viewport().update()
