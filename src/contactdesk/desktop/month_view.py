"""A month as a grid of days, drawn in one piece: lines of appointments, bars over several days.

Keys: arrows choose a day, Page Up and Page Down a month, Home today, Enter goes to the day's list.
What a day holds is read out when it is chosen; the list beside it has the same for every reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta, tzinfo
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from contactdesk.desktop import bidi, ground, mirror, month_days, week_habits
from contactdesk.desktop import theme as look
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.month_dragging import part_at, times_on
from contactdesk.desktop.month_painting import MonthPainter, cell_text_top, line_high
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.week_dragging import Part, dropped_is_copy
from contactdesk.i18n import _
from contactdesk.model.month import WEEK, Placed, Week

HEAD = 34
_KEYS = Qt.Key
_SHUT, _USUAL = Qt.CursorShape.ClosedHandCursor, Qt.CursorShape.ArrowCursor
_STEPS = {_KEYS.Key_Left: -1, _KEYS.Key_Right: 1, _KEYS.Key_Up: -WEEK, _KEYS.Key_Down: WEEK}


class MonthView(QWidget):
    """Shows weeks; `chosen` tells which day is to be shown, `entered` that its list is wanted."""

    chosen = Signal(object)  # date
    turned = Signal(int)  # so many months further
    today_wanted = Signal()
    entered = Signal()
    new_wanted = Signal()  # on the chosen day
    opened = Signal(object)  # Occurrence
    delete_wanted = Signal(object)  # Occurrence
    moved = Signal(object, str, str)  # Occurrence, from and to by the person's clock
    copied = Signal(object, str, str)  # the same, and the one that was dragged stays
    day_wanted = Signal(object)  # date, of which there is more than is shown
    refused = Signal()  # to drag was tried where one may only read

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weeks: Sequence[Week] = ()
        self.month = (date.min, date.min)
        self.day = self.today = date.min
        self.home: tzinfo | None = None
        self.colours = CalendarColours()
        self._columns: tuple[int, list[tuple[int, int]]] | None = None  # for this width
        self._rows: tuple[tuple[int, int, int], list[tuple[int, int]]] | None = None
        self._keyed = False
        self.read_only = False
        self._held: Placed | None = None  # under the pressed button
        self._part: Part = "whole"  # of it
        self._from = QPoint()
        self.over: tuple[int, int] | None = None  # the day that it would be dropped on
        ground.cover(self)
        look.dress(self, "body")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Month"))

    def show_weeks(
        self,
        weeks: Sequence[Week],
        month: tuple[date, date],
        home: tzinfo,
        colours: CalendarColours,
    ) -> None:
        """Show these weeks, in which one month is the one that is meant."""
        self.weeks, self.month, self.home, self.colours = weeks, month, home, colours
        self._columns = None
        self.update()

    def show_day(self, day: date, today: date, words: str) -> None:
        """Frame a day; `words` is what it holds, for those who listen."""
        self.day, self.today = day, today
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(620, 520)

    def minimumSizeHint(self) -> QSize:
        """Seven days, six weeks."""
        return QSize(7 * 44, look.px(HEAD) + 6 * (cell_text_top() + line_high()))

    # where everything is

    def columns(self) -> list[tuple[int, int]]:
        """The left edge and the width of each day of a week, laid out from the left."""
        if self._columns is None or self._columns[0] != self.width():
            self._columns = self.width(), self._laid_out()
        return self._columns[1]

    def _laid_out(self) -> list[tuple[int, int]]:
        days = self.weeks[0].days if self.weeks else ()
        narrow = week_habits.day_off_share()
        shares = [narrow if month_days.is_day_off(day) else 1.0 for day in days]
        unit = self.width() / sum(shares) if shares else 0
        edges = [round(sum(shares[:n]) * unit) for n in range(len(shares) + 1)]
        return [(left, right - left) for left, right in pairwise(edges)]

    def rows(self) -> list[tuple[int, int]]:
        """The top and the height of each week."""
        many, head = len(self.weeks), look.px(HEAD)
        key = many, head, self.height()
        if self._rows is None or self._rows[0] != key:
            room = self.height() - head
            edges = [head + room * n // many for n in range(many + 1)] if many else []
            self._rows = key, [(top, below - top) for top, below in pairwise(edges)]
        return self._rows[1]

    def cell(self, week: int, column: int, days: int = 1) -> QRect:
        """The place of a day, or of several side by side, as it is on the screen."""
        columns, (top, high) = self.columns(), self.rows()[week]
        left, (last, wide) = columns[column][0], columns[column + days - 1]
        right = last + wide
        spot = QRect(left, top, right - left, high)
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """The week and the column of the day under the pointer."""
        for week in range(len(self.weeks)):
            for column in range(len(self.weeks[week].days)):
                if self.cell(week, column).contains(point):
                    return week, column
        return None

    def lines(self, high: int) -> int:
        """How many lines a day of this height has room for."""
        return max(0, (high - cell_text_top() - 3) // line_high())

    def placed_at(self, point: QPoint) -> Placed | None:
        """The appointment under the pointer."""
        found = self.cell_at(point)
        if found is None:
            return None
        week, column = found
        cell = self.cell(week, column)
        line = (point.y() - cell.y() - cell_text_top()) // line_high()
        shown = MonthPainter.shown(self.weeks[week].of[column], self.lines(cell.height()))
        return next((p for p in shown if p.line == line), None)

    def more_at(self, point: QPoint) -> date | None:
        """The day at whose "2 more" a point is."""
        found = self.cell_at(point)
        if found is None:
            return None
        week, column = self.weeks[found[0]], found[1]
        cell = self.cell(*found)
        lines = self.lines(cell.height())
        if len(MonthPainter.shown(week.of[column], lines)) == len(week.of[column]):
            return None
        line = (point.y() - cell.y() - cell_text_top()) // line_high()
        return week.days[column] if line == max(0, lines - 1) else None

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw heads, days and what happens in them."""
        ground.fill(self, event, "list")
        if self.weeks and self.home is not None:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                MonthPainter(painter, self).paint(event.rect(), ring=self._keyed)

    # what can be done

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day under the pointer; what is there can be dragged to another."""
        self._keyed = False
        point = event.position().toPoint()
        found = self.cell_at(point)
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._held, self._from = self.placed_at(point), point
            self._part = self._part_at(point, self._held)
            self.chosen.emit(self.weeks[found[0]].days[found[1]])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the day on which what is dragged would be."""
        point = event.position().toPoint()
        if not event.buttons():
            self._show_cursor(point)
            return
        far = (point - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._held is not None and self.read_only and far:
            self._let_go()
            self.refused.emit()
        if self._held is not None and not self.read_only and (far or self.over is not None):
            self._show_over(self.cell_at(point), dropped_is_copy(event.modifiers()))

    def _show_cursor(self, point: QPoint) -> None:
        shape = _USUAL
        if self.more_at(point) is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif not self.read_only and self._part_at(point, self.placed_at(point)) != "whole":
            shape = Qt.CursorShape.SizeHorCursor
        self.setCursor(shape)

    def _part_at(self, point: QPoint, placed: Placed | None) -> Part:
        """Which part of what is there would be held."""
        found = self.cell_at(point)
        if placed is None or found is None:
            return "whole"
        bar = self.cell(found[0], placed.column, placed.days)
        return part_at(placed, bar, point, self.layoutDirection())

    def _show_over(self, cell: tuple[int, int] | None, copies: bool = False) -> None:
        if cell is not None and self._part == "whole":
            self.setCursor(Qt.CursorShape.DragCopyCursor if copies else _SHUT)
        elif cell is None:
            self.setCursor(_USUAL)
        if cell != self.over:
            self.over = cell
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what was dragged."""
        held, part, over, began = self._held, self._part, self.over, self.cell_at(self._from)
        self._let_go()
        if held is not None and over is not None and began is not None and self.home is not None:
            days = self._day_at(began), self._day_at(over)
            times = times_on(held, part, self.home, *days)
            copies = part == "whole" and dropped_is_copy(event.modifiers())
            if times is not None:
                (self.copied if copies else self.moved).emit(held.occurrence, *times)
        elif held is None:
            day = self.more_at(event.position().toPoint())
            if day is not None and day == self.more_at(self._from):
                self.day_wanted.emit(day)

    def _let_go(self) -> None:
        self._held = None
        self._show_over(None)

    def _day_at(self, cell: tuple[int, int]) -> date:
        return self.weeks[cell[0]].days[cell[1]]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is there; on an empty place, a new one."""
        point = event.position().toPoint()
        placed = self.placed_at(point)
        if placed is not None:
            self.opened.emit(placed.occurrence)
        elif self.cell_at(point) is not None and not self.read_only:
            self.new_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose another day or month, or go to the list."""
        key = Qt.Key(event.key())
        step = _STEPS.get(key, 0)
        if key == _KEYS.Key_Escape and self._held is not None:
            self._let_go()
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif step:
            sideways = abs(step) == 1 and self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._go(-step if sideways else step)
        elif key in (_KEYS.Key_PageUp, _KEYS.Key_PageDown):
            self.turned.emit(1 if key == _KEYS.Key_PageDown else -1)
        elif key == _KEYS.Key_Home:
            self.today_wanted.emit()
        elif key in (_KEYS.Key_Return, _KEYS.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
        self._keyed = True

    def _go(self, days: int) -> None:
        there = self.day.toordinal() + days
        if 1 <= there <= date.max.toordinal():
            self.chosen.emit(self.day + timedelta(days=days))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tooltip has all of what may be cut off."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            placed = self.placed_at(event.pos())
            words = bidi.isolated(placed.occurrence.event.summary) if placed is not None else ""
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)
