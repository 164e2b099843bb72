"""Who came into a smart group: a badge, a line on Today, chips over the list; by two people."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk import cli
from contactdesk.desktop.group_chips import GroupChips
from contactdesk.desktop.group_page import GroupPage
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.sidebar_model import Place
from contactdesk.model.contact import Address
from contactdesk.model.event import Event
from contactdesk.model.smart_group import SmartGroup
from contactdesk.store.listing import ListQuery

ANNA, JAN, KARL = "Anna Nowak", "Jan Piech", "Karl Voss"
GROUP = "In Poland"


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """Anna and Jan in Poland, which is a group; Karl in Germany."""

    def at(name: str, country: str) -> Any:
        return a_contact(name, addresses=(Address(country=country),))

    found = opened(at(ANNA, "Poland"), at(JAN, "Poland"), at(KARL, "Germany"))
    found.shows(ANNA, JAN, KARL)
    make(found, SmartGroup(name=GROUP, rules="country:poland"))
    return found


@pytest.fixture
def colleague(office: Any, opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Another person's window on the same book."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "ewa")
    found = opened()
    found.until(lambda: place_of(found).count == 2)
    return found


def make(office: Any, group: SmartGroup) -> None:
    office.desk.write("New smart group", lambda tx: tx.smart_groups.add(group))
    office.until(lambda: place_of(office, group.name).count is not None)


def place_of(office: Any, name: str = GROUP) -> Place:
    places = office.window.sidebar.model.places
    return next((p for p in places if p.text == name), Place(""))


def query_of(office: Any, name: str = GROUP) -> ListQuery:
    found = place_of(office, name).query
    assert found is not None
    return found


def move(office: Any, number: int, country: str) -> None:
    def do(tx: Any) -> None:
        base = tx.contacts.get(number)
        tx.contacts.save(replace(base, addresses=(Address(country=country),)), base)

    office.desk.write("Move", do)


def ask_to_be_told(office: Any, name: str = GROUP, on: bool = True) -> None:
    """By keyboard, as one does it; then back to all contacts."""
    office.go_to(query_of(office, name))
    office.window.actions_.edit_group.trigger()
    office.until(office.window.verbs.groups.is_shown)
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: page.name.text() == name)
    assert page.tell.switch.isChecked() is not on
    page.tell.switch.setFocus()
    QTest.keyClick(page.tell.switch, Qt.Key.Key_Space)
    QTest.keyClick(page.tell.switch, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    office.until(lambda: not office.window.verbs.groups.is_shown())
    verbs = office.window.verbs.groups
    office.until(lambda: any(g.group.name == name and g.is_told is on for g in verbs.groups))
    office.go_to(ListQuery())
    office.shows(ANNA, JAN, KARL)


def badge(office: Any, name: str = GROUP) -> int:
    return place_of(office, name).badge


def lines(office: Any) -> list[str]:
    """What Today says of smart groups, once it is shown."""
    page = office.window.verbs.today.page()
    return [] if page is None else [row.line.title for row in page.came_in.rows]


def plain(words: list[str]) -> list[str]:
    return ["".join(c for c in line if c not in "\u2066\u2067\u2068\u2069") for line in words]


def go_to_today(office: Any, *titles: str) -> Any:
    if not office.window.verbs.today.is_shown():
        office.window.actions_.today.trigger()
    office.until(lambda: plain(lines(office)) == list(titles))
    return office.window.verbs.today.page()


def chips_of(office: Any) -> GroupChips:
    office.until(lambda: office.window.verbs.groups.list.chips is not None)
    chips: GroupChips = office.window.verbs.groups.list.chips
    return chips


def test_a_colleagues_edit_brings_a_badge_and_a_line_until_one_looks(
    office: Any, colleague: Any
) -> None:
    ask_to_be_told(office)
    assert badge(office) == 0
    move(colleague, 3, "Poland")
    office.until(lambda: badge(office) == 1)
    assert badge(colleague) == 0
    page = go_to_today(office, "1 came into In Poland")
    QTest.keyClick(page.came_in.rows[0], Qt.Key.Key_Return)
    office.shows(KARL)
    office.until(lambda: badge(office) == 0)
    chips = chips_of(office)
    assert chips.came is not None
    assert chips.came.text == "1 came in"
    QTest.keyClick(chips.came, Qt.Key.Key_Delete)
    office.shows(ANNA, JAN, KARL)
    go_to_today(office)


def test_each_has_news_of_ones_own(office: Any, colleague: Any) -> None:
    ask_to_be_told(office)
    ask_to_be_told(colleague)
    move(office, 3, "Poland")
    office.until(lambda: badge(office) == 1)
    colleague.until(lambda: badge(colleague) == 1)
    office.go_to(query_of(office))
    office.until(lambda: badge(office) == 0)
    move(office, 1, "Germany")
    colleague.until(lambda: place_of(colleague).count == 2)
    assert badge(colleague) == 1
    ask_to_be_told(colleague, on=False)
    move(office, 1, "Poland")
    colleague.until(lambda: place_of(colleague).count == 3)
    assert badge(colleague) == 0


def test_ones_own_edit_counts_and_it_is_known_after_a_restart(
    office: Any, opened: Callable[..., Any], capsys: Any, the_book_itself: Any
) -> None:
    def told() -> dict[str, Any]:
        with the_book_itself():
            assert cli.main(["--book", office.desk.path, "groups", "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    ask_to_be_told(office)
    move(office, 3, "Poland")
    office.until(lambda: badge(office) == 1)
    office.close()
    again = opened()
    again.until(lambda: badge(again) == 1)
    found = told()
    assert (found["told"], found["came_in"], found["contacts"]) == (True, 1, 3)
    with the_book_itself():
        assert cli.main(["--book", office.desk.path, "groups"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("1 came in")
    again.go_to(query_of(again))
    again.until(lambda: told()["came_in"] == 0)
    assert badge(again) == 0


def test_chips_of_those_who_came_show_them_alone_and_everybody_again(office: Any) -> None:
    ask_to_be_told(office)
    move(office, 3, "Poland")
    office.until(lambda: badge(office) == 1)
    office.go_to(query_of(office))
    office.shows(ANNA, JAN, KARL)
    chips = chips_of(office)
    office.until(lambda: chips.came is not None)
    assert chips.came is not None
    chips.came.setFocus()
    QTest.keyClick(chips.came, Qt.Key.Key_Return)
    office.shows(KARL)
    office.until(lambda: chips.shown is not None and chips.shown.only_came)
    assert chips.came is not None
    QTest.keyClick(chips.came, Qt.Key.Key_Return)
    office.shows(ANNA, JAN, KARL)
    office.go_to(ListQuery())
    office.until(lambda: not chips.isVisible())
    office.go_to(query_of(office))
    office.until(lambda: chips.isVisible() and chips.came is None)


def test_a_great_many_are_told_as_a_number(office: Any, a_contact: Callable[..., Any]) -> None:
    ask_to_be_told(office)
    many = [a_contact(f"Person {n:04}", addresses=(Address(country="Poland"),))
            for n in range(300)]  # fmt: skip
    done: list[object] = []
    office.desk.write("Bring in", lambda tx: [tx.contacts.add(each) for each in many], done.append)
    office.until(lambda: done)
    office.until(lambda: badge(office) == 300)
    page = go_to_today(office, "300 came into In Poland")
    QTest.keyClick(page.came_in.rows[0], Qt.Key.Key_Return)
    office.until(lambda: office.window.list_pane.count.text() == "300")
    office.until(lambda: badge(office) == 0)


def test_a_day_that_passes_brings_somebody_in(office: Any) -> None:
    clock = [datetime(2026, 11, 24, 9, 0)]
    today = office.window.verbs.today
    today.now = lambda: clock[0]
    ids: list[str] = []
    office.desk.read(lambda tx: tx.contacts.get(1).id, ids.append)
    office.until(lambda: ids)
    call = Event(component="call", starts_at="2026-11-20T10:00:00Z", direction="out",
                 outcome="reached", about=tuple(ids))  # fmt: skip
    office.desk.write("Call", lambda tx: tx.events.add(call))
    make(office, SmartGroup(name="Silent", rules="last-contact>7d last-contact:*"))
    ask_to_be_told(office, "Silent")
    office.until(lambda: today._whole is not None)
    today.look()
    clock[0] += timedelta(days=5)
    today.look()
    office.until(lambda: badge(office, "Silent") == 1)
    go_to_today(office, "1 came into Silent")


def test_a_book_that_may_only_be_read_says_why(office: Any) -> None:
    office.go_to(query_of(office))
    office.desk.facts = office.desk.facts._replace(read_only="Only for reading.")
    office.window.actions_.edit_group.setEnabled(True)
    office.window.actions_.edit_group.trigger()
    office.until(office.window.verbs.groups.is_shown)
    page: GroupPage = office.window.verbs.groups.page()
    office.until(lambda: page.name.text() == GROUP)
    assert not page.tell.switch.isEnabled()
    assert page.tell.switch.toolTip() == "Only for reading."


def test_the_groups_menu_turns_it_on_and_off(office: Any) -> None:
    verbs = office.window.verbs.groups
    uuid = query_of(office).group
    for on in (True, False):
        menu = Menu(office.window)
        verbs.add_tell(menu, uuid)
        (action,) = menu.actions()
        assert action.isChecked() is not on
        action.trigger()
        office.until(lambda on=on: verbs.groups[0].is_told is on)
        menu.deleteLater()
    move(office, 3, "Poland")
    office.until(lambda: place_of(office).count == 3)
    assert badge(office) == 0


def test_it_is_no_step_to_undo(office: Any) -> None:
    ask_to_be_told(office)
    move(office, 3, "Poland")
    office.until(lambda: badge(office) == 1)
    office.go_to(query_of(office))
    office.until(lambda: badge(office) == 0)
    assert office.desk.undo_label == "Move"
    office.desk.undo()
    office.until(lambda: place_of(office).count == 2)
