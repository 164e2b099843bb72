"""A small window that writes a note about some people, or logs a call with one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.fields import FieldBox, Segmented
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Label
from contactdesk.desktop.note_area import NoteArea
from contactdesk.desktop.pills import Pills
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.i18n import _
from contactdesk.model.happenings import OUTCOME_WORDS
from contactdesk.store.listing import ContactRow

WIDE = 460


class _Dialog(SmallDialog):
    """A title, fields, a text, and the button that saves."""

    def __init__(self, parent: QWidget, title: str, save: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(bidi.without_marks(title))
        self.setMinimumWidth(WIDE)
        self.area = NoteArea(lines=4, most=12)
        self.area.setAccessibleName(_("Note"))
        self.area.done.connect(self.done_with)
        self.area.given_up.connect(self.reject)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(10)
        self.save = Button(save, "primary", "check")
        self.save.clicked.connect(self.done_with)
        tip_with_keys(self.save, save, "Ctrl+Return")
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "subtitle", wrap=True).give_way())
        column.addLayout(self.fields)
        column.addWidget(self.area)
        column.addLayout(foot)


class NoteDialog(_Dialog):
    """`kept(text)` when a note was written."""

    kept = Signal(str)

    def __init__(self, parent: QWidget, people: Sequence[ContactRow]) -> None:
        names = ", ".join(bidi.isolated(row.name) for row in people)
        super().__init__(parent, _("Note about {name}").format(name=names), _("Save note"))
        self.area.textChanged.connect(self._allow)
        self._allow()
        self.area.setFocus()

    def _allow(self) -> None:
        self.save.setEnabled(bool(self.area.toPlainText().strip()))

    def done_with(self) -> None:
        """Keep it, once there is a word."""
        if self.save.isEnabled():
            self.kept.emit(self.area.toPlainText())
            self.accept()


class CallDialog(_Dialog):
    """`kept(row, direction, outcome, text)` when a call was logged."""

    kept = Signal(object, str, str, str)

    def __init__(self, parent: QWidget, ask: Ask, row: ContactRow | None = None) -> None:
        super().__init__(parent, _("Log a call"), _("Save call"))
        self.who = ContactPicker(ask, row=row, icon="search")
        self.directions = Segmented(
            [(_("I called"), "out"), (_("They called"), "in"), (_("Missed"), "missed")]
        )
        self.directions.setAccessibleName(_("Who called"))
        outcomes = [(_(words).capitalize(), value) for value, words in OUTCOME_WORDS.items()]
        self.outcomes = Pills(_("How it went"), outcomes)
        self.outcome = "reached"
        self.outcomes.choose(self.outcome)
        self.outcomes.chosen.connect(self._choose_outcome)
        self.directions.chosen.connect(self._choose_direction)
        self.fields.addWidget(FieldBox(_("With whom"), self.who))
        self.fields.addWidget(self.directions)
        self.fields.addWidget(self.outcomes)
        self.who.picked.connect(self._allow)
        self._allow()
        (self.area if row is not None else self.who).setFocus()

    def _choose_outcome(self, outcome: object) -> None:
        self.outcome = str(outcome)

    def _choose_direction(self, direction: object) -> None:
        self.outcomes.setVisible(direction != "missed")

    def _allow(self, _row: object = None) -> None:
        self.save.setEnabled(self.who.row is not None)
        if self.who.row is not None:
            self.who.set_state("")

    def done_with(self) -> None:
        """Keep it, once somebody was chosen."""
        if self.who.row is None:
            self.who.set_state("error", _("Choose somebody in the list."))
            return
        direction = str(self.directions.value())
        outcome = "" if direction == "missed" else self.outcome
        self.kept.emit(self.who.row, direction, outcome, self.area.toPlainText())
        self.accept()
