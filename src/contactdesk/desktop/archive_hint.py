"""The line under the list that says what a search would find in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from contactdesk.desktop.list_foot import ListFoot
from contactdesk.i18n import counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.list_pane import ListPane


class ArchiveHint(ListFoot):
    """Hidden while there is nothing to say; `wanted` when the archive's hits are to be shown."""

    wanted = Signal(str)  # what was searched

    def __init__(self, pane: ListPane) -> None:
        super().__init__(pane, "archive")
        self.button.clicked.connect(lambda: self.wanted.emit(pane.search.text().strip()))
        pane.search.textChanged.connect(self._typed)

    def _typed(self, text: str) -> None:
        if not text.strip():
            self.hide()

    def show_count(self, count: int, most: int) -> None:
        """Say how many more the archive has; above `most` nobody counted them."""
        words = ngettext("{n} more in the archive", "{n} more in the archive", count)
        shown = counted(most) + "+" if count > most else counted(count)
        self.button.set_label(words.format(n=shown))
        self.setVisible(count > 0)
