"""Keeps what the keyboard is on in sight.

Qt scrolls for Tab alone; arrow keys, new rows and jumps from elsewhere need this.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

ROOM = 44  # px left above and below
SETTLED_MS = 60


@runtime_checkable
class KeepsPlace(Protocol):
    """A widget higher than the page, which knows what in it the keyboard is on."""

    def keep_in_sight(self) -> None:
        """Scroll the page to it."""


class FollowFocus(QObject):
    """Scrolls `area` to whichever of its widgets gets the focus."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._target: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._area.isAncestorOf(now):
            self._target = now
            QTimer.singleShot(0, self, self._scroll)
            # a new row has its place only after the layouts around it were asked in turn
            QTimer.singleShot(SETTLED_MS, self, self._scroll)

    def _scroll(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.hasFocus():
            return
        if isinstance(target, KeepsPlace):
            target.keep_in_sight()
        else:
            self._area.ensureWidgetVisible(target, 0, ROOM)
