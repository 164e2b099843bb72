"""Beside the book's history: what undoing the chosen step would do, and everything since a moment.

Both say beforehand what goes back and what stays, because somebody changed it since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.feedback import ProgressBar, announce
from contactdesk.desktop.history_words import when_of
from contactdesk.desktop.labels import Label
from contactdesk.desktop.since_card import SinceCard
from contactdesk.desktop.step_words import author_of, deed_of, done_text
from contactdesk.desktop.undo_outcome import Outcome
from contactdesk.i18n import _
from contactdesk.model.book_history import Step

if TYPE_CHECKING:
    from contactdesk.store.listing import UndoPreview, UndoResult

WIDE, NARROW = 292, 248


class UndoPanel(QWidget):
    """The chosen step's card, the card of everything since a moment, and what is under way."""

    undo = Signal(object)  # Step
    again = Signal(object)  # Step: please do it again
    stop = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step: Step | None = None
        self._able = False
        self.since = SinceCard()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._build_work()
        self._build_chosen()
        self._column.addWidget(self.since)
        self._column.addStretch(1)
        self.show_step(None, False)

    def _build_chosen(self) -> None:
        self._card = Card(_("This step"))
        self._card.body.setSpacing(6)
        self._what = Label("", "body", wrap=True, weight=600)
        self._when = Label("", "caption", "text2", wrap=True)
        self.outcome = Outcome()
        self.button = Button(_("Undo this"), "primary", "undo-2")
        self.button.clicked.connect(self._press)
        for widget in (self._what, self._when, self.outcome):
            self._card.body.addWidget(widget)
        self._card.body.addSpacing(4)
        self._card.body.addWidget(self.button)
        self._promise = Label(
            _("Undoing is a new step: it can be done again, and nothing in between is lost."),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        self._card.body.addWidget(self._promise)
        self._column.addWidget(self._card)

    def _build_work(self) -> None:
        self._work = Card()
        self._work.body.setSpacing(8)
        self._told = Label("", "body", wrap=True)
        self.bar = ProgressBar()
        self.stop_button = Button(_("Stop and leave everything as it was"), "secondary")
        self.stop_button.clicked.connect(self._stop)
        self.result = Outcome()
        for widget in (self._told, self.bar, self.stop_button, self.result):
            self._work.body.addWidget(widget)
        self._work.hide()
        self._column.addWidget(self._work)

    # ── the chosen step ─────────────────────────────────────────────────────────────────

    def show_step(self, step: Step | None, able: bool) -> None:
        """Show what step is chosen; what undoing it would do follows by `show_preview`."""
        self.step, self._able = step, able
        for widget in (self._when, self.button, self._promise):
            widget.setVisible(step is not None)
        self.outcome.say("")
        self.button.setEnabled(False)
        if step is None:
            self._what.hide()
            self.outcome.say(
                _("Choose a step to see whom it changed, and what undoing it would put back.")
            )
            return
        self._what.show()
        self._what.setText(f"{author_of(step)}: {deed_of(step)}")
        self._when.setText(when_of(step.at))
        alone = step.last_word != step.id
        self.button.setVisible(able and (not step.taken_back or alone))
        self.button.set_label(_("Do again") if step.taken_back else _("Undo this"))
        self.button.set_icon("redo-2" if step.taken_back else "undo-2")
        self._promise.setVisible(able and not step.taken_back)
        if step.taken_back:
            self.button.setEnabled(True)
            self.outcome.say(
                _("This step has been taken back.")
                if alone
                else _("This step has been taken back together with others.")
            )

    def show_preview(self, set_id: int, told: UndoPreview) -> None:
        """Say what undoing the chosen step would do."""
        if self.step is None or self.step.id != set_id or self.step.taken_back:
            return
        self.outcome.say_preview(told)
        self.button.setEnabled(self._able and told.goes_back)

    def _press(self) -> None:
        if self.step is not None:
            (self.again if self.step.taken_back else self.undo).emit(self.step)

    # ── what is under way ───────────────────────────────────────────────────────────────

    def show_work(self, words: str) -> None:
        """Say that an undo is under way."""
        self._told.setText(words)
        self.bar.setRange(0, 0)
        self.result.say("")
        self.stop_button.setEnabled(True)
        for widget in (self._work, self._told, self.bar, self.stop_button):
            widget.show()
        buttons = (self.button, self.since.button)
        if any(button.hasFocus() for button in buttons):  # else it would go anywhere
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
        for button in buttons:
            button.setEnabled(False)

    def show_progress(self, done: int, total: int, _what: str) -> None:
        """Say how far it is."""
        self.bar.setRange(0, total if done > 0 else 0)
        self.bar.setValue(done)

    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self._told.setText(_("Stopping: everything stays as it was"))
        self.stop.emit()

    def show_result(self, result: UndoResult) -> None:
        """Say what was put back and what stayed."""
        self._told.setText(_("Undone: {label}").format(label=result.label))
        self._end()
        self.result.say(done_text(result), result.left, result.gone)
        announce(self, done_text(result))

    def show_stopped(self) -> None:
        """Say that nothing happened."""
        self._told.setText(_("Stopped. Everything is as it was."))
        self._end()

    def hide_work(self) -> None:
        """Take the last result away."""
        if self.stop_button.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._work.hide()

    def _end(self) -> None:
        had_focus = self.stop_button.hasFocus()
        self.bar.hide()
        self.stop_button.hide()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
