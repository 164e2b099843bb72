"""The bell of a server's book: PostgreSQL tells of each commit (LISTEN and NOTIFY).

Every writing transaction asks at its beginning that its commit be told; one connection a window,
which does nothing else, hears of it. What comes says no more than "look": what changed is read
from the log as ever, so that nothing depends on a message that may be lost on the way.
"""

from __future__ import annotations

import random
import select
import socket
import threading
from collections.abc import Callable
from typing import Any

import psycopg

from contactdesk.errors import BookError

CHANNEL = "contactdesk"
RING = f"pg_notify('{CHANNEL}', '')"  # told when the transaction commits, and only then
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0  # seconds until a lost connection is tried again

Connect = Callable[[], "psycopg.Connection[Any]"]


class ServerBell:
    """Hears of every commit in one database."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._down = threading.Event()

    def hang(self, rung: Callable[[], None]) -> None:
        """Begin to listen."""
        self._rung = rung
        self._own, self._wake = socket.socketpair()
        threading.Thread(target=self._run, name="book-bell", daemon=True).start()

    def take_down(self) -> None:
        """Wake the thread, which then ends."""
        self._down.set()
        self._wake.close()

    def _run(self) -> None:
        wait = _FIRST_WAIT
        while not self._down.is_set():
            try:
                with self._connect() as connection:
                    connection.autocommit = True
                    connection.execute(f"LISTEN {CHANNEL}")
                    wait = _FIRST_WAIT
                    self._rung()  # something may have happened before
                    self._hear(connection)
            except (psycopg.Error, BookError, OSError):
                self._rung()  # whoever looks now says that the server is away
                self._sleep(wait * random.uniform(0.7, 1.3))
                wait = min(wait * 2, _LONGEST_WAIT)
        self._own.close()

    def _hear(self, connection: psycopg.Connection[Any]) -> None:
        """Ring for what comes, many at once as one, until the bell is taken down."""
        while not self._down.is_set():
            own = self._own.fileno()
            ready, _writable, _odd = select.select([connection.fileno(), own], [], [])
            if own not in ready and list(connection.notifies(timeout=0)):
                self._rung()

    def _sleep(self, seconds: float) -> None:
        select.select([self._own], [], [], seconds)
