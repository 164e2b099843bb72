"""Another value on one line of a card: which slots have one, the line that says it, and the proof.

A slot here is the field that a line fills and the number of the item ("phones", 3), 0 where the
field holds a single value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any

from contactdesk.formats.content_lines import repaired
from contactdesk.formats.heads import parse_head
from contactdesk.formats.said import spelled
from contactdesk.formats.vcard_card import Card, Slot
from contactdesk.formats.vcard_editing import VERSIONS
from contactdesk.formats.vcard_lines import CardLines
from contactdesk.formats.vcard_properties import WRITERS
from contactdesk.formats.vcard_reading import known_head, more_lines
from contactdesk.formats.vcard_slots import NAME, NAME_OF
from contactdesk.model.contact import ITEM_TYPES, Contact, Membership

_ORGANISATION_OF = attrgetter("organisation", "departments", "starts_on", "ends_on")
_NAME_FIELDS = frozenset(NAME)
_NOT_ALONE = frozenset(("photo", "kind"))
"""Fields whose line is not written from their value alone."""
_SHARED = frozenset(("organisation", "job_title", "role"))
_QUOTED = (b"QUOTED", b"ENCODING")


def other_values(
    contact: Contact, before: Mapping[str, Any], changed: set[str]
) -> dict[Slot, Any] | None:
    """The slots that hold another value now, if none of them came or went; else None.

    `before` has what the `changed` fields said, with all of the name where that is one of them.
    """
    found: dict[Slot, Any] = {}
    for field in changed:
        old, new = before.get(field), getattr(contact, field)
        if field in _NAME_FIELDS:
            found["name", 0] = name = NAME_OF(contact)
            if not any(name) or not any(before.get(part) for part in NAME):
                return None
            continue
        if not old or not new or field in _NOT_ALONE:
            return None
        if field not in ITEM_TYPES:
            found[field, 0] = new
            continue
        others = _other_parts(old, new) if field == "memberships" else _other_item(field, old, new)
        if not others:
            return None
        found.update(others)
    return found


def _other_parts(
    before: tuple[Membership, ...], after: tuple[Membership, ...]
) -> dict[Slot, Any] | None:
    """The parts of the only job that are others now, if none came or went; else None."""
    if len(before) != 1 or len(after) != 1:
        return None
    old, new = before[0], after[0]
    found: dict[Slot, Any] = {}
    was, now = _ORGANISATION_OF(old), _ORGANISATION_OF(new)
    if was != now:
        if not any(was) or not any(now):
            return None
        name, departments, starts_on, ends_on = now
        found["organisation", 0] = Membership(
            name, departments, starts_on=starts_on, ends_on=ends_on
        )
    for part, one, other in (
        ("job_title", old.job_title, new.job_title),
        ("role", old.role, new.role),
    ):
        if one != other:
            if not one or not other:
                return None
            found[part, 0] = other
    return found


def _other_item(field: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> dict[Slot, Any]:
    """The only item of a list that says something else in its old place; {} if it is not so."""
    if [item.item for item in before] != [item.item for item in after]:
        return {}
    pairs = zip(before, after, strict=True)
    others = [new for old, new in pairs if new != old]
    return {(field, others[0].item): others[0]} if len(others) == 1 else {}


def line_instead(version: str, line: bytes, slot: Slot, value: Any) -> bytes:
    """What stands for a line of a card of this version when its slot has another value."""
    return _line_with(version, line.partition(b":")[0], slot[0], value)


def proven_instead(version: str, line: bytes, slot: Slot, value: Any) -> bytes | None:
    """The same where that line by itself is read as the value and as nothing else; else None."""
    head = line.partition(b":")[0]
    if slot[0] in _SHARED:
        return _shared_line(version, head, slot[0], value)
    return _proven_line(version, head, slot[0], value)


def _line_with(version: str, folded_head: bytes, field: str, value: Any) -> bytes:
    out = CardLines(version if version in VERSIONS else "3.0")
    text = folded_head.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode()
    known = known_head(text)
    head = known[0] if known else parse_head(repaired(text))
    out.instead_of(head.key, head.group, head.params)
    WRITERS[field](out, value)
    return b"".join(out.lines)


def _proven_line(version: str, folded_head: bytes, field: str, value: Any) -> bytes | None:
    line = _line_with(version, folded_head, field, value)
    return line if says_just(version, line, field, value) else None


_shared_line = lru_cache(maxsize=4096)(_proven_line)
"""Of values that many contacts have: colleagues' work, or what a change of many at once gave."""


def says_just(version: str, line: bytes, field: str, value: Any) -> bool:
    """Whether a line by itself is read as this value of a slot's field and as nothing else."""
    upper = line.upper()
    if any(word in upper for word in _QUOTED):  # it may be joined with the next
        return False
    card = Card()
    card.version = version
    if not more_lines(card, line):
        return False
    said = card.settle()
    if field == "name":
        parts = dict(zip(NAME, value, strict=True))
        return said.keys() <= _NAME_FIELDS and all(
            said.get(name, "") == part for name, part in parts.items()
        )
    if field in ("job_title", "role"):
        field, value = "memberships", (Membership(**{field: value}),)
    elif field == "organisation":
        field, value = "memberships", (value,)
    elif field in ITEM_TYPES:
        value = (value,)
    return said.keys() == {field} and spelled(field, said[field]) == spelled(field, value)
