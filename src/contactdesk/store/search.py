"""Search as you type: the start of every word, names first, then every other field."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.store.listing import ListQuery, SearchResult
from contactdesk.store.rows import matched_field, word_begins

_SCOPES = {
    "all": "",
    "people": "AND o.kind <> 'org'",
    "organisations": "AND o.kind = 'org'",
    "starred": "AND o.contact IN (SELECT contact FROM star WHERE person = :person)",
    "category": "AND o.contact IN (SELECT contact FROM contact_category JOIN category "
    "ON number = category WHERE name = :category)",
}
_FIND = (
    "SELECT i.rowid, o.contact FROM {index} i CROSS JOIN name_order o ON o.rank = i.rowid "
    "WHERE {index} MATCH :match {scope} ORDER BY i.rowid LIMIT :limit"
)


def match_expression(query: str) -> tuple[str, tuple[str, ...]]:
    """The full-text expression of a query, and the words it looks for ("" when there are none)."""
    words = fold.query_words(query)
    every = " AND ".join(f'"{w}" *' for w in words)
    digits = fold.query_digits(query)
    if digits and (digits,) != words:
        return f'("{digits}" *) OR ({every})', (digits, *words)
    return every, words


class SearchIndex:
    """Text to contacts, by the tokens that `order` keeps in name order."""

    def __init__(self, connection: Connection, person: int) -> None:
        self._connection = connection
        self._person = person

    def find(self, query: str, within: ListQuery, limit: int) -> SearchResult:
        """The first `limit` contacts of a list in which every word of the query begins a word."""
        match, words = match_expression(query)
        if not match:
            return SearchResult([], [], False)
        if within.scope == "bin":
            return self._in_bin(words, limit)
        named = self._hits("name_index", match, within, limit + 1)
        numbers = [contact for _, contact in named]
        if len(numbers) > limit:
            return SearchResult(numbers[:limit], [""] * limit, True)
        seen = set(numbers)
        anywhere = self._hits("text_index", match, within, limit + 1)
        others = [contact for _, contact in anywhere if contact not in seen]
        room = limit - len(numbers)
        more = len(others) > room or len(anywhere) > limit
        others = others[:room]
        matched = [""] * len(numbers) + self._matched(others, words)
        return SearchResult(numbers + others, matched, more)

    def _hits(
        self, index: str, match: str, within: ListQuery, limit: int
    ) -> Sequence[tuple[int, int]]:
        sql = _FIND.format(index=index, scope=_SCOPES[within.scope])
        values = {"match": match, "limit": limit}
        if within.scope == "starred":
            values["person"] = self._person
        if within.scope == "category":
            values["category"] = within.category
        return [(r[0], r[1]) for r in self._connection.exec_driver_sql(sql, values)]

    def _matched(self, contacts: Sequence[int], words: Sequence[str]) -> list[str]:
        """For each contact the field, other than the name, in which a word was found."""
        if not contacts:
            return []
        marks = ",".join(str(n) for n in contacts)
        rows = self._connection.exec_driver_sql(
            f"SELECT contact, names, rest FROM search_text WHERE contact IN ({marks})"
        )
        texts = {r[0]: (r[1], r[2]) for r in rows}
        found = []
        for contact in contacts:
            names, rest = texts.get(contact, ("", ""))
            beyond = [w for w in words if not word_begins(w, names)] or list(words)
            found.append(matched_field(rest, beyond))
        return found

    def _in_bin(self, words: Sequence[str], limit: int) -> SearchResult:
        rows = self._connection.exec_driver_sql(
            "SELECT number, s.names || s.rest FROM contact JOIN search_text s "
            "ON s.contact = number WHERE deleted_at <> '' AND NOT withdrawn "
            "ORDER BY deleted_at DESC"
        )
        hits = [n for n, text in rows if all(word_begins(w, text) for w in words)]
        return SearchResult(hits[:limit], [""] * len(hits[:limit]), len(hits) > limit)
