"""Putting a backup where a book is wanted: checked first, and nothing that is there is lost."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from contactdesk.errors import BookDamaged, BookEncrypted, BookError, BookLocked, BookUnreachable
from contactdesk.i18n import _
from contactdesk.store import guard
from contactdesk.store.connecting import connect, driver_errors
from contactdesk.store.database import BookFile
from contactdesk.store.engines import is_busy, sqlite_engine, translated
from contactdesk.store.opening import examine, free_name, verified_copy
from contactdesk.store.presence import FilePresence

_BESIDE = ("-journal", "-wal", "-shm")  # what SQLite keeps beside a book it is writing


class Restored(NamedTuple):
    """Where the book is now, how many contacts it has, and where the one before it went."""

    path: Path
    contacts: int
    kept: Path | None = None


def restore(backup: Path, to: Path, *, replace: bool = False) -> Restored:
    """Check a backup and put a copy of it at `to`; the backup itself is only read.

    A book that is there already is left alone, unless `replace`: then it gets another name. One
    that somebody has open is never replaced. Raises a `BookError` with a sentence; everything is
    then as it was.
    """
    guard.check()
    _refuse(backup, to, replace)
    beside = free_name(to, "restoring")
    try:
        contacts = _checked_copy(backup, beside)
        kept = _make_room(to) if to.exists() else None
        try:
            _set_aside(to, kept or free_name(to, "before-restore"))
            os.rename(beside, to)
        except OSError:
            if kept is not None:
                os.rename(kept, to)  # back to how it was
            raise
    except OSError as error:
        raise BookError(
            _("{name} could not be restored: {reason}. Everything is as it was.").format(
                name=to.name, reason=error.strerror or error
            )
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return Restored(to, contacts, kept)


def _refuse(backup: Path, to: Path, replace: bool) -> None:
    if not backup.is_file():
        raise BookUnreachable(_("There is no file {name}.").format(name=backup))
    if not to.parent.is_dir() or to.is_dir():
        raise BookUnreachable(_("No book can be put at {name}.").format(name=to))
    if not to.exists():
        return
    if to.samefile(backup):
        raise BookError(_("{name} is the backup itself. Choose another place.").format(name=to))
    if not replace:
        raise BookError(
            _("There is a file {name} already; it was left as it is. Choose another name, or add "
              "--replace: then the one that is there is kept under another name.").format(name=to)
        )  # fmt: skip
    _refuse_open(to)


def _refuse_open(to: Path) -> None:
    """Nobody's window may lose its book from under it."""
    others = FilePresence(to).others()
    if others:
        who = ", ".join(dict.fromkeys(f"{h.name} ({h.computer})" for h in others))
        raise BookLocked(
            _("{name} is open in a window of {who}. Nothing was changed; close it there and try "
              "again.").format(name=to.name, who=who)
        )  # fmt: skip


def _checked_copy(backup: Path, beside: Path) -> int:
    """A verified copy under a name of its own; how many contacts it has."""
    engine = sqlite_engine(backup, read_only=True)
    try:
        with translated(str(backup)):
            with engine.connect() as connection:
                examine(connection, backup)
                problems = BookFile(str(backup)).check(connection)
                if problems:
                    raise _unsound(backup, problems[0])
                sql = "SELECT count(*) FROM contact WHERE deleted_at = '' AND NOT withdrawn"
                contacts = int(connection.exec_driver_sql(sql).scalar() or 0)
            verified_copy(engine, beside)
    finally:
        engine.dispose()
    return contacts


def _unsound(backup: Path, reason: str) -> BookDamaged:
    return BookDamaged(
        _("{name} is damaged ({reason}) and was not restored. Use another backup.").format(
            name=backup.name, reason=reason
        )
    )


def _make_room(to: Path) -> Path:
    """Give the file that is there another name, once nobody is at work in it."""
    try:
        with closing(connect(to, isolation_level=None, timeout=2)) as connection:
            connection.execute("BEGIN EXCLUSIVE")  # finishes what a crash left, too
            connection.execute("ROLLBACK")
    except BookEncrypted:
        pass  # its passphrase is not needed to give it another name
    except driver_errors() as error:
        if is_busy(error):
            raise BookLocked(
                _("{name} is being used by another program. Nothing was changed; try again when "
                  "it is closed.").format(name=to.name)
            ) from error  # fmt: skip
        # no book, or a damaged one: that is why it is to be replaced
    _refuse_open(to)
    kept = free_name(to, "before-restore")
    os.rename(to, kept)
    return kept


def _set_aside(to: Path, kept: Path) -> None:
    """What SQLite left beside the old book belongs to that one; it would spoil the new."""
    for suffix in _BESIDE:
        left = to.with_name(to.name + suffix)
        if left.exists():
            with suppress(FileNotFoundError):
                os.rename(left, kept.with_name(kept.name + suffix))
