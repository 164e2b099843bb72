"""The fields of the appointment editor, one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.appointment_people import People
from contactdesk.desktop.appointment_troubles import (
    TroubleLine,
    trouble_of_rule,
    trouble_of_zone,
)
from contactdesk.desktop.appointment_values import (
    REMINDERS,
    Times,
    last_day,
    length,
    moved_along,
    reminder_of,
    reminder_text,
    rule_without_end,
    times_of,
)
from contactdesk.desktop.appointment_whose import WhoseFields
from contactdesk.desktop.contact_picker import Ask
from contactdesk.desktop.event_fields import EventFields
from contactdesk.desktop.fields import CheckBox, Combo, Field, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.time_fields import DayField, TimeField
from contactdesk.desktop.weekday_toggles import WeekdayToggles
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.model.rule_texts import moved_rule, weekdays_of, with_weekdays


class SubjectField(Field):
    """What it is; `is_understood` once its words were taken as a day or a time."""

    def __init__(self) -> None:
        super().__init__()
        self.is_understood = False
        self.setPlaceholderText(_("Lunch with Eva, fri 13 at 12:30"))

    def show_subject(self, text: str) -> None:
        """Show another one's."""
        self.is_understood = False
        self.setText(text)
        self.setCursorPosition(0)

    def take(self, subject: str) -> None:
        """Keep the subject alone; Ctrl+Z brings the words back, and then they stay."""
        self.is_understood = True
        self.selectAll()
        self.insert(subject)


class AppointmentFields(EventFields):
    """What can be said of an appointment."""

    subject: SubjectField

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(SubjectField(), People(ask), 10, parent)
        self._before_all_day = Times(date.min, date.min, time(9), time(10))
        self._rules_of = datetime.min  # the day whose rules are offered
        self.first, self.last = DayField(), DayField()
        self.begins, self.ends = TimeField(), TimeField()
        self.all_day = CheckBox(_("All day"))
        self.clash = Label("", "caption", "warn", wrap=True).give_way()
        self.zone = Label("", "caption", "text2", wrap=True).give_way()
        self.odd_zone, self.odd_rule = TroubleLine(), TroubleLine()
        self.zone_taken = ""  # instead of one that nobody knows
        self.weekdays = WeekdayToggles()
        self.whose = WhoseFields()
        self.place = Field(icon="map-pin")
        self.calendar = Combo()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(FieldBox(_("Subject"), self.subject))
        column.addWidget(FieldBox(_("Date"), self.first))
        self._last_box = FieldBox(_("Last day"), self.last)
        column.addWidget(self._last_box)
        column.addLayout(self._build_clock())
        for label in (self.clash, self.zone):
            column.addWidget(label)
            label.hide()
        column.addWidget(self.odd_zone)
        column.addWidget(FieldBox(_("Repeats"), self.repeats))
        column.addWidget(self.odd_rule)
        column.addWidget(self.weekdays)
        column.addWidget(self._until_box)
        column.addWidget(FieldBox(_("Reminder"), self.reminder))
        people = Label(_("People"), "caption", "text2", weight=500)
        column.addWidget(people)
        column.addWidget(self.people)
        column.addWidget(self.whose)
        column.addWidget(FieldBox(_("Where"), self.place))
        self._calendar_box = FieldBox(_("Calendar"), self.calendar)
        column.addWidget(self._calendar_box)
        column.addWidget(FieldBox(_("Note"), self.note))

    def _build_clock(self) -> QHBoxLayout:
        self._clock = QWidget()
        clock = QHBoxLayout(self._clock)
        clock.setContentsMargins(0, 0, 0, 0)
        clock.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        clock.addWidget(FieldBox(_("From"), self.begins), 1, top)
        clock.addWidget(FieldBox(_("To"), self.ends), 1, top)
        self.all_day.setMinimumHeight(self.begins.sizeHint().height())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._clock, 1)
        row.addWidget(self.all_day, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(0)  # alone, it stands at the leading edge
        return row

    def _connect(self) -> None:
        super()._connect()
        self.place.textEdited.connect(self.edited)
        for field in (self.first, self.last, self.begins, self.ends):
            field.changed.connect(self.edited)
        self.weekdays.changed.connect(self._weekdays_chosen)
        self.weekdays.changed.connect(self.edited)
        self.whose.edited.connect(self.edited)
        self.calendar.activated.connect(self.edited)
        self.all_day.toggled.connect(self.edited)
        self.odd_rule.taken.connect(self._take_rule)
        self.odd_zone.taken.connect(self._take_zone)

    def _take_rule(self, rule: str) -> None:
        self._offer_rules(rule, self._rules_of.date())
        self.repeats.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _take_zone(self, zone: str) -> None:
        self.zone_taken = zone
        self.odd_zone.show_trouble(None)
        self.begins.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    # showing

    def show_event(
        self,
        event: Event,
        home: tzinfo,
        calendars: Sequence[Calendar],
        about: Sequence[tuple[str, str]],
    ) -> None:
        """Show the values of an event."""
        self.subject.show_subject(event.summary)
        self.all_day.blockSignals(True)
        self.all_day.setChecked(event.is_all_day)
        self.all_day.blockSignals(False)
        self.show_times(times_of(event))
        self.zone_taken = ""
        self.odd_zone.show_trouble(trouble_of_zone(event, home))
        self.zone.setText("" if self.odd_zone.trouble else _zone_words(event, home))
        self.zone.setVisible(bool(self.zone.text()))
        self.until.show_day(last_day(event, home))
        self._offer_rules(rule_without_end(event.rrule), times_of(event).first)
        self._offer_reminders(event)
        self._offer_calendars(event, calendars)
        self.people.show_people(event.attendees, about)
        self.place.setText(event.location)
        self.place.setCursorPosition(0)
        self.note.setPlainText(event.description)
        self.show_clash("")

    def show_clash(self, words: str) -> None:
        """Say what else takes place then."""
        self.clash.setText(words)
        self.clash.setVisible(bool(words))

    def show_times(self, times: Times) -> None:
        """Show when it is."""
        self.first.show_day(times.first)
        self.last.show_day(times.last)
        timed = times.begins is not None and not self.all_day.isChecked()
        if times.begins is not None and times.ends is not None:
            self._before_all_day = times
            self.begins.show_time(times.begins)
            self.ends.show_time(times.ends)
            self.begins.offer_from(time(8))
            self.ends.offer_from(times.begins)
        self._clock.setVisible(timed)
        several = times.last != times.first
        self._last_box.setVisible(not timed or several)

    def _offer_rules(self, chosen: str, first: date) -> None:
        self._rules_of = day = datetime.combine(first, time())
        self._offer_rules_from(chosen, day)
        self._rule_chosen()

    def move_rules(self) -> None:
        """After the day was changed: a rule of the old day is one of the new day."""
        day = datetime.combine(self.first.day() or self._rules_of.date(), time())
        if day != self._rules_of and "\n" not in self.rule():
            rule = self.rule()
            self._offer_rules(rule and moved_rule(rule, self._rules_of, day), day.date())

    def _rule_chosen(self) -> None:
        super()._rule_chosen()
        rule = self.rule()
        self.odd_rule.show_trouble(trouble_of_rule(rule, self._rules_of.date()))
        own = self._rules_of.weekday()
        days = weekdays_of(rule, own)
        self.weekdays.setVisible(days is not None)
        if days is not None:
            self.weekdays.show_days(days, own)

    def _weekdays_chosen(self) -> None:
        """The rule of these days is chosen, and offered if it was not."""
        self._offer_rules(with_weekdays(self.rule(), self.weekdays.days), self._rules_of.date())

    def _offer_reminders(self, event: Event) -> None:
        offered = [(reminder_text(minutes), minutes) for minutes in (-1, *REMINDERS)]
        self._offer_reminders_of(offered, reminder_of(event))

    def _offer_calendars(self, event: Event, calendars: Sequence[Calendar]) -> None:
        self.calendar.clear()
        for each in calendars:
            self.calendar.addItem(each.name or _("Calendar"), each.id)
        if self.calendar.findData(event.calendar) < 0:
            self.calendar.addItem(_("Calendar"), event.calendar)
        self.calendar.choose(event.calendar)
        self._calendar_box.setVisible(self.calendar.count() > 1)

    # reading

    def times(self) -> Times:
        """When it is, as the fields say; what is not understood is as it was."""
        first = self.first.day() or self._before_all_day.first
        last = self.last.day() if self._last_box.isVisibleTo(self) else first
        if self.all_day.isChecked():
            return Times(first, last or first)
        before = self._before_all_day
        begins, ends = self.begins.clock() or before.begins, self.ends.clock() or before.ends
        return Times(first, last or first, begins, ends)

    def times_before_all_day(self) -> Times:
        """The times when it is no longer all day: those it had, on the days that stand here."""
        before, first = self._before_all_day, self.first.day() or self._before_all_day.first
        return moved_along(before._replace(first=first), length(before))

    def times_are_understood(self) -> bool:
        """Whether days and times are days and times."""
        return self.first_wrong() is None

    def first_wrong(self) -> QWidget | None:
        """The first field that cannot be saved as it is."""
        fields: list[Any] = [self.first, self.last, self.until]
        if not self.all_day.isChecked():
            fields[1:1] = [self.begins, self.ends]
        return self._first_error(fields)

    def settle(self) -> None:
        """Write out what was typed into days and times."""
        for field in (self.begins, self.ends, self.first, self.last):
            field.settle()

    def judge(self, lasts: timedelta) -> None:
        """Say where it would end before it begins, and until when it is meant perhaps."""
        times = self.times()
        self._judge_until(times.first)
        timed = times.begins is not None
        field: Field = self.ends if timed and times.last == times.first else self.last
        for each in (self.ends, self.last):
            if each is not field or not times.is_backwards:
                each.set_state("")
        if not times.is_backwards:
            return
        meant = moved_along(times, lasts)
        if field is self.ends and meant.ends is not None:
            until = month_days.clock_text(meant.ends.hour, meant.ends.minute)
            words = _("It would end before it begins. Until {time} perhaps?").format(time=until)
        else:
            day = month_days.day_title(max(meant.last, times.first))
            words = _("It would end before it begins. On {date} perhaps?").format(date=day)
        field.set_state("error", words)

    def _judge_until(self, first: date) -> None:
        """Say where it would stop repeating before it begins."""
        until = self.until.day()
        if until is None or until >= first or not self._until_box.isVisibleTo(self):
            if self.until.day() is not None:
                self.until.set_state("")
            return
        day = month_days.day_title(first)
        words = _("It would stop repeating before it begins. {date} or later perhaps?")
        self.until.set_state("error", words.format(date=day))

    def texts(self) -> dict[str, str]:
        """The plain texts by their fields' names."""
        return {**super().texts(), "location": self.place.text().strip()}


def _zone_words(event: Event, home: tzinfo) -> str:
    """By which clock the times are, where it is not the person's own."""
    if event.is_all_day or (not event.time_zone and not event.starts_at.endswith("Z")):
        return ""
    zone = "UTC" if event.starts_at.endswith("Z") else event.time_zone
    if zone == getattr(home, "key", ""):
        return ""
    return _("Times by the clock of {zone}").format(zone=bidi.left_to_right(zone))
