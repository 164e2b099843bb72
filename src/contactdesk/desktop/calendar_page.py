"""The calendar: a month, and beside it all that happens on the day that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, month_days
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.day_pane import DayPane
from contactdesk.desktop.event_texts import day_text
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.history_page import on_surface
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.month_view import MonthView
from contactdesk.desktop.reading_order import ReadingOrder, takes_tab
from contactdesk.i18n import _
from contactdesk.model.agenda import Agenda, Occurrence, span_of
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.month import Week, days_later, on_day, placed_weeks, weeks_of

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

READ, AHEAD = "calendar", "calendar-ahead"
AHEAD_MS = 250  # of rest, before the months around are read
MONTHS_KEPT = 6


class Found(NamedTuple):
    """What was read of a month: its weeks and what happens in them, and the calendars."""

    month: tuple[date, date]
    weeks: list[Week]
    agenda: Agenda
    calendars: list[Calendar]
    home: tzinfo
    has_any: bool


class CalendarPage(ReadingOrder, QWidget):
    """Takes the place of list and card; `left` asks for them again."""

    left = Signal()
    export_wanted = Signal()
    new_wanted = Signal(str, str)  # from and to by the person's clock, "" for the chosen day
    opened = Signal(object)  # Occurrence
    moved = Signal(object, str, str)  # Occurrence, from and to by the person's clock
    delete_wanted = Signal(object)  # Occurrence

    def __init__(self, desk: Desk, bring: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.found: Found | None = None
        self.today = self.day = date.today()
        self._is_stale = True
        self._kept: dict[tuple[date, date], Found] = {}  # months that were read, until a change
        self._asked: tuple[tuple[date, date], int] | None = None  # the month that is being read
        self._changes = self._asked_ahead = 0  # that were told of, and then
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD_MS)
        self._ahead.timeout.connect(self._read_ahead)
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.month = MonthView()
        self.pane = DayPane(bring)
        self.month.chosen.connect(self.choose)
        self.month.turned.connect(self.turn)
        self.month.today_wanted.connect(self.go_to_today)
        self.month.entered.connect(self._enter_day)
        self.pane.list.chosen.connect(self._show_details)
        grid = QVBoxLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._build_head())
        grid.addWidget(Hairline("border"))
        grid.addWidget(self.month, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(grid, 1)
        row.addWidget(Hairline("border", upright=True))
        self.side = QStackedWidget()
        self.side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.side.addWidget(self.pane)
        row.addWidget(self.side)
        desk.changed.connect(self._changed)
        self._connect_acts()

    def _connect_acts(self) -> None:
        self.add.clicked.connect(lambda: self.new_wanted.emit("", ""))
        self.month.new_wanted.connect(lambda: self.new_wanted.emit("", ""))
        self.month.moved.connect(self._move_days)
        for pane_or_month in (self.pane, self.month):
            pane_or_month.opened.connect(self.opened)
            pane_or_month.delete_wanted.connect(self.delete_wanted)

    def _build_head(self) -> QWidget:
        self.now = Button(_("Today"))
        tip_with_keys(self.now, _("Today"), "Home")
        self.now.clicked.connect(self.go_to_today)
        self.earlier = IconButton("chevron-left", "")
        self.earlier.name_it(_("The month before"), "Page Up")
        self.later = IconButton("chevron-right", "")
        self.later.name_it(_("The next month"), "Page Down")
        self.earlier.clicked.connect(lambda: self.turn(-1))
        self.later.clicked.connect(lambda: self.turn(1))
        self.title = Label("", "title")
        self.other = ElidedLabel("", "caption", "text2")
        self.add = Button(_("Appointment"), "primary", "plus")
        tip_with_keys(self.add, _("New appointment"), "Ctrl+N")
        self.export = IconButton("upload", _("Export the calendar…"))
        self.export.clicked.connect(self.export_wanted)
        self.back = Button(_("Back to the contacts"), "ghost")
        tip_with_keys(self.back, _("Back to the contacts"), "Esc")
        self.back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(20, 11, 16, 11))
        row.setSpacing(6)
        row.addWidget(self.now)
        row.addSpacing(4)
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        row.addSpacing(6)
        row.addWidget(self.title)
        row.addSpacing(6)
        row.addWidget(self.other, 1)
        row.addWidget(self.export)
        row.addWidget(self.back)
        row.addSpacing(4)
        row.addWidget(self.add)
        return on_surface("list", row)

    def stops(self) -> list[QWidget]:
        """Tab goes through the head, the month, the day's list and what is said of one."""
        wanted = [
            self.now,
            self.earlier,
            self.later,
            self.export,
            self.back,
            self.add,
            self.month,
            *self._side_stops(),
        ]
        return [widget for widget in wanted if takes_tab(widget)]

    def _side_stops(self) -> list[QWidget]:
        here: Any = self.side.currentWidget()
        return list(here.stops())

    def show_side(self, editor: QWidget | None) -> None:
        """Show an editor beside the month, or the day again."""
        if editor is not None and self.side.indexOf(editor) < 0:
            self.side.addWidget(editor)
        here = editor or self.pane
        self.side.setCurrentWidget(here)
        self.side.setFixedWidth(here.maximumWidth())
        if editor is None:
            self.month.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_days(self, occurrence: Occurrence, days: int) -> None:
        """Move one by whole days, at its time by the person's clock."""
        found = self.found
        if found is not None:
            self.moved.emit(occurrence, *days_later(occurrence, days, found.home))

    # ── which day ───────────────────────────────────────────────────────────────────────

    def come(self) -> None:
        """Show the book as it is now; the keyboard is on the month."""
        self.today = date.today()
        self._read()
        self.month.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, day: date) -> None:
        """Show another day, in its month."""
        self.day = day
        found = self.found
        shown = found is not None and found.weeks[0].days[0] <= day <= found.weeks[-1].days[-1]
        if shown and found is not None and found.month == month_days.month_of(day):
            self._show_day(found)
        else:
            self._read()

    def turn(self, months: int) -> None:
        """Go some months further, or back."""
        self.choose(month_days.months_later(self.day, months))

    def go_to_today(self) -> None:
        """Back to this month and this day."""
        self.today = date.today()
        self.choose(self.today)

    def _enter_day(self) -> None:
        self.pane.take_focus()

    # ── reading and showing ─────────────────────────────────────────────────────────────

    def _read(self) -> None:
        month = month_days.month_of(self.day)
        self.title.setText(month_days.month_title(self.day))
        self.other.setText(month_days.other_months(*month))
        known = self._kept.get(month)
        wanted = (month, self._changes)
        if known is not None:
            self._show(known)
        elif wanted != self._asked:  # else the answer is on its way
            self._asked = wanted
            self._ask(month, self._take, READ)

    def _ask(self, month: tuple[date, date], then: Callable[[Found], None], key: str) -> None:
        weeks = weeks_of(*month, month_days.first_weekday())
        self.desk.read(lambda tx: _read_month(tx, month, weeks), then, key=key)

    def _take(self, found: Found) -> None:
        self._asked = None
        self._keep(found)
        self._show(found)

    def _keep(self, found: Found) -> None:
        self._kept[found.month] = found
        while len(self._kept) > MONTHS_KEPT:
            del self._kept[next(iter(self._kept))]

    def _read_ahead(self) -> None:
        """The next month and the one before are there when one turns to them."""
        months = (month_days.month_of(month_days.months_later(self.day, n)) for n in (1, -1))
        missing = next((month for month in months if month not in self._kept), None)
        if missing is not None and self.isVisible() and not self.desk.busy:
            self._asked_ahead = self._changes
            self._ask(missing, self._take_ahead, AHEAD)

    def _take_ahead(self, found: Found) -> None:
        if self._asked_ahead == self._changes:  # else it may be of the book as it was
            self._keep(found)
        self._ahead.start()

    def _show(self, found: Found) -> None:
        self._is_stale = False
        self.found = found
        self._ahead.start()
        colours = CalendarColours(found.calendars)
        self.month.show_weeks(found.weeks, found.month, found.home, colours)
        self._show_day(found)

    def _show_day(self, found: Found) -> None:
        items = on_day(found.weeks, self.day)
        words = f"{month_days.weekday_name(self.day)}, {month_days.day_title(self.day)}"
        self.month.show_day(self.day, self.today, f"{words}. {day_text(len(items))}")
        colours = CalendarColours(found.calendars)
        self.pane.show_day(self.day, items, found.home, colours)
        self.export.setEnabled(found.has_any)
        self.add.setEnabled(not self.desk.read_only)
        self.pane.read_only = self.month.read_only = self.desk.read_only
        self.pane.show_state(found.has_any, len(found.agenda.refused))

    def _show_details(self, occurrence: Occurrence | None) -> None:
        found = self.found
        if found is None:
            return
        names = {c.id: c.name for c in found.calendars}
        name = names.get(occurrence.event.calendar, "") if occurrence is not None else ""
        home = found.home
        self.pane.details.show_occurrence(occurrence, home, name if len(names) > 1 else "")

    def _changed(self, change: ChangeSet) -> None:
        if change.events == ():
            return
        self._is_stale = True
        self._changes += 1
        self._kept.clear()
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is read now."""
        super().showEvent(event)
        if self._is_stale:
            self._read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes from the list to the month, and from there to the contacts."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.month.hasFocus():
            self.left.emit()
        else:
            self.month.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _read_month(tx: Any, month: tuple[date, date], weeks: Sequence[tuple[date, ...]]) -> Found:
    from contactdesk.model.zones import home_zone

    home = home_zone() or UTC
    first, last = weeks[0][0], weeks[-1][-1]
    until = last + timedelta(days=1) if last < date.max else last
    agenda = tx.events.agenda(span_of(first, until, home))
    placed = placed_weeks(agenda.occurrences, weeks, home)
    has_any = bool(agenda.occurrences or tx.events.numbers(0, 1))
    return Found(month, placed, agenda, tx.calendars.all(), home, has_any)
