"""The editor of an appointment, at the side of the calendar: nothing here writes to the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.appointment_fields import AppointmentFields
from contactdesk.desktop.appointment_values import (
    Times,
    length,
    moved_along,
    times_of,
    with_reminder,
    with_rule,
    with_times,
)
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.contact_picker import Ask
from contactdesk.desktop.event_editor import EventEditor
from contactdesk.desktop.event_texts import title_of
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.opened_appointment import Opened
from contactdesk.desktop.spoken_times import spoken
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence
from contactdesk.model.event import Event

CLASH_MS = 250


class AppointmentEditor(EventEditor):
    """Fields for one appointment."""

    opened: Opened | None = None
    invitation_wanted = Signal()
    times_changed = Signal(object)  # the Event at other times, or with others in it

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        self._lasts = length(Times(date.min, date.min))
        self.fields = AppointmentFields(ask)
        self.invite = IconButton("mail-plus", _("Save invitation…"))
        self.cancel = Button(_("Cancel"), "secondary")
        super().__init__(self.fields, self.invite, self.cancel, parent)
        tip_with_keys(self.cancel, _("Cancel"), "Esc")
        self.cancel.clicked.connect(self.closed)
        self.invite.clicked.connect(self.invitation_wanted)
        self._pause = QTimer(self, singleShot=True, interval=CLASH_MS)
        self._pause.timeout.connect(self._tell_times)
        self._connect()

    def _connect(self) -> None:
        fields = self.fields
        fields.subject.left.connect(self._understand_subject)
        for field in (fields.first, fields.begins):
            field.changed.connect(self._moved)
        for field in (fields.last, fields.ends, fields.until):
            field.changed.connect(self._resized)
        fields.all_day.toggled.connect(self._all_day)
        fields.edited.connect(self._tell_edited)
        fields.people.edited.connect(self._pause.start)
        fields.whose.edited.connect(self._pause.start)
        fields.whose.busy.taken.connect(self._take_time)

    # what is edited

    def show_appointment(self, opened: Opened) -> None:
        """Show one, or a new one; the keyboard is on its subject."""
        self.opened = opened
        is_new = opened.occurrence is None
        self.title.setText(_("New appointment") if is_new else _("Appointment"))
        self.delete.setVisible(not is_new)
        self.invite.setVisible(not is_new and any(g.email for g in opened.event.attendees))
        self.say("")
        self.show_as(opened.event)
        self.take_focus()
        self._pause.start()

    def _show_values(self, event: Event) -> None:
        assert self.opened is not None
        opened = self.opened
        self.fields.show_event(event, opened.home, opened.calendars, opened.about)
        self.fields.whose.show_event(event, opened.team)
        self._lasts = length(times_of(event))
        self._judge()

    def value(self) -> Event:
        """The event as the fields say it; what nobody touched is as it came."""
        assert self.opened is not None
        fields, home = self.fields, self.opened.home
        event = with_times(self.opened.event, fields.times(), home)
        if fields.zone_taken:
            event = replace(event, time_zone=fields.zone_taken)
        event = with_rule(event, fields.rule(), fields.until.day(), home)
        event = with_reminder(event, fields.reminder.currentData())
        event = fields.whose.said(self._with_said(event, fields.texts()))
        return replace(event, calendar=fields.calendar.currentData() or "")

    def wanted(self) -> Event:
        """The appointment as it is to be kept."""
        self._understand_subject()
        return self.value()

    def show_clashes(self, found: Sequence[Occurrence]) -> None:
        """Say what else takes place at that time."""
        names = ", ".join(bidi.isolated(title_of(each.event)) for each in found[:3])
        more = len(found) - 3
        words = _("At the same time: {names}").format(names=names) if found else ""
        if more > 0:
            words = _("{words} and {n} more").format(words=words, n=more)
        self.fields.show_clash(words)

    # times

    def _understand_subject(self) -> None:
        """A new appointment's subject may name its day and time; Ctrl+Z brings the words back."""
        opened, fields = self.opened, self.fields
        if opened is None or opened.occurrence is not None or fields.subject.is_understood:
            return
        found = spoken(fields.subject.text(), date.today())
        if found is None:
            return
        fields.subject.take(found.subject)
        times = fields.times()
        if found.day is not None:
            times = times._replace(first=found.day)
        if found.at is not None:
            times = times._replace(begins=found.at)
            self._lasts = self._lasts or length(Times(date.min, date.min, time(0), time(1)))
        fields.show_times(moved_along(times, self._lasts))
        self._judge()
        self._pause.start()

    def _moved(self) -> None:
        """The end goes along with the beginning."""
        fields = self.fields
        if fields.times_are_understood():
            fields.show_times(moved_along(fields.times(), self._lasts))
        self._judge()
        self._pause.start()

    def _resized(self) -> None:
        self._judge()
        if not self.fields.times().is_backwards:
            self._lasts = length(self.fields.times())
        self._pause.start()

    def _take_time(self, begins: str) -> None:
        """Have it at a time that was proposed (by the person's clock), as long as it lasts."""
        at, fields = datetime.fromisoformat(begins), self.fields
        times = fields.times()._replace(first=at.date(), begins=at.time())
        fields.show_times(moved_along(times, self._lasts))
        fields.begins.setFocus(Qt.FocusReason.OtherFocusReason)
        self._judge()
        self._pause.start()
        self._tell_edited()

    def _all_day(self, on: bool) -> None:
        times = self.fields.times_before_all_day() if not on else self.fields.times()
        self.fields.show_times(times)
        self._lasts = length(times)
        self._judge()
        self._pause.start()

    def _judge(self) -> None:
        self.fields.judge(self._lasts)
        is_series = self.opened is not None and bool(self.opened.event.rrule)
        if not is_series:  # a series of the book moves its own rule
            self.fields.move_rules()

    def _tell_times(self) -> None:
        if self.opened is not None and self.isVisible() and self.fields.times_are_understood():
            self.times_changed.emit(self.value())
