"""The server of an open book is away: the window keeps what was read, and offers the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contactdesk.errors import BookUnreachable
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.feedback import Banner
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.errors import ContactDeskError


class ServerAway(QObject):
    """Puts "Try again" beside the sentence, and takes the sentence away when the server is back."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._banner: Banner | None = None
        window.desk.failed.connect(self.tell)
        window.desk.server_is_back.connect(self._read_again)

    def tell(self, error: ContactDeskError) -> None:
        """Say what went wrong and what to do, above what it concerns."""
        banner = self._window.show_banner("bad", error.message, closable=True)
        self._banner = None
        if isinstance(error, BookUnreachable):
            banner.say(error.message, _("Try again"))
            banner.acted.connect(self._read_again)
            self._banner = banner

    def _read_again(self) -> None:
        banner, self._banner = self._banner, None
        if banner is not None:
            banner.closed.emit()
        self._window.verbs.refresh()
