"""Contacts as strangers' files bring them: shown without a fault, and unchanged by being opened."""

from __future__ import annotations

from typing import Any

import pytest

from contactdesk.desktop.card_view import read_card
from contactdesk.desktop.contact_card import ContactCard
from contactdesk.desktop.contact_form import ContactForm, FormContext
from contactdesk.desktop.organisation_field import OrganisationContext
from contactdesk.model.contact import Address, Contact, Entry, Extra, Membership
from contactdesk.model.dates import PartialDate

ODD = {
    "nothing": Contact(),
    "an organisation without a name": Contact(kind="org"),
    "a group of strangers": Contact(
        kind="group", formatted_name="G", members=(Entry("urn:uuid:nope"),)
    ),
    "a place": Contact(kind="location", formatted_name="Room 5"),
    "endless texts": Contact(
        formatted_name="x" * 50_000,
        note="n" * 50_000,
        phones=tuple(Entry(str(i) * 900) for i in range(120)),
        emails=tuple(Entry("a" * 9_000) for _ in range(60)),
    ),
    "tricks": Contact(
        formatted_name="\u202e<img>&amp;{organisation}%s",
        memberships=(Membership("{title}%d<b>", ("", "a"), "{organisation}"),),
        urls=(Entry("http://["), Entry("https://"), Entry("javascript:alert(1)")),
        phones=(Entry("tel:"), Entry(""), Entry("+")),
        emails=(Entry("@"), Entry("mailto:")),
        impp=(Entry(":"), Entry("x:"), Entry("aim://foo")),
        birthday=PartialDate(day=31),
        anniversary=PartialDate(text="spring"),
        addresses=(Address(), Address(country="Poland"), Address(street="a\n\n\nb")),
        languages=(Entry("no language at all"), Entry("")),
        nicknames=("", ""),
        related=(Entry(""),),
        extra=(Extra("X-"), Extra("", "v"), Extra("x--y", "v" * 9_000)),
    ),
    "very many": Contact(
        formatted_name="Z",
        birthday=PartialDate(2000, 2, 29),
        memberships=tuple(
            Membership(f"Org {i}", starts_on="garbage", ends_on="1999-99") for i in range(40)
        ),
        addresses=tuple(Address(street=f"Street {i}") for i in range(60)),
        categories=tuple(f"c{i}" for i in range(100)),
    ),
}


@pytest.mark.parametrize("contact", ODD.values(), ids=ODD.keys())
def test_it_is_shown_and_opening_its_editor_changes_nothing(
    contact: Contact, qtbot: Any, a_book: Any, the_book_itself: Any
) -> None:
    with the_book_itself():
        book = a_book()
        with book.write("Add it") as tx:
            number = tx.contacts.add(contact).number
        with book.read() as tx:
            view = read_card(tx, number, "PL")
    card = ContactCard(view)
    qtbot.addWidget(card)
    card.resize(860, 800)
    card.grab()
    context = FormContext("PL", OrganisationContext(), lambda _answer: None)
    form = ContactForm(view.contact, context)
    qtbot.addWidget(form)
    form.resize(860, 800)
    form.grab()
    form.settle()
    assert form.value() == view.contact
