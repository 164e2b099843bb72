"""The fields of a task's editor, one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.appointment_people import People
from contactdesk.desktop.appointment_values import last_day, rule_without_end
from contactdesk.desktop.contact_picker import Ask
from contactdesk.desktop.event_fields import EventFields
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.task_steps import StepsField
from contactdesk.desktop.task_values import (
    NONE,
    giver_words,
    level_of,
    levels,
    offered_reminders,
    owners,
    reminder_of,
    reminder_words,
    usual_reminder,
)
from contactdesk.desktop.time_fields import DayField, TimeField
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.rule_texts import moved_rule
from contactdesk.model.tasks import Due, due_of
from contactdesk.store.people import Team


class ClockField(TimeField):
    """A time of the day, or none."""

    def settle(self) -> None:
        """Nothing is no time, and that is right."""
        if self.text().strip():
            super().settle()
        elif self._shown:
            self.show_time(None)
            self.changed.emit()


class AboutPeople(People):
    """Whom a task is about: contacts alone, no addresses."""

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(ask, parent)
        self.field.setPlaceholderText(_("Add a person"))
        self.field.setAccessibleName(_("Add a person"))

    def _typed(self) -> None:
        if self.field.row is None:
            self.field.set_state("error", _("Choose somebody in the list."))


class TaskFields(EventFields):
    """What can be said of a task."""

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(Field(), AboutPeople(ask), 12, parent)
        self._rules_of = date.min  # the day whose rules are offered
        self._is_timed = False
        self._shown, self._team = Event(component="task"), Team()
        self.subject.setPlaceholderText(_("What is to be done"))
        self.day, self.at = DayField(), ClockField()
        self.priority = Combo()
        self.owner = Combo()
        self.giver = Label("", "caption", "text2", wrap=True).give_way()
        self.steps = StepsField()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(FieldBox(_("Task"), self.subject))
        self.day.setPlaceholderText(_("No date"))
        self.at.setPlaceholderText(_("No time"))
        column.addLayout(_beside((_("Due"), self.day, 7), (_("At"), self.at, 3)))
        column.addLayout(
            _beside((_("Reminder"), self.reminder, 3), (_("Priority"), self.priority, 2))
        )
        self._repeats_box = FieldBox(_("Repeats"), self.repeats)
        column.addWidget(self._repeats_box)
        column.addWidget(self._until_box)
        self._owner_box = FieldBox(_("Who does it"), self.owner)
        column.addWidget(self._owner_box)
        column.addWidget(self.giver)
        column.addWidget(Label(_("About"), "caption", "text2", weight=500))
        column.addWidget(self.people)
        column.addWidget(self.steps)
        column.addWidget(FieldBox(_("Note"), self.note))

    def _connect(self) -> None:
        super()._connect()
        for field in (self.day, self.at):
            field.changed.connect(self._due_changed)
        for combo in (self.priority, self.owner):
            combo.activated.connect(self.edited)
        self.owner.currentIndexChanged.connect(self._owner_chosen)
        self.steps.edited.connect(self.edited)

    # showing

    def show_task(
        self, task: Event, home: tzinfo, about: Sequence[tuple[str, str]], team: Team
    ) -> None:
        """Show the values of a task."""
        self._shown, self._team = task, team
        self.subject.setText(task.summary)
        self.subject.setCursorPosition(0)
        due = due_of(task, home)
        self.day.show_day(due.day if due else None)
        self.at.show_time(due.at if due else None)
        self.at.offer_from(time(8))
        self._is_timed = due is not None and due.at is not None
        self._offer_reminders(reminder_of(task, self._is_timed))
        self.priority.clear()
        for words, level in levels():
            self.priority.addItem(words, level)
        self.priority.choose(level_of(task.priority))
        self.until.show_day(last_day(task, home))
        self._offer_rules(rule_without_end(task.rrule), due.day if due else date.today())
        self.people.show_people(task.attendees, about)
        self._offer_owners()
        self.steps.show_steps(task.steps)
        self.note.setPlainText(task.description)
        self._show_due()

    def _offer_owners(self) -> None:
        """Who may do it; nothing of that where one person alone uses the book."""
        self.owner.clear()
        for words, owner in owners(self._team, self._shown):
            self.owner.addItem(words, owner)
        self.owner.choose(self._shown.owner)
        self._owner_box.setVisible(self._team.is_several)
        self._owner_chosen()

    def _owner_chosen(self) -> None:
        same = self.owner.currentData() == self._shown.owner
        words = giver_words(self._team, self._shown) if same else ""
        self.giver.setText(words)
        self.giver.setVisible(bool(words))

    def _offer_reminders(self, chosen: int | None) -> None:
        offered = (NONE, *offered_reminders(self._is_timed))
        self._offer_reminders_of([(reminder_words(m, self._is_timed), m) for m in offered], chosen)

    def _offer_rules(self, chosen: str, first: date) -> None:
        self._rules_of = first
        self._offer_rules_from(chosen, datetime.combine(first, time()))
        self._rule_chosen()

    def _due_changed(self) -> None:
        """A rule of the old day is one of the new day; reminders go by a time or by a day."""
        if self.at.clock() is not None and self.day.day() is None:
            self.day.show_day(date.today())  # a time alone is today's
        day = self.day.day()
        if day is not None and day != self._rules_of and "\n" not in self.rule():
            was, now = (datetime.combine(each, time()) for each in (self._rules_of, day))
            rule = self.rule()
            self._offer_rules(rule and moved_rule(rule, was, now), day)
        timed = self.at.clock() is not None
        if timed != self._is_timed:
            self._is_timed = timed
            chosen = self.reminder.currentData()
            self._offer_reminders(
                chosen if chosen in (NONE, None) else usual_reminder(timed)
            )  # fmt: skip
        self._show_due()
        self.edited.emit()

    def _show_due(self) -> None:
        """What has no date neither repeats nor reminds."""
        dated = bool(self.day.text().strip())
        self._repeats_box.setEnabled(dated)
        self._until_box.setEnabled(dated)
        self.reminder.setEnabled(dated)

    # reading

    def settle(self) -> None:
        """Write out what was typed into days and times."""
        for field in (self.day, self.at, self.until):
            field.settle()

    def due(self) -> Due | None:
        """When it is due."""
        day = self.day.day()
        return None if day is None else Due(day, self.at.clock())

    def first_wrong(self) -> QWidget | None:
        """The first field that cannot be saved as it is."""
        wrong = self._first_error([self.day, self.at, self.until])
        if wrong is None and not self.subject.text().strip():
            self.subject.set_state("error", _("Say what is to be done."))
            return self.subject
        self.subject.set_state("")
        return wrong

    @property
    def is_timed(self) -> bool:
        """Whether the reminders that are offered go by a time of the day."""
        return self._is_timed


def _beside(*boxes: tuple[str, QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for words, field, share in boxes:
        row.addWidget(FieldBox(words, field), share, Qt.AlignmentFlag.AlignTop)
    return row
