"""The calendar: a day, a week, a month or all that comes, and beside it what happens on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import month_days, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.birthday_layer import contact_of, count_text, is_birthday
from contactdesk.desktop.calendar_colours import CalendarColours, name_of
from contactdesk.desktop.calendar_head import CalendarHead
from contactdesk.desktop.calendar_pane import CalendarPane
from contactdesk.desktop.calendar_refusals import is_refused
from contactdesk.desktop.calendar_spans import (
    AGENDA_DAYS,
    FAR,
    KINDS,
    Found,
    Span,
    days_around,
    days_on,
    joined,
    kind_of,
    read_span,
    title_of_span,
    turned,
    weeks_to_read,
)
from contactdesk.desktop.calendars_flow import CalendarsFlow
from contactdesk.desktop.colleague_layers import layer_of
from contactdesk.desktop.day_pane import WIDE as DAY_WIDE
from contactdesk.desktop.day_pane import DayPane
from contactdesk.desktop.known_appointments import KnownAppointments, with_waiting
from contactdesk.desktop.labels import Hairline
from contactdesk.desktop.month_view import MonthView
from contactdesk.desktop.reading_order import takes_tab
from contactdesk.desktop.unread import Unread
from contactdesk.desktop.week_habits import of_weeks
from contactdesk.desktop.wide_page import WidePage
from contactdesk.errors import BookUnreachable
from contactdesk.model.agenda import Occurrence
from contactdesk.model.agenda_days import filled_days

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from contactdesk.desktop.agenda_view import AgendaView
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.week_view import WeekView
    from contactdesk.errors import ContactDeskError
    from contactdesk.settings import Settings
    from contactdesk.store.listing import ChangeSet

    Failed = Callable[[ContactDeskError], None] | None

READ, AHEAD, ON = "calendar", "calendar-ahead", "calendar-on"
AHEAD_MS = 250  # of rest, before what is around is read
EDITOR_WIDE, SHARE = 336, 0.41  # px of the side with an editor; of the page, at most


class CalendarPage(WidePage):
    """Takes the place of list and card; `left` asks for them again."""

    export_wanted = Signal()
    new_wanted = Signal(str, str)  # from and to by the person's clock, "" for the chosen day
    opened = Signal(object)  # Occurrence
    moved = Signal(object, str, str)  # Occurrence, from and to by the person's clock
    copied = Signal(object, str, str)  # the same, and the one that was dragged stays
    delete_wanted = Signal(object)  # Occurrence
    contact_wanted = Signal(int)  # by number

    def __init__(self, desk: Desk, bring: QAction, parent: QWidget | None = None) -> None:
        super().__init__(desk, "list", parent)
        self.found: Found | None = None
        self.today = self.day = date.today()
        self.kind = kind_of(desk.settings.calendar_view)
        self.known = KnownAppointments()
        self._read_now: Found | None = None  # `found` as the book has it, without what waits
        self._asked: tuple[Span, int] | None = None  # what is being read
        self._reach = days_around(self.kind, self.day)  # of the agenda: what was read on to
        self._reading_on: tuple[Span, int] | None = None
        self._changes = self._asked_ahead = 0  # that were told of, and then
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD_MS)
        self._ahead.timeout.connect(self._read_ahead)
        self.month = MonthView()
        self._hours: WeekView | None = None
        self._agenda: AgendaView | None = None
        self.pane = DayPane(bring)
        self._lay_out()
        desk.changed.connect(self._changed)
        desk.outbox.changed.connect(self._waits_otherwise)
        look.announcer().changed.connect(self._fit)
        self._weeks = of_weeks(desk.settings)
        desk.settings_changed.connect(self._settings_changed)
        self.before.chosen.connect(self.choose)
        self.calendars = CalendarsFlow(self)
        self._connect_views()
        self._show_kind()

    def _lay_out(self) -> None:
        self.views = QStackedWidget()
        self.unread = Unread(self.views, self.desk)
        grid = QVBoxLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._place_head())
        grid.addWidget(Hairline("border"))
        grid.addWidget(self.views, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.before = CalendarPane()
        self._line = Hairline("border", upright=True)
        row.addWidget(self.before)
        row.addWidget(self._line)
        row.addLayout(grid, 1)
        row.addWidget(Hairline("border", upright=True))
        self.side = QStackedWidget()
        spacing.see_to_itself(self.side)
        self.side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.side.addWidget(self.pane)
        row.addWidget(self.side)

    def _place_head(self) -> CalendarHead:
        head = self.head = CalendarHead(self.kind)
        self.title, self.switch, self.add, self.back = head.title, head.switch, head.add, head.back
        head.now.clicked.connect(self.go_to_today)
        head.turned.connect(self.turn)
        head.export.clicked.connect(self.export_wanted)
        self.back.clicked.connect(self.left)
        return head

    def _connect_views(self) -> None:
        self._connect_grid(self.month)
        self.month.entered.connect(self.pane.take_focus)
        self.month.new_wanted.connect(self._new)
        self.pane.list.chosen.connect(self._show_details)
        self.switch.chosen.connect(self.show_as)
        for number, kind in enumerate(KINDS, 1):
            keys = QShortcut(QKeySequence(f"Alt+{number}"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(partial(self.show_as, kind))
        self.add.clicked.connect(self._new)
        self.pane.opened.connect(self._open)
        self.pane.delete_wanted.connect(self._delete)

    def _connect_view(self, view: MonthView | WeekView | AgendaView) -> None:
        self.views.addWidget(view)
        view.chosen.connect(self.choose)
        view.turned.connect(self.turn)
        view.today_wanted.connect(self.go_to_today)
        view.opened.connect(self._open)
        view.delete_wanted.connect(self._delete)

    def _connect_grid(self, grid: MonthView | WeekView) -> None:
        self._connect_view(grid)
        grid.moved.connect(self._move)
        grid.copied.connect(self._copy)
        grid.refused.connect(self._say_read_only)
        grid.day_wanted.connect(self._open_day)

    def _new(self) -> None:
        self.new_wanted.emit("", "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The head has one row or two, and the side not more than its share."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.before.fit(self.width())
        self._line.setVisible(not self.before.isHidden())
        self._fit_side()
        taken = 0 if self.before.isHidden() else self.before.width()
        self.head.fit(self.width() - self.side.width() - taken)

    def _fit_side(self) -> None:
        is_day = self.side.currentWidget() is self.pane
        wide = look.px(DAY_WIDE if is_day else EDITOR_WIDE)
        self.side.setFixedWidth(min(wide, max(DAY_WIDE, round(self.width() * SHARE))))

    def stops(self) -> list[QWidget]:
        """Tab goes through the head, the month or hours, the day's list and what is said of one."""
        side: Any = self.side.currentWidget()
        wanted = [*self.before.stops(), *self.head.stops(), self.here, *side.stops()]
        return [widget for widget in wanted if takes_tab(widget)]

    def show_side(self, editor: QWidget | None) -> None:
        """Show an editor beside the month, or the day again."""
        if editor is not None and self.side.indexOf(editor) < 0:
            self.side.addWidget(editor)
        self.side.setCurrentWidget(editor or self.pane)
        self._fit_side()
        if editor is None:
            if self._hours is not None:
                self._hours.plan(None)
            self.here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, occurrence: Occurrence) -> None:
        """Open an appointment; of a birthday, the contact, and of several, their day's list."""
        if not is_birthday(occurrence.event):
            if not self._is_of_contact(occurrence):
                self.opened.emit(occurrence)
        elif number := contact_of(occurrence.event):
            self.contact_wanted.emit(number)
        else:
            self.choose(date.fromisoformat(occurrence.starts_at))
            self.pane.take_focus()

    def _delete(self, occurrence: Occurrence) -> None:
        if not self._is_of_contact(occurrence):
            self.delete_wanted.emit(occurrence)

    def _move(self, occurrence: Occurrence, starts_at: str, ends_at: str) -> None:
        if not self._is_of_contact(occurrence):
            self.moved.emit(occurrence, starts_at, ends_at)

    def _copy(self, occurrence: Occurrence, starts_at: str, ends_at: str) -> None:
        if not self._is_of_contact(occurrence):
            self.copied.emit(occurrence, starts_at, ends_at)

    def _is_of_contact(self, occurrence: Occurrence) -> bool:
        return is_refused(self.desk, occurrence, self.contact_wanted.emit)

    def _say_read_only(self) -> None:
        """Why nothing can be moved or made here."""
        if self.why_not:
            self.desk.toast.emit(self.why_not, "", None)

    def _open_day(self, day: date) -> None:
        """All of a day of which there was not room for all; where it is shown alone, its list."""
        self.choose(day)
        if self.kind == "day":
            self.pane.take_focus()
        else:
            self.show_as("day")

    # ── what is shown ────────────────────────────────────────────────────────────────────

    @property
    def here(self) -> MonthView | WeekView | AgendaView:
        """The month, the hours of a day or a week, or what comes."""
        if self.kind == "month":
            return self.month
        return self.agenda if self.kind == "agenda" else self.hours

    @property
    def hours(self) -> WeekView:
        """The hours of a day or a week, made when they are first wanted."""
        if self._hours is None:
            from contactdesk.desktop.week_view import WeekView

            view = self._hours = WeekView()
            self._connect_grid(view)
            view.picked.connect(self._pick)
            view.new_wanted.connect(self.new_wanted)
            view.read_only = self.month.read_only
        return self._hours

    @property
    def agenda(self) -> AgendaView:
        """All that comes, made when it is first wanted."""
        if self._agenda is None:
            from contactdesk.desktop.agenda_view import AgendaView

            view = self._agenda = AgendaView()
            self._connect_view(view)
            view.picked.connect(self._pick)
            view.more_wanted.connect(self._read_on)
            view.new_wanted.connect(self._new)
            view.read_only = self.month.read_only
        return self._agenda

    def show_as(self, kind: str) -> None:
        """Show a day, a week, a month or what comes, now and the next time."""
        if kind != self.kind:
            had_focus = self.here.hasFocus()
            self.kind = kind_of(kind)
            self._show_kind()
            if had_focus:
                self.here.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.desk.update_settings(calendar_view=self.kind)
            self.read()

    def _show_kind(self) -> None:
        self.head.name_ways(self.kind)
        self.views.setCurrentWidget(self.here)
        self._reach = days_around(self.kind, self.day)

    # ── which day ───────────────────────────────────────────────────────────────────────

    def come(self) -> None:
        """Show the book as it is now; the keyboard is on the days."""
        self.today = date.today()
        self.read()
        self.here.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self, day: date) -> None:
        """Show another day, in its month or week, or in the list of what comes."""
        self.day = day
        found = self.found
        if found is not None and found.month == self._span():
            self._show_day(found)
        else:
            self.read()

    def turn(self, by: int) -> None:
        """Go some months, weeks or days further, or back."""
        self.choose(turned(self.kind, self.day, by))

    def go_to_today(self) -> None:
        """Back to this day."""
        self.today = date.today()
        self.choose(self.today)

    # ── reading and showing ─────────────────────────────────────────────────────────────

    def read(self) -> None:
        """Read what is to be shown, or take what is kept of it."""
        span = self._span()
        first = span[0] if self.kind == "agenda" else self.day
        self.title.setText(title_of_span(self.kind, first))
        self.head.other.setText(month_days.other_months(*span))
        self.unread.wants((self.kind, span))
        known = self.known.spans.get(span)
        wanted = (span, self._changes)
        if known is not None:
            self._show(known)
        elif wanted != self._asked:  # else the answer is on its way
            self._asked = wanted
            self._ask(span, self._take, READ, self._not_read)
            if self.desk.away.is_away:
                self._show_known()

    def _span(self) -> Span:
        """What is to be shown with the day that is chosen; of an agenda, all that was read on."""
        if self.kind != "agenda":
            return days_around(self.kind, self.day)
        if not self._reach[0] <= self.day <= self._reach[1]:
            self._reach = days_around(self.kind, self.day)
        return self._reach

    def _ask(
        self, span: Span, then: Callable[[Found], None], key: str, failed: Failed = None
    ) -> None:
        weeks, by_hours = weeks_to_read(self.kind, span), self.kind in ("day", "week")
        hidden = self.calendars.hidden()
        ask = partial(read_span, span=span, weeks=weeks, hidden=hidden, by_hours=by_hours)
        self.desk.read(ask, then, key=key, failed=failed)

    def _not_read(self, error: ContactDeskError) -> None:
        self._asked = None
        if isinstance(error, BookUnreachable):
            self._show_known()
        else:
            self.desk.failed.emit(error)

    def _show_known(self) -> None:
        """While the book is away: what was read before of these days, or of others."""
        if found := self.known.of(self._span(), self.kind, self.calendars.hidden()):
            self._show(found)

    def _waits_otherwise(self) -> None:
        """Other edits wait for the book than before; what came into it is read there."""
        if not self.desk.away.is_away:
            self.read_anew()
        elif self._read_now is not None and self._read_now.month == self._span():
            self._show(self._read_now)

    def _read_on(self) -> None:
        """The days that follow in the agenda: ever more of them while there is nothing on them."""
        found, last = self.found, self._reach[1]
        if self.kind != "agenda" or found is None or found.month != self._reach:
            return
        if last < date.max and self._reading_on != (self._reach, self._changes):
            self._reading_on = (self._reach, self._changes)
            until = days_on(last, max(AGENDA_DAYS, last.toordinal() - found.last_day().toordinal()))
            self._ask((days_on(last, 1), until), self._take_more, ON)

    def _take_more(self, more: Found) -> None:
        found = self._read_now
        wanted, self._reading_on = self._reading_on, None  # where it differs, all is read anew
        if found is None or self.kind != "agenda":
            return
        if wanted == (found.month, self._changes) == (self._reach, self._changes):
            self._reach = (self._reach[0], more.month[1])
            both = joined(found, more)
            self.known.keep(both, self._changes)
            self._show(both)

    def _take(self, found: Found) -> None:
        self._asked = None
        self.known.keep(found, self._changes)
        if found.month == self._span():  # else another answer is on its way
            self._show(found)

    def _read_ahead(self) -> None:
        """What comes next and what was before are there when one turns to them."""
        if self.kind == "agenda":
            return
        around = (days_around(self.kind, turned(self.kind, self.day, n)) for n in (1, -1))
        missing = next((span for span in around if span not in self.known.spans), None)
        if missing is not None and self.isVisible() and not self.desk.busy:
            self._asked_ahead = self._changes
            self._ask(missing, self._take_ahead, AHEAD)

    def _take_ahead(self, found: Found) -> None:
        if self._asked_ahead == self._changes:  # else it may be of the book as it was
            self.known.keep(found, self._changes)
        self._ahead.start()

    def _show(self, found: Found) -> None:
        self._is_stale, self._read_now = False, found
        self.unread.has((self.kind, found.month))
        found = self.found = with_waiting(found, self.desk.outbox.waiting)
        self._ahead.start()
        colours = CalendarColours(found.calendars, found.team, found.waiting)
        if self.kind == "agenda":
            self._show_agenda(found, colours)
        elif found.grid is None:
            self.month.show_weeks(found.weeks, found.month, found.home, colours)
        else:
            self.hours.show_grid(found.grid, found.home, colours)
        self._show_day(found)

    def _show_agenda(self, found: Found, colours: CalendarColours) -> None:
        first, last = found.month
        days = filled_days(found.agenda.occurrences, first, last, found.home)
        is_far = last.toordinal() - found.last_day().toordinal() >= FAR
        more = found.has_any and not is_far and last < date.max
        self.title.setText(title_of_span(self.kind, days[0].day if days else first))
        self.agenda.show_days(days, last, found.home, colours, has_more=more)

    def _show_day(self, found: Found) -> None:
        items = found.on(self.day)
        words = f"{month_days.weekday_name(self.day)}, {month_days.day_title(self.day)}"
        colours = CalendarColours(found.calendars, found.team, found.waiting)
        self.pane.show_day(self.day, items, found.home, colours)
        self.here.show_day(self.day, self.today, f"{words}. {count_text(items)}")
        self.before.show_day(self.day, self.today)
        self.before.show_calendars(found.calendars, self.calendars.hidden(), colours)
        self.head.export.setEnabled(found.has_any)
        self.add.setEnabled(not self.desk.read_only)
        self.before.allow(self.why_not)
        if self.why_not:
            self.add.setToolTip(self.why_not)
        for each in (self.pane, self.month, self._hours, self._agenda):
            if each is not None:
                each.read_only = self.desk.read_only
        self.pane.show_state(found.has_any, len(found.agenda.refused), in_part=found.in_part)

    def _pick(self, occurrence: Occurrence) -> None:
        """Say all of the one that was come to, if the day that is shown has it."""
        days = self.pane.list.days
        if occurrence in days.items:
            self.pane.list.setCurrentIndex(days.index(list(days.items).index(occurrence)))

    def _show_details(self, occurrence: Occurrence | None) -> None:
        found = self.found
        if found is not None:
            names = {c.id: name_of(c) for c in found.calendars}
            name = names.get(layer_of(occurrence.event, found.team), "") if occurrence else ""
            waits = occurrence is not None and occurrence.event.id in found.waiting
            shown = name if len(names) > 1 else ""
            self.pane.details.show_occurrence(occurrence, found.home, shown, waits=waits)

    def _changed(self, change: ChangeSet) -> None:
        if change.events != () or change.contacts != ():  # birthdays are of contacts
            self.read_anew()

    def _settings_changed(self, settings: Settings) -> None:
        """Weeks begin on another day, or are to be seen from another hour on."""
        if of_weeks(settings) != self._weeks:
            self._weeks = of_weeks(settings)
            self.before.mini.days.update()
            if self._hours is not None:
                self._hours.begin_at_work()
            self.read_anew()

    def read_anew(self) -> None:
        """What was read is not as it is in the book any more, or not what is to be shown."""
        self._changes += 1
        self.known.spans.clear()
        self.went_stale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes from the list to the days, and from there to the contacts."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.here.hasFocus():
            self.left.emit()
        else:
            self.here.setFocus(Qt.FocusReason.ShortcutFocusReason)
