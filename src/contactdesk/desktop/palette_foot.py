"""The foot of the palette: which keys do what here, and the signs that narrow the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop.text import ElidedLabel, Label
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.palette_entries import Entry


class PaletteFoot(QWidget):
    """A line of hints; what Tab would do is named only where it does something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        spacing.keep_tall(self, 43, "caption", room=26)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(18, 0, 18, 0))
        row.setSpacing(18)
        self._run = Label(_("Enter run"), "caption", "text2")
        self._tab = Label(_("Tab details"), "caption", "text2")
        for label in (Label(_("↑ ↓ choose"), "caption", "text2"), self._run, self._tab):
            row.addWidget(label)
        row.addStretch(1)
        hint = _("Type > for commands, @ for people, # for categories")
        row.addWidget(ElidedLabel(hint, "caption", "text2"))

    def show_for(self, entry: Entry | None) -> None:
        """Name what can be done with this entry."""
        self._run.setVisible(entry is not None and not entry.why_not)
        self._tab.setVisible(entry is not None and entry.details is not None)
