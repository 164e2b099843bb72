"""Opening a book: is it one, is it whole, is it of our time, may it be written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import BookDamaged, BookError, BookReadOnly, BookTooNew, BookUnreachable
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.record import new_id
from contactdesk.store.connecting import connect, driver_errors, has_odd_head
from contactdesk.store.damaged_reading import read_as_it_lies, stand_in
from contactdesk.store.engines import (
    APPLICATION_ID,
    PATIENCE,
    damaged,
    is_corrupt,
    patiently,
    sqlite_engine,
    translate,
    translated,
)
from contactdesk.store.footing import Footing, stand_on
from contactdesk.store.list_queries import OWN_INSTRUCTIONS
from contactdesk.store.listing import BookFacts
from contactdesk.store.moved import moved, moved_words
from contactdesk.store.older_books import read_as_todays
from contactdesk.store.pace import Pace
from contactdesk.store.server_address import is_server_address
from contactdesk.store.soundness import is_whole
from contactdesk.store.storage import SHARED

if TYPE_CHECKING:
    from contactdesk.store.database import Database

SCHEMA = 8  # of this program; also PRAGMA user_version, and what `min_writer` speaks of
CONVERTING = ".converting"  # after a book's name: a copy that is to take its place
LOOKED_THROUGH_BELOW = 25_000_000  # bytes; about 150 ms
LOOKED_THROUGH_SECONDS = 5.0  # nobody can save meanwhile: not on a drive where it takes longer
_PAGE = 4_096  # bytes that one call reads


class Opened(NamedTuple):
    """A book's engine with what was found out on the way."""

    engine: Engine
    facts: BookFacts
    person: int
    database: Database


def is_same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two paths lead to one file, by whatever way."""
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def path_of(url: str) -> Path:
    """The file that a path or a `sqlite:///` address names."""
    for prefix in ("sqlite:///", "sqlite://"):
        if url.startswith(prefix):
            url = url[len(prefix) :]
    return Path(url).expanduser().absolute()


def too_new(name: str) -> str:
    """What a person reads of a book from a newer program."""
    return _(
        "{name} was last changed by a newer ContactDesk. You can read, search and export here; "
        "to change it, use the newer version."
    ).format(name=name)


def closed_to_us(stored: Mapping[str, Any], name: str) -> str:
    """Why a book's settings allow no writing; "" where they do."""
    mark = moved(stored)
    if mark is not None:
        return moved_words(mark)
    return too_new(name) if whole(stored.get("min_writer")) > SCHEMA else ""


def moved_facts(stored: Mapping[str, Any]) -> dict[str, str]:
    """What the window is to know of a book that was moved; nothing of one that is in use."""
    mark = moved(stored)
    return {} if mark is None else {"why": "moved", "moved_to": mark.to}


def partly_damaged(path: Path) -> str:
    """What a person reads of a book that may be read as far as it goes."""
    return _(
        "Part of {name} is damaged. It is open for reading: export what you need, or "
        "open a backup. The file is left as it is."
    ).format(name=path.name)


def open_place(place: str, create: bool, login: str, patience: float, again: bool) -> Opened:
    """Open the book at a path or an address; `again`: this program has it open already."""
    if is_server_address(place):
        from contactdesk.store.postgres import open_on_server

        return open_on_server(place, create, login, patience)
    return open_book(path_of(place), create, login, patience, again)


def open_book(
    path: Path, create: bool, login: str, patience: float = PATIENCE, again: bool = False
) -> Opened:
    """Open a file, making or upgrading it where needed; read-only where it must be."""
    try:
        return _look_and_open(path, create, login, patience, again)
    except (OSError, ValueError) as error:  # a folder that may not be entered, an odd name
        raise BookUnreachable(
            _("{name} cannot be opened here: {reason}.").format(
                name=path.name.encode(errors="replace").decode(),
                reason=getattr(error, "strerror", None) or _("no file can have this name"),
            )
        ) from error


def _look_and_open(path: Path, create: bool, login: str, patience: float, again: bool) -> Opened:
    if "\0" in quote(str(path), safe="\0"):  # quote raises where the name is no text
        raise ValueError
    exists = path.exists()
    if not exists and not create:
        raise BookUnreachable(
            _(
                "There is no file {name} in {folder}. It may have been moved or renamed, or lie on "
                "a drive that is away."
            ).format(name=path.name, folder=path.parent)
        )
    if not path.parent.is_dir():
        raise BookUnreachable(
            _("The folder {folder} cannot be reached. It may be on a drive that is away.").format(
                folder=path.parent
            )
        )
    if path.is_dir():
        raise BookUnreachable(_("{name} is a folder, not a book.").format(name=path.name))
    footing = stand_on(path)
    try:
        with translated(str(path)):
            if not exists or path.stat().st_size == 0:
                return _twice(lambda: _create(path, login, patience, footing))
            try:
                return _twice(lambda: _open(path, login, patience, footing, again))
            except BookDamaged:
                if path.stat().st_size:
                    raise
            # making it was cut off: now it is empty
            return _twice(lambda: _create(path, login, patience, footing))
    except BaseException:
        footing.leave()
        raise


def _twice(do: Callable[[], Opened]) -> Opened:
    """A drive that fails for a moment looks like damage, too: then look once more."""
    try:
        return do()
    except driver_errors(DBAPIError) as error:
        if not is_corrupt(error):
            raise
    return do()


def _create(path: Path, login: str, patience: float, footing: Footing) -> Opened:
    from contactdesk.store.migrations import upgrade

    if footing.reason:
        raise BookReadOnly(
            _("No book was made in {folder}. {reason}").format(
                folder=path.parent, reason=footing.reason
            )
        )
    engine = sqlite_engine(path, create=True, patience=patience)
    with _let_go_on_failure(engine):
        patiently(lambda: upgrade(engine), patience)
        return _finish(engine, path, login, "", footing)


def _open(path: Path, login: str, patience: float, footing: Footing, again: bool) -> Opened:
    read_only = _why_read_only(path)
    why = "rights" if read_only else footing.why
    read_only = read_only or footing.reason
    if footing.reason and footing.alone:
        _refuse_write_ahead_log(path)
    engine = sqlite_engine(path, read_only=bool(read_only), patience=patience)
    with _let_go_on_failure(engine):
        with patiently(engine.connect, patience) as connection:
            known = again and not footing.alone and not footing.is_damaged
            look_through = not known and not _takes_long(connection, path)
            schema, reason = examine(connection, path, look_through=look_through)
            if not reason and not read_only:
                _leave_write_ahead_log(connection, path, footing)
        if not reason:
            if schema < SCHEMA and not read_only:
                _upgrade(engine, path, schema)
            elif schema < SCHEMA:
                read_as_todays(engine, schema)
            return _finish(engine, path, login, read_only, footing, why)
    engine.dispose()
    why = "damaged" if reason == partly_damaged(path) else "newer"  # or moved: its mark says that
    footing.is_damaged = why == "damaged"
    engine = sqlite_engine(path, read_only=True, patience=patience)
    with _let_go_on_failure(engine):
        read_as_todays(engine, schema)
        if why == "damaged":
            _read_as_it_lies(engine)
        return _finish(engine, path, login, reason, footing, why)


def _read_as_it_lies(engine: Engine) -> None:
    read_as_it_lies(engine)
    with engine.connect() as connection:  # the first one is there already
        stand_in(connection.connection.driver_connection)


@contextmanager
def _let_go_on_failure(engine: Engine) -> Iterator[None]:
    """A file that cannot be opened is not kept busy by us either."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _leave_write_ahead_log(connection: Connection, path: Path, footing: Footing) -> None:
    """Some other tool may have switched it on; on a network drive it destroys the file."""
    if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
        connection.rollback()
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute("PRAGMA journal_mode=DELETE")
        except driver_errors() as error:  # that tool has it open
            if footing.storage.facts.kind in SHARED:
                raise BookReadOnly(unsafe_log(path.name)) from error
            raise


def _refuse_write_ahead_log(path: Path) -> None:
    """Not even read where locks are unsafe: SQLite would keep its own notes there in memory.

    The file is looked into by hand, so only while nothing of this process has it open: closing it
    would give up SQLite's own locks.
    """
    if _has_write_ahead_log(path):
        raise BookReadOnly(unsafe_log(path.name))


def unsafe_log(name: str) -> str:
    """What a person reads of a book with a write-ahead log where that destroys files."""
    return _(
        "Another program left {name} in a state that cannot be read safely in this folder. "
        "The file was left as it is. Copy it, with the files whose names begin like its own, "
        "to a folder on this computer and open it there."
    ).format(name=name)


def _has_write_ahead_log(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(20)
    return head.startswith(b"SQLite format 3") and head[18:20] == b"\2\2"


def manifest_of(path: Path) -> Path:
    """Where the manifest of a backup stands; a file with one beside it is a backup."""
    return path.with_name(path.name + ".manifest.json")


def is_backup(path: Path) -> bool:
    """Whether a book's file is a backup: it is only looked at, never changed."""
    return manifest_of(path).is_file()


def _why_read_only(path: Path) -> str:
    if is_backup(path):
        return _("This is a backup: look and search as you like; nothing here can be changed.")
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return ""
    return _(
        "{name} may be read but not changed here. Copy it to a folder of your own to change it."
    ).format(name=path.name)


def examine(connection: Connection, path: Path, *, look_through: bool = True) -> tuple[int, str]:
    """The book's schema, and why it may only be read; raises when it is no book of ours."""
    sql = connection.exec_driver_sql
    kind = patiently(lambda: sql("PRAGMA application_id").scalar())
    if kind != APPLICATION_ID:
        raise damaged(path.name)
    schema = int(sql("PRAGMA user_version").scalar() or 0)
    if sql(OWN_INSTRUCTIONS).first():
        raise BookDamaged(
            _("{name} holds instructions of its own, as no ContactDesk book does. It was not "
              "opened and is left as it is. Open a backup, or ask where the file comes "
              "from.").format(name=path.name)
        )  # fmt: skip
    stored = settings_of(connection)
    if whole(stored.get("min_reader")) > SCHEMA:
        raise BookTooNew(
            _("{name} was made by a newer ContactDesk, and only that one can open it. The file "
              "was left as it is.").format(name=path.name)
        )  # fmt: skip
    closed = closed_to_us(stored, path.name)
    if schema > SCHEMA or closed:
        return schema, closed or too_new(path.name)
    if schema < (written := whole(stored.get("min_writer"))):  # each upgrade writes both
        return written, partly_damaged(path)
    all_of_it = look_through and path.stat().st_size < LOOKED_THROUGH_BELOW
    if has_odd_head(path) or not is_whole(connection, all_of_it=all_of_it):
        return schema, partly_damaged(path)
    return schema, ""


def _takes_long(connection: Connection, path: Path) -> bool:
    """Whether a book cannot soon be looked through; nobody can save meanwhile.

    Asked twice where it seems so: a busy computer, or another program's save, is no slow drive.
    """
    size, pace = path.stat().st_size, Pace()
    for _try in range(2):
        with pace.measured():
            patiently(lambda: connection.exec_driver_sql("PRAGMA user_version").scalar())
        if size / _PAGE * pace.call < LOOKED_THROUGH_SECONDS:
            return False
        connection.rollback()
    return True


def settings_of(connection: Connection) -> dict[str, Any]:
    """What the office shares, and which programs may read and write the book."""
    sql = "SELECT name, value FROM setting WHERE substr(name, 1, 11) <> 'group-news.'"  # long ones
    rows = connection.exec_driver_sql(sql)
    return {r[0]: r[1] for r in rows}


def whole(value: Any) -> int:
    """A setting as a number; one that is none (a damaged file) counts as 0."""
    return int(value) if str(value).isdecimal() else 0


def _upgrade(engine: Engine, path: Path, schema: int) -> None:
    """Bring an older book to today's schema, after a verified copy of it is made."""
    from contactdesk.store.migrations import upgrade

    verified_copy(engine, free_name(path, f"before-{SCHEMA}"))
    patiently(lambda: upgrade(engine))


def free_name(path: Path, word: str) -> Path:
    """A name beside the book that no file has: an earlier copy is never written over."""
    names = (
        f"{path.stem}.{word}{n}{path.suffix}" for n in ("", *(f"-{i}" for i in range(2, 1000)))
    )
    return next(p for p in map(path.with_name, names) if not p.exists())


def _finish(
    engine: Engine, path: Path, login: str, read_only: str, footing: Footing, why: str = ""
) -> Opened:
    from contactdesk.store.database import BookFile

    if not read_only:
        _sweep(path)
    footing.know_file()
    book = BookFile(str(path), footing)
    opened = finished(engine, str(path), path.stem, login, read_only, book)
    notice = "" if read_only else footing.notice()
    return opened._replace(facts=opened.facts._replace(why=opened.facts.why or why, notice=notice))


def _sweep(path: Path) -> None:
    """Take away what encrypting that was cut off left; it rarely is there."""
    if path.stat().st_nlink > 1 or path.with_name(path.name + CONVERTING).exists():
        from contactdesk.store.encrypting import sweep

        sweep(path)


def finished(
    engine: Engine, place: str, name: str, login: str, read_only: str, database: Database
) -> Opened:
    """A book whose tables are today's, with its settings and my row among its people."""
    with engine.connect() as connection:  # others may be writing all the time
        stored = patiently(lambda: settings_of(connection))
    person, shown = _who(engine, login, bool(read_only))
    facts = BookFacts(
        place,
        name,
        read_only,
        stored.get("region") or "",
        stored.get("language") or "en",
        stored.get("sort_by") or "family",
        shown,
        **moved_facts(stored),
    )
    return Opened(engine, facts, person, database)


def _who(engine: Engine, login: str, read_only: bool) -> tuple[int, str]:
    """My row among the book's people, made at my first opening."""
    sql = "SELECT number, name FROM person WHERE login = ?"
    with engine.connect() as connection:
        found = patiently(lambda: connection.exec_driver_sql(sql, (login,)).first())
    if found or read_only:
        return (found[0], found[1]) if found else (0, login)
    with engine.connect().execution_options(writing=True) as connection:
        patiently(connection.begin)
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO person (id, login, name) VALUES (?, ?, ?)",
            (new_id(), login, login),
        )
        connection.commit()
        number = connection.exec_driver_sql(sql, (login,)).scalar()
    return int(number or 0), login


def first_settings(region: str = "", language: str = "") -> dict[str, str]:
    """What a new book begins with: region and language of this computer."""
    place = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").split(".")[0]
    own_language, _sep, own_region = place.partition("_")
    if own_language in ("", "C", "POSIX"):
        own_language, own_region = "en", ""
    if own_language == "zh":
        own_language = "zh_TW"
    return {
        "min_reader": "1",
        "min_writer": "1",
        "made_by": fold.MADE_BY,
        "book": new_id(),
        "region": region or own_region[:2],
        "language": language or own_language,
        "sort_by": "family",
    }


def verified_copy(engine: Engine, to: Path) -> None:
    """Copy a book by SQLite's own backup, check the copy, then give it its name."""
    beside = to.with_name(to.name + ".part")
    beside.unlink(missing_ok=True)
    source: Any = engine.raw_connection().driver_connection
    try:
        copy = connect(beside, "rwc", key=source.key)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            copy.close()
        if found != "ok":
            raise _copy_failed(to)
        with open(beside, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(beside, to)
    except driver_errors(OSError) as error:
        raise (translate(error, str(to)) if _is_sqlite(error) else _copy_failed(to)) from error
    finally:
        beside.unlink(missing_ok=True)


def copied_by_itself(path: Path, to: Path) -> Path:
    """A verified copy of a book that was not opened: it cannot be, where it lies."""
    with translated(str(path)), tempfile.TemporaryDirectory(dir=to.parent) as folder:
        if not _has_write_ahead_log(path):
            source = sqlite_engine(path, read_only=True)
        else:  # its own notes lie beside it, and are brought into the copy
            for each in (path, path.with_name(f"{path.name}-wal")):
                if each.exists():
                    shutil.copy(each, folder)
            source = sqlite_engine(Path(folder) / path.name)
        try:
            verified_copy(source, to)
        finally:
            source.dispose()
    return to


def _is_sqlite(error: Exception) -> bool:
    return isinstance(error, driver_errors())


def _copy_failed(to: Path) -> BookError:
    return BookError(
        _("No sound copy could be made at {name}. The book itself was not touched.").format(name=to)
    )
