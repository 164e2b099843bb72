"""Several lines of plain text in a painted widget: broken between words, or within a long one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle

LINE_SEPARATOR = "\u2028"


class WrappedText:
    """The text laid out for one font and width; `height` is what it needs, in px."""

    def __init__(self, text: str, font: QFont, width: int, direction: Qt.LayoutDirection) -> None:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(direction)
        leading = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        option.setAlignment(leading | Qt.AlignmentFlag.AlignAbsolute)
        self._layout = QTextLayout(text.replace("\n", LINE_SEPARATOR), font)
        self._layout.setTextOption(option)
        self.height = 0
        self.natural_width = 0
        self._layout.beginLayout()
        y = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += line.height()
            self.natural_width = max(self.natural_width, round(line.naturalTextWidth()))
        self._layout.endLayout()
        self.height = round(y + 0.49)

    def draw(self, painter: QPainter, spot: QRect) -> None:
        """Draw into a rectangle of the width it was laid out for, from its top."""
        self._layout.draw(painter, QPointF(spot.topLeft()))
