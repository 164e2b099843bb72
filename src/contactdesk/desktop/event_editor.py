"""What the editors of an appointment and of a task have in common: head, body, foot and keys.

Nothing here writes to the book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, IconButton, cross
from contactdesk.desktop.event_fields import EventFields
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.surfaces import scrolled
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.event_record import changed_fields


class Place(NamedTuple):
    """What is edited, and under which key a draft of it is kept."""

    key: str
    event: Event


class OpenedEvent(Protocol):
    """What an editor shows; `about` are ids and names of the contacts it is about."""

    @property
    def event(self) -> Event:
        """The event as it is to be shown."""

    @property
    def about(self) -> Sequence[tuple[str, str]]:
        """Whom it is about."""

    @property
    def key(self) -> str:
        """What a draft of it is kept under."""


class EventEditor(QWidget):
    """Fields at the side of a page; its signals tell what is asked.

    `in_head` stands beside the cross, `in_foot` beside *Save*.
    """

    saved = Signal(object)  # the Event as it is to be
    closed = Signal()
    delete_wanted = Signal()
    edited = Signal()
    opened: OpenedEvent | None = None

    def __init__(
        self,
        fields: EventFields,
        in_head: IconButton,
        in_foot: Button,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_showing = False
        self._fields, self._in_head, self._in_foot = fields, in_head, in_foot
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.trouble = Label("", "body", "bad", wrap=True).give_way()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addWidget(self._build_body(), 1)
        column.addWidget(Hairline("border"))
        column.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        self.title = Label("", "subtitle")
        self.close_it = cross(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(18, 12, 12, 8)
        row.addWidget(self.title, 1)
        row.addWidget(self._in_head)
        row.addWidget(self.close_it)
        return row

    def _build_body(self) -> QScrollArea:
        column = QVBoxLayout()
        column.setContentsMargins(18, 4, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.trouble)
        column.addWidget(self._fields)
        column.addStretch(1)
        self.trouble.hide()
        return scrolled("list", column)

    def _build_foot(self) -> QHBoxLayout:
        self.delete = Button(_("Delete"), "danger", "trash-2")
        self.save = Button(_("Save"), "primary")
        tip_with_keys(self.save, _("Save"), "Ctrl+S")
        self.delete.clicked.connect(self.delete_wanted)
        self.save.clicked.connect(self.done)
        row = QHBoxLayout()
        row.setContentsMargins(12, 12, 18, 14)
        row.setSpacing(8)
        row.addWidget(self.delete)
        row.addStretch(1)
        row.addWidget(self._in_foot)
        row.addWidget(self.save)
        return row

    def stops(self) -> list[QWidget]:
        """What Tab stops at: the fields, then the foot; the cross comes last."""
        foot = (self.save, self._in_foot, self.delete)
        return [*stops_in(self._fields), *foot, self._in_head, self.close_it]

    def place(self) -> Place | None:
        """What is edited; None while nothing is."""
        return Place(self.opened.key, self.opened.event) if self.opened is not None else None

    def value(self) -> Event:
        """The event as the fields say it; what nobody touched is as it came."""
        raise NotImplementedError

    def show_as(self, event: Event) -> None:
        """Show other values of what is edited: those of a draft."""
        self._is_showing = True
        self._show_values(event)
        self._is_showing = False

    def _show_values(self, event: Event) -> None:
        """Put the values of an event into the fields."""
        raise NotImplementedError

    def is_changed(self) -> bool:
        """Whether anything differs from what was opened."""
        return self.opened is not None and bool(changed_fields(self.opened.event, self.value()))

    def _with_said(self, event: Event, texts: Mapping[str, str]) -> Event:
        """The event with the texts, and with whom the fields name; what nobody touched is as it
        came."""
        assert self.opened is not None
        base, people = self.opened.event, self._fields.people
        changed = {n: text for n, text in texts.items() if text != getattr(base, n).strip()}
        event = replace(event, attendees=people.guests(), **changed)  # type: ignore[arg-type]  # of strings
        about = people.about()
        if about != tuple(id_ for id_, _name in self.opened.about):
            event = replace(event, about=about)
        return event

    def done(self) -> None:
        """Save, or say at the field what does not go."""
        self._fields.settle()
        wrong = self._fields.first_wrong()
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.saved.emit(self.wanted())

    def wanted(self) -> Event:
        """The event as it is to be kept."""
        return self.value()

    def take_focus(self) -> None:
        """The keyboard is on what it is."""
        self._fields.subject.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, sentence: str) -> None:
        """Why the book could not take it; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _tell_edited(self) -> None:
        if not self._is_showing:
            self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S, Ctrl+Enter and Enter save, Esc closes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Save) or enter:
            self.done()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
