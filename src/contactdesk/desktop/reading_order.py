"""Tab goes through a page as one reads it, whatever of it was made when.

Qt's own order is that in which widgets were made. A list that is made anew would come after
everything else in the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    Base = QWidget
else:
    Base = object


class ReadingOrder(Base):
    """To be inherited before a Qt class that says in which order Tab `stops`."""

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in its order."""
        raise NotImplementedError

    def focusNextPrevChild(self, forward: bool) -> bool:
        """To the next stop, or out of the page."""
        here, stops = QApplication.focusWidget(), self.stops()
        step = 1 if forward else -1
        at = stops.index(here) + step if here in stops else (0 if forward else len(stops) - 1)
        target = stops[at] if 0 <= at < len(stops) else self._beyond(forward)
        if target is None:
            return False
        reasons = Qt.FocusReason
        target.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
        return True

    def _beyond(self, forward: bool) -> QWidget | None:
        """What follows the whole page, or stands before it."""
        widget: QWidget | None = self
        while True:
            assert widget is not None
            widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if widget is None or widget is self:
                return None
            if not self.isAncestorOf(widget) and takes_tab(widget) and not widget.isWindow():
                return widget


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab may stop at a widget now."""
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return policy == Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()


def stops_in(root: QWidget, *, by_place: bool = False) -> list[QWidget]:
    """What Tab may stop at in a widget: as it was made, or from the top down."""
    found = [root] if takes_tab(root) else []
    found += [widget for widget in root.findChildren(QWidget) if takes_tab(widget)]
    if by_place:
        mirrored = root.layoutDirection() == Qt.LayoutDirection.RightToLeft

        def place(widget: QWidget) -> tuple[int, int]:
            corner = widget.mapTo(root, QPoint(0, 0)) if widget is not root else QPoint(0, -1)
            return corner.y(), -corner.x() if mirrored else corner.x()

        found.sort(key=place)
    return found
