"""Whether a book's file is whole.

SQLite keeps in any column whatever the bytes say lies there: after damage a name may be a number,
or bytes that are no text. No sound book has such a cell.
"""

from __future__ import annotations

import zlib
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from contactdesk.errors import ContactDeskError
from contactdesk.model.contact import ENTRY_FIELDS
from contactdesk.store import tables
from contactdesk.store.engines import is_corrupt

# Tables that opening itself writes into when something is not found in them, by their indexes.
_OWN = ("person", "setting")
_KINDS = {"TEXT": "text", "INTEGER": "integer"}  # of columns: of the cells in them
IS_ENTRY = "field IN ({})".format(", ".join(f"'{name}'" for name in ENTRY_FIELDS))
"""Whether a row of `entry` belongs to a field that a contact has."""
_COLUMNS = (
    "SELECT t.name, c.name, c.type, c.[notnull] FROM main.sqlite_master t, "
    "pragma_table_info(t.name, 'main') c WHERE t.type = 'table' ORDER BY t.name, c.cid"
)


def is_whole(connection: Connection, *, all_of_it: bool) -> bool:
    """Whether tables and indexes say the same and hold what they are for.

    About 6 ms a megabyte of the file; without `all_of_it` next to nothing, for a look at what
    opening a book writes into. Raises the driver's error where not even that can be looked at.
    """
    try:
        if not all_of_it:
            return all(_says_ok(connection, f"integrity_check({name})") for name in _OWN)
        return _says_ok(connection, "integrity_check(1)") and not odd_cells(connection, 1)
    except DBAPIError as error:
        if not is_corrupt(error):
            raise
    driver: Any = connection.connection.driver_connection
    if driver.key is None:  # of an encrypted page that was changed nothing at all can be read
        _says_ok(connection, "quick_check(1)")
    return False


def _says_ok(connection: Connection, pragma: str) -> bool:
    return bool(connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == "ok")


def odd_cells(connection: Connection, most: int = 100) -> list[str]:
    """Tables, up to so many of them, with a cell that is no text, or no number, where one is due;
    each with its first such column. SQLite's own check of a file finds few of these.
    """
    found: list[str] = []
    driver: Any = connection.connection.driver_connection
    for table, odd in odd_when(driver).items():
        sql = f'SELECT {", ".join(odd.values())} FROM main."{table}"'
        row = connection.exec_driver_sql(f"{sql} WHERE {' OR '.join(odd.values())} LIMIT 1").first()
        if row is not None:
            name = next(name for name, is_odd in zip(odd, row, strict=True) if is_odd)
            found.append(f"odd value in {table}.{name}")
            if len(found) >= most:
                break
    return found


def odd_when(driver: Any) -> dict[str, dict[str, str]]:
    """Of each of our tables in the file, whatever its schema, and of its columns by name: the
    condition under which a cell is none that it is for.
    """
    found: dict[str, dict[str, str]] = {}
    for table, name, kind, is_needed in driver.execute(_COLUMNS).fetchall():
        if table in tables.metadata.tables and kind in _KINDS:
            allowed = f"'{_KINDS[kind]}'" if is_needed else f"'{_KINDS[kind]}', 'null'"
            odd = f'typeof("{name}") NOT IN ({allowed})'
            if name == "field" and table == "entry":
                odd = f"NOT {IS_ENTRY}"
            found.setdefault(table, {})[name] = odd
    return found


def may_come_of_damage(error: BaseException) -> bool:
    """Whether an error is one that a damaged cell can bring about where it is read."""
    if isinstance(error, ContactDeskError):
        return False
    kinds = (TypeError, AttributeError, ValueError, LookupError, OverflowError, zlib.error)
    return isinstance(error, kinds) or is_no_text(error)


def is_no_text(error: BaseException) -> bool:
    """Whether an error says that bytes in the file are no text."""
    return isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error)
