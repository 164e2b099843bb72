"""A pane on a book with three contacts, for the tests of cards and the editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.detail_pane import DetailPane
from contactdesk.desktop.feedback import Banner
from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership
from contactdesk.settings import Settings
from contactdesk.store import guard

ANNA = Contact(
    formatted_name="Anna Nowak",
    given="Anna",
    family="Nowak",
    phones=(Entry("+48 501 234 567", ("cell", "voice")), Entry("22 555 01 01", ("work",))),
    emails=(Entry("anna@baltica.example", ("work",)),),
    addresses=(Address("P.O. 5", "", "ul. Portowa 18", "Gdańsk", "", "80-555", "Poland"),),
    memberships=(Membership("Baltica", ("Procurement",), "Buyer", "Purchasing", "", "2021"),),
    note="<b>Prefers mail</b>",
    uid="from-elsewhere",
    geo="54.35,18.65",
    extra=(Extra("X-ODD", "kept", "item1", ("a",), (("P", "q"),)),),
)
BALTICA = Contact(kind="org", formatted_name="Baltica", phones=(Entry("+48 58 300 12 40"),))
PIOTR = Contact(formatted_name="Piotr Lis", given="Piotr", family="Lis")


PATIENCE = 20_000  # ms


class Office:
    """A book with three contacts, a desk on it, and a pane."""

    def __init__(self, qtbot: Any, book: Any, path: Path, contacts: list[Contact]) -> None:
        self.qtbot, self.book = qtbot, book
        self.anna, self.baltica, self.piotr = contacts
        self.toasts: list[tuple[str, str, Any]] = []
        self.desk = Desk(str(path), Settings())
        self.desk.toast.connect(lambda *said: self.toasts.append(said))
        with qtbot.waitSignal(self.desk.opened):
            self.desk.open(create=False)
        self.pane = DetailPane(self.desk)
        qtbot.addWidget(self.pane)
        self.pane.resize(860, 860)
        self.pane.show()
        self.pane.activateWindow()
        qtbot.waitUntil(self.pane.isActiveWindow)

    def show(self, contact: Contact) -> Any:
        """The card of a contact, once it is there."""
        self.pane.show_contact(contact.number)
        self.qtbot.waitUntil(lambda: self.card is not None and self.shows(contact))
        return self.card

    def shows(self, contact: Contact) -> bool:
        return self.card is not None and self.card.view.contact.number == contact.number

    @property
    def card(self) -> Any:
        return self.pane.card

    @property
    def form(self) -> Any:
        editing = self.pane._editing
        return editing.form if editing is not None else None

    def edit(self, contact: Contact) -> Any:
        self.show(contact)
        self.pane.edit(contact.number)
        return self.form

    def phone_field(self, at: int = 0) -> Any:
        return self.form.rows["phones"].lines[at].field

    def save(self) -> None:
        self.pane.save()
        self.qtbot.waitUntil(lambda: self.form is None and self.card is not None)

    def banners(self) -> list[str]:
        where = self.form or self.card
        return [b.words.text() for b in where.findChildren(Banner) if not b.isHidden()]

    def press(self, words: str) -> None:
        """Press the button of a banner."""
        from contactdesk.desktop.buttons import Button

        where = self.form or self.card
        found = [b for b in where.findChildren(Button) if b.text() == words and not b.isHidden()]
        found[-1].click()

    def type_into(self, field: Any, text: str) -> None:
        """Put a text in a field's place, key by key."""
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)

    def close(self) -> None:
        self.pane._drafts.close()
        self.desk.close()


@pytest.fixture
def qtbot(qtbot: Any) -> Any:
    """Waits as long as a busy machine needs; nobody waits when it is fast."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=PATIENCE)
    qtbot.waitSignal = partial(qtbot.waitSignal, timeout=PATIENCE)
    return qtbot


@pytest.fixture
def office(qtbot: Any, a_book: Any, tmp_path: Path) -> Iterator[Office]:
    guard.allow_this_thread()  # should a test before have ended while its desk was opening
    book = a_book()
    book.configure(region="PL")
    with book.write("Fill the book") as tx:
        contacts = [tx.contacts.add(c) for c in (ANNA, BALTICA, PIOTR)]
    made = Office(qtbot, book, tmp_path / "office.cdk", contacts)
    yield made
    made.close()


@pytest.fixture
def stored(office: Office, the_book_itself: Any) -> Any:
    """Reads a contact as the book has it."""

    def get(contact: Contact) -> Contact:
        with the_book_itself(), office.book.read() as tx:
            return tx.contacts.get(contact.number)

    return get


@pytest.fixture
def colleague(office: Office, the_book_itself: Any) -> Any:
    """Saves a change of a contact as somebody else would, from another book object."""

    def change(contact: Contact, **values: Any) -> None:
        with the_book_itself(), office.book.write("A colleague's edit") as tx:
            base = tx.contacts.get(contact.number)
            tx.contacts.save(replace(base, **values), base=base)

    return change
