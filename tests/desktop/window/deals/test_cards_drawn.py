"""A card of the board is kept as it was drawn, and never shows what was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from tests.desktop.window.deals.conftest import Ctrl, Keys, choose, page_of, write

from contactdesk.desktop import theme as look
from contactdesk.desktop.deal_cards import CardList


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    look.apply(qapp, "light")


def seen(cards: CardList) -> QImage:
    """What the screen shows; the same as if nothing had been kept."""
    kept = cards.grab().toImage()
    cards.pictures.forget()
    assert cards.grab().toImage() == kept
    return kept


def test_a_card_shows_what_its_deal_says_now(office: Any) -> None:
    cards = choose(office, "Labels")
    before = seen(cards)

    def dearer(tx: Any) -> None:
        deal = next(d for d in tx.deals.all() if d.title == "Labels")
        tx.deals.save(replace(deal, amount="9999"), base=deal)

    write(office, dearer)
    office.until(lambda: any(row.deal.amount == "9999" for row in cards.cards.rows))
    assert seen(cards) != before


def test_the_pointer_the_choice_and_other_colours_are_seen_at_once(
    office: Any, qapp: QApplication
) -> None:
    cards = choose(office, "Labels")
    looks = [seen(cards)]
    at = cards.currentIndex().row()
    QTest.keyClick(cards, Keys.Key_Up if at else Keys.Key_Down)
    assert cards.currentIndex().row() != at
    looks.append(seen(cards))
    QTest.mouseMove(cards.viewport(), cards.visualRect(cards.cards.index(at)).center())
    office.until(lambda: cards.painter_of_rows.over_row == at)
    looks.append(seen(cards))
    look.apply(qapp, "dark")
    looks.append(seen(cards))
    assert [one != two for one, two in pairwise(looks)] == [True] * 3


def test_a_card_that_moves_is_drawn_in_both_columns_before_the_book_is_asked(office: Any) -> None:
    page = page_of(office)
    cards = choose(office, "Labels")
    beside = page.board.columns[1].list
    before = seen(cards), seen(beside)
    QTest.keyClick(cards, Keys.Key_Right, Ctrl)
    shown = [row.deal.title for row in beside.cards.rows]
    assert shown == ["Labels"]
    assert (seen(cards), seen(beside)) != before


def test_only_as_many_cards_are_kept_as_are_to_be_seen(office: Any) -> None:
    cards = choose(office, "Labels")
    cards.grab()
    assert 0 < len(cards.pictures._kept) <= cards.pictures.most
    assert cards.pictures.most <= 5 + page_of(office).height() // cards.card.height()
