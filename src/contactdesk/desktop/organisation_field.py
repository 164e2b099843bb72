"""A field for an organisation: completes from the book, and says under itself what it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.contact_picker import ContactPicker
from contactdesk.desktop.labels import ElidedLabel, LinkLabel
from contactdesk.i18n import _
from contactdesk.model.contact import Address, Contact, Membership
from contactdesk.store.listing import ContactRow, Person

SETTLE_MS = 300


@dataclass(frozen=True, slots=True)
class OrganisationAnswer:
    """What the book knows of what is typed.

    `offered` begin so, names without a contact (number 0) last; `known` is the one that is meant
    (linked, or called exactly so), with its first `address`; `circle` says that it belongs to the
    contact being edited already.
    """

    offered: tuple[ContactRow, ...] = ()
    known: ContactRow | None = None
    address: Address | None = None
    circle: bool = False


class OrganisationContext:
    """What the fields of organisations ask the book for; every answer may come late or never."""

    def look(self, membership: Membership, answer: Callable[[OrganisationAnswer], None]) -> None:
        """What the book knows of a membership's organisation."""

    def make(self, name: str, answer: Callable[[ContactRow], None]) -> None:
        """Make an organisation of a text, as a change of its own."""

    def open(self, number: int) -> None:
        """Go to an organisation; what is typed is kept as a draft."""

    def people(self, contact: Contact, answer: Callable[[list[Person]], None]) -> None:
        """Everybody who works or worked at an organisation."""

    def somebody(self, typed: str, answer: Callable[[list[ContactRow]], None]) -> None:
        """People of the book whose names have what is typed."""

    def anybody(self, typed: str, answer: Callable[[list[ContactRow]], None]) -> None:
        """The same, organisations too."""

    def called(self, uuid: str, answer: Callable[[ContactRow], None]) -> None:
        """The contact with this id, if there is one."""


class OrganisationField(ContactPicker):
    """`membership` is what is typed, with the id of what was chosen in the list."""

    looked = Signal(object)  # OrganisationAnswer

    def __init__(
        self,
        membership: Membership,
        context: OrganisationContext,
        *,
        own: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self._search, membership.organisation, icon="building-2", parent=parent)
        self._loaded_text = self.text()
        self._loaded = membership
        self._own = own  # a person may make an organisation of this text
        self.context = context
        self.answer = OrganisationAnswer()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.ask_again)
        self.textEdited.connect(lambda _text: self._settle.start())
        self.picked.connect(self._picked)
        self.foot = _Foot(self)

    def linked_id(self) -> str:
        """The id of the organisation that is linked, "" for a text."""
        if self.row is not None:
            return self.row.id
        return self._loaded.organisation_id if self.text() == self._loaded_text else ""

    def typed(self) -> str:
        """The text; one nobody touched is kept even where a field cannot hold all of it."""
        if self.text() == self._loaded_text:
            return self._loaded.organisation
        return self.text().strip()

    def ask_again(self) -> None:
        """Find out what the text leads to."""
        if not self.text().strip():
            self.take(OrganisationAnswer())
            return
        asked = Membership(self.typed(), organisation_id=self.linked_id())
        self.context.look(asked, self.take)

    def take(self, answer: OrganisationAnswer) -> None:
        """The book has answered."""
        self.answer = answer
        self.looked.emit(answer)
        self.foot.show_answer()

    def _search(self, typed: str, answer: Callable[[list[ContactRow]], None]) -> None:
        def offer(found: OrganisationAnswer) -> None:
            answer([row for row in found.offered if row.number or row.name != typed])

        self.context.look(Membership(typed), offer)

    def _picked(self, row: ContactRow | None) -> None:
        if row is not None and not row.number:  # a name that stands on somebody's card
            self.row = None
        self._settle.start()

    def make(self) -> None:
        """Make an organisation of the text."""
        self.context.make(self.text().strip(), self._made)

    def _made(self, row: ContactRow) -> None:
        if self.text().strip() == row.name:
            self.pick(row)
            self.textEdited.emit(row.name)

    def may_make(self) -> bool:
        """Whether a click would make an organisation of the text."""
        return self._own and bool(self.text().strip()) and self.answer.known is None


class _Foot(QWidget):
    """The line under the field: what it leads to, or what can be made of it."""

    def __init__(self, field: OrganisationField) -> None:
        super().__init__()
        self._field = field
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        self.words = ElidedLabel("", "caption", "text3")
        self.link = LinkLabel("", "caption", weight=500)
        self.link.activated.connect(self._act)
        row.addWidget(self.words)
        row.addWidget(self.link)
        row.addStretch(1)
        self.hide()

    def _act(self) -> None:
        known = self._field.answer.known
        if known is not None:
            self._field.context.open(known.number)
        else:
            self._field.make()

    def show_answer(self) -> None:
        """Say what the book knows."""
        field = self._field
        known = field.answer.known
        if known is not None and field.text().strip():
            self.words.setText(bidi.isolated(known.subtitle))
            self.link.setText(_("Open"))
            words = _("Open {name}").format(name=known.name)
        elif field.may_make():
            self.words.setText(_("Not in the book yet"))
            self.link.setText(_("Make an organisation of this"))
            words = _("Make {name} an organisation").format(name=field.text().strip())
        else:
            self.hide()
            return
        self.link.setAccessibleName(words)
        self.show()
