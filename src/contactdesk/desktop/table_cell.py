"""A cell of the table being typed into: Enter saves and goes down, Tab to the next, Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from contactdesk.desktop import custom_texts
from contactdesk.desktop.date_texts import read_date
from contactdesk.desktop.fields import Field
from contactdesk.desktop.table_grid import AHEAD, BACK, DOWN, STAY, TableGrid
from contactdesk.desktop.table_words import cell_words, known_column
from contactdesk.i18n import _
from contactdesk.model.custom import id_of
from contactdesk.model.custom_values import read


def stored_text(column: str, typed: str) -> str | None:
    """What a cell of a column stores of what was typed; None where it does not fit."""
    text = typed.strip()
    known = known_column(column)
    if known is None or not known.is_editable:
        return None
    field = custom_texts.known().by_id(id_of(column))
    if field is not None:
        reading = read(field, text, custom_texts.decimal_sign())
        return None if reading.problem else reading.value
    if known.kind != "date" or not text:
        return text
    found = read_date(text)
    return str(found) if found is not None and not found.text else None


def _unfit(column: str, typed: str) -> str:
    """Why a cell does not take what was typed."""
    field = custom_texts.known().by_id(id_of(column))
    if field is not None:
        return read(field, typed, custom_texts.decimal_sign()).problem
    return _("This is no date. Write for instance 14 March 1984.")


class CellField(Field):
    """The field over a cell."""

    done = Signal(str, str)  # what is to be stored, and where to go
    given_up = Signal()

    def __init__(self, grid: TableGrid) -> None:
        super().__init__(parent=grid.viewport())
        self._grid = grid
        self.number = 0  # the contact's
        self.column = self.before = ""
        self._is_over = True
        self.setProperty("small", "true")
        self.hide()

    def begin(self, index: QPersistentModelIndex, typed: str) -> None:
        """Type into a cell: what it says is chosen, or goes for what was typed already."""
        self.number = self._grid.rows.number_at(index.row())
        self.column = self._grid.rows.columns[index.column() - 1]
        self.before = self._grid.rows.text_at(index.row(), index.column())
        self._is_over = False
        self.set_state("")
        self.setText(typed or self.words_of(self.before))
        self.setAccessibleName(self._grid.head.words_of(self.column))
        self._grid.scrollTo(self._grid.rows.index(index.row(), index.column()))
        self.place()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed:
            self.end(False)
        else:
            self.selectAll()

    def words_of(self, stored: str) -> str:
        """What one types to have this stored."""
        return cell_words(self.column, stored)

    def stored(self, typed: str) -> str | None:
        """What is stored of what was typed; None where it does not fit."""
        return stored_text(self.column, typed)

    def unfit(self, typed: str) -> str:
        """Why the cell does not take what was typed."""
        return _unfit(self.column, typed)

    def cell(self) -> tuple[int, int]:
        """The row and column of the cell, wherever it is now; (-1, -1) where it went."""
        rows = self._grid.rows
        row = rows.row_of(self.number)
        if row < 0 or self.column not in rows.columns:
            return -1, -1
        return row, 1 + rows.columns.index(self.column)

    def place(self) -> None:
        """Stand over the cell."""
        row, column = self.cell()
        if row >= 0:
            spot = self._grid.visualRect(self._grid.rows.index(row, column))
            self.setGeometry(spot.adjusted(2, 2, -2, -3))

    def event(self, event: QEvent) -> bool:
        """Tab is for the cells here, not for the page."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            where = {Qt.Key.Key_Tab: AHEAD, Qt.Key.Key_Backtab: BACK}.get(Qt.Key(event.key()))
            if where is not None:
                self._finish(where)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves all as it was."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish(DOWN)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Elsewhere one goes on: what was typed is saved."""
        super().focusOutEvent(event)
        if not self._is_over and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._finish(STAY)

    def _finish(self, where: str) -> None:
        if self._is_over:
            return
        text = self.stored(self.text())
        if text is None and where != STAY:
            self.set_state("error", self.unfit(self.text()))
            self.setToolTip(self.message)
            return
        self._leave()
        if text is None:
            self.given_up.emit()
        else:
            self.done.emit(text, where)

    def _leave(self) -> None:
        self._is_over = True
        self.hide()
        self.setToolTip("")


class CellKeeper(QObject):
    """Keeps a field over its cell while the table is scrolled, or read anew."""

    def __init__(self, grid: TableGrid, field: CellField) -> None:
        super().__init__(grid)
        self._field = field
        for bar in (grid.verticalScrollBar(), grid.horizontalScrollBar()):
            bar.valueChanged.connect(self._follow)
        grid.rows.modelReset.connect(self._follow)

    def _follow(self, _value: int = 0) -> None:
        if self._field.isVisible():
            self._field.place()
