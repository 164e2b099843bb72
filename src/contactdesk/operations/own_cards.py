"""Which cards of a book are those of whoever uses it: they bear the name that it has of me."""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.store.book import Transaction


class Own(NamedTuple):
    """The numbers of my cards, and my mail addresses, the preferred one first."""

    numbers: frozenset[int] = frozenset()
    name: str = ""
    addresses: tuple[str, ...] = ()

    def wrote(self, address: str) -> bool:
        """Whether an address is mine."""
        return address.strip().lower() in {a.strip().lower() for a in self.addresses}


def own_cards(tx: Transaction) -> Own:
    """My own cards, as far as the book has any."""
    name = tx.people.me().name.strip()
    if not name:
        return Own()
    found = tx.contacts.rows(tx.contacts.search(name, limit=20).numbers)
    mine = [row.number for row in found if row.name.casefold() == name.casefold()]
    cards = tx.contacts.get_many(mine)
    mails = sorted((e for c in cards for e in c.emails), key=lambda e: not e.preferred)
    return Own(frozenset(mine), name, tuple(e.value.strip() for e in mails if "@" in e.value))
