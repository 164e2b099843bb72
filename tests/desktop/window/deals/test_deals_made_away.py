"""What is begun while the book is away: new deals, next steps, and any deal looked at."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.deals.conftest import Keys, choose, page_of, panel_of, told
from tests.desktop.window.deals.test_deals_away import at_the_board, comes_back, without_book
from tests.desktop.window.test_away import Share, share

__all__ = ["at_the_board", "share"]  # fixtures


@pytest.fixture
def away_at_pallets(share: Share, at_the_board: Any) -> Any:
    """The panel of "Pallets", which was not looked at before the book went."""
    opened = at_the_board
    without_book(share, opened)
    QTest.keyClick(choose(opened, "Pallets"), Keys.Key_Return)
    opened.panel = panel_of(opened, "Pallets")
    return opened


def steps(share: Share) -> list[tuple[str, str, bool]]:
    """What belongs to deals: of which, what it is about, and whether it is done."""

    def ask(tx: Any) -> list[tuple[str, str, bool]]:
        titles = {deal.id: deal.title for deal in tx.deals.all()}
        return sorted(
            (titles[e.deal], e.summary, bool(e.completed_at)) for e in tx.events.each() if e.deal
        )

    found: list[tuple[str, str, bool]] = share.by_a_colleague(ask)
    return found


def test_a_deal_that_was_not_looked_at_is_shown_as_its_card_says(away_at_pallets: Any) -> None:
    panel = away_at_pallets.panel
    assert panel.amount.shown() == "€11,200"
    assert panel.next.title.full_text() == "Next step: Call"


def test_a_note_that_waits_stands_among_what_happened(away_at_pallets: Any) -> None:
    opened, panel = away_at_pallets, away_at_pallets.panel
    panel.note_written.emit("Asked for ten more")
    opened.until(lambda: panel.timeline.rows.rows)
    assert "Asked for ten more" in panel.timeline.rows.rows[0].text
    opened.undo()
    opened.until(lambda: not panel.timeline.rows.rows)


def test_the_next_step_is_done_and_another_one_planned(share: Share, at_the_board: Any) -> None:
    opened = at_the_board
    QTest.keyClick(choose(opened, "Pallets"), Keys.Key_Return)
    panel = panel_of(opened, "Pallets")
    without_book(share, opened)
    panel.next.done.click()
    opened.until(lambda: panel.next.step is None)
    panel.next.ways[2].click()
    opened.until(lambda: panel.next.step is not None)
    assert panel.next.title.full_text() == "Next step: Pallets"
    panel.next.done.click()
    opened.until(lambda: panel.next.step is None)
    panel.next.ways[1].click()
    opened.until(lambda: panel.next.title.full_text() == "Next step: Meeting")
    assert len(opened.desk.outbox.waiting) == 4
    comes_back(share, opened)
    assert steps(share) == [
        ("Labels", "Call", False), ("Pallets", "Call", True), ("Pallets", "Meeting", False),
        ("Pallets", "Pallets", True),
    ]  # fmt: skip
    opened.until(lambda: panel.next.step is not None and panel.next.step.number)


def test_a_new_deal_waits_and_can_be_gone_on_with(share: Share, at_the_board: Any) -> None:
    opened = at_the_board
    without_book(share, opened)
    opened.window.verbs.deals.plan()
    flow = opened.window.verbs.deals.flow
    opened.until(lambda: flow.form is not None and flow.form.isVisible())
    form, found = flow.form, list[Any]()
    form.title.setText("Crates")
    form.amount.setText("900")
    flow.ask_people("kow", found.extend)
    opened.until(lambda: found)
    form.people.wanted.emit(found[0])
    QTest.keyClick(form.title, Keys.Key_Return)
    opened.until(lambda: "Crates" in " ".join(told(opened)))
    row = next(r for r in page_of(opened).found.rows if r.deal.title == "Crates")
    assert row.waits
    assert [each.name for each in row.people] == ["Jan Kowal"]
    QTest.keyClick(choose(opened, "Crates"), Keys.Key_Right, Qt.KeyboardModifier.ControlModifier)
    opened.until(lambda: len(opened.desk.outbox.waiting) == 2)
    comes_back(share, opened)
    made = share.by_a_colleague(lambda tx: next(d for d in tx.deals.all() if d.title == "Crates"))
    assert (made.amount, made.stage, len(made.people)) == ("900", 2, 1)
    opened.until(lambda: not any(r.waits for r in page_of(opened).found.rows))


def test_a_draft_of_before_is_there_while_the_book_is_away(share: Share, at_the_board: Any) -> None:
    opened = at_the_board
    opened.window.verbs.deals.plan()
    flow = opened.window.verbs.deals.flow
    opened.until(lambda: flow.form is not None and flow.form.isVisible())
    flow.form.title.setText("Crates")
    flow.form.edited.emit()
    opened.close()
    share.windows.remove(opened)
    again = share.open()
    again.shows("Jan Kowal", "Anna Nowak")
    again.window.actions_.pipeline.trigger()
    again.until(lambda: "Pallets" in " ".join(told(again)))
    without_book(share, again)
    again.window.verbs.deals.plan()
    assert again.window.verbs.deals.flow.form.title.text() == "Crates"


def test_what_was_typed_into_the_form_is_there_again_after_closing_it(
    share: Share, at_the_board: Any
) -> None:
    opened = at_the_board
    without_book(share, opened)
    opened.window.verbs.deals.plan()
    form = opened.window.verbs.deals.flow.form
    form.title.setText("Crates")
    form.edited.emit()
    form.closed.emit()
    opened.window.verbs.deals.plan()
    assert form.title.text() == "Crates"
