"""Organisations in the editor: linked, made of a text, renamed with their people, moved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from contactdesk.desktop.membership_dates import plain_day
from contactdesk.model.contact import Address, Membership

pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing", extend=True
)
PORT = Address("", "", "ul. Portowa 18", "Gdańsk", "", "80-555", "Poland", types=("work",))


@pytest.fixture
def change(office, the_book_itself):
    """Changes a contact of the book directly."""

    def do(contact, **values):
        with the_book_itself(), office.book.write("Change") as tx:
            base = tx.contacts.get(contact.number)
            return tx.contacts.save(replace(base, **values), base=base)

    return do


def known(office, qtbot):
    place = office.form.work.places[0]
    qtbot.waitUntil(lambda: not place.organisation.foot.isHidden())
    return place


def typed(field, text, qtbot):
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_the_field_says_what_it_leads_to_and_goes_there(office, qtbot):
    office.edit(office.anna)
    place = known(office, qtbot)
    assert place.organisation.foot.link.text() == "Open"
    with qtbot.waitSignal(office.pane.opened) as went:
        qtbot.keyClick(place.organisation.foot.link, Qt.Key.Key_Return)
    assert went.args == [office.baltica.number]


def test_an_organisation_chosen_in_the_list_is_linked(office, qtbot, stored):
    form = office.edit(office.piotr)
    field = form.work.places[0].organisation
    typed(field, "balt", qtbot)
    qtbot.waitUntil(lambda: any(r.number for r in field.found))
    popup = field.completer().popup()
    at = next(i for i, r in enumerate(field.found) if r.number == office.baltica.number)
    popup.setCurrentIndex(popup.model().index(at, 0))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: field.row is not None)
    office.save()
    (work,) = stored(office.piotr).memberships
    assert (work.organisation, work.organisation_id) == ("Baltica", office.baltica.id)


def test_a_text_is_made_an_organisation_by_a_click_and_linked(office, qtbot, stored):
    form = office.edit(office.piotr)
    place = form.work.places[0]
    typed(place.organisation, "Nordkyl AB", qtbot)
    known(office, qtbot)
    assert place.organisation.foot.link.text() == "Make an organisation of this"
    qtbot.keyClick(place.organisation.foot.link, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.organisation.foot.link.text() == "Open")
    qtbot.waitUntil(lambda: bool(office.toasts) and office.toasts[-1][1] == "Undo")
    office.save()
    (work,) = stored(office.piotr).memberships
    assert work.organisation == "Nordkyl AB"
    assert work.organisation_id


def test_a_text_nobody_touched_keeps_its_link(office, qtbot, stored, change):
    change(
        office.piotr,
        memberships=(Membership("The old name", organisation_id=office.baltica.id),),
    )
    form = office.edit(office.piotr)
    known(office, qtbot)
    typed(form.work.places[0].title, "Advisor", qtbot)
    office.save()
    (work,) = stored(office.piotr).memberships
    assert (work.organisation_id, work.job_title) == (office.baltica.id, "Advisor")


def test_until_before_from_gets_a_sentence_and_is_saved_all_the_same(office, qtbot, stored):
    form = office.edit(office.anna)
    place = form.work.places[0]
    typed(place.ends, "03/2019", qtbot)
    place.ends.left.emit()
    assert "before it began" in place.ends.message
    assert plain_day(place.ends) == "2019-03"
    typed(place.starts, "2018", qtbot)
    place.starts.left.emit()
    assert "before it began" not in place.ends.message
    office.save()
    assert stored(office.anna).memberships[0].ends_on == "2019-03"


def test_a_new_name_is_offered_to_its_people_and_all_is_one_step(
    office, qtbot, stored, the_book_itself
):
    form = office.edit(office.baltica)
    qtbot.waitUntil(lambda: not office.pane._editing._spreading.is_alone)
    typed(form.name.fields["organisation"], "Baltica Logistyka", qtbot)
    assert any("“Baltica” stands on 1 other card" in w for w in office.banners())
    office.press("Rename it on the other card too")
    assert any("1 other card changes too" in words for words in office.banners())
    office.save()
    assert stored(office.anna).organisation == "Baltica Logistyka"
    assert stored(office.anna).memberships[0].job_title == "Buyer"
    with the_book_itself():
        office.book.undo()
    assert stored(office.anna).organisation == "Baltica"
    assert stored(office.baltica).formatted_name == "Baltica"


def test_a_new_name_nobody_wants_spread_changes_one_card_only(office, qtbot, stored):
    form = office.edit(office.baltica)
    qtbot.waitUntil(lambda: not office.pane._editing._spreading.is_alone)
    typed(form.name.fields["organisation"], "Baltica Logistyka", qtbot)
    office.press("Rename it on the other card too")
    office.press("Only here")
    office.save()
    assert stored(office.anna).organisation == "Baltica"


def test_an_offer_goes_when_the_old_name_is_typed_again(office, qtbot):
    form = office.edit(office.baltica)
    qtbot.waitUntil(lambda: not office.pane._editing._spreading.is_alone)
    field = form.name.fields["organisation"]
    typed(field, "Other", qtbot)
    assert any("stands on" in words for words in office.banners())
    typed(field, "Baltica", qtbot)
    assert not any("stands on" in words for words in office.banners())


def test_a_moved_address_is_offered_to_everybody_at_it(
    office, qtbot, stored, change, the_book_itself
):
    change(office.baltica, addresses=(PORT,))
    change(office.piotr, addresses=(replace(PORT, types=("home",)),))
    form = office.edit(office.baltica)
    qtbot.waitUntil(lambda: not office.pane._editing._spreading.is_alone)
    typed(form.addresses.lines[0].fields["street"], "Nowa 1", qtbot)
    assert any("1 other card has this address" in words for words in office.banners())
    office.press("Change it for the other one too")
    office.save()
    (moved,) = stored(office.piotr).addresses
    assert (moved.street, moved.types) == ("Nowa 1", ("home",))
    with the_book_itself():
        office.book.undo()
    assert stored(office.piotr).addresses[0].street == "ul. Portowa 18"
    assert stored(office.baltica).addresses[0].street == "ul. Portowa 18"


def test_the_organisations_address_is_used_by_a_click_and_marked_as_shared(
    office, qtbot, stored, change
):
    change(office.baltica, addresses=(PORT,))
    change(office.anna, addresses=())
    form = office.edit(office.anna)
    qtbot.waitUntil(lambda: not form.addresses.place_button.isHidden())
    assert form.addresses.place_button.text() == "Use the address of Baltica"
    form.addresses.place_button.click()
    office.save()
    assert stored(office.anna).addresses[0].street == "ul. Portowa 18"
    qtbot.waitUntil(lambda: office.card is not None and office.shows(office.anna))
    (value,) = [v for v in office.card.view.details if v.field == "addresses"]
    assert value.word == "Work · shared"
    assert "Shared with Baltica" in value.tip


def test_an_organisation_that_would_belong_to_itself_gets_a_sentence(office, qtbot, stored, change):
    form = office.edit(office.baltica)
    field = form.belongs.organisation
    typed(field, "Baltica", qtbot)
    qtbot.waitUntil(lambda: field.state == "error")
    assert "does not belong to itself" in field.message


def test_what_an_organisation_belongs_to_is_linked_and_leaves_its_own_name_alone(
    office, qtbot, stored, change
):
    change(office.baltica, memberships=(Membership("Baltica"),))
    form = office.edit(office.baltica)
    field = form.belongs.organisation
    assert field.text() == ""
    typed(field, "Holding SA", qtbot)
    qtbot.waitUntil(lambda: field.foot.link.text() == "Make an organisation of this")
    field.make()
    qtbot.waitUntil(lambda: field.row is not None)
    office.save()
    own, parent = stored(office.baltica).memberships
    assert (own.organisation, parent.organisation) == ("Baltica", "Holding SA")
    assert parent.organisation_id
    form = office.edit(office.baltica)
    form.belongs.organisation.clear()
    form.belongs.organisation.textEdited.emit("")
    office.save()
    assert [m.organisation for m in stored(office.baltica).memberships] == ["Baltica"]
