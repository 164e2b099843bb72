"""In which field, and in which of its values, a search found a contact that it did not by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from contactdesk.model import fold
from contactdesk.model.contact import Contact
from contactdesk.store.driver_rows import driver_rows
from contactdesk.store.field_reading import FieldReading
from contactdesk.store.full_text import Words
from contactdesk.store.search_text import matched_fields

NOWHERE = ""  # the field of whoever a search found by the name


class Match(NamedTuple):
    """A field, and its first value in which a word that was looked for begins."""

    field: str
    value: str


class Matching:
    """Looks only at what the search looked at: the texts name the field, that alone is read."""

    def __init__(
        self,
        connection: Connection,
        categories_of: Callable[[Sequence[int]], dict[int, tuple[str, ...]]],
    ) -> None:
        self._connection = connection
        self._categories_of = categories_of

    def of(self, contacts: Sequence[int], groups: Sequence[Words], text: str) -> dict[int, Match]:
        """Where each of these contacts was found; those found by their name are left out."""
        by_field: dict[str, list[int]] = {}
        for contact, field in zip(contacts, self._fields(contacts, groups), strict=True):
            by_field.setdefault(field, []).append(contact)
        by_field.pop(NOWHERE, None)
        found: dict[int, Match] = {}
        for field, numbers in by_field.items():
            reading = FieldReading(self._connection, (field,), self._categories_of)
            for whom in (held.contact for held in reading.get_many(numbers)):
                found[whom.number] = Match(field, _matching_value(whom, field, text))
        return found

    def _fields(self, contacts: Sequence[int], groups: Sequence[Words]) -> list[str]:
        if not contacts:
            return []
        marks = ",".join(str(n) for n in contacts)
        found = self._connection.exec_driver_sql(
            f"SELECT contact, names, rest FROM search_text WHERE contact IN ({marks})"
        )
        texts = {contact: (names, rest) for contact, names, rest in driver_rows(found)}
        return matched_fields([texts.get(c, ("", "")) for c in contacts], groups)


def _matching_value(contact: Contact, field: str, text: str) -> str:
    """The value of a field that a search text was found in."""
    lines = [line for line in _lines(contact, field) if line]
    return next((line for line in lines if fold.is_in(text, line)), next(iter(lines), ""))


def _lines(contact: Contact, field: str) -> Sequence[str]:
    if field == "note":
        return contact.note.splitlines()
    if field == "categories":
        return contact.categories
    if field == "memberships":
        return [v for m in contact.memberships for v in (m.organisation, m.job_title, m.role)]
    if field == "addresses":
        return [
            ", ".join(p for p in (a.street, f"{a.postal_code} {a.locality}".strip()) if p)
            for a in contact.addresses
        ]
    return [item.value for item in getattr(contact, field)]
