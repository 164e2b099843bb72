"""Moving a book: from a file to a server, from a server to a file, from one to another of a kind.

The whole of it is copied while nobody can write in it, row by row; then both are read and held
against each other, table by table. Only then the new one is there, and the old one says where it
went. Whatever goes wrong before, or is stopped, leaves nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table

from contactdesk.errors import BookError, BookReadOnly
from contactdesk.i18n import N_, _
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.document_text import document_text
from contactdesk.store.engines import sqlite_engine, translated
from contactdesk.store.migrations import upgrade, upgrade_in
from contactdesk.store.moved import mark, place_words
from contactdesk.store.opening import is_same_file, path_of
from contactdesk.store.postgres_copy import distinct, key_of, order_copied
from contactdesk.store.postgres_presence import PREFIX
from contactdesk.store.server_address import is_server_address, keep_for_session, parsed, shown
from contactdesk.store.storage import storage_of
from contactdesk.store.tables import metadata

COPYING, SEARCH, COMPARING = N_("Copying"), N_("Making the search"), N_("Comparing")
_AT_ONCE = 500  # rows in memory
_LARGE = {"blob_chunk": 8, "original": 100}  # of tables whose rows are large
_NO_NUL = "\N{REPLACEMENT CHARACTER}"  # what a server keeps in place of one


class Counted(NamedTuple):
    """A table: how many rows it has, and a hash of all of them."""

    table: str
    rows: int
    sha256: str


class Done(NamedTuple):
    """Where the book is now, and what was compared."""

    place: str
    tables: tuple[Counted, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(each.rows for each in self.tables)


def move(book: Book, to: str, progress: Progress | None = None) -> Done:
    """Move an open book to a path or an address; it is read-only from then on.

    Raises a `BookError`, or `Cancelled`; then there is nothing at the new place.
    """
    told = progress or Progress()
    _need_all_of(book)
    room = _room_for(book, to)
    published = False
    try:
        with book.write(_("Move the book"), stopped=lambda: told.stopped) as tx:
            with room as target:
                tables = _fill(tx.connection, target, told)
            published = True
            mark(tx.connection, to)
    except BookError as error:
        if not published:
            raise
        raise BookError(
            _("The book is whole in {place} now, but the old one could not be marked as moved, and "
              "still takes changes: {reason} Use the new one, and put the old one away.").format(
                place=place_words(shown(to)), reason=error.message)
        ) from error  # fmt: skip
    return Done(shown(to), tables)


def _need_all_of(book: Book) -> None:
    """Somebody with a role does not see what others keep private."""
    if book.facts.role not in ("", "owner"):
        raise BookReadOnly(
            _("Only who owns the database can move the book: to you, it does not show what others "
              "keep private. Nothing was changed.")
        )  # fmt: skip


def _room_for(book: Book, to: str) -> AbstractContextManager[Connection]:
    if is_server_address(to):
        address, password = parsed(to)
        if password:
            keep_for_session(address, password)
        if address.url == book.facts.path:
            raise BookError(_("The book is there already. Choose another place."))
        return _on_server(to)
    path = path_of(to)
    if is_same_file(path, book.facts.path):
        raise BookError(_("The book is there already. Choose another place."))
    return _in_file(path)


@contextmanager
def _on_server(to: str) -> Iterator[Connection]:
    """An empty book in an empty database, committed in the end."""
    from contactdesk.store import postgres_errors
    from contactdesk.store.postgres import LOOK_PATIENCE, look_at, postgres_engine

    address = parsed(to)[0]
    if look_at(address):
        raise BookError(
            _("There is a book in {place} already, and it was left untouched. Choose an empty "
              "database.").format(place=place_words(address.url))
        )  # fmt: skip
    engine = postgres_engine(address, LOOK_PATIENCE)
    try:
        writing = engine.execution_options(writing=True)
        with postgres_errors.translated(address), writing.begin() as target:
            upgrade_in(target)
            yield target
            _number_on(target)
    finally:
        engine.dispose()


def _number_on(target: Connection) -> None:
    """The server gives numbers of its own after the highest that came in."""
    sql = target.exec_driver_sql
    columns = sql(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND is_identity = 'YES'"
    ).all()
    for table, column in columns:
        sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) "
            f"FROM {table} HAVING max({column}) IS NOT NULL"
        )


@contextmanager
def _in_file(path: Path) -> Iterator[Connection]:
    """An empty book in a file beside, which gets its name in the end."""
    _need_room(path)
    beside = path.with_name(path.name + ".part")
    beside.unlink(missing_ok=True)
    engine = sqlite_engine(beside, create=True)
    try:
        with translated(str(path)):
            upgrade(engine)
            with engine.execution_options(writing=True).begin() as target:
                yield target
            with engine.connect() as copy:
                if copy.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
                    raise _not_the_same()
        engine.dispose()
        with open(beside, "rb+") as file:
            os.fsync(file.fileno())
        _give_name(beside, path)
    except OSError as error:
        raise BookError(
            _("The book cannot be put into {folder}: {reason}. Nothing was changed.").format(
                folder=path.parent, reason=error.strerror or type(error).__name__)
        ) from error  # fmt: skip
    finally:
        engine.dispose()
        for left in (beside, beside.with_name(beside.name + "-journal")):
            left.unlink(missing_ok=True)


def _need_room(path: Path) -> None:
    if os.path.lexists(path):
        raise BookError(
            _("There is a file {name} already, and it was left untouched. Choose another "
              "name.").format(name=path.name)
        )  # fmt: skip
    if not path.parent.is_dir():
        raise BookError(_("There is no folder {folder}.").format(folder=path.parent))
    storage = storage_of(path)
    if storage.decision == "read":
        raise BookReadOnly(storage.whole())


def _give_name(beside: Path, path: Path) -> None:
    """Never over a file that came about meanwhile."""
    if os.path.lexists(path):
        raise FileExistsError(0, _("a file of this name has come about meanwhile"))
    os.replace(beside, path)


# ── copying and comparing ───────────────────────────────────────────────────────────────


class _Told:
    """Counts rows of everything that is done with them."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def more(self, rows: int, what: str) -> None:
        self._done += rows
        self._progress.report(self._done, self._total, _(what))


def _fill(source: Connection, target: Connection, progress: Progress) -> tuple[Counted, ...]:
    tables = metadata.sorted_tables
    counts = [source.exec_driver_sql(f"SELECT count(*) FROM {t.name}").scalar() for t in tables]
    told = _Told(progress, 2 * sum(count or 0 for count in counts))
    for table in reversed(tables):  # a new book begins with rows of its own
        target.exec_driver_sql(f"DELETE FROM {table.name}")
    there = tuple(_copied(source, target, table, told) for table in tables)
    told.more(0, SEARCH)
    document_text(target).fill()
    here = tuple(_counted(target, table, told) for table in tables)
    if here != there:
        raise _not_the_same()
    order_copied(source, target)
    return here


def _not_the_same() -> BookError:
    return BookError(
        _("What arrived is not what was sent, so it was thrown away. The book is as it was. Have "
          "the drive or the server looked at, then try again.")
    )  # fmt: skip


def _copied(source: Connection, target: Connection, table: Table, told: _Told) -> Counted:
    columns = ", ".join(column.name for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    into = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"
    counting = _Counting(table.name)
    for some in _rows(source, table):
        target.exec_driver_sql(into, some)
        counting.add(some)
        told.more(len(some), COPYING)
    return counting.counted()


def _counted(connection: Connection, table: Table, told: _Told) -> Counted:
    counting = _Counting(table.name)
    for some in _rows(connection, table):
        counting.add(some)
        told.more(len(some), COMPARING)
    return counting.counted()


class _Counting:
    """Counts a table's rows, and hashes them in their order."""

    def __init__(self, table: str) -> None:
        self._table, self._rows, self._hash = table, 0, hashlib.sha256()

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows += len(rows)
        words = "".join([repr(tuple(map(_shortened, row))) for row in rows])
        self._hash.update(words.encode("utf-8", "surrogatepass"))

    def counted(self) -> Counted:
        return Counted(self._table, self._rows, self._hash.hexdigest())


def _shortened(value: Any) -> Any:
    return hashlib.sha256(value).digest() if isinstance(value, bytes) else value


def _rows(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """All rows by their key, as both databases give them."""
    columns = ", ".join(column.name for column in table.columns)
    which = f"WHERE name NOT LIKE '{PREFIX}%'" if table.name == "setting" else ""
    at_once = _LARGE.get(table.name, _AT_ONCE)
    found = connection.exec_driver_sql(
        f"SELECT {columns} FROM {table.name} {which} ORDER BY {key_of(table)}",
        execution_options={"stream_results": True, "max_row_buffer": at_once},
    )
    last = 0
    for some in found.partitions(at_once):
        told = [tuple(_plain(value) for value in row) for row in some]
        if table.name == "name_order":
            told = distinct(told, last)
            last = told[-1][0]
        yield told


def _plain(value: Any) -> Any:
    if isinstance(value, str) and "\0" in value:
        return value.replace("\0", _NO_NUL)
    return value


def compare(one: Connection, other: Connection) -> list[str]:
    """The tables in which two books differ."""
    told = _Told(Progress(), 1)
    tables = metadata.sorted_tables
    return [t.name for t in tables if _counted(one, t, told) != _counted(other, t, told)]
