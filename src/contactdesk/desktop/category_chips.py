"""The categories under a name on a card: chips that lead to their lists, and one more to add."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import icons
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Chip
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.model import categories as named


class CategoryChip(Chip):
    """Enter or a press shows the category's list; Delete takes it away where that is possible."""

    opened = Signal()

    def __init__(self, name: str, can_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(" / ".join(named.parts(name)), category=name, parent=parent)
        self._can_change = can_change
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(plain_tip(_("Show everybody in {name}").format(name=name)))
        self.clicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows, Delete takes away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._can_change:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same two by menu."""
        where = event.globalPos()
        if event.reason() == event.Reason.Keyboard:
            where = self.mapToGlobal(QPoint(0, self.height()))
        self.menu().popup(where)

    def menu(self) -> Menu:
        """What can be done with it; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("users"), _("Show this category"), self.opened.emit)
        away = menu.addAction(icons.icon("circle-minus"), _("Take away"), self.removed.emit)
        away.setShortcut("Del")
        away.setEnabled(self._can_change)
        return menu


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
            chip.opened.connect(lambda name=name: self.chosen.emit(name))
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
