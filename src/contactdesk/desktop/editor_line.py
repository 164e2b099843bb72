"""The line under a row of the form that says who else is in it just now, and the row's frame."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Field
from contactdesk.desktop.labels import Label


class EditorLine(Label):
    """Hidden while nobody is there."""

    def __init__(self, fields: Sequence[Field], parent: QWidget | None = None) -> None:
        super().__init__("", "caption", "teal", weight=600, wrap=True, parent=parent)
        self._fields = fields
        self.setContentsMargins(0, 3, 0, 0)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say who is there; "" for nobody."""
        if words == self.text():
            return
        self.setText(words)
        self.setVisible(bool(words))
        for field in self._fields:
            field.setProperty("colleague", bool(words))
            look.restyle(field)
