"""Pages that take the place of list and card: beside most of them the sidebar is narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.sidebar_model import BIN, DOCUMENTS, TABLE, TODAY

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from contactdesk.desktop.main_window import MainWindow

PLACE = "place"  # of a book that may only be read
_BESIDE_SIDEBAR = (TODAY, TABLE, DOCUMENTS, PLACE, BIN)  # pages that leave the sidebar its words
_OF_LISTS = (TABLE,)  # pages that show the list which is chosen in the sidebar
Page = TypeVar("Page", bound=QWidget)


class WideRoom(QObject):
    """Gives a window's wide pages their room, and list and card theirs when one is left."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._names: list[str] = []  # of the pages that were wanted so far
        self._list_wide = 0
        self._list_hidden = False
        window.stack.currentChanged.connect(self._page_changed)
        window.sidebar.chosen.connect(self._list_chosen)
        window.sidebar.list.clicked.connect(self._list_clicked)

    def bring(
        self, name: str, make: Callable[[], Page], *, keeps_editor: bool = False
    ) -> Page | None:
        """Show the page of a name, made when it is first wanted, in all the room there is; None
        where there is no book yet. `keeps_editor`: an open editor waits behind the page.
        """
        window = self._window
        if window.desk.facts is None:
            return None
        if window.detail is not None and not keeps_editor:
            window.detail.leave_editor()
        if window.verbs.importing.is_shown():
            window.verbs.importing.leave()
        if name not in self._names:
            self._names.append(name)
            window.pages[name] = make()
            window.stack.addWidget(window.pages[name])
        window.stack.setCurrentWidget(window.pages[name])
        return cast("Page", window.pages[name])

    def put(self, name: str, page: QWidget) -> None:
        """Show a page under a name, in place of an earlier one."""
        window, old = self._window, self._window.pages.get(name)
        if old is not None:
            self._names.remove(name)
        self.bring(name, lambda: page)
        if old is not None:
            window.stack.removeWidget(old)
            old.deleteLater()

    def shown(self) -> str:
        """The name of the page that is shown, "" for none of them."""
        pages, current = self._window.pages, self._window.stack.currentWidget()
        return next((name for name in self._names if pages[name] is current), "")

    def leave(self, name: str = "") -> bool:
        """Back to list and card; False when no page, or not the one of this name, was shown."""
        window, shown = self._window, self.shown()
        if not shown or name not in ("", shown):
            return False
        window.stack.setCurrentWidget(window.blank)
        window.show_right()
        window.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _page_changed(self, _place: int) -> None:
        window, name = self._window, self.shown()
        window.sidebar.show_page(None if name in _OF_LISTS else name or None)
        shown = bool(name)
        needs_room = shown and name not in _BESIDE_SIDEBAR
        if (shown, needs_room) == (self._list_hidden, window.needs_room):
            return
        if shown and not self._list_hidden:
            self._list_wide = window.splitter.sizes()[1] or self._list_wide
        window.list_pane.setVisible(not shown)
        self._list_hidden = shown
        window.needs_room = needs_room
        window.fit_sidebar()
        if not shown:
            side = window.splitter.sizes()[0]
            window.splitter.setSizes([side, self._list_wide, 10_000])

    def _list_chosen(self, _query: object) -> None:
        if self.shown() not in _OF_LISTS:
            self.leave()

    def _list_clicked(self, index: QModelIndex) -> None:
        """Also the list that was left is come back to by its row."""
        here = index.row() == self._window.sidebar.list.currentIndex().row()
        if here and self.shown() not in _OF_LISTS:
            self.leave()
