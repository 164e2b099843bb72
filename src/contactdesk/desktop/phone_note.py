"""The note of a call that is on the phone: what was said, who called, and how it ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.habits import show_keys, tip_with_keys
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.note_area import NoteArea
from contactdesk.desktop.note_drafts import NoteDraft
from contactdesk.desktop.phone_body import PhoneBody, row_of
from contactdesk.desktop.phone_promises import PromiseLines
from contactdesk.desktop.pills import Pills
from contactdesk.desktop.spoken_promises import promises
from contactdesk.i18n import _
from contactdesk.model.phone_note import AGAIN

MOST_LOOKED_AT = 4_000  # characters


class NoteBody(PhoneBody):
    """Writes a `NoteDraft`: `changed` at every letter, `kept` when it is done, with what it
    promises and is to be made of it."""

    changed = Signal(object)  # NoteDraft
    kept = Signal(object, object)  # NoteDraft, tuple[Promise, ...]
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
        self.found.grew.connect(self.grew)
        self._look_for_promises()

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
        self.found = PromiseLines(date.today())
        self.column.addWidget(self.found)
        self.column.addWidget(Hairline())
        self.column.addLayout(row_of(self.discard, None, self.save, keys))

    def first(self) -> QWidget:
        """Where the note is written."""
        return self.area

    def _typed(self) -> None:
        self._set(text=self.area.toPlainText())
        self._look_for_promises()

    def _look_for_promises(self) -> None:
        """What was typed last matters; of a very long text only that is looked at."""
        self.found.offer(promises(self.draft.text[-MOST_LOOKED_AT:], date.today()))

    def _set(self, **changes: str) -> None:
        self.draft = replace(self.draft, **changes)  # type: ignore[arg-type]  # fields by name
        self.changed.emit(self.draft)

    def _done(self) -> None:
        self.kept.emit(self.draft, self.found.wanted())
