"""A book's tables as lines of JSON that anybody can read, and back into a book of its own.

What the tables hold by hash lies in files of its own; `Content` says where. The indexes of the
search are made anew.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import BookDamaged, BookError, BookTooNew
from contactdesk.i18n import _
from contactdesk.store.blobs import CHUNK
from contactdesk.store.connecting import driver_errors
from contactdesk.store.document_text import document_text
from contactdesk.store.engines import sqlite_engine, translate, translated
from contactdesk.store.full_text import Fts5
from contactdesk.store.migrations import upgrade
from contactdesk.store.opening import SCHEMA
from contactdesk.store.tables import metadata

_AT_ONCE = 500
_UPLOADS = "whole NOT LIKE 'upload:%'"  # what nobody finished is nobody's
IN_FILES = "blob_chunk"  # its bytes are in files


class Content(NamedTuple):
    """Where the bytes of one hash lie: in which file, from where on, how many."""

    sha256: str
    file: str
    offset: int
    size: int


class Piece(NamedTuple):
    """A hash of the tables; `whole` and `name` say of which document or picture it is a piece."""

    sha256: str
    size: int
    whole: str
    name: str


def table_names() -> list[str]:
    """The tables that are written, in an order in which they can be filled again."""
    return [table.name for table in metadata.sorted_tables if table.name != IN_FILES]


class PlainRows:
    """A book's file, read row by row."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql

    def lines(self, name: str) -> Iterator[bytes]:
        """One line a row of a table, in the order of its key."""
        table = metadata.tables[name]
        columns = [column.name for column in table.columns]
        keys = ", ".join(column.name for column in table.primary_key)
        which = f"WHERE {_UPLOADS} " if name == "blob_part" else ""
        shown = ", ".join(f'"{column}"' for column in columns)
        rows = self._sql(f"SELECT {shown} FROM {name} {which}ORDER BY {keys}")
        for some in rows.partitions(_AT_ONCE):
            for row in some:
                plain = {c: _plain(v) for c, v in zip(columns, row, strict=True)}
                yield json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"

    def pieces(self) -> Iterator[Piece]:
        """All pieces of each document, in their order; then what belongs to none."""
        seen: set[str] = set()
        names = self._document_names()
        parts = "SELECT whole, part, b.size FROM blob_part JOIN blob b ON b.sha256 = part"
        for whole, part, size in self._sql(f"{parts} WHERE {_UPLOADS} ORDER BY whole, position"):
            seen.add(part)
            yield Piece(part, size, whole, names.get(whole, "document.bin"))
        pictures = self._picture_names()
        for sha256, size, media_type in self._sql("SELECT sha256, size, media_type FROM blob"):
            if sha256 not in seen:
                ending = media_type.partition("/")[2].partition("+")[0] or "bin"
                yield Piece(sha256, size, "", f"{pictures.get(sha256, sha256[:12])}.{ending}")

    def _document_names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, versions in self._sql("SELECT name, versions FROM document"):
            for version in json.loads(versions or "[]"):
                found.setdefault(str(version.get("sha256", "")), name)
        return found

    def _picture_names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        sql = "SELECT formatted_name, photo FROM contact WHERE photo <> ''"
        for name, photo in self._sql(sql):
            with suppress(ValueError, TypeError, KeyError):
                found.setdefault(str(json.loads(photo)["sha256"]), name)
        return found

    def bytes_of(self, sha256: str) -> Iterator[bytes]:
        """The bytes with this hash, piece by piece."""
        sql = "SELECT data FROM blob_chunk WHERE sha256 = ? ORDER BY position"
        for (data,) in self._sql(sql, (sha256,)):
            yield data


@contextmanager
def plain_rows(path: Path) -> Iterator[PlainRows]:
    """The rows of a book's file that nobody changes meanwhile."""
    engine = sqlite_engine(path, read_only=True)
    try:
        with translated(str(path)), engine.connect() as connection:
            yield PlainRows(connection)
    finally:
        engine.dispose()


def _plain(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _value(plain: Any) -> Any:
    return base64.b64decode(plain["base64"]) if isinstance(plain, dict) else plain


# ── back ────────────────────────────────────────────────────────────────────────────────

Lines = Callable[[str], Iterable[bytes]]
Read = Callable[[Content], bytes]


def fill_book(
    path: Path, schema: int, lines: Lines, contents: Mapping[str, Content], read: Read
) -> None:
    """Make a book of such lines and files; the file is whole, or not there."""
    if schema > SCHEMA:
        raise BookTooNew(
            _("This archive was made by a newer ContactDesk, and only that one can make a book of "
              "it. Its files can be read as they are.")
        )  # fmt: skip
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _fill(part, schema, lines, contents, read)
        with open(part, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except driver_errors(DBAPIError) as error:
        raise translate(error, str(path)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BookDamaged(
            _("The archive's tables cannot be read. Nothing was made; use another archive.")
        ) from error
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            left.unlink(missing_ok=True)


def _fill(
    part: Path, schema: int, lines: Lines, contents: Mapping[str, Content], read: Read
) -> None:
    engine = sqlite_engine(part, create=True)
    try:
        upgrade(engine, f"{schema:04d}")
        with engine.connect().execution_options(writing=True) as target, target.begin():
            for name in table_names():
                target.exec_driver_sql(f"DELETE FROM {name}")  # a new book begins with some rows
            for name in table_names():
                _fill_table(target, name, lines(name))
            _fill_contents(target, contents, read)
        upgrade(engine)
        with engine.connect().execution_options(writing=True) as target, target.begin():
            Fts5(target).fill()
            document_text(target).fill()
        with engine.connect() as copy:
            found = copy.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            broken = copy.exec_driver_sql("PRAGMA foreign_key_check").first()
        if found != "ok" or broken is not None:
            raise BookError(_("What the archive holds does not fit together. Nothing was made."))
    finally:
        engine.dispose()


def _fill_table(target: Connection, name: str, lines: Iterable[bytes]) -> None:
    known = {row[1] for row in target.exec_driver_sql(f"PRAGMA table_info({name})").all()}
    rows: list[tuple[Any, ...]] = []
    columns: tuple[str, ...] = ()

    def insert() -> None:
        if rows:
            marks = ", ".join("?" * len(columns))
            shown = ", ".join(f'"{column}"' for column in columns)
            target.exec_driver_sql(f"INSERT INTO {name} ({shown}) VALUES ({marks})", rows)
            rows.clear()

    for line in lines:
        plain = json.loads(line.decode("utf-8", "surrogatepass"))
        found = tuple(column for column in plain if column in known)
        if found != columns or len(rows) >= _AT_ONCE:
            insert()
            columns = found
        rows.append(tuple(_value(plain[column]) for column in found))
    insert()


def _fill_contents(target: Connection, contents: Mapping[str, Content], read: Read) -> None:
    for (sha256,) in target.exec_driver_sql("SELECT sha256 FROM blob").all():
        data = read(contents[sha256])
        chunks = [data[i : i + CHUNK] for i in range(0, len(data), CHUNK)]
        for position, chunk in enumerate(chunks):
            target.exec_driver_sql(
                "INSERT INTO blob_chunk (sha256, position, data) VALUES (?, ?, ?)",
                (sha256, position, chunk),
            )
