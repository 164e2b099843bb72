"""Turns: of several programs that wait for one book, the one that came first writes next.

SQLite gives a book to whoever asks at the right moment, and somebody may ask for seconds at the
wrong ones. So a program that was made to wait draws a number from the file `<book>.turns` beside
the book, and asks again when nobody waits who came before. It holds a lock on the byte of its
number until it has written; whether a byte before its own is locked is one question, on a network
drive too.

Nothing is protected by it: SQLite's own locks do that. A program that does not know it, one that
died and a drive without locks only make the order less fair. While nobody waits it costs nothing,
and no file is made.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from sqlalchemy.exc import DBAPIError

from contactdesk.store import byte_lock
from contactdesk.store.engines import is_busy, patiently

AT = 1 << 12  # the byte locked while a number is drawn; those of the numbers come after it
PASSED_OVER = 2.0  # seconds that one who was first may keep the others: it may be a dead computer's
_DRAWING = 0.5  # seconds until a number is given up
_PAUSE = 0.002  # seconds between two looks, or three times as long as a look takes
_LONGEST = 0.25  # seconds: a look that a drive held up for long says nothing about the next one
_LARGEST = 1 << 40


class Turns:
    """The turns of one open book, for one thread."""

    def __init__(self, book: Path) -> None:
        self.path = book.with_name(f"{book.name}.turns")
        self._book = book
        self._file: IO[bytes] | None = None
        self._number = 0
        self._past = 0  # the last number that was passed over: no save waits for it again

    def take(self, begin: Callable[[], object], patience: float) -> float:
        """Begin to write when it is our turn; how many seconds of the patience are left.

        Raises as `patiently` does when it takes too long. `end` has to follow, whatever came of it.
        """
        until = time.monotonic() + patience
        if not self._is_anybody_waiting():
            try:
                begin()
                return until - time.monotonic()
            except (DBAPIError, sqlite3.Error) as error:
                if not is_busy(error) or time.monotonic() > until:
                    raise
        if sys.platform == "linux":  # elsewhere nobody tells which bytes are locked
            with suppress(OSError):  # the folder cannot be written, the drive is away
                self._draw()
                self._wait(until)
        patiently(begin, until - time.monotonic())
        return until - time.monotonic()

    def end(self) -> None:
        """What was begun is written: the next may have its turn."""
        number, self._number = self._number, 0
        if number and self._file is not None:
            byte_lock.release(self._file, AT + number)

    def leave(self) -> None:
        """The book is closed; the file goes with the last that used it."""
        self.end()
        if self._file is not None:
            with suppress(OSError):
                free = byte_lock.first_held(self._file, AT) is None
                self._close()
                if free:
                    self.path.unlink(missing_ok=True)

    def _is_anybody_waiting(self) -> bool:
        """Asked only by programs that had to wait once: others begin at once, and nearly always
        can."""
        if self._file is None:
            return False
        with suppress(OSError):
            return byte_lock.first_held(self._file, AT + 1) is not None
        self._close()
        return False

    def _draw(self) -> None:
        """Take the next number, from under a lock; none where that takes long."""
        file, until = self._opened(), time.monotonic() + _DRAWING
        while not (taken := byte_lock.take(file, AT)):
            if taken is None or time.monotonic() > until:
                return
            time.sleep(random.uniform(0.5, 1.5) * _PAUSE)
        try:
            number = (int.from_bytes(os.pread(file.fileno(), 8, 0)) + 1) % _LARGEST or 1
            os.pwrite(file.fileno(), number.to_bytes(8), 0)
            if byte_lock.take(file, AT + number):
                self._number = number
        finally:
            byte_lock.release(file, AT)

    def _opened(self) -> IO[bytes]:
        """The file that the others have too: one that was taken away has no name any more."""
        if self._file is not None and os.fstat(self._file.fileno()).st_nlink == 0:
            self._close()
        if self._file is None:
            mode = self._book.stat().st_mode & 0o666  # whoever may write the book may wait for it
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, mode)
            self._file = os.fdopen(handle, "rb+", buffering=0)
            with suppress(OSError):
                os.fchmod(handle, mode)
        return self._file

    def _wait(self, until: float) -> None:
        """Wait for those who came before; not for long for one that does not come to an end."""
        if self._past >= self._number:  # somebody made the file anew
            self._past = 0
        first, since = -1, 0.0
        while self._file is not None and self._number:
            asked = time.monotonic()
            start = AT + 1 + self._past
            before = byte_lock.first_held(self._file, start, AT + self._number)
            now = time.monotonic()
            if before is None or now > until:
                return
            if before != first:
                first, since = before, now
            elif now - since > PASSED_OVER:
                self._past = max(self._past, before - AT)
            time.sleep(pause_after(now - asked, until - now))

    def _close(self) -> None:
        file, self._file, self._number, self._past = self._file, None, 0, 0
        if file is not None:
            with suppress(OSError):
                file.close()


def pause_after(took: float, left: float) -> float:
    """Seconds until the next look, after one that `took` so long; never more than are `left`."""
    pause = min(max(_PAUSE, 3 * took), _LONGEST)
    return min(random.uniform(0.5, 1.5) * pause, left)
