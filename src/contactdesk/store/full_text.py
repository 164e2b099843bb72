"""The two full-text indexes of a book, which follow the order of names.

`name_index` holds the words of names, `text_index` those of every field. What a search needs of
them is the same in both databases; here it is on SQLite's FTS5, in `postgres_text` on PostgreSQL.
A contact's rank is its row number, so that hits come in name order and a search stops early.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection

from contactdesk.store.list_queries import ARCHIVE_FROM
from contactdesk.store.tables import FULL_TEXT

NAMES, EVERYTHING = "name_index", "text_index"
TOKENS = {NAMES: "s.names", EVERYTHING: "s.names || s.rest"}  # of search_text s

# Bytes that FTS5 gathers before it writes a segment: few large ones are filled and read faster.
# From so many segments on it merges some as it writes: what is filled at one go needs none of it.
_USUALLY = {"hashsize": 1 << 20, "automerge": 4}
_IN_BULK = {"hashsize": 16 << 20, "automerge": 0}
_WORDS_OF = (
    "FROM name_order o CROSS JOIN search_text s ON s.contact = o.contact {where} "
    "ORDER BY o.rank"  # FTS5 writes what it has gathered at every smaller row number
)
_REMOVE = (
    "INSERT INTO {index}({index}, rowid, tokens) SELECT 'delete', o.rank, {tokens} " + _WORDS_OF
)
_INSERT = "INSERT INTO {index}(rowid, tokens) SELECT o.rank, {tokens} " + _WORDS_OF
_FIND = (
    "SELECT o.contact FROM {index} i CROSS JOIN name_order o ON o.rank = i.rowid "
    "WHERE {index} MATCH :match AND i.rowid {within} {scope} ORDER BY i.rowid LIMIT :limit"
)

Words = tuple[str, ...]


class Among(NamedTuple):
    """Whom a search is among: the archive or all others; `scope` is a further condition on `o`."""

    archived: bool
    scope: str
    values: dict[str, Any]


class FullText(Protocol):
    """What the order of names and the search ask of the indexes.

    `which` is the condition that a column `contact` is one of some contacts' numbers. Where
    `private_apart`, no index has the words of who is private to somebody.
    """

    private_apart: bool

    def remove(self, index: str, which: str, many: bool = False) -> None:
        """Take contacts out of an index while order and search text still stand."""

    def insert(self, index: str, which: str, many: bool = False) -> None:
        """Put contacts that have a rank and a search text into an index."""

    def fill(self, *indexes: str) -> None:
        """Fill both indexes (or some) anew with everybody who has a rank."""

    def hits(self, index: str, groups: Sequence[Words], among: Among, limit: int) -> list[int]:
        """The first contacts in name order of whom every word of a group begins a word."""


def full_text(connection: Connection) -> FullText:
    """The indexes of the book that a connection leads to."""
    if connection.dialect.name == "postgresql":
        from contactdesk.store.postgres_text import PostgresText

        return PostgresText(connection)
    return Fts5(connection)


class Fts5:
    """The indexes in SQLite."""

    private_apart = False

    def __init__(self, connection: Connection) -> None:
        self._sql = connection.exec_driver_sql

    def remove(self, index: str, which: str, many: bool = False) -> None:
        """Take contacts out, by telling FTS5 the words they had."""
        self._run(_REMOVE, index, which, many)

    def insert(self, index: str, which: str, many: bool = False) -> None:
        """Put contacts in."""
        self._run(_INSERT, index, which, many)

    def _run(self, sql: str, index: str, which: str, many: bool) -> None:
        if many:
            self._set(index, _IN_BULK)
        where = f"WHERE o.contact {which}" if which else ""
        self._sql(sql.format(index=index, tokens=TOKENS[index], where=where))
        if many:
            self._set(index, _USUALLY)

    def fill(self, *indexes: str) -> None:
        """Fill both indexes, or some, anew."""
        for index in indexes or TOKENS:
            self._empty(index)
            self._run(_INSERT, index, "", many=True)

    def _empty(self, index: str) -> None:
        """Take everybody out; an index of an older book is made as new books have it."""
        wanted = next(sql for sql in FULL_TEXT if f" {index} " in sql)
        made = "SELECT sql FROM sqlite_master WHERE name = ?"
        if _words_alone(self._sql(made, (index,)).scalar_one()) == _words_alone(wanted):
            self._sql(f"INSERT INTO {index}({index}) VALUES ('delete-all')")
        else:
            self._sql(f"DROP TABLE {index}")
            self._sql(wanted)

    def _set(self, index: str, settings: dict[str, int]) -> None:
        sql = f"INSERT INTO {index}({index}, rank) VALUES (?, ?)"
        self._sql(sql, list(settings.items()))

    def hits(self, index: str, groups: Sequence[Words], among: Among, limit: int) -> list[int]:
        """The first hits; FTS5 yields them by row number, which is the rank."""
        within = f">= {ARCHIVE_FROM}" if among.archived else f"< {ARCHIVE_FROM}"
        sql = _FIND.format(index=index, within=within, scope=among.scope)
        found = self._sql(sql, {**among.values, "match": _expression(groups), "limit": limit})
        return [r[0] for r in found]


def _words_alone(sql: str) -> str:
    """A statement whatever its lines are."""
    return "".join(sql.split())


def _expression(groups: Sequence[Words]) -> str:
    parts = [" AND ".join(f'"{w}" *' for w in group) for group in groups]
    return " OR ".join(f"({p})" for p in parts) if len(parts) > 1 else "".join(parts)
