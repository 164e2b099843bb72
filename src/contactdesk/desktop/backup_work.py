"""Backups beside all other work: on a thread of their own, with a book of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.desktop.background import Job, Line, alive
from contactdesk.errors import Cancelled, ContactDeskError
from contactdesk.i18n import _
from contactdesk.progress import Progress

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.settings import Settings
    from contactdesk.store.backups import Backup
    from contactdesk.store.book import Book

log = logging.getLogger(__name__)
T = TypeVar("T")
FIRST_MS = 60_000  # the window is at rest by then
AGAIN_MS = 15 * 60_000
REPORT_SECONDS = 0.1


class BackupWork(QObject):
    """One piece of work after the other; `progressed` tells how far it is."""

    progressed = Signal(int, int, str)
    ended = Signal()  # however it ended

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._progress: Progress | None = None
        self._line: Line | None = None
        self._told_at = 0.0
        desk.background.closing.connect(self.close)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._progress is not None

    def start(
        self,
        job: Callable[[Progress], T],
        then: Callable[[T], None],
        failed: Callable[[ContactDeskError], None],
    ) -> Job:
        """Do this on a thread of its own, then `then(answer)` or `failed(error)` here."""
        progress = self._progress = Progress(self._hear)
        line = self._line = Line("backup")

        def work(_own: Line) -> None:
            answer: Any = None
            error: ContactDeskError | None = None
            try:
                answer = job(progress)
            except Cancelled:
                self._post(progress, lambda: None)
                return
            except ContactDeskError as caught:
                error = caught
            if error is not None:
                self._post(progress, failed, error)
            else:
                self._post(progress, then, answer)

        line.ask(work)
        line.finish()
        line.start()
        return Job(progress)

    def on_book(
        self,
        job: Callable[[Book, Progress], T],
        then: Callable[[T], None],
        failed: Callable[[ContactDeskError], None],
    ) -> Job:
        """The same with a book of its own."""
        path = self._desk.path

        def with_book(progress: Progress) -> T:
            from contactdesk.store.book import Book

            with Book.open(path, create=False, again=True) as book:
                return job(book, progress)

        return self.start(with_book, then, failed)

    def stop(self) -> None:
        """Have it leave nothing; `ended` follows."""
        if self._progress is not None:
            self._progress.stop()

    def close(self) -> None:
        """End; the thread lets go of the book."""
        self.stop()
        self._desk.background.let_go(self._line)
        self._progress = None

    def _hear(self, done: int, total: int, what: str) -> None:
        """On the working thread: at most ten times a second."""
        from time import monotonic

        progress = self._progress
        if progress is None or monotonic() - self._told_at < REPORT_SECONDS:
            return
        self._told_at = monotonic()
        self._desk.background.mailbox.post(lambda: self._tell(progress, done, total, what))

    def _tell(self, progress: Progress, done: int, total: int, what: str) -> None:
        if self._progress is progress:
            self.progressed.emit(done, total, what)

    def _post(self, progress: Progress, call: Callable[..., None], *given: object) -> None:
        def deliver() -> None:
            if self._progress is not progress:
                return
            self._progress = None
            self.ended.emit()
            if alive(call):
                call(*given)

        self._desk.background.mailbox.post(deliver)


class QuietWork(QObject):
    """Something that is done beside all else while a book is open: first after `first_ms`, then
    again and again, when nothing else goes on.
    """

    first_ms = FIRST_MS

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.work = BackupWork(desk, self)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        desk.opened.connect(self._begin)
        desk.background.closing.connect(self._timer.stop)

    def _begin(self, _facts: object = None) -> None:
        self._timer.start(self.first_ms)

    def look(self) -> None:
        """Do it if it is due, and look again in a while."""
        self._timer.start(AGAIN_MS)
        if not (self.work.is_busy or self._desk.busy or self._desk.read_only):
            self.work.on_book(partial(self._job, self._desk.settings), self._done, self._failed)

    @staticmethod
    def _job(settings: Settings, book: Book, progress: Progress) -> Any:
        """What is done, on a thread of its own."""
        raise NotImplementedError

    def _done(self, what: Any) -> None:
        """It is done, or was not due."""

    def _failed(self, error: ContactDeskError) -> None:
        """It could not be done."""


class BackupKeeper(QuietWork):
    """Makes the day's backup while a book is open; what fails is said once."""

    made = Signal(object)  # Backup
    wanted = Signal()  # the person wants to see how it stands with backups

    @staticmethod
    def _job(settings: Settings, book: Book, progress: Progress) -> Backup | None:
        from contactdesk.operations.backing_up import back_up_if_due

        return back_up_if_due(book, settings, progress=progress)

    def _done(self, what: Backup | None) -> None:
        if what is not None:
            self.made.emit(what)

    def _failed(self, error: ContactDeskError) -> None:
        log.info("no backup: %s", type(error).__name__)
        self._desk.toast.emit(error.message, _("Backups"), self.wanted.emit)


def closed(desk: Desk) -> Thread:
    """Close the book of a window that is gone, and make the backup of closing if one is due; the
    program ends after it. The window's thread waits for none of it: another book may be shown.
    """
    path, settings = desk.path, desk.settings
    has_book = desk.facts is not None and not desk.read_only  # only that is backed up
    background, hangs = desk.background, desk.away.hangs
    desk.close(wait=False)

    def work() -> None:
        from contactdesk.operations.backing_up import back_up_if_due
        from contactdesk.store.book import Book

        if hangs:  # nobody knows for how long
            return
        background.wait()
        if not has_book:
            return
        try:
            with Book.open(path, create=False, again=True) as book:
                back_up_if_due(book, settings, closing=True, now=datetime.now(UTC))
        except ContactDeskError as error:  # it is noted among the backups and shown there
            log.info("no backup at closing: %s", type(error).__name__)

    thread = Thread(target=work, name="closing", daemon=False)
    thread.start()
    return thread
