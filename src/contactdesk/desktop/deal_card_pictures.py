"""Cards of the board as they were drawn, so that a move or the pointer draws only what changed.

Drawing a card takes about half a millisecond, putting a picture of it on the screen a hundredth of
that; of a board one sees thirty.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap

from contactdesk.desktop import theme as look

Draw = Callable[[QPainter, QRect], None]


class CardPictures:
    """The cards that one list has drawn last, as many as are to be seen in it and a few more."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Hashable, QPixmap]] = OrderedDict()
        self.most = 8

    def forget(self) -> None:
        """Colours or sizes are others now."""
        self._kept.clear()

    def paint(
        self, painter: QPainter, area: QRect, uuid: str, facts: Hashable, ground: str, draw: Draw
    ) -> None:
        """Put a card on an area of one colour; it is drawn anew when its facts are others."""
        scale = painter.device().devicePixelRatio()
        told = (facts, ground, scale, area.width(), area.height())
        known = self._kept.get(uuid)
        if known is None or known[0] != told:
            known = (told, _drawn(area, ground, scale, draw))
            self._kept[uuid] = known
        self._kept.move_to_end(uuid)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
        painter.drawPixmap(area.topLeft(), known[1])


def _drawn(area: QRect, ground: str, scale: float, draw: Draw) -> QPixmap:
    """A picture without holes: letters on it are as sharp as on the window itself."""
    picture = QPixmap(area.size() * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(look.colour(ground))
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, QRect(QPoint(), area.size()))
    return picture
