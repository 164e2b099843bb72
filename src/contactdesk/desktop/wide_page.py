"""What the pages have in common that take the place of list and card."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.reading_order import ReadingOrder
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

MINUTE_MS = 60_000


class WidePage(ReadingOrder, QWidget):
    """`left` asks for list and card again; what changed while nobody looked is read when the page
    is shown.
    """

    left = Signal()

    def __init__(self, desk: Desk, surface: str = "page", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._is_stale = True
        self._minutes = QTimer(self, interval=MINUTE_MS)
        self._has_clock = False
        self.setProperty("surface", surface)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def read(self) -> None:
        """Read anew what is shown."""
        raise NotImplementedError

    def went_stale(self) -> None:
        """The book has something else: it is read at once, or when somebody looks."""
        self._is_stale = True
        if self.isVisible():
            self.read()

    def look_each_minute(self, at_clock: Callable[[], None]) -> None:
        """Do something every minute while the page is shown."""
        self._has_clock = True
        self._minutes.timeout.connect(at_clock)

    @property
    def why_not(self) -> str:
        """Why nothing may be changed, "" where it may."""
        return self.desk.facts.read_only if self.desk.facts is not None else ""

    def picture(self, photo: str, side: int, then: Callable[[QImage], None]) -> QImage | None:
        """A face of so many px; where it is still to be read, `then` draws it."""
        if not photo or self.desk.facts is None:
            return None
        sharp = round(look.px(side) * max(2.0, self.devicePixelRatioF()))
        found = self.desk.photo_now(photo, sharp)
        if found is None:
            self.desk.photo(photo, sharp, then)
        return found

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is read now."""
        super().showEvent(event)
        if self._has_clock:
            self._minutes.start()
        if self._is_stale:
            self.read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._minutes.stop()


def way_back() -> IconButton:
    """The cross at the end of such a page's head."""
    back = IconButton("x", "")
    back.name_it(_("Back to the contacts"), "Esc")
    return back
