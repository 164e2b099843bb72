"""The deals that the palette finds, read on the book's reading thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contactdesk.desktop.card_deals import DealOnCard
from contactdesk.desktop.deal_words import title_of
from contactdesk.desktop.money_texts import money_text
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.palette_entries import Entry

SHOWN, LEAST = 4, 2


def found_deals(tx: Any, text: str) -> list[DealOnCard]:
    """The deals in whose titles the words are."""
    found = tx.deals.find(text, SHOWN) if len(text) >= LEAST else []
    return [
        DealOnCard(deal.id, title_of(deal), money_text(deal.amount, deal.currency))
        for deal in found
    ]


def entries_of(window: MainWindow, deals: list[DealOnCard]) -> list[Entry]:
    """A line each, which opens the deal."""
    from contactdesk.desktop.palette_entries import Entry

    return [
        Entry(
            f"deal {deal.id}",
            _("Deals"),
            deal.title,
            lambda uuid=deal.id: window.verbs.deals.open(uuid),  # type: ignore[misc]  # its own id
            detail=deal.second,
            icon="handshake",
            tone="violet",
        )
        for deal in deals
    ]
