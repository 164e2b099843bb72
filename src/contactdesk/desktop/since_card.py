"""Choosing a moment of the book's history, to undo everything since."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.date_texts import clock_text
from contactdesk.desktop.fields import Field, Segmented
from contactdesk.desktop.form_words import DateField
from contactdesk.desktop.history_words import local_day, moment_of
from contactdesk.desktop.labels import Label
from contactdesk.desktop.undo_outcome import Outcome
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.book_history import Step

if TYPE_CHECKING:
    from contactdesk.store.listing import Steps, UndoPreview

PAUSE_MS = 250


class SinceCard(Card):
    """Day, time, whose steps, what would go back, and the button: `undo(steps)`.

    `moved` follows when the moment or the choice is another, `asked` when what it would do is
    wanted however long reading that takes.
    """

    moved = Signal()
    asked = Signal()
    undo = Signal(object)  # Steps

    def __init__(self) -> None:
        super().__init__(_("Undo since…"))
        self.step: Step | None = None  # the step it begins with, unless a moment was typed
        self.is_typed = False  # stays what it is, though the book is read anew
        self.steps: Steps | None = None
        self._able = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.moved)
        self.day = DateField(local_day(datetime.now()))
        self.day.setAccessibleName(_("Undo since this day"))
        self.clock = Field(
            clock_text(datetime.now().replace(hour=0, minute=0).astimezone().isoformat())
        )
        self.clock.setAccessibleName(_("Undo since this time"))
        self.whose = Segmented([(_("Mine"), True), (_("Everybody's"), False)])
        self.whose.setAccessibleName(_("Whose steps"))
        self.outcome = Outcome()
        self.button = Button("", "secondary", "undo-2")
        self.button.clicked.connect(lambda: self.undo.emit(self.steps))
        self.look = Button(_("See what would go back"), "secondary", "eye", size="row")
        self.look.clicked.connect(self.asked)
        self._lay_out()
        for field in (self.day, self.clock):
            field.textEdited.connect(self._typed)
            field.returnPressed.connect(self.asked)
        self.whose.chosen.connect(lambda _value: self.moved.emit())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.day, 1)
        self.clock.setFixedWidth(look.px(84))
        row.addWidget(self.clock)
        self.body.setSpacing(8)
        words = _("Everything from this moment on goes back as one step, the newest first.")
        self.body.addWidget(Label(words, "caption", "text2", wrap=True))
        self.body.addLayout(row)
        self.body.addWidget(self.whose)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.look)
        self.body.addWidget(self.button)
        self.button.hide()

    def begin_with(self, step: Step | None) -> None:
        """Begin with a step of the list."""
        self.step, self.is_typed = step, False
        if step is not None:
            self.day.show_day(local_day(moment_of(step)))
            self.clock.setText(clock_text(step.at))

    def _typed(self) -> None:
        self.step, self.is_typed = None, True
        self._pause.start()

    def moment(self) -> datetime | None:
        """The moment that is typed, by the clock here; None while it is none."""
        day, clock = self.day.value(), read_clock(self.clock.text())
        if day is None or not day.year or clock is None:
            return None
        return datetime(day.year, day.month or 1, day.day or 1, *clock).astimezone()

    @property
    def mine(self) -> bool:
        """Whether only my own steps are meant."""
        return bool(self.whose.value())

    def set_able(self, able: bool) -> None:
        """Whether the book may be changed."""
        self._able = able
        self.setVisible(able)

    def show_preview(self, steps: Steps | None, told: UndoPreview | None) -> None:
        """Say what would go back; None when there is nothing since."""
        self.steps = steps
        self.look.hide()
        self.button.setVisible(told is not None)
        if told is None:
            self.outcome.say(_("There is no such step since then."))
            return
        self.outcome.say_preview(told)
        words = ngettext("Undo {n} step", "Undo {n} steps", told.steps)
        self.button.set_label(words.format(n=counted(told.steps)))
        self.button.setEnabled(self._able and told.goes_back)

    def show_long(self) -> None:
        """Say that there is much since then, and offer to look."""
        self.steps = None
        self.button.hide()
        self.outcome.say(_("Much was changed since then."))
        self.look.show()

    def show_nothing(self) -> None:
        """Wait until it is asked."""
        self.steps = None
        self.button.hide()
        self.outcome.say("")
        self.look.show()

    def ask_for_moment(self) -> None:
        """Say that the moment was not understood."""
        self.steps = None
        self.button.hide()
        self.look.hide()
        clock = clock_text(datetime.now().astimezone().isoformat())
        example = f"{self.day.placeholderText()}, {clock}"
        words = _("Type a day and a time, for example {example}.")
        self.outcome.say(words.format(example=example))


def read_clock(typed: str) -> tuple[int, int] | None:
    """Hour and minute from what somebody typed ("14:05", "9.30", "۹:۳۰", "2:05 pm")."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in typed.lower())
    parts = "".join(c if c.isdecimal() else " " for c in plain).split()
    if not 1 <= len(parts) <= 2:
        return None
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) == 2 else 0
    if ("pm" in plain or "p.m" in plain or "下午" in plain) and hour < 12:
        hour += 12
    elif ("am" in plain or "a.m" in plain or "上午" in plain) and hour == 12:
        hour = 0
    return (hour, minute) if hour < 24 and minute < 60 else None
