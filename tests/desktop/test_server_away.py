"""The window on a server's book: it works as on a file, and lives through the server's absence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from debian_postgres import PostgresServer
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.feedback import Banner
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


def banners(window: MainWindow) -> list[Banner]:
    return [b for b in window.findChildren(Banner) if b.isVisible()]


def said(window: MainWindow) -> list[str]:
    return [b.words.text() for b in banners(window)]


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


def test_a_server_that_goes_away_leaves_the_window_and_what_is_typed(
    office: PostgresServer, window: MainWindow, qtbot: Any
) -> None:
    def until(rule: Callable[[], Any]) -> None:
        qtbot.waitUntil(lambda: bool(rule()), timeout=30_000)

    rows = window.list_pane.model
    until(lambda: rows.row_of_number(1) >= 0)
    assert window.windowTitle() == "office – ContactDesk"
    assert not window.actions_.show_in_folder.isEnabled()
    window.list_pane.table.choose_row(rows.row_of_number(1))
    until(lambda: window.detail is not None)
    detail = window.detail
    assert detail is not None
    window.verbs.edit_contact()
    until(lambda: detail._editing is not None)
    editing = detail._editing
    assert editing is not None
    editing.form.note.setPlainText("Likes chess")
    office.stop()
    until(lambda: any("is gone" in words for words in said(window)))
    editing.save()
    until(lambda: len(said(window)) == 2)  # in the editor too
    assert editing.form.value().note == "Likes chess"
    assert rows.row_of_number(1) >= 0
    office.start()
    until(lambda: len(said(window)) == 1)
    editing.save()
    until(lambda: window.desk.undo_label == "Edit Anna Nowak")


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
