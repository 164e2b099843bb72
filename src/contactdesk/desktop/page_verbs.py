"""Coming to a page that takes the place of list and card, and leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.store.listing import ChangeSet


class PageVerbs(QObject):
    """What every such page has: a `name`, by which the sidebar and the room know it."""

    name = ""
    records: frozenset[str] = frozenset()  # what the page is about, beside what happens

    def __init__(self, window: MainWindow, room: WideRoom) -> None:
        super().__init__(window)
        self._window, self._room = window, room
        self._has_any = False
        window.sidebar.page_wanted.connect(self._come)

    # ── in the sidebar once there is anything ───────────────────────────────────────────

    def stand_in_sidebar(self) -> None:
        """Stand in the sidebar as soon as the book has anything for the page."""
        self._window.desk.opened.connect(self._look)
        self._window.desk.changed.connect(self._look_again)

    def _look_again(self, change: ChangeSet) -> None:
        theirs = change.events != () or not self.records.isdisjoint(change.records)
        if theirs and not self._has_any:
            self._look()

    def _look(self, _facts: object = None) -> None:
        self._window.desk.read(self.has_any, self._found, key=f"{self.name}?")

    def has_any(self, tx: Any) -> bool:
        """Whether the book has anything for the page."""
        raise NotImplementedError

    def _found(self, has_any: bool) -> None:
        if has_any and not self._has_any:
            self._has_any = True
            self._window.sidebar.add_page(self.name)
            self.is_used()

    @property
    def is_in_use(self) -> bool:
        """Whether the book has ever had anything for the page while it is open."""
        return self._has_any

    def is_used(self) -> None:
        """There is something for the page from now on."""

    # ── coming and leaving ──────────────────────────────────────────────────────────────

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
