"""Has the window look at once when the book's bell rings, and never misses a ring."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contactdesk.desktop.background import Mailbox

if TYPE_CHECKING:
    from contactdesk.store.bell import Bell


class BellWatch(QObject):
    """Calls `look` for each ring; for one during a look, once more after that (`looked`)."""

    def __init__(self, look: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look  # False when there can be no look just now
        self._mailbox = Mailbox(self)
        self._bell: Bell | None = None
        self._missed = False

    def start(self, bell: Bell | None) -> None:
        """Listen, where there is a bell."""
        self._bell = bell
        if bell is not None:
            bell.hang(lambda: self._mailbox.post(self._rung))

    def _rung(self) -> None:
        if self._bell is not None:
            self._missed = not self._look()

    def looked(self) -> None:
        """A look is over: it may have begun before the last ring."""
        if self._missed:
            self._rung()

    def close(self) -> None:
        """Listen no more."""
        bell, self._bell = self._bell, None
        if bell is not None:
            bell.take_down()
