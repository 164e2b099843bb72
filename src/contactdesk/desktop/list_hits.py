"""What a search of the list reads on the book's thread: the hits, and the rows that are in sight.

Where each was found is looked up for the first rows alone, so that they are there at once; the
list asks for the rest as for any page.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from contactdesk.desktop.near_miss import NearMiss, near_miss
from contactdesk.store.listing import ContactRow, ListQuery, SearchResult

HITS = 100  # that a list shows
IN_SIGHT = 40  # rows of a tall window


class Hits(NamedTuple):
    """What a text finds in a list, with the first rows; `near` is for a text that finds nobody."""

    text: str
    found: SearchResult
    rows: list[ContactRow]
    near: NearMiss | None = None


def hits_of(tx: Any, text: str, within: ListQuery, family_first: bool) -> Hits:
    """The hits of a text in a list."""
    found = tx.contacts.search(text, within, HITS)
    rows = tx.contacts.found_rows(found, text, family_first, IN_SIGHT)
    return Hits(text, found, rows, None if rows else near_miss(tx, text, within))
