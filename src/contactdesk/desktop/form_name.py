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
    """First and last name; "…" reveals the rare parts. Organisations have one field."""

    edited = Signal()

    def __init__(self, contact: Contact, parent: QWidget | None = None) -> None:
        super().__init__(_("Name"), captioned=True, parent=parent)
        self._shown = name_shown(contact)
        self._nicknames = ", ".join(contact.nicknames)
        self.fields: dict[str, Field] = {}
        # what was to be shown, and what the field made of it (it cannot hold every text)
        self._loaded: dict[str, tuple[str, str]] = {}
        self._person = QWidget()
        self._organisation = QWidget()
        self._build_person(contact)
        self._build_organisation(contact)
        self.body.addWidget(self._person)
        self.body.addWidget(self._organisation)
        self.show_kind(contact.kind)

    def _build_person(self, contact: Contact) -> None:
        column = QVBoxLayout(self._person)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.more = IconButton("ellipsis", _("More name parts"))
        self.more.clicked.connect(self.toggle_rare)
        column.addLayout(
            field_line(
                [
                    self._box("given", _("First name"), self._shown["given"]),
                    self._box("family", _("Last name"), self._shown["family"]),
                ],
                self.more,
            )
        )
        self._rare = QWidget()
        self._build_rare(contact)
        column.addWidget(self._rare)
        filled = any(self.fields[name].text() for name in RARE)
        self._rare.setVisible(filled)
        self._say_rare()

    def _build_rare(self, contact: Contact) -> None:
        column = QVBoxLayout(self._rare)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        parts = self._shown
        for line in (
            (
                ("prefixes", _("Title before the name"), parts["prefixes"]),
                ("additional", _("Middle names"), parts["additional"]),
            ),
            (
                ("suffixes", _("After the name"), parts["suffixes"]),
                ("nicknames", _("Nicknames"), self._nicknames),
            ),
            (
                ("phonetic_given", _("First name as spoken"), contact.phonetic_given),
                ("phonetic_family", _("Last name as spoken"), contact.phonetic_family),
            ),
        ):
            column.addLayout(field_line([self._box(*each) for each in line]))

    def _build_organisation(self, contact: Contact) -> None:
        column = QVBoxLayout(self._organisation)
        column.setContentsMargins(0, 0, 0, 0)
        name = self._box("organisation", _("Name of the organisation"), organisation_name(contact))
        column.addLayout(field_line([name]))

    def _box(self, name: str, caption: str, text: str) -> FieldBox:
        field = Field(text)
        field.textEdited.connect(self.edited)
        self.fields[name] = field
        self._loaded[name] = (text, field.text())
        return FieldBox(caption, field)

    def show_kind(self, kind: str) -> None:
        """Fields of a person or of an organisation."""
        self._person.setVisible(kind != "org")
        self._organisation.setVisible(kind == "org")

    def show_name(self, contact: Contact) -> None:
        """Fill in the name of a contact whose kind was changed."""
        self._shown = name_shown(contact)
        for part in NAME_PARTS:
            self._load(part, self._shown[part])
        self._load("organisation", organisation_name(contact))

    def _load(self, name: str, text: str) -> None:
        self.fields[name].setText(text)
        self._loaded[name] = (text, self.fields[name].text())

    def _typed(self, name: str) -> str:
        """What stands in a field; the text it was given when nobody touched it."""
        text, held = self._loaded[name]
        now = self.fields[name].text()
        return text if now == held else now

    def toggle_rare(self) -> None:
        """Show the rare parts, or hide them while they are empty."""
        self._rare.setVisible(self._rare.isHidden())
        self._say_rare()
        if not self._rare.isHidden():
            self.fields["prefixes"].setFocus()

    def _say_rare(self) -> None:
        hidden = self._rare.isHidden()
        self.more.name_it(_("More name parts") if hidden else _("Fewer name parts"))

    def applied(self, contact: Contact) -> Contact:
        """The contact with the name as it stands in the fields."""
        if contact.kind == "org":
            return with_organisation_name(contact, self._typed("organisation"))
        typed = {part: self._typed(part) for part in NAME_PARTS}
        contact = with_name(contact, typed)
        nicknames = self._typed("nicknames")
        if nicknames != self._nicknames:
            contact = replace(contact, nicknames=words_of(nicknames))
        spoken: dict[str, Any] = {
            part: self._typed(part).strip()
            for part in ("phonetic_given", "phonetic_family")
            if self._typed(part) != getattr(contact, part)
        }
        return replace(contact, **spoken) if spoken else contact
