"""What is done to custom fields where contacts are concerned too: each is one step of undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    FIELD,
    FILE,
    FieldDefinition,
    FieldList,
    value_of,
    with_custom,
)
from contactdesk.model.custom_files import all_lead
from contactdesk.model.custom_values import BREAK, Fitting, fitting, read, with_choice
from contactdesk.store.book import Transaction


def find(known: FieldList, name: str) -> FieldDefinition:
    """The field with this id or name; `NotFound` says which there are."""
    found = known.by_id(name) or known.by_label(name)
    if found is None:
        words = _("There is no custom field “{name}”. There are: {names}")
        names = ", ".join(field.label for field in known.fields) or "–"
        raise NotFound(words.format(name=name, names=names))
    return found


def add(tx: Transaction, field: FieldDefinition) -> FieldDefinition:
    """Make a field, at the end of its section unless it says where."""
    if not field.position:
        places = [f.position for f in tx.custom_fields.all() if f.section == field.section]
        field = replace(field, position=max(places, default=0) + 1)
    return tx.custom_fields.add_again(field)  # a file may say its id


def what_fits(tx: Transaction, before: FieldDefinition, after: FieldDefinition) -> Fitting:
    """How the values that contacts have would fit another type.

    A text that is the name of one of the contact's documents fits a field of files.
    """
    values = tx.custom_fields.values(before.id)
    fits = fitting(before, after, values)
    if not fits.stay or after.type != FILE:
        return fits
    from contactdesk.operations.file_fields import found_by_name

    names = found_by_name(tx, {n: v for n, v in values.items() if not all_lead(v)})
    return Fitting(fits.spelt, fits.fit + len(names), fits.stay - len(names))


def change(tx: Transaction, mine: FieldDefinition, base: FieldDefinition) -> FieldDefinition:
    """Save a field; values are spelt as another type asks, what does not fit it stays as it is.

    A choice that got another name gets it in every contact.
    """
    saved = tx.custom_fields.save(mine, base)
    spelt: dict[str, str] = {}
    if saved.type != base.type:
        spelt = what_fits(tx, base, saved).spelt
    else:
        spelt = _renamed(tx, base, saved)
    respell(tx, saved.id, spelt)
    if saved.type == FILE != base.type:
        from contactdesk.operations.file_fields import lead_to_documents

        lead_to_documents(tx, saved)
    return saved


def _renamed(tx: Transaction, base: FieldDefinition, saved: FieldDefinition) -> dict[str, str]:
    """Values with the new names of choices in place of the old ones."""
    names = {c.item: c.name for c in saved.choices}
    new = {c.name: names[c.item] for c in base.choices if names.get(c.item, c.name) != c.name}
    if not new:
        return {}
    values = set(tx.custom_fields.values(saved.id).values())
    spelt = {v: BREAK.join(new.get(word, word) for word in v.split(BREAK)) for v in values}
    return {before: after for before, after in spelt.items() if before != after}


def replace_choice(tx: Transaction, base: FieldDefinition, old: str, new: str | None) -> None:
    """Take a choice away; contacts that say it say `new` instead ("" for nothing). None leaves it
    with them as an old value.
    """
    left = tuple(c for c in base.choices if c.name != old)
    preset = (new or "") if base.preset == old else base.preset
    tx.custom_fields.save(replace(base, choices=left, preset=preset), base)
    if new is None:
        return
    values = set(tx.custom_fields.values(base.id).values())
    respell(tx, base.id, {v: with_choice(v, old, new) for v in values if old in v.split(BREAK)})


def respell(tx: Transaction, field: str, spelt: Mapping[str, str]) -> None:
    """Give every contact that says one of these values in a field the other in its place."""
    if not spelt:
        return
    numbers = [n for n, value in tx.custom_fields.values(field).items() if value in spelt]

    def anew(contact: Contact) -> Contact:
        said = value_of(contact, field)
        return with_custom(contact, {field: spelt.get(said, said)})

    tx.contacts.change_many(numbers, anew, (FIELD,))


def adopt(tx: Transaction, name: str, label: str) -> FieldDefinition:
    """Make values of a custom field of what contacts have in a property that files brought.

    The field that is called so gets them, else a new one.
    """
    known = tx.custom_fields.known().by_label(label)
    field = known or add(tx, FieldDefinition(label=label))
    tx.contacts.change_many(
        tx.custom_fields.with_property(name), partial(_adopted, name, field), (FIELD, "extra")
    )
    return field


def _adopted(name: str, field: FieldDefinition, contact: Contact) -> Contact:
    values = [e.value for e in contact.extra if e.name == name and e.value.strip()]
    if not values or value_of(contact, field.id):
        return contact
    kept = tuple(e for e in contact.extra if e.name != name)
    said = read(field, ", ".join(values)).value
    return with_custom(replace(contact, extra=kept), {field.id: said})


def uses_of_choices(field: FieldDefinition, values: Mapping[int, str]) -> dict[str, int]:
    """How many contacts say each word that may be chosen, or once could."""
    counted = {choice.name: 0 for choice in field.choices}
    for value in values.values():
        for word in value.split(BREAK):
            counted[word] = counted.get(word, 0) + 1
    return counted
