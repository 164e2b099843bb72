"""A book on a PostgreSQL server: connecting, opening, and what differs from a file.

Writers take turns by a lock of their own (`pg_advisory_xact_lock`), held until they commit:
change sets get their numbers in the order in which they become visible, so that whoever polls
misses none. Readers see one moment of the book and wait for nobody.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg.adapt import Dumper
from psycopg.types.string import StrDumper
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from contactdesk.errors import BookDamaged, BookError, BookReadOnly, BookTooNew
from contactdesk.i18n import _
from contactdesk.store import guard, postgres_errors
from contactdesk.store.bell import Bell
from contactdesk.store.engines import patiently
from contactdesk.store.opening import (
    SCHEMA,
    Opened,
    closed_to_us,
    finished,
    settings_of,
    too_new,
    whole,
)
from contactdesk.store.postgres_bell import RING, ServerBell
from contactdesk.store.postgres_order import GUARDED
from contactdesk.store.postgres_presence import ServerPresence
from contactdesk.store.postgres_roles import (
    GUARDS_CONTACTS,
    GUARDS_CONTENTS,
    ROLES,
    RULES,
    are_set_up,
    counted_tables,
    owner_of,
    private_tables,
    role_of,
    rules_of,
    set_up_anew,
)
from contactdesk.store.postgres_sql import for_postgres, schema_for_postgres
from contactdesk.store.presence import Presence
from contactdesk.store.server_address import ServerAddress, keep_for_session, parsed, password_of
from contactdesk.store.stars import LAST
from contactdesk.store.unseen import CONTENTS

LOCK = 0x43446B31  # "CDk1", as in a file's head
CONNECT_SECONDS = 10
LOOK_PATIENCE = 5.0  # seconds
COPY_FROM = 20  # rows from which an insert goes by COPY
# A cable pulled out is noticed within 20 seconds rather than two hours.
_ALIVE = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
# A search's stretches are gone through in their order: by one worker.
_OPTIONS = "-c search_path=public -c max_parallel_workers_per_gather=0"
_NO_NUL = "\N{REPLACEMENT CHARACTER}"  # PostgreSQL keeps no NUL in a text
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": _NO_NUL})
_CHANGES_SCHEMA = ("CREATE", "ALTER", "DROP")


class PostgresDatabase:
    """The server's database of one open book."""

    versions_are_others = False

    def __init__(self, address: ServerAddress) -> None:
        self._address = address
        self._watch: _Watch | None = None

    def translated(self) -> AbstractContextManager[None]:
        """The server's errors as sentences."""
        return postgres_errors.translated(self._address)

    def watch(self, connection: Connection, stopped: Callable[[], bool] | None) -> None:
        """Ask from a thread of its own, and have the server end the statement."""
        if self._watch is not None:
            self._watch.end()
            self._watch = None
        if stopped is not None:
            self._watch = _Watch(connection.connection.driver_connection, stopped)

    def version(self, connection: Connection) -> Hashable | None:
        """The newest change set, and the newest stars: all that others should hear of."""
        with connection.begin():
            sql = f"SELECT (SELECT max(id) FROM public.change_set), ({LAST})"
            return tuple(connection.exec_driver_sql(sql).one())

    def presence(self, engine: Engine) -> Presence:
        """A row a window, in the server's own time."""
        return ServerPresence(engine)

    def bell(self) -> Bell:
        """The server tells of each commit."""
        return ServerBell(partial(connected, self._address, LOOK_PATIENCE))

    def check(self, connection: Connection) -> list[str]:
        """What a look through all tables finds; PostgreSQL itself checks every page it reads."""
        from contactdesk.store.postgres_copy import odd

        return odd(connection)

    def damage(self, connection: Connection, error: BaseException) -> str:
        """Never: columns there hold what they are declared to hold."""
        del connection, error
        return ""

    def copy(self, engine: Engine, to: Path) -> None:
        """A book's file with all that is on the server."""
        from contactdesk.store.postgres_copy import copy_to_file

        copy_to_file(engine, to)

    def take_turn(self, writing: Connection, patience: float) -> float:
        """The server keeps those who wait in a row."""
        asked = time.monotonic()
        patiently(writing.begin, patience)
        return patience - (time.monotonic() - asked)

    def end_turn(self) -> None:
        """Ended with what was written."""

    def trouble(self) -> str:
        """A server keeps its writers apart itself."""
        return ""

    def let_go(self) -> None:
        """Nothing is held beside the connection."""


class _Watch:
    """Asks ten times a second whether a person wants to stop."""

    def __init__(self, driver: Any, stopped: Callable[[], bool]) -> None:
        self._driver = driver
        self._stopped = stopped
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="book-watch", daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            if self._stopped():
                self._driver.cancel_safe(timeout=2.0)
                return

    def end(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()


class _FlagDumper(Dumper):
    """True and False as the book keeps them: 1 and 0."""

    def dump(self, obj: Any) -> bytes:
        return b"1" if obj else b"0"


class _TextDumper(StrDumper):
    """A text of which NUL is left out."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", _NO_NUL))


_TextDumper.oid = 0  # of unknown type, as psycopg's own: the server takes it for what is asked


def connected(address: ServerAddress, patience: float) -> psycopg.Connection[Any]:
    """A connection of its own, or the sentence why there is none."""
    settings: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS, **_ALIVE}
    settings.update(address.options)
    try:
        connection = psycopg.connect(
            host=address.host or None,
            port=address.port,
            dbname=address.database,
            user=address.user or None,
            password=password_of(address) or None,
            application_name="ContactDesk",
            client_encoding="UTF8",
            options=f"{_OPTIONS} -c lock_timeout={int(patience * 1000)}",
            **settings,
        )
    except (psycopg.Error, UnicodeError) as error:
        raise postgres_errors.not_let_in(error, address) from error
    connection.adapters.register_dumper(bool, _FlagDumper)
    connection.adapters.register_dumper(str, _TextDumper)
    return connection


def postgres_engine(address: ServerAddress, patience: float) -> Engine:
    """An engine with one connection, usable from one thread at a time."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=partial(connected, address, patience),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=2,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _turn, retval=True)
    event.listen(engine, "do_executemany", _copy_in)
    return engine


def _begin(connection: Connection) -> None:
    """A writer waits for its turn first; a reader sees one moment and cannot write.

    Writing "aside" is no change of the book and waits for nobody.
    """
    driver: Any = connection.connection.driver_connection
    writing = connection.get_execution_options().get("writing", False)
    levels = psycopg.IsolationLevel
    driver.read_only = not writing
    driver.isolation_level = levels.READ_COMMITTED if writing else levels.REPEATABLE_READ
    if writing is True:
        try:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK}), {RING}")
        except BaseException:
            driver.rollback()
            raise


def _turn(
    _connection: Connection,
    _cursor: Any,
    statement: str,
    parameters: Any,
    context: Any,
    _many: bool,
) -> tuple[str, Any]:
    """Core's own statements are the server's already; what was written for SQLite is turned."""
    if context is None or context.compiled is None:
        return for_postgres(statement), parameters
    start = statement.split(None, 1)[0].upper()
    if start in _CHANGES_SCHEMA and "alembic_version" not in statement:
        return schema_for_postgres(statement), parameters
    return ("SELECT 1" if start == "PRAGMA" else statement), parameters


def _copy_in(cursor: Any, statement: str, parameters: Any, _context: Any) -> bool:
    """Many new rows go by COPY, which takes a fifth of the time."""
    head, found, values = statement.partition(" VALUES (")
    plain = found and not values.strip("%s, )") and head.startswith("INSERT INTO ")
    if not plain or len(parameters) < COPY_FROM:
        return False
    into = head.removeprefix("INSERT INTO ")
    table, _open, columns = into.partition(" (")
    lines = "".join(_line(row) for row in parameters)
    guarded = cursor.execute(f"SELECT row_security_active('{table}')").fetchone()[0]
    if not guarded:
        _copy(cursor, into, lines)
        return True
    # COPY does not look at single rows: they come into a table of one's own first
    empty = f"SELECT {columns.rstrip(') ')} FROM {table} WITH NO DATA"
    cursor.execute(f"CREATE TEMP TABLE coming ON COMMIT DROP AS {empty}")
    _copy(cursor, "coming", lines)
    cursor.execute(f"INSERT INTO {into} SELECT * FROM coming")
    cursor.execute("DROP TABLE coming")
    return True


def _copy(cursor: Any, into: str, lines: str) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        copy.write(lines)


def _line(row: Sequence[Any]) -> str:
    """A row as COPY reads it; by psycopg's own way it took three times as long."""
    return (
        "\t".join([_plain(value) if type(value) is str else _field(value) for value in row]) + "\n"
    )


def _plain(text: str) -> str:
    if text.isprintable() and "\\" not in text:
        return text
    return text.translate(_ESCAPED)


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(int(value))


# opening


def open_on_server(url: str, create: bool, login: str, patience: float) -> Opened:
    """Open the book in a server's database, making or upgrading it; read-only where it must be."""
    address, password = parsed(url)
    if password:
        keep_for_session(address, password)
    engine = postgres_engine(address, patience)
    with _let_go_on_failure(engine), postgres_errors.translated(address):
        reason = _made_ready(engine, address, create)
        role = _heed_roles(engine)
        if role in ROLES:  # the server's own name of who is connected: nobody can take another's
            login = address.user
        database = PostgresDatabase(address)
        opened = finished(engine, address.url, address.database, login, reason, database)
        return opened._replace(facts=opened.facts._replace(role=role))


def _heed_roles(engine: Engine) -> str:
    """My role in a book that has them; rows that I may not see count where numbers are given."""
    with engine.connect() as connection:
        role, rules = role_of(connection), rules_of(connection)
    if role == "owner" and rules < RULES and _renewed(engine):
        rules = RULES
    if rules:
        tables = _counted(rules)
        engine.update_execution_options(
            **{GUARDED: rules >= GUARDS_CONTACTS, CONTENTS: rules >= GUARDS_CONTENTS}
        )
        event.listen(engine, "before_cursor_execute", partial(_beyond_sight, tables), retval=True)
    return role


def _counted(rules: int) -> list[str]:
    """The tables in which rules keep rows back that have numbers."""
    if rules >= GUARDS_CONTENTS:
        return counted_tables()
    return [t for t in private_tables() if rules >= GUARDS_CONTACTS or t != "contact"]


def _renewed(engine: Engine) -> bool:
    """Whether the owner could bring the rules up to date; else an administrator does."""
    writing = engine.connect().execution_options(writing=True)
    with suppress(psycopg.Error), writing as connection, connection.begin():
        set_up_anew(connection)
        return True
    return False


def _beyond_sight(
    tables: Sequence[str], _connection: Connection, _cursor: Any, statement: str, parameters: Any,
    _context: Any, _many: bool,
) -> tuple[str, Any]:  # fmt: skip
    """The highest number of a table is asked of the whole of it."""
    table = statement.removeprefix("SELECT max(number) FROM ")
    if table != statement and table in tables:
        return f"SELECT book_top('{table}')", parameters
    return statement, parameters


def look_at(address: ServerAddress) -> bool:
    """Whether a book is at an address: False when there is room for one, else a `BookError`."""
    guard.check()
    engine = postgres_engine(address, LOOK_PATIENCE)
    try:
        with postgres_errors.translated(address), engine.connect() as connection:
            schema = _schema(connection)
            if schema is None:
                _need_empty(connection, address, create=True)
            else:
                _why_read_only(connection, address, schema)
            return schema is not None
    finally:
        engine.dispose()


@contextmanager
def _let_go_on_failure(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _made_ready(engine: Engine, address: ServerAddress, create: bool) -> str:
    """Why the book may only be read, "" when it may be written; made or upgraded on the way."""
    from contactdesk.store.migrations import upgrade

    with engine.connect() as connection:
        schema = _schema(connection)
        if schema is None:
            _need_empty(connection, address, create)
        else:
            reason = _why_read_only(connection, address, schema)
            if reason:
                return reason
    if schema is None or schema < SCHEMA:
        upgrade(engine)
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            if are_set_up(connection):
                set_up_anew(connection)
    return ""


def _schema(connection: Connection) -> int | None:
    """The schema of the book in the database, None when there is no book in it."""
    names = ("alembic_version", "setting", "change_set", "name_order")
    looks = " AND ".join(f"to_regclass('public.{name}') IS NOT NULL" for name in names)
    if not connection.exec_driver_sql(f"SELECT {looks}").scalar():
        return None
    version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return whole(str(version or "").lstrip("0"))


def _need_empty(connection: Connection, address: ServerAddress, create: bool) -> None:
    sql = connection.exec_driver_sql
    tables = sql(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' "
        "AND n.nspname NOT LIKE 'pg^_%' ESCAPE '^' AND NOT EXISTS (SELECT 1 FROM pg_depend d "
        "WHERE d.objid = c.oid AND d.deptype = 'e')"
    ).scalar()
    name, place = address.database, address.place
    if tables:
        raise BookDamaged(
            _("The database {name} on {place} holds something else, no ContactDesk book. It was "
              "left untouched. Choose another database, or have an empty one made.").format(
                name=name, place=place)
        )  # fmt: skip
    if not create:
        raise BookError(
            _("The database {name} on {place} is empty: there is no book in it yet. Open it in "
              "the window, or import into it, to make one.").format(name=name, place=place)
        )  # fmt: skip
    if sql("SHOW server_encoding").scalar() != "UTF8":
        raise BookError(
            _("The database {name} on {place} cannot keep names of every script. Have an empty "
              "one with the encoding UTF8 made.").format(name=name, place=place)
        )  # fmt: skip
    if not sql("SELECT has_schema_privilege('public', 'CREATE')").scalar():
        raise BookReadOnly(
            _("{user} may not make a book in {name} on {place}. Ask who looks after the server "
              "to make {user} the owner of the database.").format(
                user=address.user, name=name, place=place)
        )  # fmt: skip


def _why_read_only(connection: Connection, address: ServerAddress, schema: int) -> str:
    """Raises when this program cannot even read the book."""
    sql = connection.exec_driver_sql
    name, place = address.database, address.place
    stored = settings_of(connection)
    if whole(stored.get("min_reader")) > SCHEMA:
        raise BookTooNew(
            _("{name} on {place} was made by a newer ContactDesk, and only that one can open it. "
              "It was left as it is.").format(name=name, place=place)
        )  # fmt: skip
    may = sql("SELECT has_table_privilege('contact', 'INSERT') AND NOT pg_is_in_recovery()")
    writable = bool(may.scalar())
    owns = sql("SELECT pg_has_role(?, 'USAGE')", (owner_of(connection),)).scalar()
    if schema < SCHEMA and not (writable and owns):
        raise BookReadOnly(
            _("{name} on {place} was made by an older ContactDesk, and {user} may not bring it up "
              "to date. Have somebody who may change it open it once.").format(
                name=name, place=place, user=address.user)
        )  # fmt: skip
    closed = closed_to_us(stored, name)
    if schema > SCHEMA or closed:
        return closed or too_new(name)
    if not writable and role_of(connection) == "viewer":
        return _("You are a viewer of {name}: look, search and export as you like. To change "
                 "something, ask a manager of the book to make {user} an editor.").format(
            name=name, user=address.user)  # fmt: skip
    if not writable:
        return _("{name} on {place} may be read but not changed by {user}.").format(
            name=name, place=place, user=address.user
        )
    return ""
