"""Totals of deals are the sum of the listed deals, and never mix currencies in silence."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.deal import Deal, ExchangeRate, Product
from contactdesk.model.money import (
    Counted,
    Rates,
    added,
    decimal_of,
    line_total,
    products_total,
    total_of,
    typed_amount,
    written,
)

CURRENCIES = st.sampled_from(("EUR", "SEK", "PLN", "JPY", ""))
AMOUNTS = st.one_of(st.just(""), st.decimals(0, 10**9, places=2).map(written))
COUNTED = st.lists(st.builds(Counted, AMOUNTS, CURRENCIES, st.integers(0, 100)), max_size=40)
SEK = ExchangeRate(currency="SEK", base="EUR", rate="0.087", valid_on="2026-11-01", number=1)


@given(COUNTED, st.sets(st.sampled_from(("SEK", "PLN", "JPY"))))
def test_a_total_is_the_sum_of_what_is_listed(deals: list[Counted], rated: set[str]) -> None:
    rates = [ExchangeRate(currency=c, base="EUR", rate="0.25", valid_on="2026-11-01")
             for c in sorted(rated)]  # fmt: skip
    total = total_of(deals, "EUR", Rates(rates))
    worth = {"EUR": Decimal(1), "": Decimal(1), **dict.fromkeys(rated, Decimal("0.25"))}
    counted = [(Decimal(d.amount or 0), d) for d in deals if d.currency in worth]
    assert total.deals == len(deals)
    assert total.amount == sum((a * worth[d.currency] for a, d in counted), Decimal())
    shares = (a * worth[d.currency] * d.chance / 100 for a, d in counted)
    assert total.weighted == sum(shares, Decimal())
    left = [(Decimal(d.amount or 0), d.currency) for d in deals if d.currency not in worth]
    assert dict(total.missing) == {
        c: sum((a for a, other in left if other == c), Decimal()) for a, c in left if a
    }
    others = {d.currency for a, d in counted if a} - {"EUR", ""}
    assert {rate.currency for rate in total.rates} == others
    assert total.is_approximate == bool(others or total.missing)


@given(st.lists(COUNTED, max_size=4), st.sets(st.sampled_from(("SEK", "PLN"))))
def test_totals_added_are_the_total_of_all(parts: list[list[Counted]], rated: set[str]) -> None:
    rates = Rates(
        ExchangeRate(currency=c, base="EUR", rate="0.25", valid_on="2026-11-01") for c in rated
    )
    totals = [total_of(part, "EUR", rates) for part in parts]
    assert added(totals, "EUR") == total_of([d for part in parts for d in part], "EUR", rates)


def test_the_newest_rate_up_to_the_day_counts_and_one_turned_round_too() -> None:
    newer = ExchangeRate(currency="SEK", base="EUR", rate="0.09", valid_on="2026-11-20", number=2)
    turned = ExchangeRate(currency="EUR", base="PLN", rate="4", valid_on="2026-11-20", number=3)
    bad = ExchangeRate(currency="JPY", base="EUR", rate="0", valid_on="2026-11-20", number=4)
    rates = Rates([newer, SEK, turned, bad], "2026-11-10")
    assert rates.between("SEK", "EUR") == (Decimal("0.087"), SEK)
    assert Rates([newer, SEK]).between("SEK", "EUR") == (Decimal("0.09"), newer)
    assert Rates([turned]).between("PLN", "EUR") == (Decimal("0.25"), turned)
    assert Rates([bad]).between("JPY", "EUR") is None
    assert rates.between("PLN", "EUR") is None


def test_products_make_the_amount_less_the_discount() -> None:
    deal = Deal(
        discount="5",
        products=(Product("Pallet", "800", "8.50"), Product("Corner", "6000", "0.55"),
                  Product("Delivery", "13", "130"), Product("Free", "1", "")),
    )  # fmt: skip
    assert [line_total(p) for p in deal.products] == [6800, 3300, 1690, 0]
    assert products_total(deal) == Decimal("11200.50")
    assert written(products_total(deal)) == "11200.5"


def test_what_is_no_number_counts_as_nothing() -> None:
    for text in ("", "x", "NaN", "Infinity", "1e99", "1" * 40):
        assert decimal_of(text) is None
    assert decimal_of("-3.50") == Decimal("-3.5")
    assert [written(Decimal(t)) for t in ("0", "-0.00", "1E+3", "2.50")] == [
        "0",
        "0",
        "1000",
        "2.5",
    ]


def test_amounts_are_read_as_people_type_them() -> None:
    for text, read in (
        ("11 200,50 €", "11200.5"), ("11,200.50", "11200.5"), ("11.200", "11200"), ("", ""),
        ("1,5", "1.5"), ("0.550", "0.55"), ("0,0875", "0.0875"), ("۱۱٬۲۰۰", "11200"),
        ("-590", "-590"), ("EUR", None),
        ("1-2", None), ("12 000 000", "12000000"), (".5", "0.5"), ("4.2375", "4.2375"),
    ):  # fmt: skip
        assert typed_amount(text) == read, text
