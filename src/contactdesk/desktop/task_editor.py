"""The editor of a task, at the side of the list: nothing here writes to the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import task_snooze
from contactdesk.desktop.appointment_values import with_rule
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.contact_picker import Ask
from contactdesk.desktop.event_drafts import NEW
from contactdesk.desktop.event_editor import EventEditor
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.spoken_tasks import as_task, understood
from contactdesk.desktop.task_fields import TaskFields
from contactdesk.desktop.task_values import with_level, with_reminder
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.tasks import (
    anchor_of,
    has_own_beginning,
    is_done,
    timed_at,
    with_due,
    with_step,
)
from contactdesk.operations.appointments import zone_name
from contactdesk.store.people import Team


class Opened(NamedTuple):
    """What is edited; `about` are ids and names of the contacts it is about."""

    event: Event
    home: tzinfo
    about: Sequence[tuple[str, str]] = ()
    team: Team = Team()

    @property
    def key(self) -> str:
        """What a draft of it is kept under."""
        return self.event.id or NEW

    @property
    def is_new(self) -> bool:
        """Whether it is not in the book yet."""
        return not self.event.id


class TaskEditor(EventEditor):
    """Fields for one task."""

    opened: Opened | None = None
    ticked = Signal()
    step_ticked = Signal(int, bool)  # the item of a step that the book has, and whether it is done
    snoozed = Signal(object)  # until when

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        self.fields = TaskFields(ask)
        self.snooze = IconButton("alarm-clock", _("Snooze"))
        self.tick = Button(_("Done"), "secondary", "check")
        super().__init__(self.fields, self.snooze, self.tick, parent)
        self.fields.edited.connect(self._tell_edited)
        self.fields.steps.ticked.connect(self._step_ticked)
        self.snooze.clicked.connect(self._offer_snooze)
        self.tick.clicked.connect(self.ticked)

    # what is edited

    def show_task(self, opened: Opened) -> None:
        """Show one, or a new one."""
        self.opened = opened
        self.title.setText(_("New task") if opened.is_new else _("Task"))
        self.delete.setVisible(not opened.is_new)
        self.tick.setVisible(not opened.is_new)
        self.snooze.setVisible(not opened.is_new and not is_done(opened.event))
        self.tick.set_label(_("Not done") if is_done(opened.event) else _("Done"))
        self.say("")
        self.show_as(opened.event)

    def _show_values(self, event: Event) -> None:
        assert self.opened is not None
        self.fields.show_task(event, self.opened.home, self.opened.about, self.opened.team)

    def _offer_snooze(self) -> None:
        if self.opened is not None:
            menu = Menu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            now = datetime.now(self.opened.home).replace(tzinfo=None)
            task_snooze.fill(menu, now, self.snoozed.emit)
            menu.popup(self.snooze.mapToGlobal(self.snooze.rect().bottomLeft()))

    def _step_ticked(self, item: int, done: bool) -> None:
        """A step that the book has is ticked at once; one that is only typed is when it is kept."""
        if self.opened is not None and any(s.item == item for s in self.opened.event.steps):
            self.step_ticked.emit(item, done)
        else:
            self._tell_edited()

    def take_step(self, item: int, done: bool) -> None:
        """The book has the tick of a step now: it is no change any more."""
        assert self.opened is not None
        self.opened = self.opened._replace(event=with_step(self.opened.event, item, done))

    def value(self) -> Event:
        """The task as the fields say it; what nobody touched is as it came."""
        assert self.opened is not None
        fields, home, base = self.fields, self.opened.home, self.opened.event
        due, until = fields.due(), fields.until.day()
        task = with_level(base, int(fields.priority.currentData() or 0))
        if due is not None:
            task = with_due(task, due, home)
            by_due = timed_at(task, anchor_of(task))  # what the end of a rule goes by
            rule = with_rule(by_due, fields.rule(), until, home).rrule
            if has_own_beginning(task) and not rule:
                task = replace(task, starts_at="")
            task = replace(task, rrule=rule)
            task = with_reminder(task, fields.reminder.currentData(), fields.is_timed)
        task = with_due(task, due, home)
        task = self._with_said(task, fields.texts())
        owner = str(fields.owner.currentData() or "") if self.opened.team.is_several else base.owner
        return replace(task, owner=owner, steps=fields.steps.steps())

    def wanted(self) -> Event:
        """The task as it is to be kept."""
        task = self.value()
        return self._understood(task) if self.opened and self.opened.is_new else task

    def _understood(self, task: Event) -> Event:
        """A new task's subject may say who does it, and when and how often where the fields do
        not."""
        assert self.opened is not None
        home, is_dated = self.opened.home, bool(task.ends_at or task.rrule)
        people = self.opened.team.people.values() if self.opened.team.is_several else ()
        now = datetime.now(home).replace(tzinfo=None)
        found = understood(
            task.summary, now, times=not is_dated, rules=not is_dated, colleagues=people
        )
        if not found.subject or (found.due is None and found.owner is None):
            return task
        said = as_task(found, task.about, zone_name(home))
        task = replace(task, summary=found.subject, owner=said.owner or task.owner)
        if found.due is None:
            return task
        return replace(task, ends_at=said.ends_at, time_zone=said.time_zone, rrule=said.rrule)
