"""What the fields of an appointment and of a task have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.appointment_people import People
from contactdesk.desktop.event_texts import repeats_text
from contactdesk.desktop.fields import Combo, Field, FieldBox, TextArea
from contactdesk.desktop.time_fields import DayField
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.rule_texts import common_rules


class EventFields(QWidget):
    """A subject, who it is with, how it repeats and reminds, and a note; `edited` by a person."""

    edited = Signal()

    def __init__(
        self, subject: Field, people: People, most: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.subject, self.people = subject, people
        self.repeats, self.reminder = Combo(), Combo()
        self.until = DayField()
        self.until.setPlaceholderText(_("Without end"))
        self.note = TextArea(lines=3, most=most)
        self._until_box = FieldBox(_("Until, with this day"), self.until)

    def _connect(self) -> None:
        self.subject.textEdited.connect(self.edited)
        self.note.textChanged.connect(self.edited)
        self.until.changed.connect(self.edited)
        self.repeats.currentIndexChanged.connect(self._rule_chosen)
        for combo in (self.repeats, self.reminder):
            combo.activated.connect(self.edited)
        self.people.edited.connect(self.edited)

    def rule(self) -> str:
        """How it repeats, without its end."""
        return str(self.repeats.currentData() or "")

    def _rule_chosen(self) -> None:
        """What repeats may have a last day."""
        rule = self.rule()
        self._until_box.setVisible(bool(rule) and "COUNT=" not in rule and "\n" not in rule)

    def _offer_rules_from(self, chosen: str, first: datetime) -> None:
        """Offer how something may repeat that first happens on a day, and choose one rule."""
        offered = ["", *common_rules(first)]
        if chosen not in offered:
            offered.append(chosen)
        self.repeats.blockSignals(True)
        self.repeats.clear()
        for rule in offered:
            words = repeats_text(Event(rrule=rule)) if rule else _("Does not repeat")
            self.repeats.addItem(words, rule)
        self.repeats.choose(chosen)
        self.repeats.blockSignals(False)

    def _offer_reminders_of(self, offered: Sequence[tuple[str, int]], chosen: int | None) -> None:
        """Offer reminders in minutes before; None for one that is not understood here."""
        self.reminder.clear()
        for words, minutes in offered:
            self.reminder.addItem(words, minutes)
        if chosen is None:
            self.reminder.addItem(_("As it came"), None)
            self.reminder.setCurrentIndex(self.reminder.count() - 1)
        else:
            self.reminder.setCurrentIndex(self.reminder.findData(chosen))

    def texts(self) -> dict[str, str]:
        """The plain texts by their fields' names."""
        return {
            "summary": self.subject.text().strip(),
            "description": self.note.toPlainText().strip(),
        }

    def settle(self) -> None:
        """Write out what was typed into days and times."""
        raise NotImplementedError

    def first_wrong(self) -> QWidget | None:
        """The first field that cannot be saved as it is."""
        raise NotImplementedError

    def _first_error(self, fields: Sequence[Any]) -> QWidget | None:
        return next((f for f in fields if f.isVisibleTo(self) and f.state == "error"), None)
