"""The editor's part for what an organisation belongs to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.form_section import FormSection, field_line
from contactdesk.desktop.form_values import edited_membership, organisation_name
from contactdesk.desktop.organisation_field import (
    OrganisationAnswer,
    OrganisationContext,
    OrganisationField,
)
from contactdesk.i18n import _
from contactdesk.model.contact import Contact, Membership


class BelongsSection(FormSection):
    """One field; further ones that a card brought are kept as they are."""

    edited = Signal()

    def __init__(
        self, contact: Contact, context: OrganisationContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Belongs to"), parent=parent)
        self._number = contact.number
        self._source = _parent_of(contact)
        self.organisation = OrganisationField(
            self._source or Membership(), context, own=True, parent=self
        )
        self.organisation.setAccessibleName(_("Belongs to"))
        self.title.setBuddy(self.organisation)
        self.body.addLayout(field_line([self.organisation]))
        self.body.addWidget(self.organisation.message_line())
        self.body.addWidget(self.organisation.foot)
        self.body.setSpacing(0)
        self.organisation.textEdited.connect(self.edited)
        self.organisation.picked.connect(self.edited)
        self.organisation.looked.connect(self._advise)
        if self._source is not None:
            self.organisation.ask_again()

    def _advise(self, answer: OrganisationAnswer) -> None:
        """A circle is said where it is typed; nobody is kept from saving."""
        known = answer.known
        if known is not None and known.number == self._number:
            words = _("An organisation does not belong to itself. Choose another one.")
        elif known is not None and answer.circle:
            words = _("{name} belongs to this organisation already: that would be a circle.")
            words = words.format(name=known.name)
        else:
            words = ""
        self.organisation.set_state("error" if words else "", words)

    def applied(self, contact: Contact) -> Contact:
        """The contact with what stands in the field."""
        source = self._source
        typed = {
            "organisation": self.organisation.typed(),
            "organisation_id": self.organisation.linked_id(),
        }
        made = edited_membership(source, typed)
        if made == source:
            return contact
        others = tuple(m for m in contact.memberships if source is None or m != source)
        if made is not None and not made.organisation:
            made = None
        if made is None:
            return replace(contact, memberships=others)
        if source is None:
            return replace(contact, memberships=(*contact.memberships, made))
        changed = tuple(made if m == source else m for m in contact.memberships)
        return replace(contact, memberships=changed)


def _parent_of(contact: Contact) -> Membership | None:
    """The first membership that is not the organisation's own ORG line."""
    name = organisation_name(contact)
    others = (m for m in contact.memberships if m.organisation not in ("", name))
    return next(others, None) if contact.kind == "org" else None
