"""The mark at a row of the sidebar of what needs the person today."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.i18n import counted


def paint_badge(
    painter: QPainter, area: QRect, direction: Qt.LayoutDirection, count: int, *, rail: bool
) -> None:
    """A pill with the number at the trailing end, on the rail a dot beside the icon."""
    words = counted(count)
    high = look.px(8) if rail else look.metrics("micro", 600).height() + look.px(4)
    wide = high if rail else badge_wide(count)
    spot = QRect(area.right() - wide - look.px(7), area.center().y() - high // 2, wide, high)
    if rail:
        spot.moveTo(area.center().x() + look.px(5), area.y() + look.px(6))
    spot = mirror.placed(direction, area, spot)
    paint_ground(painter, QRectF(spot), "accent", radius=high / 2)
    if not rail:
        painter.setFont(look.font("micro", 600))
        painter.setPen(look.colour("on_accent"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)


def badge_wide(count: int) -> int:
    """How wide the pill of a number is, in px."""
    metrics = look.metrics("micro", 600)
    words = metrics.horizontalAdvance(counted(count))
    return max(metrics.height() + look.px(4), words + look.px(12))
