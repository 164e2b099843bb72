"""What hangs at the pointer while contacts are dragged: a face, a name, and how many more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.avatars import Face

FACE = 26
LONGEST = 220  # px of the name
SHADOW = 8
Direction = Qt.LayoutDirection


def pill(
    row: Face | None, count: int, photo: QImage | None, direction: Direction, ratio: float
) -> QPixmap:
    """The picture of a drag, `ratio` pixels to one of the screen's units."""
    strong, small = look.metrics("strong"), look.metrics("caption", 600)
    name = row.name if row is not None else ""
    if not name:
        name = ngettext("{n} contact", "{n} contacts", count).format(n=counted(count))
    name = strong.elidedText(bidi.isolated(name), Qt.TextElideMode.ElideRight, LONGEST)
    more = _("+{n}").format(n=counted(count - 1)) if row is not None and count > 1 else ""
    more_wide = small.horizontalAdvance(more) + 18 if more else 0
    high = max(38, strong.height() + 16)
    wide = 10 + FACE + 10 + strong.horizontalAdvance(name) + 14 + (more_wide and more_wide + 0)
    size = QSize(wide + 2 * SHADOW, high + 2 * SHADOW)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(direction)
        body = QRect(SHADOW, SHADOW, wide, high)
        _paint_body(painter, body)
        _paint_parts(painter, body, row, photo, name, more, more_wide, direction)
    return pixmap


def _paint_body(painter: QPainter, body: QRect) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in range(SHADOW - 2, 0, -1):
        painter.setBrush(QColor(0, 0, 0, 7))
        soft = QRectF(body).adjusted(-spread, -spread + 2, spread, spread + 2)
        painter.drawRoundedRect(soft, 8 + spread, 8 + spread)
    painter.setPen(look.colour("border"))
    painter.setBrush(look.colour("raised"))
    painter.drawRoundedRect(QRectF(body).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def _paint_parts(
    painter: QPainter,
    body: QRect,
    row: Face | None,
    photo: QImage | None,
    name: str,
    more: str,
    more_wide: int,
    direction: Direction,
) -> None:
    face = QRect(body.x() + 10, body.y() + (body.height() - FACE) // 2, FACE, FACE)
    face = mirror.placed(direction, body, face)
    if row is not None:
        paint_avatar(painter, face, row, photo=photo)
    else:
        from contactdesk.desktop import icons

        icons.paint(painter, face, "users", "text2", 18)
    words = QRect(body.x() + 20 + FACE, body.y(), body.width() - 28 - FACE - more_wide,
                  body.height())  # fmt: skip
    painter.setFont(look.font("strong"))
    painter.setPen(look.colour("text"))
    painter.drawText(mirror.placed(direction, body, words), mirror.leading(direction), name)
    if not more:
        return
    high = look.metrics("caption", 600).height() + 6
    chip = QRect(body.right() - 7 - more_wide + 4, body.center().y() - high // 2, more_wide - 4,
                 high)  # fmt: skip
    chip = mirror.placed(direction, body, chip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("accent_soft"))
    painter.drawRoundedRect(QRectF(chip), high / 2, high / 2)
    painter.setFont(look.font("caption", 600))
    painter.setPen(look.colour("accent_text"))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, more)


def word_pill(words: str, dot: str, widget: QWidget) -> QPixmap:
    """A word behind a dot of a colour (a token), for what has no face."""
    strong, direction = look.metrics("strong"), widget.layoutDirection()
    ratio = widget.devicePixelRatioF()
    words = strong.elidedText(bidi.isolated(words), Qt.TextElideMode.ElideRight, LONGEST)
    high = max(32, strong.height() + 12)
    wide = 30 + strong.horizontalAdvance(words) + 14
    pixmap = QPixmap(QSize(wide + 2 * SHADOW, high + 2 * SHADOW) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRect(SHADOW, SHADOW, wide, high)
        _paint_body(painter, body)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(dot))
        spot = QRect(body.x() + 12, body.center().y() - 3, 8, 8)
        painter.drawEllipse(mirror.placed(direction, body, spot))
        painter.setFont(look.font("strong"))
        painter.setPen(look.colour("text"))
        place = mirror.placed(direction, body, body.adjusted(30, 0, -8, 0))
        painter.drawText(place, mirror.leading(direction), words)
    return pixmap
