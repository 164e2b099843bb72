"""Card and editor on a real book: what is typed is saved, kept as a draft, or combined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.detail_pane import DetailPane
from contactdesk.desktop.drafts import Drafts
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.value_row import ValueRow
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


def type_into(qtbot: Any, field: Any, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_an_edited_phone_is_saved_and_everything_not_shown_survives(office, qtbot, stored):
    office.edit(office.anna)
    type_into(qtbot, office.phone_field(), "600000214")
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
    type_into(qtbot, office.phone_field(), "12")
    office.show(office.piotr)
    assert office.pane.has_draft(office.anna.number)
    office.pane.show_contact(office.anna.number)
    assert office.phone_field().text() == "12"
    assert any("unsaved changes from" in words for words in office.banners())


def test_a_draft_is_on_the_disk_soon_and_there_after_a_crash(office, qtbot, tmp_path):
    office.edit(office.anna)
    type_into(qtbot, office.phone_field(), "12")
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
    type_into(qtbot, office.phone_field(), "12")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert office.form is None
    assert office.pane.has_draft(office.anna.number)
    assert office.toasts[-1][0] == "Draft kept"
    assert stored(office.anna) == office.anna
    office.pane.edit(office.anna.number)
    assert office.phone_field().text() == "12"


def test_cancel_throws_away_and_can_be_brought_back(office, qtbot):
    office.edit(office.anna)
    type_into(qtbot, office.phone_field(), "12")
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
    type_into(qtbot, office.phone_field(), "600000214")
    colleague(office.anna, note="Called back")
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: any("Note" in words for words in office.banners()))
    office.save()
    saved = stored(office.anna)
    assert (saved.phones[0].value, saved.note) == ("+48 600 000 214", "Called back")


@pytest.mark.parametrize(("choice", "kept"), [("Keep mine", "mine"), ("Take theirs", "theirs")])
def test_a_conflict_keeps_the_text_and_lets_one_choose(
    office, qtbot, stored, colleague, choice, kept
):
    office.edit(office.anna)
    office.form.note.setPlainText("mine")
    type_into(qtbot, office.phone_field(), "600000214")
    colleague(office.anna, note="theirs")
    office.pane.save()
    qtbot.waitUntil(lambda: any("changed the same" in words for words in office.banners()))
    assert office.form.note.toPlainText() == "mine"
    office.press(choice)
    qtbot.waitUntil(lambda: office.form is None)
    saved = stored(office.anna)
    assert (saved.note, saved.phones[0].value) == (kept, "+48 600 000 214")


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
    type_into(qtbot, office.phone_field(), "600000999")
    with qtbot.waitSignal(office.pane.opened) as went:
        office.pane.save()
    number = went.args[0]
    saved = stored(Contact(number=number))
    assert (saved.formatted_name, saved.phones[0].value) == ("jan kowalsky", "+48 600 000 999")


def test_a_new_contact_half_typed_is_taken_up_again(office, qtbot):
    office.show(office.anna)
    office.pane.new_contact()
    type_into(qtbot, office.form.name.fields["family"], "Zajac")
    office.show(office.piotr)
    office.pane.new_contact()
    assert office.form.name.fields["family"].text() == "Zajac"


def test_a_list_that_reloads_does_not_end_a_new_contact(office, qtbot):
    office.show(office.anna)
    office.pane.new_contact()
    type_into(qtbot, office.form.name.fields["family"], "Zajac")
    office.pane.show_contact(office.anna.number)
    office.pane.show_nothing()
    assert office.form.name.fields["family"].text() == "Zajac"


def test_a_look_alike_is_pointed_out(office, qtbot):
    office.edit(office.piotr)
    type_into(qtbot, office.phone_field(), "501 234-567")
    qtbot.waitUntil(lambda: any("Anna Nowak" in words for words in office.banners()))
    with qtbot.waitSignal(office.pane.opened) as went:
        office.press("Show")
    assert went.args == [office.anna.number]


def test_a_number_is_written_out_when_the_field_is_left_and_odd_ones_stay(office, qtbot):
    office.edit(office.piotr)
    type_into(qtbot, office.phone_field(), "501234567")
    office.phone_field(0).clearFocus()
    assert office.phone_field(0).text() == "+48 501 234 567"
    type_into(qtbot, office.phone_field(1), "ask Anna")
    office.phone_field(1).clearFocus()
    assert office.phone_field(1).text() == "ask Anna"
    assert office.phone_field(1).message


def test_advice_never_stops_a_save(office, qtbot, stored):
    office.edit(office.piotr)
    type_into(qtbot, office.phone_field(), "12 ask Anna")
    type_into(qtbot, office.form.rows["emails"].lines[0].field, "piotr@lis")
    office.save()
    saved = stored(office.piotr)
    assert (saved.phones[0].value, saved.emails[0].value) == ("12 ask Anna", "piotr@lis")


def test_a_new_row_appears_when_the_last_is_filled(office, qtbot):
    office.edit(office.piotr)
    assert len(office.form.rows["phones"].lines) == 1
    type_into(qtbot, office.phone_field(), "5")
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
    seen = []
    for _step in range(40):
        widget = form.focusWidget()
        seen.append(widget.mapTo(form, widget.rect().topLeft()).y())
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
    from contactdesk.desktop.line_row import LineRow

    card = office.show(office.baltica)
    row = next(r for r in card.findChildren(LineRow) if r.line.name == "Anna Nowak")
    with qtbot.waitSignal(office.pane.opened) as went:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert went.args == [office.anna.number]


def test_deleting_from_the_card_offers_undo_and_the_bin_gives_back(office, qtbot, stored):
    card = office.show(office.anna)
    card.delete_wanted.emit()
    qtbot.waitUntil(lambda: bool(office.card.view.contact.deleted_at))
    assert office.toasts[-1][:2] == ("Deleted Anna Nowak", "Undo")
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


def test_the_keyboard_on_a_value_shows_what_can_be_done_and_tab_reaches_it(office, qtbot):
    from contactdesk.desktop.buttons import IconButton

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
    type_into(qtbot, office.phone_field(), "600000999")
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
    office.pane._editing.take_photo(str(tmp_path / "anna.png"))
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
    qtbot.waitUntil(lambda: any("no picture" in words for words in office.banners()))


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
    type_into(qtbot, office.phone_field(), "600000214")
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
            type_into(qtbot, office.phone_field(), "12 ask")
            office.form.cancel.click()
        office.pane.new_contact("org")
    finally:
        qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_a_person_added_at_an_organisation_works_there(office, qtbot, stored):
    card = office.show(office.baltica)
    card.person_wanted.emit()
    type_into(qtbot, office.form.name.fields["given"], "Ola")
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
    type_into(qtbot, office.phone_field(), "600000214")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.form is None and office.card is not None)
    assert office.card.head.edit.hasFocus()


def test_a_colleagues_change_leaves_the_keyboard_where_it_is(office, qtbot, colleague):
    card = office.show(office.anna)
    row = next(r for r in card.findChildren(ValueRow) if r.value.field == "emails")
    row.setFocus(Qt.FocusReason.TabFocusReason)
    colleague(office.anna, note="Called back")
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: office.card is not card and office.card is not None)
    assert office.card.focused_value() == ("emails", row.value.item)


def test_what_is_typed_while_the_book_is_slow_is_not_lost(office, qtbot, stored):
    office.edit(office.anna)
    type_into(qtbot, office.phone_field(), "600000214")
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
    type_into(qtbot, office.phone_field(), "600000214")
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
    type_into(qtbot, office.phone_field(), "501234567")
    qtbot.waitUntil(lambda: any("Anna Nowak" in words for words in office.banners()))
    office.press("Show")
    qtbot.waitUntil(lambda: office.shows(office.anna))


def test_the_card_takes_the_keyboard_at_its_first_value(office):
    office.show(office.anna)
    office.pane.take_focus()
    assert office.card.focused_value() == ("phones", office.anna.phones[0].item)


def test_a_conflict_is_seen_from_the_end_of_a_long_form(office, qtbot, colleague):
    office.pane.resize(860, 420)
    form = office.edit(office.anna)
    form.note.setFocus()
    form.note.setPlainText("mine")
    colleague(office.anna, note="theirs")
    office.pane.save()
    qtbot.waitUntil(lambda: any("changed the same" in words for words in office.banners()))
    banner = next(b for b in form.findChildren(Banner) if not b.isHidden())
    qtbot.waitUntil(lambda: banner.visibleRegion().boundingRect().height() == banner.height() > 0)


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
