"""From a person to the organisation and back by a key, and the organisation's chart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.model.contact import Contact, Membership
from contactdesk.model.relations import RelationKind
from contactdesk.settings import Settings
from contactdesk.store import guard

MANAGER = RelationKind(("manager",))


@pytest.fixture
def window(qtbot, a_book, tmp_path):
    """Baltica of Holding with Anna, Jan and Ola, each other's managers in a circle."""
    guard.allow_this_thread()
    book = a_book()
    with book.write("Fill") as tx:
        holding = tx.contacts.add(Contact(kind="org", formatted_name="Holding"))
        firm = tx.contacts.add(
            Contact(
                kind="org",
                formatted_name="Baltica",
                memberships=(Membership("Holding", organisation_id=holding.id),),
            )
        )
        people = [
            tx.contacts.add(
                Contact(
                    formatted_name=name,
                    given=name.split()[0],
                    family=name.split()[1],
                    memberships=(Membership("Baltica", team, organisation_id=firm.id),),
                )
            ).number
            for name, team in (("Anna A", ("Board",)), ("Jan B", ()), ("Ola C", ()))
        ]
        for one, other in zip(people, people[1:] + people[:1], strict=True):
            tx.relations.add(one, MANAGER, other)
    desk = Desk(str(tmp_path / "office.cdk"), Settings())
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.complete(desk)
    with qtbot.waitSignal(desk.opened, timeout=20_000):
        desk.open(create=False)
    made.numbers = dict(zip(("anna", "jan", "ola"), people, strict=True), firm=firm.number)
    yield made
    made.close()
    desk.close()


def shows(window, number):
    card = window.detail.card
    return card is not None and card.view.contact.number == number


def go_to(window, qtbot, number):
    qtbot.waitUntil(lambda: window.list_pane.choose(number), timeout=20_000)
    qtbot.waitUntil(lambda: shows(window, number), timeout=20_000)


def test_ctrl_j_goes_to_the_organisation_and_back_to_the_same_person(window, qtbot):
    jan, firm = window.numbers["jan"], window.numbers["firm"]
    go_to(window, qtbot, jan)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shows(window, firm), timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shows(window, jan), timeout=20_000)


def lines(page):
    """Name and depth of every row of the chart, from the top."""
    tree, found = page.tree, []
    index = tree.nodes.index(0, 0)
    while index.isValid():
        found.append((index.data(), tree.level(index)))
        index = tree.indexBelow(index)
    return found


def charted(window, qtbot):
    page = window.verbs.organisations.chart_page()
    qtbot.waitUntil(lambda: page.view is not None, timeout=20_000)
    return page


def test_the_chart_shows_everybody_once_though_they_manage_each_other(window, qtbot):
    go_to(window, qtbot, window.numbers["firm"])
    window.verbs.show_chart()
    page = charted(window, qtbot)
    assert lines(page) == [
        ("Holding", 0), ("Baltica", 1), ("Board", 2), ("Anna A", 3), ("Ola C", 4), ("Jan B", 5),
    ]  # fmt: skip
    anna = page.tree.nodes.node(page.tree.currentIndex()).children[0].children[0]
    assert anna.line.trailing == "In a circle: reports to Jan B"


def test_the_chart_is_walked_by_keys_and_esc_goes_back_to_the_card(window, qtbot):
    firm = window.numbers["firm"]
    go_to(window, qtbot, firm)
    window.verbs.show_chart()
    page = charted(window, qtbot)
    tree = page.tree
    qtbot.waitUntil(lambda: tree.currentIndex().data() == "Baltica", timeout=20_000)
    qtbot.keyClick(tree, Qt.Key.Key_Escape)
    assert not window.verbs.organisations.is_chart_shown()
    assert window.chosen_numbers() == [firm]
    window.verbs.show_chart()
    for _step in range(2):
        qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert tree.currentIndex().data() == "Anna A"
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shows(window, window.numbers["anna"]), timeout=20_000)
    assert window.stack.currentWidget() is window.detail


def test_enter_on_the_parent_shows_its_chart_and_the_list_read_anew_keeps_it(
    window, qtbot, the_book_itself
):
    go_to(window, qtbot, window.numbers["firm"])
    window.verbs.show_chart()
    page = charted(window, qtbot)
    qtbot.keyClick(page.tree, Qt.Key.Key_Up)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view is not None and page.view.name == "Holding", timeout=20_000)
    window.show_right()
    assert window.verbs.organisations.is_chart_shown()
    go_to(window, qtbot, window.numbers["ola"])
    assert not window.verbs.organisations.is_chart_shown()


def test_a_colleagues_change_leaves_the_keyboard_where_it_is_in_the_chart(
    window, qtbot, the_book_itself, tmp_path
):
    from contactdesk.store.book import Book

    go_to(window, qtbot, window.numbers["firm"])
    window.verbs.show_chart()
    page = charted(window, qtbot)
    for _step in range(3):
        qtbot.keyClick(page.tree, Qt.Key.Key_Down)
    assert page.tree.currentIndex().data() == "Ola C"
    adam = Contact(
        formatted_name="Adam D",
        given="Adam",
        family="D",
        memberships=(Membership("Baltica", ("Board",)),),
    )
    book = tmp_path / "office.cdk"
    with the_book_itself(), Book.open(str(book)) as other, other.write("New") as tx:
        tx.contacts.add(adam)
    window.desk._look_for_changes()
    qtbot.waitUntil(lambda: ("Adam D", 3) in lines(page), timeout=20_000)
    assert page.tree.currentIndex().data() == "Ola C"
