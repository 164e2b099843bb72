"""The categories under a name on a card: chips that lead to their lists, and one more to add."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.verb_chip import ChipVerbs, VerbChip
from contactdesk.i18n import _
from contactdesk.model import categories as named


class CategoryChip(VerbChip):
    """Enter or a press shows the category's list; Delete takes it away where that is possible."""

    def __init__(self, name: str, can_change: bool) -> None:
        verbs = ChipVerbs("users", _("Show this category"), _("Take away"))
        super().__init__(" / ".join(named.parts(name)), verbs, can_go=can_change, category=name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.explain(_("Show everybody in {name}").format(name=name))


class CategoryChips(QWidget):
    """All categories of one contact, with "Add category" behind them."""

    adding = Signal(object)  # QPoint on the screen
    chosen = Signal(str)
    dropped = Signal(str)

    def __init__(
        self, names: Sequence[str], can_change: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        flow = FlowLayout(6, 6)
        for name in names:
            chip = CategoryChip(name, can_change)
            chip.clicked.connect(lambda name=name: self.chosen.emit(name))
            chip.removed.connect(lambda name=name: self.dropped.emit(name))
            flow.addWidget(chip)
        self.add: Button | None = None
        if can_change:
            self.add = Button(_("Add category"), "ghost", "plus", size="chip")
            tip_with_keys(self.add, _("Add category"), "Ctrl+L")
            self.add.clicked.connect(self._ask)
            flow.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(flow)

    def _ask(self) -> None:
        assert self.add is not None
        corner = self.add.rect().bottomLeft()
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            corner = self.add.rect().bottomRight()
        self.adding.emit(self.add.mapToGlobal(corner + QPoint(0, 4)))
