"""What typing into a cell makes of a contact: that one value, and nothing else."""

from __future__ import annotations

import pytest

from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.model.dates import PartialDate
from contactdesk.model.table_columns import BY_KEY, COLUMNS

FULL = Contact(
    formatted_name="Anna Nowak", given="Anna", family="Nowak", nicknames=("Ania",),
    memberships=(
        Membership("Baltica", ("Buying",), "Head", organisation_id="x", item=1),
        Membership("Choir", item=2),
    ),
    phones=(Entry("1", ("work",), item=3), Entry("2", ("cell",), preferred=True, item=4)),
    emails=(Entry("a@b.example", item=5),),
    addresses=(Address(street="Long 1", locality="Łódź", country="Poland", item=6),),
    categories=("VIP",), birthday=PartialDate(1984, 3, 14), note="Calls back.",
)  # fmt: skip


def put(column: str, text: str, contact: Contact = FULL) -> Contact:
    setter = BY_KEY[column].set
    assert setter is not None
    return setter(contact, text)


def test_the_value_that_is_shown_is_the_one_that_changes() -> None:
    assert [phone.value for phone in put("phone", "9").phones] == ["1", "9"]
    assert [phone.value for phone in put("mobile", "9").phones] == ["1", "9"]
    jobs = put("organisation", "Vinhos").memberships
    assert (jobs[0].organisation, jobs[0].organisation_id, jobs[0].job_title) == (
        "Vinhos", "", "Head",
    )  # fmt: skip
    assert jobs[1] == FULL.memberships[1]
    place = put("locality", "Gdynia").addresses[0]
    assert (place.locality, place.street, place.item) == ("Gdynia", "Long 1", 6)


def test_an_empty_cell_gets_a_value_of_its_own() -> None:
    made = put("mobile", "600", Contact())
    assert made.phones == (Entry("600", ("cell",)),)
    assert put("country", "Poland", Contact()).addresses == (Address(country="Poland"),)
    assert put("job_title", "Buyer", Contact()).memberships == (Membership(job_title="Buyer"),)


def test_an_emptied_cell_takes_the_item_away_where_nothing_else_is_in_it() -> None:
    assert put("email", "").emails == ()
    assert put("street", "").addresses[0].locality == "Łódź"
    only = Contact(addresses=(Address(locality="Łódź", item=1),))
    assert put("locality", "", only).addresses == ()


def test_several_words_are_told_apart_by_commas() -> None:
    assert put("categories", "VIP, Press,، VIP").categories == ("VIP", "Press")
    assert put("nicknames", "").nicknames == ()


def test_a_date_may_lack_its_year() -> None:
    assert put("birthday", "--03-14").birthday == PartialDate(None, 3, 14)
    assert put("birthday", "").birthday is None


@pytest.mark.parametrize("column", [c.key for c in COLUMNS if c.is_editable])
def test_what_a_column_shows_is_what_was_put_there(column: str) -> None:
    text = "1990-01-02" if BY_KEY[column].kind == "date" else "Something"
    assert put(column, text) != FULL
    assert put(column, text, put(column, text)) == put(column, text)
