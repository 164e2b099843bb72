"""Deals while the book is away: what is typed in the panel and what is deleted wait for it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QTest
from tests.desktop.window.deals.conftest import Keys, choose, fill, page_of, panel_of, told
from tests.desktop.window.deals.test_panel import enter
from tests.desktop.window.test_away import Share, away, back, share

__all__ = ["share"]  # fixture


@pytest.fixture
def at_the_board(share: Share) -> Any:
    """A window at its pipeline, whose book is taken away."""
    share.by_a_colleague(fill)
    opened = share.open()
    opened.shows("Jan Kowal", "Anna Nowak")
    opened.window.actions_.pipeline.trigger()
    opened.until(lambda: "Pallets" in " ".join(told(opened)))
    return opened


def without_book(share: Share, opened: Any) -> None:
    share.take_away()
    away(opened)
    opened.desk.away.hangs = True


def comes_back(share: Share, opened: Any) -> None:
    share.give_back()
    back(opened)
    opened.until(lambda: not opened.desk.outbox.deeds)


def in_book(share: Share) -> list[tuple[str, str]]:
    return sorted(
        share.by_a_colleague(
            lambda tx: [(d.title, d.amount) for d in tx.deals.all() if not d.deleted_at]
        )
    )


def test_values_typed_in_the_panel_wait_and_stand_on_the_board(
    share: Share, at_the_board: Any
) -> None:
    opened = at_the_board
    QTest.keyClick(choose(opened, "Pallets"), Keys.Key_Return)
    panel = panel_of(opened, "Pallets")
    without_book(share, opened)
    enter(panel.amount, "12 500")
    enter(panel.title, "More pallets")
    opened.until(lambda: len(opened.desk.outbox.waiting) == 2)
    opened.until(lambda: "More pallets" in " ".join(told(opened)))
    assert panel.amount.shown() == "€12,500"
    row = next(r for r in page_of(opened).found.rows if r.deal.title == "More pallets")
    assert row.deal.amount == "12500"
    comes_back(share, opened)
    assert in_book(share) == [
        ("Cold audit", "22000"),
        ("Labels", "6400"),
        ("More pallets", "12500"),
    ]
    opened.until(lambda: "More pallets" in " ".join(told(opened)))


def test_what_was_deleted_goes_from_the_board_and_undo_has_it_back(
    share: Share, at_the_board: Any
) -> None:
    opened = at_the_board
    without_book(share, opened)
    QTest.keyClick(choose(opened, "Labels"), Keys.Key_Delete)
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    opened.until(lambda: "Labels" not in " ".join(told(opened)))
    QTest.keyClick(choose(opened, "Pallets"), Keys.Key_Delete)
    opened.until(lambda: len(opened.desk.outbox.waiting) == 2)
    opened.until(lambda: "Pallets" not in " ".join(told(opened)))
    opened.window.actions_.undo.trigger()
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    opened.until(lambda: "Pallets" in " ".join(told(opened)))
    comes_back(share, opened)
    assert in_book(share) == [("Cold audit", "22000"), ("Pallets", "11200")]
    opened.until(lambda: "Pallets" in " ".join(told(opened)))
    assert "Labels" not in " ".join(told(opened))


def test_a_note_on_a_deal_waits_too(share: Share, at_the_board: Any) -> None:
    opened = at_the_board
    QTest.keyClick(choose(opened, "Pallets"), Keys.Key_Return)
    panel = panel_of(opened, "Pallets")
    without_book(share, opened)
    panel.note_written.emit("Asked for ten more")
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    comes_back(share, opened)
    notes = share.by_a_colleague(
        lambda tx: [(e.description, e.deal) for e in tx.events.each() if e.component == "journal"]
    )
    assert panel.opened is not None
    assert notes == [("Asked for ten more", panel.opened.deal.id)]
