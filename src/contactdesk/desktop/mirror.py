"""Left and right turned round where the language runs from the right.

What `QStyle.visualRect` and `visualAlignment` do; touching QStyle makes a hundred enum members,
which costs 6 ms of every start.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

_RTL = Qt.LayoutDirection.RightToLeft
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_RIGHT = (
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
)


def placed(direction: Qt.LayoutDirection, area: QRect, rect: QRect) -> QRect:
    """The place inside `area` of a rectangle that was laid out from the left."""
    if direction != _RTL:
        return rect
    return rect.translated(2 * (area.right() - rect.right()) + rect.width() - area.width(), 0)


def margins(left: int, top: int, right: int, bottom: int) -> tuple[int, int, int, int]:
    """A layout's margins as given for left to right; Qt does not turn them round itself."""
    if QApplication.layoutDirection() == _RTL:
        return right, top, left, bottom
    return left, top, right, bottom


def leading(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """Alignment to the side where reading begins, in the middle of the height."""
    return _RIGHT if direction == _RTL else _LEFT


def trailing(direction: Qt.LayoutDirection) -> Qt.AlignmentFlag:
    """Alignment to the side where reading ends, in the middle of the height."""
    return _LEFT if direction == _RTL else _RIGHT
