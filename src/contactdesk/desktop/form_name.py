"""The editor's part for the name of a person or an organisation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.fields import Field, FieldBox
from contactdesk.desktop.form_section import FormSection, field_line
from contactdesk.desktop.form_values import (
    NAME_PARTS,
    name_shown,
    organisation_name,
    with_name,
    with_organisation_name,
    words_of,
)
from contactdesk.i18n import _
from contactdesk.model.contact import Contact

RARE = ("prefixes", "additional", "suffixes", "nicknames", "phonetic_given", "phonetic_family")


class NameSection(FormSection):
    """First and last name; "…" reveals the rare parts. Organisations and groups have one field."""

    edited = Signal()

    def __init__(self, contact: Contact, parent: QWidget | None = None) -> None:
        super().__init__(_("Name"), captioned=True, parent=parent)
        self.fields: dict[str, Field] = {}
        self._texts: dict[str, str] = {}  # what each field was given to show
        self._held: dict[str, str] = {}  # what it made of that: a field cannot hold every text
        self._take(contact)
        self._person: QWidget | None = None
        self._organisation: QWidget | None = None
        self._rare: QWidget | None = None
        self.show_kind(contact.kind)

    def _take(self, contact: Contact) -> None:
        self._texts = {
            **name_shown(contact),
            "nicknames": ", ".join(contact.nicknames),
            "phonetic_given": contact.phonetic_given,
            "phonetic_family": contact.phonetic_family,
            "organisation": organisation_name(contact),
        }

    def _build_person(self) -> QWidget:
        person = QWidget()
        column = QVBoxLayout(person)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.more = IconButton("ellipsis", _("More name parts"))
        self.more.clicked.connect(self.toggle_rare)
        names = [self._box("given", _("First name")), self._box("family", _("Last name"))]
        column.addLayout(field_line(names, self.more))
        self.body.addWidget(person)
        self._person = person
        if any(self._texts[name] for name in RARE):
            self._build_rare(column)
        return person

    def _build_rare(self, column: QVBoxLayout) -> None:
        self._rare = QWidget()
        inner = QVBoxLayout(self._rare)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for line in (
            (("prefixes", _("Title before the name")), ("additional", _("Middle names"))),
            (("suffixes", _("After the name")), ("nicknames", _("Nicknames"))),
            (
                ("phonetic_given", _("First name as spoken")),
                ("phonetic_family", _("Last name as spoken")),
            ),
        ):
            inner.addLayout(field_line([self._box(*each) for each in line]))
        column.addWidget(self._rare)
        before: QWidget = self.more
        for name in RARE:
            QWidget.setTabOrder(before, self.fields[name])
            before = self.fields[name]
        self.more.name_it(_("Fewer name parts"))

    def _build_organisation(self) -> QWidget:
        organisation = QWidget()
        column = QVBoxLayout(organisation)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(field_line([self._box("organisation", _("Name"))]))
        self.body.addWidget(organisation)
        return organisation

    def _box(self, name: str, caption: str) -> FieldBox:
        field = Field(self._texts[name])
        field.textEdited.connect(self.edited)
        self.fields[name] = field
        self._held[name] = field.text()
        return FieldBox(caption, field)

    def show_kind(self, kind: str) -> None:
        """Fields of a person or of anything else, made when they are first wanted."""
        person = kind == "individual"
        if not person:
            self._organisation = self._organisation or self._build_organisation()
        else:
            self._person = self._person or self._build_person()
        for widget, wanted in ((self._person, person), (self._organisation, not person)):
            if widget is not None:
                widget.setVisible(wanted)

    def show_name(self, contact: Contact) -> None:
        """Fill in the name of a contact whose kind was changed."""
        self._take(contact)
        for name, field in self.fields.items():
            field.setText(self._texts[name])
            self._held[name] = field.text()

    def _typed(self, name: str) -> str:
        """What stands in a field; the text it was given when nobody touched it."""
        field = self.fields.get(name)
        untouched = field is None or field.text() == self._held[name]
        return self._texts[name] if field is None or untouched else field.text()

    def toggle_rare(self) -> None:
        """Show the rare parts, or hide them again."""
        if self._rare is None:
            column = self._person.layout() if self._person is not None else None
            assert isinstance(column, QVBoxLayout)
            self._build_rare(column)
            self.fields["prefixes"].setFocus()
            return
        self._rare.setVisible(self._rare.isHidden())
        hidden = self._rare.isHidden()
        self.more.name_it(_("More name parts") if hidden else _("Fewer name parts"))
        if not hidden:
            self.fields["prefixes"].setFocus()

    def applied(self, contact: Contact) -> Contact:
        """The contact with the name as it stands in the fields."""
        if contact.kind != "individual":
            return with_organisation_name(contact, self._typed("organisation"))
        typed = {part: self._typed(part) for part in NAME_PARTS}
        contact = with_name(contact, typed)
        nicknames = self._typed("nicknames")
        if nicknames != self._texts["nicknames"]:
            contact = replace(contact, nicknames=words_of(nicknames))
        spoken: dict[str, Any] = {
            part: self._typed(part).strip()
            for part in ("phonetic_given", "phonetic_family")
            if self._typed(part) != getattr(contact, part)
        }
        return replace(contact, **spoken) if spoken else contact
