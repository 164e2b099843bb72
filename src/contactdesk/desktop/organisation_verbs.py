"""What an organisation's card does: take in somebody of the book; each is one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from contactdesk.desktop.card_view import CardView, Line
from contactdesk.desktop.contact_picker import Found
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.membership_dialog import MembershipDialog
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact, Membership
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.errors import ContactDeskError
    from contactdesk.store.book import Transaction
    from contactdesk.store.listing import ContactRow

OFFERED = 8


class OrganisationVerbs(QObject):
    """Of all cards: the window it opens stays when its card is made anew meanwhile."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._number, self._name, self._told = 0, "", ""
        self._line: Line | None = None
        self.dialog: MembershipDialog | None = None

    def add_known(self, view: CardView) -> None:
        """Ask who of the book works here."""
        self._open(view, None)

    def add_near(self, view: CardView) -> None:
        """Everybody whose mail is at the organisation's domain works here."""
        desk, number, near = self._desk, view.contact.number, view.near[1]
        words = ngettext(
            "Added {count} person at {name}", "Added {count} people at {name}", len(near)
        )
        told = words.format(count=counted(len(near)), name=view.name)

        def done(_answer: Any) -> None:
            desk.toast.emit(told, _("Undo"), desk.undo)

        desk.write(
            _("Add people at {name}").format(name=view.name),
            lambda tx: tx.organisations.add_people(number, near),
            done,
        )

    def change(self, view: CardView, line: Line) -> None:
        """Ask what somebody is here now, and since or until when."""
        self._open(view, line)

    def _open(self, view: CardView, line: Line | None) -> None:
        if self.dialog is not None and isValid(self.dialog):
            return
        self._line = line
        self._number, self._name = view.contact.number, view.name
        departments = dict.fromkeys(" / ".join(p.departments) for p in view.people)
        dialog = MembershipDialog(
            self._number,
            self._name,
            [d for d in departments if d],
            self._people,
            line,
            self._host.window(),
        )
        self.dialog = dialog
        dialog.wanted.connect(self._save)
        dialog.open()

    def _people(self, typed: str, answer: Found) -> None:
        def find(tx: Transaction) -> list[ContactRow]:
            found = tx.contacts.search(typed, ListQuery("people"), OFFERED).numbers
            return tx.contacts.rows(found)

        def take(rows: list[ContactRow]) -> None:
            if self.dialog is not None and isValid(self.dialog):
                answer(rows)

        self._desk.read(find, take, key="people for an organisation")

    def _save(self, person: int, work: Membership) -> None:
        number, name, line = self._number, self._name, self._line
        if line is None:
            label = _("Add a person at {name}").format(name=name)
            self._told = _("Added a person at {name}").format(name=name)
        else:
            label = _("Change the work of {name}").format(name=line.name)
            self._told = _("Changed the work of {name}").format(name=line.name)

        def do(tx: Transaction) -> None:
            if line is None:
                tx.organisations.add_person(number, person, work)
            else:
                tx.organisations.change_person(person, line.item, work)

        self._desk.write(label, do, self._saved, failed=self._not_saved)

    def _saved(self, _answer: Any) -> None:
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.accept()
        self.dialog = None
        self._desk.toast.emit(self._told, _("Undo"), self._desk.undo)

    def _not_saved(self, error: ContactDeskError) -> None:
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.say(error.message)
        else:
            self._desk.failed.emit(error)

    def make(self, view: CardView, item: int, name: str) -> None:
        """Make an organisation of the text that stands on somebody's card."""
        desk, number = self._desk, view.contact.number

        def done(made: Contact) -> None:
            words = _("{name} is an organisation in the book now").format(name=made.formatted_name)
            desk.toast.emit(words, _("Undo"), desk.undo)

        desk.write(
            _("Make {name} an organisation").format(name=name),
            lambda tx: tx.organisations.make(name, number, item),
            done,
        )
