"""Today: who is expected, who is to be called, what is due, and what colleagues changed since."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import month_days, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.cards import Page
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.desktop.reading_order import ReadingOrder, takes_tab
from contactdesk.desktop.today_lines import DayWords, calling_name, counts_text, greeting
from contactdesk.desktop.today_part import TodayPart
from contactdesk.desktop.today_row import TodayRow
from contactdesk.i18n import _
from contactdesk.model.month import at_home
from contactdesk.model.today import greeting_part
from contactdesk.operations.today import DayFound

if TYPE_CHECKING:
    from contactdesk.desktop.actions import Actions

ONE_COLUMN, ONE_ROW = 900, 860  # px below which there is one column, and a head of two rows
WIDEST = 1180
LEFT, RIGHT = 3, 2  # shares of the width


class TodayPage(ReadingOrder, QWidget):
    """Takes the place of list and card; `left` asks for them again."""

    left = Signal()
    wanted = Signal(str, object)  # a verb, and the TodayLine it is meant for
    opened = Signal(object)
    pressed = Signal(str, object)
    print_wanted = Signal()
    calendar_wanted = Signal()
    appointment_wanted = Signal()
    task_wanted = Signal()
    call_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: DayFound | None = None
        self._begun_at: str | None = None  # the line that `take_focus` chose; "" for none
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build_parts(actions)
        self.page = Page(widest=WIDEST)
        FollowFocus(self.page)
        outer = QVBoxLayout()
        outer.setContentsMargins(28, 24, 28, 28)
        outer.setSpacing(16)
        outer.addLayout(self._build_head(actions))
        self.quiet = EmptyState(
            "sun",
            _("A quiet day"),
            _("Nothing is planned, and nobody waits for an answer. Whatever comes will be here."),
        )
        self.quiet.hide()
        outer.addWidget(self.quiet)
        outer.addLayout(self._build_columns())
        outer.addStretch(1)
        self.page.set_content(outer)
        for part in self.parts:
            part.hide()  # until it is known what is in it
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)

    def _build_parts(self, actions: Actions) -> None:
        self.appointments = TodayPart("calendar", _("Appointments"), _("No appointments today"))
        self.follow_ups = TodayPart("bell-ring", _("Follow-ups due"), _("No follow-ups due"))
        self.keeping = TodayPart(
            "heart-handshake", _("Keep in touch"), _("In touch with everybody")
        )
        self.callbacks = TodayPart("phone-missed", _("Calls to return"), _("No calls to return"))
        self.birthdays = TodayPart("cake", _("Birthdays"), _("No birthdays this week"))
        self.since = TodayPart("history", _("Since you left"), _("Nobody else changed anything"))
        self.came_in = TodayPart("funnel", _("New in smart groups"), "")
        self.left_parts = (self.appointments, self.follow_ups, self.keeping)
        self.right_parts = (self.callbacks, self.birthdays, self.came_in, self.since)
        self.parts = (*self.left_parts, *self.right_parts)
        self.to_calendar = Button(_("Open calendar"), "link", size="head")
        self.to_calendar.clicked.connect(self.calendar_wanted)
        self.appointments.add_to_head(self.to_calendar)
        self.add_task = Button(_("Task"), "ghost", "plus", size="head")
        self.add_task.enable_as(actions.task)
        self.add_task.clicked.connect(self.task_wanted)
        self.follow_ups.add_to_head(self.add_task)
        for part in self.parts:
            part.wanted.connect(self.wanted)
            part.opened.connect(self.opened)
            part.pressed.connect(self.pressed)
            part.moved.connect(self._move)
            part.crossed.connect(self._cross)

    def _build_head(self, actions: Actions) -> QBoxLayout:
        self.greeting = ElidedLabel("", "display")
        self.below = Label("", "body", "text2", wrap=True).give_way()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.greeting)
        words.addWidget(self.below)
        self.print = IconButton("printer", _("Print…"))
        self.print.clicked.connect(self.print_wanted)
        self.plan = Button(_("Appointment"), "secondary", "calendar-plus")
        self.plan.enable_as(actions.appointment)
        self.plan.clicked.connect(self.appointment_wanted)
        self.log = Button(_("Log a call"), "secondary", "phone")
        self.log.enable_as(actions.appointment)
        self.log.setToolTip(_("Log a call"))
        self.log.clicked.connect(self.call_wanted)
        self.new = Button(_("Contact"), "primary", "plus")
        self.new.follow(actions.new_contact)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.print, self.plan, self.log, self.new):
            buttons.addWidget(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._head.addLayout(words, 1)
        self._head.addLayout(buttons)
        return self._head

    def _build_columns(self) -> QBoxLayout:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        for parts, share in ((self.left_parts, LEFT), (self.right_parts, RIGHT)):
            column = QVBoxLayout()
            column.setSpacing(16)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
            self._columns.addLayout(column, share)
        return self._columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room, and a head of one row."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(across if self.width() >= look.px(ONE_COLUMN) else down)
        self._head.setDirection(across if self.width() >= look.px(ONE_ROW) else down)

    # ── what is shown ────────────────────────────────────────────────────────────────────

    def show_day(
        self, found: DayFound, now: datetime, home: tzinfo, name: str, left_at: str, why_not: str
    ) -> None:
        """Show a day at a moment (UTC); `left_at` is when the person left last, in words."""
        self.found = found
        held = self._held()
        words = DayWords(found, now, home)
        for part in self.parts:
            part.allow(why_not)
        self._say_head(found, at_home(now, home), name)
        beyond = found.today.beyond
        for name in ("appointments", "follow_ups", "keeping", "callbacks"):
            lines = getattr(words, name)()
            getattr(self, name).show_lines(lines, beyond=beyond.get(name, 0))
        self.birthdays.show_lines(words.birthdays(), _("this week"), beyond.get("birthdays", 0))
        self.came_in.show_lines(words.came_in())
        self.since.show_lines(words.since(), left_at)
        self._show_quiet(found)
        for part in self.parts:
            spacing.fit(part)
        if held is not None:
            self._hold(*held)

    def _say_head(self, found: DayFound, here: datetime, name: str) -> None:
        self.greeting.setText(greeting(greeting_part(here.hour), calling_name(name)))
        day = _("{weekday}, {day}").format(
            weekday=month_days.weekday_name(found.today.day),
            day=month_days.day_title(found.today.day),
        )
        self.below.setText(" · ".join((day, *counts_text(found))))

    def _show_quiet(self, found: DayFound) -> None:
        """Where there is nothing at all, one kind word instead of six empty parts."""
        quiet = found.today.is_quiet
        self.quiet.setVisible(quiet)
        for part in self.parts:
            part.setVisible(bool(part.lines) or (not quiet and part is not self.came_in))

    # ── the keyboard ────────────────────────────────────────────────────────────────────

    def rows(self) -> list[TodayRow]:
        """Every line that is shown, as one reads them."""
        return [row for part in self.parts if not part.isHidden() for row in part.rows]

    def row_of(self, key: str) -> TodayRow | None:
        """The line of a key, if it is there."""
        return next((row for row in self.rows() if row.line.key == key), None)

    def take_focus(self) -> None:
        """Put the keyboard on what comes next: the first line that is not over."""
        rows = self.rows()
        row = next((row for row in rows if not row.line.is_over), rows[0] if rows else None)
        self._begun_at = row.line.key if row else ""
        (row or self.plan).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_at_beginning(self) -> bool:
        """Whether the keyboard is where `take_focus` put it: nobody has moved it since."""
        held = self._held()
        key = held[0] if held is not None else "" if self.plan.hasFocus() else None
        return key is not None and key == self._begun_at

    def stops(self) -> list[QWidget]:
        """Tab goes through the head, then the lines with their buttons."""
        head = [self.print, self.plan, self.log, self.new, self.to_calendar, self.add_task]
        lines = [stop for part in self.parts for stop in part.stops()]
        return [widget for widget in (*head, *lines) if takes_tab(widget)]

    def _move(self, row: TodayRow, by: int) -> None:
        rows = self.rows()
        if row in rows:
            at = min(max(rows.index(row) + by, 0), len(rows) - 1)
            rows[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _cross(self, row: TodayRow, by: int) -> None:
        """To the line of the other column that stands nearest; there is none below 900 px."""
        columns = [
            [row for part in parts if not part.isHidden() for row in part.rows]
            for parts in (self.left_parts, self.right_parts)
        ]
        at = next((n for n, rows in enumerate(columns) if row in rows), -1)
        others = columns[at + by] if at >= 0 and 0 <= at + by < len(columns) else []
        if not others or self._columns.direction() != QBoxLayout.Direction.LeftToRight:
            return
        here = _middle(row)
        nearest = min(others, key=lambda each: abs(_middle(each) - here))
        nearest.setFocus(Qt.FocusReason.TabFocusReason)

    def _held(self) -> tuple[str, int] | None:
        """Which line has the keyboard, and the how manieth it is."""
        focus = QApplication.focusWidget()
        rows = self.rows()
        return next(
            ((r.line.key, n) for n, r in enumerate(rows) if focus is r or focus in r.buttons), None
        )

    def _hold(self, key: str, at: int) -> None:
        """The same line has it again, or the one that stands in its place now."""
        if isinstance(focus := QApplication.focusWidget(), TodayRow) and focus in self.rows():
            return
        rows = self.rows()
        row = self.row_of(key) or (rows[min(at, len(rows) - 1)] if rows else None)
        (row or self.plan).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the contacts."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _middle(row: TodayRow) -> int:
    return row.mapToGlobal(row.rect().center()).y()


def left_text(at: str, now: datetime, home: tzinfo) -> str:
    """When somebody left, as it stands beside "Since you left": "yesterday, 17:32"."""
    try:
        moment = datetime.fromisoformat(at).astimezone(home)
    except ValueError:
        return ""
    today = at_home(now, home).date()
    clock = month_days.clock_text(moment.hour, moment.minute)
    days = (today - moment.date()).days
    if days == 0:
        return _("today, {time}").format(time=clock)
    if days == 1:
        return _("yesterday, {time}").format(time=clock)
    return month_days.day_title(moment.date())
