"""A window at its pipeline, and short words for what the tests ask of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt

from contactdesk.desktop.deal_cards import CardList
from contactdesk.desktop.deal_page import DealPage
from contactdesk.desktop.deal_panel import DealPanel
from contactdesk.model import zones
from contactdesk.model.deal import Deal, FollowUp
from contactdesk.model.event import Event
from contactdesk.operations import deals

Keys, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NOW = datetime(2026, 11, 24, 10, 30)  # a Tuesday
TODAY = date(2026, 11, 24)
LABELS = Deal(title="Labels", amount="6400", stage=1, stage_since="2026-11-20")
AUDIT = Deal(title="Cold audit", amount="22000", currency="SEK", stage=1, stage_since="2026-11-01")
PALLETS = Deal(title="Pallets", amount="11200", stage=4, stage_since="2026-11-20")


@pytest.fixture(autouse=True)
def in_warsaw(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is in Warsaw, and it is the 24th of November 2026."""
    zone = zones.zone_of("Europe/Warsaw")
    monkeypatch.setattr(zones, "home_zone", lambda: zone)
    monkeypatch.setattr("contactdesk.desktop.deal_page.now_at", lambda _home: NOW)
    QLocale.setDefault(QLocale("en_GB"))


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """A window on a book with two contacts and three deals, at the board."""
    made = opened(a_contact("Nuno Duarte", organisation="Vinhos"), a_contact("Vinhos", kind="org"))
    made.until(lambda: len(made.names()) == 2)
    write(made, fill)
    made.window.actions_.pipeline.trigger()
    made.until(lambda: told(made)[:1] == ["Lead: Cold audit, Labels"] or told(made))
    made.until(lambda: "Labels" in " ".join(told(made)))
    return made


def fill(tx: Any) -> None:
    pipeline = tx.pipelines.add(deals.usual_pipeline("EUR"))
    nuno, vinhos = tx.contacts.get_many([1, 2])
    with_them = {"organisation": vinhos.id, "people": (nuno.id,), "pipeline": pipeline.id}
    for deal in (LABELS, AUDIT, PALLETS):
        made = deals.add(tx, replace(deal, **with_them), "PL", TODAY).deal
        if deal is not AUDIT:
            tx.events.add(Event(component="task", summary="Call", ends_at="2026-11-27",
                                deal=made.id, about=(nuno.id,)))  # fmt: skip


def write(office: Any, do: Callable[[Any], Any]) -> Any:
    come: list[Any] = []
    office.desk.write("Fill", do, come.append)
    office.until(lambda: come)
    return come[0]


def read(office: Any, ask: Callable[[Any], Any]) -> Any:
    come: list[Any] = []
    office.desk.read(ask, come.append)
    office.until(lambda: come)
    return come[0]


def only_read(office: Any, why: str) -> None:
    """From now on the book may only be read; no look at it brings its own facts back."""
    office.until(lambda: not office.desk._looking)
    office.desk._looking = True
    office.desk.facts = office.desk.facts._replace(read_only=why)


def page_of(office: Any) -> DealPage:
    found = office.window.verbs.deals.page()
    assert isinstance(found, DealPage)
    return found


def told(office: Any) -> list[str]:
    """The columns that have deals: "Lead: Labels, Cold audit"."""
    columns = page_of(office).board.columns
    return [
        f"{c.stage.name}: {', '.join(row.deal.title for row in c.list.cards.rows)}"
        for c in columns
        if c.list.cards.rows
    ]


def choose(office: Any, title: str) -> CardList:
    page = page_of(office)
    uuid = next(row.deal.id for row in page.found.rows if row.deal.title == title)
    assert page.board.choose(uuid)
    column = page.board.column_of(uuid)
    assert column is not None
    return column.list


def deal_of(office: Any, title: str) -> Deal:
    """As the book has it; an empty one where there is none of this title."""
    every = read(office, lambda tx: tx.deals.all())
    found: Deal = next((d for d in every if d.title == title), Deal())
    return found


def toast(office: Any) -> str:
    found: str = office.window.toast.text()
    return found


def panel_of(office: Any, title: str) -> DealPanel:
    """The panel, once it shows a deal."""
    page = page_of(office)

    def there() -> bool:
        panel = page.side.currentWidget()
        shown = isinstance(panel, DealPanel) and panel.opened is not None
        return shown and page.side.isVisible() and panel.opened.deal.title == title

    office.until(there)
    found = page.side.currentWidget()
    assert isinstance(found, DealPanel)
    return found


def with_follow_up(office: Any, stage: int, summary: str) -> None:
    """A task follows from coming to a stage."""

    def do(tx: Any) -> None:
        (pipeline,) = tx.pipelines.all()
        follow = (FollowUp(stage, summary, 2),)
        tx.pipelines.save(replace(pipeline, follow_ups=follow), base=pipeline)

    write(office, do)
