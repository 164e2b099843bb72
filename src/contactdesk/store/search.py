"""Search as you type: the start of every word, names first, then every other field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.store.categories import Categories
from contactdesk.store.full_text import EVERYTHING, NAMES, Among, Words, full_text
from contactdesk.store.group_members import GroupMembers
from contactdesk.store.list_queries import ARCHIVED, LISTED, SCOPES
from contactdesk.store.listing import ListQuery, SearchResult
from contactdesk.store.search_text import word_begins

NOBODY: frozenset[int] = frozenset()
RULE_SIGNS = frozenset(":=<>")
TRUNK_FROM = 3  # digits; shorter numbers are house numbers rather than phones


def looked_for(query: str) -> tuple[Words, ...]:
    """The groups of words that a query looks for; none when it has no words.

    The words of one of the groups have to begin words of a contact: a number in any notation is
    a group of its own, and once more without the 0 that one dials first at home.
    """
    words = fold.query_words(query)
    digits = fold.query_digits(query)
    groups = [words]
    if digits:
        groups.insert(0, (digits,))
    if digits.startswith("0") and len(digits) > TRUNK_FROM:
        groups.insert(1, (digits[1:],))
    return tuple(dict.fromkeys(g for g in groups if g))


class SearchIndex:
    """Text to contacts, by the tokens that `order` keeps in name order."""

    def __init__(
        self, connection: Connection, categories: Categories, members: GroupMembers
    ) -> None:
        self._connection = connection
        self._words = full_text(connection)
        self._categories = categories
        self._members = members

    def find(self, query: str, within: ListQuery, limit: int) -> SearchResult:
        """The first `limit` contacts of a list in which every word of the query begins a word."""
        ruled = self._members.by_rules(query) if RULE_SIGNS.intersection(query) else None
        if ruled is not None:
            return self._by_rules(ruled, within, limit)
        groups = looked_for(query)
        if not groups:
            return SearchResult([], NOBODY, False)
        if within.scope == "bin":
            return self._in_bin(groups, limit)
        numbers = self._hits(NAMES, groups, within, limit + 1)
        archived = self._archived(groups, within, limit)
        if len(numbers) > limit:
            return SearchResult(numbers[:limit], NOBODY, True, archived)
        seen = set(numbers)
        anywhere = self._hits(EVERYTHING, groups, within, limit + 1)
        others = [contact for contact in anywhere if contact not in seen]
        room = limit - len(numbers)
        more = len(others) > room or len(anywhere) > limit
        others = others[:room]
        return SearchResult(numbers + others, frozenset(others), more, archived)

    def _by_rules(self, ruled: Sequence[int], within: ListQuery, limit: int) -> SearchResult:
        """Those of a list whom rules find."""
        numbers = list(ruled)
        if within.scope != "all":
            scope, values = self._scope(within)
            there = ARCHIVED if within.scope == "archive" else LISTED
            sql = f"SELECT contact FROM name_order o WHERE o.{there} {scope}"
            listed = set(self._connection.exec_driver_sql(sql, values).scalars())
            numbers = [number for number in numbers if number in listed]
        return SearchResult(numbers[:limit], NOBODY, len(numbers) > limit)

    def _scope(self, within: ListQuery) -> tuple[str, dict[str, Any]]:
        inner = self._categories.numbers_within(within.category) if within.category else ()
        scope = SCOPES.get(within.scope, "AND 1 = 0").format(categories=",".join(map(str, inner)))
        return scope, self._members.values(within)

    def _archived(self, groups: Sequence[Words], within: ListQuery, limit: int) -> int:
        """How many hits the archive has beside those of a list."""
        any_at_all = f"SELECT 1 FROM name_order WHERE {ARCHIVED} LIMIT 1"
        if within.scope == "archive" or not self._connection.exec_driver_sql(any_at_all).first():
            return 0
        return len(self._hits(EVERYTHING, groups, within, limit + 1, archived=True))

    def _hits(
        self,
        index: str,
        groups: Sequence[Words],
        within: ListQuery,
        limit: int,
        archived: bool = False,
    ) -> list[int]:
        there = archived or within.scope == "archive"
        among = Among(there, *self._scope(within))
        return self._words.hits(index, groups, among, limit)

    def _in_bin(self, groups: Sequence[Words], limit: int) -> SearchResult:
        """The bin has no index: its contacts' texts are looked through."""
        rows = self._connection.exec_driver_sql(
            "SELECT number, s.names, s.rest FROM contact JOIN search_text s "
            "ON s.contact = number WHERE deleted_at <> '' AND NOT withdrawn "
            "ORDER BY deleted_at DESC, number"
        )
        hits: dict[int, bool] = {}
        for number, names, rest in rows:
            if _some_begin(groups, names + rest):
                hits[number] = _some_begin(groups, names)
        found = list(hits)[:limit]
        beyond = frozenset(n for n in found if not hits[n])
        return SearchResult(found, beyond, len(hits) > limit)


def _some_begin(groups: Sequence[Words], text: str) -> bool:
    return any(all(word_begins(w, text) for w in words) for words in groups)
