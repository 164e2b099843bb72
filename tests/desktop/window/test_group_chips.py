"""The rules of a smart group as chips over its list: opened, taken away for now, saved or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.fields import Combo
from contactdesk.desktop.group_chips import MOST, GroupChips
from contactdesk.desktop.group_page import GroupPage
from contactdesk.model.contact import Address
from contactdesk.model.smart_group import SmartGroup
from contactdesk.store.listing import ListQuery

ANNA, JAN, KARL = "Anna Nowak", "Jan Piech", "Karl Voss"
GROUP, RULES = "Customers in Poland", "country:Poland category:Customers"


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """Anna in Poland is a customer, Jan in Poland is none, Karl in Germany is one."""

    def at(name: str, country: str, *categories: str) -> Any:
        return a_contact(name, addresses=(Address(country=country),), categories=categories)

    found = opened(at(ANNA, "Poland", "Customers"), at(JAN, "Poland"),
                   at(KARL, "Germany", "Customers"))  # fmt: skip
    found.shows(ANNA, JAN, KARL)
    return found


def show(office: Any, rules: str = RULES) -> GroupChips:
    """Make the group and show its list."""
    group = SmartGroup(name=GROUP, rules=rules)
    office.desk.write("New smart group", lambda tx: tx.smart_groups.add(group))
    model = office.window.sidebar.model
    office.until(lambda: any(p.text == GROUP for p in model.places))
    office.go_to(next(p.query for p in model.places if p.text == GROUP))
    verbs = office.window.verbs.groups
    office.until(lambda: verbs.list.chips is not None and verbs.list.chips.isVisible())
    chips: GroupChips = verbs.list.chips
    return chips


def words(chips: GroupChips) -> list[str]:
    return [chip.text for chip in chips.rules]


def rules_in_book(office: Any) -> dict[str, str]:
    found: list[dict[str, str]] = []
    office.desk.read(lambda tx: {g.name: g.rules for g in tx.smart_groups.all()}, found.append)
    office.until(lambda: found)
    return found[0]


def take_away(office: Any, chips: GroupChips, at: int) -> None:
    count = len(chips.rules)
    chips.rules[at].setFocus()
    QTest.keyClick(chips.rules[at], Qt.Key.Key_Delete)
    office.until(lambda: len(chips.rules) == count - 1)


def test_each_rule_is_a_chip_and_other_lists_have_none(office: Any) -> None:
    chips = show(office)
    assert words(chips) == ["Country is Poland", "Group or category is Customers"]
    office.shows(ANNA)
    assert not chips.changed_chip.isVisible()
    office.go_to(ListQuery())
    assert not chips.isVisible()


def test_a_rule_is_away_for_now_and_back_again(office: Any) -> None:
    chips = show(office)
    take_away(office, chips, 0)
    office.shows(ANNA, KARL)
    assert chips.changed_chip.isVisible()
    assert chips.rules[0].hasFocus()
    assert rules_in_book(office) == {GROUP: RULES}
    QTest.keyClick(chips.rules[0], Qt.Key.Key_Delete)
    assert len(chips.rules) == 1, "a group has at least one rule"
    chips.back.click()
    office.shows(ANNA)
    office.until(lambda: not chips.changed_chip.isVisible())
    assert len(chips.rules) == 2


def test_what_is_tried_ends_with_another_list(office: Any) -> None:
    chips = show(office)
    take_away(office, chips, 1)
    office.shows(ANNA, JAN)
    query = office.window.sidebar.query()
    office.go_to(ListQuery())
    office.shows(ANNA, JAN, KARL)
    office.go_to(query)
    office.shows(ANNA)
    office.until(lambda: len(chips.rules) == 2)


def test_it_is_saved_as_one_step(office: Any) -> None:
    chips = show(office)
    take_away(office, chips, 1)
    QTest.keyClick(chips.save, Qt.Key.Key_Space)
    office.until(lambda: not chips.changed_chip.isVisible())
    office.shows(ANNA, JAN)
    assert rules_in_book(office) == {GROUP: "country:Poland"}
    office.desk.undo()
    office.shows(ANNA)
    office.until(lambda: len(chips.rules) == 2)


def test_it_is_saved_as_a_new_group_that_is_shown_then(office: Any) -> None:
    chips = show(office)
    take_away(office, chips, 0)
    chips.copy.click()
    office.until(office.window.verbs.groups.is_shown)
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: page.words.text() == "In words: Group or category is Customers")
    assert page.name.text() == ""
    QTest.keyClicks(page.name, "All customers")
    QTest.keyClick(page.name, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.until(lambda: office.window.sidebar.title() == "All customers")
    office.shows(ANNA, KARL)
    assert rules_in_book(office) == {GROUP: RULES, "All customers": "category:Customers"}


def test_enter_opens_the_editor_at_the_rule_with_what_is_tried(office: Any) -> None:
    chips = show(office, f"{RULES} kind:person")
    take_away(office, chips, 0)
    chips.rules[1].setFocus()
    QTest.keyClick(chips.rules[1], Qt.Key.Key_Return)
    office.until(office.window.verbs.groups.is_shown)
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: len(page.box.parts) == 2)
    assert page.name.text() == GROUP
    office.until(lambda: isinstance(QApplication.focusWidget(), Combo))
    focus = QApplication.focusWidget()
    assert isinstance(focus, Combo)
    assert focus.currentData() == "kind"
    office.until(lambda: page.pane.saved.text() == "was 1 with the saved rules")


def test_a_colleagues_rules_are_shown_at_once(
    office: Any, the_book_itself: Any, a_book: Callable[..., Any]
) -> None:
    chips = show(office)
    with the_book_itself():
        book = a_book()
        with book.read() as tx:
            group = tx.smart_groups.all()[0]
        with book.write("Rules") as tx:
            tx.smart_groups.save(replace(group, rules="country:Germany"), group)
    office.until(lambda: words(chips) == ["Country is Germany"])
    office.shows(KARL)


def test_long_rules_and_many_stay_in_the_pane(office: Any) -> None:
    long = ",".join(f"Country{n}" for n in range(40))
    many = " ".join(f"city:Town{n}" for n in range(MOST + 2))
    chips = show(office, f"country:{long} {many}")
    assert len(chips.rules) == MOST + 1
    assert words(chips)[-1] == "3 more rules"
    pane = office.window.list_pane
    office.until(lambda: all(chip.width() <= pane.width() for chip in chips.rules))
    assert "Country39" in chips.rules[0].toolTip()
    assert "Country39" in chips.rules[0].accessibleName()


def test_any_and_none_are_said_before_the_chips(office: Any) -> None:
    chips = show(office, "country:Germany or category:Customers")
    office.shows(ANNA, KARL)
    assert [chip.text for chip in chips.leads] == ["Any of"]
    take_away(office, chips, 1)
    office.shows(KARL)


def test_nothing_is_saved_in_a_book_that_may_only_be_read(office: Any) -> None:
    chips = show(office)
    office.until(lambda: not office.desk._looking)
    office.desk._looking = True  # no look at the book brings its own facts back
    office.desk.facts = office.desk.facts._replace(read_only="Only for reading.")
    take_away(office, chips, 0)
    office.shows(ANNA, KARL)
    assert not chips.save.isEnabled()
    assert chips.save.toolTip() == "Only for reading."
    assert not chips.copy.isEnabled()


def test_tab_goes_from_the_search_through_the_chips_to_the_list(office: Any) -> None:
    chips = show(office, f"{RULES} kind:person")
    take_away(office, chips, 2)
    pane = office.window.list_pane
    pane.search.setFocus()
    office.until(pane.search.hasFocus)
    for stop in (*chips.rules, chips.save, chips.copy, chips.back, pane.table):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stop


def test_a_menu_says_the_same_as_the_keys(office: Any) -> None:
    chips = show(office)
    menu = chips.rules[0].menu()
    words_of = [action.text() for action in menu.actions()]
    assert words_of == ["Change this rule…", "Take away for now"]
    menu.actions()[1].trigger()
    office.shows(ANNA, KARL)


def test_rules_that_a_colleague_changed_meanwhile_are_not_written_over(
    office: Any, the_book_itself: Any, a_book: Callable[..., Any]
) -> None:
    chips = show(office)
    said: list[Any] = []
    office.desk.failed.connect(said.append)
    take_away(office, chips, 0)
    office.shows(ANNA, KARL)
    with the_book_itself():
        book = a_book()
        with book.read() as tx:
            group = tx.smart_groups.all()[0]
        with book.write("Rules") as tx:
            tx.smart_groups.save(replace(group, rules="country:Germany"), group)
    chips.save.click()
    office.until(lambda: said)
    assert "Somebody else changed the same here: Rules" in said[0].message
    assert rules_in_book(office) == {GROUP: "country:Germany"}
    office.shows(ANNA, KARL)
    chips.back.click()
    office.shows(KARL)
