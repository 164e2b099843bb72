"""The calendar: a day, a week or a month, and beside it all that happens on the chosen day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, month_days, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.calendar_spans import (
    KINDS,
    Found,
    Span,
    days_around,
    kind_of,
    read_span,
    title_of_span,
    turned,
    turning_names,
    weeks_to_read,
)
from contactdesk.desktop.day_pane import WIDE as DAY_WIDE
from contactdesk.desktop.day_pane import DayPane
from contactdesk.desktop.event_texts import day_text
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.history_page import on_surface
from contactdesk.desktop.labels import ElidedLabel, Hairline
from contactdesk.desktop.month_view import MonthView
from contactdesk.desktop.reading_order import ReadingOrder, takes_tab
from contactdesk.desktop.week_view import WeekView
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.month import days_later

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

READ, AHEAD = "calendar", "calendar-ahead"
AHEAD_MS = 250  # of rest, before what is around is read
EDITOR_WIDE, SHARE = 336, 0.41  # px of the side with an editor; of the page, at most
TITLE_WIDE = 380  # px of the title, and of the gaps between what is beside it
KEPT = 6  # months, weeks or days


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
        self.kind = kind_of(desk.settings.calendar_view)
        self._kept: dict[Span, Found] = {}  # what was read, until a change
        self._asked: tuple[Span, int] | None = None  # what is being read
        self._changes = self._asked_ahead = 0  # that were told of, and then
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD_MS)
        self._ahead.timeout.connect(self._read_ahead)
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.month, self.hours = MonthView(), WeekView()
        self.pane = DayPane(bring)
        self.views = QStackedWidget()
        grid = QVBoxLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._build_head())
        grid.addWidget(Hairline("border"))
        grid.addWidget(self.views, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(grid, 1)
        row.addWidget(Hairline("border", upright=True))
        self.side = QStackedWidget()
        spacing.see_to_itself(self.side)
        self.side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.side.addWidget(self.pane)
        row.addWidget(self.side)
        desk.changed.connect(self._changed)
        look.announcer().changed.connect(self._fit)
        self._connect_views()
        self._connect_acts()
        self._show_kind()

    def _connect_views(self) -> None:
        for view in (self.month, self.hours):
            self.views.addWidget(view)
            view.chosen.connect(self.choose)
            view.turned.connect(self.turn)
            view.today_wanted.connect(self.go_to_today)
        self.month.entered.connect(self._enter_day)
        self.hours.picked.connect(self._pick)
        self.pane.list.chosen.connect(self._show_details)
        self.switch.chosen.connect(self.show_as)
        for number, kind in enumerate(KINDS, 1):
            keys = QShortcut(QKeySequence(f"Alt+{number}"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(partial(self.show_as, kind))

    def _connect_acts(self) -> None:
        self.add.clicked.connect(lambda: self.new_wanted.emit("", ""))
        self.month.new_wanted.connect(lambda: self.new_wanted.emit("", ""))
        self.month.moved.connect(self._move_days)
        self.hours.new_wanted.connect(self.new_wanted)
        self.hours.moved.connect(self.moved)
        for each in (self.pane, self.month, self.hours):
            each.opened.connect(self.opened)
            each.delete_wanted.connect(self.delete_wanted)

    def _build_head(self) -> QWidget:
        self.now = Button(_("Today"))
        tip_with_keys(self.now, _("Today"), "Home")
        self.now.clicked.connect(self.go_to_today)
        self.earlier = IconButton("chevron-left", "")
        self.later = IconButton("chevron-right", "")
        self.earlier.clicked.connect(lambda: self.turn(-1))
        self.later.clicked.connect(lambda: self.turn(1))
        self.title = ElidedLabel("", "title")
        self.other = ElidedLabel("", "caption", "text2")
        names = (_("Day"), _("Week"), _("Month"))
        self.switch = Segmented(list(zip(names, KINDS, strict=True)), self.kind)
        self.switch.setAccessibleName(_("What the calendar shows"))
        tip_with_keys(self.switch, _("What the calendar shows"), "Alt+1, Alt+2, Alt+3")
        self.add = Button(_("Appointment"), "primary", "plus")
        tip_with_keys(self.add, _("New appointment"), "Ctrl+N")
        self.export = IconButton("upload", _("Export the calendar…"))
        self.export.clicked.connect(self.export_wanted)
        self.back = IconButton("x", "")
        self.back.name_it(_("Back to the contacts"), "Esc")
        self.back.clicked.connect(self.left)
        self._tools = _in_a_row(self.other, self.switch, self.export, self.back)
        self._head = QHBoxLayout()
        self._head.setSpacing(6)
        for widget in (self.now, self.earlier, self.later, self.title, self.add):
            self._head.addWidget(widget)
        self._both = QVBoxLayout()
        self._both.setContentsMargins(*mirror.margins(20, 11, 16, 11))
        self._both.setSpacing(8)
        self._both.addLayout(self._head)
        self._lay_tools(is_narrow=False)
        return on_surface("list", self._both)

    def _lay_tools(self, *, is_narrow: bool) -> None:
        """Where there is not room for all in one row, what is not used daily is below."""
        self._is_narrow = is_narrow
        self._head.setStretchFactor(self.title, int(is_narrow))
        if is_narrow:
            self._both.addWidget(self._tools)
        else:
            self._head.insertWidget(self._head.indexOf(self.add), self._tools, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The head has one row or two, and the side not more than its share."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._fit_side()
        self._fit_head()

    def _fit_side(self) -> None:
        is_day = self.side.currentWidget() is self.pane
        wide = look.px(DAY_WIDE if is_day else EDITOR_WIDE)
        self.side.setFixedWidth(min(wide, max(DAY_WIDE, round(self.width() * SHARE))))

    def _fit_head(self) -> None:
        parts = (self.now, self.earlier, self.later, self.switch, self.export, self.back, self.add)
        wide = sum(part.sizeHint().width() for part in parts) + look.px(TITLE_WIDE)
        is_narrow = self.views.width() < wide
        if is_narrow != self._is_narrow:
            self._lay_tools(is_narrow=is_narrow)

    def stops(self) -> list[QWidget]:
        """Tab goes through the head, the month or hours, the day's list and what is said of one."""
        wanted = [
            self.now,
            self.earlier,
            self.later,
            self.switch,
            self.export,
            self.back,
            self.add,
            self.here,
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
        self._fit_side()
        if editor is None:
            self.here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move_days(self, occurrence: Occurrence, days: int) -> None:
        """Move one by whole days, at its time by the person's clock."""
        found = self.found
        if found is not None:
            self.moved.emit(occurrence, *days_later(occurrence, days, found.home))

    # ── what is shown ────────────────────────────────────────────────────────────────────

    @property
    def here(self) -> MonthView | WeekView:
        """The month, or the hours of a day or a week."""
        return self.month if self.kind == "month" else self.hours

    def show_as(self, kind: str) -> None:
        """Show a day, a week or a month, now and the next time."""
        if kind != self.kind:
            had_focus = self.here.hasFocus()
            self.kind = kind_of(kind)
            self._show_kind()
            if had_focus:
                self.here.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.desk.update_settings(calendar_view=self.kind)
            self._read()

    def _show_kind(self) -> None:
        self.switch.choose(self.kind)
        self.views.setCurrentWidget(self.here)
        before, after = turning_names(self.kind)
        self.earlier.name_it(before, "Page Up")
        self.later.name_it(after, "Page Down")

    # ── which day ───────────────────────────────────────────────────────────────────────

    def come(self) -> None:
        """Show the book as it is now; the keyboard is on the days."""
        self.today = date.today()
        self._read()
        self.here.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, day: date) -> None:
        """Show another day, in its month or week."""
        self.day = day
        found = self.found
        if found is not None and found.month == days_around(self.kind, day):
            self._show_day(found)
        else:
            self._read()

    def turn(self, by: int) -> None:
        """Go some months, weeks or days further, or back."""
        self.choose(turned(self.kind, self.day, by))

    def go_to_today(self) -> None:
        """Back to this day."""
        self.today = date.today()
        self.choose(self.today)

    def _enter_day(self) -> None:
        self.pane.take_focus()

    # ── reading and showing ─────────────────────────────────────────────────────────────

    def _read(self) -> None:
        span = days_around(self.kind, self.day)
        self.title.setText(title_of_span(self.kind, self.day))
        self.other.setText(month_days.other_months(*span))
        known = self._kept.get(span)
        wanted = (span, self._changes)
        if known is not None:
            self._show(known)
        elif wanted != self._asked:  # else the answer is on its way
            self._asked = wanted
            self._ask(span, self._take, READ)

    def _ask(self, span: Span, then: Callable[[Found], None], key: str) -> None:
        weeks = weeks_to_read(self.kind, span)
        self.desk.read(lambda tx: read_span(tx, span, weeks), then, key=key)

    def _take(self, found: Found) -> None:
        self._asked = None
        self._keep(found)
        if found.month == days_around(self.kind, self.day):  # else another answer is on its way
            self._show(found)

    def _keep(self, found: Found) -> None:
        self._kept[found.month] = found
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def _read_ahead(self) -> None:
        """What comes next and what was before are there when one turns to them."""
        around = (days_around(self.kind, turned(self.kind, self.day, n)) for n in (1, -1))
        missing = next((span for span in around if span not in self._kept), None)
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
        if found.grid is None:
            self.month.show_weeks(found.weeks, found.month, found.home, colours)
        else:
            self.hours.show_grid(found.grid, found.home, colours)
        self._show_day(found)

    def _show_day(self, found: Found) -> None:
        items = found.on(self.day)
        words = f"{month_days.weekday_name(self.day)}, {month_days.day_title(self.day)}"
        colours = CalendarColours(found.calendars)
        self.pane.show_day(self.day, items, found.home, colours)
        self.here.show_day(self.day, self.today, f"{words}. {day_text(len(items))}")
        self.export.setEnabled(found.has_any)
        self.add.setEnabled(not self.desk.read_only)
        for each in (self.pane, self.month, self.hours):
            each.read_only = self.desk.read_only
        self.pane.show_state(found.has_any, len(found.agenda.refused))

    def _pick(self, occurrence: Occurrence) -> None:
        """Say all of the one that was come to, if the day that is shown has it."""
        days = self.pane.list.days
        if occurrence in days.items:
            self.pane.list.setCurrentIndex(days.index(list(days.items).index(occurrence)))

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
        """Esc goes from the list to the days, and from there to the contacts."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.here.hasFocus():
            self.left.emit()
        else:
            self.here.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _in_a_row(first: QWidget, *others: QWidget) -> QWidget:
    """Widgets side by side, of which the first takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(first, 1)
    for widget in others:
        row.addWidget(widget)
    whole = QWidget()
    whole.setLayout(row)
    return whole
