"""Sums of money in the words of the person's language: "11,200 €", "≈ 96,000 €"."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from contactdesk.desktop import month_days
from contactdesk.desktop.date_texts import shown_locale
from contactdesk.i18n import _, language
from contactdesk.model.money import Total, decimal_of

if TYPE_CHECKING:
    from contactdesk.model.deal import ExchangeRate

_SPACE = "\N{NO-BREAK SPACE}"
_BESIDE = "\u200e\u200f\u061c٫.,"


def money_text(amount: Decimal | str, currency: str) -> str:
    """An amount with its currency; "" for none. Whole amounts have no fraction."""
    number = decimal_of(amount) if isinstance(amount, str) else amount
    return "" if number is None else _money(str(number), currency, language())


def rounded_text(amount: Decimal, currency: str) -> str:
    """A sum without its fraction, for heads."""
    return money_text(amount.quantize(Decimal(1)), currency)


def number_text(number: str) -> str:
    """A quantity or a price without a currency."""
    known = decimal_of(number)
    return "" if known is None else _number(str(known), language())


@lru_cache(maxsize=5_000)
def _money(number: str, currency: str, language_: str) -> str:
    digits = 0 if Decimal(number) == int(Decimal(number)) else 2
    if not currency:
        return _number(number, language_)
    if language_ == "fa":  # the design has the currency after the number
        return _number(number, language_) + _SPACE + _symbol(currency)
    return str(_form(currency, digits, language_).format(float(number)))


@lru_cache(maxsize=100)
def _form(currency: str, digits: int, language_: str) -> Any:
    """What writes amounts of a currency: making it takes ten times as long as using it."""
    del language_  # part of what is remembered
    icu, locale = _locale()
    form = icu.NumberFormat.createCurrencyInstance(locale)
    form.setCurrency(currency)
    form.setMinimumFractionDigits(digits)
    form.setMaximumFractionDigits(digits)
    return form


@lru_cache(maxsize=5_000)
def _number(number: str, language_: str) -> str:
    del language_  # part of what is remembered
    icu, locale = _locale()
    form = icu.NumberFormat.createInstance(locale)
    fraction = -int(Decimal(number).normalize().as_tuple().exponent)
    form.setMinimumFractionDigits(2 if 0 < fraction < 2 else max(0, min(fraction, 6)))
    form.setMaximumFractionDigits(6)
    return str(form.format(float(number)))


def _locale() -> tuple[Any, Any]:
    import icu

    return icu, icu.Locale(shown_locale().name())


def _symbol(currency: str) -> str:
    """What ICU writes beside a number in a currency, without number and marks of direction."""
    icu, locale = _locale()
    form = icu.NumberFormat.createCurrencyInstance(locale)
    form.setCurrency(currency)
    left = (c for c in str(form.format(0)) if not c.isdigit() and c not in _BESIDE)
    return "".join(left).strip() or currency


def total_text(total: Total, *, weighted: bool = False, to_the_cent: bool = False) -> str:
    """A total in its currency, "≈ 96,000 €" where other currencies are in it or missing.

    Without its fraction, for heads, unless it is wanted `to_the_cent`.
    """
    amount = total.weighted if weighted else total.amount
    written = money_text if to_the_cent and not total.is_approximate else rounded_text
    words = written(amount, total.currency)
    return f"≈ {words}" if total.is_approximate else words


def rates_text(total: Total) -> str:
    """By which rates a total was counted, and what is not in it; "" for a plain sum."""
    lines = [rate_text(rate) for rate in total.rates]
    lines += [
        _("{amount} is not in this total: there is no rate for {currency}.").format(
            amount=money_text(amount, currency), currency=currency
        )
        for currency, amount in total.missing
    ]
    return "\n".join(lines)


def rate_text(rate: ExchangeRate) -> str:
    """ "1 SEK = 0.087 EUR (27 Nov)"."""
    day = month_days.short_day(date.fromisoformat(rate.valid_on)) if rate.valid_on else ""
    return _("1 {currency} = {rate} {base} ({date})").format(
        currency=rate.currency, rate=number_text(rate.rate), base=rate.base, date=day
    )
