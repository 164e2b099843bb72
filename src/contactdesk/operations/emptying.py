"""Removing from the bin what has lain there long enough: after a backup, a little at a time."""

from __future__ import annotations

from datetime import UTC, datetime

from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations.backing_up import AGAIN_AFTER, back_up_first, situation
from contactdesk.progress import Progress
from contactdesk.settings import Settings
from contactdesk.store.book import Book


def removed_words(count: int) -> str:
    """What a person reads."""
    words = ngettext("{n} entry removed for good", "{n} entries removed for good", count)
    return words.format(n=counted(count))


def back_words(count: int) -> str:
    """What a person reads."""
    words = ngettext("{n} entry is back", "{n} entries are back", count)
    return words.format(n=counted(count))


def empty_if_due(
    book: Book, settings: Settings, progress: Progress | None = None, now: datetime | None = None
) -> int:
    """Remove a step's worth of what is too old, once a day; how many entries went.

    Raises `NoBackup` where none can be made first: then everything stays.
    """
    at = now or datetime.now(UTC)
    if book.facts.read_only or book.facts.not_a_manager:
        return 0
    with book.read() as tx:
        if not tx.bin.has_old(at):
            return 0
    failed_at = situation(book, settings).failed_at
    if failed_at is not None and datetime.now(UTC) - failed_at < AGAIN_AFTER:
        return 0
    back_up_first(book, settings, "removal", progress)
    with book.write(_("Empty the bin of what is old")) as tx:
        return tx.bin.sweep(at)
