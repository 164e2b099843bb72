"""How a custom field looks on a contact: on its card, and in its editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import Avatar, FaceOf
from contactdesk.desktop.buttons import IconButton, paint_ground
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.custom_editors import CustomEditor
from contactdesk.desktop.custom_texts import value_text
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.custom import FieldDefinition, FieldList, by_section, value_of

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction
    from contactdesk.store.listing import ContactRow

MOST = 6  # fields that are shown at once
LOOKED_AT = 20  # contacts with a value among which one of the right kind is looked for


class Sample(NamedTuple):
    """The contact as which a field is shown; None in an empty book."""

    contact: Contact | None = None
    uses: tuple[tuple[str, int], ...] = ()  # of the field's words


def read_sample(
    tx: Transaction, field: FieldDefinition | None, wanted: int = 0, kind: str = ""
) -> Sample:
    """The contact that is wanted, else somebody who says something in the field, else the first
    of the list, of a `kind` alone where one is given."""
    from contactdesk.operations.custom_fields import uses_of_choices
    from contactdesk.store.listing import ListQuery

    if field is None:
        return Sample()
    kind = kind or field.kinds
    values = tx.custom_fields.values(field.id)
    said = tx.contacts.get_many(sorted(values)[:LOOKED_AT])
    number = next((c.number for c in said if not kind or (c.kind == "org") == (kind == "org")), 0)
    if not number:
        scope = {"individual": "people", "org": "organisations"}.get(kind, "all")
        rows = tx.contacts.top(ListQuery(scope), 1)
        number = rows[0].number if rows else 0
    found = {c.number: c for c in tx.contacts.get_many([wanted, number])}
    uses = tuple(uses_of_choices(field, values).items()) if field.choices else ()
    return Sample(found.get(wanted) or found.get(number), uses)


def beside(field: FieldDefinition, known: FieldList) -> list[FieldDefinition]:
    """A field and those around it in its section, `MOST` at most."""
    groups = by_section(known.fields, known.sections)
    some = next((some for _section, some in groups if field in some), [field])
    at = some.index(field)
    start = max(0, min(at - MOST // 2, len(some) - MOST))
    return some[start : start + MOST]


class FieldPreview(QWidget):
    """Card or editor of the fields around one, as somebody of the book has them; what is typed
    here is kept nowhere.
    """

    sample_wanted = Signal(int)  # a contact's number

    def __init__(
        self, field: FieldDefinition, fields: Sequence[FieldDefinition], sample: Sample, ask: Ask
    ) -> None:
        super().__init__()
        self._ask = ask
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 14)
        self._column.setSpacing(10)
        self._column.addLayout(self._head())
        contact = sample.contact
        if contact is not None:
            self._column.addLayout(self._who(contact))
        values = {f.id: value_of(contact, f.id) if contact is not None else "" for f in fields}
        self.pages = QStackedWidget()
        cards = [_card(f, values[f.id]) for f in fields]
        editors = [self._editor(f, values[f.id]) for f in fields]
        self.place = [f.id for f in fields].index(field.id)
        self.editor = editors[self.place]
        self._lines = list(zip(cards, editors, strict=True))
        self.pages.addWidget(_in_column(cards))
        self.pages.addWidget(_in_column(editors))
        self.pages.setCurrentIndex(1)
        self.which.chosen.connect(lambda at: self.pages.setCurrentIndex(int(str(at))))
        self._column.addWidget(self.pages)

    def fit(self, high: int) -> None:
        """Take no more than so much height: the fields that are farthest from this one go."""
        near = sorted(range(len(self._lines)), key=lambda at: abs(at - self.place))
        for many in range(len(near), 0, -1):
            for at, line in enumerate(self._lines):
                for widget in line:
                    widget.setVisible(at in near[:many])
            if self.sizeHint().height() <= high:
                return

    def _head(self) -> QHBoxLayout:
        self.which = Segmented([(_("Card"), 0), (_("Editor"), 1)], 1)
        self.which.setAccessibleName(_("Preview"))
        head = QHBoxLayout()
        head.addWidget(Label(_("Preview"), "caption", "text2", weight=600), 1)
        head.addWidget(self.which)
        return head

    def _editor(self, field: FieldDefinition, value: str) -> CustomEditor:
        return CustomEditor(field, value or field.preset, self._ask)

    def _who(self, contact: Contact) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        face = Avatar(24)
        face.show_face(FaceOf(contact.id, contact.kind, contact.formatted_name))
        row.addWidget(face)
        words = _("as {name}").format(name=bidi.isolated(contact.formatted_name))
        self.who = ElidedLabel(words, "caption", "text2")
        self.picker = ContactPicker(self._ask)
        self.picker.setAccessibleName(_("Show as somebody else"))
        self.picker.setPlaceholderText(_("Show as somebody else"))
        self.picker.picked.connect(self._picked)
        self.picker.hide()
        self.other = IconButton("chevron-down", _("Show as somebody else"), side=28, icon_size=16)
        self.other.clicked.connect(self._choose)
        row.addWidget(self.who, 1)
        row.addWidget(self.picker, 1)
        row.addWidget(self.other)
        return row

    def _choose(self) -> None:
        picks = self.picker.isHidden()
        self.picker.setVisible(picks)
        self.who.setVisible(not picks)
        (self.picker if picks else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self, row: ContactRow | None) -> None:
        if row is not None:
            self.sample_wanted.emit(row.number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and dashes around it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            paint_ground(painter, area, "page", radius=8)
            painter.setPen(QPen(look.colour("outline"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 8, 8)


def _in_column(widgets: Sequence[QWidget]) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return holder


def _card(field: FieldDefinition, value: str) -> QWidget:
    card = QWidget()
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    shown = value_text(field, value) or _("(empty)")
    column.addWidget(Label(shown, "body", "text" if value else "text3", wrap=True))
    column.addWidget(Label(field.label, "caption", "text2", wrap=True))
    return card
