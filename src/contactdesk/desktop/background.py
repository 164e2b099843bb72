"""The threads that may touch the book: one writes, one reads, each with a book of its own.

The window asks and goes on; answers come back through a queued signal and run on the window's
thread. An answer whose receiver is gone, or that a newer question has overtaken, is dropped.
"""

from __future__ import annotations

import gc
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from contactdesk.errors import Cancelled, ContactDeskError
from contactdesk.progress import Progress

if TYPE_CHECKING:
    from contactdesk.store.book import Book

log = logging.getLogger(__name__)
CLOSING_SECONDS = 20.0
WAITED = 0.03  # seconds that an answer waits for those to what was asked together with it


class Mailbox(QObject):
    """Carries calls to the thread it was made on; one that is for a part of the window that has
    gone meanwhile is dropped."""

    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._open, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Have `call` run on the mailbox's thread; from any thread."""
        try:
            self._arrived.emit(call)
        except RuntimeError:  # the window is gone already
            log.debug("an answer came after the window had closed")

    def _open(self, call: Callable[[], None]) -> None:
        if alive(call) and refers_to_what_is(call):
            call()
        else:
            log.debug("an answer came for a part of the window that has gone")


class Line(threading.Thread):
    """One thread with one book, working off what it is asked in order."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._tasks: queue.SimpleQueue[Callable[[Line], None] | None] = queue.SimpleQueue()
        self.book: Book | None = None

    def ask(self, task: Callable[[Line], None]) -> None:
        """Queue a task; it gets this line."""
        self._tasks.put(task)

    def finish(self) -> None:
        """Work off what is queued, close the book and end."""
        self._tasks.put(None)

    def run(self) -> None:
        """Work until `finish`."""
        while True:
            task = self._tasks.get()
            if task is None:
                break
            task(self)
        if self.book is not None:
            self.book.close()


Answer = Callable[[], None]  # gives what was found to who asked, on the window's thread
Task = Callable[[Line], Answer | None]


class Job:
    """Long work under way; `stop` asks it to end and leave nothing."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def stop(self) -> None:
        """Stop and undo; the work's `stopped` is called once it has ended."""
        self.progress.stop()


def alive(call: Callable[..., Any]) -> bool:
    """Whether the QObject that a bound method belongs to still exists."""
    from shiboken6 import isValid

    if isinstance(call, partial):
        call = call.func
    owner = getattr(call, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


def refers_to_what_is(call: Callable[..., Any]) -> bool:
    """Whether each QObject that a function inside another one refers to still exists."""
    from shiboken6 import isValid

    held = []
    for cell in getattr(call, "__closure__", None) or ():
        with suppress(ValueError):  # nothing is in it yet
            held.append(cell.cell_contents)
    return all(not isinstance(each, QObject) or isValid(each) for each in held)


class Background(QObject):
    """Reader and writer of one book; other lines that one uses for a while end at `closing`, and
    are waited for with these two if they were given to `let_go`."""

    closing = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mailbox = Mailbox(self)
        self.reader = Line("book-reader")
        self.writer = Line("book-writer")
        self._asked: dict[str, int] = {}
        self._together: list[tuple[Line, Task]] | None = None
        self._closed = False
        self._ending: list[threading.Thread] = []

    def start(self) -> None:
        """Let both threads run."""
        self.reader.start()
        self.writer.start()

    def close(self, wait: bool = True) -> None:
        """Finish what is queued and close the book; `wait` until that is done."""
        if self._closed:
            return
        self._closed = True
        self.closing.emit()
        for line in (self.reader, self.writer):
            if line.is_alive():
                line.finish()
                self.let_go(line)
        if wait:
            self.wait()

    def let_go(self, thread: threading.Thread | None) -> None:
        """A thread was told to end, and may take as long as the book's drive does."""
        if thread is not None:
            self._ending = [each for each in self._ending if each.is_alive()] + [thread]

    def wait(self) -> None:
        """Wait for all that were told to end; not on the thread of a window that is shown."""
        end = time.monotonic() + CLOSING_SECONDS
        for thread in self._ending:
            if thread.is_alive():
                thread.join(max(0.0, end - time.monotonic()))

    def aside(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Do what needs no book on a thread of its own, for these may be waiting for theirs."""

        def run() -> None:
            answer = work()
            self.mailbox.post(lambda: then(answer) if alive(then) else None)

        threading.Thread(target=run, name="aside", daemon=True).start()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is asked meanwhile is answered in one go, so that the window is painted once."""
        if self._together is not None:
            yield
            return
        asked = self._together = []
        try:
            yield
        finally:
            self._together = None
            for line in dict.fromkeys(line for line, _task in asked):
                self._queue(line, [task for own, task in asked if own is line])

    def ask(
        self,
        line: Line,
        job: Callable[[Book], Any],
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
        key: str = "",
    ) -> None:
        """Run `job` with the line's book, then `then` or `failed` on the window's thread."""
        serial = self._asked[key] = self._asked.get(key, 0) + 1 if key else 0

        def overtaken() -> bool:
            return bool(key) and self._asked.get(key) != serial

        def task(own: Line) -> Answer | None:
            if overtaken() or own.book is None:
                return None
            answer: Any = None
            error: Exception | None = None
            try:
                answer = job(own.book)
            except (ContactDeskError, Cancelled) as caught:
                error = caught
            except Exception as caught:
                log.exception("a job on %s failed", own.name)
                error = caught
            return partial(deliver, answer, error)

        def deliver(answer: Any, error: Exception | None) -> None:
            if self._closed or overtaken():
                return
            if error is not None:
                failed(error)
            elif alive(then):
                then(answer)

        if self._together is None:
            self._queue(line, [task])
        else:
            self._together.append((line, task))

    def _queue(self, line: Line, tasks: Sequence[Task]) -> None:
        def work(own: Line) -> None:
            answers: list[Answer] = []
            began = time.monotonic()
            for task in tasks:
                if (answer := task(own)) is not None:
                    answers.append(answer)
                if time.monotonic() - began > WAITED:  # the rest takes long: these come before
                    self._hand_over(answers)
                    answers = []
            self._hand_over(answers)

        line.ask(work)

    def _hand_over(self, answers: list[Answer]) -> None:
        if answers:
            self.mailbox.post(partial(_give, answers, self._hand_over))


def _give(answers: list[Answer], again: Callable[[list[Answer]], None]) -> None:
    """Give out answers; where one's receiver fails, the others still get theirs."""
    for place, answer in enumerate(answers):
        try:
            answer()
        except BaseException:
            again(answers[place + 1 :])
            raise


class Calm:
    """No garbage collection while it lasts: a full pass stops the window for 50 ms.

    Entered and left on the window's thread, around long work on another.
    """

    def __init__(self) -> None:
        self._depth = 0

    def enter(self) -> None:
        """Stop collecting; what exists is put aside for good."""
        self._depth += 1
        if self._depth == 1:
            gc.freeze()
            gc.disable()

    def leave(self) -> None:
        """Collect again as usual."""
        self._depth -= 1
        if self._depth == 0:
            gc.freeze()
            gc.enable()
