"""Finding duplicates beside all other work: on a thread of its own, with a book of its own.

Neither what is read for the window nor what is written has to wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop.away_words import wait_words
from contactdesk.desktop.background import Line
from contactdesk.errors import Cancelled, ContactDeskError, NotWritten
from contactdesk.progress import Progress

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.operations.duplicates import Found


class DuplicateSearch(QObject):
    """One search after the other; a new one ends the last."""

    found = Signal(object)  # Found
    failed = Signal(object)  # ContactDeskError
    progressed = Signal(int, int)  # done, total
    stopped = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._progress: Progress | None = None
        self._line: Line | None = None

    @property
    def is_running(self) -> bool:
        """Whether a search is under way."""
        return self._progress is not None

    def start(self) -> None:
        """Look through the book; `found`, `failed` or `stopped` follows."""
        self.stop()
        progress = self._progress = Progress(
            lambda done, total, _what: self._post(progress, self._tell, done, total)
        )
        self._desk.calm.enter()
        line = self._line = Line("duplicate-search")
        line.ask(lambda own: self._search(own, progress))
        line.finish()
        line.start()

    def stop(self) -> None:
        """End what is under way; its `stopped` comes at once."""
        if self._progress is None:
            return
        self._progress.stop()
        self._over()
        self.stopped.emit()

    def close(self) -> None:
        """End; the thread lets go of the book."""
        self.stop()
        self._desk.background.let_go(self._line)

    def _over(self) -> None:
        self._progress = None
        self._desk.calm.leave()

    # ── on its thread ───────────────────────────────────────────────────────────────────

    def _search(self, line: Line, progress: Progress) -> None:
        from contactdesk.operations.duplicates import find
        from contactdesk.store.book import Book

        try:
            line.book = Book.open(self._desk.path, create=False, again=True)
            answer = find(line.book, progress)
        except Cancelled:
            return
        except ContactDeskError as error:
            self._post(progress, self._fail, error)
            return
        self._post(progress, self._answer, answer)

    def _post(self, progress: Progress, call: object, *given: object) -> None:
        def deliver() -> None:
            from contactdesk.desktop.background import alive

            if callable(call) and alive(call) and self._progress is progress:
                call(*given)

        self._desk.background.mailbox.post(deliver)

    # ── on the window's thread ──────────────────────────────────────────────────────────

    def _tell(self, done: int, total: int) -> None:
        self.progressed.emit(done, total)

    def _answer(self, answer: Found) -> None:
        self._over()
        self.found.emit(answer)

    def _fail(self, error: ContactDeskError) -> None:
        self._over()
        waits = self._desk.away.explains(error)
        self.failed.emit(NotWritten(wait_words()) if waits else error)
