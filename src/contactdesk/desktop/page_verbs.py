"""Coming to a page that takes the place of list and card, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom


class PageVerbs(QObject):
    """What every such page has: a `name`, by which the sidebar and the room know it."""

    name = ""

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        window.sidebar.page_wanted.connect(self._come)

    def is_shown(self) -> bool:
        """Whether the page is in the place of list and card."""
        return self._room.shown() == self.name

    def show(self) -> None:
        """Show the page; a second time: list and card again."""
        if not self.leave():
            page = self._room.bring(self.name, self._make)
            if page is not None:
                self._came(page)

    def leave(self) -> bool:
        """Back to list and card; False when the page was not shown."""
        return self._room.leave(self.name)

    def _come(self, page: str) -> None:
        if page == self.name and not self.is_shown():
            self.show()

    def _make(self) -> QWidget:
        """The page, the first time that it is wanted."""
        raise NotImplementedError

    def _came(self, page: Any) -> None:
        """The page is shown: what it shows is read."""
        raise NotImplementedError
