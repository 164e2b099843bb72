"""What could not be done and nobody else has told: a sentence above the right side.

That the book is away is said once, by the banner over list and card, and not again for each
question that it does not answer; what was wanted of it and is not done is said each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contactdesk.desktop.away_flow import AwayFlow
from contactdesk.errors import BookAway, NotWritten

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.errors import ContactDeskError


class ServerAway(QObject):
    """Tells errors in a banner; `flow` is what the window does while the book is away."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.flow = AwayFlow(window)
        window.desk.failed.connect(self.tell)

    def tell(self, error: ContactDeskError) -> None:
        """Say what went wrong and what to do, above what it concerns."""
        if isinstance(error, NotWritten):
            self._window.desk.toast.emit(error.message, "", None)
        elif not (isinstance(error, BookAway) and self._window.desk.away.is_away):
            self._window.show_banner("bad", error.message, closable=True)
