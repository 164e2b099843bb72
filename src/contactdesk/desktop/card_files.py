"""Files in custom fields, on a card: each a row with the document's icon and name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from contactdesk.desktop import bidi
from contactdesk.desktop.document_view import DocRow, rows_of
from contactdesk.desktop.documents_section import DocumentRow
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FILE, FieldDefinition, value_of
from contactdesk.model.custom_files import FileRef, files_of
from contactdesk.model.document import Document

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.store.book import Transaction


@dataclass(frozen=True, slots=True)
class FileLine(DocRow):
    """A file of a field (by its id and label); `line` is how the value names it, `trouble` why it
    cannot be opened."""

    field: str = ""
    label: str = ""
    line: str = ""
    trouble: str = ""

    @property
    def is_here(self) -> bool:
        """Whether the book has the document, be it in the bin."""
        return bool(self.document.number)

    def spoken(self, is_lost: bool = False) -> str:
        """The row as it is read out, the field first."""
        words = (self.label, self.document.name, self.trouble, self.state, self.kind, self.day)
        return ", ".join(word for word in words if word)


def read_files(
    tx: Transaction, contact: Contact, fields: Iterable[FieldDefinition]
) -> dict[str, tuple[FileLine, ...]]:
    """The files of a contact, by the field's id."""
    values = {f: v for f in fields if f.type == FILE and (v := value_of(contact, f.id))}
    if not values:
        return {}
    ids = [each.id for value in values.values() for each in files_of(value) if each.id]
    known = tx.documents.get_many_by_id(ids[:500])
    found = [each for each in known if not tx.documents.is_hidden(each.number)]
    rows = {row.document.id: row for row in rows_of(tx, found, contact.id)}
    return {
        field.id: tuple([_line(field, each, rows.get(each.id)) for each in files_of(value)])
        for field, value in values.items()
    }


def _line(field: FieldDefinition, file: FileRef, row: DocRow | None) -> FileLine:
    if row is None:
        document = Document(id=file.id, name=file.name)
        trouble = _("only a name, no file") if file.is_only_a_name else _("not in this book")
        return FileLine(
            document, "file-x", "slate", "", "", "", "", "", "", field=field.id, label=field.label,
            line=file.line, trouble=trouble,
        )  # fmt: skip
    trouble = _("in the bin") if row.document.deleted_at else ""
    return FileLine(
        row.document, row.icon, "slate" if trouble else row.tone, row.second, row.kind, row.linked,
        row.linked_icon, row.day, row.size, row.target, field=field.id, label=field.label,
        line=file.line, trouble=trouble,
    )  # fmt: skip


class FileRow(DocumentRow):
    """One file: Enter or a click opens it, Del takes it out of the field, files dropped here come
    beside it."""

    dropped = Signal(object, object)  # FileLine, the paths
    icon_side, gap = 16, 8  # as the values beside it

    def __init__(self, line: FileLine, parent: QWidget | None = None) -> None:
        self.file = line
        super().__init__(line, parent)

    def _lines(self) -> tuple[str, str]:
        file = self.file
        if self.is_target:
            told = _("Drop to put it into “{field}”").format(field=bidi.isolated(file.label))
            return file.document.name, told
        words = (file.label, file.trouble, file.state, file.kind, file.day)
        return file.document.name, " · ".join(bidi.isolated(word) for word in words if word)

    def take_files(self, files: Sequence[str]) -> None:
        """Files were dropped here."""
        self.dropped.emit(self.file, list(files))

    def show_target(self, on: bool) -> None:
        """Show that a drop would be taken here, or no more."""
        self.is_target = on
        self.update()
