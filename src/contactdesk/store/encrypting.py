"""Encrypting a book, changing its passphrase and taking the encryption off.

All three make a copy beside the book, hold every row of it against the book, and put it in the
book's place in one step. The book is locked from before the copy until after that step, so that
nobody writes what the copy would not have; whoever is killed meanwhile leaves a whole book, as it
was or as it is to be.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import (
    BookDamaged,
    BookError,
    BookLocked,
    BookReadOnly,
    BookUnreachable,
)
from contactdesk.i18n import _
from contactdesk.progress import Progress
from contactdesk.store import guard, keys
from contactdesk.store.connecting import connect, driver_errors, is_encrypted, is_in_use, library
from contactdesk.store.database import BookFile
from contactdesk.store.engines import is_busy, patiently, sqlite_engine, translated
from contactdesk.store.footing import stand_on
from contactdesk.store.keys import Key
from contactdesk.store.opening import CONVERTING, examine, free_name, is_backup
from contactdesk.store.presence import FilePresence
from contactdesk.store.server_address import is_server_address

KEPT = "before-encryption"
_AT_ONCE = 2_000  # rows


class Converted(NamedTuple):
    """The book with the file it was before, where that is kept: a plain one."""

    path: Path
    kept: Path | None = None


def encrypt(
    place: str, passphrase: str, progress: Progress | None = None, own: str = ""
) -> Converted:
    """Encrypt a plain book; the plain file is kept beside it.

    `own` is the presence of the window that asks. Raises a `BookError` with a sentence, or
    `Cancelled`; the book is then as it was.
    """
    path = _checked(place)
    _need_kind(path, encrypted=False)
    key = keys.new_key(passphrase)
    return _convert(path, key, progress or Progress(), own, keep=True)


def change_passphrase(
    place: str, passphrase: str, progress: Progress | None = None, own: str = ""
) -> Converted:
    """Encrypt an encrypted book anew, of which the passphrase was given."""
    path = _checked(place)
    _need_kind(path, encrypted=True)
    return _convert(path, keys.new_key(passphrase), progress or Progress(), own, keep=False)


def decrypt(place: str, progress: Progress | None = None, own: str = "") -> Converted:
    """Make an encrypted book, of which the passphrase was given, a plain one."""
    path = _checked(place)
    _need_kind(path, encrypted=True)
    return _convert(path, None, progress or Progress(), own, keep=False)


# ── what must be so before ──────────────────────────────────────────────────────────────


def _checked(place: str) -> Path:
    guard.check()
    if is_server_address(place):
        raise BookError(
            _("This book lies on a server, and what lies there is encrypted by the server or not "
              "at all. Nothing was changed. Ask whoever looks after the server.")
        )  # fmt: skip
    library()
    path = Path(place).expanduser().absolute()
    if not path.is_file():
        raise BookUnreachable(_("There is no file {name}.").format(name=path))
    if is_backup(path):
        raise BookReadOnly(
            _("{name} is a backup, and backups stay as they are. Nothing was changed. Restore it "
              "first.").format(name=path.name)
        )  # fmt: skip
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise BookReadOnly(
            _("{name} may be read but not changed here. Copy it to a folder of your own to change "
              "it.").format(name=path.name)
        )  # fmt: skip
    return path.resolve()


def _need_kind(path: Path, *, encrypted: bool) -> None:
    if is_in_use(path):
        raise BookLocked(
            _("{name} is open in this window. Nothing was changed.").format(name=path.name)
        )
    if is_encrypted(path) == encrypted:
        return
    if encrypted:
        raise BookError(_("{name} is not encrypted. Nothing was changed.").format(name=path.name))
    raise BookError(
        _("{name} is encrypted already. Nothing was changed; to open it by another passphrase, "
          "change the passphrase.").format(name=path.name)
    )  # fmt: skip


def refuse_company(path: Path, own: str) -> None:
    """Raise where another window than `own` has the book open."""
    names = [here.name for here in FilePresence(path).others() if here.window != own]
    if names:
        raise BookLocked(
            _("{names} has this book open. Encryption can be changed when nobody else does; "
              "nothing was changed.").format(names=", ".join(dict.fromkeys(names)))
        )  # fmt: skip


# ── the copy ────────────────────────────────────────────────────────────────────────────


def _convert(path: Path, key: Key | None, told: Progress, own: str, keep: bool) -> Converted:
    refuse_company(path, own)
    footing = stand_on(path)
    part = part_of(path)
    try:
        if footing.reason:
            raise BookReadOnly(footing.reason)
        with translated(str(path)), _alone(path) as engine:
            source = _driver(engine)
            _examined(path, engine)
            remove_part(part)
            _copy(source, part, key, told)
            _hold_against(source, part, key, told)
            told.check()
            refuse_company(path, own)
            kept = _swap(path, part, engine, keep)
    except (OSError, shutil.Error) as error:
        raise _not_done(path, getattr(error, "strerror", None) or str(error)) from error
    finally:
        remove_part(part)
        footing.leave()
    if key is not None:
        keys.hold(key)
    return Converted(path, kept)


def _not_done(path: Path, reason: str) -> BookError:
    return BookError(
        _("That could not be done with {name}: {reason}. The book is as it was.").format(
            name=path.name, reason=reason)
    )  # fmt: skip


def part_of(path: Path) -> Path:
    """Where the copy lies until it takes the book's place."""
    return path.with_name(path.name + CONVERTING)


def remove_part(part: Path) -> None:
    """Take a file that has not got its name away, with what SQLite notes beside it."""
    for left in (part, part.with_name(part.name + "-journal")):
        left.unlink(missing_ok=True)


@contextmanager
def _alone(path: Path) -> Iterator[Engine]:
    """The book, locked against everybody's reading and writing until the end of the block."""
    engine = sqlite_engine(path, patience=2, by_cipher=True)
    try:
        source = _driver(engine)
        source.execute("PRAGMA main.locking_mode=EXCLUSIVE")  # it outlives the transaction
        patiently(lambda: source.execute("BEGIN EXCLUSIVE"), 2)
        source.execute("COMMIT")
        yield engine
    except driver_errors(DBAPIError) as error:
        if is_busy(error):
            raise BookLocked(
                _("{name} is being used by another program. Nothing was changed; try again when "
                  "it is closed.").format(name=path.name)
            ) from error  # fmt: skip
        raise
    finally:
        engine.dispose()


def _driver(engine: Engine) -> Any:
    return engine.raw_connection().driver_connection


def _examined(path: Path, engine: Engine) -> None:
    """It is a sound book of ours, of a schema that we know."""
    with engine.connect() as connection:
        _schema, reason = examine(connection, path)
        problems = [] if reason else BookFile(str(path)).check(connection)
    if reason:
        raise BookReadOnly(reason)
    if problems:
        raise BookDamaged(
            _("{name} is damaged ({reason}). It was left as it is; open a backup.").format(
                name=path.name, reason=problems[0])
        )  # fmt: skip


def _copy(source: Any, part: Path, key: Key | None, told: Progress) -> None:
    if source.key is not None and key is not None:
        with closing(connect(part, "rwc", key=key)) as target:
            target.execute("PRAGMA synchronous=OFF")  # it is synced as a whole at the end
            source.backup(target, pages=_AT_ONCE, progress=_pages_told(told))
        return
    whole = max(1, _pages(source))
    source.execute("ATTACH ? AS converted KEY ?", (str(part), _secret(key)))
    for pragma in ("journal_mode=OFF", "synchronous=OFF"):  # nothing readable beside it
        source.execute(f"PRAGMA converted.{pragma}")

    def listen() -> int:
        told.report(min(_pages(source, "converted"), whole), whole, _("Copying"))
        return 0

    source.set_progress_handler(lambda: int(told.stopped), 10_000)
    try:
        source.execute("SELECT sqlcipher_export('converted')")
        for pragma in ("application_id", "user_version"):
            number = int(source.execute(f"PRAGMA main.{pragma}").fetchone()[0])
            source.execute(f"PRAGMA converted.{pragma} = {number}")
        listen()
    finally:
        source.set_progress_handler(None, 0)
    source.execute("DETACH converted")


def _pages(source: Any, name: str = "main") -> int:
    return int(source.execute(f"PRAGMA {name}.page_count").fetchone()[0])


def _pages_told(told: Progress) -> Callable[[int, int, int], None]:
    return lambda _status, left, whole: told.report(whole - left, whole, _("Copying"))


def _secret(key: Key | None) -> str:
    return "" if key is None else f"x'{(key.secret + key.salt).hex()}'"


# ── is it the same ──────────────────────────────────────────────────────────────────────


def _hold_against(source: Any, part: Path, key: Key | None, told: Progress) -> None:
    """Every row of every table, those of the search too, and that the copy is sound."""
    engine = sqlite_engine(part, read_only=True, key=key)
    try:
        copy = _driver(engine)
        tables = _tables(source)
        sound = _plan(source) == _plan(copy) and tables == _tables(copy)
        for done, table in enumerate(tables):
            told.report(done, len(tables), _("Comparing"))
            sound = sound and _has_same_rows(source, copy, table, told)
        with engine.connect() as connection:
            problems = BookFile(str(part)).check(connection)
    except driver_errors(DBAPIError) as error:
        raise _unlike(str(getattr(error, "orig", error))) from error
    finally:
        engine.dispose()
    if problems or not sound:
        raise _unlike(problems[0] if problems else _("something is missing in it"))


def _unlike(reason: str) -> BookError:
    return BookError(
        _("A copy of the book was made, but it is not as the book is ({reason}). It was thrown "
          "away, and the book is as it was. Check the book.").format(reason=reason)
    )  # fmt: skip


def _plan(driver: Any) -> list[Any]:
    marks = [driver.execute(f"PRAGMA {name}").fetchone()[0]
             for name in ("application_id", "user_version", "encoding")]  # fmt: skip
    return [*marks, *driver.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")]


def _tables(driver: Any) -> list[str]:
    sql = ("SELECT name FROM sqlite_master WHERE type = 'table' "
           "AND sql NOT LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name")  # fmt: skip
    return [row[0] for row in driver.execute(sql)]


def _has_same_rows(source: Any, copy: Any, table: str, told: Progress) -> bool:
    keyed = [row for row in source.execute(f'PRAGMA table_info("{table}")') if row[5]]
    order = ", ".join(f'"{row[1]}"' for row in sorted(keyed, key=lambda row: row[5])) or "rowid"
    sql = f'SELECT * FROM "{table}" ORDER BY {order}'
    one, other = source.execute(sql), copy.execute(sql)
    while True:
        told.check()
        some, same = one.fetchmany(_AT_ONCE), other.fetchmany(_AT_ONCE)
        if some != same:
            return False
        if not some:
            return True


# ── in the book's place ─────────────────────────────────────────────────────────────────


def _swap(path: Path, part: Path, engine: Engine, keep: bool) -> Path | None:
    """The book's name is there at every moment; only the last step changes what it means."""
    shutil.copymode(path, part)
    with suppress(OSError):
        found = path.stat()
        os.chown(part, found.st_uid, found.st_gid)
    with open(part, "rb+") as file:
        os.fsync(file.fileno())
    kept = free_name(path, KEPT) if keep else None
    if kept is not None:
        _name_again(path, kept)
    if os.name == "nt":  # an open file cannot be replaced there
        engine.dispose()
    try:
        os.replace(part, path)
    except OSError:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return kept


def _name_again(path: Path, kept: Path) -> None:
    """The same file under a second name; a copy of it where a drive has no such thing."""
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)
        with open(kept, "rb+") as file:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder be on the disk."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ── what is left ────────────────────────────────────────────────────────────────────────


def kept_files(path: Path) -> list[Path]:
    """The plain files that lie beside a book from before it was encrypted."""
    found = path.parent.glob(f"{glob.escape(path.stem)}.{KEPT}*{glob.escape(path.suffix)}")
    return sorted(each for each in found if each.is_file() and not each.samefile(path))


def remove_kept(path: Path) -> int:
    """Delete those; how many there were."""
    found = kept_files(path)
    for each in found:
        for suffix in ("-journal", ""):
            each.with_name(each.name + suffix).unlink(missing_ok=True)
    return len(found)


def sweep(path: Path) -> None:
    """Take away what a conversion that was killed left: a copy, and a second name of the book."""
    with suppress(OSError):
        remove_part(part_of(path))
        names = (f"{glob.escape(path.stem)}.{KEPT}*", f"{glob.escape(path.name)}.*{CONVERTING}")
        for each in chain.from_iterable(map(path.parent.glob, names)):
            if each.samefile(path):
                each.unlink()
