"""What a window learns of its book as it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from contactdesk.store.bell import Bell
    from contactdesk.store.book import Book
    from contactdesk.store.listing import BookFacts
    from contactdesk.store.people import Colleague
    from contactdesk.store.presence import Presence


class Beginning(NamedTuple):
    """The book's facts, what undo and redo would do, and the ways to hear of others."""

    facts: BookFacts
    labels: tuple[str | None, str | None]
    seen: int
    presence: Presence
    bell: Bell | None
    me: Colleague


def beginning_of(book: Book) -> Beginning:
    """Ask the book just opened."""
    with book.read() as tx:
        me = tx.people.me()
    return Beginning(book.facts, book.undo_labels(), book.seen, book.presence(), book.bell(), me)
