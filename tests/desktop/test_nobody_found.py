"""A search without a hit says so, and offers the name that begins alike."""

from __future__ import annotations

import pytest

from contactdesk.desktop.list_empty import nobody_found
from contactdesk.desktop.near_miss import NearMiss, near_miss
from contactdesk.store.listing import ListQuery


@pytest.fixture
def meant(a_book, a_contact, the_book_itself):
    with the_book_itself():
        book = a_book(
            a_contact("Jan Kowalski"), a_contact("Ewa Kowalski"), a_contact("Łucja Wiśniewska")
        )

    def ask(text: str, scope: str = "all") -> NearMiss | None:
        with the_book_itself(), book.read() as tx:
            return near_miss(tx, text, ListQuery(scope))

    return ask


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kowalsky", NearMiss("Kowalski", "2")),
        ("jan kowalsky", NearMiss("Kowalski", "2")),
        ("wisniewski", NearMiss("Wiśniewska", "1")),
        ("kovalski", None),
        ("kox", None),
        ("x", None),
        ("0048 600", None),
    ],
)
def test_the_name_that_begins_alike_is_offered(meant, typed, found) -> None:
    assert meant(typed) == found


def test_only_those_of_the_list_are_offered(meant) -> None:
    assert meant("kowalsky", "organisations") is None


def test_the_offer_searches_for_the_name_and_buttons_stack_where_it_is_narrow(qtbot) -> None:
    searched: list[str] = []
    empty = nobody_found("kowalsky", lambda: None, NearMiss("Kowalski", "2"), searched.append)
    qtbot.addWidget(empty)
    empty.resize(600, 400)
    empty.show()
    show, create = empty.buttons
    assert "Did you mean Kowalski (2)?" in empty.text.text()
    assert show.y() == create.y()
    show.click()
    assert searched == ["Kowalski"]
    empty.resize(260, 400)
    qtbot.waitUntil(lambda: show.y() < create.y())
    assert create.geometry().right() <= empty.width()
