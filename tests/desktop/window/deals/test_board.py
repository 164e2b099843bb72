"""The board: seen, walked, moved by keyboard and by pointer, undone, and shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from tests.desktop.window.conftest import Opened
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
    with_follow_up,
    write,
)

from contactdesk.desktop.card_deals import DealsSection
from contactdesk.desktop.deal_cards import deal_data
from contactdesk.desktop.sidebar_model import PIPELINE
from contactdesk.desktop.step_words import lines_of_record, name_of
from contactdesk.model.deal import ExchangeRate

START = ["Lead: Labels, Cold audit", "Negotiation: Pallets"]


def test_the_page_comes_by_its_key_and_stands_in_the_sidebar(office: Any) -> None:
    window = office.window
    assert window.actions_.pipeline.shortcut().toString() == "Ctrl+5"
    assert told(office) == START
    office.until(lambda: window.sidebar.model.row_of_page(PIPELINE) >= 0)
    QTest.keyClick(choose(office, "Labels"), Keys.Key_Escape)
    assert not window.verbs.deals.is_shown()
    window.sidebar.page_wanted.emit(PIPELINE)
    office.until(window.verbs.deals.is_shown)


def test_a_book_without_deals_says_how_one_begins(opened: Callable[..., Any]) -> None:
    made = opened()
    made.until(lambda: made.desk.facts is not None)
    assert made.window.sidebar.model.row_of_page(PIPELINE) < 0
    made.window.actions_.pipeline.trigger()
    page = page_of(made)
    made.until(page.empty.isVisible)
    QTest.mouseClick(page.first, Qt.MouseButton.LeftButton)
    made.until(page.side.isVisible)


def test_totals_tell_of_currencies_without_a_rate_and_of_the_rate_used(office: Any) -> None:
    page = page_of(office)
    lead = page.board.columns[0]
    assert page.count.text().startswith("3 open deals · ≈ €17,600 · weighted ≈ €8,480")
    assert "SEK" in lead.toolTip()
    assert "no rate" in lead.toolTip()
    rate = ExchangeRate(currency="SEK", base="EUR", rate="0.1", valid_on="2026-11-20")
    write(office, lambda tx: tx.rates.add(rate))
    office.until(lambda: "€19,800" in page.count.text())
    assert lead.toolTip() == "1 SEK = 0.10 EUR (20 Nov)"
    assert lead.spoken() == "Lead, 2 deals, ≈ €8,600, chance 10 %"


def test_cards_say_what_is_wrong_with_a_deal(office: Any) -> None:
    spoken = [
        c.list.cards.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        for c in page_of(office).board.columns
        for row in range(len(c.list.cards.rows))
    ]
    assert spoken == [
        "Labels, Vinhos, €6,400, Call · Fri 27 Nov",
        "Cold audit, Vinhos, SEK\N{NO-BREAK SPACE}22,000, 23 days in stage",
        "Pallets, Vinhos, €11,200, Call · Fri 27 Nov",
    ]  # fmt: skip

    def late(tx: Any) -> None:
        deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        tx.deals.save(replace(deal, expected_on="2026-11-20"), base=deal)
        for event in tx.events.each():
            if event.deal != deal.id:
                tx.events.delete([event.number])

    write(office, late)
    lead, deal = page_of(office).board.columns[0].list, page_of(office).board.columns[3].list
    role = Qt.ItemDataRole.AccessibleTextRole
    office.until(lambda: "Was to close" in str(deal.cards.index(0).data(role)))
    office.until(lambda: "No next step" in str(lead.cards.index(0).data(role)))


def test_arrows_walk_from_column_to_column(office: Any) -> None:
    lead = choose(office, "Labels")
    QTest.keyClick(lead, Keys.Key_Down)
    assert lead.current().deal.title == "Cold audit"
    QTest.keyClick(lead, Keys.Key_Right)
    there = page_of(office).board.columns[3].list
    assert there.hasFocus()
    assert there.current().deal.title == "Pallets"
    QTest.keyClick(there, Keys.Key_Left)
    assert lead.hasFocus()


def test_tab_goes_from_the_head_to_the_deals(office: Any) -> None:
    page = page_of(office)
    for kind in ("board", "table", "forecast"):
        page.show_as(kind)
        page.back.setFocus()
        QTest.keyClick(page.back, Keys.Key_Tab)
        assert page.front.has_keyboard()


def test_ctrl_and_an_arrow_moves_with_undo(office: Any) -> None:
    with_follow_up(office, 2, "Send the offer")
    lead = choose(office, "Labels")
    QTest.keyClick(lead, Keys.Key_Right, Ctrl)
    moved = ["Lead: Cold audit", "Contacted: Labels", "Negotiation: Pallets"]
    assert told(office) == moved  # before the book has answered
    office.until(lambda: toast(office) == "Labels is in Contacted now · 1 task follows")
    assert page_of(office).board.columns[1].list.hasFocus()
    deal = deal_of(office, "Labels")
    assert (deal.stage, deal.stage_since) == (2, "2026-11-24")
    tasks = [row.event.summary for row in read(office, lambda tx: tx.tasks.open())]
    assert "Send the offer" in tasks
    office.undo()
    office.until(lambda: told(office) == START)
    tasks = [row.event.summary for row in read(office, lambda tx: tx.tasks.open())]
    assert "Send the offer" not in tasks


def test_right_to_left_the_key_follows_the_eye(office: Any) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        QTest.keyClick(choose(office, "Pallets"), Keys.Key_Right, Ctrl)
        office.until(lambda: "Proposal: Pallets" in told(office))
    finally:
        app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def drop(column: Any, data: Any) -> None:
    place, buttons = QPointF(20, 200), Qt.MouseButton.LeftButton
    none, actions = Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    enter = QDragEnterEvent(QPoint(20, 200), actions, data, buttons, none)
    QApplication.sendEvent(column, enter)
    assert column.hint.isVisible() != column.is_folded
    QApplication.sendEvent(column, QDropEvent(place, actions, data, buttons, none))


def test_a_drop_on_lost_asks_why_and_an_answer_is_kept(office: Any) -> None:
    page = page_of(office)
    row = choose(office, "Pallets").current()
    lost = page.board.columns[5]
    assert lost.is_folded
    drop(lost, deal_data(row))
    office.until(lambda: toast(office) == "Lost: Pallets – why?")
    assert [b.text() for b in office.window.toast.choices] == ["Price", "Timing", "Other…"]
    office.window.toast.choices[0].click()
    office.until(lambda: toast(office) == "Lost: Pallets · Price")
    deal = deal_of(office, "Pallets")
    assert (deal.lost_reason, deal.closed_on) == ("Price", "2026-11-24")
    office.undo()
    office.until(lambda: deal_of(office, "Pallets").lost_reason == "")
    office.undo()
    office.until(lambda: told(office) == START)


def test_a_drop_on_won_says_so_before_and_after(office: Any) -> None:
    row = choose(office, "Labels").current()
    won = page_of(office).board.columns[4]
    drop(won, deal_data(row))
    assert won.hint.words == "Drop to mark as won"
    office.until(lambda: toast(office) == "Won: Labels")
    assert not won.hint.isVisible()


def test_a_deleted_deal_comes_back_by_the_toast(office: Any) -> None:
    QTest.keyClick(choose(office, "Labels"), Keys.Key_Delete)
    office.until(lambda: toast(office) == "Deleted Labels")
    office.until(lambda: told(office) == ["Lead: Cold audit", "Negotiation: Pallets"])
    office.undo()
    office.until(lambda: told(office) == START)


def test_a_move_shows_in_another_window_on_the_same_file(office: Any, tmp_path: Any) -> None:
    other = Opened(office.qtbot, tmp_path / "office.cdk")
    try:
        other.until(lambda: len(other.names()) == 2)
        other.window.actions_.pipeline.trigger()
        other.until(lambda: told(other) == START)
        QTest.keyClick(choose(office, "Labels"), Keys.Key_Right, Ctrl)
        other.until(lambda: "Contacted: Labels" in told(other))
    finally:
        other.close()


def test_the_menu_moves_and_goes_to_whom_it_is_with(office: Any) -> None:
    row = choose(office, "Labels").current()
    flow = office.window.verbs.deals.flow
    actions = {a.text(): a for a in flow.menu(row).actions() if a.text()}
    assert "Move to Won" in actions
    assert "Move to Lead" not in actions
    actions["Go to Vinhos"].trigger()
    office.until(lambda: not office.window.verbs.deals.is_shown())
    office.until(lambda: office.window.chosen_numbers() == [2])


def test_whose_deals_and_since_when(office: Any) -> None:
    page = page_of(office)

    def give(tx: Any) -> None:
        deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        tx.deals.save(replace(deal, owner="", stage=5, closed_on="2026-01-10"), base=deal)

    write(office, give)
    office.until(lambda: told(office) == ["Lead: Labels, Cold audit"])  # of another quarter
    page.period.choose("year")
    page.period.activated.emit(page.period.currentIndex())
    assert told(office) == ["Lead: Labels, Cold audit", "Won: Pallets"]
    assert page.owner.isVisible()
    page.owner.choose(page.found.me)
    page.owner.activated.emit(page.owner.currentIndex())
    assert told(office) == ["Lead: Labels, Cold audit"]


def test_a_deal_stands_on_the_card_and_in_the_palette_and_is_opened_from_there(
    office: Any,
) -> None:
    window = office.window
    window.verbs.deals.leave()
    office.choose("Vinhos")
    office.until(lambda: window.detail.card is not None and window.detail.card.view.deals)
    office.until(lambda: window.detail.card.findChildren(DealsSection))
    (section,) = window.detail.card.findChildren(DealsSection)
    rows = section.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    named = [row for row in rows if row.accessibleName().startswith("Pallets, Negotiation")]
    QTest.keyClick(named[0], Keys.Key_Return)
    panel_of(office, "Pallets")
    window.actions_.find_anything.trigger()
    palette = window.palette_
    office.until(palette.isVisible)
    QTest.keyClicks(palette.field, "cold")
    office.until(lambda: "Cold audit" in [e.title for e in palette.entries])
    entry = next(e for e in palette.entries if e.title == "Cold audit")
    assert (entry.section, entry.detail) == ("Deals", "SEK\N{NO-BREAK SPACE}22,000")
    entry.run()
    panel_of(office, "Cold audit")


def test_the_history_of_the_book_tells_of_a_move(office: Any) -> None:
    QTest.keyClick(choose(office, "Labels"), Keys.Key_Right, Ctrl)
    office.until(lambda: toast(office) == "Labels is in Contacted now")
    found = read(office, lambda tx: tx.book_history.page())
    step = found.steps[0]
    assert step.label == "Move Labels to Contacted"
    touched = read(office, lambda tx: tx.book_history.touched(step.id))
    names = {name_of(each): [line.label for line in lines_of_record(each)] for each in touched}
    assert list(names) == ["Deal"]
    assert "Stage" in names["Deal"]


def test_a_book_that_may_only_be_read_moves_and_edits_nothing(office: Any) -> None:
    why = "Only to read."
    only_read(office, why)
    page = page_of(office)
    page.read()
    office.until(lambda: page.add.toolTip() == why)
    assert not page.add.isEnabled()
    lead = choose(office, "Labels")
    QTest.keyClick(lead, Keys.Key_Right, Ctrl)
    QTest.keyClick(lead, Keys.Key_Delete)
    assert told(office) == START
    QTest.keyClick(lead, Keys.Key_Return)
    panel = panel_of(office, "Labels")
    assert not panel.win.isEnabled()
    QTest.keyClick(panel.amount, Keys.Key_F2)
    assert not panel.amount.is_edited()
    assert deal_of(office, "Labels").revision == 1
