"""What has been in the bin long enough is removed while a window is open."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from contactdesk.desktop.backup_work import QuietWork

if TYPE_CHECKING:
    from contactdesk.errors import ContactDeskError
    from contactdesk.progress import Progress
    from contactdesk.settings import Settings
    from contactdesk.store.book import Book

log = logging.getLogger(__name__)


class BinEmptier(QuietWork):
    """Removes what has been in the bin long enough: at a quiet time, a little at a time."""

    first_ms = 3 * 60_000  # by then the day's backup is made

    @staticmethod
    def _job(settings: Settings, book: Book, progress: Progress) -> int:
        from contactdesk.operations.emptying import empty_if_due

        return empty_if_due(book, settings, progress)

    def _done(self, what: int) -> None:
        if what:
            log.info("removed from the bin: %s", what)

    def _failed(self, error: ContactDeskError) -> None:
        """Nothing went; failed backups are told elsewhere, and it is tried again."""
        log.info("nothing removed from the bin: %s", type(error).__name__)
