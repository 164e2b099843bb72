"""The note of a call that is on the phone: what was said, who called, and how it ended."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.habits import show_keys, tip_with_keys
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.note_area import NoteArea
from contactdesk.desktop.note_drafts import NoteDraft
from contactdesk.desktop.phone_body import PhoneBody, row_of
from contactdesk.desktop.pills import Pills
from contactdesk.i18n import _
from contactdesk.model.phone_note import AGAIN


class NoteBody(PhoneBody):
    """Writes a `NoteDraft`: `changed` at every letter, `kept` when it is done."""

    changed = Signal(object)  # NoteDraft
    kept = Signal(object)  # NoteDraft
    discarded = Signal()
    left = Signal()

    def __init__(self, draft: NoteDraft, name: str) -> None:
        super().__init__()
        self.draft = draft
        self._build(name)
        self.area.setPlainText(draft.text)
        self.area.moveCursor(self.area.textCursor().MoveOperation.End)
        self.directions.choose(draft.direction)
        self.results.choose(draft.outcome)
        self.area.textChanged.connect(self._typed)
        self.area.grew.connect(self.grew)
        self.area.done.connect(self._done)
        self.area.given_up.connect(self.left)
        self.directions.chosen.connect(lambda value: self._set(direction=str(value)))
        self.results.chosen.connect(lambda value: self._set(outcome=str(value)))

    def _build(self, name: str) -> None:
        question = _("What is said on the phone with {name}").format(name=name)
        self.area = NoteArea(lines=4, most=9)
        self.area.setAccessibleName(question)
        self.area.setPlaceholderText(_("Write down what is said…"))
        self.directions = Pills(_("Who called"), [(_("They called"), "in"), (_("I called"), "out")])
        self.results = Pills(
            _("Result"),
            [(_("Reached"), "reached"), (_("Left a message"), "voicemail"),
             (_("Call again"), AGAIN)],
        )  # fmt: skip
        self.discard = Button(_("Discard"), "ghost")
        self.discard.clicked.connect(self.discarded)
        self.save = Button(_("Save note"), "primary", "check")
        tip_with_keys(self.save, self.save.text(), "Ctrl+Return")
        self.save.clicked.connect(self._done)
        keys = Label(_("Ctrl+Enter"), "caption", "text3")
        keys.setVisible(show_keys())
        self.column.addWidget(self.area)
        self.column.addLayout(row_of(Label(_("Call"), "caption", "text2"), self.directions, None))
        self.column.addLayout(row_of(Label(_("Result"), "caption", "text2"), self.results, None))
        self.column.addWidget(Hairline())
        self.column.addLayout(row_of(self.discard, None, self.save, keys))

    def first(self) -> QWidget:
        """Where the note is written."""
        return self.area

    def _typed(self) -> None:
        self._set(text=self.area.toPlainText())

    def _set(self, **changes: str) -> None:
        self.draft = replace(self.draft, **changes)  # type: ignore[arg-type]  # fields by name
        self.changed.emit(self.draft)

    def _done(self) -> None:
        self.kept.emit(self.draft)
