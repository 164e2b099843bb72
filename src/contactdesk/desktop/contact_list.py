"""The contact list itself: one column, letters between the rows, everything by keyboard."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from contactdesk.desktop import ground
from contactdesk.desktop import theme as look
from contactdesk.desktop.list_delegate import ContactDelegate, letter_height, row_height
from contactdesk.desktop.list_model import ContactListModel
from contactdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QContextMenuEvent,
        QFocusEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
    )

Move = QAbstractItemView.CursorAction
NO_PARENT = QModelIndex()
KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


AFTER_FILLED_MS = 250
OTHER_SCRIPTS = "陳رضاŁд"


def meet_scripts(style: str) -> None:
    """Measure a letter of each script once: finding and opening its face takes up to 11 ms."""
    look.metrics(style).horizontalAdvance(OTHER_SCRIPTS)


class ContactTable(QTableView):
    """Shows a `ContactListModel`; `chosen(numbers)` follows the selection."""

    chosen = Signal(object)  # list[int], in the order of the list
    opened = Signal()  # Enter or a double click: go to the detail
    sought = Signal(str)  # letters typed into the list
    asked_menu = Signal(QPoint)  # where, on the screen
    dragged = Signal()  # the selected contacts, out of the list
    filled = Signal()  # the first named rows were painted

    def __init__(self, model: ContactListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._typed = ""
        self._typed_at = 0.0
        self._was_filled = False
        self._low_rows: set[int] = set()
        self._quiet = False
        self.last_chosen: list[int] = []  # outlives a list that does not hold them
        self.painter_of_rows = ContactDelegate(self, model, self._is_selected)
        self.setItemDelegate(self.painter_of_rows)
        self._set_up_headers()
        ground.cover(self.viewport())
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setAccessibleName(_("Contacts"))
        self.filled.connect(self._meet_scripts_soon)
        self.setModel(model)
        model.modelReset.connect(self._reset_heights)
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        self.activated.connect(lambda _index: self.opened.emit())

    def _meet_scripts_soon(self) -> None:
        """Load the faces of other scripts while nobody waits, not at the first jump to them."""
        for style in ("strong", "caption"):
            QTimer.singleShot(AFTER_FILLED_MS, self, partial(meet_scripts, style))

    def _is_selected(self, row: int) -> bool:
        return self.selectionModel().isRowSelected(row, NO_PARENT)

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.hide()
        down.hide()
        across.setMinimumSectionSize(20)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.setMinimumSectionSize(16)
        down.setDefaultSectionSize(row_height())

    def _reset_heights(self) -> None:
        # Letters only: a few dozen calls, however long the list is.
        high = letter_height()
        header = self.verticalHeader()
        header.setDefaultSectionSize(row_height())
        # The header keeps the heights of the list before; take those back first.
        letters, count = self.rows.letter_rows(), self.rows.rowCount()
        for row in self._low_rows.difference(letters):
            if row < count:
                header.resizeSection(row, row_height())
        for row in letters:
            header.resizeSection(row, high)
        self._low_rows = set(letters)
        self.verticalScrollBar().setSingleStep(row_height())

    def restyle_rows(self) -> None:
        """Take over another text size."""
        self._reset_heights()
        self.viewport().update()

    # ── choosing ────────────────────────────────────────────────────────────────────────

    def chosen_numbers(self) -> list[int]:
        """The contacts selected, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        numbers = (self.rows.number_at(row) for row in rows)
        return [number for number in numbers if number]

    def first_chosen_rows(self, most: int) -> list[int]:
        """Rows of the first contacts selected: of a hundred thousand at once, too."""
        chosen = self.selectionModel().selection().toList()
        spans = sorted((span.top(), span.bottom()) for span in chosen)
        rows = (row for top, bottom in spans for row in range(top, bottom + 1))
        return list(islice((row for row in rows if not self.rows.is_letter(row)), most))

    def choose_row(self, row: int, *, quiet: bool = False, center: bool = False) -> None:
        """Select one row and bring it into view; `quiet` does not tell anybody."""
        self._quiet = quiet
        index = self.rows.index(row)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        self._quiet = False
        self._show_ring(self.painter_of_rows.ring_row >= 0)
        hint = QAbstractItemView.ScrollHint
        self.scrollTo(index, hint.PositionAtCenter if center else hint.EnsureVisible)

    def choose_numbers(self, numbers: list[int]) -> bool:
        """Select those of these contacts that the list has; False when it has fewer than two."""
        wanted = set(numbers)
        places = [i for i, number in enumerate(self.rows.numbers) if number in wanted]
        if len(places) < 2:
            return False
        chosen = QItemSelection()
        for place in places:
            index = self.rows.index(self.rows.row_of_index(place))
            chosen.select(index, index)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        return True

    def choose_last(self) -> bool:
        """Select quietly whoever was chosen before the list was another; False if not here."""
        if len(self.last_chosen) > 1:
            return self.choose_numbers(self.last_chosen)
        return bool(self.last_chosen) and self.choose_number(self.last_chosen[0], quiet=True)

    def choose_nobody(self) -> None:
        """Tell that whoever was chosen is gone."""
        self.last_chosen = []
        self.chosen.emit([])

    def choose_number(self, number: int, *, quiet: bool = False) -> bool:
        """Select a contact if the list has it."""
        row = self.rows.row_of_number(number)
        if row >= 0:
            seen = self.viewport().rect().contains(self.visualRect(self.rows.index(row)))
            self.choose_row(row, quiet=quiet, center=not seen)
        return row >= 0

    def _tell_chosen(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.last_chosen = numbers = self.chosen_numbers()
        if self.painter_of_rows.several != (len(numbers) > 1):
            self.painter_of_rows.several = len(numbers) > 1
            self.viewport().update()
        if not self._quiet:
            self.chosen.emit(numbers)

    # ── moving ──────────────────────────────────────────────────────────────────────────

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The row that a key leads to; letters are stepped over."""
        count = self.rows.rowCount()
        if not count:
            return QModelIndex()
        here = self.currentIndex().row()
        a_page = max(1, self.viewport().height() // row_height() - 1)
        steps = {
            Move.MoveUp: (here - 1, -1),
            Move.MovePrevious: (here - 1, -1),
            Move.MoveDown: (here + 1, 1),
            Move.MoveNext: (here + 1, 1),
            Move.MovePageUp: (max(0, here - a_page), 1),
            Move.MovePageDown: (min(count - 1, here + a_page), 1),
            Move.MoveHome: (0, 1),
            Move.MoveEnd: (count - 1, -1),
        }
        if here < 0 and action in (Move.MoveUp, Move.MoveDown):
            return self.rows.index(self.near(0, 1))
        row, step = steps.get(action, (here, 1))
        found = self.near(row, step)
        return self.rows.index(found if found >= 0 else here)

    def near(self, row: int, step: int) -> int:
        """The first row that is a contact from `row` on, going by `step`; -1 when there is none."""
        count = self.rows.rowCount()
        while 0 <= row < count:
            if not self.rows.is_letter(row):
                return row
            row += step
        return -1

    def first_contact_row(self) -> int:
        """The first row that is a contact, -1 in an empty list."""
        return self.near(0, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the ring from now on; Enter opens; letters seek."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        self._show_ring(True)
        if event.key() == Qt.Key.Key_Space and not self._is_typing():
            self._tick()
        else:
            super().keyPressEvent(event)
        self._show_ring(True)

    def _tick(self) -> None:
        """Space takes the row that the ring is on into the selection, or out of it."""
        index = self.currentIndex()
        if index.isValid() and not self.rows.is_letter(index.row()):
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(index, flags.Toggle | flags.Rows)

    def _is_typing(self) -> bool:
        """Whether letters were typed just now: a space then belongs to a name."""
        from time import monotonic

        from PySide6.QtGui import QGuiApplication

        wait = QGuiApplication.styleHints().keyboardInputInterval() / 1000 * 2
        return bool(self._typed) and monotonic() - self._typed_at <= wait

    def keyboardSearch(self, search: str) -> None:
        """Collect what is typed; Qt's own way would look at every row."""
        from time import monotonic

        if not self._is_typing():
            self._typed = ""
        self._typed_at = monotonic()
        self._typed += search
        if self._typed.strip():
            self.sought.emit(self._typed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the row under the pointer."""
        super().mouseMoveEvent(event)
        self._show_over(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self._show_over(-1)

    def _show_over(self, row: int) -> None:
        if row != self.painter_of_rows.over_row:
            self.painter_of_rows.over_row = row
            self.viewport().update()

    # ── how it looks ────────────────────────────────────────────────────────────────────

    def _show_ring(self, on: bool) -> None:
        row = self.currentIndex().row() if on else -1
        if row != self.painter_of_rows.ring_row:
            self.painter_of_rows.ring_row = row
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Selected rows light up."""
        super().focusInEvent(event)
        if event.reason() in KEYBOARD:
            if not self.currentIndex().isValid() and self.first_contact_row() >= 0:
                self.choose_row(self.first_contact_row())
            self._show_ring(True)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Selected rows go grey."""
        super().focusOutEvent(event)
        self._show_ring(False)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer needs no ring; a press beside a contact keeps the selection."""
        self._show_ring(False)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self.rows.is_letter(index.row()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        super().mousePressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """What is dragged is known to whoever knows the book."""
        self.dragged.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the selected contacts, at the row when by keyboard."""
        where = event.globalPos()
        if event.reason() == event.Reason.Keyboard:
            middle = self.visualRect(self.currentIndex()).center()
            where = self.viewport().mapToGlobal(middle)
        if self.chosen_numbers():
            self.asked_menu.emit(where)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, and say when the first names are on the screen."""
        ground.fill(self.viewport(), event, "list")
        super().paintEvent(event)
        if not self._was_filled and self._first_named():
            self._was_filled = True
            self.filled.emit()

    def repaint_flashed(self, numbers: Collection[int]) -> None:
        """Draw the rows of these contacts anew, where one sees them and sees them lit."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else self.rows.rowCount() - 1) + 1):
            if self.rows.number_at(row) in numbers and not self._is_selected(row):
                self.update(self.rows.index(row))

    def _first_named(self) -> bool:
        row = self.near(max(0, self.rowAt(0)), 1)
        return row >= 0 and self.rows.contact_at(row) is not None
