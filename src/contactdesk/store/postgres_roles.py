"""Who may do what in a server's book: viewers, editors and managers, kept by PostgreSQL itself.

A role is a group on the server, called after the database; people are its members. Here stands
what each may do with each table, and which rows it sees: the SQL that grants it is made of that.
Whoever owns the database stands above it: tables are made and altered as that user alone.

Rows that a colleague keeps private are those whose `private_to` is another person; a table with
such a column is guarded, with what belongs to its rows and what the log says of them. How names are
put in order by those who do not see all of them is in `postgres_order`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection

from contactdesk.store.document_text import MAY_BE_INDEXED
from contactdesk.store.full_text import TOKENS
from contactdesk.store.postgres_contents import (
    NAMED_BY_NOTHING,
    SIGHTS,
    contents_apart,
    contents_sql,
    seen,
)
from contactdesk.store.postgres_hidden import ME, PRIVATE_TO, TOP, hidden_sql
from contactdesk.store.postgres_order import order_sql
from contactdesk.store.postgres_text import filling
from contactdesk.store.tables import RECORDS, metadata

ROLES = ("viewer", "editor", "manager")  # each may do what those before it may
# Settings that come about by an editor's work.
OPEN_SETTINGS = ("stars", "relation_kinds", "made_by", "hides")
OPEN_PREFIXES = ("presence.", "group-news.", "derived.")
RULES = 3  # raised with each change of what is here
GUARDS_CONTACTS = 2  # rules from these on guard contacts too
GUARDS_CONTENTS = 3  # rules from these on guard pictures, and documents' bytes and words too
_LONGEST_NAME = 63  # bytes, of anything on a server

_SERVERS_OWN = ("name_index", "text_index", "text_index_documents")
_FIELDS = ("custom_field", "custom_section")
_ADDED_TO = ("change_set", "change", "person")
# What may be changed in them all the same: by a role, the columns of a table
_COLUMNS = {
    ("editor", "person"): "name, colour",
    ("manager", "change"): "kind, fields",  # of who is deleted for good
    ("manager", "change_set"): "label",
}
# What is deleted for good from the bin alone; what belongs to it goes with it.
_KEPT = ("contact", "event", "calendar", *(n for n in RECORDS if n not in _FIELDS))
# What belongs to a private row, and by which column.
_PARTS = {
    "contact": (
        "entry", "address", "membership", "contact_category", "star", "original", "merged",
        "name_order", "search_text",
    ),
    "event": ("event_link", "happened", "event_original"),
    "deal": ("deal_link",),
    "document": ("document_link",),
}  # fmt: skip
_INDEXES = tuple(TOKENS)  # nobody's words are in them who is private
_INDEXED = MAY_BE_INDEXED.format(document="document")
_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")


class Policy(NamedTuple):
    """Which rows of a table a role may see or find (`using`), and leave behind (`check`)."""

    table: str
    role: str
    deed: str  # ALL, SELECT, INSERT, UPDATE, DELETE
    using: str = ""
    check: str = ""


def group_of(database: str, role: str) -> str:
    """The group on the server that a role of a book is."""
    name = f"{database}_{role}"
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(database.encode()).hexdigest()[:8]
    cut = database.encode()[: _LONGEST_NAME - len(mark) - len(role) - 2].decode(errors="ignore")
    return f"{cut}_{mark}_{role}"


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def rights(role: str, table: str) -> tuple[str, ...]:
    """What a role may do with a table, of SELECT, INSERT, UPDATE and DELETE."""
    if role == "viewer" or table == "alembic_version":
        return ("SELECT",)
    if table in _ADDED_TO:
        return ("SELECT", "INSERT")
    if role == "editor" and table in _FIELDS:
        return ("SELECT",)
    if role == "editor" and table in _KEPT:
        return ("SELECT", "INSERT", "UPDATE")
    return _ALL


def all_tables() -> list[str]:
    """Every table of a book on a server."""
    return [*(t.name for t in metadata.sorted_tables), *_SERVERS_OWN, "alembic_version"]


def private_tables() -> list[str]:
    """Those whose rows may be somebody's own."""
    return [name for name in _PARTS if PRIVATE_TO in metadata.tables[name].c]


def counted_tables() -> list[str]:
    """Those that get numbers after the highest one, which may be of a row not seen."""
    return [*private_tables(), "document_text"]


def policies() -> list[Policy]:
    """Every rule about rows."""
    return [
        *_of_settings(), *_of_people(), *_of_contents(), *_of_log(), *_of_private_rows(),
        *_of_indexes(), *_of_pairs(),
    ]  # fmt: skip


def _of_settings() -> Iterator[Policy]:
    begins = " OR ".join(f"name LIKE '{prefix}%'" for prefix in OPEN_PREFIXES)
    theirs = f"name IN {OPEN_SETTINGS} OR {begins}"
    yield Policy("setting", "viewer", "SELECT", "true")
    yield Policy("setting", "editor", "ALL", theirs, theirs)
    yield Policy("setting", "manager", "ALL", "true", "true")


def _of_people() -> Iterator[Policy]:
    """Everybody takes themselves down, and changes their own name."""
    mine = "login = session_user::text"
    yield Policy("person", "viewer", "SELECT", "true")
    yield Policy("person", "editor", "INSERT", check=mine)
    yield Policy("person", "editor", "UPDATE", mine, mine)


def _of_contents() -> Iterator[Policy]:
    """An editor's delete finds nothing but what was begun and left: the log may name all else.
    What a colleague keeps may be brought once more, and nothing is put into what is there of it."""
    for table in SIGHTS:
        yield Policy(table, "viewer", "SELECT", seen(table))
    yield Policy("blob", "editor", "INSERT", check="true")
    yield Policy("blob", "editor", "DELETE", NAMED_BY_NOTHING)
    yield Policy("blob_chunk", "editor", "INSERT", check=seen("blob_chunk"))
    for table in ("blob", "blob_chunk"):
        yield Policy(table, "manager", "UPDATE", seen(table), seen(table))
        yield Policy(table, "manager", "DELETE", seen(table))
    yield from _written("blob_part", seen("blob_part"), seen("blob_part"))
    yield from _written("document_text", seen("document_text"), "true")
    yield Policy("text_index_documents", "viewer", "SELECT", "true")
    yield Policy("text_index_documents", "editor", "ALL", "true", _INDEXED)


def _written(table: str, rule: str, check: str) -> Iterator[Policy]:
    """Not "ALL": reading would ask the rule a second time."""
    yield Policy(table, "editor", "INSERT", check=check)
    yield Policy(table, "editor", "UPDATE", rule, check)
    yield Policy(table, "editor", "DELETE", rule)


def _of_log() -> Iterator[Policy]:
    """Lines are added to one's own step, while it is being made; a manager clears who is purged."""
    seen, of_seen = "true", "true"
    if private_tables():
        seen = "NOT (id IN (SELECT book_hidden_steps()))"
        of_seen = (
            "NOT (record_id IN (SELECT book_hidden())) "
            "AND NOT (set_id IN (SELECT book_hidden_steps()))"
        )
    yield Policy("change_set", "viewer", "SELECT", seen)
    yield Policy("change_set", "editor", "INSERT", check="author = (SELECT book_me())")
    yield Policy("change_set", "manager", "UPDATE", "true", "true")
    yield Policy("change", "viewer", "SELECT", of_seen)
    own = (
        "EXISTS (SELECT 1 FROM change_set s WHERE s.id = set_id AND s.author = "
        "(SELECT book_me()) AND s.xmin::text::bigint = txid_current() % 4294967296)"
    )
    yield Policy("change", "editor", "INSERT", check=own)
    yield Policy("change", "manager", "UPDATE", "true", "kind = 'purge' AND fields IS NULL")


def _of_private_rows() -> Iterator[Policy]:
    for table in private_tables():
        mine = f"{PRIVATE_TO} = '' OR {PRIVATE_TO} = (SELECT book_my_id())"
        yield from _seen(table, mine)
        for part in _PARTS[table]:
            shown = _shown(table, table)
            yield from _seen(part, shown if part != "merged" else f"{shown} AND {_KEPT_SHOWN}")


def _shown(column: str, table: str) -> str:
    """A hidden row's parts are not there: its numbers are asked for once a statement."""
    return f"NOT ({column} IN (SELECT book_hidden_numbers('{table}')))"


_KEPT_SHOWN = _shown("kept", "contact")


def _of_indexes() -> Iterator[Policy]:
    """All of an index is for everybody, or the server would not use it; so nobody who is private
    comes into one."""
    for table in _INDEXES:
        yield Policy(table, "viewer", "SELECT", "true")
        yield Policy(
            table, "editor", "ALL", "true", "NOT (contact IN (SELECT book_private_contacts()))"
        )


def _of_pairs() -> Iterator[Policy]:
    """Two contacts that are not one are named by their ids."""
    hidden = " OR ".join(f"{each} IN (SELECT book_hidden())" for each in ("one", "other"))
    yield from _seen("not_same", f"NOT ({hidden})")


def _seen(table: str, rule: str) -> Iterator[Policy]:
    yield Policy(table, "viewer", "SELECT", rule)
    yield Policy(table, "editor", "ALL", rule, rule)


# ── the SQL ─────────────────────────────────────────────────────────────────────────────


def groups_sql(database: str) -> list[str]:
    """What an administrator runs once: the groups, and who may let others in."""
    viewer, editor, manager = (quoted(group_of(database, role)) for role in ROLES)
    made = [_made_once(group_of(database, role)) for role in ROLES]
    return [
        *made,
        f"GRANT {viewer} TO {editor}",
        f"GRANT {editor} TO {manager}",
        f"GRANT {viewer}, {editor} TO {manager} WITH ADMIN OPTION",
        f"REVOKE CONNECT ON DATABASE {quoted(database)} FROM PUBLIC",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {quoted(database)} TO {viewer}",
    ]


def _made_once(group: str) -> str:
    literal = group.replace("'", "''")
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{literal}') THEN "
        f"CREATE ROLE {quoted(group)} NOLOGIN; END IF; END $$"
    )


def book_sql(database: str, owner: str) -> list[str]:
    """What the owner of the book runs, again after each new schema: rights, rules and functions."""
    groups = {role: quoted(group_of(database, role)) for role in ROLES}
    done = [f"GRANT USAGE ON SCHEMA public TO {groups['viewer']}"]
    private = private_tables()
    functions = (
        *hidden_sql(private, counted_tables()),
        *contents_sql(private, ME),
        *order_sql(groups["editor"]),
    )
    done += _owned(functions, owner)
    for table in all_tables():
        for role in ROLES:
            done.append(f"REVOKE ALL ON {table} FROM {groups[role]}")
            done.append(f"GRANT {', '.join(rights(role, table))} ON {table} TO {groups[role]}")
    for (role, table), columns in _COLUMNS.items():
        done.append(f"GRANT UPDATE ({columns}) ON {table} TO {groups[role]}")
    done += _policies_sql(groups, owner)
    return [*done, *_put_apart(), *contents_apart(), f"COMMENT ON FUNCTION {TOP} IS '{RULES}'"]


def _owned(statements: Iterable[str], owner: str) -> Iterator[str]:
    """Functions made anew as the owner's: whoever made them before, policies that ask them go
    with them and are made after them."""
    for statement in statements:
        head = statement.removeprefix("CREATE FUNCTION ").partition(" RETURNS ")[0]
        if head == statement:
            yield statement
            continue
        name = head.partition("(")[0]
        yield (
            f"DO $$ DECLARE old regprocedure; BEGIN FOR old IN SELECT oid FROM pg_proc WHERE "
            f"pronamespace = 'public'::regnamespace AND proname = '{name}' LOOP "
            "EXECUTE 'DROP FUNCTION ' || old || ' CASCADE'; END LOOP; END $$"
        )
        yield statement
        yield f"ALTER FUNCTION {name} OWNER TO {quoted(owner)}"


def _put_apart() -> Iterator[str]:
    """Who is private to somebody is in no index, and has a place that nobody else's tells of."""
    yield "ALTER TABLE name_order DROP CONSTRAINT IF EXISTS name_order_pkey"
    yield "ALTER TABLE name_order ADD CONSTRAINT name_order_pkey PRIMARY KEY (rank, contact)"
    sort_by = "SELECT coalesce(max(value), 'family') FROM setting WHERE name = 'sort_by'"
    anew = [f"PERFORM book_order_anew(({sort_by}))"]
    for index in _INDEXES:
        anew += [f"DELETE FROM {index}", filling(index)]
    yield (
        f"DO $$ BEGIN IF EXISTS (SELECT 1 FROM contact WHERE {PRIVATE_TO} <> '') THEN "
        f"{'; '.join(anew)}; END IF; END $$"
    )


def _policies_sql(groups: dict[str, str], owner: str) -> Iterator[str]:
    wanted = policies()
    for table in dict.fromkeys(policy.table for policy in wanted):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield _without_ours(table)
        yield f"CREATE POLICY owner ON {table} TO {quoted(owner)} USING (true) WITH CHECK (true)"
    for policy in wanted:
        name = f"{policy.role}_{policy.deed.lower()}"
        using = f" USING ({policy.using})" if policy.using else ""
        check = f" WITH CHECK ({policy.check})" if policy.check else ""
        yield (
            f"CREATE POLICY {name} ON {policy.table} FOR {policy.deed} "
            f"TO {groups[policy.role]}{using}{check}"
        )


def _without_ours(table: str) -> str:
    """Rules of older programs go, whatever they were called; those of somebody else stay."""
    ours = f"^(owner|({'|'.join(ROLES)})_[a-z]+)$"
    return (
        f"DO $$ DECLARE old name; BEGIN FOR old IN SELECT polname FROM pg_policy WHERE polrelid = "
        f"'{table}'::regclass AND polname ~ '{ours}' LOOP "
        f"EXECUTE format('DROP POLICY %I ON {table}', old); END LOOP; END $$"
    )


# ── as a book has them ──────────────────────────────────────────────────────────────────


def run_plain(connection: Connection, statement: str) -> None:
    """Run a statement as it is: what is written for SQLite is turned elsewhere, this is not."""
    driver: Any = connection.connection.driver_connection
    driver.execute(statement)


def owner_of(connection: Connection) -> str:
    """The user on the server whose the book's tables are."""
    sql = "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass('public.contact')"
    return str(connection.exec_driver_sql(sql).scalar())


def are_set_up(connection: Connection) -> bool:
    """Whether a book has roles: its log is guarded."""
    sql = "SELECT relforcerowsecurity FROM pg_class WHERE oid = to_regclass('public.change')"
    return bool(connection.exec_driver_sql(sql).scalar())


def rules_of(connection: Connection) -> int:
    """Which rules a book has: `RULES` are those of this program, 0 is none."""
    if not are_set_up(connection):
        return 0
    sql = f"SELECT obj_description(to_regprocedure('public.{TOP}'), 'pg_proc')"
    said = str(connection.exec_driver_sql(sql).scalar() or "")
    return int(said) if said.isdecimal() else 1


def set_up_anew(connection: Connection) -> None:
    """After a new schema or with new rules: grant what there is in it, as the owner who made it."""
    database = str(connection.exec_driver_sql("SELECT current_database()").scalar())
    for statement in book_sql(database, owner_of(connection)):
        run_plain(connection, statement)


def role_of(connection: Connection) -> str:
    """The role of who is connected: "owner" above them all, "" for none or where there are none."""
    sql = connection.exec_driver_sql
    if not are_set_up(connection):
        return ""
    above = "SELECT pg_has_role(?, 'USAGE')"
    if sql(above, (owner_of(connection),)).scalar():
        return "owner"
    database = str(sql("SELECT current_database()").scalar())
    for role in reversed(ROLES):
        group = group_of(database, role)
        there = sql("SELECT 1 FROM pg_roles WHERE rolname = ?", (group,)).first()
        if there and sql(above, (group,)).scalar():
            return role
    return ""
