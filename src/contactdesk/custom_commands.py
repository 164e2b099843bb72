"""What the command line does with custom fields: `fields`, and `field add` and `field set`."""

from __future__ import annotations

import argparse
import json

from contactdesk.commands import contact_key, open_book, say
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.custom import (
    TYPE_WORDS,
    WITH_CHOICES,
    Choice,
    FieldDefinition,
    FieldList,
    FieldSection,
    with_custom,
)
from contactdesk.model.custom_values import read
from contactdesk.operations import custom_fields as work
from contactdesk.store.book import Transaction


def list_fields(options: argparse.Namespace) -> int:
    """List the custom fields of the book; status 1 when there are none."""
    with open_book(options) as book, book.read() as tx:
        known, counts = tx.custom_fields.known(), tx.custom_fields.counts()
    for field in known.fields:
        count = counts.get(field.id, 0)
        if options.json:
            print(json.dumps(_facts(known, field, count), ensure_ascii=False))
        else:
            print(_line(known, field, count))
    return 0 if known.fields else 1


def _facts(known: FieldList, field: FieldDefinition, count: int) -> dict[str, object]:
    return {
        "id": field.id,
        "label": field.label,
        "type": field.type,
        "section": known.section_of(field),
        "choices": [choice.name for choice in field.choices],
        "default": field.preset,
        "currency": field.unit,
        "only_categories": list(field.only_categories),
        "kinds": field.kinds,
        "filled": count,
    }


def _line(known: FieldList, field: FieldDefinition, count: int) -> str:
    used = ngettext("{n} filled", "{n} filled", count).format(n=counted(count))
    words = [field.label, _(TYPE_WORDS.get(field.type, field.type)), used]
    if section := known.section_of(field):
        words.insert(1, section)
    if field.only_categories:
        words.append(_("only {names}").format(names=", ".join(field.only_categories)))
    if field.choices:
        words.append(", ".join(choice.name for choice in field.choices))
    return "  ".join(words)


def add_field(options: argparse.Namespace) -> int:
    """Make a custom field."""
    label = " ".join(options.label.split())
    if not label:
        raise ContactDeskError(_("The field has no name. Nothing was written."))
    if options.choice and options.type not in WITH_CHOICES:
        raise ContactDeskError(_("Only one_of and several_of have choices. Nothing was written."))
    field = FieldDefinition(
        label=label,
        type=options.type,
        choices=tuple(map(Choice, dict.fromkeys(options.choice))),
        unit=options.currency,
        only_categories=tuple(dict.fromkeys(options.only)),
    )
    with open_book(options) as book:
        with book.read() as tx:
            if tx.custom_fields.known().by_label(label) is not None:
                words = _("A custom field “{name}” is there already. Nothing was written.")
                raise ContactDeskError(words.format(name=label))
        with book.write(_("Add field {name}").format(name=label)) as tx:
            made = _made(tx, field, " ".join(options.section.split()))
    say(options, _("Field made: {name}").format(name=label), id=made.id, label=label)
    return 0


def _made(tx: Transaction, field: FieldDefinition, section: str) -> FieldDefinition:
    from dataclasses import replace

    if section:
        known = {s.name: s.id for s in tx.custom_sections.all()}
        place = len(known) + 1
        uuid = (
            known.get(section)
            or tx.custom_sections.add(FieldSection(name=section, position=place)).id
        )
        field = replace(field, section=uuid)
    return work.add(tx, field)


def set_field(options: argparse.Namespace) -> int:
    """Write what a contact says in a custom field; an empty text takes it away."""
    with open_book(options) as book:
        with book.read() as tx:
            field = work.find(tx.custom_fields.known(), options.label)
            number = tx.contacts.get(contact_key(tx, options.contact)).number
        found = read(field, options.value)
        if found.problem:
            words = _("{problem} Nothing was written.").format(problem=found.problem)
            raise ContactDeskError(words)
        with book.write(_("Change {field}").format(field=field.label)) as tx:
            base = tx.contacts.get(number)
            saved = tx.contacts.save(with_custom(base, {field.id: found.value}), base=base)
    say(
        options,
        _("{name}, {field}: {value}").format(
            name=saved.formatted_name, field=field.label, value=found.value or "–"
        ),
        id=saved.id, field=field.label, value=found.value,
    )  # fmt: skip
    return 0
