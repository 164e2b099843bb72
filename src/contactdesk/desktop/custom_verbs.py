"""Custom fields in the main window: it knows them, and opens their own window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contactdesk.desktop.custom_texts import FieldsWatch

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow


class CustomFieldVerbs(QObject):
    """What the window does with custom fields."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.watch = FieldsWatch(window.desk)

    def show(self) -> None:
        """Open the window of custom fields."""
        from contactdesk.desktop.fields_window import show_fields

        show_fields(self._window, self._window.desk)
