"""The line over the tasks: what is typed there is understood before Enter, and becomes a task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.coloured_field import ColouredField, taken_spans
from contactdesk.desktop.event_texts import repeats_text
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.labels import Chip
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.spoken_tasks import Understood, understood
from contactdesk.desktop.task_words import moment_words
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.store.people import Colleague, Team
from contactdesk.store.tasks import TaskPerson

ASK_MS = 150
_PARTS = {"times", "rules", "owner"}
LEAST_FIELD = 360  # px of the field beside its chips
Found = Callable[[list[TaskPerson]], None]
Ask = Callable[[str, Sequence[str], Found], None]  # subject, ids of who is not meant, answer


class Line(NamedTuple):
    """What a line says, and the ids of those who are named in it and not meant."""

    said: Understood
    without: tuple[str, ...] = ()


class QuickLine(QWidget):
    """`entered(Line)` tells what was typed, with Enter."""

    entered = Signal(object)
    left = Signal()  # Esc, or down to the list

    def __init__(
        self,
        ask: Ask,
        now: Callable[[], datetime],
        team: Callable[[], Team] = Team,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask, self._now, self._team = ask, now, team
        self.people: list[TaskPerson] = []
        self._plain: set[str] = set()  # what stays text: `_PARTS`, ids of people
        self.field = ColouredField(icon="plus")
        words = _("Call Nuno tomorrow 9:00 every week")
        self.field.setPlaceholderText(_("New task: {example}").format(example=words))
        self.field.setAccessibleName(_("New task"))
        self.field.textEdited.connect(self._typed)
        self.chips: list[Chip] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        self._row.addWidget(self.field, 1)
        self._below = FlowLayout(6, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._row)
        column.addLayout(self._below)
        self._wait = QTimer(self, singleShot=True, interval=ASK_MS)
        self._wait.timeout.connect(self._look)

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return stops_in(self)

    def said(self) -> Understood:
        """What the line says by now."""
        return understood(
            self.field.text(),
            self._now(),
            times="times" not in self._plain,
            rules="rules" not in self._plain,
            colleagues=self._colleagues(),
        )

    def _colleagues(self) -> Iterable[Colleague]:
        """Who may be named by "@name": in a book that one person alone uses, nobody."""
        team = self._team()
        return team.people.values() if team.is_several and "owner" not in self._plain else ()

    def begin(self, text: str = "") -> None:
        """Type here."""
        if text:
            self.field.setText(text)
            self._typed()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.field.end(False)  # one types on

    def clear(self) -> None:
        """The line is used up."""
        self._wait.stop()
        self._plain.clear()
        self.people = []
        self.field.clear()
        self._show_chips()

    def _typed(self, _text: str = "") -> None:
        if not self.field.text().strip():
            self._plain.clear()
            self.people = []
        self._show_chips()
        self._wait.start()

    def _look(self) -> None:
        subject = self.said().subject
        if subject:
            without = tuple(self._plain - _PARTS)
            self._ask(subject, without, lambda people: self._take_people(subject, people))

    def _take_people(self, subject: str, people: list[TaskPerson]) -> None:
        if subject == self.said().subject:  # else one typed on, and another answer comes
            self.people = people
            self._show_chips()

    # ── chips ───────────────────────────────────────────────────────────────────────────

    def _show_chips(self) -> None:
        text = self.field.text()
        self.field.colour(taken_spans(text, self.said().subject) if text.strip() else ())
        wanted = self._wanted()
        now = [(chip.text, chip.icon_name, chip.removable) for chip in self.chips]
        if now == [(words, icon, bool(key)) for words, icon, key in wanted]:
            return
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(*each) for each in wanted]
        self._place()

    def _place(self) -> None:
        """The chips beside what is typed, or below it where there is not room for both."""
        wide = sum(chip.sizeHint().width() + 6 for chip in self.chips)
        narrow = bool(self.chips) and self.width() - wide < look.px(LEAST_FIELD)
        for chip in self.chips:
            self._row.removeWidget(chip)
            self._below.removeWidget(chip)
            (self._below if narrow else self._row).addWidget(chip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find the chips their place."""
        super().resizeEvent(event)
        if self.chips:
            self._place()

    def _wanted(self) -> list[tuple[str, str, str]]:
        """Words, icon, and what of the line each chip stands for."""
        said = self.said()
        found = [(each.name, "user", each.id) for each in self.people]
        if said.owner is not None:
            found.append((said.owner.name, "user-check", "owner"))
        if said.due is not None:
            words = moment_words(said.due, self._now().date())
            found.append((words, "clock", "times" if self._says_when() else ""))
        if said.rule:
            found.append((repeats_text(Event(rrule=said.rule)), "repeat", "rules"))
        return found

    def _says_when(self) -> bool:
        """Whether it says when, and not only how often: that begins today."""
        if "times" in self._plain:
            return False
        never = understood(
            self.field.text(), self._now(), times=False, colleagues=self._colleagues()
        )
        return never.subject != self.said().subject

    def _chip(self, words: str, icon: str, key: str) -> Chip:
        chip = Chip(words, "accent", icon=icon, removable=bool(key), parent=self)
        chip.removed.connect(lambda: self._keep_as_text(key))
        return chip

    def _keep_as_text(self, key: str) -> None:
        """What was understood is plain text again."""
        self._plain.add(key)
        self.people = [each for each in self.people if each.id != key]
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_chips()
        self._wait.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter makes the task, Esc empties the line, then leaves it."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.field.text().strip():
                without = tuple(sorted(self._plain - _PARTS))
                self.entered.emit(Line(self.said(), without))
        elif key == Qt.Key.Key_Escape and self.field.text():
            self.clear()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)
