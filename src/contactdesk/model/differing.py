"""Where a card and the contact that it meets say different things, and what may come of that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import id_of, value_of, with_custom
from contactdesk.model.custom_files import holds_files, names_text
from contactdesk.model.filling import NAME_PARTS, Filled
from contactdesk.model.record import LABELS

_NAME = {"formatted_name", *NAME_PARTS}


class Differing(NamedTuple):
    """One field in which both hold something else, as plain words; a photo has none."""

    field: str
    ours: str
    theirs: str


def differing(filled: Filled, current: Contact, incoming: Contact) -> tuple[Differing, ...]:
    """What the card says otherwise; a name is told once and not part by part."""
    named = [name for name in filled.differing if name in _NAME]
    others = [name for name in filled.differing if name not in _NAME]
    names = ["formatted_name", *others] if named else others
    return tuple(
        Differing(n, *("" if n == "photo" else _words(c, n) for c in (current, incoming)))
        for n in names
    )


def _words(contact: Contact, name: str) -> str:
    if field := id_of(name):
        value = value_of(contact, field)
        return names_text(value) if holds_files(value) else value
    return str(getattr(contact, name) or "")


def with_theirs(filled: Filled, incoming: Contact) -> Contact:
    """The filled contact with the card's word wherever the two differ."""
    names = set(filled.differing)
    if names & _NAME:
        names |= _NAME
    custom = {f: value_of(incoming, f) for name in names if (f := id_of(name))}
    values: dict[str, Any] = {name: getattr(incoming, name) for name in names if not id_of(name)}
    taken = with_custom(filled.contact, custom)
    return replace(taken, **values) if values else taken


def with_note(filled: Filled, found: tuple[Differing, ...], source: str) -> Contact:
    """The filled contact, and what the card of file `source` says otherwise at its note's end."""
    lines = [_line(each) for each in found if each.theirs]
    note = filled.contact.note
    new = [line for line in lines if line not in note]
    if not new:
        return filled.contact
    head = _("From {file}:").format(file=source)
    return replace(filled.contact, note="\n".join([*([note, ""] if note else []), head, *new]))


def _line(each: Differing) -> str:
    if each.field == "note":
        return each.theirs
    label = LABELS["custom" if id_of(each.field) else each.field]
    return _("{field}: {value}").format(field=_(label), value=each.theirs)
