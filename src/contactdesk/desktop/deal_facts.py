"""Owner, competitors, source and whatever else is said of a deal, a line each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.cards import Card
from contactdesk.desktop.deal_opened import Opened
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.in_place import InPlace
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _
from contactdesk.model.deal import Competitor, Deal

_COMPETITOR = re.compile(r"^(?P<name>.*?)\s*(?:\((?P<note>[^()]*)\))?$")


class DealFacts(Card):
    """`changed(Deal)` has what became of the deal."""

    changed = Signal(object)
    competitors_named = Signal(object)  # tuple[Competitor, …]: some may be organisations

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.deal = Deal()
        self._names: dict[str, Competitor] = {}
        self.owner = Combo(flat=True)
        self.owner.setAccessibleName(_("Owner"))
        self.owner.activated.connect(self._owned)
        self.competitor = InPlace(_("Competitors"))
        self.competitor.entered.connect(self._competed)
        self.source = InPlace(_("Source"))
        self.source.entered.connect(lambda text: self._say("source", text))
        self.reason = InPlace(_("Why it was lost"))
        self.reason.entered.connect(lambda text: self._say("lost_reason", text))
        self.note = InPlace(_("Description"))
        self.note.entered.connect(lambda text: self._say("description", text))
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self._lines: list[tuple[QWidget, ...]] = []
        for at, (icon, words, widget) in enumerate((
            ("user", _("Owner"), self.owner),
            ("swords", _("Competitors"), self.competitor),
            ("map-pin", _("Source"), self.source),
            ("circle-x", _("Why it was lost"), self.reason),
            ("notebook-pen", _("Description"), self.note),
        )):  # fmt: skip
            mark, label = IconMark(icon, "text2", 16), Label(words, "body", "text2")
            grid.addWidget(mark, at, 0)
            grid.addWidget(label, at, 1)
            grid.addWidget(widget, at, 2)
            self._lines.append((mark, label, widget))
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)

    def show_opened(self, opened: Opened, *, read_only: bool) -> None:
        """Show what is said of a deal."""
        deal = self.deal = opened.deal
        self.owner.clear()
        for person in opened.people:
            self.owner.addItem(bidi.isolated(person.name) or _("Somebody"), person.id)
        self.owner.addItem(_("Nobody"), "")
        self.owner.choose(deal.owner)
        self.owner.setEnabled(not read_only)
        self._names = {name: each for each, name in opened.competitors}
        words = ", ".join(_spoken(name, each) for each, name in opened.competitors)
        self.competitor.show_value(words, instead=_("Nobody known"))
        self.source.show_value(deal.source, instead="–")
        self.reason.show_value(deal.lost_reason, instead=_("Nobody said"))
        self.note.show_value(" ".join(deal.description.split()), deal.description, "–")
        for part in self._lines[3]:
            part.setVisible(opened.stage.outcome == "lost")
        for value in (self.competitor, self.source, self.reason, self.note):
            value.read_only = read_only

    def _say(self, name: str, text: str) -> None:
        self.changed.emit(replace(self.deal, **dict[str, Any]({name: text})))

    def _owned(self, _at: int) -> None:
        owner = str(self.owner.currentData() or "")
        if owner != self.deal.owner:
            self.changed.emit(replace(self.deal, owner=owner))

    def _competed(self, text: str) -> None:
        self.competitors_named.emit(competitors_in(text, self._names))

    def stops(self) -> list[QWidget]:
        """What Tab stops at."""
        return [self.owner, self.competitor, self.source, self.reason, self.note]

    def edit_reason(self) -> None:
        """Say why it was lost."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.edit()


def _spoken(name: str, competitor: Competitor) -> str:
    return f"{name} ({competitor.note})" if competitor.note else name


def competitors_in(text: str, known: dict[str, Competitor]) -> tuple[Competitor, ...]:
    """Who is named in "Paletex (price), Holzwerk Nord"; who was there before stays who it is."""
    found = []
    for part in re.split(r"[,،、;]", text):
        said = _COMPETITOR.match(part.strip())
        name = said["name"].strip() if said else ""
        if said and name:
            before = known.get(name, Competitor(name=name))
            found.append(replace(before, note=(said["note"] or "").strip()))
    return tuple(found)
