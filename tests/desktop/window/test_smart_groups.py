"""Smart groups in the window: rules written by keyboard, who is in, why, and their list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.group_page import GroupPage
from contactdesk.desktop.group_rule import RuleRow
from contactdesk.model.contact import Address
from contactdesk.store.listing import ListQuery

ANNA, JAN, KARL = "Anna Nowak", "Jan Piech", "Karl Voss"


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    def at(name: str, city: str, country: str, **more: Any) -> Any:
        return a_contact(name, addresses=(Address(locality=city, country=country),), **more)

    found = opened(
        at(ANNA, "Gdynia", "Poland", categories=("Customers",)),
        at(JAN, "Gdańsk", "Poland"),
        at(KARL, "Berlin", "Germany"),
    )
    found.shows(ANNA, JAN, KARL)
    return found


def new_page(office: Any) -> GroupPage:
    office.window.actions_.new_group.trigger()
    office.until(office.window.verbs.groups.is_shown)
    page: GroupPage = office.window.verbs.groups.page()
    return page


def row_at(page: GroupPage, *place: int) -> RuleRow:
    found = page.box.at(place)
    assert isinstance(found, RuleRow)
    return found


def write(page: GroupPage, place: tuple[int, ...], field: str, value: str) -> None:
    row = row_at(page, *place)
    row.field.choose(field)
    row.field.activated.emit(row.field.currentIndex())
    row.value.setFocus()
    QTest.keyClicks(row.value, value)


def total(page: GroupPage) -> str:
    return str(page.pane.total.text())


def save(page: GroupPage, name: str) -> None:
    page.name.setFocus()
    page.name.selectAll()
    QTest.keyClicks(page.name, name)
    QTest.keyClick(page.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def in_poland(office: Any) -> ListQuery:
    page = new_page(office)
    write(page, (0,), "country", "Poland")
    save(page, "In Poland")
    places = office.window.sidebar.model
    office.until(lambda: any(p.text == "In Poland" and p.count == 2 for p in places.places))
    query: ListQuery = next(p.query for p in places.places if p.text == "In Poland")
    return query


def test_a_group_is_written_saved_listed_and_undone(office: Any) -> None:
    query = in_poland(office)
    assert not office.window.verbs.groups.is_shown()
    office.window.sidebar.choose(query)
    office.shows(ANNA, JAN)
    office.window.list_pane.search.setText("gdy")
    office.until(lambda: office.names() == [ANNA])
    office.window.list_pane.search.clear()
    office.shows(ANNA, JAN)
    office.desk.undo()
    model = office.window.sidebar.model
    office.until(lambda: not any(p.text == "In Poland" for p in model.places))


def test_the_list_follows_what_changes(office: Any, the_book_itself: Any, a_book: Any) -> None:
    office.window.sidebar.choose(in_poland(office))
    office.shows(ANNA, JAN)
    with the_book_itself():
        colleague = a_book()
        with colleague.write("Move") as tx:
            tx.contacts.delete([2])
    office.shows(ANNA)
    model = office.window.sidebar.model
    office.until(lambda: any(p.text == "In Poland" and p.count == 1 for p in model.places))


def test_counts_follow_the_keys_and_an_error_is_a_sentence(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "country", "Poland")
    office.until(lambda: total(page) == "2 people now")
    assert page.pane.names() == [ANNA, JAN]
    assert page.words.text() == "In words: Country is Poland"
    page.box.add_rule.click()
    write(page, (1,), "last-contact", "x")
    assert "is no time" in page.words.text()
    QTest.keyClick(row_at(page, 1).value, Qt.Key.Key_Backspace)
    QTest.keyClicks(row_at(page, 1).value, "90")
    office.until(lambda: row_at(page, 1).count.text() == "3")
    assert page.words.text() == (
        "In words: Country is Poland, Last contact longer ago than 90 days"
    )
    assert row_at(page, 0).count.text() == "2"


def test_rules_move_nest_and_are_lifted_by_keyboard(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "country", "Poland")
    page.box.add_rule.click()
    write(page, (1,), "city", "Ber")
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(row_at(page, 1), Qt.Key.Key_Up, alt)
    assert row_at(page, 0).rule.field == "city"
    QTest.keyClick(row_at(page, 0), Qt.Key.Key_Right, alt)
    assert row_at(page, 0, 0).rule.field == "city"
    QTest.keyClick(row_at(page, 0, 0), Qt.Key.Key_Left, alt)
    assert [r.field for r in page.box.tree().parts] == ["city", "country"]  # type: ignore[union-attr]
    page.box.how.choose("any")
    page.box.how.activated.emit(1)
    office.until(lambda: total(page) == "3 people now")


def test_why_somebody_is_in_and_leaving_out(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "country", "Poland")
    office.until(lambda: total(page) == "2 people now")
    page.pane.search.setText("karl")
    office.until(lambda: page.pane.answer.text() == "Karl Voss is not in:")
    assert page.pane.reasons.text() == "– Country is Poland (Germany)"
    page.pane.search.setText("anna")
    office.until(lambda: page.pane.answer.text() == "Anna Nowak is in:")
    assert page.pane.reasons.text() == "✓ Country is Poland (Poland)"
    page.pane.out.click()
    office.until(lambda: total(page) == "1 person now")
    office.until(lambda: page.pane.answer.text() == "Anna Nowak is always left out.")
    save(page, "Without Anna")
    model = office.window.sidebar.model
    office.until(lambda: any(p.text == "Without Anna" and p.count == 1 for p in model.places))


def test_what_falls_out_is_said_and_esc_keeps_the_draft(office: Any) -> None:
    office.window.sidebar.choose(in_poland(office))
    office.shows(ANNA, JAN)
    office.window.actions_.edit_group.trigger()
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: page.isVisible() and row_at(page, 0).value.text() == "Poland")
    page.box.add_rule.click()
    write(page, (1,), "category", "customers")
    office.until(lambda: page.pane.fall.text() == "1 falls out compared with the saved rules")
    assert page.pane.saved.text() == "was 2 with the saved rules"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    office.until(lambda: not office.window.verbs.groups.is_shown())
    office.shows(ANNA, JAN)
    office.window.actions_.edit_group.trigger()
    office.until(lambda: page.isVisible() and len(page.box.parts) == 2)
    assert row_at(page, 1).value.text() == "customers"


def test_a_deleted_group_leaves_its_people_alone(office: Any) -> None:
    office.window.sidebar.choose(in_poland(office))
    office.shows(ANNA, JAN)
    office.window.actions_.delete_group.trigger()
    office.shows(ANNA, JAN, KARL)
    office.desk.undo()
    model = office.window.sidebar.model
    office.until(lambda: any(p.text == "In Poland" for p in model.places))
