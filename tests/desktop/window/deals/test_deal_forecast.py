"""The forecast, and the rates that are entered beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.deals.conftest import Keys, deal_of, page_of, read, toast, write

from contactdesk.desktop.deal_rates import DealRates
from contactdesk.settings import load_settings


def lines(office: Any) -> list[str]:
    """The lines as a screen reader says them, without the heads."""
    model = page_of(office).forecast.list.lines
    role = Qt.ItemDataRole.AccessibleTextRole
    return [
        model.index(at).data(role).replace("\N{NO-BREAK SPACE}", " ")
        for at in range(1, model.rowCount())
    ]


def at_forecast(office: Any) -> None:
    page = page_of(office)
    page.show_as("forecast")
    office.until(page.forecast.isVisible)


def enter_rate(office: Any, typed: str) -> DealRates:
    page = page_of(office)
    QTest.mouseClick(page.forecast.enter, Qt.MouseButton.LeftButton)
    office.until(lambda: page.side.isVisible() and isinstance(page.side.currentWidget(), DealRates))
    panel = page.side.currentWidget()
    assert isinstance(panel, DealRates)
    assert panel.currency.currentData() == "SEK"
    QTest.keyClicks(panel.rate, typed)
    QTest.keyClick(panel.rate, Keys.Key_Return)
    return panel


def test_what_is_open_is_told_by_month_by_owner_and_by_currency(office: Any) -> None:
    deal = deal_of(office, "Pallets")
    write(office, lambda tx: tx.deals.save(replace(deal, expected_on="2026-11-30"), base=deal))
    at_forecast(office)
    office.until(lambda: len(lines(office)) == 3)
    assert lines(office) == [
        "November 2026, 1 deal, €11,200, total €11,200, weighted €7,840",
        "No date, 2 deals, €6,400 + SEK 22,000, total ≈ €6,400, weighted ≈ €640, "
        "without SEK 22,000: there is no rate",
        "Together, 3 deals, €17,600 + SEK 22,000, total ≈ €17,600, weighted ≈ €8,480, "
        "without SEK 22,000: there is no rate",
    ]
    by = page_of(office).forecast.by
    QTest.keyClick(by, Keys.Key_Right)
    QTest.keyClick(by, Keys.Key_Right)
    assert [line.split(",")[0] for line in lines(office)] == ["EUR", "SEK", "Together"]
    office.until(lambda: load_settings().pipeline_view == "forecast")


def test_a_missing_rate_is_entered_where_it_is_missed_and_undone(office: Any) -> None:
    at_forecast(office)
    forecast = page_of(office).forecast
    assert "SEK" in forecast.missing_words.text()
    panel = enter_rate(office, "0,1")
    office.until(lambda: not forecast.missing.isVisible())
    assert lines(office)[-1].endswith("total ≈ €19,800, weighted ≈ €8,700")
    office.until(lambda: len(panel.known) == 1)
    assert panel.known[0].valid_on == "2026-11-24"
    assert toast(office) == "Rate: 1 SEK = 0.10 EUR (24 Nov)"
    office.desk.undo()
    office.until(forecast.missing.isVisible)
    office.until(lambda: panel.known == [])
    QTest.keyClick(panel, Keys.Key_Escape)
    assert not page_of(office).side.isVisible()
    assert forecast.has_keyboard()


def test_a_rate_of_the_same_day_is_corrected_and_one_can_be_deleted(office: Any) -> None:
    at_forecast(office)
    panel = enter_rate(office, "0.1")
    office.until(lambda: len(panel.known) == 1)
    QTest.keyClicks(panel.rate, "0.2")
    QTest.keyClick(panel.rate, Keys.Key_Return)
    office.until(lambda: panel.known[0].rate == "0.2")
    assert len(read(office, lambda tx: tx.rates.all())) == 1
    panel.delete_wanted.emit(panel.known[0])
    office.until(lambda: read(office, lambda tx: tx.rates.all()) == [])


def test_what_is_no_rate_is_said_at_the_field(office: Any) -> None:
    at_forecast(office)
    panel = enter_rate(office, "none")
    assert panel.rate.message == "A rate is a number over 0, like 0.0886."
    assert read(office, lambda tx: tx.rates.all()) == []
