"""Exchange rates beside the deals: those that somebody wrote down, and a new one by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button, IconButton, cross
from contactdesk.desktop.deal_form import CURRENCIES
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.money_texts import rate_text
from contactdesk.desktop.reading_order import stops_in
from contactdesk.desktop.surfaces import scrolled
from contactdesk.desktop.time_fields import DayField
from contactdesk.i18n import _
from contactdesk.model.deal import ExchangeRate
from contactdesk.model.money import decimal_of, typed_amount, written


class DealRates(QWidget):
    """`saved(ExchangeRate)` has a new rate, `delete_wanted(ExchangeRate)` one that is to go."""

    saved = Signal(object)
    delete_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.base, self.today = "EUR", date.min
        self.known: list[ExchangeRate] = []
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.currency, self.rate, self.day = Combo(), Field(), DayField()
        self.currency.setEditable(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 16, 14)
        column.setSpacing(10)
        column.addLayout(self._build_head())
        self.says = Label("", "caption", "text2", wrap=True).give_way()
        column.addWidget(self.says)
        column.addLayout(self._build_fields())
        column.addLayout(self._build_foot())
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_list(), 1)

    def _build_head(self) -> QHBoxLayout:
        self.close_it = cross(self.closed)
        row = QHBoxLayout()
        row.addWidget(Label(_("Exchange rates"), "subtitle"), 1)
        row.addWidget(self.close_it)
        return row

    def _build_fields(self) -> QHBoxLayout:
        self.rate_box = FieldBox(_("Rate"), self.rate)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(FieldBox(_("One unit of"), self.currency), 1)
        row.addWidget(self.rate_box, 1)
        return row

    def _build_foot(self) -> QHBoxLayout:
        self.save = Button(_("Save the rate"), "primary")
        self.save.clicked.connect(self.done)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(FieldBox(_("Rate of"), self.day), 1)
        row.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _build_list(self) -> QScrollArea:
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        column = QVBoxLayout()
        column.setContentsMargins(0, 6, 0, 6)
        column.addLayout(self._lines)
        column.addStretch(1)
        self.inside = scrolled("list", column)
        return self.inside

    def stops(self) -> list[QWidget]:
        """What Tab stops at: the fields, then the rates; the cross comes last."""
        fields = [self.currency, self.rate, *stops_in(self.day), self.save]
        return [*fields, *stops_in(self.inside), self.close_it]

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def show_rates(
        self, rates: Sequence[ExchangeRate], base: str, wanted: Sequence[str], today: date
    ) -> None:
        """Show the rates, the newest first; `wanted` are the currencies that deals lack."""
        fresh = base != self.base or not self.currency.count()
        self.base, self.today = base, today
        words = _("Write down how many {base} one unit was worth on a day. Totals use the newest.")
        self.says.setText(words.format(base=base))
        offered = dict.fromkeys((*wanted, *(r.currency for r in rates), *CURRENCIES))
        chosen = str(self.currency.currentData() or "")
        self.currency.clear()
        for code in offered:
            if code and code != base:
                self.currency.addItem(code, code)
        self.currency.choose(wanted[0] if wanted and fresh else chosen)
        if self.day.day() is None:
            self.day.show_day(today)
        self.known = sorted(rates, key=lambda r: (r.valid_on, r.number), reverse=True)
        self._show_lines()

    def _show_lines(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for rate in self.known:
            self._lines.addWidget(self._line(rate))
        if not self.known:
            self._lines.addWidget(Label(_("Nobody wrote a rate down yet."), "body", "text2"))

    def _line(self, rate: ExchangeRate) -> QWidget:
        words = rate_text(rate)
        take = IconButton("trash-2", _("Delete the rate {rate}").format(rate=words), side=28)
        take.clicked.connect(partial(self.delete_wanted.emit, rate))
        take.setEnabled(self.save.isEnabled())
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(words, "body"), 1)
        row.addWidget(take)
        return line

    def set_read_only(self, read_only: bool, why: str = "") -> None:
        """Whether rates can be entered, and why not."""
        self.save.setEnabled(not read_only)
        self.save.setToolTip(why)
        for field in (self.currency, self.rate, self.day):
            field.setEnabled(not read_only)

    def take_focus(self) -> None:
        """The keyboard is on the rate."""
        self.rate.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rate.selectAll()

    # ── a new one ───────────────────────────────────────────────────────────────────────

    def done(self) -> None:
        """Save it, or say at the field what does not go."""
        self.day.settle()
        number = decimal_of(typed_amount(_plain(self.rate.text())) or "")
        day = self.day.day()
        if not self.save.isEnabled():
            return
        if number is None or number <= 0:
            self.rate.set_state("error", _("A rate is a number over 0, like 0.0886."))
            self.rate.setFocus(Qt.FocusReason.OtherFocusReason)
        elif day is None:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.rate.set_state("")
            code = str(self.currency.currentData() or "")
            self.saved.emit(ExchangeRate(currency=code, base=self.base, rate=written(number),
                                         valid_on=day.isoformat()))  # fmt: skip
            self.rate.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _plain(text: str) -> str:
    """A rate has no thousands: its one point or comma parts the fraction, as "10,125" does."""
    marks = sum(text.count(mark) for mark in ".,٫")
    return f"{text.replace(',', '.').replace('٫', '.')}0000" if marks == 1 else text
