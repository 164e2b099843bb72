"""What has been in the bin long enough is removed while a window is open."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from contactdesk.desktop.backup_work import BackupWork

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book

log = logging.getLogger(__name__)
FIRST_MS = 3 * 60_000  # by then the day's backup is made
AGAIN_MS = 15 * 60_000


class BinEmptier(QObject):
    """Removes what has been in the bin long enough: at a quiet time, a little at a time."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.work = BackupWork(desk, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        desk.opened.connect(self._begin)
        desk.background.closing.connect(self._timer.stop)

    def _begin(self, _facts: object = None) -> None:
        self._timer.start(FIRST_MS)

    def look(self) -> None:
        """Remove a little if something is due, and look again in a while."""
        self._timer.start(AGAIN_MS)
        if self.work.is_busy or self._desk.busy or self._desk.read_only:
            return
        settings = self._desk.settings

        def job(book: Book, progress: Progress) -> int:
            from contactdesk.operations.emptying import empty_if_due

            return empty_if_due(book, settings, progress)

        self.work.on_book(job, self._done, self._failed)

    def _done(self, count: int) -> None:
        if count:
            log.info("removed from the bin: %s", count)

    def _failed(self, error: ContactDeskError) -> None:
        """Nothing went; failed backups are told elsewhere, and it is tried again."""
        log.info("nothing removed from the bin: %s", type(error).__name__)
