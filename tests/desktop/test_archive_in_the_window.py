"""The archive from the window: into it, what a search says of it, and out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.main_window import MainWindow
from contactdesk.model.contact import Contact
from contactdesk.settings import Settings
from contactdesk.store.listing import ListQuery

ARCHIVE = ListQuery("archive")


class Shown:
    """A window with Anna Baran, Anna Lis and Jan Mazur."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def until(self, rule: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(rule()), timeout=15_000)

    def names(self) -> list[str]:
        model = self.window.list_pane.model
        rows = [model.contact_at(row) for row in range(model.rowCount())]
        return [row.name for row in rows if row is not None]

    def listed(self, *names: str) -> None:
        self.until(lambda: self.names() == list(names))

    def choose(self, name: str) -> None:
        table = self.window.list_pane.table
        table.choose_row(next(
            row for row in range(table.rows.rowCount())
            if (c := table.rows.contact_at(row)) is not None and c.name == name
        ))  # fmt: skip
        self.until(lambda: self.window.detail.card is not None)
        self.until(lambda: self.window.detail.card.view.name == name)

    def archive(self, name: str) -> None:
        self.choose(name)
        self.window.actions_.archive.trigger()
        self.until(lambda: name not in self.names())

    def in_sidebar(self) -> bool:
        return self.window.sidebar.model.row_of(ARCHIVE) >= 0

    def search(self, text: str) -> None:
        pane = self.window.list_pane
        pane.search.setText(text)
        self.until(lambda: pane.table.painter_of_rows.query == text)


@pytest.fixture
def shown(qtbot, a_book, tmp_path, the_book_itself) -> Iterator[Shown]:
    with the_book_itself():
        a_book(*(Contact(formatted_name=n) for n in ("Anna Baran", "Anna Lis", "Jan Mazur")))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app, "light")
    window = MainWindow()
    qtbot.addWidget(window)
    desk = Desk(str(tmp_path / "office.cdk"), Settings())
    window.show()
    window.list_pane.build_table()
    window.complete(desk)
    desk.open()
    made = Shown(qtbot, window)
    made.until(lambda: window.detail is not None)
    made.listed("Anna Baran", "Anna Lis", "Jan Mazur")
    yield made
    desk.close()


def test_who_is_archived_leaves_the_list_and_the_toast_brings_them_back(shown) -> None:
    assert not shown.in_sidebar()
    shown.archive("Anna Lis")
    shown.until(shown.in_sidebar)
    shown.until(shown.window.toast.isVisible)
    assert shown.window.toast.text() == "Archived 1 contact"
    assert shown.window.desk.undo_label == "Put in the archive: Anna Lis"
    shown.window.desk.undo()
    shown.listed("Anna Baran", "Anna Lis", "Jan Mazur")
    shown.until(lambda: not shown.in_sidebar())


def test_the_archives_list_lets_them_out_again(shown) -> None:
    shown.archive("Anna Lis")
    shown.until(shown.in_sidebar)
    shown.window.sidebar.choose(ARCHIVE)
    shown.listed("Anna Lis")
    shown.choose("Anna Lis")
    actions = shown.window.actions_
    assert (actions.archive.isVisible(), actions.take_out.isVisible()) == (False, True)
    (banner,) = shown.window.detail.card.findChildren(Banner)
    assert banner.words.text().startswith("In the archive since")
    banner.button.click()
    shown.until(lambda: not shown.in_sidebar())
    shown.until(lambda: shown.window.sidebar.query() == ListQuery())
    shown.listed("Anna Baran", "Anna Lis", "Jan Mazur")


def test_a_search_says_how_many_more_the_archive_has_and_shows_them(shown) -> None:
    shown.archive("Anna Lis")
    shown.search("anna")
    shown.listed("Anna Baran")
    hint = shown.window.list_pane.archived
    assert hint.isVisible()
    assert hint.button.text() == "1 more in the archive"
    QTest.keyClick(hint.button, Qt.Key.Key_Space)
    shown.until(lambda: shown.window.sidebar.query() == ARCHIVE)
    shown.until(lambda: shown.window.list_pane.table.painter_of_rows.query == "anna")
    shown.listed("Anna Lis")
    assert not hint.isVisible()
    shown.window.list_pane.clear_search()
    shown.listed("Anna Lis")


def test_a_search_that_finds_nobody_else_still_says_so(shown) -> None:
    shown.archive("Anna Lis")
    shown.search("lis")
    shown.until(shown.window.list_pane.archived.isVisible)
    shown.window.list_pane.clear_search()
    shown.until(lambda: not shown.window.list_pane.archived.isVisible())
    shown.search("mazur")
    shown.listed("Jan Mazur")
    assert not shown.window.list_pane.archived.isVisible()


def test_a_cards_menu_archives_and_takes_out(shown) -> None:
    shown.choose("Jan Mazur")
    menu = shown.window.detail.card.head.menu()
    next(a for a in menu.actions() if a.text() == "Put in the archive").trigger()
    shown.listed("Anna Baran", "Anna Lis")
    shown.until(shown.in_sidebar)
    shown.window.sidebar.choose(ARCHIVE)
    shown.listed("Jan Mazur")
    shown.choose("Jan Mazur")
    menu = shown.window.detail.card.head.menu()
    next(a for a in menu.actions() if a.text() == "Take out of the archive").trigger()
    shown.listed("Anna Baran", "Anna Lis", "Jan Mazur")


def test_several_are_archived_in_one_step(shown) -> None:
    table = shown.window.list_pane.table
    for number in (1, 2):
        index = table.rows.index(table.rows.row_of_number(number))
        table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    shown.until(lambda: shown.window.stack.currentWidget() is shown.window.pages.get("selection"))
    page = shown.window.pages["selection"]
    assert page._archive.isVisible()
    assert not page._take_out.isVisible()
    page._archive.click()
    shown.listed("Jan Mazur")
    assert shown.window.toast.text() == "Archived 2 contacts"
    shown.window.desk.undo()
    shown.listed("Anna Baran", "Anna Lis", "Jan Mazur")


def test_a_book_with_everybody_archived_is_not_called_empty(shown) -> None:
    shown.window.list_pane.table.selectAll()
    shown.until(lambda: len(shown.window.chosen_numbers()) == 3)
    shown.window.actions_.archive.trigger()
    shown.listed()
    shown.until(shown.in_sidebar)
    shown.until(lambda: shown.window.stack.currentWidget() is shown.window.detail)


def test_the_history_tells_of_it_in_words(shown) -> None:
    from contactdesk.desktop.history_words import deed_of, lines_of

    shown.archive("Anna Lis")
    found: list[Any] = []

    def ask(tx: Any) -> Any:
        return tx.history.of(tx.contacts.get(2).id)

    shown.window.desk.read(ask, found.append)
    shown.until(lambda: found)
    newest = found[0][0]
    assert lines_of(newest.fields) == []
    assert deed_of(newest, 0) == "moved it to the archive"
