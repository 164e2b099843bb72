"""Whom a custom field is for, and what all fields of a section have in common in that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from contactdesk.model.custom import FieldDefinition


class Limit(NamedTuple):
    """Only these categories, only people or organisations, only one person (by id); each empty
    for no limit."""

    only_categories: tuple[str, ...] = ()
    kinds: str = ""
    owner: str = ""


def limit_of(field: FieldDefinition) -> Limit:
    """Whom a field is for."""
    return Limit(field.only_categories, field.kinds, field.owner)


def shared_limit(fields: Iterable[FieldDefinition]) -> Limit:
    """What all fields have in common: of a section, whom it is for."""
    each = [limit_of(field) for field in fields]
    if not each:
        return Limit()
    whole = zip(*each, strict=True)
    return Limit(*(found[0] if len(set(found)) == 1 else type(found[0])() for found in whole))


def as_the_others(field: FieldDefinition, others: Iterable[FieldDefinition]) -> FieldDefinition:
    """A field that comes to others and is for everybody is for those whom all of them are for."""
    shared = shared_limit(others)
    if limit_of(field) != Limit() or shared == Limit():
        return field
    return replace(field, **shared._asdict())
