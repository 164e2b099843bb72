"""Opening SQLite the way a shared file needs it, and what its errors mean for people.

Rollback journal (never WAL: it destroys files on network drives), every commit synced, no memory
mapping, nothing in a stranger's file is trusted to run code.
"""

from __future__ import annotations

import random
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from contactdesk.errors import (
    BookDamaged,
    BookError,
    BookFull,
    BookLocked,
    BookReadOnly,
    BookUnreachable,
    Cancelled,
)
from contactdesk.i18n import _

APPLICATION_ID = 0x43446B31  # "CDk1"
BUSY_FOR = 2.0  # seconds that SQLite itself waits
PATIENCE = 10.0  # seconds until a person is told
CACHE_KIB = 131_072  # an import of 100,000 contacts fits: it does not spill, so readers go on
PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA cache_size=-{CACHE_KIB}",
    "PRAGMA synchronous=FULL",
)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

T = TypeVar("T")


def sqlite_uri(path: Path, *, read_only: bool = False) -> str:
    """The address of a book's file for SQLite."""
    return f"file:{quote(str(path))}?mode={'ro' if read_only else 'rw'}"


def sqlite_engine(
    path: Path, *, read_only: bool = False, create: bool = False, patience: float = PATIENCE
) -> Engine:
    """An engine with one connection, usable from one thread at a time."""
    uri = sqlite_uri(path, read_only=read_only)
    if create:
        uri = uri.replace("mode=rw", "mode=rwc")

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=min(BUSY_FOR, patience),
            check_same_thread=False,
            isolation_level=None,
        )
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def is_busy(error: BaseException) -> bool:
    """Whether an error only says that another program is writing right now."""
    original = getattr(error, "orig", error)
    code = getattr(original, "sqlite_errorcode", 0) or 0
    return code & 0xFF in _BUSY


def patiently(do: Callable[[], T], patience: float = PATIENCE) -> T:
    """Do it, and again for as long as the book is busy; waits are random so that all get a turn."""
    end = time.monotonic() + patience
    while True:
        try:
            return do()
        except (DBAPIError, sqlite3.Error) as error:
            if not is_busy(error) or time.monotonic() > end:
                raise
            time.sleep(random.uniform(0.02, 0.2))


def is_interrupted(error: BaseException) -> bool:
    """Whether a statement ended because the person asked to stop."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) or 0
    return code & 0xFF == sqlite3.SQLITE_INTERRUPT


def translate(error: BaseException, path: str) -> BookError:
    """The sentence for people that a database error means."""
    original: Any = getattr(error, "orig", None) or error
    whole_code = getattr(original, "sqlite_errorcode", 0) or 0
    code = whole_code & 0xFF
    name = Path(path).name
    if whole_code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return BookReadOnly(
            _("Writing {name} was cut off, and that can only be put right where the file may be "
              "changed. Open it there once; do not copy it before.").format(name=name)
        )  # fmt: skip
    if code in _BUSY:
        return BookLocked(
            _("{name} is busy: another program is writing to it. Nothing was changed. "
              "Try again in a moment.").format(name=name)
        )  # fmt: skip
    if code == sqlite3.SQLITE_FULL:
        return BookFull(
            _("There is no room left on the disk of {name}. Nothing was changed and what was "
              "saved before is safe. Free some space and try again.").format(name=name)
        )  # fmt: skip
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
        return BookReadOnly(
            _("{name} may be read but not changed here. Copy it to a folder of your own to "
              "change it.").format(name=name)
        )  # fmt: skip
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT):
        return damaged(name)
    if isinstance(
        original, (UnicodeDecodeError, JSONDecodeError, zlib.error)
    ) or "decode to UTF-8" in str(original):
        return damaged(name)
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return BookUnreachable(
            _("{name} cannot be reached. It may be on a drive that is away, or it was moved. "
              "Try again when the drive is back, or choose another file.").format(name=name)
        )  # fmt: skip
    return BookDamaged(
        _("{name} did not answer as a book does ({reason}). The file was left as it is.").format(
            name=name, reason=original
        )
    )


def damaged(name: str) -> BookDamaged:
    """What a person reads of a file that is no book, or no whole one."""
    return BookDamaged(
        _("{name} is not a whole ContactDesk book: it is damaged, or another kind of file. It was "
          "left untouched. Open a backup, or choose another file.").format(name=name)
    )  # fmt: skip


@contextmanager
def translated(path: str) -> Iterator[None]:
    """Database errors inside become `BookError`s, and so does what no book would hold."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, UnicodeError, JSONDecodeError, zlib.error) as error:
        if is_interrupted(error):
            raise Cancelled from error
        raise translate(error, path) from error
