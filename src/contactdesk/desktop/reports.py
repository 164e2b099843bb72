"""How far long work is, told to the window at most ten times a second."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from contactdesk.desktop.background import Background, alive


class Reports:
    """Passes progress on at most ten times a second."""

    def __init__(
        self, background: Background, progressed: Callable[[int, int, str], None] | None
    ) -> None:
        self._mailbox = background.mailbox
        self._progressed = progressed
        self._last = 0.0

    def listen(self, done: int, total: int, what: str) -> None:
        """Called on the working thread."""
        now = monotonic()
        if self._progressed is None or now - self._last < 0.1:
            return
        self._last = now
        self._mailbox.post(lambda: self._tell(done, total, what))

    def _tell(self, done: int, total: int, what: str) -> None:
        if self._progressed is not None and alive(self._progressed):
            self._progressed(done, total, what)
