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
from itertools import chain, repeat
from json import JSONDecodeError
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from contactdesk.errors import (
    BookAway,
    BookDamaged,
    BookError,
    BookFull,
    BookLocked,
    BookReadOnly,
    Cancelled,
)
from contactdesk.i18n import N_, _
from contactdesk.store.connecting import connect, driver_errors, forget_last, key_for, library
from contactdesk.store.keys import Key

APPLICATION_ID = 0x43446B31  # "CDk1"
BUSY_FOR = 2.0  # seconds that SQLite itself waits while a book is being opened
BUSY_TRY = 50  # ms later on: its pauses grow, so that whoever has waited long would lose
PATIENCE = 10.0  # seconds until a person is told
PAUSE = (0.003, 0.03)  # seconds between two tries: by chance, so that all get a turn
CACHE_KIB = 131_072  # an import of 100,000 contacts fits: it does not spill, so readers go on
PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA secure_delete=ON",  # what is deleted for good is not left in the file's free pages
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA cache_size=-{CACHE_KIB}",
    "PRAGMA synchronous=FULL",
)
SQLITE = sqlite3.sqlite_version
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

T = TypeVar("T")


def _prepared(made: Any) -> Any:
    """A driver's connection as all of ours are; of a file that is no database none is left open,
    as the next file of its name is another one.
    """
    try:
        for pragma in PRAGMAS:
            made.execute(pragma)
    except BaseException:
        made.close()
        raise
    return made


def sqlite_engine(
    path: Path,
    *,
    read_only: bool = False,
    create: bool = False,
    patience: float = PATIENCE,
    key: Key | None = None,
    by_cipher: bool = False,
) -> Engine:
    """An engine with one connection, usable from one thread at a time.

    A file that is made here is encrypted where a `key` is given; with `by_cipher` a plain one is
    opened by SQLCipher too.
    """
    mode = "ro" if read_only else "rwc" if create else "rw"
    waits = chain((min(BUSY_FOR, patience),), repeat(BUSY_TRY / 1_000))

    if create:
        forget_last(path)
    key = key or key_for(path)

    def open_() -> Any:
        made = connect(
            path,
            mode,
            timeout=next(waits),
            key=key,
            by_cipher=by_cipher,
            check_same_thread=False,
            isolation_level=None,
        )
        return _prepared(made)

    module = library() if key is not None or by_cipher else sqlite3
    engine = create_engine("sqlite://", creator=open_, module=module, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def is_busy(error: BaseException) -> bool:
    """Whether an error only says that another program is writing right now."""
    return code_of(error) in _BUSY


def patiently(do: Callable[[], T], patience: float = PATIENCE) -> T:
    """Do it, and again for as long as the book is busy; waits are random so that all get a turn."""
    end = time.monotonic() + patience
    while True:
        try:
            return do()
        except driver_errors(DBAPIError) as error:
            if not is_busy(error) or time.monotonic() > end:
                raise
            time.sleep(random.uniform(*PAUSE))


def file_version(driver: sqlite3.Connection) -> int | None:
    """A number that is another one after any other program's commit; None while one is writing.

    Does not wait (https://sqlite.org/pragma.html#pragma_data_version).
    """
    before = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    driver.execute("PRAGMA busy_timeout=0")
    try:
        return int(driver.execute("PRAGMA data_version").fetchone()[0])
    except driver_errors() as error:
        if is_busy(error):
            return None
        raise
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(before)}")


def rolled_back(connection: Connection, error: BaseException | None) -> None:
    """End a transaction without its changes.

    A connection that met an error of the drive is given up, and the next step makes another one:
    it may hold locks that it could not give back, and everybody else would wait for them.
    """
    try:
        connection.rollback()
    except DBAPIError:  # the file is away; SQLite rolls back when it is opened again
        connection.invalidate()
        return
    if error is not None and _is_of_the_drive(error):
        connection.invalidate()


def _is_of_the_drive(error: BaseException) -> bool:
    doubtful = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT)
    return code_of(error) in doubtful


def code_of(error: BaseException) -> int:
    """SQLite's result code of an error, without what it says more closely; 0 for other errors."""
    return int(getattr(getattr(error, "orig", error), "sqlite_errorcode", 0) or 0) & 0xFF


def is_interrupted(error: BaseException) -> bool:
    """Whether a statement ended because the person asked to stop."""
    return code_of(error) == sqlite3.SQLITE_INTERRUPT


def is_corrupt(error: BaseException) -> bool:
    """Whether part of the file cannot be read as what it should be."""
    return code_of(error) == sqlite3.SQLITE_CORRUPT


_CUT_OFF = N_(
    "Writing {name} was cut off, and that can only be put right where the file may be changed. "
    "Open it there once; do not copy it before."
)
_BUSY_NOW = N_(
    "{name} is busy: another program is writing to it. Nothing was changed. Try again in a moment."
)
_FULL = N_(
    "There is no room left on the disk of {name}. Nothing was changed and what was saved before "
    "is safe. Free some space and try again."
)
_READ_ONLY = N_(
    "{name} may be read but not changed here. Copy it to a folder of your own to change it."
)
_AWAY = N_(
    "{name} cannot be reached. It may be on a drive that is away, or it was moved. Try again when "
    "the drive is back, or choose another file."
)
_UNREAD = N_(
    "Part of {name} could not be read: its drive failed for a moment, or the file is damaged. "
    "Nothing was changed. Try again; if it is said again, check the book or open a backup."
)
# SQLite's result code (https://sqlite.org/rescode.html): what it is for us, and what we say
_MEANINGS: dict[int, tuple[type[BookError], str]] = {
    sqlite3.SQLITE_READONLY_ROLLBACK: (BookReadOnly, _CUT_OFF),
    sqlite3.SQLITE_READONLY_DBMOVED: (BookAway, _AWAY),
    **dict.fromkeys(_BUSY, (BookLocked, _BUSY_NOW)),
    sqlite3.SQLITE_FULL: (BookFull, _FULL),
    sqlite3.SQLITE_READONLY: (BookReadOnly, _READ_ONLY),
    sqlite3.SQLITE_PERM: (BookReadOnly, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (BookAway, _AWAY),
    sqlite3.SQLITE_IOERR: (BookAway, _AWAY),
}
_NO_BOOK = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


def translate(error: BaseException, path: str, *, whole: bool = False) -> BookError:
    """The sentence for people that a database error means.

    A book that was found `whole` when it was opened is not called damaged at once: its full text
    calls a drive that failed for a moment damage, too.
    """
    original: Any = getattr(error, "orig", None) or error
    code = getattr(original, "sqlite_errorcode", 0) or 0
    name = Path(path).name
    meaning = _MEANINGS.get(code) or _MEANINGS.get(code & 0xFF)
    if meaning is not None:
        kind, words = meaning
        return kind(_(words).format(name=name))
    if whole and code & 0xFF == sqlite3.SQLITE_CORRUPT:
        return BookDamaged(_(_UNREAD).format(name=name))
    unreadable = isinstance(original, (UnicodeDecodeError, JSONDecodeError, zlib.error))
    if code & 0xFF in _NO_BOOK or unreadable or "decode to UTF-8" in str(original):
        return damaged(name)
    return BookDamaged(
        _("{name} did not answer as a book does ({reason}). The file was left as it is.").format(
            name=name, reason=original
        )
    )


def away(name: str) -> BookAway:
    """What a person reads of a file that cannot be reached where it was."""
    return BookAway(_(_AWAY).format(name=name))


def damaged(name: str) -> BookDamaged:
    """What a person reads of a file that is no book, or no whole one."""
    return BookDamaged(
        _("{name} is not a whole ContactDesk book: it is damaged, or another kind of file. It was "
          "left untouched. Open a backup, or choose another file.").format(name=name)
    )  # fmt: skip


@contextmanager
def translated(path: str, *, whole: bool = False) -> Iterator[None]:
    """Database errors inside become `BookError`s, and so does what no book would hold."""
    try:
        yield
    except driver_errors(DBAPIError, UnicodeError, JSONDecodeError, zlib.error) as error:
        if is_interrupted(error):
            raise Cancelled from error
        raise translate(error, path, whole=whole) from error
