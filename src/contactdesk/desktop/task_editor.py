"""The editor of a task, at the side of the list: nothing here writes to the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop import task_snooze
from contactdesk.desktop.appointment_values import with_rule
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.contact_picker import Ask
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.history_page import on_surface
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.spoken_tasks import as_task, understood
from contactdesk.desktop.task_fields import TaskFields
from contactdesk.desktop.task_values import with_level, with_reminder
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_record import changed_fields
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

    task: Event
    home: tzinfo
    about: Sequence[tuple[str, str]] = ()
    team: Team = Team()

    @property
    def is_new(self) -> bool:
        """Whether it is not in the book yet."""
        return not self.task.id


class TaskEditor(QWidget):
    """Fields for one task; its signals tell what is asked."""

    saved = Signal(object)  # the Event as it is to be
    closed = Signal()
    delete_wanted = Signal()
    ticked = Signal()
    step_ticked = Signal(int, bool)  # the item of a step that the book has, and whether it is done
    snoozed = Signal(object)  # until when
    edited = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.opened: Opened | None = None
        self._is_showing = False
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.fields = TaskFields(ask)
        self.fields.edited.connect(self._tell_edited)
        self.fields.steps.ticked.connect(self._step_ticked)
        self.trouble = Label("", "body", "bad", wrap=True).give_way()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(self._build_body(), 1)
        column.addWidget(Hairline("border"))
        column.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        self.title = Label(_("Task"), "subtitle")
        self.snooze = IconButton("alarm-clock", _("Snooze"))
        self.snooze.clicked.connect(self._offer_snooze)
        self.close_it = IconButton("x", "")
        self.close_it.name_it(_("Close"), "Esc")
        self.close_it.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(18, 12, 12, 8)
        row.addWidget(self.title, 1)
        row.addWidget(self.snooze)
        row.addWidget(self.close_it)
        return row

    def _build_body(self) -> QScrollArea:
        column = QVBoxLayout()
        column.setContentsMargins(18, 4, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.trouble)
        column.addWidget(self.fields)
        column.addStretch(1)
        self.trouble.hide()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(on_surface("list", column))
        FollowFocus(area)
        return area

    def _build_foot(self) -> QHBoxLayout:
        self.delete = Button(_("Delete"), "danger", "trash-2")
        self.tick = Button(_("Done"), "secondary", "check")
        self.save = Button(_("Save"), "primary")
        tip_with_keys(self.save, _("Save"), "Ctrl+S")
        self.delete.clicked.connect(self.delete_wanted)
        self.tick.clicked.connect(self.ticked)
        self.save.clicked.connect(self.done)
        row = QHBoxLayout()
        row.setContentsMargins(12, 12, 18, 14)
        row.setSpacing(8)
        row.addWidget(self.delete)
        row.addStretch(1)
        row.addWidget(self.tick)
        row.addWidget(self.save)
        return row

    def stops(self) -> list[QWidget]:
        """What Tab stops at: the fields, then the foot; the cross comes last."""
        return [*stops_in(self.fields), self.save, self.tick, self.snooze, self.delete,
                self.close_it]  # fmt: skip

    # what is edited

    def show_task(self, opened: Opened) -> None:
        """Show one, or a new one."""
        self.opened = opened
        self.title.setText(_("New task") if opened.is_new else _("Task"))
        self.delete.setVisible(not opened.is_new)
        self.tick.setVisible(not opened.is_new)
        self.snooze.setVisible(not opened.is_new and not is_done(opened.task))
        self.tick.set_label(_("Not done") if is_done(opened.task) else _("Done"))
        self.say("")
        self.show_as(opened.task)

    def show_as(self, task: Event) -> None:
        """Show other values of what is edited: those of a draft."""
        assert self.opened is not None
        self._is_showing = True
        self.fields.show_task(task, self.opened.home, self.opened.about, self.opened.team)
        self._is_showing = False

    def _offer_snooze(self) -> None:
        if self.opened is not None:
            menu = Menu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            now = datetime.now(self.opened.home).replace(tzinfo=None)
            task_snooze.fill(menu, now, self.snoozed.emit)
            menu.popup(self.snooze.mapToGlobal(self.snooze.rect().bottomLeft()))

    def _step_ticked(self, item: int, done: bool) -> None:
        """A step that the book has is ticked at once; one that is only typed is when it is kept."""
        if self.opened is not None and any(s.item == item for s in self.opened.task.steps):
            self.step_ticked.emit(item, done)
        else:
            self._tell_edited()

    def take_step(self, item: int, done: bool) -> None:
        """The book has the tick of a step now: it is no change any more."""
        assert self.opened is not None
        self.opened = self.opened._replace(task=with_step(self.opened.task, item, done))

    def _tell_edited(self) -> None:
        if not self._is_showing:
            self.edited.emit()

    def is_changed(self) -> bool:
        """Whether anything differs from what was opened."""
        return self.opened is not None and bool(changed_fields(self.opened.task, self.value()))

    def value(self) -> Event:
        """The task as the fields say it; what nobody touched is as it came."""
        assert self.opened is not None
        fields, home, base = self.fields, self.opened.home, self.opened.task
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
        texts = {
            "summary": fields.subject.text().strip(),
            "description": fields.note.toPlainText().strip(),
        }
        changed = {n: text for n, text in texts.items() if text != getattr(base, n).strip()}
        task = replace(task, attendees=fields.people.guests(), **changed)  # type: ignore[arg-type]  # of strings
        about = fields.people.about()
        if about != tuple(id_ for id_, _name in self.opened.about):
            task = replace(task, about=about)
        owner = str(fields.owner.currentData() or "") if self.opened.team.is_several else base.owner
        return replace(task, owner=owner, steps=fields.steps.steps())

    def done(self) -> None:
        """Save, or say at the field what does not go."""
        self.fields.settle()
        wrong = self.fields.first_wrong()
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        task = self.value()
        self.saved.emit(self._understood(task) if self.opened and self.opened.is_new else task)

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

    def say(self, sentence: str) -> None:
        """Why the book could not take it; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """The keyboard is on what is to be done."""
        self.fields.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S, Ctrl+Enter and Enter save, Esc closes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Save) or enter:
            self.done()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
