"""What is private to others is not there for me: views stand before the tables while I read.

A view is called as its table and lacks the rows of others' private records, so that every list,
search, count and export leaves them out without asking. It exists for one connection alone. While
the book is written all is there as it is: order, links and undo need every row. A book in which
nothing was ever private has no views, and takes the same way as before.

In a file this is a courtesy: whoever opens it with another program sees all of it. On a server
with roles its own rules keep the rows back instead, also while one writes.

No SQLAlchemy here: the first page of a list is read by the driver alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

FLAG = "hides"
ASKED = f"SELECT value FROM setting WHERE name = '{FLAG}'"
SET = f"INSERT OR REPLACE INTO setting (name, value) VALUES ('{FLAG}', '1')"
_TYPES = ("contact", "event", "deal", "document")
# {whole} is where the tables are, {me} the one who reads.
_THEIRS = "private_to <> '' AND private_to <> '{me}'"
ANY = " OR ".join(f"EXISTS (SELECT 1 FROM {t} WHERE private_to <> '')" for t in _TYPES)
"""Whether anything is private, by one look into an index each."""
# Tables whose rows belong to a record: the column that says to which.
_OF_CONTACTS = (
    "entry", "address", "membership", "contact_category", "star", "original", "merged",
    "name_order", "search_text",
)  # fmt: skip
_ON_A_SERVER = ("name_index", "text_index")  # tables there
_PARTS = {
    "contact": dict.fromkeys((*_OF_CONTACTS, *_ON_A_SERVER), "contact"),
    "event": dict.fromkeys(("event_link", "happened", "event_original"), "event"),
    "deal": {"deal_link": "deal"},
    "document": {"document_link": "document"},
}
_HIDDEN = " UNION ALL ".join(f"SELECT id FROM {{whole}}.{t} WHERE {_THEIRS}" for t in _TYPES)
# The log lacks what it says of them, and a step that did nothing else: its label may name them,
# also where a category came about by the way.
_LOG = {
    "change": f"record_id NOT IN ({_HIDDEN})",
    "change_set": (
        f"(id NOT IN (SELECT set_id FROM {{whole}}.change WHERE record_id IN ({_HIDDEN})) "
        "OR EXISTS (SELECT 1 FROM {whole}.change c WHERE c.set_id = s.id "
        "AND c.record_type NOT IN ('change_set', 'category') "
        f"AND c.record_id NOT IN ({_HIDDEN})))"
    ),
}


def _conditions() -> dict[str, str]:
    found = {}
    for kind, parts in _PARTS.items():
        found[kind] = "(private_to = '' OR private_to = '{me}')"
        for part, column in parts.items():
            theirs = f"SELECT number FROM {{whole}}.{kind} WHERE {_THEIRS}"
            found[part] = f"{column} NOT IN ({theirs})"
    return {**found, **_LOG}


_VIEWS = _conditions()
_LIFTED = [f"DROP VIEW IF EXISTS temp.{name}" for name in _VIEWS]
PAST = "SET LOCAL search_path = public, pg_temp"
"""What has a server's transaction see the tables themselves."""


def _place(connection: Connection) -> str:
    """Where the tables themselves are."""
    return "main" if connection.dialect.name == "sqlite" else "public"


_KEPT_BACK = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
    "AND row_security_active(oid) AND NOT pg_has_role(relowner, 'USAGE')"
)
"""The tables of a server's book whose rows the server itself keeps back: a view would only ask
for them a second time."""


def veils(me: str, where: str = "main", but: tuple[str, ...] = ()) -> list[str]:
    """The statements that make the views of somebody (a person's id), `but` those of some."""
    quoted = me.replace("'", "''")
    return [
        f"CREATE TEMP VIEW {name} AS SELECT * FROM {where}.{name} s WHERE "
        + holds.format(whole=where, me=quoted)
        for name, holds in _VIEWS.items()
        if (where != "main" or name not in _ON_A_SERVER) and name not in but
    ]


class Veil:
    """The views of one connection: laid before reading, lifted before writing."""

    def __init__(self) -> None:
        self.needed = False
        self._on: Any = None  # the driver's connection that has them: a new one has none

    def lies_on(self, connection: Connection) -> bool:
        """Whether what is read there now lacks what is private to others."""
        return self._on is not None and self._on is connection.connection.driver_connection

    def whole(self, connection: Connection) -> str:
        """The schema of the tables themselves, where views stand before them; else ""."""
        return _place(connection) if self.lies_on(connection) else ""

    def lay(self, connection: Connection, person: int) -> None:
        """Make the views before a transaction; a driver's own words begin none."""
        if not self.needed or self.lies_on(connection):
            return
        driver: Any = connection.connection.driver_connection
        where = _place(connection)
        is_file = where == "main"
        if not is_file:
            driver.read_only = False
        found = driver.execute(f"SELECT id FROM {where}.person WHERE number = {int(person)}")
        me = found.fetchone()
        but = () if is_file else tuple(row[0] for row in driver.execute(_KEPT_BACK))
        for statement in (*_LIFTED, *veils(me[0] if me else "", where, but)):
            driver.execute(statement.replace(" temp.", " temp." if is_file else " pg_temp."))
        driver.commit()
        self._on = driver

    def lift(self, connection: Connection) -> None:
        """Take them away before a transaction in which all is needed; a server's stay, and are
        looked past (`PAST`)."""
        if self.lies_on(connection) and _place(connection) == "main":
            driver: Any = connection.connection.driver_connection
            for statement in _LIFTED:
                driver.execute(statement)
            self._on = None

    def look(self, connection: Connection, *, past: bool) -> None:
        """In a transaction on a server: look past the views, where there are any."""
        if past and self.lies_on(connection):
            connection.exec_driver_sql(PAST)

    def note(self, connection: Connection) -> None:
        """Before a commit: say for everybody that the book holds something private."""
        if not self.needed and connection.exec_driver_sql(f"SELECT 1 WHERE {ANY}").first():
            connection.exec_driver_sql(SET)
