"""A chip that stands for something: it leads there, and what it stands for can be taken away."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent

from contactdesk.desktop import icons
from contactdesk.desktop.labels import Chip
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.tips import plain_tip


class ChipVerbs(NamedTuple):
    """What the menu of a chip says of its two verbs; `icon` is that of the first."""

    icon: str
    go: str
    away: str


class VerbChip(Chip):
    """Enter or a press tells `clicked`, Delete `removed` where it `can_go`; a menu has both.

    With `cross` it has an x as well, which removes it.
    """

    def __init__(
        self,
        words: str,
        verbs: ChipVerbs,
        *,
        can_go: bool,
        cross: bool = False,
        tone: str = "slate",
        category: str = "",
        icon: str = "",
    ) -> None:
        super().__init__(words, tone, category=category, icon=icon, removable=can_go and cross)
        self._verbs, self._can_go = verbs, can_go
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def explain(self, tip: str) -> None:
        """Say in its tip what can be done with it."""
        self.setToolTip(plain_tip(tip))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Delete takes it away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._can_go:
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
        menu.addAction(icons.icon(self._verbs.icon), self._verbs.go, self.clicked.emit)
        away = menu.addAction(icons.icon("circle-minus"), self._verbs.away, self.removed.emit)
        away.setShortcut("Del")
        away.setEnabled(self._can_go)
        return menu
