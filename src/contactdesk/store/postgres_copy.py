"""Looking through a book on a server, and copying it whole into a file of its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import BookError
from contactdesk.i18n import _
from contactdesk.store.connecting import driver_errors
from contactdesk.store.document_text import document_text
from contactdesk.store.engines import sqlite_engine, translate
from contactdesk.store.full_text import full_text
from contactdesk.store.migrations import upgrade
from contactdesk.store.opening import SCHEMA, too_new, whole
from contactdesk.store.order import NameOrder
from contactdesk.store.postgres_order import is_guarded
from contactdesk.store.postgres_presence import PREFIX
from contactdesk.store.tables import metadata

_AT_ONCE = 500  # rows in memory
# A step that I see may take one back that is hidden from me.
_REVERTS = "(SELECT r.id FROM change_set r WHERE r.id = change_set.reverts) AS reverts"
# What may not be: words for it, and how often it is
_ODD = (
    ("contacts without a place in the order",
     "SELECT count(*) FROM contact c WHERE deleted_at = '' "
     "AND NOT EXISTS (SELECT 1 FROM name_order o WHERE o.contact = c.number)"),
    ("places in the order without a contact",
     "SELECT count(*) FROM name_order o WHERE NOT EXISTS "
     "(SELECT 1 FROM contact c WHERE c.number = o.contact AND deleted_at = '')"),
    ("contacts without words to search",
     "SELECT count(*) FROM name_order o WHERE NOT EXISTS "
     "(SELECT 1 FROM search_text s WHERE s.contact = o.contact)"),
    ("contacts missing from the search of names",
     "SELECT count(*) FROM name_order o JOIN contact c ON c.number = o.contact "
     "WHERE c.private_to = '' AND NOT EXISTS "
     "(SELECT 1 FROM name_index i WHERE i.contact = o.contact AND i.rank = o.rank)"),
    ("contacts missing from the search of all fields",
     "SELECT count(*) FROM name_order o JOIN contact c ON c.number = o.contact "
     "WHERE c.private_to = '' AND NOT EXISTS "
     "(SELECT 1 FROM text_index i WHERE i.contact = o.contact AND i.rank = o.rank)"),
    ("pictures or long texts that are not whole",
     "SELECT count(*) FROM blob b WHERE size <> (SELECT coalesce(sum(octet_length(data)), 0) "
     "FROM blob_chunk c WHERE c.sha256 = b.sha256)"),
)  # fmt: skip


def odd(connection: Connection) -> list[str]:
    """What does not fit together in a book's tables; keys and references the server keeps."""
    found = []
    for words, sql in _ODD:
        count = connection.exec_driver_sql(sql).scalar()
        if count:
            found.append(f"{count} {words}")
    return found


def copy_to_file(engine: Engine, to: Path) -> None:
    """Write all that is on the server into a file, check it, then give it its name."""
    beside = to.with_name(to.name + ".part")
    try:
        beside.unlink(missing_ok=True)
        _fill(engine, beside)
        with open(beside, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(beside, to)
    except driver_errors(DBAPIError) as error:
        if isinstance(getattr(error, "orig", error), driver_errors()):
            raise translate(error, str(to)) from error
        raise  # the server's
    except OSError as error:
        raise BookError(
            _("No sound copy could be made at {name}. The book itself was not touched.").format(
                name=to
            )
        ) from error
    finally:
        beside.unlink(missing_ok=True)


def _fill(engine: Engine, path: Path) -> None:
    file = sqlite_engine(path, create=True)
    try:
        upgrade(file)
        options = {"stream_results": True, "max_row_buffer": _AT_ONCE}
        with engine.connect().execution_options(**options) as source, source.begin():
            _need_todays_schema(source, engine)
            with file.connect().execution_options(writing=True) as target, target.begin():
                for made in ("setting", "calendar"):  # a new file begins with rows of its own
                    target.exec_driver_sql(f"DELETE FROM {made}")
                for table in metadata.sorted_tables:
                    _copy_table(source, target, table)
                order_copied(source, target)
                document_text(target).fill()
        with file.connect() as copy:
            driver: Any = copy.connection.driver_connection
            if driver.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise OSError
    finally:
        file.dispose()


def _need_todays_schema(source: Connection, engine: Engine) -> None:
    version = source.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if whole(str(version).lstrip("0")) != SCHEMA:
        raise BookError(too_new(engine.url.database or ""))


def _copy_table(source: Connection, target: Connection, table: Table) -> None:
    columns = ", ".join(column.name for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    which = f"WHERE name NOT LIKE '{PREFIX}%'" if table.name == "setting" else ""
    read = columns.replace("reverts", _REVERTS) if table.name == "change_set" else columns
    rows = source.exec_driver_sql(
        f"SELECT {read} FROM {table.name} {which} ORDER BY {key_of(table)}"
    )
    last = 0
    for some in rows.partitions(_AT_ONCE):
        told = [tuple(row) for row in some]
        if table.name == "name_order":
            told = distinct(told, last)
            last = told[-1][0]
        target.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", told)


def key_of(table: Table) -> str:
    """The columns by which a table's rows have one order."""
    more = ["contact"] if table.name == "name_order" else []
    return ", ".join([*(column.name for column in table.primary_key), *more])


def distinct(places: Sequence[Sequence[Any]], last: int) -> list[tuple[Any, ...]]:
    """Rows of the order of names, a place for each: on a server with roles two people's private
    contacts may share one. `last` is the place before them."""
    found = []
    for rank, *rest in places:
        last = max(rank, last + 1)
        found.append((last, *rest))
    return found


def order_copied(source: Connection, target: Connection) -> None:
    """Fill the indexes of a copy; where somebody is private on a server with roles, put all in
    order before: there private contacts have their places for one person each."""
    private = "SELECT 1 FROM contact WHERE private_to <> '' LIMIT 1"
    if not is_guarded(source) or target.exec_driver_sql(private).first() is None:
        full_text(target).fill()
        return
    sort_by = target.exec_driver_sql("SELECT value FROM setting WHERE name = 'sort_by'").scalar()
    NameOrder(target, sort_by or "family").rebuild()
