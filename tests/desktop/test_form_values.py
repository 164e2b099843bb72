"""The editor's value logic: what is untouched survives, what is typed is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contactdesk.desktop import form_values as form
from contactdesk.model.contact import Address, Contact, Entry, Membership


def test_an_untouched_row_gives_back_the_very_entry():
    entry = Entry(" +48 600 000 214 ", ("cell", "voice", "x-odd"), "", True, 7)
    assert form.entries_of([form.EntryRow.of(entry)]) == (entry,)


def test_a_changed_number_keeps_its_item_and_types():
    entry = Entry("+48 600 000 214", ("cell", "voice"), "", False, 7)
    row = replace(form.EntryRow.of(entry), value="+48 600 000 215")
    assert form.entries_of([row]) == (replace(entry, value="+48 600 000 215"),)


def test_an_emptied_row_is_gone():
    assert form.entries_of([form.EntryRow("  ")]) == ()


def test_a_star_given_takes_the_others_away():
    rows = [form.EntryRow("1", preferred=True), form.EntryRow("2")]
    assert [r.preferred for r in form.with_star(rows, 1, True)] == [False, True]
    assert [r.preferred for r in form.with_star(rows, 0, False)] == [False, False]


def test_the_whole_name_follows_its_parts():
    contact = Contact(formatted_name="Agnieszka Baran", given="Agnieszka", family="Baran")
    typed = {**form.name_shown(contact), "family": "Nowak "}
    assert form.with_name(contact, typed).formatted_name == "Agnieszka Nowak"
    assert form.with_name(contact, typed).family == "Nowak"


def test_a_name_nobody_touched_is_left_as_it_came():
    contact = Contact(formatted_name="Prof. A. Baran (Gdańsk)", given="Agnieszka", family="Baran")
    assert form.with_name(contact, form.name_shown(contact)) is contact


@pytest.mark.parametrize(
    ("whole", "given", "family"),
    [
        ("Jan Maria Kowalski", "Jan Maria", "Kowalski"),
        ("Cher", "Cher", ""),
        ("陳怡君", "怡君", "陳"),
        ("歐陽怡君", "怡君", "歐陽"),
        ("رضا ابراهیمی", "رضا", "ابراهیمی"),
    ],
)
def test_a_card_with_only_a_whole_name_shows_it_in_parts(whole, given, family):
    contact = Contact(formatted_name=whole)
    shown = form.name_shown(contact)
    assert (shown["given"], shown["family"]) == (given, family)
    assert form.with_name(contact, shown) is contact


def test_a_persons_name_becomes_the_organisations_and_back():
    person = Contact(formatted_name="Atelier Ahmadi", given="Atelier", family="Ahmadi")
    organisation = form.with_kind(person, "org")
    assert (organisation.formatted_name, organisation.given) == ("Atelier Ahmadi", "")
    back = form.with_kind(organisation, "individual")
    assert (back.given, back.family) == ("Atelier", "Ahmadi")
    assert back.memberships == ()


def test_renaming_an_organisation_renames_its_own_org_line():
    card = Contact(
        kind="org", formatted_name="Baltica", memberships=(Membership("Baltica", item=3),)
    )
    renamed = form.with_organisation_name(card, "Baltica Logistyka")
    assert renamed.formatted_name == renamed.memberships[0].organisation == "Baltica Logistyka"


def test_another_organisation_is_no_longer_the_linked_one():
    source = Membership("Baltica", ("Procurement",), "Buyer", "", "some-id", "2021", "", 4)
    typed = {"organisation": "Ege", "job_title": "Buyer", "departments": ("Procurement",)}
    changed = form.edited_membership(source, typed)
    assert changed is not None
    assert (changed.organisation_id, changed.starts_on, changed.item) == ("", "2021", 4)


def test_an_emptied_workplace_is_gone():
    source = Membership("Baltica", item=4)
    typed = {"organisation": "", "job_title": "", "departments": ()}
    assert form.edited_membership(source, typed) is None


def test_parts_of_an_address_that_are_not_shown_survive():
    source = Address("P.O. 5", "", "ul. Portowa 18", "Gdańsk", "Pomorskie", "80-555", "Poland")
    changed = form.edited_address(source, {"street": "ul. Portowa 20 ", "locality": "Gdańsk"})
    assert changed == replace(source, street="ul. Portowa 20")


def test_departments_are_read_back_as_they_are_shown():
    departments = ("R/D", "Prototypes")
    assert form.read_departments(form.departments_text(departments)) == departments


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", ""),
        ("a.baran@baltica.example", ""),
        ("zażółć@gęślą.pl", ""),
        ("agnieszka@baran", "agnieszka@baran.pl"),
        ("agnieszka.baran", "no @"),
        ("@baran.pl", "before the @"),
        ("anna@", "after the @"),
        ("a@b.pl, c@d.pl", "more than one"),
    ],
)
def test_mail_advice_gives_an_example_and_is_silent_otherwise(typed, says):
    advice = form.mail_advice(typed, "PL")
    assert says in advice
    assert bool(advice) == bool(says)


def test_words_are_split_at_any_comma_once():
    assert form.words_of("a, b، c、a,, ") == ("a", "b", "c")


def test_a_name_from_the_search_field_starts_the_new_contact():
    contact = form.named_contact("individual", " jan  kowalsky")
    assert (contact.given, contact.family) == ("jan", "kowalsky")
    assert form.named_contact("org", "Baltica").formatted_name == "Baltica"
    assert form.is_blank(form.named_contact("individual", ""))


def test_empty_items_that_a_card_brought_are_no_change():
    odd = (Entry("", ("work",), item=1), Entry(" ", item=2))
    assert form.entries_of([form.EntryRow.of(e) for e in odd]) == odd
    assert form.edited_address(Address(item=3), {}) == Address(item=3)
    assert form.edited_membership(Membership(item=4), {}) == Membership(item=4)
