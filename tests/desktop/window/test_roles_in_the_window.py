"""What a window shows to a viewer and to an editor of a server's book with roles."""

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
from contactdesk.desktop.preferences import show_preferences
from contactdesk.model.contact import Contact
from contactdesk.settings import Settings

# Qt's picture of a screen has no windows to raise.
pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
WORD = "a-Word-2"
PEOPLE = {"viewer": "win_vera", "editor": "win_edi", "manager": "win_mona"}


@pytest.fixture(scope="module")
def office(postgres: PostgresServer) -> Iterator[PostgresServer]:
    from contactdesk.store import guard
    from contactdesk.store.book import Book
    from contactdesk.store.postgres_rights import roles_of

    guard.allow_this_thread()
    postgres.sql("CREATE DATABASE winroles TEMPLATE empty_book")
    place = postgres.socket_url("winroles")
    with Book.open(place) as book, book.write("Add") as tx:
        number = tx.contacts.add(Contact(formatted_name="Anna Nowak")).number
        tx.contacts.delete([number])
    with roles_of(place) as roles:
        roles.set_up()
        for role, name in PEOPLE.items():
            postgres.sql(f"CREATE ROLE {name} LOGIN PASSWORD '{WORD}'")
            roles.grant(name, role)
    yield postgres
    postgres.sql("DROP DATABASE winroles WITH (FORCE)")
    groups = ("winroles_manager", "winroles_editor", "winroles_viewer")
    for name in (*PEOPLE.values(), *groups):
        postgres.sql(f"DROP ROLE {name}")


@pytest.fixture
def window(office: PostgresServer, qtbot: Any) -> Iterator[Callable[[str], MainWindow]]:
    made: list[MainWindow] = []

    def show(role: str) -> MainWindow:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, "light")
        window = MainWindow()
        made.append(window)
        qtbot.addWidget(window)
        desk = Desk(office.url("winroles", WORD, user=PEOPLE[role]), Settings())
        window.show()
        window.list_pane.build_table()
        window.complete(desk)
        desk.open(create=False)
        qtbot.waitUntil(lambda: desk.facts is not None, timeout=30_000)
        return window

    yield show
    for each in made:
        each.desk.close()


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_fields_and_what_is_shared_are_for_managers(window: Any, qtbot: Any, role: str) -> None:
    w = window(role)
    opened = show_preferences(w, w.desk, "sort_by")
    row = opened.page("names").rows["sort_by"]
    place = opened.page("sharing").rows["book_place"]
    qtbot.waitUntil(lambda: "winroles" in place.text.text(), timeout=30_000)
    may = role == "manager"
    assert row.control.isEnabled() == may
    assert ("Only a manager" in row.control.toolTip()) != may
    assert opened.page("sharing").rows["own_name"].control.isEnabled()
    assert not place.control.isEnabled()  # neither of them owns the database
    assert "Only who owns" in place.control.toolTip()
    opened.close()


@pytest.mark.parametrize("role", ["editor", "manager"])
def test_nobody_but_a_manager_empties_the_bin(window: Any, qtbot: Any, role: str) -> None:
    from contactdesk.store.listing import ListQuery

    w = window(role)
    places = w.sidebar.model
    qtbot.waitUntil(lambda: places.row_of(ListQuery("bin")) >= 0, timeout=30_000)
    w.list_pane.show_list(ListQuery("bin"), "Bin")
    rows = w.list_pane.model
    qtbot.waitUntil(lambda: rows.count == 1 and rows.contact_at(0) is not None, timeout=30_000)
    w.list_pane.table.choose_row(0)
    qtbot.waitUntil(w.actions_.restore.isEnabled, timeout=30_000)
    assert w.actions_.purge.isEnabled() == (role == "manager")
    assert ("Only a manager" in w.actions_.purge.toolTip()) == (role == "editor")


def test_a_viewers_window_says_why_nothing_can_be_changed(window: Any, qtbot: Any) -> None:
    w = window("viewer")

    def said() -> list[str]:
        return [b.words.text() for b in w.findChildren(Banner) if b.isVisible()]

    qtbot.waitUntil(lambda: any("You are a viewer of winroles" in s for s in said()), timeout=9_000)
    assert not w.actions_.new_contact.isEnabled()
    assert "You are a viewer" in w.actions_.new_contact.toolTip()
    assert w.actions_.export.isEnabled()
