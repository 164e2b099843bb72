"""The table of deals: walked, edited, sorted, ticked, undone, kept, and the same as the board."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.desktop.window.deals.conftest import (
    Ctrl,
    Keys,
    choose,
    deal_of,
    only_read,
    page_of,
    panel_of,
    read,
    toast,
    told,
    write,
)

from contactdesk.desktop.deal_table import DealTable
from contactdesk.model.deal import ExchangeRate
from contactdesk.settings import load_settings, settings_file


def table_of(office: Any) -> DealTable:
    """The page as a table, one deal chosen."""
    page = page_of(office)
    choose(office, "Labels")
    page.show_as("table")
    office.until(page.table.isVisible)
    return page.table


def titles(table: DealTable) -> list[str]:
    return [row.deal.title for row in table.rows.deals]


def stand(table: DealTable, title: str, column: str) -> None:
    at = 1 + table.rows.columns.index(column)
    table.grid.go_to(titles(table).index(title), at)
    table.grid.take_keyboard()


def type_in(office: Any, text: str) -> None:
    field = office.window.verbs.deals.flow.table.field
    QTest.keyClick(page_of(office).table.grid, Keys.Key_F2)
    office.until(field.isVisible)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Keys.Key_Return)


def test_the_table_shows_the_boards_deals_and_is_there_the_next_time(office: Any) -> None:
    table = table_of(office)
    assert titles(table) == ["Labels", "Cold audit", "Pallets"]
    assert table.has_keyboard()
    assert not page_of(office).board.isVisible()
    office.until(lambda: settings_file().exists())
    office.until(lambda: load_settings().pipeline_view == "table")
    page_of(office).show_as("board")
    assert told(office) == ["Lead: Labels, Cold audit", "Negotiation: Pallets"]


def test_cells_are_typed_into_and_undone(office: Any) -> None:
    table = table_of(office)
    stand(table, "Labels", "amount")
    type_in(office, "7,500.50")
    office.until(lambda: deal_of(office, "Labels").amount == "7500.5")
    office.until(lambda: "€7,500.50" in table.rows.cell_at(0, 5).words)
    stand(table, "Labels", "expected_on")
    type_in(office, "30 Nov")
    office.until(lambda: deal_of(office, "Labels").expected_on == "2026-11-30")
    office.desk.undo()
    office.until(lambda: deal_of(office, "Labels").expected_on == "")
    assert deal_of(office, "Labels").amount == "7500.5"


def test_what_does_not_fit_stays_in_the_field_with_a_sentence(office: Any) -> None:
    table = table_of(office)
    stand(table, "Labels", "chance")
    type_in(office, "200")
    field = office.window.verbs.deals.flow.table.field
    assert field.isVisible()
    assert "0 to 100" in field.message
    QTest.keyClick(field, Keys.Key_Escape)
    assert table.has_keyboard()
    assert deal_of(office, "Labels").chance is None
    stand(table, "Labels", "next")
    QTest.keyClick(table.grid, Keys.Key_F2)
    assert "Next step is not typed here" in toast(office)


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)  # popups off screen
def test_a_stage_is_chosen_from_a_menu_and_moved_to_by_ctrl_and_arrow(office: Any) -> None:
    table = table_of(office)
    stand(table, "Labels", "stage")
    QTest.keyClick(table.grid, Keys.Key_F2)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Keys.Key_Down)
    QTest.keyClick(menu, Keys.Key_Return)
    office.until(lambda: deal_of(office, "Labels").stage == 2)
    QTest.keyClick(table.grid, Keys.Key_Right, Ctrl)
    office.until(lambda: deal_of(office, "Labels").stage == 3)
    office.desk.undo()
    office.until(lambda: deal_of(office, "Labels").stage == 2)


def test_totals_follow_the_ticks_and_tell_currencies_apart(office: Any) -> None:
    table = table_of(office)
    assert table.many.text() == "3 deals"
    assert table.parts.text() == "€17,600 + SEK\N{NO-BREAK SPACE}22,000"
    assert table.total.text() == "≈ €17,600"
    assert "SEK\N{NO-BREAK SPACE}22,000" in table.missing.text()
    stand(table, "Labels", "title")
    QTest.keyClick(table.grid, Keys.Key_Space)
    assert (table.many.text(), table.total.text()) == ("1 deal", "€6,400")
    assert table.weighted.text() == "€640"
    assert not table.missing.isVisible()
    rate = ExchangeRate(currency="SEK", base="EUR", rate="0.1", valid_on="2026-11-20")
    write(office, lambda tx: tx.rates.add(rate))
    QTest.keyClick(table.grid, Keys.Key_Space)
    office.until(lambda: table.total.text() == "≈ €19,800")
    assert table.total.toolTip() == "1 SEK = 0.10 EUR (20 Nov)"


def test_a_total_is_told_to_the_cent(office: Any) -> None:
    table = table_of(office)
    stand(table, "Labels", "title")
    QTest.keyClick(table.grid, Keys.Key_Space)
    deal = deal_of(office, "Labels")
    write(office, lambda tx: tx.deals.save(replace(deal, amount="6400.50"), base=deal))
    office.until(lambda: table.total.text() == "€6,400.50")
    assert table.weighted.text() == "€640.05"


def test_those_ticked_are_given_away_and_moved_together(office: Any) -> None:
    table, flow = table_of(office), office.window.verbs.deals.flow.table
    table.rows.tick([1, 2], True)
    (nobody,) = [a for a in flow.owners_menu().actions() if a.text() == "Nobody"]
    nobody.trigger()
    office.until(lambda: deal_of(office, "Cold audit").owner == "")
    (proposal,) = [a for a in flow.stages_menu().actions() if a.text() == "Proposal"]
    proposal.trigger()
    office.until(lambda: deal_of(office, "Cold audit").stage == 3)
    assert deal_of(office, "Labels").stage == 3
    office.until(lambda: toast(office) == "Changed 2 deals")
    office.desk.undo()
    office.until(lambda: {d.stage for d in read(office, lambda tx: tx.deals.all())} == {1, 4})


def test_columns_and_order_are_chosen_by_keyboard_and_kept(office: Any) -> None:
    table, flow = table_of(office), office.window.verbs.deals.flow.table
    (source,) = [a for a in flow.columns_menu().actions() if a.text() == "Source"]
    source.trigger()
    assert table.rows.columns[-1] == "source"
    flow.sort("amount")
    flow.sort("amount")
    assert titles(table) == ["Pallets", "Labels", "Cold audit"]
    assert table.grid.head.sort_column == "amount"
    office.until(lambda: load_settings().deal_table.get("sorted_by") == "amount")
    assert "source" in load_settings().deal_table["columns"]


def test_enter_opens_the_panel_and_arrows_go_on_to_the_next_deal(office: Any) -> None:
    table = table_of(office)
    stand(table, "Labels", "title")
    QTest.keyClick(table.grid, Keys.Key_Return)
    panel = panel_of(office, "Labels")
    table.grid.take_keyboard()
    QTest.keyClick(table.grid, Keys.Key_Down)
    panel_of(office, "Cold audit")
    QTest.keyClick(panel, Keys.Key_Escape)
    assert table.has_keyboard()


def test_a_colleagues_change_arrives_and_one_stays_where_one_was(office: Any) -> None:
    table = table_of(office)
    stand(table, "Pallets", "stage")
    deal = deal_of(office, "Labels")
    write(office, lambda tx: tx.deals.delete([deal.number]))
    office.until(lambda: titles(table) == ["Cold audit", "Pallets"])
    here = table.here()
    assert here is not None
    assert here.deal.title == "Pallets"


def test_the_table_goes_into_a_file_and_says_so(office: Any, tmp_path: Path) -> None:
    table = table_of(office)
    table.rows.tick([2], True)
    office.window.verbs.deals.flow.table.write_table(str(tmp_path / "deals.csv"))
    office.until(lambda: "Saved" in toast(office))
    text = (tmp_path / "deals.csv").read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("Deal,Organisation,Contact,Stage,Value,Currency")
    assert "Cold audit,Vinhos,Nuno Duarte,Lead,22000,SEK" in text
    assert "Labels" not in text
    assert "Saved deals.csv" in toast(office)


def test_delete_moves_to_the_bin(office: Any) -> None:
    table = table_of(office)
    stand(table, "Labels", "title")
    QTest.keyClick(table.grid, Qt.Key.Key_Delete)
    office.until(lambda: titles(table) == ["Cold audit", "Pallets"])
    office.desk.undo()
    office.until(lambda: "Labels" in titles(table))


def test_a_book_that_may_only_be_read_says_why_and_changes_nothing(office: Any) -> None:
    why = "This book may only be read."
    only_read(office, why)
    table = table_of(office)
    page_of(office).read()
    office.until(lambda: table.read_only)
    table.rows.tick([1, 2], True)
    assert not table.move_to.isEnabled()
    assert table.move_to.toolTip() == why
    stand(table, "Labels", "amount")
    QTest.keyClick(table.grid, Keys.Key_F2)
    assert toast(office) == why
    QTest.keyClick(table.grid, Keys.Key_Right, Ctrl)
    QTest.keyClick(table.grid, Keys.Key_Delete)
    flow = office.window.verbs.deals.flow
    assert not any(a.isEnabled() for a in flow.table.stages_menu().actions())
    flow.pipelines.edit()
    office.until(page_of(office).side.isVisible)
    editor = page_of(office).side.currentWidget()
    assert not editor.save.isEnabled()
    assert editor.save.toolTip() == why
    flow.rates().open()
    office.until(lambda: page_of(office).side.currentWidget() is flow.rates().panel)
    assert not flow.rates().panel.save.isEnabled()
    assert deal_of(office, "Labels").stage == 1


def test_a_table_that_cannot_be_written_is_told(office: Any, tmp_path: Path) -> None:
    table_of(office)
    told_of: list[str] = []
    office.desk.failed.connect(lambda error: told_of.append(error.message))
    office.window.verbs.deals.flow.table.write_table(str(tmp_path / "nowhere" / "deals.csv"))
    office.until(lambda: told_of)
    assert "could not be written" in told_of[0]
