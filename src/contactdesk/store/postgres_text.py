"""The full-text indexes in PostgreSQL: a row a contact, its words as a `tsvector` under GIN.

GIN yields hits in no order, so the order of names is put into the words themselves. Ranks are cut
into stretches (4,096 contacts when dealt out anew), and every word is kept as "stretch.word". A
search looks through the first stretch, then the next two, the next four …, and stops as soon as
it has enough: what it costs follows what it shows, as on SQLite.

Who is private to somebody is in no index: everybody may read these, as the server does not use an
index for whom it keeps rows back from. Those few are looked through word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection

from contactdesk.store.full_text import TOKENS, Among, Words
from contactdesk.store.list_queries import ARCHIVE_FROM, ARCHIVED, LISTED

_STRETCH = 24  # bits of a rank within a stretch: 4,096 contacts with gaps of 4,096
_LONGEST = 400  # letters of a word that count; a lexeme has 2,046 bytes at most
_MOST = 200_000  # letters of a contact's text that are searched; a tsvector has a megabyte at most
_PARTING = (
    r"[\x01-/:-@\[-`{-\x7f]+"  # what is ASCII and no letter or digit, as FTS5's tokenizer has it
)
_INSERT = (
    "INSERT INTO {index} (contact, kind, rank, tokens) SELECT o.contact, o.kind, o.rank, "
    "array_to_tsvector(ARRAY(SELECT (o.rank >> {stretch}) || '.' || left(w, {longest}) FROM "
    "regexp_split_to_table(left({tokens}, {most}), :parting) w WHERE w <> '')) "
    "FROM name_order o JOIN search_text s ON s.contact = o.contact "
    "JOIN contact c ON c.number = o.contact AND c.private_to = ''"
)
_WINDOW = (
    "(SELECT o.contact, o.rank FROM {index} o WHERE o.tokens @@ CAST(:w{n} AS tsquery) {scope} "
    "ORDER BY o.rank LIMIT :limit)"
)
# Of many who are private to others nothing is looked through: first it is said who is left.
_PRIVATE = (
    "WITH mine AS MATERIALIZED (SELECT number FROM contact WHERE private_to <> ''), "
    "s AS MATERIALIZED (SELECT t.contact, t.names, t.rest FROM mine "
    "JOIN search_text t ON t.contact = mine.number) "
    "SELECT o.contact, o.rank FROM s JOIN name_order o ON o.contact = s.contact "
    "WHERE o.{within} {scope} AND ({holds}) ORDER BY o.rank LIMIT :limit"
)
_BEGINS = f"(^|{_PARTING.removesuffix('+')})"  # before a word
_SQUEEZE = 1_000  # contacts from which an index is left aside and made anew
# An index can be dropped and made by whose it is alone.
_OWNED = (
    "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class "
    "WHERE oid = to_regclass('public.name_order')"
)


def filling(index: str) -> str:
    """A statement that fills an empty index, for who runs it without us."""
    sql = _INSERT.format(
        index=index, tokens=TOKENS[index], stretch=_STRETCH, longest=_LONGEST, most=_MOST
    )
    return sql.replace(":parting", f"'{_PARTING}'") + " ORDER BY o.rank"


class PostgresText:
    """The indexes of a book on a server."""

    private_apart = True

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql

    def remove(self, index: str, which: str, many: bool = False) -> None:
        """Take contacts out."""
        self._sql(f"DELETE FROM {index} WHERE contact {which}")

    def insert(self, index: str, which: str, many: bool = False) -> None:
        """Put contacts in."""
        # one whose neighbours were spread out while it waited for its own turn is in it already
        again = "ON CONFLICT (contact) DO UPDATE SET rank = excluded.rank, tokens = excluded.tokens"
        self._insert(index, f" WHERE o.contact {which} {again}")

    def _insert(self, index: str, where: str) -> None:
        sql = _INSERT.format(
            index=index, tokens=TOKENS[index], stretch=_STRETCH, longest=_LONGEST, most=_MOST
        )
        self._sql(sql + where, {"parting": _PARTING})

    def fill(self, *indexes: str) -> None:
        """Fill both indexes, or some, anew; of many contacts, the tree is built afterwards."""
        count = self._sql("SELECT count(*) FROM name_order").scalar() or 0
        squeezed = count > _SQUEEZE and self._sql(_OWNED).scalar()
        for index in indexes or TOKENS:
            self._sql(f"DELETE FROM {index}")
            if squeezed:
                self._sql(f"DROP INDEX IF EXISTS {index}_tokens")
            self._insert(index, " ORDER BY o.rank")
            if squeezed:
                self._sql(
                    f"CREATE INDEX {index}_tokens ON {index} USING gin (tokens) "
                    "WITH (fastupdate = off)"
                )
        if squeezed:
            self._sql("ANALYZE")

    def hits(self, index: str, groups: Sequence[Words], among: Among, limit: int) -> list[int]:
        """The first hits, stretch by stretch: PostgreSQL ends at the limit within its list."""
        within = ARCHIVED if among.archived else LISTED
        last = self._sql(f"SELECT max(rank) FROM name_order WHERE {within}").scalar()
        if last is None:
            return []
        first = ARCHIVE_FROM >> _STRETCH if among.archived else 0
        windows = [_query(groups, w) for w in _windows(first, (last >> _STRETCH) + 1)]
        parts = [_WINDOW.format(index=index, n=n, scope=among.scope) for n in range(len(windows))]
        sql = f"SELECT contact, rank FROM ({' UNION ALL '.join(parts)}) w LIMIT :limit"
        named = {f"w{n}": window for n, window in enumerate(windows)}
        found = list(self._sql(sql, {**among.values, **named, "limit": limit}))
        private = self._private(index, groups, among, limit)
        if private:  # an index made by an older program has them too
            ranks = {row[0]: row[1] for row in (*found, *private)}
            return sorted(ranks, key=ranks.__getitem__)[:limit]
        return [r[0] for r in found]

    def _private(
        self, index: str, groups: Sequence[Words], among: Among, limit: int
    ) -> Sequence[Any]:
        """The first hits, with their ranks, among those who are in no index."""
        starts = {word: f"p{n}" for n, word in enumerate(dict.fromkeys(chain(*groups)))}
        text = f"left({TOKENS[index]}, {_MOST})"
        holds = " OR ".join(
            "(" + " AND ".join(f"{text} ~ :{starts[word]}" for word in group) + ")"
            for group in groups
        )
        sql = _PRIVATE.format(
            within=ARCHIVED if among.archived else LISTED, scope=among.scope, holds=holds
        )
        words = {name: _BEGINS + re.escape(word[:_LONGEST]) for word, name in starts.items()}
        return self._sql(sql, {**among.values, **words, "limit": limit}).all()


def _windows(start: int, end: int) -> Iterator[range]:
    """All stretches, in groups of 1, 2, 4, 8 …"""
    width = 1
    while start < end:
        yield range(start, min(start + width, end))
        start, width = start + width, width * 2


def _query(groups: Sequence[Words], window: range) -> str:
    """The tsquery of a window: in one of its stretches, all words of one of the groups begin."""
    return " | ".join(
        "(" + " & ".join(f"'{stretch}.{word[:_LONGEST]}':*" for word in group) + ")"
        for stretch in window
        for group in groups
    )
