"""Backups: copied in steps while others go on writing, looked through, counted, then named.

A backup is a book's file with its manifest beside it; without one a file is no backup, so that
what a power cut left half done never counts.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

import contactdesk
from contactdesk.errors import BookDamaged, BookEncrypted, BookError, BookFull, BookLocked
from contactdesk.i18n import _
from contactdesk.model.backup import Manifest, read, written
from contactdesk.progress import Progress
from contactdesk.store import guard
from contactdesk.store.book import Book
from contactdesk.store.connecting import connect, driver_errors
from contactdesk.store.database import BookFile
from contactdesk.store.engines import PATIENCE, code_of, sqlite_engine, translate
from contactdesk.store.opening import SCHEMA, manifest_of
from contactdesk.store.server_address import is_server_address
from contactdesk.store.tables import metadata

STEP = 1024  # pages: a writer waits for no more than these
RESTARTS = 6  # each time somebody wrote, SQLite begins anew; then it is done in one go
LONGEST_GO = 3.0  # seconds in which nobody could write; what takes longer is tried again later
PART = ".part"
_PIECE = 1 << 20
# What windows write without a step of the history
_UNLOGGED = {"star", "blob", "blob_chunk", "blob_part", "document_text", "setting", "person"}


class Backup(NamedTuple):
    """A backup in a folder; `wrong` says what a look at its manifest found, "" for nothing."""

    path: Path
    manifest: Manifest | None
    wrong: str = ""

    @property
    def good(self) -> bool:
        """Whether it may be counted on."""
        return self.manifest is not None and not self.wrong


def make_backup(
    book: Book, folder: Path, reason: str, at: datetime, progress: Progress | None = None
) -> Backup:
    """Copy a book into a folder, checked and counted, with its manifest.

    Raises a `BookError` with a sentence, or `Cancelled`; nothing of it is then left.
    """
    guard.check()
    told = progress or Progress()
    place = book.facts.path
    with _said_plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        to = _free(folder, book.facts.name, at)
        part = to.with_name(f"{to.name}.{os.getpid()}{PART}")
        try:
            if is_server_address(place):
                book.backup(part)
                counts, last = _look_through(part)
            else:
                counts, last = _copied_and_compared(Path(place), part, told)
            manifest = _manifest_of(book, part, reason, at, counts, last)
            _give_names(part, to, manifest)
        finally:
            for left in (part, part.with_name(part.name + "-journal")):
                with suppress(OSError):
                    left.unlink(missing_ok=True)
    return Backup(to, manifest)


def _manifest_of(
    book: Book, part: Path, reason: str, at: datetime, counts: dict[str, int], last: int
) -> Manifest:
    return Manifest(
        book.facts.name, book.facts.path, at.astimezone(UTC).isoformat(timespec="seconds"), reason,
        SCHEMA, contactdesk.__version__, part.stat().st_size, hash_of(part), last, counts,
    )  # fmt: skip


@contextmanager
def _said_plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _no_room(folder) from error
        raise BookError(
            _("No backup could be made in {folder}: {reason}. The book and earlier backups are as "
              "they were. Choose another folder for backups, or free this one.").format(
                folder=folder, reason=error.strerror or error)
        ) from error  # fmt: skip


def _no_room(folder: Path) -> BookFull:
    return BookFull(
        _("There is no room left where backups are kept ({folder}). No backup was made; the book "
          "and earlier backups are safe. Free some space, or choose another folder.").format(
            folder=folder)
    )  # fmt: skip


def _free(folder: Path, name: str, at: datetime) -> Path:
    stem = f"{name} {at.astimezone():%Y-%m-%d %H%M%S}"
    names = (f"{stem}{n}.cdk" for n in ("", *(f"-{i}" for i in range(2, 1000))))
    return next(
        path for path in map(folder.joinpath, names)
        if not path.exists() and not manifest_of(path).exists()
    )  # fmt: skip


# ── copying ─────────────────────────────────────────────────────────────────────────────


def _copied_and_compared(place: Path, part: Path, told: Progress) -> tuple[dict[str, int], int]:
    """Copy a file and hold the copy against it; how many rows it has, and its newest step."""
    try:
        with closing(connect(place, "ro", timeout=PATIENCE)) as source:
            before = _version(source)
            _copy(source, place, part, told)
            counts, last = _look_through(part)
            source.execute("BEGIN")
            _compare(source, part, counts, last, untouched=_version(source) == before)
    except driver_errors() as error:
        if code_of(error) == sqlite3.SQLITE_FULL:
            raise _no_room(part.parent) from error
        raise translate(error, str(place), whole=True) from error
    return counts, last


def _version(source: Any) -> int:
    return int(source.execute("PRAGMA data_version").fetchone()[0])


class _Steps:
    """Listens to SQLite's copying: tells how far it is, and ends what does not come to an end."""

    def __init__(self, name: str, told: Progress) -> None:
        self._name, self._told = name, told
        self._left, self._restarts = 0, 0
        self._progressed = self._began = time.monotonic()

    def listen(self, status: int, remaining: int, total: int) -> None:
        """After each step."""
        now = time.monotonic()
        self._told.report(total - remaining, total, _("Copying"))
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if now - self._progressed > PATIENCE:
                raise _busy(self._name)
            return
        self._progressed = now
        if remaining > self._left and self._left:
            self._restarts += 1
            if self._restarts >= RESTARTS:
                raise _OftenWritten
        self._left = remaining


class _OftenWritten(Exception):
    """Others write faster than steps come to the end."""


def _busy(name: str) -> BookLocked:
    return BookLocked(
        _("{name} is being changed all the time, so no backup could be made now. Nothing is "
          "lost; it is tried again later.").format(name=name)
    )  # fmt: skip


def _copy(source: Any, place: Path, part: Path, told: Progress) -> None:
    steps = _Steps(place.name, told)
    with closing(connect(part, "rwc", key=source.key)) as target:
        target.execute("PRAGMA synchronous=OFF")  # it is synced as a whole before it gets a name
        began = time.process_time()
        try:
            source.backup(target, pages=STEP, progress=steps.listen, sleep=0.02)
        except _OftenWritten:
            spent = (time.process_time() - began) / (RESTARTS + 1)
            if spent > LONGEST_GO:
                raise _busy(place.name) from None
            source.backup(target, pages=-1, progress=_waiting(place.name), sleep=0.02)
        target.execute("PRAGMA journal_mode=DELETE")


def _waiting(name: str) -> Callable[[int, int, int], None]:
    """A listener for a copy in one step, which only waits until it may begin."""
    began = time.monotonic()

    def listen(status: int, _remaining: int, _total: int) -> None:
        busy = status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if busy and time.monotonic() - began > PATIENCE:
            raise _busy(name)

    return listen


def _look_through(part: Path) -> tuple[dict[str, int], int]:
    """A copy's rows by table and its newest step; raises where it is not sound."""
    engine = sqlite_engine(part, read_only=True)
    try:
        with engine.connect() as connection:
            if problems := BookFile(str(part)).check(connection):
                raise _not_sound() from ValueError("; ".join(problems))
            counts = {
                table: int(
                    connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar() or 0
                )
                for table in _tables(connection)
            }
            last = connection.exec_driver_sql("SELECT max(id) FROM change_set").scalar()
    except DBAPIError as error:  # of the copy, not of the book
        raise _not_sound() from error
    finally:
        engine.dispose()
    return counts, int(last or 0)


def _not_sound() -> BookDamaged:
    return BookDamaged(
        _("A copy of the book was made, but it is not sound. It does not count; earlier backups "
          "are kept. Check the book; if it is sound, choose another folder for backups.")
    )  # fmt: skip


def _tables(connection: Connection) -> list[str]:
    """The tables of a book that are in this file; an older one has fewer."""
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted(set(found.scalars()) & set(metadata.tables))


def _compare(source: Any, part: Path, counts: dict[str, int], last: int, untouched: bool) -> None:
    """The book has the rows that its copy has; what came meanwhile is left out of account."""

    def ask(sql: str, *values: int) -> int:
        return int(source.execute(sql, values).fetchone()[0] or 0)

    if ask("SELECT max(id) FROM change_set") == last:
        tables = [t for t in counts if untouched or t not in _UNLOGGED]
        missing = [t for t in tables if ask(f'SELECT count(*) FROM "{t}"') != counts[t]]
    else:
        there = ask("SELECT count(*) FROM change WHERE set_id <= ?", last)
        missing = ["change"] if there > counts["change"] else []
    if missing:
        raise BookDamaged(
            _("A copy of the book was made, but something is missing in it ({reason}). It does "
              "not count; earlier backups are kept. Check the book.").format(
                reason=", ".join(missing))
        )  # fmt: skip


# ── names ───────────────────────────────────────────────────────────────────────────────


def _give_names(part: Path, to: Path, manifest: Manifest) -> None:
    """All on the disk first, the manifest's name last: only then is it a backup."""
    beside = manifest_of(to).with_name(manifest_of(to).name + PART)
    try:
        _sync(part)
        beside.write_bytes(written(manifest))
        _sync(beside)
        os.replace(part, to)
        os.replace(beside, manifest_of(to))
        _sync_folder(to.parent)
    except BaseException:
        for left in (manifest_of(to), beside, to):  # without its manifest nothing is a backup
            with suppress(OSError):
                left.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be synced there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, now: float) -> None:
    """What a backup that was cut off left a day ago."""
    for left in folder.glob(f"*{PART}"):
        with suppress(OSError):
            if now - left.stat().st_mtime > 86_400:
                left.unlink()


# ── looking ─────────────────────────────────────────────────────────────────────────────


def hash_of(path: Path, progress: Progress | None = None) -> str:
    """The SHA-256 of a file, read piece by piece."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while data := file.read(_PIECE):
            if progress is not None:
                progress.check()
            found.update(data)
    return found.hexdigest()


def glance(path: Path) -> Backup:
    """A backup as its manifest and its size say; its bytes are not read."""
    try:
        manifest = read(manifest_of(path).read_bytes())
        if manifest is None:
            return Backup(path, None, _("What is noted of this backup was changed or damaged."))
        if not path.is_file():
            return Backup(path, manifest, _("The backup's file is not there any more."))
        if path.stat().st_size != manifest.size:
            return Backup(path, manifest, _("The backup's file has not the size that it had."))
    except OSError as error:
        reason = error.strerror or str(error)
        return Backup(path, None, _("It cannot be read: {reason}.").format(reason=reason))
    return Backup(path, manifest)


def verified(path: Path, progress: Progress | None = None) -> Backup:
    """A backup whose every byte was read and held against its manifest."""
    found = glance(path)
    if not found.good or found.manifest is None:
        return found
    try:
        same = hash_of(path, progress) == found.manifest.sha256
    except OSError as error:
        reason = error.strerror or str(error)
        return found._replace(wrong=_("It cannot be read: {reason}.").format(reason=reason))
    return found if same else found._replace(
        wrong=_("Bytes of this backup are others than when it was made.")
    )  # fmt: skip


def backups_in(folder: Path) -> list[Backup]:
    """Every backup of a folder, the newest first; those that cannot be counted on too."""
    suffix = manifest_of(Path("x.cdk")).name.removeprefix("x.cdk")
    found = []
    with suppress(OSError):
        names = [path for path in folder.glob(f"*.cdk{suffix}") if path.is_file()]
        found = [glance(path.with_name(path.name.removesuffix(suffix))) for path in names]
    return sorted(found, key=lambda each: each.path.name, reverse=True)


def steps_since(place: Path, last_set: int) -> int | None:
    """How many steps of its history a book has after one; None where that cannot be read."""
    guard.check()
    try:
        with closing(connect(place, "ro", timeout=1)) as connection:
            sql = "SELECT count(*) FROM change_set WHERE id > ?"
            return int(connection.execute(sql, (last_set,)).fetchone()[0])
    except driver_errors(BookEncrypted, UnicodeDecodeError):  # not even errors are texts, of damage
        return None


def delete_backup(path: Path) -> None:
    """Take a backup away: its manifest first, so that half of one never counts."""
    with suppress(OSError):
        manifest_of(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
