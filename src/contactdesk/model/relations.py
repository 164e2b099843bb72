"""Relations between contacts: what a link is, and what one is to the other seen from its side.

A relation is written once, on one of the two contacts (RELATED of RFC 6350, section 6.6.6): its
type says what the other is to the one who holds it. The other's card shows the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contactdesk.model.contact import Contact

UUID_SCHEME = "urn:uuid:"
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
_IDENTIFIER = re.compile(r"(?=\S*\d)[^\s@,]{16,}")
_REACHED_BY = ("mailto:", "tel:", "sip:", "xmpp:", "data:")  # says how to reach, not who it is


class RelationKind(NamedTuple):
    """What one contact is to another: vCard's types, or a word of the book's own as `label`."""

    types: tuple[str, ...] = ()
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.types or self.label)


# Of each pair, one is to the other what the second is to the first.
_PAIRS = (
    ("spouse", "spouse"),
    ("child", "parent"),
    ("sibling", "sibling"),
    ("kin", "kin"),
    ("friend", "friend"),
    ("colleague", "colleague"),
    ("manager", "x-manager-of"),
    ("assistant", "x-assistant-of"),
    ("agent", "x-agent-of"),
    ("emergency", "x-emergency-of"),
    ("co-worker", "co-worker"),
    ("co-resident", "co-resident"),
    ("contact", "contact"),
    ("acquaintance", "acquaintance"),
    ("met", "met"),
    ("neighbor", "neighbor"),
    ("partner", "partner"),
    ("sweetheart", "sweetheart"),
    ("date", "date"),
    ("me", "me"),
)
_REVERSE = {
    **dict(_PAIRS),
    **{other: one for one, other in _PAIRS},
    **dict.fromkeys(("father", "mother"), "child"),
    **dict.fromkeys(("son", "daughter"), "parent"),
    **dict.fromkeys(("brother", "sister"), "sibling"),
    "relative": "kin",
    "domestic-partner": "partner",
}

OwnKinds = Sequence[tuple[str, str]]
"""The book's own kinds: what one is called, and what the other is then."""


def reverse_of(kind: RelationKind, own: OwnKinds = ()) -> RelationKind:
    """What the one who holds a relation is to the other; empty when nobody has said it."""
    if kind.label:
        for one, other in own:
            if kind.label in (one, other):
                return RelationKind(label=other if kind.label == one else one)
        return RelationKind()
    known = [_REVERSE[t] for t in map(str.lower, kind.types) if t in _REVERSE]
    return RelationKind(tuple(dict.fromkeys(known)))


def link_key(value: str) -> str:
    """What a relation's value is compared by when it names a card; "" for a name as typed."""
    plain = value.strip().lower()
    if plain.startswith(UUID_SCHEME):
        return plain.removeprefix(UUID_SCHEME)
    if plain.startswith(_REACHED_BY):
        return ""
    named = _SCHEME.fullmatch(plain) or _IDENTIFIER.fullmatch(plain)
    return plain if named else ""


def uid_key(uid: str) -> str:
    """What a card's own identifier, of whatever form, is compared by."""
    return uid.strip().lower().removeprefix(UUID_SCHEME)


def keys_of(contact: Contact) -> tuple[str, ...]:
    """Everything by which others' relations may name a contact."""
    return tuple(dict.fromkeys(k for k in (contact.id, uid_key(contact.uid)) if k))


def uid_spellings(values: Iterable[str]) -> list[str]:
    """The ways in which the identifiers that values name may be written in the book."""
    found: dict[str, None] = {}
    for value in values:
        key = link_key(value)
        for each in (value.strip(), key, key.upper()) if key else ():
            found[each] = None
            found[UUID_SCHEME + each] = None
    return list(found)


def link_to(contact: Contact) -> str:
    """The value of a relation to a contact of this book."""
    return UUID_SCHEME + contact.id


def apart_key(one: str, other: str) -> tuple[str, str]:
    """How two ids are remembered that are not one person."""
    return (one, other) if one < other else (other, one)
