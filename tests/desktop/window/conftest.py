"""Windows on real books, for the tests of what goes in and out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.settings import Settings
from contactdesk.store.listing import ListQuery


class Opened:
    """A shown window with its desk, and short words for what tests ask of it."""

    def __init__(self, qtbot: Any, path: Path) -> None:
        self.qtbot = qtbot
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        look.apply(app, "light")
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.desk = Desk(str(path), Settings())
        self.window.show()
        self.window.list_pane.build_table()
        self.window.complete(self.desk)
        self.desk.open()

    @property
    def table(self) -> Any:
        return self.window.list_pane.table

    def names(self) -> list[str]:
        model = self.window.list_pane.model
        rows = [model.contact_at(row) for row in range(model.rowCount())]
        return [row.name for row in rows if row is not None]

    def until(self, rule: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(rule()), timeout=8000)

    def shows(self, *names: str) -> None:
        self.until(lambda: self.names() == list(names))

    def choose(self, name: str) -> int:
        """Select the first of this name, as soon as it is listed."""
        self.until(lambda: name in self.names())
        model = self.window.list_pane.model
        for row in range(model.rowCount()):
            contact = model.contact_at(row)
            if contact is not None and contact.name == name:
                self.table.choose_row(row)
                return contact.number
        raise AssertionError(name)

    def undo(self) -> None:
        """Undo, as soon as there is something to undo."""
        self.until(self.window.actions_.undo.isEnabled)
        self.window.actions_.undo.trigger()

    def redo(self) -> None:
        """Do it again, as soon as something was undone."""
        self.until(self.window.actions_.redo.isEnabled)
        self.window.actions_.redo.trigger()

    def go_to(self, query: ListQuery) -> None:
        """Choose a list in the sidebar, as soon as it is there: bin and archive come with what
        was counted, which is read after the first names."""
        sidebar = self.window.sidebar
        self.until(lambda: sidebar.model.row_of(query) >= 0)
        sidebar.choose(query)

    def look_at(self, *files: Path) -> Any:
        """What an import of these files would do, read to its end."""
        self.window.verbs.start_import([str(file) for file in files])
        page = self.window.verbs.import_page()
        self.until(lambda: not page.reader.busy)
        return page

    def bring_in(self, *files: Path) -> Any:
        """Import these files; the page with its result."""
        self.look_at(*files)
        return self.go_on()

    def go_on(self) -> Any:
        """Import what is being looked at; the page with its result."""
        page = self.window.verbs.import_page()
        self.until(lambda: not page.reader.busy)
        page.import_now()
        self.until(lambda: page.result is not None)
        return page

    def close(self) -> None:
        self.desk.close()


@pytest.fixture
def opened(qtbot, a_book, tmp_path, the_book_itself) -> Iterator[Callable[..., Opened]]:
    windows: list[Opened] = []

    def make(*contacts: Any, name: str = "office") -> Opened:
        with the_book_itself():
            a_book(*contacts, name=name)
        windows.append(Opened(qtbot, tmp_path / f"{name}.cdk"))
        return windows[-1]

    yield make
    for each in windows:
        each.close()
