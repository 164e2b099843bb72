"""Custom fields on a card: a section each, and in it what the contact says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from contactdesk.desktop import links
from contactdesk.desktop.card_values import CardValue
from contactdesk.desktop.custom_texts import icon_of, value_text
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    CONTACT,
    FILE,
    MONEY,
    NUMBER,
    URL,
    FieldDefinition,
    FieldList,
    by_section,
    named,
    value_of,
)

if TYPE_CHECKING:
    from contactdesk.desktop.card_files import FileLine
    from contactdesk.store.book import Transaction
    from contactdesk.store.listing import ContactRow

URN = "urn:uuid:"
Files: TypeAlias = "Mapping[str, tuple[FileLine, ...]]"


class CustomGroup(NamedTuple):
    """One section of custom fields: its title, its values, its files, and contacts that are named
    (with the field's label)."""

    title: str
    values: tuple[CardValue, ...]
    people: tuple[tuple[str, ContactRow], ...] = ()
    files: tuple[FileLine, ...] = ()


def read_customs(tx: Transaction, contact: Contact) -> tuple[CustomGroup, ...]:
    """What a contact says in the fields that I see."""
    if not contact.custom:
        return ()
    known = tx.custom_fields.known()
    files: Files = {}
    if any(field.type == FILE for field in known.fields):
        from contactdesk.desktop.card_files import read_files

        files = read_files(tx, contact, known.fields)
    return customs_of(contact, known, _people(tx, contact), files)


def _people(tx: Transaction, contact: Contact) -> dict[str, ContactRow]:
    ids = [v.value.removeprefix(URN) for v in contact.custom if v.value.startswith(URN)]
    found = {c.id: c.number for c in tx.contacts.get_many_by_id(ids[:500]) if not c.deleted_at}
    rows = {r.number: r for r in tx.contacts.rows(list(found.values()))}
    return {f"{URN}{uuid}": rows[n] for uuid, n in found.items() if n in rows}


def customs_of(
    contact: Contact,
    known: FieldList,
    people: dict[str, ContactRow] | None = None,
    files: Files = MappingProxyType({}),
) -> tuple[CustomGroup, ...]:
    """The sections with something in them; `people` are contacts by how a value names them,
    `files` those of the fields (by id) that are shown as files."""
    rows = people or {}
    groups = []
    for section, fields in by_section(known.fields, known.sections):
        said = [(f, value_of(contact, f.id)) for f in fields]
        values = [_value(f, v) for f, v in said if v and v not in rows and f.id not in files]
        links_ = [(f.label, rows[v]) for f, v in said if v in rows and f.type == CONTACT]
        lines = tuple([line for f in fields for line in files.get(f.id, ())])
        if values or links_ or lines:
            title = section.name if section is not None else _("Custom fields")
            groups.append(CustomGroup(title, tuple(values), tuple(links_), lines))
    return tuple(groups)


def _value(field: FieldDefinition, value: str) -> CardValue:
    text = value_text(field, value)
    link = links.web_link(value) if field.type == URL else ""
    return CardValue(
        named(field.id), 0, icon_of(field), text, field.label,
        copied=value if field.type in (NUMBER, MONEY, URL) else text, link=link,
        verb=_("Open {name}").format(name=value) if link else "",
        verb_icon="external-link" if link else "", is_link=bool(link),
        left_to_right=field.type == URL,
    )  # fmt: skip


def all_values(groups: Sequence[CustomGroup]) -> list[CardValue]:
    """The values of all sections."""
    return [value for group in groups for value in group.values]
