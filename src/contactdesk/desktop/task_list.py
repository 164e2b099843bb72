"""The list of tasks: ticked, opened, put off and deleted by keyboard and by pointer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from contactdesk.desktop import icons, task_snooze
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.owner_verbs import offer_owner
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.desktop.task_painting import (
    PhotoOf,
    TaskPainter,
    head_high,
    row_high,
    tick_place,
)
from contactdesk.desktop.task_rows import Found, Head, TaskRows
from contactdesk.desktop.task_snooze import When
from contactdesk.desktop.task_values import owners
from contactdesk.desktop.task_words import next_month, next_week
from contactdesk.i18n import _
from contactdesk.model.tasks import is_done
from contactdesk.store.tasks import TaskRow

_LEFT, _RIGHT = Qt.Key.Key_Left, Qt.Key.Key_Right
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Delegate(RowPainter):
    """Draws heads and tasks."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Tasks have two lines, heads one."""
        view = self.parent()
        assert isinstance(view, TaskList)
        return view.sizes[isinstance(view.rows.lines[index.row()], Head)]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        view = self.parent()
        assert isinstance(view, TaskList)
        line = view.rows.lines[index.row()]
        chosen = index.row() == view.currentIndex().row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        item = TaskPainter(painter, option.rect, option.direction)
        box = QRectF(option.rect)
        if isinstance(line, Head):
            item.paint_head(line, index.row() == 0)
        else:
            here = chosen and (view.hasFocus() or view.is_beside_editor)
            if chosen or index.row() == self.over_row:
                ground = ("sel" if here else "sel_off") if chosen else "hover"
                paint_ground(painter, box, ground, look.current().edge if here else "")
            rows = view.rows
            item.paint(line, rows.now, rows.found, view.photo_of, here)
        if chosen and self.ring and view.hasFocus():
            paint_ring(painter, box, 6)
        painter.restore()


class TaskList(RowList):
    """Tasks in groups; what is done with one is told, nothing of it is done here."""

    ticked = Signal(object)  # TaskRow: is done, or is to be done again
    opened = Signal(object, bool)  # TaskRow, and whether the keyboard goes there
    put_off = Signal(object, object)  # TaskRow, the day or time (date, Due), or by how many days
    given = Signal(object, str)  # TaskRow, the id of a colleague
    delete_wanted = Signal(object)  # TaskRow
    left = Signal()

    def __init__(self, photo_of: PhotoOf, parent: QWidget | None = None) -> None:
        self.rows = TaskRows()
        self.photo_of = photo_of
        self.read_only = False
        self.is_beside_editor = False
        self.sizes = {False: QSize(), True: QSize()}
        super().__init__(self.rows, _Delegate(), parent)
        self.setAccessibleName(_("Tasks"))
        self.setTabKeyNavigation(False)
        self._measure()
        look.announcer().changed.connect(self._measure)

    def _measure(self) -> None:
        self.sizes = {False: QSize(100, row_high()), True: QSize(100, head_high())}
        self.scheduleDelayedItemsLayout()

    def show_found(self, found: Found, now: datetime) -> None:
        """Show these; the same task stays chosen, or what took its place."""
        here, at = self.current(), self.currentIndex().row()
        self.rows.show(found, now)
        row = self.rows.row_of(here.event.id) if here is not None else -1
        if row < 0:
            row = max(0, min(at, self.rows.rowCount() - 1)) if at >= 0 else self._first()
        self.setCurrentIndex(self.rows.index(row))

    def _first(self) -> int:
        """The first task, if there is one."""
        lines = enumerate(self.rows.lines)
        return next((n for n, line in lines if isinstance(line, TaskRow)), 0)

    def choose(self, event_id: str) -> None:
        """Choose a task, its group open."""
        row = self.rows.reveal(event_id)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row))

    def line(self) -> Head | TaskRow | None:
        """The chosen head or task."""
        row = self.currentIndex().row()
        return self.rows.lines[row] if 0 <= row < len(self.rows.lines) else None

    def current(self) -> TaskRow | None:
        """The chosen task."""
        line = self.line()
        return line if isinstance(line, TaskRow) else None

    def fold(self, head: Head, folded: bool) -> None:
        """Fold a group or open it; its head stays chosen."""
        self.rows.fold(head.group, folded)
        row = self.rows.row_of_head(head.group)
        self.setCurrentIndex(self.rows.index(row))

    # ── by keyboard ─────────────────────────────────────────────────────────────────────

    def keyboardSearch(self, search: str) -> None:
        """Letters put tasks off here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the keyboard does with a head or a task."""
        line, key = self.line(), Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and not held:
            self.left.emit()
        elif self._key_on(line, key, held) or key in _ENTER or key == Qt.Key.Key_Space:
            event.accept()  # Qt would select, or begin to edit
        else:
            super().keyPressEvent(event)

    def _key_on(self, line: Head | TaskRow | None, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if isinstance(line, TaskRow):
            return self._key_on_task(line, key, held)
        return line is not None and not held and self._key_on_head(line, key)

    def _key_on_head(self, head: Head, key: Qt.Key) -> bool:
        opens, closes = (_LEFT, _RIGHT) if self.isRightToLeft() else (_RIGHT, _LEFT)
        if key in (*_ENTER, Qt.Key.Key_Space):
            self.fold(head, head.is_open)
        elif key in (opens, closes):
            self.fold(head, key == closes)
        else:
            return False
        return True

    def _key_on_task(self, row: TaskRow, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if held == Qt.KeyboardModifier.ControlModifier and key in (_LEFT, _RIGHT):
            later = (key == _RIGHT) != self.isRightToLeft()
            self._put_off(row, timedelta(days=1 if later else -1))
            return True
        if held:
            return False
        today = self.rows.today
        days = {Qt.Key.Key_T: today, Qt.Key.Key_W: next_week(today),
                Qt.Key.Key_M: next_month(today)}  # fmt: skip
        if key in days:
            self._put_off(row, days[key])
        elif key == Qt.Key.Key_Space:
            self._tick(row)
        elif key in (*_ENTER, Qt.Key.Key_F2):
            self.opened.emit(row, True)
        elif key == Qt.Key.Key_Delete:
            self._delete(row)
        else:
            return False
        return True

    def _tick(self, row: TaskRow) -> None:
        if not self.read_only:
            self.ticked.emit(row)

    def _put_off(self, row: TaskRow, to: When | timedelta) -> None:
        if not self.read_only and not is_done(row.event):
            self.put_off.emit(row, to)

    def _delete(self, row: TaskRow) -> None:
        if not self.read_only:
            self.delete_wanted.emit(row)

    # ── by pointer ──────────────────────────────────────────────────────────────────────

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a tick ticks, one on a head folds."""
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        index, line = self._at(event.position().toPoint())
        if isinstance(line, Head):
            self.fold(line, line.is_open)
        elif line is not None and self._is_on_tick(index, event.position().toPoint()):
            self._tick(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a task shows all of it."""
        super().mouseReleaseEvent(event)
        index, line = self._at(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        on_tick = self._is_on_tick(index, event.position().toPoint())
        if is_left and isinstance(line, TaskRow) and not on_tick and line is self.current():
            self.opened.emit(line, False)

    def _at(self, place: QPoint) -> tuple[QModelIndex, Head | TaskRow | None]:
        index = self.indexAt(place)
        return index, self.rows.lines[index.row()] if index.isValid() else None

    def _is_on_tick(self, index: QModelIndex, place: QPoint) -> bool:
        spot = tick_place(self.visualRect(index), self.layoutDirection())
        return spot.adjusted(-8, -10, 8, 10).contains(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the chosen task."""
        row = self.current()
        if row is None:
            return
        menu = self.menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keyed = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self.visualRect(self.currentIndex()).center()
        menu.popup(self.viewport().mapToGlobal(below) if keyed else event.globalPos())

    def menu(self, row: TaskRow) -> Menu:
        """Its menu."""
        menu = Menu(self)
        done = is_done(row.event)
        self._offer(menu, _("Not done") if done else _("Done"), "circle-check",
                    partial(self._tick, row))  # fmt: skip
        self._offer(menu, _("Edit"), "pencil", partial(self.opened.emit, row, True))
        if not done:
            menu.addSeparator()
            self._offer(menu, _("Today"), "calendar", partial(self._put_off, row, self.rows.today))
            task_snooze.fill(menu, self.rows.now, partial(self._put_off, row), not self.read_only)
            if self.rows.found.team.is_several:
                self._offer_owners(menu, row)
        offer_owner(menu, self, "event", row.event.number, row.event.summary)
        menu.addSeparator()
        self._offer(menu, _("Delete"), "trash-2", partial(self._delete, row))
        destroys(menu.actions()[-1])
        return menu

    def _offer_owners(self, menu: Menu, row: TaskRow) -> None:
        inner = menu.submenu(_("Who does it"), icons.icon("user-check"))
        inner.setEnabled(not self.read_only)
        for words, owner in owners(self.rows.found.team, row.event):
            action = inner.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(owner == row.event.owner)
            action.triggered.connect(partial(self._give, row, owner))

    def _give(self, row: TaskRow, owner: str, _on: bool = False) -> None:
        if owner != row.event.owner:
            self.given.emit(row, owner)

    def _offer(self, menu: Menu, words: str, icon: str, do: Callable[[], object]) -> None:
        action = menu.addAction(icons.icon(icon), words)
        action.setProperty("lucide", icon)
        action.setEnabled(not self.read_only)
        action.triggered.connect(lambda _on=False: do())
