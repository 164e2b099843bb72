"""Exchange rates written down by hand: one a day for each pair of currencies."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.deal import ExchangeRate
from contactdesk.model.money import decimal_of
from contactdesk.store.book import Transaction


def note(tx: Transaction, rate: ExchangeRate) -> ExchangeRate:
    """Write a rate down; the one of the same day is corrected."""
    number = decimal_of(rate.rate)
    codes = (rate.currency, rate.base)
    if number is None or number <= 0 or rate.currency == rate.base or not all(map(is_code, codes)):
        raise ContactDeskError(
            _("A rate says how much of another currency one unit is, like SEK 0.0886 EUR.")
        )
    same = next((r for r in tx.rates.all() if _pair(r) == _pair(rate)), None)
    if same is None:
        return tx.rates.add(rate)
    return tx.rates.save(replace(same, rate=rate.rate), base=same)


def _pair(rate: ExchangeRate) -> tuple[str, str, str]:
    return rate.currency, rate.base, rate.valid_on


def is_code(text: str) -> bool:
    """Whether a text may be the code of a currency: three capital letters."""
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()
