"""Files copied into the book and out of it, on a thread of its own with a book of its own.

Neither what is read for the window nor what is written has to wait for a gigabyte.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop.away_words import wait_words
from contactdesk.desktop.background import Line, alive
from contactdesk.errors import Cancelled, ContactDeskError, NotWritten
from contactdesk.progress import Progress

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.book import Book

T = TypeVar("T")
TELL_SECONDS = 0.1


class DocumentWork(QObject):
    """One job after the other; `progressed` tells of the one under way, `over` of the last."""

    progressed = Signal(int, int, str)  # done, total, what
    over = Signal()
    stopped = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)  # it outlives the window
        self._desk = desk
        self._line: Line | None = None
        self._under_way: list[Progress] = []
        desk.background.closing.connect(self.close)

    @property
    def is_busy(self) -> bool:
        """Whether something is being copied."""
        return bool(self._under_way)

    def run(
        self,
        job: Callable[[Book, Progress], T],
        then: Callable[[T], None],
        failed: Callable[[ContactDeskError], None] | None = None,
    ) -> None:
        """Run a job when those before it are done, then `then(answer)` on the window's thread."""
        told = _Told(self)
        progress = Progress(told.listen)
        self._under_way.append(progress)
        self._desk.calm.enter()
        self._desk.background.ask(
            self._own_line(),
            lambda book: job(book, progress),
            partial(self._done, progress, then),
            partial(self._failed, progress, failed),
        )

    @property
    def is_away(self) -> bool:
        """Whether the book is away."""
        return self._desk.away.is_away

    def stop(self) -> None:
        """Stop what is under way and what waits; nothing of it is kept."""
        for progress in self._under_way:
            progress.stop()

    def close(self) -> None:
        """Stop; the thread lets go of the book."""
        self.stop()
        line, self._line = self._line, None
        if line is not None:
            line.finish()
            self._desk.background.let_go(line)
        for progress in list(self._under_way):  # nobody answers any more
            self._end(progress)

    def _own_line(self) -> Line:
        if self._line is None:
            path, mailbox = self._desk.path, self._desk.background.mailbox

            def open_book(line: Line) -> None:
                from contactdesk.operations.documents import open_for_copying

                try:
                    line.book = open_for_copying(path)
                except ContactDeskError as caught:
                    mailbox.post(partial(self._not_opened, caught))

            self._line = Line("documents")
            self._line.ask(open_book)
            self._line.start()
        return self._line

    def _not_opened(self, error: ContactDeskError) -> None:
        """Nothing can be copied now; the next time it is tried anew."""
        line, self._line = self._line, None
        if line is not None:
            line.finish()
        for progress in list(self._under_way):
            self._end(progress)
        self._desk.failed.emit(NotWritten(wait_words()) if self.is_away else error)

    def _end(self, progress: Progress) -> None:
        if progress not in self._under_way:
            return
        self._under_way.remove(progress)
        self._desk.calm.leave()
        if not self._under_way:
            self.over.emit()

    def _done(self, progress: Progress, then: Callable[[Any], None], answer: Any) -> None:
        self._end(progress)
        if alive(then):
            then(answer)

    def _failed(
        self,
        progress: Progress,
        failed: Callable[[ContactDeskError], None] | None,
        error: Exception,
    ) -> None:
        self._end(progress)
        if isinstance(error, Cancelled):
            self.stopped.emit()
        elif failed is not None and isinstance(error, ContactDeskError):
            failed(error)
        else:
            self._desk.failed.emit(error)

    def post(self, done: int, total: int, what: str) -> None:
        """Pass progress on to the window's thread."""
        self._desk.background.mailbox.post(partial(self._tell, done, total, what))

    def _tell(self, done: int, total: int, what: str) -> None:
        if self._under_way:
            self.progressed.emit(done, total, what)


class _Told:
    """Passes progress on at most ten times a second."""

    def __init__(self, work: DocumentWork) -> None:
        self._work = work
        self._last = 0.0

    def listen(self, done: int, total: int, what: str) -> None:
        """Called on the working thread."""
        from time import monotonic

        now = monotonic()
        if now - self._last >= TELL_SECONDS:
            self._last = now
            self._work.post(done, total, what)
