"""Sums of money: decimal numbers as texts, and several currencies that are never mixed in silence.

A total says by which rates other currencies were counted, and which could not be counted at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple, Protocol

from contactdesk.model.deal import Deal, ExchangeRate, Product

_LARGEST = Decimal(10) ** 15
_NOTHING = Decimal()
_HUNDREDTHS = Decimal("0.01")
_FRACTION = re.compile(r"[.,](\d{1,2}|\d{4,})$")
_POINT_FIRST = re.compile(r"(?<=^0)[.,](\d+)$")
_NO_NUMBER = re.compile(r"[^\d.,-]")


@lru_cache(maxsize=20_000)
def decimal_of(text: str) -> Decimal | None:
    """The number that a text of the book is; None for none, and for what no sum can count."""
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() and abs(found) < _LARGEST else None


def written(number: Decimal) -> str:
    """A number as the book writes it: no exponent, no zeros at the end of a fraction."""
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in ("", "-0") else plain


def line_total(product: Product) -> Decimal:
    """What a product makes: its quantity times its price."""
    return (decimal_of(product.quantity) or Decimal()) * (decimal_of(product.price) or Decimal())


def discount_of(deal: Deal) -> Decimal:
    """How much the discount takes off the products, rounded to hundredths."""
    percent = decimal_of(deal.discount) or Decimal()
    return (sum(map(line_total, deal.products), Decimal()) * percent / 100).quantize(_HUNDREDTHS)


def products_total(deal: Deal) -> Decimal:
    """What the products make together, less the discount."""
    return sum(map(line_total, deal.products), Decimal()) - discount_of(deal)


class Countable(Protocol):
    """What a total needs to know of a deal."""

    @property
    def amount(self) -> str:
        """As written, "" for none."""

    @property
    def currency(self) -> str:
        """As ISO 4217 calls it."""

    @property
    def chance(self) -> int:
        """In percent."""


class Counted(NamedTuple):
    """What a total counts of a deal: its amount (as written), currency and chance in percent."""

    amount: str
    currency: str
    chance: int


class Total(NamedTuple):
    """What deals make together in one currency: as they are, and weighted by their chance.

    `rates` are those by which other currencies were counted; `missing` has how much there is of
    each currency for which nobody wrote a rate down: that is in neither sum.
    """

    currency: str
    deals: int = 0
    amount: Decimal = Decimal()
    weighted: Decimal = Decimal()
    rates: tuple[ExchangeRate, ...] = ()
    missing: tuple[tuple[str, Decimal], ...] = ()

    @property
    def is_approximate(self) -> bool:
        """Whether it is no plain sum: other currencies are in it, or missing from it."""
        return bool(self.rates or self.missing)


class Rates:
    """The newest rate of each pair of currencies up to a day ("" for whichever is newest)."""

    def __init__(self, rates: Iterable[ExchangeRate], day: str = "") -> None:
        self._by: dict[tuple[str, str], ExchangeRate] = {}
        for each in sorted(rates, key=lambda rate: (rate.valid_on, rate.number)):
            usable = (decimal_of(each.rate) or 0) > 0 and (not day or each.valid_on <= day)
            if usable:
                self._by[each.currency, each.base] = each

    def between(self, currency: str, base: str) -> tuple[Decimal, ExchangeRate] | None:
        """How much of `base` one unit of a currency is, by which rate; None where none is known.

        A rate written down the other way round counts as well; of both the newer one.
        """
        straight, turned = self._by.get((currency, base)), self._by.get((base, currency))
        if straight and not (turned and turned.valid_on > straight.valid_on):
            return Decimal(straight.rate), straight
        return (1 / Decimal(turned.rate), turned) if turned else None


def total_of(deals: Iterable[Countable], currency: str, rates: Rates) -> Total:
    """What deals make together in a currency; one without a currency counts as in this one."""
    alike: dict[tuple[str, int], Decimal] = {}  # by currency and chance: few of either
    count = 0
    for deal in deals:
        count += 1
        amount = decimal_of(deal.amount)
        if amount:
            key = deal.currency or currency, deal.chance
            alike[key] = alike.get(key, _NOTHING) + amount
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for (each, chance), amount in alike.items():
        plain, weighted = sums.get(each, (_NOTHING, _NOTHING))
        sums[each] = plain + amount, weighted + amount * chance
    return _together(sums, currency, rates, count)


def added(totals: Iterable[Total], currency: str) -> Total:
    """What several totals in one currency make together."""
    every = list(totals)
    rates = {(rate.currency, rate.base): rate for total in every for rate in total.rates}
    missing: dict[str, Decimal] = {}
    for other, left in (pair for total in every for pair in total.missing):
        missing[other] = missing.get(other, Decimal()) + left
    return Total(
        currency,
        sum(total.deals for total in every),
        sum((total.amount for total in every), Decimal()),
        sum((total.weighted for total in every), Decimal()),
        tuple(rates[pair] for pair in sorted(rates)),
        tuple(sorted(missing.items())),
    )


def by_currency(deals: Iterable[Counted], currency: str) -> tuple[tuple[str, Decimal], ...]:
    """What deals make in each currency by itself; one without a currency counts as in this one."""
    sums: dict[str, Decimal] = {}
    for deal in deals:
        amount = decimal_of(deal.amount)
        if amount:
            key = deal.currency or currency
            sums[key] = sums.get(key, Decimal()) + amount
    return tuple(sorted(sums.items(), key=lambda pair: (pair[0] != currency, pair[0])))


def _together(
    sums: Mapping[str, tuple[Decimal, Decimal]], currency: str, rates: Rates, count: int
) -> Total:
    amount, weighted = sums.get(currency, (Decimal(), Decimal()))  # weighted is in percent
    used: list[ExchangeRate] = []
    missing: list[tuple[str, Decimal]] = []
    for other in sorted(sums.keys() - {currency}):
        known = rates.between(other, currency)
        if known is None:
            missing.append((other, sums[other][0]))
            continue
        amount += sums[other][0] * known[0]
        weighted += sums[other][1] * known[0]
        used.append(known[1])
    return Total(currency, count, amount, weighted / 100, tuple(used), tuple(missing))


def typed_amount(text: str) -> str | None:
    """A number as people type it, in any script, as the book writes it: "11 200,50 €" is
    "11200.5"; "" for nothing typed, None for what is no number.

    The last point or comma parts a fraction, where one or two digits follow it, or a nought stands
    before it; otherwise they part thousands.
    """
    plain = "".join(str(unicodedata.digit(c, -1)) if c.isdigit() else c for c in text.strip())
    plain = plain.replace("٫", ".").replace("٬", "").replace("−", "-").replace("'", "")
    plain = _NO_NUMBER.sub("", plain)
    if not plain:
        return None if text.strip() else ""
    parts = _FRACTION.search(plain) or _POINT_FIRST.search(plain)
    whole = plain[: parts.start()] if parts else plain
    number = decimal_of(re.sub(r"[.,]", "", whole or "0") + (f".{parts[1]}" if parts else ""))
    return None if number is None else written(number)
