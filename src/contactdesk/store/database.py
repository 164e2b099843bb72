"""What a book asks of the database that it lies in: SQLite's answers; a server's are in postgres.

Statements are the same for both. What differs is here: what an error means, how a long statement
is stopped, how a book is looked through and copied.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import BookDamaged, BookReadOnly
from contactdesk.store import soundness
from contactdesk.store.bell import Bell
from contactdesk.store.damaged_reading import is_read_as_it_lies, read_anew
from contactdesk.store.engines import away, file_version, is_busy, translated
from contactdesk.store.footing import Footing
from contactdesk.store.opening import partly_damaged, unsafe_log, verified_copy
from contactdesk.store.presence import FilePresence, Presence
from contactdesk.store.storage import SHARED
from contactdesk.store.turns import Turns

DOUBT_SECONDS = (2.0, 60.0)  # so long damage is not believed; so long after, it is new


class Database(Protocol):
    """The database of one open book."""

    versions_are_others: bool  # whether `version` stays as it is after one's own commits

    def translated(self) -> AbstractContextManager[None]:
        """Its errors become `BookError`s with a sentence for people."""

    def watch(self, connection: Connection, stopped: Callable[[], bool] | None) -> None:
        """Ask `stopped` during long statements, which then end with `Cancelled`; None ends it."""

    def version(self, connection: Connection) -> Hashable | None:
        """Another value after another program's commit; None while it cannot be told."""

    def presence(self, engine: Engine) -> Presence:
        """A way for the windows of the book to know of each other, for one window."""

    def bell(self) -> Bell | None:
        """What rings after each change, for one window; None where one can only look."""

    def check(self, connection: Connection) -> list[str]:
        """What is wrong with the book, in the database's words; nothing in a sound one."""

    def damage(self, connection: Connection, error: BaseException) -> str:
        """The sentence for damage that an error came of: the book is read as it lies from then on,
        and not written any more. "" where it came of anything else.
        """

    def copy(self, engine: Engine, to: Path) -> None:
        """Write a verified copy of the whole book into a file."""

    def take_turn(self, writing: Connection, patience: float) -> float:
        """Begin to write, after those who have waited longer; the seconds of patience left.

        `end_turn` follows in any case.
        """

    def end_turn(self) -> None:
        """What was begun is over."""

    def trouble(self) -> str:
        """Why nothing may be written any more, found out since the opening; "" for nothing."""

    def let_go(self) -> None:
        """The book is closed."""


class BookFile:
    """SQLite: a file."""

    versions_are_others = True

    def __init__(self, path: str, footing: Footing | None = None) -> None:
        self._path = path
        self._footing = footing
        self._turns = Turns(Path(path))
        self._looked_damaged = (float("-inf"), float("-inf"))  # first and last time

    @contextmanager
    def translated(self) -> Iterator[None]:
        """SQLite's errors as sentences; see `_in_doubt` for damage on a network drive."""
        try:
            with translated(self._path, whole=True):
                yield
        except BookDamaged as error:
            if self._in_doubt() or (self._footing is not None and self._footing.is_away()):
                raise away(Path(self._path).name) from error
            raise

    def _in_doubt(self) -> bool:
        """Whether what looks damaged may be sound: a drive that was away for a moment can show
        old pages beside new ones. It is believed when it is still so a little later.
        """
        if self._footing is None or self._footing.storage.facts.kind not in SHARED:
            return False
        now = time.monotonic()
        first, last = self._looked_damaged
        first = now if now - last > DOUBT_SECONDS[1] else first
        self._looked_damaged = (first, now)
        return now - first <= DOUBT_SECONDS[0]

    def watch(self, connection: Connection, stopped: Callable[[], bool] | None) -> None:
        """Let SQLite ask every 100,000 of its steps whether to go on."""
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(stopped, 100_000 if stopped else 0)

    def version(self, connection: Connection) -> int | None:
        """SQLite's number of the file as others left it; None while it is being written.

        An open file may answer for a long time after its drive has gone: that is asked first.
        """
        if self._footing is not None and self._footing.is_away():
            raise away(Path(self._path).name)
        driver: Any = connection.connection.driver_connection
        return file_version(driver)

    def presence(self, engine: Engine) -> Presence:
        """A folder beside the file."""
        footing = self._footing
        if footing is None:
            return FilePresence(Path(self._path))
        near = footing.storage.facts.kind in ("local", "removable")
        return FilePresence(Path(self._path), footing.stop, near=near)

    def bell(self) -> None:
        """On a share, nothing tells reliably of what another computer writes."""

    def check(self, connection: Connection) -> list[str]:
        """What SQLite finds when it looks through the whole file."""
        try:
            rows = self._changed_pages(connection)
            rows += connection.exec_driver_sql("PRAGMA integrity_check").all()
            odd = soundness.odd_cells(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        except DBAPIError as error:
            if is_busy(error):
                raise
            return [str(error.orig)]  # too damaged to be gone through
        said = [r[0] for r in rows if r[0] != "ok"] + odd
        return said + [f"{r[0]} {r[1]} → {r[2]}" for r in broken]

    def damage(self, connection: Connection, error: BaseException) -> str:
        """Known where the file has odd cells, or is found not to be whole, now that it was read."""
        if not soundness.may_come_of_damage(error) or not self._is_damaged(connection, error):
            return ""
        if self._in_doubt():
            raise away(Path(self._path).name) from error
        if not is_read_as_it_lies(connection.engine):
            read_anew(connection)
        return partly_damaged(Path(self._path))

    def _is_damaged(self, connection: Connection, error: BaseException) -> bool:
        if is_read_as_it_lies(connection.engine) or soundness.is_no_text(error):
            return True
        try:
            return not soundness.is_whole(connection, all_of_it=True)
        except DBAPIError as reason:
            return not is_busy(reason)
        finally:
            connection.rollback()

    def _changed_pages(self, connection: Connection) -> list[Any]:
        """Of an encrypted file, the pages that are not as they were written; empty ones too."""
        driver: Any = connection.connection.driver_connection
        if driver.key is None:
            return []
        return list(connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())

    def copy(self, engine: Engine, to: Path) -> None:
        """By SQLite's own backup."""
        verified_copy(engine, to)

    def take_turn(self, writing: Connection, patience: float) -> float:
        """By numbers that are drawn beside the file, once somebody had to wait."""
        left = self._turns.take(writing.begin, patience)
        if self._footing is not None and self._footing.storage.facts.kind in SHARED:
            self._refuse_write_ahead_log(writing, self._footing)
        return left

    def _refuse_write_ahead_log(self, connection: Connection, footing: Footing) -> None:
        """Another program may have switched it on while the book was open."""
        if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
            footing.stop(unsafe_log(Path(self._path).name))
            raise BookReadOnly(footing.reason)

    def end_turn(self) -> None:
        """The number is given back."""
        self._turns.end()

    def trouble(self) -> str:
        """What the footing says."""
        return self._footing.trouble() if self._footing is not None else ""

    def let_go(self) -> None:
        """Leave the footing to others."""
        self._turns.leave()
        footing, self._footing = self._footing, None
        if footing is not None:
            footing.leave()
