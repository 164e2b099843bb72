"""Related people on a card: seen from both sides, added, changed and taken away in place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from contactdesk.desktop.related_section import RelatedRow
from contactdesk.model.contact import Entry
from contactdesk.model.relations import RelationKind

# lists under fields are windows of their own: off screen they can neither be raised nor grab
pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing", extend=True
)


@pytest.fixture
def related(office, the_book_itself):
    """Anna has a line that says who her assistant is: Piotr."""
    with the_book_itself(), office.book.write("Relate") as tx:
        tx.relations.add(office.anna.number, RelationKind(("assistant",)), office.piotr.number)
    return office


def rows(office):
    return office.card.findChildren(RelatedRow)


def shown(office):
    return [(row.line.name, row.line.second) for row in rows(office)]


def dialog_of(office, qtbot):
    qtbot.waitUntil(lambda: office.pane.cards.related.dialog is not None)
    return office.pane.cards.related.dialog


def saved(office, dialog, qtbot):
    with qtbot.waitSignal(dialog.destroyed):
        dialog.save.click()


def pick(dialog, qtbot, typed, name):
    dialog.person.setFocus()
    dialog.person.clear()
    qtbot.keyClicks(dialog.person, typed)
    qtbot.waitUntil(lambda: any(r.name == name for r in dialog.person.found))
    at = next(i for i, r in enumerate(dialog.person.found) if r.name == name)
    popup = dialog.person.completer().popup()
    popup.setCurrentIndex(popup.model().index(at, 0))
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.person.row is not None)


def test_both_cards_show_the_relation_and_lead_to_each_other(related, qtbot):
    related.show(related.anna)
    assert shown(related) == [("Piotr Lis", "Assistant")]
    with qtbot.waitSignal(related.pane.opened) as went:
        qtbot.keyClick(rows(related)[0], Qt.Key.Key_Return)
    assert went.args == [related.piotr.number]
    related.show(related.piotr)
    assert shown(related) == [("Anna Nowak", "Assistant of")]


def test_delete_on_the_others_card_takes_it_from_both_and_undo_brings_it_back(
    related, qtbot, stored
):
    related.show(related.piotr)
    qtbot.keyClick(rows(related)[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not rows(related))
    assert stored(related.anna).related == ()
    qtbot.waitUntil(lambda: bool(related.toasts) and related.toasts[-1][1] == "Undo")
    related.toasts[-1][2]()
    qtbot.waitUntil(lambda: bool(rows(related)))
    assert shown(related) == [("Anna Nowak", "Assistant of")]


def test_a_person_is_added_by_choosing_them_in_the_list(office, qtbot):
    office.show(office.anna)
    office.card.relation_wanted.emit()
    dialog = dialog_of(office, qtbot)
    pick(dialog, qtbot, "lis", "Piotr Lis")
    dialog.choose_kind(RelationKind(("manager",)))
    assert "Piotr Lis" in dialog.preview.text()
    assert "Manager of" in dialog.preview.text()
    saved(office, dialog, qtbot)
    qtbot.waitUntil(lambda: bool(rows(office)))
    assert shown(office) == [("Piotr Lis", "Manager")]


def test_a_kind_is_changed_from_the_other_side_with_a_word_of_ones_own(
    related, qtbot, stored, the_book_itself
):
    related.show(related.piotr)
    qtbot.keyClick(rows(related)[0], Qt.Key.Key_F2)
    dialog = dialog_of(related, qtbot)
    assert dialog.person.text() == "Anna Nowak"
    dialog.kind.setCurrentIndex(dialog.kind.count() - 1)
    qtbot.keyClicks(dialog.word, "Student")
    qtbot.keyClicks(dialog.reverse, "Mentor")
    saved(related, dialog, qtbot)
    qtbot.waitUntil(lambda: shown(related) == [("Anna Nowak", "Student")])
    related.show(related.anna)
    assert shown(related) == [("Piotr Lis", "Mentor")]
    assert len(stored(related.anna).related) == 1
    with the_book_itself(), related.book.read() as tx:
        assert tx.relations.kinds() == [("Student", "Mentor")]


def test_oneself_gets_a_sentence_at_the_field_and_nothing_is_saved(office, qtbot, stored):
    office.show(office.anna)
    office.card.relation_wanted.emit()
    dialog = dialog_of(office, qtbot)
    dialog.save.click()
    assert dialog.person.state == "error"
    pick(dialog, qtbot, "anna", "Anna Nowak")
    dialog.save.click()
    assert "themselves" in dialog.person.message
    dialog.reject()
    assert stored(office.anna).related == ()


def test_a_name_typed_out_is_kept_as_a_name_and_the_card_says_who_is_in_the_book(
    office, qtbot, stored
):
    office.show(office.anna)
    office.card.relation_wanted.emit()
    dialog = dialog_of(office, qtbot)
    qtbot.keyClicks(dialog.person, "Piotr Lis")
    qtbot.waitUntil(lambda: bool(dialog.person.namesakes()))
    dialog.person.completer().popup().hide()
    dialog.person.left.emit()
    assert "is in the book" in dialog.person.message
    saved(office, dialog, qtbot)
    qtbot.waitUntil(lambda: bool(rows(office)))
    assert [e.value for e in stored(office.anna).related] == ["Piotr Lis"]
    assert rows(office)[0].line.row is None


def test_the_card_made_anew_by_a_colleague_does_not_close_the_window(
    office, qtbot, the_book_itself
):
    office.show(office.anna)
    office.card.relation_wanted.emit()
    dialog = dialog_of(office, qtbot)
    qtbot.keyClicks(dialog.person, "Somebody")
    before = office.card
    with the_book_itself(), office.book.write("Colleague") as tx:
        base = tx.contacts.get(office.anna.number)
        tx.contacts.save(replace(base, categories=("new",)), base=base)
    office.desk._look_for_changes()
    qtbot.waitUntil(lambda: office.card is not before)
    saved(office, dialog, qtbot)
    qtbot.waitUntil(lambda: bool(rows(office)))


def test_hundreds_of_relations_are_folded(office, qtbot, the_book_itself):
    with the_book_itself(), office.book.write("Many") as tx:
        base = tx.contacts.get(office.anna.number)
        many = tuple(Entry(f"Cousin {n}", ("kin",)) for n in range(200))
        tx.contacts.save(replace(base, related=many), base=base)
    office.show(office.anna)
    assert len(rows(office)) == 20


def test_enter_on_cancel_saves_nothing(office, qtbot, stored):
    office.show(office.anna)
    office.card.relation_wanted.emit()
    dialog = dialog_of(office, qtbot)
    qtbot.keyClicks(dialog.person, "Somebody")
    dialog.cancel.setFocus()
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog.cancel, Qt.Key.Key_Return)
    assert stored(office.anna).related == ()
