"""What was never looked at before the book went away is not shown as if there were nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from tests.desktop.window.test_away import Share, away, back, card_of, share

from contactdesk.desktop.palette import open_palette
from contactdesk.desktop.unread import Unread
from contactdesk.model.deal import Deal
from contactdesk.model.event import Event
from contactdesk.operations import deals
from contactdesk.store.listing import ListQuery

from .conftest import Opened

__all__ = ["share"]  # a fixture

PAGES = ("today", "calendar", "tasks", "table", "pipeline", "documents", "book_history", "bin",
         "history")  # fmt: skip
WORDS = "This cannot be shown just now"


@pytest.fixture
def opened(share: Share, a_contact: Any) -> Opened:
    """A window with Jan starred, in a book with a task, a deal and one deleted contact."""

    def fill_book(tx: Any) -> None:
        pipeline = tx.pipelines.add(deals.usual_pipeline("EUR"))
        deals.add(tx, Deal(title="Pallets", pipeline=pipeline.id, stage=1), "PL", date.today())
        tx.events.add(Event(component="task", summary="Order paper"))
        tx.contacts.add(a_contact("Nordkyl", kind="org"))
        tx.contacts.delete([tx.contacts.add(a_contact("Old Customer")).number])
        tx.contacts.star([2], True)

    share.by_a_colleague(fill_book)
    window = share.open()
    window.shows("Jan Kowal", "Nordkyl", "Anna Nowak")
    window.until(lambda: window.window.sidebar.model.row_of(ListQuery("bin")) >= 0)
    return window


def goes_away(share: Share, opened: Opened) -> None:
    share.take_away()
    away(opened)
    opened.desk.away.hangs = True


def covers(opened: Opened) -> list[Unread]:
    return [each for each in opened.window.findChildren(Unread) if each.isVisible()]


def list_words(opened: Opened) -> list[str]:
    labels = opened.window.list_pane.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_was_not_read_says_so_until_the_book_is_back(
    share: Share, opened: Opened, page: str
) -> None:
    card_of(opened, "Anna Nowak")
    goes_away(share, opened)
    getattr(opened.window.actions_, page).trigger()
    opened.until(lambda: len(covers(opened)) == 1)
    (cover,) = covers(opened)
    assert WORDS in [label.text() for label in cover.findChildren(QLabel)]
    share.give_back()
    back(opened)
    opened.until(lambda: not covers(opened))


def test_a_page_that_was_read_stays_as_it_was(share: Share, opened: Opened) -> None:
    opened.window.actions_.tasks.trigger()
    page = opened.window.verbs.tasks.page()
    opened.until(lambda: bool(page.list.rows.lines))
    goes_away(share, opened)
    refused: list[Any] = []
    page.read()
    opened.desk.read(lambda tx: None, lambda answer: None, failed=refused.append)
    opened.until(lambda: bool(refused))  # and so was what the page asked before
    assert covers(opened) == []
    assert [task.event.summary for task in page.list.rows.found.open] == ["Order paper"]


def test_another_list_holds_those_of_it_who_were_read(share: Share, opened: Opened) -> None:
    pane = opened.window.list_pane
    goes_away(share, opened)
    for scope, names in (("starred", ["Jan Kowal"]), ("organisations", ["Nordkyl"])):
        opened.go_to(ListQuery(scope))
        opened.shows(*names)
        assert pane.count.text() == "1"
        assert any("only those are listed" in words for words in list_words(opened))
    share.give_back()
    back(opened)
    opened.shows("Nordkyl")
    opened.until(lambda: not any("only those" in words for words in list_words(opened)))


def test_a_list_of_which_nothing_is_known_says_so(share: Share, opened: Opened) -> None:
    goes_away(share, opened)
    opened.go_to(ListQuery("bin"))
    opened.until(lambda: WORDS in list_words(opened))
    assert opened.window.list_pane.count.text() == ""
    share.give_back()
    back(opened)
    opened.shows("Old Customer")


def test_a_list_that_was_looked_at_before_is_shown_again(share: Share, opened: Opened) -> None:
    opened.go_to(ListQuery("bin"))
    opened.shows("Old Customer")
    opened.until(lambda: not opened.window.list_pane.is_unread)  # more than its first names
    opened.go_to(ListQuery())
    opened.shows("Jan Kowal", "Nordkyl", "Anna Nowak")
    goes_away(share, opened)
    opened.go_to(ListQuery("bin"))
    opened.shows("Old Customer")
    opened.go_to(ListQuery())
    opened.shows("Jan Kowal", "Nordkyl", "Anna Nowak")


def test_a_search_finds_the_names_that_were_read_and_says_how_many(
    share: Share, opened: Opened
) -> None:
    pane = opened.window.list_pane
    goes_away(share, opened)
    pane.search.setText("now")
    opened.shows("Anna Nowak")
    assert any("only the 3 names" in words for words in list_words(opened))
    pane.search.setText("Zofia")
    opened.until(lambda: any("“Zofia” was read before" in w for w in list_words(opened)))
    pane.search.setText("")
    opened.shows("Jan Kowal", "Nordkyl", "Anna Nowak")
    assert not any("names" in words for words in list_words(opened))


def test_a_search_among_nobody_says_that_no_name_was_read(share: Share) -> None:
    window = share.open()
    window.shows("Jan Kowal", "Anna Nowak")
    window.go_to(ListQuery("organisations"))
    window.until(lambda: window.window.list_pane.count.text() == "0")
    goes_away(share, window)
    window.window.list_pane.search.setText("anna")
    window.until(lambda: any("no name in this list was read" in w for w in list_words(window)))


def test_a_search_of_a_book_that_went_away_while_one_typed_is_answered(
    share: Share, opened: Opened
) -> None:
    goes_away(share, opened)
    opened.window.list_pane.search.setText("jan")
    opened.shows("Jan Kowal")
    share.give_back()
    back(opened)
    opened.until(lambda: not any("names" in words for words in list_words(opened)))
    opened.shows("Jan Kowal")


def test_find_anything_finds_the_names_that_were_read(share: Share, opened: Opened) -> None:
    card_of(opened, "Anna Nowak")
    goes_away(share, opened)
    palette = open_palette(opened.window)
    palette.field.setText("anna")
    opened.until(lambda: [e.title for e in palette.entries][:1] == ["Anna Nowak"])
    assert [link for _icon, _words, link in palette.entries[0].links] == ["tel:+48501234567"]
    palette.field.setText("zzz")
    opened.until(lambda: "nothing that was read before" in palette.nothing.text())


def test_what_was_wanted_and_needs_the_book_is_said_to_wait(share: Share, opened: Opened) -> None:
    card_of(opened, "Anna Nowak")
    goes_away(share, opened)
    said: list[str] = []
    opened.desk.toast.connect(lambda words, _button, _do: said.append(words))
    for verb in ("new_group", "copy_contacts", "mail", "split", "owner"):
        said.clear()
        getattr(opened.window.actions_, verb).trigger()
        opened.until(lambda: said)
        assert "try again when it is back" in said[0], verb


def test_several_contacts_are_not_said_to_have_nothing(share: Share, opened: Opened) -> None:
    goes_away(share, opened)
    opened.table.selectAll()
    opened.until(lambda: len(covers(opened)) == 1)
    share.give_back()
    back(opened)
    opened.until(lambda: not covers(opened))


def test_a_call_is_logged_with_somebody_whose_name_was_read(share: Share, opened: Opened) -> None:
    opened.window.actions_.today.trigger()
    opened.until(lambda: opened.window.verbs.today.found is not None)
    goes_away(share, opened)
    offered: list[Any] = []
    opened.window.verbs.today._deeds._people("kow", offered.extend)
    opened.until(lambda: [row.name for row in offered] == ["Jan Kowal"])


@pytest.mark.parametrize("kind", ["month", "week", "agenda"])
def test_a_calendar_that_was_read_stays_as_it_was(share: Share, opened: Opened, kind: str) -> None:
    opened.window.actions_.calendar.trigger()
    page = opened.window.verbs.calendar.page()
    page.show_as(kind)
    opened.until(lambda: page.found is not None and page.found.month == page._span())
    goes_away(share, opened)
    opened.desk.away.changed.emit()
    assert covers(opened) == []
