"""Whether the book answers: a drive or server that is away is noticed, and tried again.

It fails, or it says nothing at all: a network drive may keep a thread waiting for as long as it is
away. Then nothing more is asked of the book's threads until the answer comes.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.errors import BookAway, BookUnreachable, ContactDeskError
from contactdesk.i18n import _
from contactdesk.store.listing import ChangeSet
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.background import Line
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.timeline_view import TimelineView
    from contactdesk.store.book import Book

SILENT_MS = 4_000  # without an answer: then the drive itself is asked
DRIVE_MS = 1_000  # that long it may take: a book that is busy is not away
WAITS_MS = (5_000, 20_000, 60_000)  # until it is tried again: the last one from then on


class Away(QObject):
    """`is_away` since `since`; `hangs` while the book's threads wait for it."""

    changed = Signal()  # it is away, or another try failed
    back = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.since: datetime | None = None
        self.hangs = False
        self.timelines: OrderedDict[str, TimelineView] = OrderedDict()  # read last, by contact
        self.other: ContactDeskError | None = None  # why what lies there now is not used
        self._tries = 0
        self._looking = self._closed = False
        self.book = ""  # the id of the book that was opened
        self._next_at = 0.0
        self._silent = QTimer(self, singleShot=True, interval=SILENT_MS)
        self._silent.timeout.connect(self._ask_drive)
        self._drive = QTimer(self, singleShot=True, interval=DRIVE_MS)
        self._drive.timeout.connect(self._hang)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.look)
        desk.opened.connect(self._opened)

    @property
    def is_away(self) -> bool:
        """Whether the book cannot be reached just now."""
        return self.since is not None

    @property
    def is_trying(self) -> bool:
        """Whether a try is under way."""
        return self._looking

    @property
    def seconds_left(self) -> int:
        """How long it is until the next try by itself; 0 while one is under way."""
        return max(0, round(self._next_at - monotonic())) if self._again.isActive() else 0

    def close(self) -> None:
        """Look no more."""
        self._closed = True
        for timer in (self._silent, self._drive, self._again):
            timer.stop()

    def _opened(self, _facts: object) -> None:
        from contactdesk.store.reaching import book_id

        background = self._desk.background
        background.ask(background.reader, book_id, self._know, _forget)

    def _know(self, found: str) -> None:
        self.book = found

    # ── noticing ────────────────────────────────────────────────────────────────────────

    def asked(self) -> None:
        """The book was asked something that it answers at once where it can."""
        self._silent.start()

    def answered(self) -> None:
        """It answered, or failed to."""
        self._silent.stop()
        self._drive.stop()
        if self.hangs:
            self.hangs = False
            self.look()

    def tell(self) -> None:
        """A question failed because the book is away."""
        if self._closed:
            return
        if self.since is None:
            self.since = datetime.now(UTC)
            self._tries = 0
            self._wait()
        if not self.hangs:
            self.changed.emit()

    def explains(self, error: Exception) -> bool:
        """Whether something failed for want of the book, which is away."""
        return isinstance(error, BookUnreachable) and self.is_away

    def refuses(self, failed: Callable[[Exception], None]) -> bool:
        """While the threads wait nothing more is asked of them: `failed` hears why, later."""
        if not self.hangs:
            return False
        self._desk.background.mailbox.post(lambda: failed(self._not_now()))
        return True

    def _not_now(self) -> BookAway:
        words = _("{name} is away just now, so this has to wait until it is back.")
        facts = self._desk.facts
        return BookAway(words.format(name=facts.name if facts else self._desk.path))

    def _ask_drive(self) -> None:
        """A thread that says nothing may only be busy: the drive is asked by another one."""
        self._drive.start()
        if not is_server_address(self._desk.path):
            Thread(target=self._ask, name="drive", daemon=True).start()

    def _ask(self) -> None:
        with suppress(OSError):
            if hasattr(os, "statvfs"):
                os.statvfs(self._desk.path)
            else:
                os.stat(self._desk.path)
        self._desk.background.mailbox.post(self._drive_answered)

    def _drive_answered(self) -> None:
        if self._drive.isActive():
            self._drive.stop()
            self._silent.start()

    def _hang(self) -> None:
        self.hangs = True
        self._again.stop()
        if self.since is None:
            self.since = datetime.now(UTC)
        self.changed.emit()

    # ── trying again ────────────────────────────────────────────────────────────────────

    def _wait(self) -> None:
        pause = WAITS_MS[min(self._tries, len(WAITS_MS) - 1)]
        self._tries += 1
        self._next_at = monotonic() + pause / 1000
        self._again.start(pause)

    def look(self) -> None:
        """Try now: the book is opened anew, for its old handle may never answer again."""
        if self.is_away and not self._looking and not self._closed:
            self._looking = True
            self._again.stop()
            self.asked()
            background = self._desk.background
            self._reach(background.reader, lambda _found: self._reach(background.writer, self._is))
            self.changed.emit()

    def _reach(self, line: Line, then: Callable[[Any], None]) -> None:
        from contactdesk.store.reaching import reached_again

        post, place, known = self._desk.background.mailbox.post, self._desk.path, self.book

        def work(own: Line) -> None:
            assert own.book is not None, "what is away was open"
            try:
                own.book = reached_again(own.book, place, known)
                found = _state_of(own.book)
            except ContactDeskError as caught:
                error = caught
                post(lambda: self._is_not(error))
                return
            post(lambda: then(found))

        line.ask(work)

    def _is_not(self, error: ContactDeskError) -> None:
        self._looking = False
        self.other = None if isinstance(error, BookUnreachable) else error
        self.hangs = False
        self.answered()
        if not self._closed:
            self._wait()
            self.changed.emit()

    def _is(self, found: tuple[Any, Any, Any]) -> None:
        """It is back: everybody reads anew what they show."""
        self._looking = False
        self.hangs, self.since, self.other = False, None, None
        self.answered()
        if not self._closed:
            seen, labels, facts = found
            self._desk.take_back_book(seen, labels, facts)
            self.back.emit()


def everything() -> ChangeSet:
    """What is told when nobody knows what others did meanwhile."""
    from contactdesk.store.tables import RECORDS

    records = dict.fromkeys(RECORDS)
    return ChangeSet(0, "", "edit", False, "", "", None, True, None, records)


def _state_of(book: Book) -> tuple[Any, Any, Any]:
    return book.seen, book.undo_labels(), book.facts


def _forget(_error: Exception) -> None:
    """The book went away just after it was opened: then its id is not known, and not compared."""
