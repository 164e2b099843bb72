"""Owners in files: going out by their names, coming in by the name of a colleague of this book; and
what a file calls private is private to whoever brings it in.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from contactdesk.model.contact import Contact, Extra
from contactdesk.model.fold import fold
from contactdesk.model.ownership import CLASS, CLOSED, as_it_came
from contactdesk.model.record import from_plain, to_plain, with_values
from contactdesk.store.book import Transaction
from contactdesk.store.event_rows import EVENT_COLUMNS
from contactdesk.store.rows import PLACES, Prepared

if TYPE_CHECKING:
    from contactdesk.operations.reading import Card

OWNER = "X-CONTACTDESK-OWNER"
_OWNER, _EXTRA = PLACES["owner"], PLACES["extra"]  # columns of a contact's row
_CLASSIFICATION = EVENT_COLUMNS.index("classification")


def going_out(
    tx: Transaction, contacts: Sequence[Contact], *, in_column: bool = True
) -> list[Contact]:
    """Contacts with the names of their owners, in a column of their own or as a property; of
    nobody where I use the book alone."""
    if not any(contact.owner for contact in contacts):
        return list(contacts)
    team = tx.people.team()
    names = {each.id: each.name for each in team.people.values()} if team.is_several else {}
    return [_with_name(c, names.get(c.owner, ""), in_column) if c.owner else c for c in contacts]


def _with_name(contact: Contact, name: str, in_column: bool) -> Contact:
    if in_column or not name:
        return with_values(contact, {"owner": name})
    return with_values(contact, {"owner": "", "extra": (*contact.extra, Extra(OWNER, name))})


def private_where_said(row: tuple[Any, ...], me: str) -> tuple[Any, ...]:
    """The row of a new event, mine alone where it says that it is private."""
    if not me or row[_CLASSIFICATION].upper() not in CLOSED:
        return row
    mine = {EVENT_COLUMNS.index(name): me for name in ("owner", "private_to")}
    return tuple([mine.get(place, value) for place, value in enumerate(row)])


class WhoseComesIn:
    """Makes what a file says of owners and privacy the book's own."""

    def __init__(self, tx: Transaction) -> None:
        team = tx.people.team()
        self._me = team.me
        self._ids = {fold(each.name): each.id for each in team.people.values() if each.name}

    def contact(self, contact: Contact) -> Contact:
        """A contact as a file has it, with owners of this book."""
        named = [each.value for each in contact.extra if each.name.upper() == OWNER]
        if named or contact.owner:
            owner = self._ids.get(fold(contact.owner or named[0]), "")
            kept = tuple(each for each in contact.extra if each.name.upper() != OWNER)
            contact = with_values(contact, {"owner": owner, "extra": kept})
        return as_it_came(contact, self._me)

    def card(self, card: Card) -> Card:
        """A card whose rows were made already."""
        if card.rows is None:
            return card
        owner, extra = card.rows.contact[_OWNER], card.rows.contact[_EXTRA]
        if not owner and not extra:
            return card
        said = extra.upper()
        if not owner and CLASS not in said and OWNER not in said:
            return card
        found = self.contact(
            Contact(owner=owner, extra=from_plain("extra", json.loads(extra)) if extra else ())
        )
        row: list[Any] = list(card.rows.contact)
        row[PLACES["owner"]], row[PLACES["private_to"]] = found.owner, found.private_to
        if OWNER in said:
            plain = json.dumps(to_plain(found.extra), ensure_ascii=False) if found.extra else ""
            row[PLACES["extra"]] = plain
        return card._replace(rows=Prepared(tuple(row), *card.rows[1:]))
