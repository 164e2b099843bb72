"""One change of many contacts: what it does to each of them, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.model.bulk import BulkEdit
from contactdesk.model.contact import Address, Contact, Membership

ANNA = Contact(
    formatted_name="Anna Nowak",
    memberships=(
        Membership("Baltica", ("Sales",), "Buyer", organisation_id="firm", item=1),
        Membership("Choir", item=2),
    ),
    addresses=(Address(locality="Gdańsk", country="Polska", item=3), Address(street="x", item=4)),
    categories=("Customer", "VIP"),
    note="Prefers mail",
)


def test_an_edit_of_nothing_changes_nothing() -> None:
    assert not BulkEdit()
    assert BulkEdit().applied(ANNA) == ANNA


def test_only_the_first_job_is_changed_and_a_new_organisation_is_only_words() -> None:
    after = BulkEdit(organisation="Żuraw").applied(ANNA)
    assert after.memberships == (
        replace(ANNA.memberships[0], organisation="Żuraw", organisation_id=""),
        ANNA.memberships[1],
    )
    assert BulkEdit(organisation="Baltica").applied(ANNA) == ANNA


def test_a_job_is_made_where_there_is_none_and_goes_when_nothing_is_left_of_it() -> None:
    nobody = Contact(formatted_name="Ewa")
    made = BulkEdit(organisation="Żuraw", job_title="Buyer").applied(nobody)
    assert made.memberships == (Membership("Żuraw", job_title="Buyer"),)
    assert BulkEdit(organisation="", job_title="").applied(made).memberships == ()
    kept = BulkEdit(organisation="", job_title="").applied(ANNA).memberships[0]
    assert (kept.organisation, kept.departments) == ("", ("Sales",))


def test_an_organisation_gets_no_job() -> None:
    firm = Contact(kind="org", formatted_name="Baltica")
    assert BulkEdit(organisation="Holding", job_title="Buyer").applied(firm) == firm


def test_the_country_of_every_address_is_changed_and_none_is_made() -> None:
    after = BulkEdit(country="Poland").applied(ANNA)
    assert [a.country for a in after.addresses] == ["Poland", "Poland"]
    assert BulkEdit(country="Poland").applied(Contact()).addresses == ()


def test_categories_come_and_go_and_a_note_is_added_to_what_is_there() -> None:
    edit = BulkEdit(add=("Spring", "VIP"), remove=("Customer",), note="Met at the fair")
    after = edit.applied(ANNA)
    assert after.categories == ("VIP", "Spring")
    assert after.note == "Prefers mail\n\nMet at the fair"
    assert edit.applied(Contact()).note == "Met at the fair"
