"""One to seven days as a grid of hours, drawn in one piece; all-day appointments stand above it.

Keys: left and right choose a day, up and down go half an hour (and, where several appointments are
at one time, through them), Page Up and Page Down turn, Home is today, Enter opens what is there or
makes a new one, Del deletes. With Ctrl the arrows move what is there by a quarter of an hour or a
day, with Ctrl+Shift they make it longer or shorter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip, QWidget

from contactdesk.desktop import bidi, ground, month_days, week_habits
from contactdesk.desktop import theme as look
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.event_texts import title_of
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.week_dragging import (
    Grip,
    cursor_of,
    dropped_is_copy,
    grip_at,
    times_at,
    times_by_key,
)
from contactdesk.desktop.week_painting import WeekPainter
from contactdesk.desktop.week_places import WeekPlaces
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.event import Event
from contactdesk.model.week import (
    DAY_MINUTES,
    TimeGrid,
    slot_times,
    whole_days,
)

SLOT = 30  # minutes that the keyboard goes
ON_TOP = -1  # the slot above the hours
_MINUTE_MS = 60_000
_KEYS = Qt.Key
_ENTER = (_KEYS.Key_Return, _KEYS.Key_Enter)
_ARROWS = (_KEYS.Key_Left, _KEYS.Key_Right, _KEYS.Key_Up, _KEYS.Key_Down)


class WeekView(QAbstractScrollArea):
    """Shows a grid; `chosen` tells which day is to be shown."""

    chosen = Signal(object)  # date
    turned = Signal(int)  # so many weeks, or days, further
    today_wanted = Signal()
    new_wanted = Signal(str, str)  # from and to by the person's clock, or as days
    picked = Signal(object)  # Occurrence that the keyboard or the pointer came to
    opened = Signal(object)  # Occurrence
    delete_wanted = Signal(object)  # Occurrence
    moved = Signal(object, str, str)  # Occurrence, from and to by the person's clock
    copied = Signal(object, str, str)  # the same, and the one that was dragged stays
    day_wanted = Signal(object)  # date, of which there is more than is shown
    refused = Signal()  # what only changes could do was tried where one may only read

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid: TimeGrid | None = None
        self.home: tzinfo | None = None
        self.colours = CalendarColours()
        self.day = self.today = date.min
        self.slot, self.nth = week_habits.working_hours()[0] * 60, 0  # where the keyboard is
        self.read_only = False
        self.now: Callable[[], datetime] = self._now_at_home
        self.ghost: tuple[str, str] | None = None  # when what is dragged would be
        self.planned: tuple[str, str] | None = None  # when what is being made would be
        self._grip: Grip | None = None  # what the pressed button holds
        self._followed: tuple[str, str] | None = None  # title and beginning, to be come to
        self._top_minute = self.slot  # below the head
        self._is_fitting = self._keyed = False
        self._words = ""
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        ground.cover(self.viewport())
        self.viewport().setMouseTracking(True)
        look.dress(self, "body")
        look.announcer().changed.connect(self._fit)
        self.setAccessibleName(_("Week"))

    def show_grid(self, grid: TimeGrid, home: tzinfo, colours: CalendarColours) -> None:
        """Show these days."""
        self._let_go()
        self.grid, self.home, self.colours = grid, home, colours
        self.setAccessibleName(_("Week") if len(grid.days) > 1 else _("Day"))
        self._fit()

    def follow(self, event: Event) -> None:
        """What was written is come to by the keyboard as soon as it is shown."""
        self._followed = (title_of(event), event.starts_at)

    def _come_to_followed(self) -> None:
        grid = self.grid
        if self._followed is None or grid is None or self.day not in grid.days:
            return
        for block in grid.of[grid.days.index(self.day)]:
            one = block.occurrence
            if (title_of(one.event), one.starts_at) == self._followed:
                self._followed = None
                self.slot = block.begins // SLOT * SLOT
                here = self.at_slot()
                self.nth = here.index(one) if one in here else 0
                self._see_slot()
                return

    def begin_at_work(self) -> None:
        """See the working hours from their beginning."""
        self._top_minute = week_habits.working_hours()[0] * 60
        self._fit()

    def plan(self, times: tuple[str, str] | None) -> None:
        """Show when what is being made would be; None: nothing is."""
        self.planned = times
        self.viewport().update()

    def show_day(self, day: date, today: date, words: str) -> None:
        """Mark a day; `words` is what it holds, for those who listen."""
        self.day, self.today, self._words = day, today, words
        self._come_to_followed()
        self._tell()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(620, 520)

    def minimumSizeHint(self) -> QSize:
        """Seven narrow days, and a few hours."""
        return QSize(7 * 44, look.px(300))

    # where everything is

    def places(self) -> WeekPlaces | None:
        """Where what is shown is at this moment."""
        if self.grid is None:
            return None
        size, scrolled = self.viewport().size(), self.verticalScrollBar().value()
        return WeekPlaces(self.grid, size, self.layoutDirection(), scrolled)

    def _fit(self) -> None:
        """The scroll bar follows size and contents; the same time of the day stays on top."""
        places = self.places()
        if places is None:
            return
        bar, room = self.verticalScrollBar(), self.viewport().height() - places.head
        self._is_fitting = True
        bar.setRange(0, max(0, places.whole_height() - room))
        bar.setPageStep(max(1, room))
        bar.setSingleStep(max(1, places.hour // 2))
        bar.setValue(round(self._top_minute * places.hour / 60))
        self._is_fitting = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hours are as high as there is room."""
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Head and days above the hours stay, so that all is drawn anew."""
        places = self.places()
        if places is not None and not self._is_fitting:
            self._top_minute = round(places.scrolled * 60 / places.hour)
        self.viewport().update()

    # what is where

    def at_slot(self) -> list[Occurrence]:
        """What is where the keyboard is."""
        grid = self.grid
        if grid is None or self.day not in grid.days:
            return []
        column = grid.days.index(self.day)
        if self.slot == ON_TOP:
            return [placed.occurrence for placed in grid.top.of[column]]
        end = self.slot + SLOT
        return [b.occurrence for b in grid.of[column] if b.begins < end and b.ends > self.slot]

    @property
    def picked_one(self) -> Occurrence | None:
        """The one of them that Enter opens."""
        found = self.at_slot()
        return found[min(self.nth, len(found) - 1)] if found else None

    def occurrence_at(self, point: QPoint) -> Occurrence | None:
        """The appointment under the pointer."""
        places = self.places()
        if places is None:
            return None
        placed, block = places.top_at(point), places.block_at(point)
        if placed is not None:
            return placed.occurrence
        return block[1].occurrence if block is not None else None

    def is_dragged(self, occurrence: Occurrence) -> bool:
        """Whether it is shown elsewhere at this moment."""
        return self.ghost is not None and self._grip is not None and self._grip.held is occurrence

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all of it."""
        ground.fill(self.viewport(), event, "list")
        places = self.places()
        if places is not None:
            with QPainter(self.viewport()) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                ring = self._keyed and self.hasFocus()
                WeekPainter(painter, self, places, ring=ring).paint()

    def _now_at_home(self) -> datetime:
        return datetime.now(self.home).replace(tzinfo=None)

    def showEvent(self, event: QShowEvent) -> None:
        """The line of what time it is goes on while somebody looks."""
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._clock.stop()

    # the pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day and the time under the pointer, and hold what is there."""
        places, point = self.places(), event.position().toPoint()
        column = places.column_at(point) if places is not None else None
        if places is None or column is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._keyed, self._followed = False, None
        self._grip = grip_at(places, point)
        day = places.grid.days[column]
        last = DAY_MINUTES - SLOT
        self.slot = min(last, places.minute_at(point) // SLOT * SLOT)
        if places.is_above(point):
            self.slot = ON_TOP
        self.day = day
        found = self.at_slot()
        self.nth = found.index(self._grip.held) if self._grip.held in found else 0
        self.chosen.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show when what is dragged would be; else what would be held here."""
        point, grip, places = event.position().toPoint(), self._grip, self.places()
        if places is None or self.home is None:
            return
        if grip is None:
            self._show_cursor(places, point)
            return
        far = (point - grip.point).manhattanLength() >= QApplication.startDragDistance()
        if self.read_only:
            if far:
                self._let_go()
                self.refused.emit()
        elif far or self.ghost is not None:
            self.ghost = times_at(places, grip, self.home, point)
            if grip.part == "whole":
                self._show_hand(dropped_is_copy(event.modifiers()))
            self.viewport().update()

    def _show_hand(self, copies: bool) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self.ghost is not None:
            shape = Qt.CursorShape.DragCopyCursor if copies else Qt.CursorShape.ClosedHandCursor
        self.viewport().setCursor(shape)

    def _show_cursor(self, places: WeekPlaces, point: QPoint) -> None:
        if places.more_at(point) is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif self.read_only:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(cursor_of(places, grip_at(places, point)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop what was dragged, or make what was drawn out; "2 more" goes to its day."""
        grip, ghost, places = self._grip, self.ghost, self.places()
        self._let_go()
        if grip is None or places is None:
            return
        if ghost is not None and grip.held is not None:
            copies = grip.part == "whole" and dropped_is_copy(event.modifiers())
            (self.copied if copies else self.moved).emit(grip.held, *ghost)
        elif ghost is not None:
            self.plan(ghost)
            self.new_wanted.emit(*ghost)
        else:
            column = places.more_at(event.position().toPoint())
            if column is not None and column == places.more_at(grip.point):
                self.day_wanted.emit(places.grid.days[column])

    def _let_go(self) -> None:
        self._grip = self.ghost = None
        self.viewport().unsetCursor()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is there; on an empty place, a new one."""
        point = event.position().toPoint()
        found, places = self.occurrence_at(point), self.places()
        if found is not None:
            self.opened.emit(found)
        elif places is not None and places.column_at(point) is not None:
            self._make_new()

    def _make_new(self) -> None:
        if not self.read_only:
            on_top = self.slot == ON_TOP
            self.new_wanted.emit(
                *(whole_days(self.day, self.day) if on_top
                  else slot_times(self.day, self.slot, self.slot + SLOT))
            )  # fmt: skip

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another day or time, or do something with what is there."""
        key = Qt.Key(event.key())
        self._keyed, self._followed = True, None
        if key == _KEYS.Key_Escape and self._grip is not None:
            self._let_go()
        elif key in _ARROWS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move_picked(key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self._does(key):
            event.ignore()

    def _move_picked(self, key: Qt.Key, longer: bool) -> None:
        picked, home = self.picked_one, self.home
        if picked is None or home is None:
            return
        if self.read_only:
            self.refused.emit()
            return
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        times = times_by_key(key, picked, home, longer=longer, mirrored=mirrored)
        if times is not None:
            self.moved.emit(picked, *times)

    def _does(self, key: Qt.Key) -> bool:
        picked = self.picked_one
        if key in (_KEYS.Key_Left, _KEYS.Key_Right):
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._go_days(1 if (key == _KEYS.Key_Right) != mirrored else -1)
        elif key in (_KEYS.Key_Up, _KEYS.Key_Down):
            self._go_slots(1 if key == _KEYS.Key_Down else -1)
        elif key in (_KEYS.Key_PageUp, _KEYS.Key_PageDown):
            self.turned.emit(1 if key == _KEYS.Key_PageDown else -1)
        elif key == _KEYS.Key_Home:
            self.today_wanted.emit()
        elif key in _ENTER and picked is not None:
            self.opened.emit(picked)
        elif key in _ENTER:
            self._make_new()
        elif key == _KEYS.Key_Delete and picked is not None and not self.read_only:
            self.delete_wanted.emit(picked)
        else:
            return False
        return True

    def _go_days(self, days: int) -> None:
        there = self.day.toordinal() + days
        if 1 <= there <= date.max.toordinal():
            self.nth = 0
            self.chosen.emit(date.fromordinal(there))

    def _go_slots(self, step: int) -> None:
        """To the next of those that are at this time, or else half an hour on."""
        nth = min(self.nth, max(0, len(self.at_slot()) - 1)) + step
        if 0 <= nth < len(self.at_slot()):
            self.nth = nth
        else:
            there = 0 if self.slot == ON_TOP and step > 0 else self.slot + step * SLOT
            if there >= DAY_MINUTES or (self.slot == ON_TOP and step < 0):
                return
            self.slot = max(ON_TOP, there)
            self.nth = 0 if step > 0 else max(0, len(self.at_slot()) - 1)
        self._see_slot()
        self._tell()

    def _see_slot(self) -> None:
        places = self.places()
        if places is None or self.slot == ON_TOP:
            return
        above = places.head - places.y_of(self.slot) + places.lead
        below = places.y_of(self.slot + SLOT) + 2 - self.viewport().height()
        bar = self.verticalScrollBar()
        if above > 0:
            bar.setValue(bar.value() - above)
        elif below > 0:
            bar.setValue(bar.value() + below)

    def _tell(self) -> None:
        """Say where the keyboard is, and what is there."""
        picked = self.picked_one
        where = _("All day")
        if self.slot != ON_TOP:
            where = month_days.clock_text(self.slot // 60, self.slot % 60)
        title = bidi.isolated(title_of(picked.event)) if picked is not None else ""
        if picked is not None and self.colours.waits(picked.event):
            title = ", ".join((title, _("waits")))
        self.setAccessibleDescription(" ".join(f"{self._words} {where} {title}".split()))
        self.viewport().update()
        if picked is not None:
            self.picked.emit(picked)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """The tooltip has all of what may be cut off."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self.occurrence_at(event.pos())
            words = bidi.isolated(found.event.summary) if found is not None else ""
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().viewportEvent(event)
