"""The screens of the table of contacts, for `screens.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contactdesk.model.table_view import TableView
from contactdesk.pictures import settle, until
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.table_page import TablePage
    from contactdesk.screens import Screens

_VIEWS = (
    TableView(name="By country", grouped_by="country", filters=("country=!-",)),
    TableView(name="Missing e-mail", filters=("email=-",)),
    TableView(name="Phone list, printed", columns=("name", "organisation", "phone", "mobile")),
)


def _page(window: MainWindow, view: TableView) -> TablePage:
    verbs = window.verbs.table
    window.sidebar.choose(ListQuery())
    if not verbs.views:
        kept: list[object] = []
        window.desk.write("Views", lambda tx: [tx.table_views.add(v) for v in _VIEWS], kept.append)
        until(lambda: bool(kept) and len(verbs.views) == len(_VIEWS))
    shown: list[object] = []
    found = next((each for each in verbs.views if each.name == view.name), None)
    if found is not None:
        verbs.show_view(found.id)
    elif not verbs.is_shown():
        verbs.show()
    page = verbs.page()
    assert page is not None
    page.shown.connect(lambda: shown.append(1))
    if found is None:
        page.show_list(ListQuery(), window.sidebar.title(), view)
    else:
        page.read()
    until(lambda: bool(shown))
    until(
        lambda: page.rows.line_at(page.rows.rowCount() - 1) is not None or not page.rows.rowCount()
    )
    settle()
    return page


def by_country(_screens: Screens, window: MainWindow, _person: str) -> list[QWidget]:
    """Grouped and filtered, two of them ticked, the keyboard on a cell."""
    show_by_country(window)
    return []


def show_by_country(window: MainWindow) -> None:
    """A view that is grouped, and filtered otherwise than it is kept."""
    page = _page(window, _VIEWS[0])
    page.arrange(filters=("country=Poland, Portugal, Taiwan, Iran",), sorted_by="organisation")
    until(lambda: page.view.sorted_by == page.grid.head.sort_column)
    until(lambda: page.rows.line_at(1) is not None)
    page.rows.tick([page.rows.number_at(2), page.rows.number_at(4)], True)
    page.grid.go_to(3, 4)
    settle()


def plain_table(_screens: Screens, window: MainWindow, _person: str) -> list[QWidget]:
    """All contacts as they come; the keyboard is on a cell."""
    page = _page(window, TableView())
    page.rows.tick(list(page.rows.ticks), False)
    page.grid.take_keyboard()
    page.grid.go_to(2, 3)
    settle()
    return []


def nobody(_screens: Screens, window: MainWindow, _person: str) -> list[QWidget]:
    """Filters that nobody passes, one of them not understood."""
    _page(window, TableView(filters=("locality=Atlantis", "last_contact=< 6 things")))
    return []
