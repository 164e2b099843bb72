"""The history of the book from the window: reading it, finding in it, undoing any of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.book_history_page import BookHistoryPage
from contactdesk.desktop.history_entries import HistoryLine
from contactdesk.desktop.history_print import book_document, save_pdf
from contactdesk.desktop.labels import Label, LinkLabel
from contactdesk.desktop.since_card import read_clock
from contactdesk.desktop.step_card import StepCard


@pytest.fixture
def shown(office: Any, qtbot: Any, colleague: Any) -> Any:
    """The book's history after two changes of Anna and one of Piotr."""

    def show() -> BookHistoryPage:
        page = BookHistoryPage(office.desk)
        qtbot.addWidget(page)
        page.resize(868, 860)
        page.show()
        page.show_newest()
        qtbot.waitUntil(lambda: page.is_read and bool(page.list.cards))
        return page

    colleague(office.anna, note="Prefers calls")
    colleague(office.anna, gender="F")
    colleague(office.piotr, note="of Piotr")
    return show


def labels(page: BookHistoryPage) -> list[str]:
    return [card.step.label for card in page.list.cards]


def texts(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(Label) if label.isVisible())


def choose(page: BookHistoryPage, qtbot: Any, at: int) -> StepCard:
    step = page.list.cards[at].step
    page.choose(step)
    qtbot.waitUntil(lambda: bool(page.list.card_of(step.id).findChildren(LinkLabel)))
    qtbot.waitUntil(lambda: "go" in texts(page.panel.outcome) or step.taken_back)
    return page.list.card_of(step.id)


def test_a_step_opens_to_whom_it_changed_and_leads_there(shown, office, qtbot) -> None:
    page = shown()
    assert labels(page)[:3] == ["A colleague's edit"] * 3
    card = choose(page, qtbot, 2)
    assert [line.line[1:] for line in card.findChildren(HistoryLine)] == [
        ("Note", "<b>Prefers mail</b>", "Prefers calls")
    ]
    with qtbot.waitSignal(page.opened) as went:
        qtbot.keyClick(card.findChildren(LinkLabel)[0], Qt.Key.Key_Return)
    assert went.args == [office.anna.number, False]


def test_undo_this_says_beforehand_what_goes_back_and_can_be_done_again(
    shown, office, qtbot, stored
) -> None:
    page = shown()
    choose(page, qtbot, 2)
    assert "1 contact goes back" in texts(page.panel.outcome)
    page.panel.button.click()
    qtbot.waitUntil(lambda: "1 contact was put back." in texts(page.panel))
    assert stored(office.anna).note == "<b>Prefers mail</b>"
    assert stored(office.anna).gender == "F"
    qtbot.waitUntil(lambda: page.list.cards[3].step.taken_back)
    qtbot.waitUntil(lambda: page.panel.button.text() == "Do again")
    page.panel.button.click()
    qtbot.waitUntil(lambda: stored(office.anna).note == "Prefers calls")
    qtbot.waitUntil(lambda: len(page.list.cards) == 6 and not page.list.cards[4].step.taken_back)


def test_what_was_changed_since_is_listed_before_and_after(
    shown, office, qtbot, stored, colleague
) -> None:
    colleague(office.anna, note="Third")
    page = shown()
    choose(page, qtbot, 3)
    assert "Nothing goes back" in texts(page.panel.outcome)
    assert "Anna Nowak" in texts(page.panel.outcome)
    assert "Note – you changed it" in texts(page.panel.outcome)
    assert not page.panel.button.isEnabled()
    assert stored(office.anna).note == "Third"


def test_everything_since_a_step_goes_back_as_one(shown, office, qtbot, stored) -> None:
    page = shown()
    choose(page, qtbot, 2)
    since = page.panel.since
    qtbot.waitUntil(lambda: since.button.text() == "Undo 3 steps" and since.button.isEnabled())
    assert "All 2 contacts go back" in texts(since.outcome)
    since.button.click()
    qtbot.waitUntil(lambda: "2 contacts were put back." in texts(page.panel))
    assert (stored(office.anna).note, stored(office.anna).gender) == ("<b>Prefers mail</b>", "")
    office.desk.undo()
    qtbot.waitUntil(lambda: stored(office.anna).note == "Prefers calls")


def test_a_moment_is_typed_as_people_type_it(shown, qtbot) -> None:
    page = shown()
    since = page.panel.since
    since.day.setText("1 January 2999")
    since._typed()
    qtbot.waitUntil(lambda: "no such step" in texts(since.outcome))
    since.clock.setText("half past")
    since._typed()
    qtbot.waitUntil(lambda: "Type a day and a time" in texts(since.outcome))
    typed = ("14:05", "9.30", "۹:۳۰", "2:05 pm", "7", "25:00", "")
    assert [read_clock(each) for each in typed] == [
        (14, 5), (9, 30), (9, 30), (14, 5), (7, 0), None, None,
    ]  # fmt: skip


@pytest.mark.parametrize("chosen", [False, True])
def test_a_typed_moment_outlives_a_colleagues_change(
    shown, office, qtbot, colleague, chosen
) -> None:
    page = shown()
    since = page.panel.since
    if chosen:
        choose(page, qtbot, 0)
    since.day.setText("1 January 2020")
    since.clock.setText("half past")
    since._typed()
    qtbot.waitUntil(lambda: "Type a day and a time" in texts(since.outcome))
    before = labels(page)
    colleague(office.anna, note="Third")
    qtbot.waitUntil(lambda: len(labels(page)) == len(before) + 1)
    assert "Type a day and a time" in texts(since.outcome)
    since.clock.setText("9:30")
    since._typed()
    qtbot.waitUntil(lambda: "steps" in since.button.text())
    last = since.steps.last
    colleague(office.anna, note="Fourth")
    qtbot.waitUntil(lambda: since.steps is not None and since.steps.last > last)
    assert (since.day.text(), since.clock.text()) == ("1 January 2020", "9:30")


def test_steps_are_found_by_what_is_typed_and_chosen(shown, qtbot) -> None:
    page = shown()
    page.search.setText("lis")
    qtbot.waitUntil(lambda: len(page.list.cards) == 2)
    page.search.setText("nobody at all")
    qtbot.waitUntil(page.nothing.isVisible)
    page.search.clear()
    page.kinds.choose("undo")
    page.kinds.activated.emit(page.kinds.currentIndex())
    qtbot.waitUntil(lambda: page.filter().kind == "undo" and page.nothing.isVisible())


def test_the_keyboard_goes_from_step_to_step_and_opens_one(shown, qtbot) -> None:
    page = shown()
    page.activateWindow()
    page.take_focus()
    first, second = page.list.cards[:2]
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Down)
    qtbot.waitUntil(second.hasFocus)
    qtbot.keyClick(second, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: second.is_open)
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert not second.is_open


def test_more_steps_come_where_one_scrolls_to(shown, office, qtbot, the_book_itself) -> None:
    with the_book_itself():
        for turn in range(70):
            with office.book.write(f"Turn {turn}") as tx:
                base = tx.contacts.get(office.anna.number)
                tx.contacts.save(replace(base, note=f"{turn}"), base=base)
    page = shown()
    bar = page.list.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return labels(page)[-1] == "Fill the book"

    assert len(page.list.steps) == 50
    qtbot.waitUntil(at_the_end)
    assert len({card.step.id for card in page.list.cards}) == len(page.list.cards) == 74


def test_a_colleagues_change_appears_at_the_top_or_is_offered(
    shown, office, qtbot, the_book_itself, colleague, as_somebody_else
) -> None:
    with the_book_itself():
        for turn in range(30):
            with office.book.write(f"Turn {turn}") as tx:
                base = tx.contacts.get(office.anna.number)
                tx.contacts.save(replace(base, note=f"{turn}"), base=base)
    page = shown()
    colleague(office.piotr, note="again")
    qtbot.waitUntil(lambda: page.list.steps[0].label == "A colleague's edit")
    with the_book_itself(), as_somebody_else("ola") as ola, ola.write("Ola's") as tx:
        base = tx.contacts.get(office.piotr.number)
        tx.contacts.save(replace(base, gender="M"), base=base)
    qtbot.waitUntil(lambda: page.list.steps[0].label == "Ola's")
    bar = page.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 420)
    bar.setValue(420)
    with the_book_itself(), as_somebody_else("ola") as ola, ola.write("Ola's again") as tx:
        base = tx.contacts.get(office.piotr.number)
        tx.contacts.save(replace(base, gender="F"), base=base)
    qtbot.waitUntil(page.newer.isVisible)
    assert page.list.steps[0].label == "Ola's"
    page.newer.click()
    qtbot.waitUntil(lambda: page.list.steps[0].label == "Ola's again")


def test_what_is_listed_can_be_copied_and_saved_as_pdf(shown, office, qtbot, tmp_path) -> None:
    page = shown()
    page.copy_text()
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == len(page.list.steps)
    assert "A colleague's edit" in lines[0]
    assert "Piotr Lis" in lines[0]
    paper = book_document(page)
    assert "A colleague's edit" in paper.toPlainText()
    to: Path = tmp_path / "history.pdf"
    save_pdf(office.desk, paper, "History", str(to))
    assert to.read_bytes().startswith(b"%PDF")
    assert [said for said, *_rest in office.toasts][-1] == "Saved history.pdf"
    assert [f.name for f in tmp_path.glob("*.part")] == []


def test_a_pdf_that_cannot_be_written_is_said(shown, office, qtbot, tmp_path) -> None:
    page = shown()
    with qtbot.waitSignal(office.desk.failed) as failed:
        save_pdf(office.desk, book_document(page), "History", str(tmp_path / "no" / "x.pdf"))
    assert "Choose another place" in failed.args[0].message


def test_tab_leads_from_a_step_to_what_it_says_and_to_its_undo(shown, office, qtbot) -> None:
    page = shown()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.take_focus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    card = QApplication.focusWidget()
    assert isinstance(card, StepCard)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(card.findChildren(LinkLabel)))
    qtbot.waitUntil(page.panel.button.isEnabled)
    on_the_way = []
    while QApplication.focusWidget() is not page.panel.button:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        on_the_way.append(QApplication.focusWidget())
        assert len(on_the_way) < 5
    assert all(card.isAncestorOf(widget) for widget in on_the_way[:-1])
    qtbot.keyClick(page.panel.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(page.list.cards) > 4 and page.list.cards[2].step.taken_back)
    assert page.list.isAncestorOf(QApplication.focusWidget())
