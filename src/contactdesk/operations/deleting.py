"""Moving contacts to the bin, unless somebody changed them since they were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contactdesk.model.contact import Contact
from contactdesk.model.history import HistoryEntry
from contactdesk.store.book import Transaction


class Meanwhile(NamedTuple):
    """A contact as it is now, and what others did to it meanwhile, the newest first."""

    contact: Contact
    entries: tuple[HistoryEntry, ...]


def delete_unchanged(tx: Transaction, numbers: Sequence[int], since: int | None) -> list[Meanwhile]:
    """Move contacts to the bin; where others changed any after the set `since`, none of them.

    Who was changed comes back then; with None nobody is asked. A contact that others moved to the
    bin already is no matter: that is what was wanted.
    """
    changed = tx.history.by_others(numbers, since) if since is not None else {}
    found = [
        Meanwhile(contact, tuple(changed[contact.number]))
        for contact in tx.contacts.get_many(sorted(changed))
        if not contact.deleted_at
    ]
    if not found:
        tx.contacts.delete(numbers)
    return found
