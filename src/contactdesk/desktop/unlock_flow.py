"""An encrypted book that is to be opened: the passphrase is tried on a thread of its own."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from shiboken6 import isValid

from contactdesk.desktop.unlock_page import UnlockPage
from contactdesk.errors import ContactDeskError

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow


class UnlockFlow(QObject):
    """Shows the page, and opens the book anew once its passphrase is known."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self.page: UnlockPage | None = None

    def show(self) -> None:
        """Ask for the passphrase in all the room there is."""
        window, path = self._window, Path(self._desk.path)
        last = next((p for p in window.verbs.recent_books() if p != self._desk.path), "")
        page = self.page = UnlockPage(path.name, str(path.parent), Path(last).stem)
        page.opened.connect(self._try)
        page.other_wanted.connect(window.verbs.open_book)
        page.back_wanted.connect(lambda: self._back(last))
        window.stack.addWidget(page)
        window.stack.setCurrentWidget(page)
        page.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self, last: str) -> None:
        if last:
            self._window.wants_book.emit(last, False)

    def _try(self, passphrase: str) -> None:
        path, mailbox = self._desk.path, self._desk.background.mailbox

        def work() -> None:
            from contactdesk.store.connecting import unlock
            from contactdesk.store.opening import path_of

            try:
                unlock(path_of(path), passphrase)
            except ContactDeskError as caught:
                error = caught
                mailbox.post(lambda: self._refuse(error))
            else:
                mailbox.post(self._open)

        Thread(target=work, name="unlock", daemon=True).start()

    def _open(self) -> None:
        self._window.wants_book.emit(self._desk.path, False)

    def _refuse(self, error: ContactDeskError) -> None:
        if self.page is not None and isValid(self.page):
            self.page.refuse(error.message)
