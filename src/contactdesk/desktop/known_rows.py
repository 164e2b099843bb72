"""The rows and lists that were read before: what is shown and searched while the book is away."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from contactdesk.desktop.list_model import unnamed
from contactdesk.model.fold import fold, query_words, tokens
from contactdesk.store.listing import ContactRow, Listing, ListQuery

ROWS = 6_000  # that are kept: a first search goes through all in a moment
LISTS, LISTED = 12, 500_000  # lists, and contacts in all of them but the newest


class KnownRows:
    """The rows of contacts by their number, and whole lists by their query, as read last."""

    def __init__(self) -> None:
        self._rows: OrderedDict[int, ContactRow] = OrderedDict()
        self._lists: OrderedDict[ListQuery, Listing] = OrderedDict()
        self._words: dict[int, str] = {}  # each after a space, as far as they were looked for
        self._listed_known: tuple[Listing, list[int]] | None = None  # who of a list is known

    def keep_rows(self, rows: Iterable[ContactRow]) -> None:
        """Remember rows, without where a search found them."""
        self._listed_known = None
        for row in rows:
            if row.id:
                self._rows[row.number] = row._replace(matched="", matched_text="")
                self._rows.move_to_end(row.number)
                self._words.pop(row.number, None)
        while len(self._rows) > ROWS:
            self.drop([next(iter(self._rows))])

    def drop(self, numbers: Iterable[int] | None) -> None:
        """Forget rows that others changed; None: any may be another one."""
        self._listed_known = None
        for number in list(self._rows) if numbers is None else numbers:
            self._rows.pop(number, None)
            self._words.pop(number, None)

    def keep_list(self, query: ListQuery, listing: Listing) -> None:
        """Remember who is in a list."""
        self._lists[query] = listing
        self._lists.move_to_end(query)
        while len(self._lists) > LISTS or self._listed() > LISTED:
            self._lists.popitem(last=False)

    def __contains__(self, number: int) -> bool:
        return number in self._rows

    def _listed(self) -> int:
        """How many contacts are in the lists but the newest one, which the window has anyway."""
        return sum(len(each.numbers) for each in list(self._lists.values())[:-1])

    def listing(self, query: ListQuery) -> Listing | None:
        """A list as it was read last, None where it never was."""
        return self._lists.get(query)

    def named(self, numbers: Iterable[int]) -> list[ContactRow]:
        """The rows of these contacts; those that were never read are a sign of omission."""
        return [self._rows.get(n) or unnamed(n) for n in numbers]

    def within(self, query: ListQuery) -> list[ContactRow] | None:
        """Those of a list whose rows were read, in its order; None where nobody can tell."""
        whole = self._lists.get(query)
        if whole is not None:
            return [self._rows[number] for number in self._known_of(whole)]
        if query != ListQuery(query.scope) or query.scope not in _SCOPES:
            return None
        everybody = self._lists.get(ListQuery())
        if everybody is None:
            every = sorted(self._rows.values(), key=lambda row: (row.letter, fold(row.name)))
        else:
            every = [self._rows[number] for number in self._known_of(everybody)]
        return [row for row in every if _is_in(row, query.scope)]

    def _known_of(self, whole: Listing) -> list[int]:
        """Those of a list whose rows were read, in its order: it may be a long one."""
        if self._listed_known is None or self._listed_known[0] is not whole:
            self._listed_known = whole, [number for number in whole.numbers if number in self._rows]
        return self._listed_known[1]

    def matching(self, text: str, query: ListQuery) -> list[ContactRow] | None:
        """Those among them whose name, or line below it, has words that begin so."""
        rows, wanted = self.within(query), [f" {word}" for word in query_words(text)]
        if rows is None:
            return None
        return [row for row in rows if all(word in self._words_of(row) for word in wanted)]

    def _words_of(self, row: ContactRow) -> str:
        words = self._words.get(row.number)
        if words is None:
            found = tokens(f"{row.name} {row.subtitle}")
            words = self._words[row.number] = "".join(f" {word}" for word in found)
        return words

    def offered(self, typed: str, most: int) -> list[ContactRow]:
        """Whom to offer for what is typed, of everybody."""
        return (self.matching(typed, ListQuery()) or [])[:most]


_SCOPES = ("all", "people", "organisations", "starred")


def _is_in(row: ContactRow, scope: str) -> bool:
    if scope == "starred":
        return row.starred
    return scope == "all" or (row.kind == "org") == (scope == "organisations")
