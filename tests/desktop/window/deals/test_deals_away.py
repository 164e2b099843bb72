"""Deals while the book is away: what is typed in the panel and what is deleted wait for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtTest import QTest
from tests.desktop.window.deals.conftest import Keys, choose, fill, page_of, panel_of, told
from tests.desktop.window.deals.test_panel import enter
from tests.desktop.window.test_appointments_away import asked
from tests.desktop.window.test_away import Share, away, back, share

from contactdesk.model.deal import Competitor, Deal
from contactdesk.operations.outbox_file import read_outbox

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
    opened.undo()
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


def at_a_deal(share: Share, opened: Any) -> Any:
    """The panel of the pallets, whose book is away."""
    QTest.keyClick(choose(opened, "Pallets"), Keys.Key_Return)
    panel = panel_of(opened, "Pallets")
    without_book(share, opened)
    return panel


def pallets(share: Share) -> Deal:
    def ask(tx: Any) -> Deal:
        found: Deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        return found

    deal: Deal = share.by_a_colleague(ask)
    return deal


def take_off(panel: Any, id_: str) -> None:
    panel.people._remove(id_)


def row_of(opened: Any) -> Any:
    return next(r for r in page_of(opened).found.rows if r.deal.title == "Pallets")


def test_people_taken_off_and_added_again_wait_and_meet_those_of_a_colleague(
    share: Share, at_the_board: Any, a_contact: Any
) -> None:
    opened = at_the_board
    panel = at_a_deal(share, opened)
    firm, anna = panel.people.about()
    take_off(panel, anna)
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    opened.until(lambda: row_of(opened).people == ())
    assert panel.people.about() == (firm,)

    def add(tx: Any) -> str:
        maria = tx.contacts.add(a_contact("Maria Silva"))
        deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        tx.deals.save(replace(deal, people=(*deal.people, maria.id)), base=deal)
        found: str = maria.id
        return found

    maria = share.by_a_colleague(add)
    comes_back(share, opened)
    deal = pallets(share)
    assert (deal.organisation, deal.people) == (firm, (maria,))
    opened.until(lambda: panel.people.about() == (firm, maria))


def test_somebody_of_another_deal_is_added_and_stands_in_panel_and_on_the_board(
    share: Share, at_the_board: Any
) -> None:
    opened = at_the_board
    panel = at_a_deal(share, opened)
    _firm, anna = panel.people.about()
    take_off(panel, anna)
    offered: list[Any] = []
    opened.window.verbs.deals.flow.ask_people("nowak", offered.extend)
    opened.until(lambda: offered)
    (row,) = offered
    panel.people.wanted.emit(row)
    opened.until(lambda: len(opened.desk.outbox.waiting) == 2)
    opened.until(lambda: anna in [p.id for p in row_of(opened).people])
    opened.undo()
    opened.until(lambda: anna not in panel.people.about())
    opened.until(lambda: opened.desk.redo_label)
    opened.redo()
    opened.until(lambda: anna in panel.people.about())
    comes_back(share, opened)
    assert anna in pallets(share).people


def test_somebody_whose_name_was_read_is_added(
    share: Share, at_the_board: Any, a_contact: Any
) -> None:
    opened = at_the_board
    share.by_a_colleague(lambda tx: tx.contacts.add(a_contact("Maria Silva")))
    opened.until(lambda: "Maria Silva" in opened.names())
    panel = at_a_deal(share, opened)
    offered: list[Any] = []
    opened.window.verbs.deals.flow.ask_people("sil", offered.extend)
    opened.until(lambda: [row.name for row in offered] == ["Maria Silva"])
    panel.people.wanted.emit(offered[0])
    opened.until(lambda: "Maria Silva" in [p.name for p in row_of(opened).people])
    comes_back(share, opened)
    assert offered[0].id in pallets(share).people


def test_who_is_not_known_here_is_said_not_to_be_found(share: Share, at_the_board: Any) -> None:
    opened = at_the_board
    at_a_deal(share, opened)
    said: list[str] = []
    opened.desk.toast.connect(lambda words, _button, _do: said.append(words))
    opened.window.verbs.deals.flow.ask_people("Zo", lambda _rows: None)
    opened.until(lambda: said)
    assert said[0].startswith("The book is away, so only those can be added whose names")


def test_competitors_wait_over_a_restart_and_join_those_of_a_colleague(
    share: Share, at_the_board: Any
) -> None:
    opened = at_the_board
    panel = at_a_deal(share, opened)
    enter(panel.facts.competitor, "Paletex (price), Jan Kowal")
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)
    opened.until(lambda: len(row_of(opened).deal.competitors) == 2)
    assert panel.facts.competitor.shown() == "Paletex (price), Jan Kowal"
    opened.desk.outbox.wait()
    assert len(read_outbox(str(share.file)).deeds) == 1
    opened.window.server_away.flow.may_close = True
    opened.close()
    share.windows.remove(opened)

    def add(tx: Any) -> None:
        deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        tx.deals.save(replace(deal, competitors=(Competitor(name="Holzwerk"),)), base=deal)

    share.by_a_colleague(add)
    share.give_back()
    again = share.open()
    again.until(lambda: again.desk.facts is not None)
    again.until(lambda: not read_outbox(str(share.file)).deeds)
    found = sorted((each.name, each.note) for each in pallets(share).competitors)
    assert found == [("Holzwerk", ""), ("Jan Kowal", ""), ("Paletex", "price")]


def test_the_same_competitor_described_otherwise_is_asked_about(
    share: Share, at_the_board: Any
) -> None:
    opened = at_the_board

    def known(tx: Any) -> None:
        deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        tx.deals.save(replace(deal, competitors=(Competitor(name="Paletex"),)), base=deal)

    share.by_a_colleague(known)
    opened.until(lambda: len(row_of(opened).deal.competitors) == 1)
    panel = at_a_deal(share, opened)
    enter(panel.facts.competitor, "Paletex (price)")
    opened.until(lambda: len(opened.desk.outbox.waiting) == 1)

    def otherwise(tx: Any) -> None:
        deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        (rival,) = deal.competitors
        tx.deals.save(replace(deal, competitors=(replace(rival, note="quality"),)), base=deal)

    share.by_a_colleague(otherwise)
    share.give_back()
    back(opened)
    question = asked(opened)
    assert "somebody else changed the same meanwhile" in question.title.text()
    question.go_on.click()
    opened.until(lambda: not opened.desk.outbox.deeds)
    assert [each.note for each in pallets(share).competitors] == ["price"]


def test_a_competitor_added_and_then_described_is_one_beside_that_of_a_colleague(
    share: Share, at_the_board: Any
) -> None:
    opened = at_the_board
    panel = at_a_deal(share, opened)
    field = panel.facts.competitor
    for at, text in enumerate(("Paletex", "Paletex (price)", "Paletex (price), Vinhos SA"), 1):
        enter(field, text)
        opened.until(lambda at=at: len(opened.desk.outbox.waiting) == at)

    def add(tx: Any) -> None:
        deal = next(d for d in tx.deals.all() if d.title == "Pallets")
        tx.deals.save(replace(deal, competitors=(Competitor(name="Holzwerk"),)), base=deal)

    share.by_a_colleague(add)
    comes_back(share, opened)
    found = sorted((each.name, each.note) for each in pallets(share).competitors)
    assert found == [("Holzwerk", ""), ("Paletex", "price"), ("Vinhos SA", "")]
