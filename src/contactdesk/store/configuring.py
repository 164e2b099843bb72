"""What the office shares in a book's settings, and what follows from a change of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.names import Ordering
from contactdesk.progress import Progress
from contactdesk.store.listing import BookFacts
from contactdesk.store.order import NameOrder
from contactdesk.store.postgres_order import is_crowded
from contactdesk.store.writing import refresh_derived

if TYPE_CHECKING:
    from contactdesk.store.book import Book, Transaction

MADE_BY = "SELECT value FROM setting WHERE name = 'made_by'"
_MINE = "derived."  # of the settings that say as what a person's private contacts were made
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


def make_mine_anew(book: Book) -> None:
    """Make the sort keys and search words of whom I keep private, where a server keeps them back:
    a manager who chose another language, or who opened the book with a newer program, did not
    have them. Where others' names came too close to them, all get room again."""
    name, facts = f"{_MINE}{book.person}", book.facts
    made = f"{fold.MADE_BY} {facts.language} {facts.region}"
    with book.read() as tx:
        mine = f"WHERE private_to <> '' AND private_to = '{tx.people.me().id}'"
        any_at_all = f"SELECT 1 FROM contact {mine} LIMIT 1"
        if tx.connection.exec_driver_sql(any_at_all).first() is None:
            return
        stored = tx.connection.exec_driver_sql(f"SELECT value FROM setting WHERE name = '{name}'")
        crowded = facts.role != "owner" and is_crowded(tx.connection)
        if stored.scalar() == made and not crowded:
            return
    with book.write(_("Put names in order")) as tx:
        if crowded:
            tx.contacts.order.rebuild()
        refresh_derived(tx.contacts, tx.connection, book.ordering, facts.region, which=mine)
        which = f"SELECT number FROM contact {mine} AND deleted_at = ''"
        numbers = list(tx.connection.exec_driver_sql(which).scalars())
        tx.contacts.order.remove(numbers)
        tx.contacts.order.add(numbers)
        tx.connection.exec_driver_sql(_KEEP, (name, made))
