"""The line under the list that says what a search would find in the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.labels import Hairline
from contactdesk.i18n import counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.list_pane import ListPane


class ArchiveHint(QWidget):
    """Hidden while there is nothing to say; `wanted` when the archive's hits are to be shown."""

    wanted = Signal(str)  # what was searched

    def __init__(self, pane: ListPane) -> None:
        super().__init__(pane)
        self.button = Button("", "link", "archive", size="row")
        self.button.clicked.connect(lambda: self.wanted.emit(pane.search.text().strip()))
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(8, 5, 8, 5))
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline("border"))
        column.addLayout(row)
        self.hide()
        below = pane.layout()
        assert below is not None
        below.addWidget(self)
        QWidget.setTabOrder(pane.table, self.button)
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
