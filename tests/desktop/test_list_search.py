"""Searching from the window: what is found, where it says it was found, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.list_pane import ListPane
from contactdesk.settings import Settings
from contactdesk.store.listing import ListQuery


@pytest.fixture
def pane(qtbot, a_book, tmp_path, the_book_itself) -> Iterator[Callable[..., ListPane]]:
    desks: list[Desk] = []

    def make(*contacts: Any) -> ListPane:
        with the_book_itself():
            a_book(*contacts)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, "light")
        pane = ListPane()
        qtbot.addWidget(pane)
        pane.build_table()
        desk = Desk(str(tmp_path / "office.cdk"), Settings())
        desks.append(desk)
        pane.use_desk(desk)
        desk.opened.connect(lambda _facts: pane.reload())
        pane.resize(344, 700)
        pane.show()
        with qtbot.waitSignal(desk.opened, timeout=8000):
            desk.open()
        qtbot.waitUntil(lambda: pane.model.count == len(contacts), timeout=8000)
        return pane

    yield make
    for desk in desks:
        desk.close()


def rows(pane: ListPane) -> list[Any]:
    found = [pane.model.contact_at(row) for row in range(pane.model.rowCount())]
    return [row for row in found if row is not None]


def search(qtbot: Any, pane: ListPane, text: str, count: int) -> list[Any]:
    pane.search.setText(text)
    qtbot.waitUntil(
        lambda: pane.table.painter_of_rows.query == text and pane.model.count == count,
        timeout=8000,
    )
    return rows(pane)


def test_whoever_has_the_word_in_the_name_comes_first_then_the_field_is_named(
    qtbot, pane, a_contact
) -> None:
    p = pane(
        a_contact("Adam Nowak", note="friend of Zofia"),
        a_contact("Zofia Lis"),
        a_contact("Ewa Kos"),
    )
    found = search(qtbot, p, "zofia", 2)
    assert [row.name for row in found] == ["Zofia Lis", "Adam Nowak"]
    assert [row.matched for row in found] == ["", "note"]


def test_the_hits_below_those_in_sight_say_too_where_they_were_found(
    qtbot, pane, a_contact
) -> None:
    p = pane(*(a_contact(f"Ewa Nr{n:02d}", note=f"sails no. {n}") for n in range(70)))
    search(qtbot, p, "sails", 70)
    qtbot.waitUntil(lambda: len(rows(p)) == 70, timeout=8000)
    assert [row.matched_text for row in rows(p)] == [f"sails no. {n}" for n in range(70)]


def test_a_phone_typed_in_another_notation_is_found_and_shown(qtbot, pane, a_contact) -> None:
    p = pane(a_contact("Adam Nowak", phones=["+48 501 234 567"]), a_contact("Ewa Kos"))
    found = search(qtbot, p, "501234567", 1)
    assert found[0].matched == "phones"
    assert p.table.painter_of_rows._second(found[0])[0].startswith("Phone: ")


def test_the_head_counts_the_hits_and_then_everybody_again(qtbot, pane, a_contact) -> None:
    p = pane(a_contact("Adam Nowak"), a_contact("Ewa Kos"), a_contact("Ewa Lis"))
    search(qtbot, p, "ewa", 2)
    assert p.count.text() == "2"
    p.clear_search()
    assert p.count.text() == "3"
    assert p.model.count == 3


def test_a_name_nobody_has_offers_to_create_it(qtbot, pane, a_contact) -> None:
    p = pane(a_contact("Adam Nowak"))
    search(qtbot, p, "kowalsky", 0)
    assert p.nobody is not None
    assert p.nobody.title.text() == "Nobody called “kowalsky”"
    button = p.nobody.findChild(Button)
    with qtbot.waitSignal(p.new_wanted) as asked:
        button.click()
    assert asked.args == ["individual", "kowalsky"]


def test_enter_opens_the_first_hit(qtbot, pane, a_contact) -> None:
    p = pane(a_contact("Adam Nowak"), a_contact("Ewa Kos"))
    found = search(qtbot, p, "ewa", 1)
    with qtbot.waitSignal(p.chosen) as told:
        qtbot.keyClick(p.search, Qt.Key.Key_Return)
    assert told.args == [[found[0].number]]


def test_enter_typed_before_the_hits_are_there_still_opens_the_first(
    qtbot, pane, a_contact
) -> None:
    p = pane(a_contact("Adam Nowak"), a_contact("Ewa Kos"))
    p.activateWindow()
    p.search.setFocus()
    qtbot.waitUntil(p.search.hasFocus)
    first = p.model.contact_at(p.table.first_contact_row()).name
    typed = "adam" if first == "Ewa Kos" else "ewa"
    qtbot.keyClicks(p.search, typed)
    p._search_timer.stop()
    p._search()  # it is asked for, and the book takes its time
    qtbot.keyClick(p.search, Qt.Key.Key_Return)
    assert p.table.chosen_numbers() == []  # the first of those still shown is somebody else
    qtbot.waitUntil(lambda: bool(p.table.chosen_numbers()), timeout=8000)
    (found,) = rows(p)
    assert (found.name == first, p.table.chosen_numbers()) == (False, [found.number])
    assert p.table.hasFocus()


def test_who_was_found_stays_selected_when_the_search_ends(qtbot, pane, a_contact) -> None:
    p = pane(*(a_contact(f"Adam {chr(65 + i)}ski") for i in range(20)), a_contact("Ewa Kos"))
    found = search(qtbot, p, "ewa", 1)
    qtbot.keyClick(p.search, Qt.Key.Key_Return)
    p.clear_search()
    qtbot.waitUntil(lambda: p.model.count == 21, timeout=8000)
    assert p.table.chosen_numbers() == [found[0].number]


def test_who_was_chosen_before_a_search_without_them_is_chosen_after_it(
    qtbot, pane, a_contact
) -> None:
    p = pane(a_contact("Adam Nowak"), a_contact("Ewa Kos"), a_contact("Ola Lis"))
    adam, ewa, ola = sorted(p.model.numbers)
    for chosen in ([adam], [ola, adam]):
        p.table.choose_number(chosen[0])
        p.table.choose_numbers(chosen)
        assert p.table.chosen_numbers() == chosen
        search(qtbot, p, "ewa", 1)
        assert p.table.chosen_numbers() == []
        p.clear_search()
        assert p.table.chosen_numbers() == chosen
    search(qtbot, p, "ewa", 1)
    p.table.choose_number(ewa)
    search(qtbot, p, "adam", 1)
    found = search(qtbot, p, "e", 1)
    assert p.table.chosen_numbers() == [ewa] == [row.number for row in found]


def test_letters_typed_into_the_list_go_to_the_name(qtbot, pane, a_contact) -> None:
    p = pane(a_contact("Adam Nowak"), a_contact("Ewa Kos"), a_contact("Ewa Kozak"))
    qtbot.waitUntil(lambda: len(rows(p)) == 3, timeout=8000)
    p.table.keyboardSearch("k")
    p.table.keyboardSearch("o")
    p.table.keyboardSearch("z")
    kozak = next(row.number for row in rows(p) if row.name == "Ewa Kozak")
    qtbot.waitUntil(lambda: p.table.chosen_numbers() == [kozak], timeout=8000)


def test_another_list_keeps_who_was_chosen_while_its_numbers_were_read(
    qtbot, pane, a_contact
) -> None:
    names = [f"{letter}anda Nowak" for letter in "ABCDEFGHIJ"]
    shown = pane(*(a_contact(formatted_name=name) for name in names))
    shown.show_list(ListQuery("people"), "People")
    qtbot.waitUntil(lambda: [r.name for r in rows(shown)] == names, timeout=8000)
    third = rows(shown)[2].number
    shown.table.choose_number(third)
    shown.reload()
    fourth = rows(shown)[3].number
    shown.table.choose_number(fourth)
    shown.desk.read(lambda _tx: None, lambda _answer: None)
    with qtbot.waitSignal(shown.counts_read, timeout=8000):
        pass
    assert shown.table.chosen_numbers() == [fourth]
