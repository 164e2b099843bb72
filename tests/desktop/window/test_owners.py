"""Whose contacts are and who sees them, in the window: nothing of it where one is alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from contactdesk.desktop.owner_dialog import OwnerDialog
from contactdesk.store.listing import ListQuery


@pytest.fixture
def jonas(as_somebody_else: Callable[..., Any], the_book_itself: Any) -> Callable[[], str]:
    """Has a colleague come to the book; their id."""

    def come() -> str:
        with the_book_itself(), as_somebody_else("jonas") as other, other.write("Come") as tx:
            tx.people.introduce("Jonas Bergmann", "3")
            tx.categories.add("Of Jonas")
            return str(tx.people.me().id)

    return come


def dialog_of(office: Any) -> OwnerDialog:
    office.until(lambda: office.window.findChildren(OwnerDialog))
    return office.window.findChildren(OwnerDialog)[-1]


def places(office: Any) -> list[str]:
    return [place.text for place in office.window.sidebar.list.model().places]


def test_alone_nothing_says_whose_a_contact_is(opened: Any, a_contact: Any) -> None:
    office = opened(a_contact("Anna Nowak"))
    office.shows("Anna Nowak")
    office.choose("Anna Nowak")
    menu = office.window.actions_.contact_menu()
    shown = [action.text() for action in menu.actions() if action.isVisible()]
    assert "Owner and privacy…" not in shown
    assert "Mine" not in places(office)


def test_a_contact_becomes_mine_alone_and_comes_back(
    opened: Any, a_contact: Any, jonas: Any, the_book_itself: Any, as_somebody_else: Any
) -> None:
    office = opened(a_contact("Anna Nowak"), a_contact("Bert Orzeł"))
    office.shows("Anna Nowak", "Bert Orzeł")
    jonas()
    window = office.window
    office.until(lambda: window.verbs.owners.team.is_several)
    office.shows("Anna Nowak", "Bert Orzeł")
    office.choose("Anna Nowak")
    office.until(lambda: window.actions_.owner.isEnabled() and window.actions_.owner.isVisible())
    window.actions_.owner.trigger()
    dialog = dialog_of(office)
    assert dialog.owner.itemText(0) == "Nobody in particular"
    dialog.seen.choose(True)
    assert "another program can read it" in dialog.sentence.text()
    dialog.go.click()
    office.until(lambda: "Mine" in places(office))
    office.until(lambda: any("only you see it" in label.text()
                             for label in window.findChildren(QLabel)))  # fmt: skip
    with the_book_itself(), as_somebody_else("jonas") as other, other.read() as tx:
        assert list(tx.contacts.listing(ListQuery()).numbers) == [2]
    window.sidebar.show_list(ListQuery("mine"))
    office.shows("Anna Nowak")
    office.desk.undo()
    office.until(lambda: "Mine" not in places(office))


def test_several_are_given_to_a_colleague_at_once(
    opened: Any, a_contact: Any, jonas: Any, the_book_itself: Any, a_book: Any
) -> None:
    office = opened(a_contact("Anna Nowak"), a_contact("Bert Orzeł"))
    office.shows("Anna Nowak", "Bert Orzeł")
    who = jonas()
    window = office.window
    office.until(lambda: window.verbs.owners.team.is_several)
    office.shows("Anna Nowak", "Bert Orzeł")
    window.verbs.owners.ask("contact", [1, 2])
    dialog = dialog_of(office)
    dialog.owner.choose(who)
    assert not dialog.seen.isEnabled()  # only its owner can keep it private
    dialog.go.click()
    office.until(lambda: "Changed 2 entries" in window.toast.text())
    with the_book_itself(), a_book().read() as tx:
        assert [c.owner for c in tx.contacts.get_many([1, 2])] == [who, who]


def test_what_a_colleague_hides_goes_from_my_list(
    opened: Any, a_contact: Any, jonas: Any, the_book_itself: Any, as_somebody_else: Any
) -> None:
    office = opened(a_contact("Anna Nowak"), a_contact("Bert Orzeł"))
    office.shows("Anna Nowak", "Bert Orzeł")
    jonas()
    office.choose("Anna Nowak")
    with the_book_itself(), as_somebody_else("jonas") as other, other.write("Hide") as tx:
        from contactdesk.model.ownership import Whose
        from contactdesk.operations import ownership

        ownership.assign(tx, "contact", [1], Whose(private=True))
    office.shows("Bert Orzeł")
