"""What stands under the list: a sentence, or a link that leads somewhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.labels import Hairline

if TYPE_CHECKING:
    from contactdesk.desktop.list_pane import ListPane


class UnderList(QWidget):
    """A strip under the list, below a line; hidden at first."""

    def __init__(self, pane: ListPane, inside: QLayout) -> None:
        super().__init__(pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline("border"))
        column.addLayout(inside)
        self.hide()
        below = pane.layout()
        assert below is not None
        below.addWidget(self)


class ListFoot(UnderList):
    """Its `button` is a link with an icon, after the list in the order of Tab."""

    def __init__(self, pane: ListPane, icon: str) -> None:
        self.button = Button("", "link", icon, size="row")
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(8, 5, 8, 5))
        row.addWidget(self.button)
        row.addStretch(1)
        super().__init__(pane, row)
        QWidget.setTabOrder(pane.table, self.button)
