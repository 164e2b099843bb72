"""Pages that take the place of list and card: while one is shown the sidebar is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow


class WideRoom(QObject):
    """Gives a window's wide pages their room, and list and card theirs when one is left."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._pages: list[QWidget] = []
        self._list_wide = 0
        window.stack.currentChanged.connect(self._page_changed)
        window.sidebar.chosen.connect(self._list_chosen)
        window.sidebar.list.clicked.connect(self._list_clicked)

    def show(self, page: QWidget) -> None:
        """Show a page in all the room there is."""
        if page not in self._pages:
            self._pages.append(page)
            self._window.stack.addWidget(page)
        self._window.stack.setCurrentWidget(page)

    def is_taken(self) -> bool:
        """Whether one of the pages is shown."""
        return self._window.stack.currentWidget() in self._pages

    def leave(self) -> bool:
        """Back to list and card; False when they were shown."""
        window = self._window
        if not self.is_taken():
            return False
        window.stack.setCurrentWidget(window.blank)
        window.show_right()
        window.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _page_changed(self, _place: int) -> None:
        window, shown = self._window, self.is_taken()
        page = window.stack.currentWidget()
        named = [name for name, each in window.pages.items() if each is page]
        window.sidebar.show_page((named or [""])[0] if shown else None)
        if shown == window.needs_room:
            return
        if shown:
            self._list_wide = window.splitter.sizes()[1] or self._list_wide
        window.list_pane.setVisible(not shown)
        window.needs_room = shown
        window.fit_sidebar()
        if not shown:
            side = window.splitter.sizes()[0]
            window.splitter.setSizes([side, self._list_wide, 10_000])

    def _list_chosen(self, _query: object) -> None:
        self.leave()

    def _list_clicked(self, index: QModelIndex) -> None:
        """Also the list that was left is come back to by its row."""
        if index.row() == self._window.sidebar.list.currentIndex().row():
            self.leave()
