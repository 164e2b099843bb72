"""What an import does to a contact it meets again: fill what is empty, add what is new, and
overwrite nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.model import fold, phones
from contactdesk.model.contact import ENTRY_FIELDS, ITEM_TYPES, WORD_FIELDS, Contact
from contactdesk.model.custom import FIELD, named, value_of, with_custom
from contactdesk.model.custom_files import filled
from contactdesk.model.record import FIELDS

# Facts about the file or the book rather than about the person.
_NEVER_FILLED = (
    "kind", "uid", "revised_at", "deleted_at", "archived_at", "formatted_name", "sort_as",
    "owner", "private_to",
)  # fmt: skip
NAME_PARTS = ("prefixes", "given", "additional", "family", "suffixes")


class Filled(NamedTuple):
    """The contact with what was new, and the fields in which the file says something else."""

    contact: Contact
    differing: tuple[str, ...]


def fill(current: Contact, incoming: Contact, base: Contact | None, region: str) -> Filled:
    """Bring what a card says into a contact.

    `base` is what the same card said at its last import: where the card did not change since,
    the contact stays as people have edited it.
    """
    changed: dict[str, Any] = {}
    differing: list[str] = []
    for name in FIELDS:
        ours, theirs = getattr(current, name), getattr(incoming, name)
        if name in _NEVER_FILLED or not theirs or ours == theirs:
            continue
        before = getattr(base, name) if base is not None else None
        if name == FIELD:
            changed |= _new_custom(current, incoming, base, differing)
            continue
        if name in ITEM_TYPES:
            new = _new_items(name, ours, theirs, before or (), region)
            if new:
                changed[name] = (*ours, *new)
        elif name in WORD_FIELDS:
            new = [w for w in theirs if w not in ours and w not in (before or ())]
            if new:
                changed[name] = (*ours, *new)
        elif before != theirs and ours:
            differing.append(name)
        elif before != theirs and not (name in NAME_PARTS and _has_name(current)):
            changed[name] = theirs
    if current.uid == "" and incoming.uid:
        changed["uid"] = incoming.uid
    if _renamed(current, incoming, base):
        differing.append("formatted_name")
    return Filled(replace(current, **changed) if changed else current, tuple(differing))


def _new_custom(
    current: Contact, incoming: Contact, base: Contact | None, differing: list[str]
) -> dict[str, Any]:
    """Values of custom fields that are empty here; of others it is noted that they differ."""
    new: dict[str, str] = {}
    for field, value in ((v.field, v.value) for v in incoming.custom):
        ours = value_of(current, field)
        if value == ours or (base is not None and value_of(base, field) == value):
            continue
        before = value_of(base, field) if base is not None else ""
        if ours and (files := filled(ours, value, before)) is not None:
            new |= {field: files} if files != ours else {}
        elif ours:
            differing.append(named(field))
        else:
            new[field] = value
    return {FIELD: with_custom(current, new).custom} if new else {}


def _renamed(current: Contact, incoming: Contact, base: Contact | None) -> bool:
    if base is not None and base.formatted_name == incoming.formatted_name:
        return False
    return fold.fold(current.formatted_name) != fold.fold(incoming.formatted_name)


def _has_name(contact: Contact) -> bool:
    return any(getattr(contact, n) for n in NAME_PARTS)


def _new_items(
    name: str, ours: tuple[Any, ...], theirs: tuple[Any, ...], before: tuple[Any, ...], region: str
) -> list[Any]:
    """Items of the card that neither the contact nor the card's last import has."""
    known = {_same(name, i, region) for i in (*ours, *before)}
    fresh: dict[Any, Any] = {}
    for item in theirs:
        key = _same(name, item, region)
        if key not in known:
            fresh.setdefault(key, replace(item, item=0))
    return list(fresh.values())


def _same(name: str, item: Any, region: str) -> Any:
    """What makes two items one: the number, the address in lower case; types and labels do not."""
    if name == "phones":
        return phones.e164(item.value, region) or "".join(item.value.split())
    if name in ENTRY_FIELDS:
        return item.value.strip().lower()
    if name == "memberships":
        return (fold.fold(item.organisation), fold.fold(item.job_title))
    if name == "addresses":
        return tuple(
            fold.fold(v)
            for v in (item.street, item.extended, item.post_office_box, item.postal_code,
                      item.locality)
        )  # fmt: skip
    return (item.name, item.value)


def names_fit(a: str, b: str) -> bool:
    """Whether two names may be one person's: all words of one are in the other, or it has none.

    A couple shares a landline, a family an e-mail address: those alone make nobody the same.
    """
    one, other = set(fold.tokens(a)), set(fold.tokens(b))
    return not one or not other or one <= other or other <= one
