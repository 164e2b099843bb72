"""A number is found to be somebody's."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.model import phones
from contactdesk.model.contact import Contact, Entry
from contactdesk.store.book import Transaction


def add_number(tx: Transaction, contact: int, number: str) -> Contact:
    """Put a number on a contact's card, unless it is there; what others changed stays."""
    known = tx.contacts.get(contact)
    plain = phones.e164(number)
    if any(p.value == number or (plain and phones.e164(p.value) == plain) for p in known.phones):
        return known
    types = ("cell",) if plain and phones.is_mobile(plain) else ("work",)
    return tx.contacts.save(replace(known, phones=(*known.phones, Entry(number, types))), known)


def attach_calls(tx: Transaction, calls: list[int], contact: str) -> None:
    """Say of calls that were logged with a number alone whom they were with (an id)."""
    for call in tx.events.get_many(calls):
        tx.events.save(replace(call, about=(contact,)), call)
