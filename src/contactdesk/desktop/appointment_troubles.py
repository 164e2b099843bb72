"""What came from elsewhere and cannot be followed: a sentence at its field, and a proposal that one
click takes.
"""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.event_texts import repeats_text
from contactdesk.desktop.labels import Label, LinkLabel
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.recurrence import RuleError, parse_rule
from contactdesk.model.rule_texts import common_rules, parts_of
from contactdesk.model.zones import zone_of


class Trouble(NamedTuple):
    """What is wrong, what could be instead in words, and the value of that."""

    words: str
    proposal: str = ""
    value: str = ""


class TroubleLine(QWidget):
    """Says what is wrong and proposes something: `taken(value)`; hidden where nothing is wrong."""

    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Trouble | None = None
        self.words = Label("", "caption", "warn", wrap=True).give_way()
        self.link = LinkLabel("", "caption", weight=500)
        self.link.activated.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.words)
        column.addWidget(self.link)
        self.hide()

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Say this; None: nothing is wrong."""
        self.trouble = trouble
        if trouble is not None:
            self.words.setText(trouble.words)
            self.link.setText(trouble.proposal)
            self.link.setVisible(bool(trouble.proposal))
        self.setVisible(trouble is not None)

    def _take(self) -> None:
        if self.trouble is not None:
            self.taken.emit(self.trouble.value)


def trouble_of_rule(rule: str, first: date) -> Trouble | None:
    """What is wrong with a rule; the most usual one that is as frequent is proposed."""
    for line in rule.splitlines():
        try:
            parse_rule(line)
        except RuleError:
            instead = _like(line, first)
            words = repeats_text(Event(rrule=instead))
            proposal = _("{rule} perhaps?").format(rule=words) if instead else ""
            told = _("This rule of repeating cannot be followed; it is shown once.")
            return Trouble(told, proposal, instead)
    return None


def _like(rule: str, first: date) -> str:
    frequency = parts_of(rule).get("FREQ", "")
    offered = common_rules(datetime.combine(first, time()))
    return next((r for r in offered if parts_of(r).get("FREQ") == frequency), "")


def trouble_of_zone(event: Event, home: tzinfo) -> Trouble | None:
    """That nobody here knows the zone of an event; the person's own is proposed."""
    zone, own = event.time_zone, str(getattr(home, "key", ""))
    if event.is_all_day or not zone or event.starts_at.endswith("Z") or zone_of(zone) is not None:
        return None
    words = _("The time zone “{zone}” is not known here; its times count as yours.")
    proposal = _("{zone} perhaps?").format(zone=bidi.left_to_right(own)) if own else ""
    return Trouble(words.format(zone=bidi.left_to_right(zone)), proposal, own)
