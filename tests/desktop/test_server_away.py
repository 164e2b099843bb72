"""The window on a server's book: it works as on a file, and lives through the server's absence:
one that is switched off, and one that keeps the line open and says nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from debian_postgres import PostgresServer
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.model.contact import Contact
from contactdesk.settings import Settings


@pytest.fixture
def office(the_book_itself: Callable[[], Any]) -> Iterator[PostgresServer]:
    """A server of this test's own, with a book of one contact."""
    from contactdesk.store.book import Book

    server = PostgresServer(safely=True)
    server.sql("CREATE DATABASE office")
    with the_book_itself(), Book.open(server.socket_url("office")) as book, book.write("Add") as tx:
        tx.contacts.add(Contact(formatted_name="Anna Nowak", given="Anna", family="Nowak"))
    yield server
    server.remove()


def said(window: MainWindow) -> str:
    banner = window.server_away.flow.banner
    return banner.accessibleName() if banner is not None and banner.isVisible() else ""


@pytest.fixture
def window(office: PostgresServer, qtbot: Any) -> Iterator[MainWindow]:
    """The window on that book."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app, "light")
    made = MainWindow()
    qtbot.addWidget(made)
    desk = Desk(office.socket_url("office"), Settings())
    made.show()
    made.complete(desk)
    desk.open()
    yield made
    desk.close()


@pytest.fixture
def until(qtbot: Any) -> Callable[[Callable[[], Any]], None]:
    return lambda rule: qtbot.waitUntil(lambda: bool(rule()), timeout=30_000)


def note_typed(window: MainWindow, until: Any, note: str) -> Any:
    """The editor of the one contact, with a note typed into it."""
    rows = window.list_pane.model
    until(lambda: rows.row_of_number(1) >= 0)
    window.list_pane.table.choose_row(rows.row_of_number(1))
    until(lambda: window.detail is not None and window.detail.card is not None)
    detail = window.detail
    assert detail is not None
    window.verbs.edit_contact()
    until(lambda: detail._editing is not None)
    assert detail._editing is not None
    detail._editing.form.note.setPlainText(note)
    return detail._editing


def test_a_server_that_goes_away_leaves_the_window_and_what_is_typed(
    office: PostgresServer, window: MainWindow, until: Any
) -> None:
    editing = note_typed(window, until, "Likes chess")
    assert window.windowTitle() == "office – ContactDesk"
    assert not window.actions_.show_in_folder.isEnabled()
    office.stop()
    until(lambda: "office is away since" in said(window))
    editing.save()
    until(lambda: len(window.desk.outbox.waiting) == 1)
    until(lambda: window.detail.card is not None)
    assert window.detail.card.view.contact.note == "Likes chess"
    assert window.list_pane.model.row_of_number(1) >= 0
    assert not window._banner_row  # it is said once
    office.start()
    until(lambda: said(window) == "1 change saved")  # by itself
    until(lambda: window.desk.undo_label == "Edit Anna Nowak")
    window.desk.undo()
    until(lambda: not window.detail.card.view.contact.note)


def test_a_server_that_says_nothing_keeps_nobody_waiting(
    office: PostgresServer, window: MainWindow, until: Any
) -> None:
    editing = note_typed(window, until, "Likes chess")
    office.freeze()
    try:
        editing.save()  # it is on its way, and nobody answers
        until(lambda: window.desk.away.hangs)
        until(lambda: len(window.desk.outbox.waiting) == 1)
        until(lambda: window.detail._editing is None)
        assert "office is away since" in said(window)
        heard: list[str] = []
        window.desk.read(lambda tx: tx.contacts.counts(), heard.append,
                         failed=lambda error: heard.append(error.message))  # fmt: skip
        until(lambda: heard)
        assert "has to wait until it is back" in heard[0]
    finally:
        office.thaw()
    until(lambda: not window.desk.away.is_away)
    until(lambda: not window.desk.outbox.deeds)
    until(lambda: window.desk.undo_label == "Edit Anna Nowak")
    window.desk.undo()  # one step: it was done once, whether its first answer was heard or not
    until(lambda: window.desk.undo_label != "Edit Anna Nowak")


def test_what_is_taken_back_while_it_may_have_arrived_is_undone(
    office: PostgresServer, window: MainWindow, until: Any
) -> None:
    editing = note_typed(window, until, "Likes chess")
    office.freeze()
    try:
        editing.save()
        until(lambda: len(window.desk.outbox.waiting) == 1)
        window.desk.undo()
        until(lambda: not window.desk.outbox.waiting)
    finally:
        office.thaw()
    until(lambda: not window.desk.away.is_away)
    until(lambda: not window.desk.outbox.deeds)
    until(lambda: window.detail.card is not None)
    until(lambda: not window.detail.card.view.contact.note)


def colleague_adds(server: PostgresServer, name: str) -> None:
    from contactdesk.store.book import Book

    with Book.open(server.socket_url("office")) as book, book.write("Add") as tx:
        tx.contacts.add(Contact(formatted_name=name))


def test_a_window_that_does_not_look_hears_of_a_colleagues_change(
    office: PostgresServer, window: MainWindow, qtbot: Any, the_book_itself: Callable[[], Any]
) -> None:
    rows = window.list_pane.model
    qtbot.waitUntil(lambda: rows.count == 1, timeout=30_000)
    window.desk._poll.stop()
    with the_book_itself():
        colleague_adds(office, "Jan Kowal")
    qtbot.waitUntil(lambda: rows.count == 2, timeout=30_000)


def test_a_window_whose_bell_is_gone_looks(
    office: PostgresServer, window: MainWindow, qtbot: Any, the_book_itself: Callable[[], Any]
) -> None:
    rows = window.list_pane.model
    qtbot.waitUntil(lambda: rows.count == 1, timeout=30_000)
    window.desk.bell.close()
    with the_book_itself():
        colleague_adds(office, "Jan Kowal")
    qtbot.waitUntil(lambda: rows.count == 2, timeout=30_000)


def test_all_names_are_searched_of_a_server_that_went_away(
    office: PostgresServer, window: MainWindow, until: Any, the_book_itself: Any
) -> None:
    from contactdesk.store.book import Book

    pane = window.list_pane
    pane.away.ahead.pause_ms = 0
    with the_book_itself(), Book.open(office.socket_url("office")) as book, book.write("Add") as tx:
        for n in range(250):
            tx.contacts.add(Contact(formatted_name=f"Person {n:03}", family=f"Person {n:03}"))
    until(lambda: pane.model.count == 251)
    until(lambda: all(number in pane.away.known for number in pane.model.numbers))
    office.stop()
    until(lambda: window.desk.away.is_away)
    pane.search.setText("243")
    until(lambda: [row.name for row in pane.model.rows_kept()] == ["Person 243"])
