"""Tab goes through a page as one reads it, whatever of it was made when.

Qt's own order is that in which widgets were made. A list that is made anew would come after
everything else in the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    Base = QWidget
else:
    Base = object

SAME_LINE = 12  # px that the middles of widgets in one line may differ by


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
    able = widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
    return able and policy == Qt.FocusPolicy.TabFocus


def stops_in(root: QWidget, *, by_place: bool = False) -> list[QWidget]:
    """What Tab may stop at in a widget: as it was made, or line by line from the top down."""
    found = [root] if takes_tab(root) else []
    found += [widget for widget in root.findChildren(QWidget) if takes_tab(widget)]
    return _by_lines(root, found) if by_place else found


def _by_lines(root: QWidget, stops: list[QWidget]) -> list[QWidget]:
    turned = -1 if root.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
    places = {widget: widget.mapTo(root, widget.rect().center()) for widget in stops}
    ordered: list[QWidget] = []
    line: list[QWidget] = []
    for widget in sorted(stops, key=lambda w: places[w].y()):
        if line and places[widget].y() - places[line[0]].y() > SAME_LINE:
            ordered += sorted(line, key=lambda w: turned * places[w].x())
            line = []
        line.append(widget)
    return ordered + sorted(line, key=lambda w: turned * places[w].x())
