"""What hangs on a deal: competitors at their own card, documents on the panel, two windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from tests.desktop.window.deals.conftest import (
    Ctrl,
    Keys,
    choose,
    deal_of,
    page_of,
    panel_of,
    read,
    told,
    write,
)

from contactdesk.desktop.card_deals import DealsSection
from contactdesk.model.deal import Competitor


def test_a_competitor_shows_what_was_won_and_lost_against_it(office: Any) -> None:
    deals = [deal_of(office, title) for title in ("Labels", "Cold audit", "Pallets")]
    vinhos = deals[0].organisation
    rival = (Competitor(organisation=vinhos, note="price"),)

    def fill(tx: Any) -> None:
        for deal, stage in zip(deals, (5, 6, 4), strict=True):
            other = replace(deal, organisation="", people=(), competitors=rival, stage=stage)
            tx.deals.save(replace(other, closed_on="2026-11-20" if stage > 4 else ""), base=deal)

    write(office, fill)
    window = office.window
    window.verbs.deals.leave()
    office.choose("Vinhos")
    office.until(lambda: window.detail.card is not None and window.detail.card.view.deals)
    office.until(lambda: window.detail.card.findChildren(DealsSection))
    (section,) = window.detail.card.findChildren(DealsSection)
    assert section.rivals.text() == "As a competitor: 1 won by us, 1 lost by us, 1 open"
    rows = section.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    lost = [r for r in rows if r.accessibleName().startswith("Cold audit, Lost")]
    assert lost[0].accessibleName().endswith("price")
    QTest.keyClick(lost[0], Keys.Key_Return)
    panel_of(office, "Cold audit")


def test_a_document_added_on_the_panel_is_the_deals_and_its_organisations(
    office: Any, tmp_path: Path
) -> None:
    file = tmp_path / "Offer.pdf"
    file.write_bytes(b"%PDF-1.4 offer")
    page, documents = page_of(office), office.window.verbs.documents
    office.window.verbs.deals.open(deal_of(office, "Labels").id)
    panel_of(office, "Labels")
    section = page.side.currentWidget().documents.itemAt(0).widget()
    office.until(section.isVisible)
    assert section.rows == []
    documents.flow.add([str(file)], section._whose)  # what the dialog of files would answer
    office.until(lambda: [r.row.document.name for r in section.rows] == ["Offer.pdf"])
    deal = deal_of(office, "Labels")
    (document,) = read(office, lambda tx: tx.documents.newest())
    assert document.about == (deal.id,)
    assert read(office, lambda tx: tx.documents.of_contact(2)) == [document]
    office.desk.undo()
    office.until(lambda: section.rows == [])


def test_a_deal_moved_in_one_window_moves_in_the_other(
    office: Any, opened: Callable[..., Any]
) -> None:
    second = opened()
    second.until(lambda: len(second.names()) == 2)
    second.window.actions_.pipeline.trigger()
    second.until(lambda: "Labels" in " ".join(told(second)))
    QTest.keyClick(choose(second, "Labels"), Keys.Key_Right, Ctrl)
    office.until(lambda: "Contacted: Labels" in told(office))
    page_of(second).show_as("table")
    cells = page_of(second).table
    QTest.keyClick(choose(office, "Labels"), Keys.Key_Right, Ctrl)
    uuid = deal_of(office, "Labels").id
    second.until(lambda: cells.rows.cell_at(cells.rows.row_of_id(uuid), 4).words == "Proposal")


def test_a_deal_with_a_person_takes_a_few_keys(office: Any) -> None:
    """The shortcut, a title, an amount, Enter: whom it is with is known already."""
    window = office.window
    window.verbs.deals.leave()
    office.choose("Nuno Duarte")
    QTest.keyClick(window, Keys.Key_D, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    page = page_of(office)
    office.until(page.side.isVisible)
    form = page.side.currentWidget()
    office.until(lambda: window.focusWidget() is form.title)
    QTest.keyClicks(form.title, "Port wine cartons")
    QTest.keyClicks(form.amount, "9250")
    QTest.keyClick(form.amount, Keys.Key_Return)
    office.until(lambda: deal_of(office, "Port wine cartons").amount == "9250")
    made = deal_of(office, "Port wine cartons")
    assert made.people == deal_of(office, "Labels").people
    assert choose(office, "Port wine cartons")
