"""The editor on a real book: what is typed is saved, kept as a draft, or combined."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from contactdesk.desktop.drafts import Drafts
from contactdesk.desktop.value_row import ValueRow
from contactdesk.model.contact import Contact


def test_an_edited_phone_is_saved_and_everything_not_shown_survives(office, qtbot, stored):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    office.save()
    saved = stored(office.anna)
    assert saved.phones[0].value == "+48 600 000 214"
    expected = replace(
        office.anna,
        revision=saved.revision,
        phones=(replace(office.anna.phones[0], value="+48 600 000 214"), office.anna.phones[1]),
    )
    assert saved == expected
    assert office.toasts[-1][:2] == ("Saved Anna Nowak", "Undo")


def test_saving_without_a_change_writes_nothing(office, stored):
    office.edit(office.anna)
    office.save()
    assert stored(office.anna) == office.anna


def test_a_draft_waits_while_another_contact_is_shown(office, qtbot):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "12")
    office.show(office.piotr)
    assert office.pane.has_draft(office.anna.number)
    office.pane.show_contact(office.anna.number)
    assert office.phone_field().text() == "12"
    assert any("unsaved changes from" in words for words in office.banners())


def test_a_draft_is_on_the_disk_soon_and_there_after_a_crash(office, qtbot, tmp_path):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "12")
    qtbot.waitUntil(lambda: office.pane.has_draft(office.anna.number))
    office.pane._drafts.wait()
    again = Drafts(office.desk.facts.path)  # what the next start reads; nothing was closed
    again.wait()
    found = again.find(office.anna.number)
    again.close()
    assert found is not None
    assert found.mine.phones[0].value == "12"
    assert found.base == office.anna


def test_esc_leaves_and_keeps_the_draft(office, qtbot, stored):
    form = office.edit(office.anna)
    office.type_into(office.phone_field(), "12")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert office.form is None
    assert office.pane.has_draft(office.anna.number)
    assert office.toasts[-1][0] == "Draft kept"
    assert stored(office.anna) == office.anna
    office.pane.edit(office.anna.number)
    assert office.phone_field().text() == "12"


def test_an_interval_is_chosen_shown_on_the_card_and_taken_back(office, stored):
    form = office.edit(office.anna)
    assert form.keeping.combo.currentText() == "As the categories say"
    form.keeping.combo.choose("30")
    form.keeping.combo.activated.emit(form.keeping.combo.currentIndex())
    office.save()
    office.qtbot.waitUntil(lambda: stored(office.anna).keep_in_touch == "30", timeout=5000)
    office.qtbot.waitUntil(lambda: "Every month" in card_words(office), timeout=5000)
    office.pane.desk.undo()
    office.qtbot.waitUntil(lambda: stored(office.anna).keep_in_touch == "", timeout=5000)


def card_words(office):
    from contactdesk.desktop.value_row import ValueRow

    return [row.value.text for row in office.pane.findChildren(ValueRow)]


def test_cancel_throws_away_and_can_be_brought_back(office, qtbot):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "12")
    office.form.cancel.click()
    assert office.form is None
    assert not office.pane.has_draft(office.anna.number)
    office.toasts[-1][2]()
    assert office.phone_field().text() == "12"


def test_leaving_a_form_nobody_typed_into_leaves_no_draft(office):
    office.edit(office.anna)
    office.show(office.piotr)
    assert not office.pane.has_draft(office.anna.number)


def test_two_people_changing_different_things_keeps_both(office, qtbot, stored, colleague):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    colleague(office.anna, note="Called back")
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: any("Note" in words for words in office.banners()))
    office.save()
    saved = stored(office.anna)
    assert (saved.phones[0].value, saved.note) == ("+48 600 000 214", "Called back")


def test_a_clean_form_shows_what_a_colleague_changed(office, qtbot, colleague):
    office.edit(office.anna)
    colleague(office.anna, note="Called back")
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: office.form.note.toPlainText() == "Called back")


def test_an_open_card_shows_what_a_colleague_changed(office, qtbot, colleague):
    office.show(office.anna)
    colleague(office.anna, note="Called back")
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: office.card.view.contact.note == "Called back")


def test_a_new_contact_is_added_and_gone_to(office, qtbot, stored):
    office.pane.new_contact("individual", "jan kowalsky")
    assert office.form.name.fields["given"].text() == "jan"
    office.type_into(office.phone_field(), "600000999")
    with qtbot.waitSignal(office.pane.opened) as went:
        office.pane.save()
    number = went.args[0]
    saved = stored(Contact(number=number))
    assert (saved.formatted_name, saved.phones[0].value) == ("jan kowalsky", "+48 600 000 999")


def test_a_new_contact_half_typed_is_taken_up_again(office, qtbot):
    office.show(office.anna)
    office.pane.new_contact()
    office.type_into(office.form.name.fields["family"], "Zajac")
    office.show(office.piotr)
    office.pane.new_contact()
    assert office.form.name.fields["family"].text() == "Zajac"


def test_a_list_that_reloads_does_not_end_a_new_contact(office, qtbot):
    office.show(office.anna)
    office.pane.new_contact()
    office.type_into(office.form.name.fields["family"], "Zajac")
    office.pane.show_contact(office.anna.number)
    office.pane.show_nothing()
    assert office.form.name.fields["family"].text() == "Zajac"


def test_a_look_alike_is_pointed_out(office, qtbot):
    office.edit(office.piotr)
    office.type_into(office.phone_field(), "501 234-567")
    qtbot.waitUntil(lambda: any("Anna Nowak" in words for words in office.banners()))
    with qtbot.waitSignal(office.pane.opened) as went:
        office.press("Show")
    assert went.args == [office.anna.number]


def test_a_number_is_written_out_when_the_field_is_left_and_odd_ones_stay(office, qtbot):
    office.edit(office.piotr)
    office.type_into(office.phone_field(), "501234567")
    office.phone_field(0).clearFocus()
    assert office.phone_field(0).text() == "+48 501 234 567"
    office.type_into(office.phone_field(1), "ask Anna")
    office.phone_field(1).clearFocus()
    assert office.phone_field(1).text() == "ask Anna"
    assert office.phone_field(1).message


def test_advice_never_stops_a_save(office, qtbot, stored):
    office.edit(office.piotr)
    office.type_into(office.phone_field(), "12 ask Anna")
    office.type_into(office.form.rows["emails"].lines[0].field, "piotr@lis")
    office.save()
    saved = stored(office.piotr)
    assert (saved.phones[0].value, saved.emails[0].value) == ("12 ask Anna", "piotr@lis")


def test_a_new_row_appears_when_the_last_is_filled(office, qtbot):
    office.edit(office.piotr)
    assert len(office.form.rows["phones"].lines) == 1
    office.type_into(office.phone_field(), "5")
    assert len(office.form.rows["phones"].lines) == 2


def test_tab_goes_from_the_last_field_to_save_and_then_cancel(office, qtbot):
    office.pane.new_contact()
    form = office.form
    form.note.setFocus()
    qtbot.keyClick(form.note, Qt.Key.Key_Tab)
    assert form.save.hasFocus()
    qtbot.keyClick(form.save, Qt.Key.Key_Tab)
    assert form.cancel.hasFocus()


def test_tab_walks_the_form_from_top_to_bottom(office, qtbot):
    form = office.edit(office.piotr)
    form.name.fields["given"].setFocus()
    whole = form._page.widget()  # it scrolls meanwhile
    seen = []
    for _step in range(40):
        widget = form.focusWidget()
        seen.append(widget.mapTo(whole, widget.rect().topLeft()).y())
        if widget is form.note:
            break
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert form.note.hasFocus()
    assert all(after >= before - 12 for before, after in pairwise(seen)), seen


def test_strangers_text_is_shown_as_it_is(office):
    card = office.show(office.anna)
    labels = card.findChildren(QLabel)
    assert any(label.text() == "<b>Prefers mail</b>" for label in labels)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_ctrl_c_copies_the_value_the_keyboard_is_on(office, qtbot, qapp):
    card = office.show(office.anna)
    row = next(r for r in card.findChildren(ValueRow) if r.value.field == "phones")
    qtbot.keyClick(row, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "+48 501 234 567"


def test_an_organisation_shows_its_people_and_leads_to_them(office, qtbot):
    card = office.show(office.baltica)
    people = card.people.list
    assert [line.name for line in people.rows.lines] == ["Anna Nowak"]
    spot = people.visualRect(people.rows.index(0, 0)).center()
    with qtbot.waitSignal(office.pane.opened) as went:
        qtbot.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert went.args == [office.anna.number]


def test_deleting_from_the_card_offers_undo_and_the_bin_gives_back(office, qtbot, stored):
    card = office.show(office.anna)
    card.delete_wanted.emit()
    qtbot.waitUntil(lambda: bool(office.card.view.contact.deleted_at))
    qtbot.waitUntil(
        lambda: bool(office.toasts) and office.toasts[-1][:2] == ("Deleted Anna Nowak", "Undo")
    )
    assert any("In the bin since" in words for words in office.banners())
    office.press("Restore")
    qtbot.waitUntil(lambda: not office.card.view.contact.deleted_at)
    assert not stored(office.anna).deleted_at


def test_a_person_made_an_organisation_keeps_name_and_phones(office, stored):
    form = office.edit(office.anna)
    form.kind.chosen.emit("org")
    office.save()
    saved = stored(office.anna)
    assert (saved.kind, saved.formatted_name, saved.given) == ("org", "Anna Nowak", "")
    assert saved.phones == office.anna.phones


def test_a_custom_type_is_kept_as_a_label(office, qtbot, stored):
    office.edit(office.anna)
    choice = office.form.rows["phones"].lines[0].type
    choice._ask_own()
    qtbot.keyClicks(choice._own, "Switchboard")
    qtbot.keyClick(choice._own, Qt.Key.Key_Return)
    office.save()
    assert stored(office.anna).phones[0].label == "Switchboard"
    assert stored(office.anna).phones[0].types == office.anna.phones[0].types


def test_tab_goes_through_the_whole_form_as_one_reads_it(office, qtbot):
    form = office.edit(office.anna)
    qtbot.waitUntil(form.name.fields["given"].isVisible)
    names = [stop.accessibleName() for stop in form.stops()]
    first, phones = names.index("First name"), names.index("Type of Phone")
    assert names.index("Organisation") < names.index("Add organisation") < phones
    assert names[-3:-1] == ["Save", "Cancel"]
    form.name.fields["given"].setFocus()
    walked = []
    while (here := office.pane.window().focusWidget()) is not form.save:
        walked.append(here.accessibleName())
        qtbot.keyClick(here, Qt.Key.Key_Tab)
        assert len(walked) <= len(names)
    assert walked == names[first : names.index("Save")]
