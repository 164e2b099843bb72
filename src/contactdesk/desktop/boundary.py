"""Where a change of text ends: what lies around is laid out anew only if the size changed.

Qt lays out every level up to the window at each new text, though hardly one changes its height.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop.ground import Ground

LEVELS = 10  # from a value's row to the page: each lays itself out before the one around it

Need = tuple[int, QSize, int]


def lay_out_now() -> None:
    """Lay out all that waits for it, level by level, before anything of it is painted."""
    for _level in range(LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


class Boundary(Ground):
    """Shows one widget, as large as itself, and passes on what that needs when it differs.

    It paints its ground, a colour's token, so that nothing below is painted with the widget.
    """

    def __init__(self, inner: QWidget, ground: str, parent: QWidget | None = None) -> None:
        super().__init__(ground, parent)
        self._inner = inner
        inner.setParent(self)
        # it takes the width it is given: how wide a text would like to be asks for no other place
        policy = inner.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        self.setSizePolicy(policy)
        self._passed_on: Need | None = None

    def event(self, event: QEvent) -> bool:
        """Ask for another place only where another is needed; also for a change while unseen."""
        asked = event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show)
        if asked and self._need() != self._passed_on:
            self._passed_on = self._need()
            self.updateGeometry()
        return super().event(event)

    def _need(self) -> Need:
        return self.sizeHint().height(), self.minimumSizeHint(), self.heightForWidth(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the widget all the room."""
        self._inner.setGeometry(self.rect())
        self._passed_on = None  # what lies around may have gone by an older need

    def sizeHint(self) -> QSize:
        """As large as the widget likes to be."""
        return self._inner.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As small as the widget can be."""
        return self._inner.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Whether the widget's height depends on its width."""
        return self._inner.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """The widget's height for a width."""
        return self._inner.heightForWidth(width)
