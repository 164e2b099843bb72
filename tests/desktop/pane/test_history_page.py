"""The history of a contact from the window: reading it, going back in time, putting values back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.history_entries import EntryCard, HistoryLine
from contactdesk.desktop.history_page import HistoryPage
from contactdesk.desktop.history_print import contact_document
from contactdesk.desktop.history_words import deed_of, lines_of
from contactdesk.desktop.labels import LinkLabel
from contactdesk.model.contact import Contact, Entry


@pytest.fixture
def shown(office: Any, qtbot: Any, colleague: Any) -> Any:
    """Anna's history after two changes: another note, then one phone less."""

    def show(contact: Contact | None = None) -> HistoryPage:
        page = HistoryPage(office.desk)
        qtbot.addWidget(page)
        page.resize(820, 800)
        page.show()
        page.show_contact((contact or office.anna).number)
        qtbot.waitUntil(lambda: page.view is not None and bool(cards(page)))
        return page

    colleague(office.anna, note="Prefers calls")
    colleague(office.anna, phones=office.anna.phones[:1])
    return show


def cards(page: HistoryPage) -> list[EntryCard]:
    return page.findChildren(EntryCard)


def lines(page: HistoryPage) -> list[tuple[str, str, str]]:
    return [line.line[1:] for line in page.findChildren(HistoryLine)]


def until_changes(page: HistoryPage, qtbot: Any, count: int) -> None:
    qtbot.waitUntil(lambda: page.view is not None and len(page.view.entries) == count)


def until_still(page: HistoryPage, qtbot: Any) -> None:
    """Until nothing is shown anew any more."""
    qtbot.waitUntil(lambda: not (page._late.isActive() or page._last.isActive()))


def test_every_value_is_told_with_what_it_was_before(shown, qtbot) -> None:
    page = shown()
    assert page.title.full_text() == "History of Anna Nowak"
    assert page.summary.full_text().startswith("3 changes by 1 person since ")
    assert lines(page) == [
        ("Phone · Work", "22 555 01 01", ""),
        ("Note", "<b>Prefers mail</b>", "Prefers calls"),
    ]


def test_enter_on_a_line_puts_that_value_back_as_one_step(shown, office, qtbot, stored) -> None:
    page = shown()
    line = page.findChildren(HistoryLine)[1]
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(office.toasts))
    said, button, undo = office.toasts[-1]
    assert (said, button) == ("Note is back", "Undo")
    now = stored(office.anna)
    assert (now.note, len(now.phones)) == ("<b>Prefers mail</b>", 1)
    until_changes(page, qtbot, 4)
    undo()
    until_changes(page, qtbot, 5)
    assert stored(office.anna).note == "Prefers calls"


def test_the_old_card_is_put_back_as_a_whole(shown, office, qtbot, stored) -> None:
    page = shown()
    page.slider.go(0)
    qtbot.waitUntil(lambda: "2 values differ from today" in texts(page))
    then = page.old._then
    page.old.put_back.emit(then)
    qtbot.waitUntil(lambda: bool(office.toasts))
    assert office.toasts[-1][0] == "2 values are back"
    now = stored(office.anna)
    assert (now.note, now.phones) == (office.anna.note, office.anna.phones)


def texts(page: HistoryPage) -> list[str]:
    from contactdesk.desktop.labels import Label

    return [label.text() for label in page.old.findChildren(Label)]


def test_the_keyboard_goes_from_change_to_change(shown, qtbot) -> None:
    page = shown()
    slider = page.slider
    assert (slider.stop, slider.last, slider.words()) == (3, 3, "Now")
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: framed(page) == [True, False, False])
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: framed(page) == [False, False, True])
    assert not page.earlier.isEnabled()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.words() == "Now"
    qtbot.waitUntil(lambda: not any(framed(page)))


def framed(page: HistoryPage) -> list[bool]:
    return [card.framed for card in page.list.cards]


def test_only_changes_of_the_chosen_value_are_listed(shown, qtbot) -> None:
    page = shown()
    assert page.fields.choose("note")
    page._filter()
    assert [line[0] for line in lines_shown(page)] == ["Note"]
    page.fields.setCurrentIndex(0)
    page._filter()
    assert len(lines_shown(page)) == 2


def lines_shown(page: HistoryPage) -> list[tuple[str, str, str]]:
    return [line.line[1:] for card in page.list.cards for line in card.findChildren(HistoryLine)]


def test_a_colleagues_change_appears_and_the_moment_chosen_stays(
    shown, office, qtbot, colleague
) -> None:
    page = shown()
    page.slider.go(1)
    colleague(office.anna, note="Changed once more")
    office.desk._look_for_changes()
    until_changes(page, qtbot, 4)
    assert page.slider.stop == 1
    assert lines_shown(page)[0][2] == "Changed once more"


def test_a_contact_in_the_bin_has_a_history_and_nothing_to_put_back(
    shown, office, qtbot, the_book_itself
) -> None:
    with the_book_itself(), office.book.write("Delete Anna") as tx:
        tx.contacts.delete([office.anna.number])
    page = shown()
    line = page.findChildren(HistoryLine)[0]
    line.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert cards(page)[0].accessibleName() == "You moved it to the bin"
    assert not office.toasts


def test_an_old_version_is_copied_as_text(shown, office, qtbot) -> None:
    page = shown()
    page.slider.go(0)
    qtbot.waitUntil(lambda: page.old._then is not None and len(page.old._then.phones) == 2)
    page.old.copied.emit(page.old._then)
    assert QApplication.clipboard().text() == (
        "Anna Nowak\n+48 501 234 567\n22 555 01 01\nanna@baltica.example"
    )


def test_a_thousand_changes_are_listed_a_few_at_a_time(office, qtbot, the_book_itself) -> None:
    with the_book_itself():
        for turn in range(60):
            with office.book.write("Edit") as tx:
                base = tx.contacts.get(office.piotr.number)
                tx.contacts.save(replace(base, note=f"note {turn}"), base=base)
    page = HistoryPage(office.desk)
    qtbot.addWidget(page)
    page.resize(820, 800)
    page.show()
    page.show_contact(office.piotr.number)
    qtbot.waitUntil(lambda: page.view is not None and page.view.whole)
    assert len(page.list.cards) < 20
    page.slider.go(0)
    qtbot.waitUntil(lambda: framed(page)[-1])
    assert len(page.list.cards) < 20
    qtbot.waitUntil(lambda: page.list.verticalScrollBar().maximum() > 0)
    page.list.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: len(page.list.cards) > 10)
    lines = [line for card in page.list.cards for line in card.findChildren(HistoryLine)]
    numbers = [int(line.line.after.removeprefix("note ")) for line in lines]
    assert numbers == list(range(numbers[0], -1, -1))


def test_a_changed_type_is_told_by_its_words(office, qtbot, colleague, shown) -> None:
    work = replace(office.anna.phones[0], types=("work",), preferred=True)
    colleague(office.anna, phones=(work, Entry("+48 600 000 999", ("cell",))))
    page = shown()
    assert ("Phone · Work", "Mobile", "Work, preferred") in lines(page)
    assert ("Phone · Mobile", "", "+48 600 000 999") in lines(page)


def test_long_texts_are_told_from_where_they_differ(office, qtbot, colleague, shown) -> None:
    long = "Prefers calls before noon, and never on a Monday. Her assistant is "
    colleague(office.anna, note=long + "Ola.")
    colleague(office.anna, note=long + "Marek.")
    page = shown()
    told = next(line for line in lines(page) if line[1].endswith("Ola."))
    assert told == ("Note", "…assistant is Ola.", "…assistant is Marek.")


def test_a_put_back_says_to_which_moment_and_leads_there(shown, qtbot, office) -> None:
    page = shown()
    qtbot.keyClick(page.findChildren(HistoryLine)[1], Qt.Key.Key_Return)
    until_changes(page, qtbot, 4)
    qtbot.waitUntil(lambda: len(cards(page)) == 4)
    entry = page.entries[0]
    assert (entry.mark, entry.source) == ("put_back", page.entries[-1].set_id)
    (link,) = cards(page)[0].findChildren(LinkLabel)
    assert link.full_text().startswith("As it was after the change of today, ")
    qtbot.keyClick(link, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.list.cards[-1].framed)


def test_a_step_of_many_leads_to_the_history_of_the_book(shown, qtbot) -> None:
    page = shown()
    (link,) = cards(page)[-1].findChildren(LinkLabel)
    assert link.full_text() == "Fill the book · 3 contacts in the same step"
    with qtbot.waitSignal(page.step_wanted) as wanted:
        qtbot.keyClick(link, Qt.Key.Key_Return)
    assert wanted.args == [page.entries[-1].set_id]


def test_what_is_listed_can_be_copied_as_text(shown, office) -> None:
    page = shown()
    page.copy_text()
    text = QApplication.clipboard().text()
    assert "You changed 1 value" in text
    assert "Note: <b>Prefers mail</b> → Prefers calls" in text
    assert contact_document(page).toPlainText().startswith("History of Anna Nowak")


def test_what_a_newer_program_logged_is_shown_as_it_stands(shown, office, qtbot) -> None:
    entry = (
        shown()
        .entries[0]
        ._replace(
            fields={
                "shoe_size": ("", "44"),
                "archived_at": ("", "2026-01-01"),
                "odd": (None, [{"a": 1}]),
            }
        )
    )
    told = [line[1:] for line in lines_of(entry.fields)]
    assert told == [("Shoe size", "", "44"), ("Odd", "", "1")]
    assert (
        deed_of(entry._replace(fields={"archived_at": ("", "2026")}), 0)
        == "moved it to the archive"
    )


def test_the_keyboard_stays_on_the_line_it_put_back_and_tab_goes_on_as_one_reads(
    shown, office, qtbot, stored
) -> None:
    page = shown()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.take_focus()
    qtbot.keyClick(page.slider, Qt.Key.Key_Left)
    qtbot.keyClick(page.slider, Qt.Key.Key_Left)
    until_still(page, qtbot)
    qtbot.keyClick(page.slider, Qt.Key.Key_Tab)
    line = QApplication.focusWidget()
    assert isinstance(line, HistoryLine)
    assert line.line.label == "Note"
    qtbot.keyClick(line, Qt.Key.Key_Up)
    assert QApplication.focusWidget().line.label == "Phone · Work"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    until_changes(page, qtbot, 4)
    assert stored(office.anna).phones == office.anna.phones
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), HistoryLine))
    assert QApplication.focusWidget() is not line
    assert QApplication.focusWidget().line.before == "22 555 01 01"
    until_still(page, qtbot)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert page.old.isAncestorOf(QApplication.focusWidget())


def test_the_keyboard_stays_on_the_old_card_whose_values_were_put_back(
    shown, office, qtbot
) -> None:
    page = shown()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.slider.go(0)
    until_still(page, qtbot)
    qtbot.waitUntil(lambda: "2 values differ from today" in texts(page))
    back = page.old._content.findChildren(Button)[0]
    back.setFocus()
    qtbot.keyClick(back, Qt.Key.Key_Return)
    until_changes(page, qtbot, 4)
    qtbot.waitUntil(lambda: "Nothing differs from today" in texts(page))
    assert page.old.isAncestorOf(QApplication.focusWidget())
