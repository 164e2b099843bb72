"""Writing exchange rates down and taking them away, beside the deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from contactdesk.desktop.deal_found import Found, sum_of
from contactdesk.desktop.deal_rates import DealRates
from contactdesk.desktop.look_up import look_up
from contactdesk.desktop.money_texts import rate_text
from contactdesk.i18n import _
from contactdesk.model.deal import ExchangeRate
from contactdesk.operations.exchange_rates import note

if TYPE_CHECKING:
    from contactdesk.desktop.deal_flow import DealFlow


class DealRateFlow(QObject):
    """Serves the rates of one page."""

    def __init__(self, flow: DealFlow) -> None:
        super().__init__(flow)
        self._flow, self._page, self._desk = flow, flow.page, flow.desk
        self.panel = DealRates()
        self.panel.saved.connect(self.save)
        self.panel.delete_wanted.connect(self.delete)
        self.panel.closed.connect(lambda: self._page.show_side(None))
        self._page.shown.connect(self._read_again)

    def open(self) -> None:
        """Show the rates beside the deals, with the currency that lacks one chosen."""
        self._page.mark_opened("")
        self._read(focus=True)

    def _read(self, *, focus: bool) -> None:
        def show(rates: list[ExchangeRate]) -> None:
            found, facts = self._page.found, self._desk.facts
            base = found.pipeline.currency if found.pipeline else "EUR"
            lacking = [currency for currency, _left in sum_of(found, found.rows).missing]
            self.panel.set_read_only(self._desk.read_only, facts.read_only if facts else "")
            self.panel.show_rates(rates, base, lacking, found.today)
            if focus:
                self._page.show_side(self.panel)
                self.panel.take_focus()

        if focus:
            look_up(self._desk, _rates_of, show, key="rates")
        else:
            self._desk.read(_rates_of, show, key="rates")

    def _read_again(self, _found: Found) -> None:
        if self._page.side.currentWidget() is self.panel and self._page.side.isVisible():
            self._read(focus=False)

    def save(self, rate: ExchangeRate) -> None:
        """Write a rate down."""
        label = _("Rate: {rate}").format(rate=rate_text(rate))
        self._desk.write(label, lambda tx: note(tx, rate), lambda _rate: self._flow.say(label))

    def delete(self, rate: ExchangeRate) -> None:
        """Move a rate to the bin."""
        label = _("Rate deleted: {rate}").format(rate=rate_text(rate))
        self._desk.write(
            label, lambda tx: tx.rates.delete([rate.number]), lambda _none: self._flow.say(label)
        )


def _rates_of(tx: Any) -> list[ExchangeRate]:
    return list(tx.rates.all())
