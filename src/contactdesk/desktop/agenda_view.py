"""What comes, day by day, as one list that reads on as one goes down.

Keys: up and down go through the appointments, left and right through the days, Home is today,
Enter opens, Del deletes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop.agenda_list import AgendaDelegate, AgendaModel, Row
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.event_texts import whole_date
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.row_list import RowList
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.agenda_days import FilledDay

_KEYS = Qt.Key
_ENTER = (_KEYS.Key_Return, _KEYS.Key_Enter)


class AgendaView(RowList):
    """Shows days; `more_wanted` asks for those that follow."""

    chosen = Signal(object)  # date
    turned = Signal(int)  # so many times five weeks further
    today_wanted = Signal()
    picked = Signal(object)  # Occurrence that was come to
    opened = Signal(object)  # Occurrence
    delete_wanted = Signal(object)  # Occurrence
    new_wanted = Signal()
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.agenda = AgendaModel()
        super().__init__(self.agenda, AgendaDelegate(), parent)
        self.read_only = False
        self.has_more = False
        self.day = date.min
        self._is_showing = False
        self.setAccessibleName(_("Agenda"))
        self.empty = EmptyState("calendar-check", "", "", tone="slate", parent=self)
        spacing.see_to_itself(self.empty)
        self.empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.empty.hide()
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._ask_for_more)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._scrolled)

    def show_days(
        self,
        days: Sequence[FilledDay],
        last: date,
        home: tzinfo,
        colours: CalendarColours,
        *,
        has_more: bool,
    ) -> None:
        """Show what happens until a day; `has_more` says whether more can be asked for."""
        here = self.row()
        self._is_showing = True
        self.agenda.show(days, home, colours)
        self.viewport().update()
        if here is not None and self.row() is None:
            self._choose_again(here)
        self._is_showing = False
        self.has_more = has_more
        words = _("Nothing is planned until {date}.").format(date=whole_date(last))
        self.empty.say(_("Nothing comes"), words)
        self.empty.setVisible(not days and not has_more)
        self._look.start()

    def _choose_again(self, was: Row) -> None:
        """The same appointment stays chosen; where it is gone, what follows it."""
        keys = [row.key for row in self.agenda.rows]
        at = keys.index(was.key) if was.key in keys else self.agenda.row_of_day(was.day)
        self.setCurrentIndex(self.agenda.index(at))

    def show_day(self, day: date, today: date, words: str) -> None:
        """Go to a day, unless one of its appointments is chosen already."""
        self.day = day
        if today != self.agenda.today:
            self.agenda.today = today
            self.viewport().update()
        here = self.row()
        if here is None or here.day != day:
            self._go_to(day)
        self.setAccessibleDescription(words)

    def _go_to(self, day: date) -> None:
        row = self.agenda.row_of_day(day)
        self._is_showing = True
        self.setCurrentIndex(self.agenda.index(row))
        self._is_showing = False
        if row >= 0 and self.agenda.rows[row].day >= day:
            self.scrollTo(self.agenda.index(max(0, row - 1)), RowList.ScrollHint.PositionAtTop)

    def row(self) -> Row | None:
        """The chosen row."""
        at = self.currentIndex().row()
        return self.agenda.rows[at] if 0 <= at < len(self.agenda.rows) else None

    def current(self) -> Occurrence | None:
        """The chosen appointment."""
        row = self.row()
        return row.occurrence if row is not None else None

    def tell_chosen(self) -> None:
        """Tell which is chosen now, and its day first."""
        row = self.row()
        if row is None or row.occurrence is None or self._is_showing:
            return
        if row.day != self.day:
            self.chosen.emit(row.day)
        self.picked.emit(row.occurrence)

    # reading on

    def _scrolled(self, *_values: int) -> None:
        self._look.start()

    def _ask_for_more(self) -> None:
        bar = self.verticalScrollBar()
        if self.has_more and self.isVisible() and bar.maximum() - bar.value() < self.height():
            self.more_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words of an empty agenda have all the room."""
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().geometry())
        self._look.start()

    # what can be done

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the one under the pointer."""
        super().mouseDoubleClickEvent(event)
        here = self.current()
        if here is not None and self.indexAt(event.position().toPoint()) == self.currentIndex():
            self.opened.emit(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through days, or do something with what is chosen."""
        key, here = Qt.Key(event.key()), self.current()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (_KEYS.Key_Left, _KEYS.Key_Right):
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self._go_days(1 if (key == _KEYS.Key_Right) != mirrored else -1)
        elif key == _KEYS.Key_Home:
            self.today_wanted.emit()
        elif key in (*_ENTER, _KEYS.Key_F2) and here is not None:
            self.opened.emit(here)
        elif key in _ENTER and not self.read_only:
            self.new_wanted.emit()
        elif key == _KEYS.Key_Delete and here is not None and not self.read_only:
            self.delete_wanted.emit(here)
        else:
            super().keyPressEvent(event)

    def _go_days(self, step: int) -> None:
        """To the first appointment of the next day that has any, or of the one before."""
        row = self.row()
        if row is None:
            return
        days = sorted({each.day for each in self.agenda.rows})
        at = days.index(row.day) + step
        if 0 <= at < len(days):
            self.setCurrentIndex(self.agenda.index(self.agenda.row_of_day(days[at])))
        elif at < 0:
            self.turned.emit(-1)
