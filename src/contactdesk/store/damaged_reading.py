"""How a damaged file is read all the same: as texts and numbers, whatever lies there.

A cell that is no text where one is due is read as the nearest that is one, by views that stand
before the tables which have such cells; they exist for one connection alone. A table with an
index that says something else is read without its indexes. Everything that asks for them goes on
as with a sound book; whoever reads a sound one pays nothing for it. The file is left as it is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, event

from contactdesk.store.connecting import driver_errors
from contactdesk.store.soundness import IS_ENTRY, odd_when

SLOW_FROM = 25_000_000  # bytes of a file of which no table is read without its indexes
_OPTION = "as_it_lies"
_VIEW = "SELECT sql FROM sqlite_temp_master WHERE type = 'view' AND name = ?"
_OWN_INDEX = (
    "SELECT i.name FROM pragma_table_list t, pragma_index_list(t.name, 'main') i "
    "WHERE t.schema = 'main' AND t.name = ? AND t.wr AND i.origin = 'pk'"
)


class _Odd(NamedTuple):
    """What is odd about a table: some columns' cells, or what its indexes say."""

    columns: frozenset[str]
    has_odd_indexes: bool


def read_as_it_lies(engine: Engine) -> None:
    """Have an engine's connections make texts and numbers of odd cells, from its next one on."""
    if not is_read_as_it_lies(engine):
        engine.update_execution_options(**{_OPTION: True})
        event.listen(engine, "connect", lambda driver, _record: stand_in(driver))


def is_read_as_it_lies(engine: Engine) -> bool:
    """Whether an engine's connections make texts and numbers of odd cells."""
    return bool(engine.get_execution_options().get(_OPTION, False))


def read_anew(connection: Connection) -> None:
    """Read what a connection asks for from now on as it lies."""
    read_as_it_lies(connection.engine)
    connection.invalidate()  # the next one is made so


def stand_in(driver: Any) -> None:
    """Make the views of a driver's connection."""
    driver.text_factory = _text_of
    for table, odd in _odd_tables(driver).items():
        columns = ", ".join(
            _made_fit(name, kind) if name in odd.columns else f'"{name}"'
            for name, kind in driver.execute(f"SELECT name, type FROM pragma_table_info('{table}')")
        )
        (view,) = driver.execute(_VIEW, (table,)).fetchone() or ("",)
        where = _itself(driver, table) if odd.has_odd_indexes else f'main."{table}"'
        if view:  # of an older book: what it lacks is in that
            where = f"({view.split(' AS ', 1)[1]})"
            driver.execute(f'DROP VIEW temp."{table}"')
        where += f" WHERE {IS_ENTRY}" if table == "entry" else ""  # others are of nothing known
        driver.execute(f'CREATE TEMP VIEW "{table}" AS SELECT {columns} FROM {where}')


def _itself(driver: Any, table: str) -> str:
    """A table without the indexes beside it, for a statement to read from.

    One WITHOUT ROWID is an index itself, and of such NOT INDEXED keeps no other index away.
    """
    own = driver.execute(_OWN_INDEX, (table,)).fetchone()
    return f'main."{table}" ' + (f'INDEXED BY "{own[0]}"' if own else "NOT INDEXED")


def _text_of(raw: bytes) -> str:
    """Bytes as a text; those that are none show as �."""
    return raw.decode(errors="replace")


def _made_fit(name: str, kind: str) -> str:
    if kind == "INTEGER":
        return f'coalesce(CAST("{name}" AS INTEGER), 0) AS "{name}"'
    return f'coalesce(CAST("{name}" AS TEXT), \'\') AS "{name}"'


def _odd_tables(driver: Any) -> dict[str, _Odd]:
    """Tables about which something is odd."""
    size = 1
    for pragma in ("page_count", "page_size"):
        size *= int(driver.execute(f"PRAGMA {pragma}").fetchone()[0])
    found: dict[str, _Odd] = {}
    for table, conditions in odd_when(driver).items():
        maxima = ", ".join(f"max({odd})" for odd in conditions.values())
        try:
            row = driver.execute(f"SELECT {maxima} FROM {_itself(driver, table)}").fetchone()
            columns = frozenset(n for n, odd in zip(conditions, row, strict=True) if odd)
        except driver_errors(UnicodeDecodeError):  # not all of it can be read: any text may be odd
            columns = frozenset(n for n, when in conditions.items() if "'text'" in when)
        has_odd_indexes = size < SLOW_FROM and not _indexes_agree(driver, table)
        if columns or has_odd_indexes:
            found[table] = _Odd(columns, has_odd_indexes)
    return found


def _indexes_agree(driver: Any, table: str) -> bool:
    try:
        said = driver.execute(f'PRAGMA main.integrity_check("{table}")').fetchone()
    except driver_errors(UnicodeDecodeError):
        return False
    return bool(said[0] == "ok")
