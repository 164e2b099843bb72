"""Custom fields in files: going out each is a property that says its name and type, coming in
such a property is a value again, of the field with its id or its name, or of a new field.

Formats know nothing of the book's fields: to them it is a property like any that they keep.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from contactdesk.formats.custom_property import CUSTOM, ID, LABEL, NAME, TYPE, UNIT
from contactdesk.model import fold
from contactdesk.model.contact import Contact, Extra
from contactdesk.model.custom import (
    CONTACT,
    FIELD,
    FILE,
    LONG_TEXT,
    SEVERAL_OF,
    TEXT,
    TYPES,
    WITH_CHOICES,
    Choice,
    FieldDefinition,
    custom_values,
    shown_to,
    value_of,
    with_custom,
)
from contactdesk.model.custom_files import without_ids
from contactdesk.model.custom_values import BREAK, read
from contactdesk.model.record import from_plain, to_plain, with_values
from contactdesk.operations.whose_in_files import WhoseComesIn
from contactdesk.store.book import Transaction
from contactdesk.store.rows import PLACES, Prepared, custom_text
from contactdesk.store.search_text import search_text

if TYPE_CHECKING:
    from contactdesk.operations.reading import Card

URN = "urn:uuid:"
_EXTRA = PLACES["extra"]  # the column of a contact's row
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_AS_IT_IS = (*WITH_CHOICES, TEXT)  # of a new field: what is said in it is all right


def going_out(
    tx: Transaction,
    contacts: Sequence[Contact],
    *,
    briefly: bool = False,
    with_ids: bool = False,
) -> list[Contact]:
    """Contacts with properties in place of custom values; `briefly` with the fields' names alone,
    and of files the names unless it is `with_ids`.

    What only somebody else sees stays here.
    """
    ids = {value.field for contact in contacts for value in contact.custom}
    if not ids:
        return list(contacts)
    me = tx.people.me().id
    fields = {f.id: f for f in shown_to(tx.custom_fields.get_many_by_id(sorted(ids)), me)}
    names = _names(tx, contacts, fields)
    if briefly and not with_ids:
        contacts = [_with_names(contact, fields) for contact in contacts]
    clear = _clear(fields.values()) if briefly else frozenset()
    return [_going(contact, fields, names, clear) for contact in contacts]


def _clear(fields: Collection[FieldDefinition]) -> frozenset[str]:
    """The fields (by id) whose names alone say which they are, as a column's head too."""
    from contactdesk.formats.table_own import CONTINUED

    count = Counter(fold.fold(field.label) for field in fields)
    return frozenset(
        field.id
        for field in fields
        if count[fold.fold(field.label)] == 1 and not CONTINUED.fullmatch(field.label)
    )


def _with_names(contact: Contact, fields: dict[str, FieldDefinition]) -> Contact:
    """A contact whose files are said by their names alone."""
    said = ((v.field, v.value) for v in contact.custom)
    files = {f: v for f, v in said if f in fields and fields[f].type == FILE}
    return with_custom(contact, {f: without_ids(v) for f, v in files.items()})


def _names(
    tx: Transaction, contacts: Sequence[Contact], fields: dict[str, FieldDefinition]
) -> dict[str, str]:
    """What the contacts are called whom values name by their ids."""
    asking = {field.id for field in fields.values() if field.type == CONTACT}
    values = {v.value for c in contacts for v in c.custom if v.field in asking} if asking else ()
    ids = sorted(v.removeprefix(URN) for v in values if v.startswith(URN))
    found = (
        c for at in range(0, len(ids), 200) for c in tx.contacts.get_many_by_id(ids[at:][:200])
    )
    return {f"{URN}{c.id}": c.formatted_name for c in found}


def _going(
    contact: Contact, fields: dict[str, FieldDefinition], names: dict[str, str], clear: Set[str]
) -> Contact:
    if not contact.custom:
        return contact
    found = [(fields[v.field], v.value) for v in contact.custom if v.field in fields]
    extras = [_property(f, value, names.get(value, ""), f.id in clear) for f, value in found]
    return with_values(contact, {FIELD: (), "extra": (*contact.extra, *extras)})


def _property(field: FieldDefinition, value: str, name: str, briefly: bool) -> Extra:
    """The property of a value; a contact that it names is called by its `name` too, or alone."""
    if briefly:
        return Extra(CUSTOM, name or value, params=((LABEL, field.label),))
    params = [(ID, field.id), (LABEL, field.label), (TYPE, field.type)]
    params += [(UNIT, field.unit)] if field.unit else []
    params += [(NAME, name)] if name else []
    return Extra(CUSTOM, value, params=tuple(params))


class ComingIn:
    """Turns such properties into values; fields that the book lacks are made (unless `makes` is
    off: then they stay what they are)."""

    def __init__(self, tx: Transaction, *, makes: bool = True) -> None:
        self._tx, self._makes = tx, makes
        self._fields: dict[str, FieldDefinition] | None = None
        self._names: dict[str, str] = {}
        self._made: dict[str, dict[str, None]] = {}  # new fields, and the words said in them
        self._called: dict[str, dict[str, str]] = {}  # contacts by their names, a field each
        self._first = tx.contacts.writer.next_number() if makes else 0
        self._whose = WhoseComesIn(tx)

    def contact(self, contact: Contact) -> Contact:
        """A contact as a file has it, with values of custom fields and with its owner."""
        contact = self._whose.contact(contact)
        if not any(each.name.upper() == CUSTOM for each in contact.extra):
            return contact
        said = {v.field: v.value for v in contact.custom}
        kept = []
        for each in contact.extra:
            field = self._field_of(each) if each.name.upper() == CUSTOM else None
            if field is None or field.id in said:
                kept.append(each)
            else:
                said[field.id] = self._value(field, each)
        return with_values(contact, {FIELD: custom_values(said), "extra": tuple(kept)})

    def card(self, card: Card) -> Card:
        """A card whose rows were made already."""
        card = self._whose.card(card)
        extra_text = card.rows.contact[_EXTRA] if card.rows is not None else ""
        if card.rows is None or not extra_text or CUSTOM not in extra_text.upper():
            return card
        row: list[Any] = list(card.rows.contact)
        found = self.contact(Contact(extra=from_plain("extra", json.loads(extra_text))))
        plain = json.dumps(to_plain(found.extra), ensure_ascii=False) if found.extra else ""
        row[_EXTRA], row[PLACES[FIELD]] = plain, custom_text(found.custom)
        rows = Prepared(tuple(row), *card.rows[1:])
        return card._replace(rows=rows, words=search_text(rows))

    def finish(self) -> None:
        """The words that were said in new fields are their choices; contacts that came in after
        those who name them are linked."""
        self._link_names()
        for uuid, words in self._made.items():
            base = self._tx.custom_fields.by_id(uuid)
            if base is not None and base.type in WITH_CHOICES and words:
                choices = tuple(Choice(word) for word in words)
                self._tx.custom_fields.save(replace(base, choices=choices), base)

    def _link_names(self) -> None:
        for uuid, names in self._called.items():
            known = {n: self._linked(n) for n, linked in names.items() if not linked}
            spelt = {name: value for name, value in known.items() if value}
            values = self._tx.custom_fields.values(uuid) if spelt else {}
            numbers = [n for n, v in values.items() if n >= self._first and v in spelt]

            def anew(contact: Contact, field: str = uuid, to: dict[str, str] = spelt) -> Contact:
                return with_custom(contact, {field: to[value_of(contact, field)]})

            self._tx.contacts.change_many(numbers, anew, (FIELD,))

    def _linked(self, name: str) -> str:
        """The value that names the one contact of exactly this name, "" for none."""
        from contactdesk.operations.deal_lines import id_of_name

        found = id_of_name(self._tx, name)
        return f"{URN}{found}" if found else ""

    def _contact_value(self, field: FieldDefinition, each: Extra) -> str:
        """Whom a value names: by the id, where this book knows it, else by the name."""
        value = " ".join(each.value.split())
        if value.startswith(URN):
            if self._tx.contacts.get_many_by_id([value.removeprefix(URN)]):
                return value
            value = " ".join(dict(each.params).get(NAME, "").split()) or value
        names = self._called.setdefault(field.id, {})
        if value not in names:
            names[value] = self._linked(value)
        return names[value] or value

    def _value(self, field: FieldDefinition, each: Extra) -> str:
        text = each.value
        if field.type == CONTACT:
            return self._contact_value(field, each)
        if field.id in self._made:
            words = text.split(BREAK) if field.type == SEVERAL_OF else [text]
            self._made[field.id].update(dict.fromkeys(words))
            return text.strip() if field.type in _AS_IT_IS else read(field, text).value
        return read(field, text).value

    def _field_of(self, extra: Extra) -> FieldDefinition | None:
        """The field that a property means: by its id, else by its name, else a new one."""
        params = dict(extra.params)
        fields = self._known()
        stated = params.get(ID, "")
        if found := fields.get(stated) or (
            self._tx.custom_fields.by_id(stated) if stated else None
        ):
            return found
        label = " ".join(params.get(LABEL, "").split())
        if not label or not extra.value.strip():
            return None
        if uuid := self._names.get(fold.fold(label)):
            return fields[uuid]
        return self._new(label, params, extra.value) if self._makes else None

    def _known(self) -> dict[str, FieldDefinition]:
        if self._fields is None:
            self._fields = {f.id: f for f in self._tx.custom_fields.all()}
            self._names = {fold.fold(f.label): f.id for f in self._fields.values()}
        return self._fields

    def _free_id(self, stated: str) -> str:
        """The id that it has elsewhere: so the card's line stays as it came. "" for a new one."""
        if not _UUID.fullmatch(stated) or self._tx.custom_fields.get_many_by_id([stated]):
            return ""
        return stated

    def _new(self, label: str, params: dict[str, str], value: str) -> FieldDefinition:
        from contactdesk.operations.custom_fields import add

        type_ = params.get(TYPE) or (LONG_TEXT if BREAK in value else TEXT)
        field = FieldDefinition(
            label=label[:200], type=type_ if type_ in TYPES else TEXT, unit=params.get(UNIT, "")
        )
        made = add(self._tx, replace(field, id=self._free_id(params.get(ID, ""))))
        self._known()[made.id] = made
        self._names[fold.fold(label)] = made.id
        self._made[made.id] = {}
        return made
