"""How a custom field looks on a contact: on its card, and in its editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.custom_editors import CustomEditor
from contactdesk.desktop.custom_texts import value_text
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FieldDefinition, value_of

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction


class Sample(NamedTuple):
    """The contact as which a field is shown; None in an empty book."""

    contact: Contact | None = None
    uses: tuple[tuple[str, int], ...] = ()  # of the field's words


def read_sample(tx: Transaction, field: FieldDefinition | None) -> Sample:
    """Somebody who says something in the field, else the first of the list."""
    from contactdesk.operations.custom_fields import uses_of_choices
    from contactdesk.store.listing import ListQuery

    if field is None:
        return Sample()
    values = tx.custom_fields.values(field.id)
    number = min(values, default=0)
    if not number:
        rows = tx.contacts.top(ListQuery(), 1)
        number = rows[0].number if rows else 0
    found = tx.contacts.get_many([number])
    uses = tuple(uses_of_choices(field, values).items()) if field.choices else ()
    return Sample(found[0] if found else None, uses)


class FieldPreview(QWidget):
    """Card or editor, as somebody of the book has it; what is typed here is kept nowhere."""

    def __init__(self, field: FieldDefinition, sample: Sample) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(10)
        self.which = Segmented([(_("Card"), 0), (_("Editor"), 1)], 1)
        self.which.setAccessibleName(_("Preview"))
        head = QHBoxLayout()
        head.addWidget(Label(_("Preview"), "caption", "text2", weight=600), 1)
        head.addWidget(self.which)
        column.addLayout(head)
        contact = sample.contact
        if contact is not None:
            column.addLayout(_who(contact))
        value = value_of(contact, field.id) if contact is not None else ""
        self.pages = QStackedWidget()
        self.pages.addWidget(_card(field, value))
        self.editor = CustomEditor(field, value or field.preset, lambda _typed, found: found([]))
        self.pages.addWidget(self.editor)
        self.pages.setCurrentIndex(1)
        self.which.chosen.connect(lambda at: self.pages.setCurrentIndex(int(str(at))))
        column.addWidget(self.pages)


def _who(contact: Contact) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    face = Avatar(24)
    face.show_face(FaceOf(contact.id, contact.kind, contact.formatted_name))
    row.addWidget(face)
    words = _("as {name}").format(name=contact.formatted_name)
    row.addWidget(ElidedLabel(words, "caption", "text2"), 1)
    return row


def _card(field: FieldDefinition, value: str) -> QWidget:
    card = QWidget()
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    shown = value_text(field, value) or _("(empty)")
    column.addWidget(Label(shown, "body", "text" if value else "text3", wrap=True))
    column.addWidget(Label(field.label, "caption", "text2", wrap=True))
    column.addStretch(1)
    return card
