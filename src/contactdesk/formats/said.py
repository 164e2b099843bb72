"""What a contact says in a field: its value without the book's own numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from contactdesk.model.contact import (
    ITEM_TYPES,
    Address,
    Contact,
    Entry,
    Extra,
    Membership,
    Photo,
)


def _without_number(kind: type[Any]) -> Callable[[Any], Any]:
    return attrgetter(*(f.name for f in fields(kind) if f.name not in ("item", "organisation_id")))


_ENTRY_OF, _ADDRESS_OF = _without_number(Entry), _without_number(Address)
_EXTRA_OF, _JOB_OF = _without_number(Extra), _without_number(Membership)


def said(contact: Contact, name: str) -> Any:
    """A field's value without the book's own numbers, and items in whatever order."""
    return spelled(name, getattr(contact, name))


def spelled(name: str, value: Any) -> Any:
    """The same of a value that may become a contact's."""
    spell = WITHOUT_NUMBERS.get(name)
    return spell(value) if spell and value else value


def _picture(photo: Photo) -> str:
    return photo.sha256  # how a picture is called may differ, the picture may not


def _jobs(jobs: Sequence[Membership]) -> tuple[Any, ...]:
    return tuple(map(_JOB_OF, jobs))  # their order says which one is the first


def _entries(items: Sequence[Entry]) -> frozenset[Any]:
    return frozenset(map(_ENTRY_OF, items))


def _addresses(items: Sequence[Address]) -> frozenset[Any]:
    return frozenset(map(_ADDRESS_OF, items))


def _extras(items: Sequence[Extra]) -> frozenset[Any]:
    return frozenset(map(_EXTRA_OF, items))


_SPELLED: dict[Any, Callable[[Any], Any]] = {
    Entry: _entries,
    Address: _addresses,
    Extra: _extras,
    Membership: _jobs,
}
WITHOUT_NUMBERS: dict[str, Callable[[Any], Any]] = {
    **{name: _SPELLED[kind] for name, kind in ITEM_TYPES.items()},
    "photo": _picture,
}
"""Values without the book's own numbers, and items in whatever order."""
