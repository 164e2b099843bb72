"""The forecast: its lines make what the deals make, whatever currencies they are in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.deal import Deal, ExchangeRate
from contactdesk.model.money import Rates, decimal_of
from contactdesk.operations import deals
from contactdesk.operations.deal_forecast import BY, LATE, By, forecast, open_rows
from contactdesk.store.deal_rows import DealRow

TODAY = date(2026, 11, 24)
RATES = Rates([
    ExchangeRate(currency="SEK", base="EUR", rate="0.0886", valid_on="2026-11-01"),
    ExchangeRate(currency="EUR", base="PLN", rate="4.25", valid_on="2026-11-20"),
])  # fmt: skip
WORTH = {"": Fraction(1), "EUR": Fraction(1), "SEK": Fraction("0.0886")}
WORTH["PLN"] = 1 / Fraction("4.25")
PIPELINE = replace(deals.usual_pipeline("EUR"), id="p")


def row(amount: str, currency: str, chance: int, stage: int, day: str, owner: str) -> DealRow:
    deal = Deal(amount=amount, currency=currency, stage=stage, expected_on=day, owner=owner)
    return DealRow(deal, chance)


ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(["", "0", "12.50", "1000000", "0.01", "-40", "odd"]),
        st.sampled_from(["", "EUR", "SEK", "PLN", "CHF", "USD"]),
        st.integers(0, 100),
        st.integers(1, 6),
        st.sampled_from(["", "2026-10-01", "2026-11-24", "2026-11-30", "2027-01-05", "soon"]),
        st.sampled_from(["", "ewa", "marta"]),
    ),
    max_size=40,
)


@given(ROWS, st.sampled_from(BY))
def test_the_lines_make_what_the_open_deals_make(rows: list[DealRow], by: By) -> None:
    found = forecast(rows, by, PIPELINE, RATES, TODAY)
    listed = open_rows(rows, PIPELINE)
    assert sum(line.total.deals for line in found.lines) == found.all.total.deals == len(listed)
    plain = [(decimal_of(r.deal.amount) or Decimal(), r) for r in listed]
    counted = [(a, r) for a, r in plain if r.deal.currency in WORTH]
    amount = sum((Fraction(a) * WORTH[r.deal.currency] for a, r in counted), Fraction())
    weighted = sum(
        (Fraction(a) * r.chance / 100 * WORTH[r.deal.currency] for a, r in counted), Fraction()
    )
    for total in ([line.total for line in found.lines], [found.all.total]):
        assert float(sum(t.amount for t in total)) == pytest.approx(float(amount), abs=1e-9)
        assert float(sum(t.weighted for t in total)) == pytest.approx(float(weighted), abs=1e-9)
        missing: dict[str, Decimal] = {}
        for currency, left in (pair for t in total for pair in t.missing):
            missing[currency] = missing.get(currency, Decimal()) + left
        without = [(a, r.deal.currency) for a, r in plain if a and r.deal.currency not in WORTH]
        assert missing == {
            c: sum((a for a, other in without if other == c), Decimal()) for _a, c in without
        }


def test_months_come_in_their_order_with_what_is_late_first_and_without_a_date_last() -> None:
    days = ("2027-01-05", "", "2026-11-30", "2026-10-01")
    rows = [row("10", "EUR", 50, 1, day, "ewa") for day in days]
    lines = forecast(rows, "month", PIPELINE, RATES, TODAY).lines
    assert [line.key for line in lines] == [LATE, "2026-11-01", "2027-01-01", ""]


def test_what_is_decided_is_no_forecast() -> None:
    rows = [row("10", "EUR", 100, 5, "", ""), row("7", "SEK", 10, 1, "", "")]
    found = forecast(rows, "currency", PIPELINE, RATES, TODAY)
    assert [(line.key, line.parts) for line in found.lines] == [("SEK", (("SEK", Decimal(7)),))]
