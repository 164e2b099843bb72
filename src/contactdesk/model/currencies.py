"""Which currency a country pays in."""

from __future__ import annotations

EURO = "EUR"


def currency_of(region: str) -> str:
    """The currency of a country (its ISO 3166 code); the euro where there is none."""
    import icu

    if not region:
        return EURO
    try:
        found = icu.NumberFormat.createCurrencyInstance(icu.Locale("en", region)).getCurrency()
    except icu.ICUError:
        return EURO
    return str(found) if found and str(found) != "XXX" else EURO
