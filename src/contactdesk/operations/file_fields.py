"""Custom fields of files: documents put into them, taken out, and called by their names there.

The documents themselves are the contact's like any other; the field only names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FIELD, FILE, FieldDefinition, value_of, with_custom
from contactdesk.model.custom_files import (
    FileRef,
    all_lead,
    files_of,
    renamed,
    value_of_files,
)
from contactdesk.model.document import Document
from contactdesk.operations import documents
from contactdesk.operations.documents import Added, Brought
from contactdesk.store.book import Transaction


class PutIn(NamedTuple):
    """What became of files that were put into a field."""

    contact: Contact
    added: tuple[Added, ...]


# ── into a field, and out of it ─────────────────────────────────────────────────────────────


def with_documents(tx: Transaction, mine: Contact, base: Contact) -> Contact:
    """A contact about to be saved, with documents in place of the files that were chosen for its
    fields since `base`; what else is written so is only a text."""
    values = {v.field: v.value for v in mine.custom}
    new = {f: v for f, v in values.items() if v != value_of(base, f) and _is_chosen(v)}
    kinds = {each.id: each.type for each in tx.custom_fields.get_many_by_id(sorted(new))}
    settled = {
        field: value_of_files(
            each if each in files_of(value_of(base, field)) else _kept(tx, each, mine.id)
            for each in files_of(value)
        )
        for field, value in new.items()
        if kinds.get(field) == FILE
    }
    return with_custom(mine, settled) if settled else mine


def _is_chosen(value: str) -> bool:
    return any(each.sha256 or each.path for each in files_of(value))


def _kept(tx: Transaction, file: FileRef, owner: str) -> FileRef:
    if file.path:
        return ref_of(documents.link(tx, Path(file.path), [owner]))
    if not file.sha256:
        return file
    if not tx.documents.contents.has(file.sha256):
        words = _("{name} is no longer at hand. Choose the file once more, then save.")
        raise ContactDeskError(words.format(name=file.name))
    brought = Brought(file.name, file.sha256, file.size)
    return ref_of(documents.add(tx, brought, [owner]).document)


def ref_of(document: Document) -> FileRef:
    """How a field names a document."""
    return FileRef(document.name, document.id)


def put(
    tx: Transaction, number: int, field: str, brought: Sequence[Brought], links: Sequence[Path] = ()
) -> PutIn:
    """Make documents of files, or links, and name them in a contact's field (by its id)."""
    base = tx.contacts.get(number)
    added = tuple(documents.add(tx, each, [base.id]) for each in brought)
    linked = [documents.link(tx, path, [base.id]) for path in links]
    found = [*(each.document for each in added), *linked]
    return PutIn(name_in(tx, base, field, found), added)


def name_in(tx: Transaction, base: Contact, field: str, found: Iterable[Document]) -> Contact:
    """Name documents in a contact's field, behind those that are there."""
    files = (*files_of(value_of(base, field)), *map(ref_of, found))
    return tx.contacts.save(with_custom(base, {field: value_of_files(files)}), base=base)


def take_out(tx: Transaction, number: int, field: str, line: str) -> Contact:
    """Name a file (by its line of the value) in the field no more; its document stays."""
    base = tx.contacts.get(number)
    left = [each for each in files_of(value_of(base, field)) if each.line != line]
    return tx.contacts.save(with_custom(base, {field: value_of_files(left)}), base=base)


# ── a document with another name ────────────────────────────────────────────────────────────


def follow_name(tx: Transaction, document: Document) -> None:
    """Have fields that name a document call it by its new name."""
    if not any(f.type == FILE for f in (*tx.custom_fields.all(), *tx.custom_fields.in_bin(500))):
        return
    numbers = tx.custom_fields.naming(document.id)

    def anew(contact: Contact) -> Contact:
        values = {v.field: renamed(v.value, document.id, document.name) for v in contact.custom}
        return with_custom(contact, values)

    tx.contacts.change_many(numbers, anew, (FIELD,))


# ── texts become files ──────────────────────────────────────────────────────────────────────


def found_by_name(tx: Transaction, values: Mapping[int, str]) -> dict[int, str]:
    """The values, by the contact's number, whose names are all those of the contact's own
    documents, with these in their place."""
    names = {each.name for v in values.values() for each in files_of(v)}
    by_name = tx.documents.called(sorted(names)) if names else {}
    if not by_name:
        return {}
    ids = {c.number: c.id for c in tx.contacts.get_many(sorted(values))}
    found = {n: _by_name(v, by_name, ids[n]) for n, v in values.items() if n in ids}
    return {n: value for n, value in found.items() if all_lead(value)}


def _by_name(value: str, by_name: Mapping[str, Sequence[Document]], owner: str) -> str:
    return value_of_files(_led(each, by_name.get(each.name, ()), owner) for each in files_of(value))


def _led(file: FileRef, found: Sequence[Document], owner: str) -> FileRef:
    own = [document for document in found if owner in document.about]
    return ref_of(own[-1]) if own and file.is_only_a_name else file


def lead_to_documents(tx: Transaction, field: FieldDefinition) -> None:
    """Let names in a field of files lead to the contact's documents of these names."""
    values = {n: v for n, v in tx.custom_fields.values(field.id).items() if not all_lead(v)}
    found = found_by_name(tx, values)

    def anew(contact: Contact) -> Contact:
        return with_custom(contact, {field.id: found[contact.number]})

    tx.contacts.change_many(sorted(found), anew, (FIELD,))
