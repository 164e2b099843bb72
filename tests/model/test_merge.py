"""Two edits of one contact meet: nothing is lost unseen, nothing is doubled."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.contact import Address, Contact, Entry
from contactdesk.model.record import changed_fields, merge, numbered

WORDS = st.text("abćłŻ 陳م", max_size=4)
ENTRIES = st.lists(st.builds(Entry, WORDS, st.just(()), WORDS, st.booleans()), max_size=3)
CONTACTS = st.builds(
    Contact,
    id=st.just("c"),
    given=WORDS,
    family=WORDS,
    note=WORDS,
    categories=st.lists(WORDS.filter(bool), max_size=3, unique=True).map(tuple),
    phones=ENTRIES.map(tuple),
    emails=ENTRIES.map(tuple),
    addresses=st.lists(st.builds(Address, street=WORDS), max_size=2).map(tuple),
).map(numbered)

ANNA = numbered(
    Contact(
        id="c",
        given="Anna",
        family="Nowak",
        phones=(Entry("+48 501 234 567", ("cell",)), Entry("+48 22 555 01 01", ("work",))),
        emails=(Entry("anna@baltica.example"),),
        categories=("Customer", "Gdańsk"),
    )
)
MOBILE, OFFICE = ANNA.phones


@given(CONTACTS, CONTACTS)
def test_merging_an_edit_with_no_edit_gives_the_edit(base: Contact, edit: Contact) -> None:
    assert merge(base, edit, base).contact == edit
    assert merge(base, base, edit).contact == edit
    assert not merge(base, edit, base).conflicts
    assert not merge(base, base, edit).conflicts


@given(CONTACTS)
def test_merging_nothing_changes_nothing(base: Contact) -> None:
    assert merge(base, base, base) == merge(base, base, replace(base))
    assert merge(base, base, base).contact == base


@given(CONTACTS, CONTACTS)
def test_the_same_edit_made_twice_is_no_conflict(base: Contact, edit: Contact) -> None:
    merged = merge(base, edit, edit)
    assert merged.contact == edit
    assert not merged.conflicts


@given(CONTACTS, CONTACTS, CONTACTS)
def test_edits_of_different_fields_both_survive(base: Contact, one: Contact, two: Contact) -> None:
    mine = replace(base, given=one.given, phones=one.phones, note=one.note)
    theirs = replace(base, family=two.family, emails=two.emails, categories=two.categories)
    merged = merge(base, mine, theirs)
    assert not merged.conflicts
    for field in ("given", "phones", "note"):
        assert getattr(merged.contact, field) == getattr(mine, field)
    for field in ("family", "emails", "categories"):
        assert getattr(merged.contact, field) == getattr(theirs, field)


@given(CONTACTS, CONTACTS, CONTACTS)
def test_what_both_left_alone_stays_and_the_rest_is_mine_or_theirs(
    base: Contact, mine: Contact, theirs: Contact
) -> None:
    merged = merge(base, mine, theirs)
    for field in ("given", "family", "note"):
        assert getattr(merged.contact, field) in (getattr(mine, field), getattr(theirs, field))
    for field in set(changed_fields(base, merged.contact)):
        changed_by_me = field in changed_fields(base, mine)
        assert changed_by_me or field in changed_fields(base, theirs)


@given(CONTACTS, CONTACTS, CONTACTS)
def test_items_of_a_merged_contact_never_share_a_number(
    base: Contact, mine: Contact, theirs: Contact
) -> None:
    new_here = replace(base, phones=(*base.phones, *(replace(e, item=0) for e in mine.phones)))
    new_there = replace(base, phones=(*base.phones, *(replace(e, item=0) for e in theirs.phones)))
    merged = numbered(merge(base, new_here, numbered(new_there)).contact)
    numbers = [e.item for e in (*merged.phones, *merged.emails, *merged.addresses)]
    assert len(set(numbers)) == len(numbers)


def test_two_people_adding_phones_keeps_both() -> None:
    mine = replace(ANNA, phones=(*ANNA.phones, Entry("+48 600 100 100")))
    theirs = numbered(replace(ANNA, phones=(*ANNA.phones, Entry("+49 421 300 200"))))
    merged = merge(ANNA, mine, theirs)
    assert [p.value for p in merged.contact.phones] == [
        MOBILE.value,
        OFFICE.value,
        "+49 421 300 200",
        "+48 600 100 100",
    ]
    assert not merged.conflicts


def test_two_people_adding_the_same_phone_keep_it_once() -> None:
    mine = replace(ANNA, phones=(*ANNA.phones, Entry("+48 600 100 100")))
    merged = merge(ANNA, mine, numbered(mine))
    assert len(merged.contact.phones) == 3
    assert not merged.conflicts


def test_two_people_editing_different_phones_keeps_both() -> None:
    mine = replace(ANNA, phones=(replace(MOBILE, value="+48 111"), OFFICE))
    theirs = replace(ANNA, phones=(MOBILE, replace(OFFICE, value="+48 222")))
    merged = merge(ANNA, mine, theirs)
    assert [p.value for p in merged.contact.phones] == ["+48 111", "+48 222"]
    assert not merged.conflicts


def test_two_people_editing_the_same_phone_is_a_conflict_that_holds_mine() -> None:
    mine = replace(ANNA, phones=(replace(MOBILE, value="+48 111"), OFFICE))
    theirs = replace(ANNA, phones=(replace(MOBILE, value="+48 222"), OFFICE), note="Met in May")
    merged = merge(ANNA, mine, theirs)
    assert merged.conflicts == ("phones",)
    assert merged.contact.phones[0].value == "+48 111"
    assert merged.contact.note == "Met in May"


def test_deleting_a_phone_that_somebody_else_edited_is_a_conflict() -> None:
    mine = replace(ANNA, phones=(OFFICE,))
    theirs = replace(ANNA, phones=(replace(MOBILE, value="+48 222"), OFFICE))
    assert merge(ANNA, mine, theirs).conflicts == ("phones",)
    assert merge(ANNA, theirs, mine).conflicts == ("phones",)


def test_deleting_one_phone_and_adding_another_leaves_the_rest() -> None:
    mine = replace(ANNA, phones=(OFFICE,))
    theirs = numbered(replace(ANNA, phones=(*ANNA.phones, Entry("+49 421"))))
    merged = merge(ANNA, mine, theirs)
    assert [p.value for p in merged.contact.phones] == [OFFICE.value, "+49 421"]
    assert not merged.conflicts


def test_my_order_of_phones_survives_their_edit() -> None:
    mine = replace(ANNA, phones=(OFFICE, MOBILE))
    theirs = replace(ANNA, phones=(MOBILE, replace(OFFICE, label="Reception")))
    merged = merge(ANNA, mine, theirs)
    assert [p.label for p in merged.contact.phones] == ["Reception", ""]
    assert not merged.conflicts


def test_categories_added_and_taken_away_by_two_people_meet() -> None:
    mine = replace(ANNA, categories=("Customer", "Gdańsk", "VIP"))
    theirs = replace(ANNA, categories=("Customer", "Supplier"))
    merged = merge(ANNA, mine, theirs)
    assert merged.contact.categories == ("Customer", "VIP", "Supplier")
    assert not merged.conflicts


def test_the_same_field_edited_differently_is_named() -> None:
    merged = merge(ANNA, replace(ANNA, note="Mine"), replace(ANNA, note="Theirs", given="Ania"))
    assert merged.conflicts == ("note",)
    assert (merged.contact.note, merged.contact.given) == ("Mine", "Ania")
