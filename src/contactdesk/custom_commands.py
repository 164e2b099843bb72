"""What the command line does with custom fields: `fields`, and `field add` and `field set`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from contactdesk.commands import contact_key, open_book, say
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    FILE,
    TYPE_WORDS,
    WITH_CHOICES,
    Choice,
    FieldDefinition,
    FieldList,
    FieldSection,
    value_of,
    with_custom,
)
from contactdesk.model.custom_files import FileRef, without_ids
from contactdesk.model.custom_values import BREAK, Reading, read
from contactdesk.operations import custom_fields as work
from contactdesk.operations.file_fields import ref_of, with_documents
from contactdesk.store.book import Book, Transaction


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
    """Write what a contact says in a custom field; an empty text takes it away.

    A file for a field of files becomes a document of the contact.
    """
    with open_book(options) as book:
        with book.read() as tx:
            field = work.find(tx.custom_fields.known(), options.label)
            contact = tx.contacts.get(contact_key(tx, options.contact))
        number = contact.number
        value = _file_value(book, contact, options.value) if field.type == FILE else ""
        found = Reading(value) if value else read(field, options.value)
        if found.problem:
            words = _("{problem} Nothing was written.").format(problem=found.problem)
            raise ContactDeskError(words)
        with book.write(_("Change {field}").format(field=field.label)) as tx:
            base = tx.contacts.get(number)
            mine = with_documents(tx, with_custom(base, {field.id: found.value}), base)
            saved = tx.contacts.save(mine, base=base)
    said = without_ids(value_of(saved, field.id)).replace(BREAK, ", ")
    say(
        options,
        _("{name}, {field}: {value}").format(
            name=saved.formatted_name, field=field.label, value=said or "–"
        ),
        id=saved.id, field=field.label, value=value_of(saved, field.id),
    )  # fmt: skip
    return 0


def _file_value(book: Book, contact: Contact, typed: str) -> str:
    """What a field of files is to say: the contact's document of this name, else a file."""
    from contactdesk.operations import documents
    from contactdesk.progress import Progress

    if not typed.strip():
        return ""
    with book.read() as tx:
        known = documents.named(tx, typed, [contact.id])
    if known is not None:
        return ref_of(known).line
    path = Path(typed)
    if not path.is_file():
        words = _("There is no file {name}, and no document of the contact is called so. "
                  "Nothing was written.")  # fmt: skip
        raise ContactDeskError(words.format(name=typed))
    brought = documents.bring(book, path, Progress())
    return FileRef(brought.name, sha256=brought.sha256, size=brought.size).line
