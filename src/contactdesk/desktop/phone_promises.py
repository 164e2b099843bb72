"""What was found in the note of a call, to be ticked before it is kept: tasks and appointments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, spacing
from contactdesk.desktop.fields import CheckBox
from contactdesk.desktop.labels import Chip, ElidedLabel, Hairline, Label
from contactdesk.desktop.month_days import clock_text
from contactdesk.desktop.phone_body import row_of
from contactdesk.desktop.spoken_promises import Promise
from contactdesk.desktop.timeline_view import day_text
from contactdesk.i18n import _


class PromiseLine(QWidget):
    """One of them: a tick, what it is, and when."""

    ticked = Signal(bool)

    def __init__(self, promise: Promise, on: bool, today: date) -> None:
        super().__init__()
        self.promise = promise
        kind = _("Task: {subject}") if promise.at is None else _("Appointment: {subject}")
        words = kind.format(subject=bidi.isolated(promise.subject))
        self.when = _when(promise, today)
        self.box = CheckBox()
        self.box.setAccessibleName(f"{words}, {self.when}")
        self.box.setChecked(on)
        self.box.toggled.connect(self.ticked)
        text = ElidedLabel(words, "body")
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = row_of(self.box)
        row.addWidget(text, 1)
        row.addWidget(Chip(self.when, "accent" if on else "slate", icon="clock"))
        self.setLayout(row)


class PromiseLines(QWidget):
    """All of them under a head; what somebody ticked or not stays so while more is typed."""

    grew = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._answers: dict[str, bool] = {}
        self._shown: tuple[Promise, ...] = ()
        self.lines: list[PromiseLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(Hairline())
        self._column.addWidget(Label(_("From this call"), "caption", "text2", weight=500))
        self.hide()

    def offer(self, found: Sequence[Promise]) -> None:
        """Offer these in place of what was."""
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [self._line(promise) for promise in found]
        self.setVisible(bool(found))
        spacing.fit(self)
        self.grew.emit()

    def _line(self, promise: Promise) -> PromiseLine:
        line = PromiseLine(promise, self._is_wanted(promise), self._today)
        line.ticked.connect(lambda on: self._answers.update({promise.key: on}))
        self._column.addWidget(line)
        return line

    def _is_wanted(self, promise: Promise) -> bool:
        return self._answers.get(promise.key, promise.sure)

    def wanted(self) -> tuple[Promise, ...]:
        """Those that are ticked."""
        return tuple(each for each in self._shown if self._is_wanted(each))


def _when(promise: Promise, today: date) -> str:
    day = day_text(promise.day, today)
    if promise.at is None:
        return day
    return f"{day} {clock_text(promise.at.hour, promise.at.minute)}"
