"""Opening a book anew after its drive or server was away: an old handle may never answer again."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from contactdesk.errors import BookError
from contactdesk.i18n import _
from contactdesk.store.book import Book
from contactdesk.store.opening import settings_of


def book_id(book: Book) -> str:
    """The id that a book was made with: another file at its place has another one."""
    with book.read() as tx:
        return str(settings_of(tx.connection).get("book") or "")


def reached_again(old: Book, place: str, known: str) -> Book:
    """The book at a place, opened anew; `old` is closed then, and stays open where it fails.

    Raises a `BookError` while it is away, and where what lies there now is another book.
    """
    fresh = Book.open(place, create=False)
    if known and book_id(fresh) != known:
        fresh.close()
        raise another_book(old.facts.name)
    with suppress(SQLAlchemyError, OSError):
        old.close()
    return fresh


def another_book(name: str) -> BookError:
    """What a person reads where a book does not lie in its place any more."""
    return BookError(
        _(
            "What lies in the place of {name} now is another book. Nothing was written to it; your "
            "changes wait on this computer until {name} is back."
        ).format(name=name)
    )
