"""What the office shares in a book's settings, and what follows from a change of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from contactdesk.model import fold
from contactdesk.model.names import Ordering
from contactdesk.progress import Progress
from contactdesk.store.listing import BookFacts
from contactdesk.store.order import NameOrder
from contactdesk.store.writing import refresh_derived

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction

MADE_BY = "SELECT value FROM setting WHERE name = 'made_by'"
_KEEP = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"


def configure(
    tx: Transaction, changed: Mapping[str, str], facts: BookFacts, ordering: Ordering,
    progress: Progress,
) -> None:  # fmt: skip
    """Keep changed settings; `facts` and `ordering` are as they are with these."""
    for name, value in changed.items():
        tx.connection.exec_driver_sql(_KEEP, (name, value))
    if "language" in changed or "region" in changed:
        refresh_derived(tx.contacts, tx.connection, ordering, facts.region, progress)
    NameOrder(tx.connection, facts.sort_by).rebuild()


def make_derived_anew(tx: Transaction, facts: BookFacts, ordering: Ordering) -> None:
    """Make the sort keys and search words as this program makes them."""
    refresh_derived(tx.contacts, tx.connection, ordering, facts.region)
    NameOrder(tx.connection, facts.sort_by).rebuild()
    tx.connection.exec_driver_sql(_KEEP, ("made_by", fold.MADE_BY))
