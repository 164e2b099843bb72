"""Places in a window that take files carried over them: custom fields of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from contactdesk.desktop.background import alive


class FileTarget(Protocol):
    """A widget on which files may be dropped, unless it says `can_take = False`."""

    def take_files(self, files: Sequence[str]) -> None:
        """Files were dropped here."""

    def show_target(self, on: bool) -> None:
        """Show that a drop would be taken here, or no more."""


def target_at(window: QWidget, spot: QPoint) -> FileTarget | None:
    """What takes files there (in the window), if anything does."""
    widget = window.childAt(spot)
    while widget is not None:
        if hasattr(widget, "take_files") and getattr(widget, "can_take", True):
            return cast("FileTarget", widget)
        widget = widget.parentWidget()
    return None


class Carried:
    """Shows where files that are carried over a window would go."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._shown: FileTarget | None = None

    def over(self, spot: QPoint | None) -> None:
        """They are there now; None: they are no more."""
        target = target_at(self._window, spot) if spot is not None else None
        before, self._shown = self._shown, target
        if before is target:
            return
        if before is not None and alive(before.show_target):
            before.show_target(False)
        if target is not None:
            target.show_target(True)
