"""Everything that can go wrong for a person, each with a sentence for them."""

from __future__ import annotations


class ContactDeskError(Exception):
    """Something a person should hear about; `message` is translated and complete."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BookError(ContactDeskError):
    """The book could not be opened, read or written."""


class BookLocked(BookError):
    """Another program kept the book busy for too long; nothing was written."""


class BookReadOnly(BookError):
    """The book may be read, not changed."""


class BookTooNew(BookReadOnly):
    """A newer ContactDesk wrote this book in a way this one may only read."""


class BookDamaged(BookError):
    """The file is no book, or part of it is missing."""


class BookEncrypted(BookError):
    """The book opens with its passphrase, which was not given yet."""


class WrongPassphrase(BookEncrypted):
    """A passphrase that does not open the book."""


class BookUnreachable(BookError):
    """The file or its folder is not there."""


class BookAway(BookUnreachable):
    """A book that was open does not answer: its drive, or its server, is away."""


class NotWritten(BookUnreachable):
    """Something was wanted of a book that is away, was not done, and is not kept for later."""


class ServerUnreachable(BookAway):
    """The server is away or did not let us in; `field` names what of the address says so, or ""."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field  # host, database, user, password


class BookFull(BookError):
    """There is no room on the disk; nothing was written."""


class NoBackup(BookError):
    """The backup that was to come first could not be made; nothing was changed."""


class NotFound(ContactDeskError):
    """What was asked for is not in the book."""


class FormatError(ContactDeskError):
    """A file as a whole cannot be read (one bad card is a `Problem`, never this)."""


class EditConflict(ContactDeskError):
    """Two people changed the same fields: `base`, `mine` and `theirs` are the three records."""

    def __init__(
        self,
        message: str,
        *,
        fields: tuple[str, ...],
        base: object = None,
        mine: object = None,
        theirs: object = None,
    ) -> None:
        super().__init__(message)
        self.fields = fields
        self.base = base
        self.mine = mine
        self.theirs = theirs


class Cancelled(Exception):
    """Work was stopped by the person; nothing of it is left. Not an error, never shown."""
