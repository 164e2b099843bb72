"""The form of a new deal beside the board: what, with whom, for how much, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, cross
from contactdesk.desktop.contact_picker import Ask
from contactdesk.desktop.deal_words import day_of
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Label
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.task_fields import AboutPeople
from contactdesk.desktop.time_fields import DayField
from contactdesk.i18n import _
from contactdesk.model.deal import Deal, Pipeline
from contactdesk.model.money import typed_amount
from contactdesk.store.deal_rows import DealParty

CURRENCIES = ("EUR", "USD", "GBP", "PLN", "CZK", "SEK", "NOK", "DKK", "CHF", "HUF", "RON", "UAH",
              "TRY", "IRR", "AED", "TWD", "CNY", "JPY", "HKD", "AUD", "CAD")  # fmt: skip


class NewDeal(NamedTuple):
    """What the form begins with."""

    deal: Deal
    parties: tuple[DealParty, ...]
    pipeline: Pipeline


class DealForm(QWidget):
    """`saved(Deal)` has what was typed; whom it is with is told by kind."""

    saved = Signal(object)
    closed = Signal()
    edited = Signal()

    def __init__(self, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: dict[str, DealParty] = {}
        self._base = Deal()
        self._is_showing = False
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.amount = Field(), Field()
        self.currency, self.stage = Combo(), Combo()
        self.closes, self.people = DayField(), AboutPeople(ask)
        self.people.field.setPlaceholderText(_("Add a person or an organisation"))
        self.people.field.setAccessibleName(_("Add a person or an organisation"))
        self.source = Field()
        self.trouble = Label("", "body", "bad", wrap=True).give_way()
        self.trouble.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 16, 14)
        column.setSpacing(10)
        column.addLayout(self._build_head())
        column.addWidget(self.trouble)
        self._build_fields(column)
        column.addStretch(1)
        column.addLayout(self._build_foot())
        self._connect()

    def _build_head(self) -> QHBoxLayout:
        self.close_it = cross(self.closed)
        row = QHBoxLayout()
        row.addWidget(Label(_("New deal"), "subtitle"), 1)
        row.addWidget(self.close_it)
        return row

    def _build_fields(self, column: QVBoxLayout) -> None:
        self.title.setPlaceholderText(_("What may be sold"))
        column.addWidget(FieldBox(_("Title"), self.title))
        column.addWidget(Label(_("With"), "caption", "text2", weight=500))
        column.addWidget(self.people)
        money = QHBoxLayout()
        money.setSpacing(8)
        money.addWidget(FieldBox(_("Amount"), self.amount), 3)
        money.addWidget(FieldBox(_("Currency"), self.currency), 2)
        column.addLayout(money)
        self.closes.setPlaceholderText(_("No date"))
        column.addWidget(FieldBox(_("Expected to close on"), self.closes))
        column.addWidget(FieldBox(_("Stage"), self.stage))
        column.addWidget(FieldBox(_("Source"), self.source))

    def _build_foot(self) -> QHBoxLayout:
        self.save = Button(_("Save"), "primary")
        tip_with_keys(self.save, _("Save"), "Ctrl+S")
        self.save.clicked.connect(self.done)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        return row

    def _connect(self) -> None:
        for field in (self.title, self.amount, self.source):
            field.textEdited.connect(self._tell)
        self.closes.changed.connect(self._tell)
        self.people.edited.connect(self._tell)
        for combo in (self.currency, self.stage):
            combo.activated.connect(self._tell)

    def _tell(self) -> None:
        if not self._is_showing:
            self.edited.emit()

    def stops(self) -> list[QWidget]:
        """What Tab stops at: the fields, then the foot; the cross comes last."""
        fields = (self.title, self.people, self.amount, self.currency, self.closes, self.stage,
                  self.source)  # fmt: skip
        return [*(w for field in fields for w in stops_in(field)), self.save, self.close_it]

    # ── what is edited ──────────────────────────────────────────────────────────────────

    def show_new(self, new: NewDeal) -> None:
        """Show the form with what is known already."""
        self._is_showing = True
        deal = self._base = new.deal
        self._known = {party.id: party for party in new.parties}
        self.title.setText(deal.title)
        self.people.show_people((), [(party.id, party.name) for party in new.parties])
        self.amount.setText(deal.amount)
        offered = dict.fromkeys((deal.currency, new.pipeline.currency, *CURRENCIES))
        self.currency.clear()
        for currency in offered:
            if currency:
                self.currency.addItem(currency, currency)
        self.currency.setCurrentIndex(0)
        self.closes.show_day(day_of(deal.expected_on))
        self.stage.clear()
        for stage in new.pipeline.stages:
            self.stage.addItem(stage.name, stage.item)
        self.stage.choose(deal.stage)
        self.source.setText(deal.source)
        self.say("")
        self.title.set_state("")
        self.amount.set_state("")
        self._is_showing = False

    def know(self, party: DealParty) -> None:
        """Who it is that was chosen."""
        self._known[party.id] = party

    def parties(self) -> tuple[DealParty, ...]:
        """Those it is with."""
        return tuple(self._known[i] for i in self.people.about() if i in self._known)

    def _kind(self, uuid: str) -> str:
        return self._known[uuid].kind if uuid in self._known else ""

    def named(self) -> Sequence[tuple[str, str, str]]:
        """Id, kind and name of those it is with."""
        return [(i, self._kind(i), name) for i, name in self.people.named()]

    def value(self) -> Deal:
        """The deal as the fields say it."""
        day, amount = self.closes.day(), typed_amount(self.amount.text()) or ""
        about = self.people.about()
        firms = [each for each in about if self._kind(each) == "org"]
        return replace(
            self._base,
            title=self.title.text().strip(),
            amount=amount,
            follows_products=not amount,
            currency=str(self.currency.currentData() or ""),
            expected_on=day.isoformat() if day else "",
            stage=int(self.stage.currentData() or 0),
            source=self.source.text().strip(),
            organisation=firms[0] if firms else "",
            people=tuple(each for each in about if each not in firms[:1]),
        )

    def done(self) -> None:
        """Save, or say at the field what does not go."""
        self.closes.settle()
        if not self.title.text().strip():
            self.title.set_state("error", _("Say what may be sold."))
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        elif typed_amount(self.amount.text()) is None:
            self.amount.set_state("error", _("This is no number."))
            self.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.closes.state == "error":
            self.closes.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.saved.emit(self.value())

    def say(self, sentence: str) -> None:
        """Why the book could not take it; "" for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """The keyboard is on the title."""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S, Ctrl+Enter and Enter save, Esc closes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Save) or enter:
            self.done()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
