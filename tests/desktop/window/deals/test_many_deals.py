"""Of many deals the board shows the uppermost first, and reads the others a moment later."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from tests.desktop.window.deals.conftest import (
    deal_of,
    fill,
    page_of,
    read,
    told,
    write,
)

from contactdesk.desktop import deal_found
from contactdesk.desktop.deal_found import Found, Shown, read_found, read_front, rest_of, sum_of
from contactdesk.desktop.deal_page import DealPage
from contactdesk.desktop.sidebar_model import PIPELINE

ALL = ["Lead: Labels, Cold audit", "Negotiation: Pallets"]


@pytest.fixture
def office(
    opened: Callable[..., Any], a_contact: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """A window on a book with three deals, which are many here: a column shows one card."""
    monkeypatch.setattr(deal_found, "FEW", 1)
    monkeypatch.setattr(deal_found, "SEEN", 1)
    made = opened(a_contact("Nuno Duarte", organisation="Vinhos"), a_contact("Vinhos", kind="org"))
    made.until(lambda: len(made.names()) == 2)
    write(made, fill)
    made.until(lambda: made.window.sidebar.model.row_of_page(PIPELINE) >= 0)  # it has heard of it
    return made


def come(office: Any) -> DealPage:
    """Its page, of which nothing is read yet."""
    office.window.actions_.pipeline.trigger()
    return page_of(office)


def test_totals_and_counts_are_right_before_all_deals_were_read(office: Any) -> None:
    page, seen = come(office), list[tuple[list[str], str, str, bool]]()

    def look(found: Found) -> None:
        lead = page.board.columns[0]
        seen.append((told(office), page.count.text(), lead.spoken(), bool(found.rest)))

    page.shown.connect(look)
    office.until(lambda: told(office) == ALL)
    (first, count, spoken, is_part), *_between, last = seen
    assert is_part
    assert first == ["Lead: Labels", "Negotiation: Pallets"]
    assert count.startswith("3 open deals · ≈ €17,600 · weighted ≈ €8,480")
    assert spoken == "Lead, 2 deals, ≈ €6,400, chance 10 %"
    assert last == (ALL, count, spoken, False)


def test_a_move_before_the_others_were_read_stands_and_loses_none(office: Any) -> None:
    page = come(office)

    def move(found: Found) -> None:
        page.shown.disconnect(move)
        (labels,) = [row for row in found.rows if row.deal.title == "Labels"]
        assert found.pipeline is not None
        page.board.move_wanted.emit(labels, found.pipeline.stages[1])

    page.shown.connect(move)
    moved = ["Lead: Cold audit", "Contacted: Labels", "Negotiation: Pallets"]
    office.until(lambda: told(office) == moved)
    office.until(lambda: deal_of(office, "Labels").stage == 2)
    assert told(office) == moved


def test_what_is_still_to_be_read_counts_by_owner_and_period(office: Any) -> None:
    page = come(office)
    office.until(lambda: told(office) == ALL)
    me = page.found.me
    every = read(office, lambda tx: read_found(tx, "", page.clock))
    for shown in (Shown(), Shown(owner=me), Shown(owner="nobody"), Shown(period="month")):
        part = read(office, partial(read_front, wanted="", clock=page.clock, shown=shown))
        rest = rest_of(part, shown)
        whole = deal_found.columns_of(every, shown)
        for (stage, some), (_stage, all_) in zip(
            deal_found.columns_of(part, shown), whole, strict=True
        ):
            assert some == all_[:1]
            assert sum_of(part, some, rest[stage.item]) == sum_of(every, all_)
