"""What happens with a contact, on its card: written, logged, edited, deleted, never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.note_drafts import EDIT, NoteDraft, NoteDrafts
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call, a_note

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def happened(office, the_book_itself):
    """What the book has of a contact."""

    def of(contact):
        with the_book_itself(), office.book.read() as tx:
            return [i.event for i in tx.timelines.of(contact.number).items]

    return of


@pytest.fixture
def add(office, the_book_itself):
    """A colleague puts events into the book."""

    def put(*events):
        with the_book_itself(), office.book.write("Elsewhere") as tx:
            return [tx.events.add(event) for event in events]

    return put


def note(contact, text, day="2026-11-20"):
    return replace(a_note((contact.id,), text, _now()), starts_at=f"{day}T09:00:00Z")


def _now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def panel_of(office, contact):
    return office.show(contact).timeline


def titles(panel):
    return [r.text or r.title for r in panel.items.rows.rows] if panel.items is not None else []


def write(qtbot, panel, text, kind="journal"):
    panel.begin(kind)
    qtbot.keyClicks(panel.composer.form.area, text)


def test_a_note_is_one_line_until_it_is_wanted_and_one_key_keeps_it(office, qtbot, happened):
    panel = panel_of(office, office.anna)
    assert panel.items is None
    assert panel.composer.line.accessibleName() == "Write a note about Anna…"
    write(qtbot, panel, "Prefers mail")
    qtbot.keyClick(panel.composer.form.area, K.Key_Return)
    qtbot.keyClicks(panel.composer.form.area, "before noon")
    qtbot.keyClick(panel.composer.form.area, K.Key_Return, CTRL)
    qtbot.waitUntil(lambda: titles(panel) == ["Prefers mail\nbefore noon"])
    assert not panel.composer.is_open
    (kept,) = happened(office.anna)
    assert (kept.component, kept.about) == ("journal", (office.anna.id,))
    qtbot.waitUntil(lambda: bool(office.toasts) and office.toasts[-1][0] == "Note about Anna kept")
    office.toasts[-1][2]()  # its Undo
    qtbot.waitUntil(lambda: titles(panel) == [])
    assert happened(office.anna) == []


def test_a_call_has_its_direction_its_outcome_and_its_length(office, qtbot, happened):
    panel = panel_of(office, office.anna)
    write(qtbot, panel, "Wants prices", "call")
    form = panel.composer.form
    assert panel.composer._second.isActive()
    panel.composer._set(began="2026-11-20T09:00:00+00:00", seconds=12 * 60 + 5)
    assert form.clock.text() == "12:05"
    form.directions.setFocus()
    qtbot.keyClick(form.directions, K.Key_Right)
    qtbot.keyClick(form.outcomes, K.Key_Right)
    qtbot.keyClick(form.outcomes, K.Key_Left)
    form.save.click()
    qtbot.waitUntil(lambda: titles(panel) == ["Wants prices"])
    (kept,) = happened(office.anna)
    assert (kept.component, kept.direction, kept.outcome) == ("call", "in", "reached")
    assert (kept.duration_minutes, kept.starts_at) == (12, "2026-11-20T09:00:00Z")
    assert not panel.composer._second.isActive()


def test_a_missed_call_needs_no_word_and_has_no_length(office, qtbot, happened):
    panel = panel_of(office, office.anna)
    panel.begin("call")
    panel.composer.form.directions.setFocus()
    qtbot.keyClick(panel.composer.form.directions, K.Key_Right)
    qtbot.keyClick(panel.composer.form.directions, K.Key_Right)
    assert panel.composer.form.outcomes.isHidden()
    panel.composer.form.save.click()
    qtbot.waitUntil(lambda: titles(panel) == ["Missed call"])
    (kept,) = happened(office.anna)
    assert (kept.direction, kept.outcome, kept.duration_minutes) == ("missed", "", None)


def test_what_is_typed_waits_while_one_looks_at_somebody_else(office, qtbot, happened):
    write(qtbot, panel_of(office, office.anna), "half a sen")
    office.show(office.piotr)
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: "half a sen" in panel.composer.line.accessibleName())
    panel.begin("")
    assert panel.composer.form.area.toPlainText() == "half a sen"
    qtbot.keyClick(panel.composer.form.area, K.Key_Escape)
    assert panel.composer.line.accessibleName() == "Draft: half a sen"
    assert happened(office.anna) == []


def test_what_is_typed_is_there_after_a_crash(office, qtbot):
    write(qtbot, panel_of(office, office.anna), "half a sen")
    drafts = office.card.timeline.drafts
    drafts.wait()
    again = NoteDrafts(office.desk.facts.path)
    assert again.read(office.anna.id).text == "half a sen"
    office.card.timeline.composer.form.discard.click()
    drafts.wait()
    assert NoteDrafts(office.desk.facts.path).read(office.anna.id) is None
    words, _act, bring_back = office.toasts[-1]
    assert words == "Draft thrown away"
    bring_back()
    assert office.card.timeline.composer.form.area.toPlainText() == "half a sen"


def test_a_colleagues_note_appears_while_one_is_writing(office, qtbot, add):
    panel = panel_of(office, office.anna)
    write(qtbot, panel, "mine")
    add(note(office.anna, "theirs"), note(office.piotr, "another's"))
    qtbot.waitUntil(lambda: titles(panel) == ["theirs"])
    assert panel.composer.form.area.toPlainText() == "mine"
    assert panel.composer.form.area.hasFocus()


def test_a_card_made_anew_keeps_the_text_and_the_keyboard(office, qtbot, the_book_itself):
    panel = panel_of(office, office.anna)
    write(qtbot, panel, "mine")
    card = office.card
    with the_book_itself(), office.book.write("Elsewhere") as tx:
        base = tx.contacts.get(office.anna.number)
        tx.contacts.save(replace(base, categories=("VIP",)), base)
    qtbot.waitUntil(lambda: office.card is not None and office.card is not card)
    assert office.card.timeline is panel
    assert panel.composer.form.area.toPlainText() == "mine"
    assert panel.composer.form.area.hasFocus()


def test_filters_are_of_the_kinds_that_there_are(office, qtbot, add):
    meeting = Event(summary="Sprint", starts_at="2026-11-21T09:00:00Z", about=(office.anna.id,))
    add(note(office.anna, "a note"), meeting)
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["Sprint", "a note"])
    assert [words for words, _kind in panel.tabs.choices] == ["All", "Notes", "Appointments"]
    panel.tabs.setFocus()
    qtbot.keyClick(panel.tabs, K.Key_Right)
    qtbot.waitUntil(lambda: titles(panel) == ["a note"])
    panel.items.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.items, K.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: titles(panel) == ["Sprint"])
    panel.lens.click()
    qtbot.keyClicks(panel.search, "note")
    qtbot.waitUntil(lambda: not panel._none.isHidden())
    panel.search.clear()
    qtbot.waitUntil(lambda: titles(panel) == ["Sprint"])


def test_fifty_are_shown_under_their_days_and_then_fifty_more(office, qtbot, add):
    add(*(note(office.anna, f"n{n}", f"2024-01-{1 + n % 28:02}") for n in range(60)))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: panel.items is not None and len(panel.items.rows.rows) > 50)
    assert sum(r.event is not None for r in panel.items.rows.rows) == 50
    assert panel.items.rows.rows[0].title == "28 January 2024"
    assert panel._more.text() == "Show 10 more"
    panel._more.activated.emit()
    qtbot.waitUntil(lambda: sum(r.event is not None for r in panel.items.rows.rows) == 60)
    assert panel._more.isHidden()


def test_a_note_is_edited_where_it_stands(office, qtbot, add, happened):
    add(note(office.anna, "old"))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["old"])
    panel.items.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.items, K.Key_F2)
    area = panel.items.area
    qtbot.keyClicks(area, " and new")
    qtbot.keyClick(area, K.Key_Return, CTRL)
    qtbot.waitUntil(lambda: titles(panel) == ["old and new"])
    assert panel.items.hasFocus()
    qtbot.keyClick(panel.items, K.Key_Return)
    qtbot.keyClicks(panel.items.area, " gone")
    qtbot.keyClick(panel.items.area, K.Key_Escape)
    assert panel.items.area is None
    assert [e.description for e in happened(office.anna)] == ["old and new"]


def test_an_edit_that_clashes_is_kept_as_a_draft(office, qtbot, add, the_book_itself):
    (base,) = add(note(office.anna, "old"))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["old"])
    panel.items.edit_row(0)
    with the_book_itself(), office.book.write("Elsewhere") as tx:
        tx.events.save(replace(base, description="theirs"), base)
    qtbot.waitUntil(lambda: titles(panel) == ["theirs"])
    qtbot.keyClicks(panel.items.area, " mine")
    with qtbot.waitSignal(office.desk.failed):
        qtbot.keyClick(panel.items.area, K.Key_Return, CTRL)
    assert panel.composer.draft.text == "old mine"
    assert titles(panel) == ["theirs"]


def test_a_note_is_deleted_by_one_key_and_comes_back(office, qtbot, add, happened):
    add(note(office.anna, "one", "2026-11-20"), note(office.anna, "two", "2026-11-19"))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["one", "two"])
    panel.items.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.items, K.Key_Delete)
    qtbot.waitUntil(lambda: titles(panel) == ["two"])
    assert panel.items.currentIndex().row() == 0
    qtbot.waitUntil(lambda: bool(office.toasts) and office.toasts[-1][0] == "Note deleted")
    office.toasts[-1][2]()
    qtbot.waitUntil(lambda: titles(panel) == ["one", "two"])


def test_an_appointment_is_shown_and_not_changed_here(office, qtbot, add, happened):
    add(Event(summary="Sprint", starts_at="2026-11-21T09:00:00Z", about=(office.anna.id,)))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["Sprint"])
    panel.items.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (K.Key_Delete, K.Key_F2):
        qtbot.keyClick(panel.items, key)
    assert panel.items.area is None
    words = [a.text() for a in panel.items.menu(0).actions()]
    assert words == ["Open in the calendar", "Add document…", "Copy"]
    assert len(happened(office.anna)) == 1


def test_a_long_text_shows_four_lines_and_then_all(office, qtbot, add):
    text = "\n".join(f"line {n}" for n in range(12))
    add(note(office.anna, text))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == [text])
    before = panel.items.height()
    assert panel.items.placed(0).layout.lineCount() == 4
    more = panel.items.placed(0).more.center()
    qtbot.mouseClick(panel.items.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, more.y()))
    assert panel.items.placed(0).layout.lineCount() == 12
    assert panel.items.height() > before
    panel.items.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.items, K.Key_Space)
    assert panel.items.height() == before


def test_an_organisation_says_through_whom_it_was(office, qtbot, add):
    add(a_call((office.anna.id,), "prices", _now(), outcome="reached", minutes=3))
    panel = panel_of(office, office.baltica)
    qtbot.waitUntil(lambda: titles(panel) == ["prices"])
    row = panel.items.rows.rows[0]
    assert (row.title, row.person_name) == ("Called · 3 min · reached", "Anna Nowak")
    assert panel.tabs.choices[0] == ("Its 1 person", "")
    foot = panel.items.placed(0).foot.center()
    with qtbot.waitSignal(office.pane.opened) as went:
        qtbot.mouseClick(
            panel.items.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(80, foot.y())
        )
    assert went.args == [office.anna.number]


def test_a_contact_in_the_bin_shows_what_happened_and_takes_nothing(office, qtbot, add):
    add(note(office.anna, "before"))
    card = office.show(office.anna)
    card.delete_wanted.emit()
    qtbot.waitUntil(lambda: bool(office.card.view.contact.deleted_at))
    panel = office.card.timeline
    qtbot.waitUntil(lambda: titles(panel) == ["before"])
    assert panel.composer is None
    panel.items.edit_row(0)
    assert panel.items.area is None


def test_the_button_of_the_card_and_a_call_begin_to_write(office, qtbot, monkeypatch):
    monkeypatch.setattr("contactdesk.desktop.contact_card.open_link", lambda _link: None)
    card = office.show(office.anna)
    card.add_note.click()
    assert card.timeline.composer.form.area.hasFocus()
    card._acts[0][0].click()
    assert card.timeline.composer.draft.kind == "call"


def test_an_item_is_copied_with_its_words(office, qtbot, add):
    add(note(office.anna, "to be copied", "2024-11-20"))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["to be copied"])
    panel.items.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(panel.items, K.Key_C, CTRL)
    assert QApplication.clipboard().text() == "Note, 20 November 2024\nto be copied"


def test_a_note_is_of_who_is_chosen_though_another_card_stands_there_still(office, qtbot):
    office.show(office.anna)
    office.pane.show_contact(office.piotr.number)
    office.pane.write_note("journal")
    qtbot.waitUntil(lambda: office.shows(office.piotr) and office.card.timeline.composer.is_open)
    assert office.card.timeline.composer.form.area.hasFocus()


def test_a_note_can_be_written_out_of_the_editor_which_keeps_its_draft(office, qtbot):
    office.edit(office.anna)
    office.type_into(office.phone_field(), "600000999")
    office.pane.write_note("call")
    qtbot.waitUntil(lambda: office.card is not None and office.card.timeline.composer.is_open)
    assert office.card.timeline.composer.draft.kind == "call"
    assert office.pane.has_draft(office.anna.number)


def test_an_edit_in_place_goes_on_after_a_crash(office, qtbot, add):
    (kept,) = add(note(office.anna, "old"))
    drafts = NoteDrafts(office.desk.facts.path)
    drafts.keep(office.anna.id + EDIT, NoteDraft("old and n", event=kept.id))
    drafts.close()
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: panel.items is not None and panel.items.area is not None)
    assert panel.items.area.toPlainText() == "old and n"
    assert not panel.items.area.hasFocus()
    panel.items.keep_edit()
    qtbot.waitUntil(lambda: titles(panel) == ["old and n"])
    qtbot.waitUntil(lambda: panel.drafts.read(office.anna.id + EDIT) is None)


def test_an_edit_of_a_note_that_is_gone_becomes_a_draft(office, qtbot, add, the_book_itself):
    (kept,) = add(note(office.anna, "old"))
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["old"])
    panel.items.edit_row(0)
    qtbot.keyClicks(panel.items.area, " mine")
    assert panel.drafts.read(office.anna.id + EDIT).text == "old mine"
    with (
        qtbot.waitSignal(office.desk.failed),
        the_book_itself(),
        office.book.write("Elsewhere") as tx,
    ):
        tx.events.delete([kept.number])
    assert panel.composer.draft.text == "old mine"
    assert panel.items.area is None
    assert panel.drafts.read(office.anna.id + EDIT) is None


def test_a_department_filters_what_happened_and_is_named_first(office, qtbot, add):
    add(
        note(office.anna, "of procurement", "2026-11-20"),
        note(office.baltica, "of the firm", "2026-11-19"),
    )
    panel = panel_of(office, office.baltica)
    qtbot.waitUntil(lambda: titles(panel) == ["of procurement", "of the firm"])
    office.card.departments.tree.chosen.emit(("Procurement",))
    qtbot.waitUntil(lambda: titles(panel) == ["of procurement"])
    assert panel.tabs.choices[0] == ("Procurement (1)", "")
    office.card.people.end_filter()
    qtbot.waitUntil(lambda: titles(panel) == ["of procurement", "of the firm"])
    assert panel.tabs.choices[0] == ("Its 1 person", "")


def test_when_the_last_of_a_kind_goes_everything_is_shown_again(office, qtbot, add):
    meeting = Event(summary="Sprint", starts_at="2026-11-21T09:00:00Z", about=(office.anna.id,))
    add(note(office.anna, "a note"), meeting)
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: titles(panel) == ["Sprint", "a note"])
    panel.tabs.setFocus()
    qtbot.keyClick(panel.tabs, K.Key_Right)
    qtbot.waitUntil(lambda: titles(panel) == ["a note"])
    panel.items.delete_row(0)
    qtbot.waitUntil(lambda: titles(panel) == ["Sprint"])
    assert panel.tabs.value() == ""


def test_a_call_forgotten_in_a_draft_is_over_and_has_no_length(office, qtbot, happened):
    drafts = NoteDrafts(office.desk.facts.path)
    drafts.keep(office.anna.id, NoteDraft("prices", "call", began="2026-11-20T09:00:00+00:00"))
    drafts.close()
    panel = panel_of(office, office.anna)
    qtbot.waitUntil(lambda: panel.composer.is_open)
    assert panel.composer.form.clock.text() == "0:00"
    panel.composer.form.save.click()
    qtbot.waitUntil(lambda: titles(panel) == ["prices"])
    (kept,) = happened(office.anna)
    assert (kept.duration_minutes, kept.starts_at) == (None, "2026-11-20T09:00:00Z")
