"""What a server's book hides from who asks: functions of the book's owner, who sees every row.

Rules about rows ask them once a statement. They tell numbers and ids, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contactdesk.store.changes import APART, MARK, MERGE

PRIVATE_TO = "private_to"  # a person's id, "" for everybody
TOP = "book_top(text)"
ME = "SELECT coalesce((SELECT id FROM person WHERE login = session_user), '-')"
_PRIVATE = f"{PRIVATE_TO} <> ''"
_OTHERS = f"{_PRIVATE} AND {PRIVATE_TO} <> ({ME})"
# What is logged in a step beside what it is about: what its label says is not of these.
_BY_THE_WAY = (MARK, APART, "category")
_STEPS = f"""
WITH hidden AS MATERIALIZED (SELECT book_hidden() AS id),
touched AS MATERIALIZED (
  SELECT DISTINCT set_id FROM change WHERE record_id IN (SELECT id FROM hidden))
SELECT t.set_id FROM touched t WHERE (
  SELECT 1 FROM change c WHERE c.set_id = t.set_id AND c.record_type NOT IN {_BY_THE_WAY}
  AND NOT (c.record_id IN (SELECT id FROM hidden)) LIMIT 1) IS NULL
"""


def hidden_sql(tables: Sequence[str], counted: Sequence[str]) -> Iterator[str]:
    """The functions, for tables with rows that may be somebody's own; `counted` are those whose
    highest number is to be known."""
    yield _one("book_me()", "bigint", "SELECT number FROM person WHERE login = session_user")
    yield _one("book_my_id()", "text", ME)
    tops = [f"SELECT max(number) AS top FROM {table} WHERE $1 = '{table}'" for table in counted]
    yield _one(TOP, "bigint", f"SELECT max(top) FROM ({' UNION ALL '.join(tops)}) t")
    numbers = [f"SELECT number FROM {t} WHERE $1 = '{t}' AND {_OTHERS}" for t in tables]
    yield _several("book_hidden_numbers(text)", "bigint", " UNION ALL ".join(numbers))
    yield _several(
        "book_private_contacts()", "bigint", f"SELECT number FROM contact WHERE {_PRIVATE}"
    )
    yield _several("book_hidden()", "text", " UNION ALL ".join(_ids(tables)))
    yield _several("book_hidden_steps()", "bigint", _STEPS)
    yield _several("book_named_unseen(text)", "text", _named())


def _ids(tables: Sequence[str]) -> Iterator[str]:
    """By what the log calls them, their merges and pairs too."""
    for table in tables:
        yield f"SELECT id FROM {table} WHERE {_OTHERS}"
    yield f"SELECT '{MERGE}:' || id FROM contact WHERE {_OTHERS}"
    theirs = f"(SELECT id FROM contact WHERE {_OTHERS})"
    yield f"SELECT one || ' ' || other FROM not_same WHERE one IN {theirs} OR other IN {theirs}"


def _named() -> str:
    """Those of some hashes that something hidden names; of nothing shorter it says so."""
    held = [
        f"EXISTS (SELECT 1 FROM {table} WHERE {_OTHERS} AND position(h IN {column}) > 0)"
        for table, column in (("contact", "photo"), ("document", "versions"))
    ]
    hidden = "record_id IN (SELECT book_hidden())"
    held.append(f"EXISTS (SELECT 1 FROM change WHERE {hidden} AND position(h IN fields) > 0)")
    held.append("EXISTS (SELECT 1 FROM blob_part WHERE part = h AND book_sight(whole) IS FALSE)")
    whole = "h ~ '^[0-9a-f]{64}$'"
    these = "SELECT h FROM unnest(string_to_array($1, ',')) h"
    return f"{these} WHERE {whole} AND ({' OR '.join(held)})"


def _one(head: str, gives: str, sql: str) -> str:
    return _function(head, f"RETURNS {gives} LANGUAGE sql", sql)


def _several(head: str, gives: str, sql: str) -> str:
    """In PL/pgSQL, which plans it once a connection and not with each statement; by the indexes of
    the few private rows, also while nobody has counted them."""
    body = f"BEGIN RETURN QUERY {sql}; END"
    how = f"RETURNS SETOF {gives} LANGUAGE plpgsql ROWS 100 SET enable_seqscan = off"
    return _function(head, how, body)


def _function(head: str, how: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {head} {how} STABLE SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $$ {body} $$"
    )
