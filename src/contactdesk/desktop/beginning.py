"""What a window learns of its book as it is opened, and then of what others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from contactdesk.errors import ContactDeskError
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.store.bell import Bell
    from contactdesk.store.book import Book
    from contactdesk.store.listing import BookFacts, ChangeSet
    from contactdesk.store.people import Colleague
    from contactdesk.store.presence import Presence


class News(NamedTuple):
    """Changes, what undo and redo would do, and the book's facts."""

    changes: list[ChangeSet]
    labels: tuple[str | None, str | None]
    facts: BookFacts


class Beginning(NamedTuple):
    """The book's facts, what undo and redo would do, the ways to hear of others, and whether it
    is a backup that is only looked into."""

    facts: BookFacts
    labels: tuple[str | None, str | None]
    seen: int
    presence: Presence
    bell: Bell | None
    me: Colleague
    is_backup: bool


def beginning_of(book: Book) -> Beginning:
    """Ask the book just opened."""
    from contactdesk.store.opening import is_backup, path_of

    place = book.facts.path
    backup = not is_server_address(place) and is_backup(path_of(place))
    with book.read() as tx:
        me = tx.people.me()
    ways = book.presence(), book.bell()
    return Beginning(book.facts, book.undo_labels(), book.seen, *ways, me, backup)


def since(book: Book, beginning: Beginning) -> News | None:
    """What happened after `beginning` until `book`, which is the same one, was opened; None for
    nothing."""
    if (book.seen, book.facts) == (beginning.seen, beginning.facts):
        return None
    book.seen = beginning.seen
    return News(book.poll(), book.undo_labels(), book.facts)


def news_of(book: Book) -> News | None:
    """What others did since the last look; None for nothing."""
    seen = book.seen
    try:
        changes = book.news()
        return None if changes is None else News(changes, book.undo_labels(), book.facts)
    except ContactDeskError:
        book.look_again(seen)  # what was found is told to nobody now
        raise
