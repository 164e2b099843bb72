"""The conflict sheet on a real book: what clashes is asked, everything else is combined."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from contactdesk.desktop.conflict_sheet import ConflictSheet
from contactdesk.desktop.sheet import Question


@pytest.fixture
def marta(office: Any, as_somebody_else: Any, the_book_itself: Any) -> Any:
    """Saves a change of a contact as a colleague called Marta would."""

    def change(contact: Any, *, delete: bool = False, **values: Any) -> None:
        with the_book_itself(), as_somebody_else("marta") as book:
            with book.write("Introduce") as tx:
                tx.people.introduce("Marta", "")
            with book.write("Marta’s edit") as tx:
                base = tx.contacts.get(contact.number)
                if delete:
                    tx.contacts.delete([contact.number])
                else:
                    tx.contacts.save(replace(base, **values), base=base)

    return change


def sheet_of(office: Any, kind: Any = ConflictSheet) -> Any:
    office.qtbot.waitUntil(lambda: bool(office.pane.findChildren(kind)))
    return office.pane.findChildren(kind)[-1]


def clash(office: Any, marta: Any) -> Any:
    """Both change the note and the mobile; I also a mail, she also the work phone."""
    mobile, work = office.anna.phones
    office.edit(office.anna)
    office.form.note.setPlainText("mine")
    office.type_into(office.phone_field(), "600000214")
    office.type_into(office.form.rows["emails"].lines[0].field, "new@baltica.example")
    marta(office.anna, note="hers", phones=(replace(mobile, value="602000377"),
                                            replace(work, value="58 1")))  # fmt: skip
    office.pane.save()
    return sheet_of(office)


def test_the_sheet_shows_both_versions_and_says_what_is_combined(office, marta):
    sheet = clash(office, marta)
    assert "Marta changed Anna Nowak" in sheet.title.text()
    rows = [(r.label, r.before, r.cells[0].text, r.cells[1].text) for r in sheet.rows]
    assert rows == [
        ("Phone · Mobile", "+48 501 234 567", "+48 600 000 214", "602000377"),
        ("Note", "<b>Prefers mail</b>", "mine", "hers"),
    ]
    sheet.show_combined.click()
    told = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "2 other changes" in told
    assert "Marta · Phone · Work: 22 555 01 01 → 58 1" in told
    sheet.dismiss()


def test_chosen_versions_are_saved_as_one_step_of_undo(office, qtbot, stored, marta):
    sheet = clash(office, marta)
    first = sheet.rows[0].cells[0]
    assert sheet.focusWidget() is first
    qtbot.keyClick(sheet.rows[0].cells[1], Qt.Key.Key_Space)  # both phones
    qtbot.keyClick(sheet.rows[0].cells[1], Qt.Key.Key_Down)
    qtbot.keyClick(sheet.rows[1].cells[1], Qt.Key.Key_Right)  # her note
    assert sheet.result.text().endswith("Note: hers")
    qtbot.keyClick(sheet.rows[1].cells[1], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: office.form is None and office.card is not None)
    saved = stored(office.anna)
    assert [p.value for p in saved.phones] == ["+48 600 000 214", "602000377", "58 1"]
    assert (saved.note, saved.emails[0].value) == ("hers", "new@baltica.example")
    assert not office.pane.has_draft(office.anna.number)
    office.desk.undo()
    qtbot.waitUntil(lambda: [p.value for p in stored(office.anna).phones] == ["602000377", "58 1"])
    assert stored(office.anna).emails == office.anna.emails


def test_esc_goes_back_to_the_form_with_all_that_was_typed(office, qtbot, stored, marta):
    sheet = clash(office, marta)
    qtbot.keyClick(sheet.rows[0].cells[0], Qt.Key.Key_Escape)
    assert office.form.note.toPlainText() == "mine"
    assert office.phone_field().text() == "+48 600 000 214"
    assert office.pane.has_draft(office.anna.number)
    assert stored(office.anna).note == "hers"
    office.pane.save()  # and asks again
    assert len(sheet_of(office).rows) == 2


def test_all_theirs_takes_every_value_of_theirs(office, qtbot, stored, marta):
    sheet = clash(office, marta)
    sheet.theirs.click()
    sheet.save.click()
    qtbot.waitUntil(lambda: office.form is None)
    saved = stored(office.anna)
    assert (saved.note, saved.phones[0].value) == ("hers", "602000377")


def test_somebody_who_changes_it_again_meanwhile_is_asked_about_again(office, qtbot, stored, marta):
    sheet = clash(office, marta)
    marta(office.anna, note="hers again")
    sheet.save.click()
    qtbot.waitUntil(lambda: len(office.pane.findChildren(ConflictSheet)) > 0
                    and office.pane.findChildren(ConflictSheet)[-1] is not sheet)  # fmt: skip
    again = sheet_of(office)
    assert [r.cells[1].text for r in again.rows] == ["hers again"]
    again.save.click()
    qtbot.waitUntil(lambda: office.form is None)
    assert stored(office.anna).note == "mine"


def test_a_silent_combination_says_whose_change_was_kept(office, qtbot, marta):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    marta(office.anna, note="hers")
    office.save()
    assert office.toasts[-1][0] == "Saved Anna Nowak. Marta’s change is kept: Note"


def test_the_window_behind_a_sheet_is_out_of_reach(office, qtbot, marta):
    sheet = clash(office, marta)
    for _step in range(20):
        sheet.focusNextPrevChild(True)
        assert sheet.isAncestorOf(office.pane.focusWidget())
    sheet.dismiss()


@pytest.mark.parametrize("restore", [True, False])
def test_saving_what_a_colleague_deleted_asks(office, qtbot, stored, marta, restore):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000214")
    marta(office.anna, delete=True)
    office.pane.save()
    question = sheet_of(office, Question)
    assert "Marta moved Anna Nowak to the bin" in question.title.text()
    assert question.focusWidget() is question.keep
    (question.go_on if restore else question.keep).click()
    qtbot.waitUntil(lambda: office.form is None and office.card is not None)
    saved = stored(office.anna)
    assert bool(saved.deleted_at) == (not restore)
    assert saved.phones[0].value == ("+48 600 000 214" if restore else "+48 501 234 567")
    assert office.pane.has_draft(office.anna.number) == (not restore)


def test_deleting_what_a_colleague_changed_meanwhile_asks_and_shows_it(
    office, qtbot, stored, marta
):
    office.show(office.anna)
    marta(office.anna, note="call her first")
    qtbot.waitUntil(lambda: office.card.view.contact.note == "call her first")
    office.card.delete_wanted.emit()
    question = sheet_of(office, Question)
    assert question.title.text() == "Marta changed Anna Nowak meanwhile"
    told = [label.text() for label in question.findChildren(QLabel)]
    assert any("Note: <b>Prefers mail</b> → call her first" in words for words in told)
    question.keep.click()
    assert not stored(office.anna).deleted_at
    qtbot.waitUntil(lambda: not office.pane.findChildren(Question))
    office.card.delete_wanted.emit()
    sheet_of(office, Question).go_on.click()
    qtbot.waitUntil(lambda: bool(office.toasts))
    assert office.toasts[-1][:2] == ("Deleted Anna Nowak", "Undo")
    assert stored(office.anna).deleted_at


def test_deleting_what_was_changed_before_one_looked_asks_nothing(office, qtbot, stored, marta):
    office.show(office.piotr)
    marta(office.anna, note="call her first")
    qtbot.waitUntil(lambda: office.desk.seen >= 2)
    office.show(office.anna)
    office.card.delete_wanted.emit()
    qtbot.waitUntil(lambda: bool(stored(office.anna).deleted_at))


def test_enter_answers_a_question_by_the_button_that_has_the_keyboard(office, qtbot, stored, marta):
    office.show(office.anna)
    marta(office.anna, note="call her first")
    qtbot.waitUntil(lambda: office.card.view.contact.note == "call her first")
    for goes_on in (False, True):
        office.card.delete_wanted.emit()
        question = sheet_of(office, Question)
        assert office.pane.window().focusWidget() is question.keep
        button = question.go_on if goes_on else question.keep
        with qtbot.waitSignal(question.answered) as answered:
            qtbot.keyClick(button, Qt.Key.Key_Return)
        assert answered.args == [goes_on]
        qtbot.waitUntil(lambda: not office.pane.findChildren(Question))
    qtbot.waitUntil(lambda: bool(stored(office.anna).deleted_at))
