"""Which contact of the book a card of a file is: by identifier, by the card itself, by e-mail or
phone, or by name and organisation. Never by a name alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from contactdesk.model.filling import names_fit
from contactdesk.model.fold import tokens
from contactdesk.operations.reading import Card
from contactdesk.store.book import Transaction
from contactdesk.store.candidates import Candidates, Found
from contactdesk.store.rows import CONTACT_COLUMNS, ENTRY_COLUMNS, MEMBERSHIP_COLUMNS, Prepared

_NAME = CONTACT_COLUMNS.index("formatted_name")
_KEY = CONTACT_COLUMNS.index("name_key")
_COMPARE = ENTRY_COLUMNS.index("compare")
_FIELD = ENTRY_COLUMNS.index("field")
_ORGANISATION = MEMBERSHIP_COLUMNS.index("organisation_key")


class Match(NamedTuple):
    """The contact met, whether the very same card was imported before, and if it is archived."""

    number: int
    id: str
    same_card: bool
    archived: bool


class Also(Protocol):
    """Contacts that are not in the book yet, among which a card may find itself too."""

    def add_to(self, found: Found, cards: Sequence[Card]) -> None:
        """Add those that these cards might be."""


class Matcher:
    """Matches cards against the contacts that were there before the import began.

    A contact is met by one card of an import at most: cards of one file stay apart. `taken` are
    those met before; `also` knows of cards that would be in the book by now, were it written.
    """

    def __init__(
        self,
        tx: Transaction,
        below: int,
        taken: set[int] | None = None,
        also: Also | None = None,
    ) -> None:
        self._candidates = Candidates(tx.connection, below)
        self._taken: set[int] = taken if taken is not None else set()
        self._also = also
        self._hidden = tx.people.hidden("contact")  # nobody's card is merged with what is others'
        self._empty = below <= 1 and also is None

    def match(self, cards: Sequence[Card]) -> list[Match | None]:
        """For each card the contact that it is, or None."""
        if self._empty:
            return [None] * len(cards)
        found = self._candidates.look_up(
            hashes=[c.hash for c in cards],
            uids=[c.uid for c in cards if c.uid],
            compared=[k for c in cards if c.rows for k in compared(c.rows)],
            names=[c.rows.contact[_KEY] for c in cards if c.rows and c.rows.contact[_KEY]],
        )
        if self._also is not None:
            self._also.add_to(found, cards)
        return [self._match_one(card, found) for card in cards]

    def _match_one(self, card: Card, found: Found) -> Match | None:
        if card.rows is None:
            return None
        name = card.rows.contact[_NAME]
        for number in self._free(found.by_hash.get(card.hash, ())):
            return self._take(found, number, True)
        for number in self._free(found.by_uid.get(card.uid, ()) if card.uid else ()):
            shared = found.shared(number, compared(card.rows))
            if shared or _some_word_fits(found.names[number], name):
                return self._take(found, number, False)
        for key in compared(card.rows):
            for number in self._free(found.by_compared.get(key, ())):
                if names_fit(found.names[number], name):
                    return self._take(found, number, False)
        wanted = organisations(card.rows)
        for number in self._free(found.by_name.get(card.rows.contact[_KEY], ())):
            if wanted & found.organisations.get(number, set()):
                return self._take(found, number, False)
        return None

    def _free(self, numbers: Iterable[int]) -> Iterable[int]:
        return (n for n in numbers if n not in self._taken and n not in self._hidden)

    def _take(self, found: Found, number: int, same_card: bool) -> Match:
        self._taken.add(number)
        now = found.kept.get(number, number)
        return Match(now, found.ids[number], same_card, number in found.archived)


def compared(rows: Prepared) -> list[str]:
    """A card's phones and mails in the form in which they are compared."""
    return [e[_COMPARE] for e in rows.entries if e[_COMPARE] and e[_FIELD] in ("phones", "emails")]


def organisations(rows: Prepared) -> set[str]:
    """A card's organisations, folded."""
    return {m[_ORGANISATION] for m in rows.memberships} - {""}


def _some_word_fits(a: str, b: str) -> bool:
    """Identifiers repeat between programs ("1", "2" …): a word of the name has to be the same."""
    one, other = set(tokens(a)), set(tokens(b))
    return not one or not other or bool(one & other)
