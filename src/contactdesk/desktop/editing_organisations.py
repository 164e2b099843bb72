"""What the editor asks and does about organisations while a contact is being edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.organisation_field import OrganisationAnswer, OrganisationContext
from contactdesk.i18n import _
from contactdesk.model.contact import Contact, Membership
from contactdesk.store.listing import ContactRow, ListQuery, Person

if TYPE_CHECKING:
    from contactdesk.store.book import Transaction

OFFERED = 8


class BookOrganisations(QObject, OrganisationContext):
    """Asks the book of a desk; an answer whose field is gone is dropped."""

    opened = Signal(int)

    def __init__(self, desk: Desk, contact: Contact, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._contact = desk, contact

    def look(self, membership: Membership, answer: Callable[[OrganisationAnswer], None]) -> None:
        """What the book knows of a membership's organisation."""
        contact = self._contact
        self._desk.read(lambda tx: _answer(tx, contact, membership), _while_there(answer))

    def make(self, name: str, answer: Callable[[ContactRow], None]) -> None:
        """Make an organisation of a text, as a change of its own."""
        desk = self._desk
        then = _while_there(answer)

        def do(tx: Transaction) -> ContactRow:
            return tx.contacts.rows([tx.organisations.make(name).number])[0]

        def done(row: ContactRow) -> None:
            words = _("{name} is an organisation in the book now").format(name=row.name)
            desk.toast.emit(words, _("Undo"), desk.undo)
            then(row)

        desk.write(_("Make {name} an organisation").format(name=name), do, done)

    def people(self, contact: Contact, answer: Callable[[list[Person]], None]) -> None:
        """Everybody who works or worked at an organisation."""

        def find(tx: Transaction) -> list[Person]:
            return [p for p in tx.contacts.people_of(contact) if p.row.kind != "org"]

        if contact.number:
            self._desk.read(find, _while_there(answer))
        else:
            answer([])

    def somebody(self, typed: str, answer: Callable[[list[ContactRow]], None]) -> None:
        """People of the book whose names have what is typed."""

        def find(tx: Transaction) -> list[ContactRow]:
            found = tx.contacts.search(typed, ListQuery("people"), OFFERED).numbers
            return tx.contacts.rows(found)

        self._desk.read(find, _while_there(answer), key="people for an organisation")

    def anybody(self, typed: str, answer: Callable[[list[ContactRow]], None]) -> None:
        """The same, organisations too."""

        def find(tx: Transaction) -> list[ContactRow]:
            return tx.contacts.rows(tx.contacts.search(typed, ListQuery(), OFFERED).numbers)

        self._desk.read(find, _while_there(answer), key="anybody for a custom field")

    def called(self, uuid: str, answer: Callable[[ContactRow], None]) -> None:
        """The contact with this id, if there is one."""

        def find(tx: Transaction) -> list[ContactRow]:
            found = tx.contacts.get_many_by_id([uuid])
            return tx.contacts.rows([contact.number for contact in found])

        def tell(rows: list[ContactRow]) -> None:
            for row in rows:
                answer(row)

        self._desk.read(find, _while_there(tell))

    def open(self, number: int) -> None:
        """Go to an organisation; what is typed is kept as a draft."""
        self.opened.emit(number)


def _answer(tx: Transaction, contact: Contact, membership: Membership) -> OrganisationAnswer:
    typed = membership.organisation
    known = tx.contacts.organisation_of(membership)
    offered = tx.organisations.suggested(typed, OFFERED)
    names = {row.name.casefold() for row in offered}
    mentioned = [n for n in tx.contacts.organisation_names(typed) if n.casefold() not in names]
    offered += [ContactRow(0, "", "org", n, "", "", False, "") for n in mentioned]
    address, circle = None, False
    if known is not None:
        found: Contact = tx.contacts.get(known.number)
        preferred = [a for a in found.addresses if a.preferred]
        address = next(iter((*preferred, *found.addresses)), None)
        if contact.number and contact.kind == "org":
            circle = tx.organisations.would_circle(contact, known.number)
    return OrganisationAnswer(tuple(offered[:OFFERED]), known, address, circle)


def _while_there(answer: Callable[[Any], None]) -> Callable[[Any], None]:
    target = getattr(answer, "__self__", None)
    owners = [target] if isinstance(target, QObject) else []
    owners += [
        cell.cell_contents.__self__
        for cell in getattr(answer, "__closure__", None) or ()
        if isinstance(getattr(cell.cell_contents, "__self__", None), QObject)
    ]

    def take(found: Any) -> None:
        if all(isValid(owner) for owner in owners):
            answer(found)

    return take
