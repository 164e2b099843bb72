"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable

from contactdesk.errors import Cancelled

Listener = Callable[[int, int, str], None]


class Progress:
    """Passed to every long operation: it reports, and raises `Cancelled` once stopped.

    `listener(done, total, what)` is called on the working thread; `total` is 0 while unknown.
    """

    def __init__(self, listener: Listener | None = None) -> None:
        self._listener = listener
        self._stopped = threading.Event()

    def report(self, done: int, total: int = 0, what: str = "") -> None:
        """Say that `done` of `total` is finished; raises `Cancelled` when stopped."""
        self.check()
        if self._listener is not None:
            self._listener(done, total, what)

    def check(self) -> None:
        """Raise `Cancelled` when the person has asked to stop."""
        if self._stopped.is_set():
            raise Cancelled

    def stop(self) -> None:
        """Ask the work to end; safe from any thread."""
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody asked the work to end."""
        return self._stopped.is_set()
