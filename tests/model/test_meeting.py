"""Where two edits clash is what is asked, and what is chosen is what comes out."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.meeting import BOTH, MINE, THEIRS, clashes, combined, meet, settled
from contactdesk.model.names import with_name
from contactdesk.model.record import numbered

WORDS = st.sampled_from(("", "a", "ł", "陳"))
ITEMS = st.lists(st.builds(Entry, st.sampled_from("123"), st.just(()), WORDS), max_size=2)
WORK = st.lists(st.builds(Membership, WORDS, job_title=WORDS, role=WORDS), max_size=1)
CONTACTS = st.builds(
    Contact,
    id=st.just("c"),
    given=WORDS,
    family=WORDS,
    note=WORDS,
    phones=ITEMS.map(tuple),
    addresses=st.lists(st.builds(Address, street=WORDS), max_size=1).map(tuple),
    memberships=WORK.map(tuple),
).map(lambda c: with_name(numbered(c)))

ANNA = with_name(
    numbered(
        Contact(
            id="c",
            given="Anna",
            family="Nowak",
            phones=(Entry("501", ("cell",)), Entry("22", ("work",))),
            memberships=(Membership("Baltica", ("Buying",), "Buyer"),),
            addresses=(Address(street="Portowa 18", locality="Gdańsk"),),
        )
    )
)
MOBILE, OFFICE = ANNA.phones
(JOB,) = ANNA.memberships
(HOME,) = ANNA.addresses


@settings(max_examples=300)
@given(CONTACTS, CONTACTS, CONTACTS)
def test_what_is_asked_is_what_cannot_be_combined(
    base: Contact, mine: Contact, theirs: Contact
) -> None:
    met = meet(base, mine, theirs)
    assert {c.field for c in clashes(base, mine, theirs)} == set(met.conflicts)
    assert settled(base, mine, theirs, {}) == met.contact


@settings(max_examples=300)
@given(CONTACTS, CONTACTS, CONTACTS)
def test_theirs_for_all_is_mine_for_all_seen_from_the_other_side(
    base: Contact, mine: Contact, theirs: Contact
) -> None:
    found = clashes(base, mine, theirs)
    one = settled(base, mine, theirs, {c.key: THEIRS for c in found})
    other = settled(base, theirs, mine, {})
    assert (one.given, one.family, one.note) == (other.given, other.family, other.note)
    for name in ("phones", "addresses", "memberships"):
        assert as_values(one, name) == as_values(other, name), name


def as_values(contact: Contact, name: str) -> list[str]:
    """Items without their numbers and order; a new item of both sides may have either number."""
    return sorted(repr(replace(item, item=0)) for item in getattr(contact, name))


def test_a_number_and_its_type_are_two_things_and_an_address_is_one() -> None:
    mine = replace(ANNA, phones=(replace(MOBILE, value="600"), OFFICE))
    theirs = replace(ANNA, phones=(replace(MOBILE, types=("home",)), OFFICE))
    assert meet(ANNA, mine, theirs).contact.phones[0] == replace(
        MOBILE, value="600", types=("home",)
    )
    mine = replace(ANNA, addresses=(replace(HOME, street="Morska 4"),))
    theirs = replace(ANNA, addresses=(replace(HOME, locality="Gdynia"),))
    (clash,) = clashes(ANNA, mine, theirs)
    assert (clash.field, clash.part) == ("addresses", "")


def test_parts_of_one_job_combine_but_not_with_those_of_another() -> None:
    mine = replace(ANNA, memberships=(replace(JOB, job_title="Head"),))
    theirs = replace(ANNA, memberships=(replace(JOB, departments=("Sales",)),))
    (job,) = meet(ANNA, mine, theirs).contact.memberships
    assert (job.job_title, job.departments) == ("Head", ("Sales",))
    theirs = replace(ANNA, memberships=(replace(JOB, organisation="Elsewhere"),))
    (clash,) = clashes(ANNA, mine, theirs)
    assert (clash.part, clash.allows_both) == ("", True)


def test_both_keeps_two_phones_side_by_side_and_theirs_alone_takes_mine_away() -> None:
    mine = replace(ANNA, phones=(replace(MOBILE, value="600"), OFFICE))
    theirs = replace(ANNA, phones=(replace(MOBILE, value="602"), OFFICE))
    (clash,) = clashes(ANNA, mine, theirs)
    told = {
        choice: [p.value for p in settled(ANNA, mine, theirs, {clash.key: choice}).phones]
        for choice in (MINE, THEIRS, BOTH)
    }
    assert told == {MINE: ["600", "22"], THEIRS: ["602", "22"], BOTH: ["600", "602", "22"]}


def test_an_item_that_i_removed_and_they_changed_can_come_back() -> None:
    mine = replace(ANNA, phones=(OFFICE,))
    theirs = replace(ANNA, phones=(replace(MOBILE, value="602"), OFFICE))
    (clash,) = clashes(ANNA, mine, theirs)
    assert (clash.mine, clash.allows_both) == (None, False)
    assert MOBILE.item not in [p.item for p in settled(ANNA, mine, theirs, {}).phones]
    back = settled(ANNA, mine, theirs, {clash.key: THEIRS})
    assert "602" in [p.value for p in back.phones]


def test_both_of_what_cannot_stand_side_by_side_takes_nothing_away() -> None:
    mine, theirs = replace(ANNA, note="mine"), replace(ANNA, note="hers")
    (clash,) = clashes(ANNA, mine, theirs)
    assert settled(ANNA, mine, theirs, {clash.key: BOTH}).note == "mine"
    changed = replace(ANNA, phones=(replace(MOBILE, value="602"), OFFICE))
    removed = replace(ANNA, phones=(OFFICE,))
    for mine, theirs in ((changed, removed), (removed, changed)):
        (clash,) = clashes(ANNA, mine, theirs)
        both = settled(ANNA, mine, theirs, {clash.key: BOTH})
        assert "602" in [p.value for p in both.phones]


def test_what_only_one_changed_is_told_apart() -> None:
    mine = replace(ANNA, note="mine", given="Hanna", formatted_name="Hanna Nowak")
    theirs = replace(ANNA, phones=(MOBILE, replace(OFFICE, value="33")), note="hers")
    ours, yours = combined(ANNA, mine, theirs)
    assert {d.field for d in ours} == {"given", "formatted_name"}
    assert [(d.field, d.item) for d in yours] == [("phones", OFFICE.item)]
