"""The table of a preview: a row a card, painted as it comes into sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from contactdesk.desktop import bidi, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.import_row_painter import RowPainter, result_width
from contactdesk.desktop.import_rows import (
    EMAIL,
    HAPPENS,
    NAME,
    ORGANISATION,
    PHONE,
    RESULT,
    ImportRows,
)
from contactdesk.desktop.import_words import CHOICES, choice_words, happens
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.operations.preview_rows import UNREADABLE

Index = QModelIndex | QPersistentModelIndex
ROW, HEAD = 42, 36
SHARES = (0, 21, 17, 15, 19, 28)  # how the columns share the width, after the first
CALENDAR_SHARES = (0, 24, 15, 20, 15, 26)


def row_height() -> int:
    """The height of a card's row."""
    return look.tall(ROW, "body", room=16)


class ImportTable(QTableView):
    """Arrows move, ←/→ choose what happens, Space leaves out, Enter or the menu key offer all."""

    chosen = Signal(int)  # the place of the row that the keyboard is on, -1 = none

    def __init__(self, rows: ImportRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = rows
        self.over_row = -1
        self._keyed = False
        self._painter = RowPainter(self)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Cards of the file"))
        self.setProperty("bare", "true")
        self.setModel(rows)
        # Qt asks every cell of a column whether it is selected, only to paint the heads
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(rows, self))
        self._set_up_heads()
        rows.modelReset.connect(self._reset)
        look.announcer().changed.connect(self._restyled)

    def _set_up_heads(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.hide()
        down.setDefaultSectionSize(row_height())
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSectionsClickable(False)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(24)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        spacing.see_to_itself(across)
        across.setFixedHeight(look.tall(HEAD, "caption", room=12))

    def resizeEvent(self, event: object) -> None:
        """The columns share the width; the row that the keyboard is on stays in sight."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # QResizeEvent
        self._share()
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows that are in sight."""
        self._painter.paint(event.rect())

    def show_kind(self) -> None:
        """The rows are of another kind: other heads, other widths."""
        self._share()
        self.horizontalHeader().viewport().update()

    def _share(self) -> None:
        self._painter.forget()
        wide = self.viewport().width()
        first = min(max(look.px(140), result_width()), wide // 3)
        shares = CALENDAR_SHARES if self.cards.of_calendar else SHARES
        left, total = wide - first, sum(shares)
        self.setColumnWidth(RESULT, first)
        used = 0
        for column in (NAME, ORGANISATION, PHONE, EMAIL):
            part = left * shares[column] // total
            self.setColumnWidth(column, part)
            used += part
        self.setColumnWidth(HAPPENS, left - used)

    def changeEvent(self, event: QEvent) -> None:
        """Another text size."""
        super().changeEvent(event)
        if self.model() is not None:
            self._painter.forget()
            if event.type() == QEvent.Type.FontChange:
                self._set_up_heads()

    def _restyled(self) -> None:
        self._painter.forget()

    def _reset(self) -> None:
        self.over_row = -1
        self.chosen.emit(-1)

    def places(self) -> Sequence[int]:
        """The rows that are selected."""
        chosen = self.selectionModel().selection()
        ranges = [chosen.at(n) for n in range(chosen.size())]
        stretches = sorted((each.top(), each.bottom()) for each in ranges)
        if len(stretches) == 1:
            return range(stretches[0][0], stretches[0][1] + 1)
        return sorted({at for top, bottom in stretches for at in range(top, bottom + 1)})

    def is_keyed(self) -> bool:
        """Whether the keyboard is here, by the keyboard."""
        return self._keyed and self.hasFocus()

    def choose_row(self, at: int) -> None:
        """Select one row alone (`selectRow` finds no column from right to left)."""
        flags = QItemSelectionModel.SelectionFlag
        wanted = flags.ClearAndSelect | flags.Rows
        self.selectionModel().setCurrentIndex(self.cards.index(at, 0), wanted)
        self.scrollTo(self.currentIndex())

    def go_to(self, at: int) -> None:
        """Give the keyboard one row."""
        self._keyed = True
        self.choose_row(at)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which row it is now."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.chosen.emit(current.row() if current.isValid() else -1)

    # ── deciding ────────────────────────────────────────────────────────────────────────

    def menu(self, places: Sequence[int]) -> Menu | None:
        """All that can be decided about some rows; None when that is nothing."""
        outcomes = self.cards.outcomes_at(places) - {UNREADABLE}
        if not outcomes:
            return None
        first = next(o for o in CHOICES if o in outcomes)
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = self.cards.decision(places[0])
        for decision in [d for d in CHOICES[first] if all(d in CHOICES[o] for o in outcomes)]:
            action = menu.addAction(choice_words(first, decision))
            action.setCheckable(True)
            action.setChecked(decision == now)
            action.triggered.connect(
                lambda _on=False, d=decision, p=places: self.cards.decide(p, d)
            )
        return menu

    def ask(self, where: QPoint | None = None) -> None:
        """Offer what can be decided about the rows selected."""
        places = self.places()
        menu = self.menu(places) if places else None
        if menu is not None:
            below = self.visualRect(self.currentIndex().siblingAtColumn(RESULT)).bottomLeft()
            menu.popup(where or self.viewport().mapToGlobal(below))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the rows selected, or of the one under the pointer."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.ask()
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            if index.row() not in self.places():
                self.choose_row(index.row())
            self.ask(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space leaves out, ←/→ choose, Enter offers the choices."""
        key, at = event.key(), self.currentIndex().row()
        self._keyed = True
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.ask()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        elif key == Qt.Key.Key_Space and at >= 0:
            self.cards.switch(self.places() or [at])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and at >= 0:
            ahead = key == Qt.Key.Key_Right
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                ahead = not ahead
            self.cards.step(at, 1 if ahead else -1)
        else:
            super().keyPressEvent(event)

    # ── the pointer ─────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pointer shows no ring; the chip is a button."""
        self._keyed = False
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if left and index.isValid() and index.column() == RESULT:
            self.ask()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which row the pointer is on, and whole words where they are cut."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.row() != self.over_row:
            self.over_row = index.row()
            self.viewport().update()
        if index.isValid():
            row, decision = self.cards.row(index.row()), self.cards.decision(index.row())
            words = [row.name, row.organisation, row.phone, row.email, happens(row, decision)[0]]
            self.viewport().setToolTip(plain_tip("\n".join(bidi.isolated(w) for w in words if w)))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        super().leaveEvent(event)
        self.over_row = -1
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard came: to the first row, or where it was."""
        self._keyed = event.reason() in KEYBOARD
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.cards.rowCount():
            self.choose_row(0)
        self.viewport().update()
