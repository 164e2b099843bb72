"""The card on a real book, the keyboard on it, and what odd moments do to an edit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.contact_card import ContactCard
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.value_row import ValueRow
from contactdesk.model.contact import Address, Contact, Entry, Membership


def test_the_keyboard_on_a_value_shows_what_can_be_done_and_tab_reaches_it(office, qtbot):
    card = office.show(office.anna)
    row = next(r for r in card.findChildren(ValueRow) if r.value.field == "phones")
    assert not row.findChildren(IconButton)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    call, copy = row.findChildren(IconButton)
    assert call.accessibleName() == "Call +48 501 234 567"
    assert copy.accessibleName() == "Copy +48 501 234 567"
    qtbot.keyClick(row, Qt.Key.Key_Tab)
    assert call.hasFocus()
    qtbot.keyClick(call, Qt.Key.Key_Tab)
    assert copy.hasFocus()
    qtbot.keyClick(copy, Qt.Key.Key_Tab)
    qtbot.waitUntil(copy.isHidden)


def test_f2_on_a_value_opens_the_editor_there(office, qtbot):
    card = office.show(office.anna)
    row = [r for r in card.findChildren(ValueRow) if r.value.field == "phones"][1]
    qtbot.keyClick(row, Qt.Key.Key_F2)
    assert office.phone_field(1).hasFocus()


def test_a_contact_in_the_bin_is_not_edited(office, qtbot):
    card = office.show(office.anna)
    card.delete_wanted.emit()
    qtbot.waitUntil(lambda: bool(office.card.view.contact.deleted_at))
    office.pane.edit(office.anna.number)
    assert office.form is None


def test_a_contact_deleted_for_good_meanwhile_can_be_saved_as_new(
    office, qtbot, the_book_itself, stored
):
    office.edit(office.piotr)
    office.type_into(office.phone_field(), "600000999")
    with the_book_itself(), office.book.write("Purge") as tx:
        tx.contacts.delete([office.piotr.number])
        tx.contacts.purge([office.piotr.number])
    office.pane.save()
    qtbot.waitUntil(lambda: any("deleted for good" in words for words in office.banners()))
    with qtbot.waitSignal(office.pane.opened) as went:
        office.press("Save as a new contact")
    saved = stored(Contact(number=went.args[0]))
    assert (saved.formatted_name, saved.phones[0].value) == ("Piotr Lis", "+48 600 000 999")


def test_only_harmless_links_reach_the_system(office, qtbot, monkeypatch):
    from contactdesk.desktop import value_row

    opened = []
    monkeypatch.setattr(
        value_row.QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True
    )
    for link in ("javascript:alert(1)", "file:///etc/passwd", "https://a.example", "tel:+48501"):
        value_row.open_link(link)
    assert opened == ["https://a.example", "tel:+48501"]


def test_a_picture_is_made_small_and_kept(office, qtbot, tmp_path, stored):
    from PySide6.QtGui import QImage

    picture = QImage(1600, 1200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    picture.save(str(tmp_path / "anna.png"))
    office.edit(office.anna)
    photos = office.pane._editing.photos
    office.pane._editing.take_photo(str(tmp_path / "anna.png"))
    qtbot.waitUntil(lambda: photos.sheet is not None)
    qtbot.keyClick(photos.sheet.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: office.form.face.picture is not None)
    office.save()
    kept = stored(office.anna).photo
    assert kept is not None
    assert kept.media_type == "image/jpeg"
    qtbot.waitUntil(lambda: office.card.view.picture is not None)
    assert max(office.card.view.picture.width(), office.card.view.picture.height()) <= 512


def test_a_file_that_is_no_picture_is_refused_in_words(office, qtbot, tmp_path):
    (tmp_path / "odd.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    office.edit(office.anna)
    office.pane._editing.take_photo(str(tmp_path / "odd.png"))
    qtbot.waitUntil(lambda: any("damaged" in words for words in office.banners()))


def test_values_that_a_field_cannot_hold_survive_an_edit_of_another(
    office, qtbot, stored, colleague
):
    endless, broken = "9" * 40_000, "two\nlines"
    colleague(
        office.anna,
        phones=(*office.anna.phones, Entry(endless)),
        emails=(Entry(broken),),
        memberships=(Membership(broken, (broken,), broken),),
        given=broken,
        formatted_name=broken + " Nowak",
        addresses=(Address(street=broken, locality=broken),),
        note="a\r\nb\u2029c",
    )
    before = stored(office.anna)
    office.show(office.anna)
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    office.save()
    after = stored(office.anna)
    phone = replace(before.phones[0], value="+48 600 000 214")
    phones = (phone, *before.phones[1:])
    assert after == replace(before, revision=after.revision, phones=phones)


def test_nothing_shows_itself_as_a_window_of_its_own(office, qtbot, qapp):
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QWidget

    class Watch(QObject):
        seen: list[str] = []  # noqa: RUF012 - one watch

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
            if shown and watched.isWindow() and watched is not office.pane:
                self.seen.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    try:
        for contact in (office.anna, office.baltica, office.piotr):
            office.show(contact)
            office.pane.edit(contact.number)
            if contact.kind != "org":
                office.form.name.toggle_rare()
            office.form.rows["urls"].add()
            office.form.addresses.add()
            office.form.work.add()
            office.type_into(office.phone_field(), "12 ask")
            office.form.cancel.click()
        office.pane.new_contact("org")
    finally:
        qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_a_person_added_at_an_organisation_works_there(office, qtbot, stored):
    card = office.show(office.baltica)
    card.person_wanted.emit()
    office.type_into(office.form.name.fields["given"], "Ola")
    with qtbot.waitSignal(office.pane.opened) as went:
        office.pane.save()
    saved = stored(Contact(number=went.args[0]))
    assert saved.memberships[0].organisation == "Baltica"
    assert saved.memberships[0].organisation_id == office.baltica.id


def test_add_on_the_card_opens_an_empty_row(office):
    card = office.show(office.anna)
    card.edit_wanted.emit("urls", -1)
    assert [line.is_empty() for line in office.form.rows["urls"].lines] == [True]
    assert office.form.rows["urls"].lines[0].field.hasFocus()


def test_after_saving_the_keyboard_is_on_edit_again(office, qtbot):
    form = office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.form is None and office.card is not None)
    assert office.card.head.edit.hasFocus()


def test_a_colleagues_change_leaves_the_keyboard_where_it_is(office, qtbot, colleague):
    card = office.show(office.anna)
    row = next(r for r in card.findChildren(ValueRow) if r.value.field == "emails")
    row.setFocus(Qt.FocusReason.TabFocusReason)
    colleague(office.anna, note="Called back", urls=(Entry("https://anna.example"),))
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: office.card is not card and office.card is not None)
    assert office.card.focused_value() == ("emails", row.value.item)


def words_on(card: ContactCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if not label.isHidden()]


def test_a_note_has_room_for_all_its_lines_when_it_grows_in_its_place(office, qtbot, colleague):
    card = office.show(office.anna)
    note = next(w for w in card.findChildren(QLabel) if w.text() == office.anna.note)
    low = note.height()
    colleague(office.anna, note="\n".join(f"Line {n} of what was said" for n in range(12)))
    qtbot.waitUntil(lambda: "Line 11" in note.text())
    assert office.card is card
    assert note.height() >= low + 11 * note.fontMetrics().lineSpacing()
    assert note.height() >= note.heightForWidth(note.width())
    colleague(office.anna, note="short")
    qtbot.waitUntil(lambda: note.text() == "short")
    assert note.height() == low


def test_a_colleagues_change_shows_in_its_place(office, qtbot, colleague):
    card = office.show(office.anna)
    rows = card.findChildren(ValueRow)
    rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    changed = replace(office.anna.phones[0], value="+48 22 555 01 02")
    work = replace(office.anna.memberships[0], job_title="Captain")
    colleague(
        office.anna, note="Called back", given="Joanna", formatted_name="Joanna Nowak",
        phones=(changed, *office.anna.phones[1:]), memberships=(work,),
    )  # fmt: skip
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: "Called back" in words_on(card))
    assert office.card is card
    assert card.findChildren(ValueRow) == rows
    assert rows[0].hasFocus()
    assert rows[0].value.shown == "+48 22 555 01 02"
    assert "+48 22 555 01 02" in rows[0].accessibleName()
    assert any(b.accessibleName().endswith("555 01 02") for b in rows[0].findChildren(IconButton))
    assert "Joanna Nowak" in words_on(card)
    assert any("Captain" in words for words in words_on(card))
    call = next(b for b in card.findChildren(Button) if b.text() == "Call")
    assert call.accessibleName() == "Call +48 22 555 01 02"
    card.archive_wanted.emit(True)
    qtbot.waitUntil(lambda: bool(office.toasts))
    assert office.toasts[0][0] == "Archived Joanna Nowak"


def test_what_is_typed_while_the_book_is_slow_is_not_lost(office, qtbot, stored):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    office.pane.save()
    office.form.note.setPlainText("typed meanwhile")  # before the book has answered
    qtbot.waitUntil(lambda: not office.pane._editing.is_saving)
    assert office.form.note.toPlainText() == "typed meanwhile"
    assert office.pane.has_draft(office.anna.number)
    office.save()
    saved = stored(office.anna)
    assert (saved.note, saved.phones[0].value) == ("typed meanwhile", "+48 600 000 214")


def test_going_on_to_another_contact_while_saving_leaves_no_draft(office, qtbot, stored):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    office.pane.save()
    office.pane.show_contact(office.piotr.number)
    qtbot.waitUntil(lambda: not office.pane.has_draft(office.anna.number))
    assert stored(office.anna).phones[0].value == "+48 600 000 214"


def test_a_draft_that_is_in_the_book_already_is_forgotten(office, qtbot, colleague):
    office.edit(office.anna)
    office.form.note.setPlainText("typed")
    office.show(office.piotr)
    assert office.pane.has_draft(office.anna.number)
    colleague(office.anna, note="typed")
    office.pane.show_contact(office.anna.number)
    qtbot.waitUntil(lambda: not office.pane.has_draft(office.anna.number))
    qtbot.waitUntil(lambda: office.shows(office.anna))


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_no_tooltip_takes_a_strangers_text_for_html(office, qtbot, colleague):
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import QHelpEvent
    from PySide6.QtWidgets import QApplication, QWidget

    evil = "<img src='file:///etc/passwd'>"
    colleague(
        office.anna,
        phones=(Entry(evil, ("cell",), evil),),
        emails=(Entry(f"{evil}@a.example", label=evil),),
        urls=(Entry(f"https://a.example/{evil}"),),
        memberships=(Membership(evil * 9, (evil,), evil * 9),),
        categories=(evil,),
        note=evil,
    )
    card = office.show(office.anna)
    for row in card.findChildren(ValueRow):
        row._show_actions()
    for widget in card.findChildren(QWidget):
        event = QHelpEvent(QEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1))
        QApplication.sendEvent(widget, event)
        assert "<img" not in widget.toolTip(), type(widget)


@pytest.mark.parametrize("value", ["x-skype:marta", "xmpp:m@a.example", "odd-chat:7", "marta"])
def test_a_messenger_keeps_its_scheme_and_can_get_another(office, stored, colleague, value):
    colleague(office.anna, impp=(Entry(value, ("work",)),))
    before = stored(office.anna)
    office.edit(office.anna)
    office.form.note.setPlainText("something else")
    office.save()
    assert stored(office.anna).impp == before.impp
    office.edit(office.anna)
    line = office.form.rows["impp"].lines[0]
    line.type._combo.choose("signal")
    line.type._take(0)
    office.save()
    name = value.rpartition(":")[2]
    assert stored(office.anna).impp == (replace(before.impp[0], value=f"signal:{name}"),)


def test_a_row_added_below_the_edge_comes_into_sight(office, qtbot):
    office.pane.resize(860, 420)
    form = office.edit(office.anna)
    line = form.rows["impp"].add()

    def in_sight() -> bool:
        view = form._page.viewport()
        top = line.field.mapTo(view, line.field.rect().topLeft()).y()
        return 0 <= top <= view.height() - line.field.height()

    qtbot.waitUntil(in_sight)


def test_a_look_alike_is_shown_even_if_the_list_has_it_selected(office, qtbot):
    office.show(office.anna)
    office.pane.new_contact()
    office.type_into(office.phone_field(), "501234567")
    qtbot.waitUntil(lambda: any("Anna Nowak" in words for words in office.banners()))
    office.press("Show")
    qtbot.waitUntil(lambda: office.shows(office.anna))


def test_the_card_takes_the_keyboard_at_its_first_value(office):
    office.show(office.anna)
    office.pane.take_focus()
    assert office.card.focused_value() == ("phones", office.anna.phones[0].item)


def test_a_colleagues_change_is_seen_from_the_end_of_a_long_form(office, qtbot, colleague):
    office.pane.resize(860, 420)
    form = office.edit(office.anna)
    form.note.setFocus()
    form.note.setPlainText("mine")
    colleague(office.anna, note="theirs")
    qtbot.waitUntil(lambda: any("changed this contact" in words for words in office.banners()))
    banner = next(b for b in form.findChildren(Banner) if not b.isHidden())
    qtbot.waitUntil(lambda: banner.visibleRegion().boundingRect().height() == banner.height() > 0)


def test_what_a_colleague_changed_stands_above_advice_that_came_before_it(office, qtbot, colleague):
    form = office.edit(office.piotr)
    office.type_into(office.phone_field(), "501234567")  # Anna has it
    qtbot.waitUntil(lambda: any("same phone number" in words for words in office.banners()))
    colleague(office.piotr, note="theirs")
    qtbot.waitUntil(lambda: len(office.banners()) == 2)
    shown = sorted(
        (b for b in form.findChildren(Banner) if not b.isHidden()), key=lambda banner: banner.y()
    )
    qtbot.waitUntil(lambda: shown[0].y() != shown[1].y())
    shown.sort(key=lambda banner: banner.y())
    assert ["changed this" in b.words.text() for b in shown] == [True, False]


def test_a_group_keeps_its_name_and_members_through_an_edit(office, stored, the_book_itself):
    with the_book_itself(), office.book.write("Add a group") as tx:
        group = tx.contacts.add(
            Contact(
                kind="group",
                formatted_name="Friday lunch",
                members=(Entry(f"urn:uuid:{office.anna.id}"), Entry("mailto:x@a.example")),
            )
        )
    office.edit(group)
    office.form.name.fields["organisation"].setText("Friday lunch club")
    office.save()
    saved = stored(group)
    assert (saved.formatted_name, saved.kind) == ("Friday lunch club", "group")
    assert saved.members == group.members
