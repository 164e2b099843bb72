"""The cards of contacts of which it is known what changed since they were read: written at once.

Most contacts of an export say what their cards said, or nearly: these need neither be loaded as a
whole nor compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.formats.vcard_known_changes import NEEDED, known_changes_written
from contactdesk.formats.vcard_reading import READS_AS
from contactdesk.formats.writers import Outgoing
from contactdesk.store.book import Transaction


def as_they_came(tx: Transaction, numbers: Sequence[int]) -> dict[int, Outgoing]:
    """By number those of some contacts whose cards could be written so, each in its version.

    A card that was read in another way once is not proven: it may say more than the contact.
    """
    known = tx.contacts.readings(READS_AS).of(numbers, NEEDED)
    found = {}
    for number, (contact, original, before, is_todays) in known.items():
        written = known_changes_written(contact, original, before)
        if written is not None:
            found[number] = Outgoing(contact, original, card=written.card, is_proven=is_todays)
    return found
