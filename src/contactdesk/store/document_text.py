"""The words inside documents, by their content: each content is read and indexed once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.store.unseen import is_there, keeps_contents

INDEX = "text_index_documents"
SHOWN = 40_000  # characters of a document that can be looked at
LONGEST = 200_000  # characters of a document that are searched
_WORD = 400  # letters of a word that count; PostgreSQL takes 2,046 bytes at most
_PARTING = r"[\x01-/:-@\[-`{-\x7f]+"
_BEGINS = f"(^|{_PARTING.removesuffix('+')})"  # before a word
MAY_BE_INDEXED = (
    "EXISTS (SELECT 1 FROM document_text t WHERE t.number = {document} "
    "AND NOT book_keeps_apart(t.sha256))"
)
"""The rule by which words may come into the index of a server that keeps contents back."""
# Of private documents none is in the index of a server that keeps them back: those that are shown
# to me are looked through, word by word.
_PRIVATE = (
    "WITH mine AS MATERIALIZED (SELECT DISTINCT sha256 FROM document WHERE private_to <> '' "
    "AND sha256 <> '' AND deleted_at = '' AND withdrawn = 0), "
    "t AS MATERIALIZED (SELECT t.sha256, t.words FROM mine JOIN document_text t "
    "ON t.sha256 = mine.sha256) SELECT sha256 FROM t WHERE {holds} LIMIT ?"
)


class DocumentText(Protocol):
    """What documents ask of the index."""

    def has(self, sha256: str) -> bool:
        """Whether a content was looked into already."""

    def text(self, sha256: str) -> str:
        """The beginning of the text of a content, "" where there is none."""

    def keep(self, sha256: str, text: str) -> None:
        """Remember the text of a content; "" for one that has none."""

    def find(self, words: Sequence[str], limit: int) -> list[str]:
        """The hashes of contents in which all these folded words begin."""

    def forget(self, marks: str, hashes: tuple[str, ...]) -> None:
        """Forget the words of contents; `marks` are as many question marks."""

    def fill(self) -> None:
        """Fill the empty index of a copied book."""


def tokens_of(words: str) -> str:
    """The SQL that has a text (SQL too) as a server's index holds it."""
    return (
        f"array_to_tsvector(ARRAY(SELECT DISTINCT left(w, {_WORD}) "
        f"FROM regexp_split_to_table(left({words}, {LONGEST}), '{_PARTING}') w WHERE w <> ''))"
    )


def document_text(connection: Connection) -> DocumentText:
    """The index of the book that a connection leads to."""
    if connection.dialect.name == "postgresql":
        return _Postgres(connection)
    return _Sqlite(connection)


class _Texts:
    """What both have in common."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = connection.exec_driver_sql

    def has(self, sha256: str) -> bool:
        sql = "SELECT 1 FROM document_text WHERE sha256 = ?"
        return self._sql(sql, (sha256,)).first() is not None

    def text(self, sha256: str) -> str:
        sql = "SELECT text FROM document_text WHERE sha256 = ?"
        return str(self._sql(sql, (sha256,)).scalar() or "")

    def keep(self, sha256: str, text: str) -> None:
        if self.has(sha256):
            return
        words = fold.searchable(text[:LONGEST])[: 2 * LONGEST]
        number = (self._sql("SELECT max(number) FROM document_text").scalar() or 0) + 1
        self._sql(
            "INSERT INTO document_text (number, sha256, words, text) VALUES (?, ?, ?, ?)",
            (number, sha256, words, text[:SHOWN]),
        )
        self._index(number, words)

    def forget(self, marks: str, hashes: tuple[str, ...]) -> None:
        which = f"FROM document_text WHERE sha256 IN ({marks})"
        self._leave_index(which, hashes)
        self._sql(f"DELETE {which}", hashes)

    def _index(self, number: int, words: str) -> None:
        raise NotImplementedError

    def _leave_index(self, which: str, hashes: tuple[str, ...]) -> None:
        raise NotImplementedError


class _Sqlite(_Texts):
    def _index(self, number: int, words: str) -> None:
        self._sql(f"INSERT INTO {INDEX}(rowid, tokens) VALUES (?, ?)", (number, words))

    def fill(self) -> None:
        self._sql(f"INSERT INTO {INDEX}(rowid, tokens) SELECT number, words FROM document_text")

    def _leave_index(self, which: str, hashes: tuple[str, ...]) -> None:
        self._sql(
            f"INSERT INTO {INDEX}({INDEX}, rowid, tokens) SELECT 'delete', number, words {which}",
            hashes,
        )

    def find(self, words: Sequence[str], limit: int) -> list[str]:
        match = " AND ".join(f'"{w}" *' for w in words)
        rows = self._sql(
            f"SELECT d.sha256 FROM {INDEX} i CROSS JOIN document_text d ON d.number = i.rowid "
            f"WHERE {INDEX} MATCH ? LIMIT ?", (match, limit),
        )  # fmt: skip
        return list(rows.scalars())


class _Postgres(_Texts):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._apart = keeps_contents(connection)

    def has(self, sha256: str) -> bool:
        return is_there(self._connection, "words", sha256) if self._apart else super().has(sha256)

    def _index(self, number: int, words: str) -> None:
        into = f"INSERT INTO {INDEX} (document, tokens) SELECT ?, {tokens_of('?')}"
        if self._apart:
            self._sql(
                f"{into} WHERE {MAY_BE_INDEXED.format(document='?')}", (number, words, number)
            )
        else:
            self._sql(into, (number, words))

    def fill(self) -> None:
        for number, words in self._sql("SELECT number, words FROM document_text").all():
            self._index(number, words)

    def _leave_index(self, which: str, hashes: tuple[str, ...]) -> None:
        self._sql(f"DELETE FROM {INDEX} WHERE document IN (SELECT number {which})", hashes)

    def find(self, words: Sequence[str], limit: int) -> list[str]:
        query = " & ".join(f"'{word[:_WORD]}':*" for word in words)
        rows = self._sql(
            f"SELECT d.sha256 FROM {INDEX} i JOIN document_text d ON d.number = i.document "
            "WHERE i.tokens @@ CAST(? AS tsquery) LIMIT ?", (query, limit),
        )  # fmt: skip
        found = list(rows.scalars())
        return [*found, *self._private(words, limit)] if self._apart else found

    def _private(self, words: Sequence[str], limit: int) -> list[str]:
        holds = " AND ".join(["position(? IN words) > 0"] * len(words) + ["words ~ ?"] * len(words))
        begins = (_BEGINS + re.escape(word[:_WORD]) for word in words)
        asked = (*(word[:_WORD] for word in words), *begins, limit)
        return list(self._sql(_PRIVATE.format(holds=holds), asked).scalars())
