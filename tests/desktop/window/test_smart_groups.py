"""Smart groups in the window: rules written by keyboard, who is in, why, and their list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.group_page import GroupPage
from contactdesk.desktop.group_rule import RuleRow
from contactdesk.desktop.group_text import RuleText
from contactdesk.model.contact import Address
from contactdesk.model.event import Event
from contactdesk.model.smart_group import SmartGroup
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


def said(page: GroupPage, *place: int) -> tuple[str, ...]:
    return row_at(page, *place).values.values()


def carry(office: Any, place: tuple[int, ...], to: tuple[int, ...], off: int) -> None:
    """Carry the rule at a place by its grip to the middle of another one, or off that, and let it
    go."""
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: row_at(page, *to).y() > 20)  # it is laid out
    office.until(lambda: 0 < page.box.parts[0].y() < page.box.parts[-1].y())
    grip, target = row_at(page, *place).grip, row_at(page, *to)
    y = target.mapToGlobal(target.rect().center()).y() + off
    press = grip.rect().center()
    there = QPoint(press.x(), grip.mapFromGlobal(QPoint(0, y)).y())
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, pos=press)
    QTest.mouseMove(grip, there)
    QTest.mouseRelease(grip, Qt.MouseButton.LeftButton, pos=there)


def total(page: GroupPage) -> str:
    return str(page.pane.total.text())


def answer(page: GroupPage) -> str:
    """What stands beside the rules of somebody, without the marks of direction."""
    return page.pane.box.answer.text().translate(dict.fromkeys(range(0x2066, 0x206A)))


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
    office.go_to(query)
    office.shows(ANNA, JAN)
    office.window.list_pane.search.setText("gdy")
    office.until(lambda: office.names() == [ANNA])
    office.window.list_pane.search.clear()
    office.shows(ANNA, JAN)
    office.desk.undo()
    model = office.window.sidebar.model
    office.until(lambda: not any(p.text == "In Poland" for p in model.places))


def test_the_list_follows_what_changes(office: Any, the_book_itself: Any, a_book: Any) -> None:
    office.go_to(in_poland(office))
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
    office.until(lambda: answer(page) == "Karl Voss is not in: Country: Germany")
    assert page.pane.box.lines == ["not true: Country is Poland (Germany)"]
    page.pane.search.setText("anna")
    office.until(lambda: answer(page) == "Why is Anna Nowak in?")
    assert page.pane.box.lines == ["true: Country is Poland (Poland)"]
    page.pane.box.out.click()
    office.until(lambda: total(page) == "1 person now")
    office.until(lambda: answer(page) == "Anna Nowak is always left out.")
    assert [chip.text for chip in page.out.chips] == [ANNA]
    assert page.out.isVisible()
    save(page, "Without Anna")
    model = office.window.sidebar.model
    office.until(lambda: any(p.text == "Without Anna" and p.count == 1 for p in model.places))


def test_what_falls_out_is_said_and_esc_keeps_the_draft(office: Any) -> None:
    office.go_to(in_poland(office))
    office.shows(ANNA, JAN)
    office.window.actions_.edit_group.trigger()
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: page.isVisible() and said(page, 0) == ("Poland",))
    page.box.add_rule.click()
    write(page, (1,), "category", "customers")
    office.until(lambda: page.pane.fall.text() == "1 falls out compared with the saved rules")
    assert page.pane.saved.text() == "was 2 with the saved rules"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    office.until(lambda: not office.window.verbs.groups.is_shown())
    office.shows(ANNA, JAN)
    office.window.actions_.edit_group.trigger()
    office.until(lambda: page.isVisible() and len(page.box.parts) == 2)
    assert said(page, 1) == ("customers",)


def test_a_deleted_group_leaves_its_people_alone(office: Any) -> None:
    office.go_to(in_poland(office))
    office.shows(ANNA, JAN)
    office.window.actions_.delete_group.trigger()
    office.shows(ANNA, JAN, KARL)
    office.desk.undo()
    model = office.window.sidebar.model
    office.until(lambda: any(p.text == "In Poland" for p in model.places))


def test_enter_on_a_row_unfolds_why_and_folds_it_again(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "country", "Poland")
    office.until(lambda: page.pane.names() == [ANNA, JAN])
    row = page.pane._rows[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    office.until(lambda: answer(page) == "Why is Anna Nowak in?")
    office.until(
        lambda: page.pane.box.isVisible() and page.pane.box.y() == row.geometry().bottom() + 1
    )
    QTest.keyClick(row, Qt.Key.Key_Down)
    assert page.pane._rows[1].hasFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert not page.pane.box.isVisible()


def test_anybody_is_answered_in_one_sentence_by_keyboard(office: Any) -> None:
    ids: list[str] = []
    office.desk.read(lambda tx: [ids.append(tx.contacts.get(n).id) for n in (1, 2, 3)], len)
    office.until(lambda: len(ids) == 3)
    day = datetime.now(UTC) - timedelta(days=21)
    call = Event(component="call", starts_at=f"{day:%Y-%m-%dT%H:%M:%SZ}", direction="out",
                 outcome="reached", about=(ids[2],))  # fmt: skip
    office.desk.write("Call", lambda tx: tx.events.add(call))
    page = new_page(office)
    write(page, (0,), "last-contact", "90")
    office.until(lambda: total(page) == "2 people now")
    page.pane.search.setFocus()
    QTest.keyClicks(page.pane.search, "karl")
    office.until(lambda: answer(page) == "Karl Voss is not in: Last contact 21 days ago")
    page.pane.search.selectAll()
    QTest.keyClicks(page.pane.search, "nobody")
    office.until(lambda: answer(page) == "Nobody called “nobody” is in this book.")
    assert not page.pane.box.out.isVisible()
    QTest.keyClick(page.pane.search, Qt.Key.Key_Escape)
    office.until(lambda: not page.pane.box.isVisible())
    assert office.window.verbs.groups.is_shown(), "Esc emptied the field alone"


def test_who_is_always_left_out_is_let_in_by_keyboard(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "country", "Poland")
    office.until(lambda: page.pane.names() == [ANNA, JAN])
    assert not page.out.isVisible()
    for name in (ANNA, JAN):
        page.pane.search.setText(name)
        office.until(lambda name=name: answer(page) == f"Why is {name} in?")
        QTest.keyClick(page.pane.box.out, Qt.Key.Key_Space)
        office.until(lambda name=name: answer(page) == f"{name} is always left out.")
    office.until(lambda: [chip.text for chip in page.out.chips] == [ANNA, JAN])
    page.out.chips[0].setFocus()
    QTest.keyClick(page.out.chips[0], Qt.Key.Key_Delete)
    office.until(lambda: page.pane.names() == [ANNA])
    office.until(lambda: len(page.out.chips) == 1)
    assert page.out.chips[0].hasFocus()


def test_those_who_fall_out_and_who_are_new_are_shown(office: Any) -> None:
    office.go_to(in_poland(office))
    office.shows(ANNA, JAN)
    office.window.actions_.edit_group.trigger()
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: page.isVisible() and said(page, 0) == ("Poland",))
    value = row_at(page, 0).value
    value.setFocus()
    QTest.keyClick(value, Qt.Key.Key_Backspace)
    QTest.keyClick(office.window.focusWidget(), Qt.Key.Key_Delete)
    assert value.hasFocus()
    QTest.keyClicks(value, "Germany")
    office.until(lambda: page.pane.fall.text() == "2 fall out compared with the saved rules")
    assert page.pane.names() == [KARL]
    assert page.pane._rows[0].line.trailing == "new"
    QTest.keyClick(page.pane.show_fallen, Qt.Key.Key_Space)
    assert page.pane.names() == [ANNA, JAN]
    QTest.keyClick(page.pane.show_fallen, Qt.Key.Key_Space)
    assert page.pane.names() == [KARL]


def test_rules_that_contradict_each_other_have_a_way_on(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "last-contact", "90")
    page.box.add_rule.click()
    row = row_at(page, 1)
    row.field.choose("last-contact")
    row.field.activated.emit(row.field.currentIndex())
    row.way.choose("<")
    row.way.activated.emit(row.way.currentIndex())
    QTest.keyClicks(row.value, "30")
    assert page.words.text() == (
        "“Last contact longer ago than 90 days” and “Last contact in the last 30 days” are never "
        "true together: nobody can be in."
    )
    QTest.keyClick(page.sentence.way_on, Qt.Key.Key_Space)
    office.until(lambda: total(page) == "3 people now")
    assert page.words.text().startswith("In words: ")
    assert not page.sentence.way_on.isVisible()
    assert page.box.how.hasFocus()


def test_rules_that_are_nested_very_deep_are_edited_as_text(office: Any) -> None:
    rules = "country:Poland (city:a or (city:b (city:gdy or (city:ber kind:person))))"
    group = SmartGroup(name="Deep", rules=rules)
    office.desk.write("New", lambda tx: tx.smart_groups.add(group))
    model = office.window.sidebar.model
    office.until(lambda: any(p.text == "Deep" for p in model.places))
    office.go_to(next(p.query for p in model.places if p.text == "Deep"))
    office.window.actions_.edit_group.trigger()
    office.until(office.window.verbs.groups.is_shown)
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: page.name.text() == "Deep")
    text = page.box.at((1, 1, 1))
    assert isinstance(text, RuleText)
    assert text.field.text() == "city:gdy or (city:ber kind:person)"
    text.field.setFocus()
    QTest.keyClick(text.field, Qt.Key.Key_End)
    QTest.keyClicks(text.field, " (")
    assert page.words.text() == text.error != ""
    text.field.selectAll()
    QTest.keyClicks(text.field, "city:gdy")
    office.until(lambda: text.count.text() == "1")
    assert text.error == ""


def test_a_rule_that_says_all_itself_has_no_value_beside_it(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "kind", "organisation")
    office.until(lambda: total(page) == "0 people now")
    page.pane.search.setText("karl")
    office.until(lambda: answer(page) == "Karl Voss is not in: not (Kind is organisation)")
    assert page.pane.box.lines == ["not true: Kind is organisation"]


def test_values_are_chips_of_which_each_can_be_taken_away(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "country", "Poland, Germany")
    office.until(lambda: total(page) == "3 people now")
    row = row_at(page, 0)
    QTest.keyClick(row.value, Qt.Key.Key_Return)
    assert [chip.text for chip in row.values.chips()] == ["Poland", "Germany"]
    assert row.value.text() == ""
    assert "Country is Poland or Germany" in page.words.text()
    row.values.chips()[0].removed.emit()
    office.until(lambda: page.pane.names() == [KARL])
    row.way.choose("-")
    row.way.activated.emit(row.way.currentIndex())
    assert not row.values.isVisible()


def test_a_number_of_days_is_no_chip(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "last-contact", "90")
    row = row_at(page, 0)
    QTest.keyClick(row.value, Qt.Key.Key_Return)
    assert (row.value.text(), row.values.chips()) == ("90", [])


def test_a_rule_is_carried_by_its_grip_into_a_group_and_out_of_it(office: Any) -> None:
    page = new_page(office)
    write(page, (0,), "country", "Poland")
    page.box.add_rule.click()
    write(page, (1,), "city", "Gdynia")
    page.box.add_group.click()
    write(page, (2, 0), "category", "customers")
    carry(office, (0,), (1,), 0)  # where it is
    assert [said(page, n) for n in range(2)] == [("Poland",), ("Gdynia",)]
    carry(office, (0,), (1,), 4)
    assert [said(page, n) for n in range(2)] == [("Gdynia",), ("Poland",)]
    carry(office, (0,), (2, 0), 4)
    assert [said(page, 0), said(page, 1, 0), said(page, 1, 1)] == [
        ("Poland",), ("customers",), ("Gdynia",),
    ]  # fmt: skip
    carry(office, (1, 0), (0,), -4)
    carry(office, (2, 0), (0,), -4)
    assert [said(page, n) for n in range(3)] == [("Gdynia",), ("customers",), ("Poland",)]
    assert len(page.box.parts) == 3  # the group went with its last rule
