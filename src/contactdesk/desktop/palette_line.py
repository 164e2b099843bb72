"""How one line of the palette is drawn: face or icon, title with its match marked, key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

from contactdesk.desktop import avatars, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.key_cap import cap_height, cap_width, paint_cap

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter

    from contactdesk.desktop.palette_entries import Entry

INSET = 8  # of the highlight
FACE_X, FACE = 18, 28
TEXT_X = 58
END = 20  # from the trailing edge to keys and icons
GAP = 10
LINK, LINK_STEP = 16, 28
LEAST_DETAIL = 60
OWN_DIRECTION = "\u2068{}\u2069"
Direction = Qt.LayoutDirection


def paint_head(painter: QPainter, area: QRect, direction: Direction, words: str) -> None:
    """The name of a section."""
    painter.setFont(look.font("caption", 600))
    painter.setPen(look.colour("text2"))
    spot = area.adjusted(FACE_X, 2, -FACE_X, 0)
    painter.drawText(spot, mirror.leading(direction), words)


def paint_entry(
    painter: QPainter,
    area: QRect,
    direction: Direction,
    entry: Entry,
    chosen: bool,
    keys: str,
    photo: QImage | None,
) -> None:
    """One entry; the chosen one is lit. `keys` run it here where it has no keys of its own."""
    if chosen:
        box = QRectF(area.adjusted(INSET, 0, -INSET, 0))
        paint_ground(painter, box, "sel", radius=7)
    _paint_mark(painter, area, direction, entry, chosen, photo)
    end = _paint_end(painter, area, direction, entry, chosen, entry.keys or keys)
    _paint_words(painter, area, direction, entry, chosen, end)


def _paint_mark(
    painter: QPainter,
    area: QRect,
    direction: Direction,
    entry: Entry,
    chosen: bool,
    photo: QImage | None,
) -> None:
    spot = QRect(area.x() + FACE_X, area.y() + (area.height() - FACE) // 2, FACE, FACE)
    spot = mirror.placed(direction, area, spot)
    if entry.row is not None:
        ring = "raised" if chosen else ""
        avatars.paint_avatar(painter, spot, entry.row, photo=photo, ring=ring)
        return
    tone = {"accent": "accent_text"}.get(entry.tone, entry.tone)
    paint_ground(painter, QRectF(spot), f"{entry.tone or 'slate'}_soft", radius=FACE / 2)
    if entry.dot:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(entry.dot))
        painter.drawEllipse(QRectF(spot).adjusted(10, 10, -10, -10))
    else:
        icons.paint(painter, spot, entry.icon, tone or "text2", 15)


def _paint_end(
    painter: QPainter, area: QRect, direction: Direction, entry: Entry, chosen: bool, keys: str
) -> int:
    """Keys or the icons of phone and mail; returns the room they take."""
    if entry.links:
        for place, (icon, _words, _link) in enumerate(entry.links):
            spot = _link_spot(area, direction, place, len(entry.links))
            icons.paint(painter, spot, icon, "sel_text" if chosen else "text2")
        return END + LINK_STEP * len(entry.links)
    if not keys or entry.why_not:
        return END
    wide, high = cap_width(keys), cap_height()
    top = area.y() + (area.height() - high) // 2
    spot = QRect(area.right() + 1 - END - wide, top, wide, high)
    paint_cap(painter, mirror.placed(direction, area, spot), keys)
    return END + wide + GAP


def _link_spot(area: QRect, direction: Direction, place: int, count: int) -> QRect:
    right = area.right() + 1 - END - (count - 1 - place) * LINK_STEP
    spot = QRect(right - LINK, area.y() + (area.height() - LINK) // 2, LINK, LINK)
    return mirror.placed(direction, area, spot)


def icon_at(area: QRect, direction: Direction, at: QPoint, count: int) -> int:
    """Which of a line's `count` icons is under the pointer, or -1."""
    for place in range(count):
        if _link_spot(area, direction, place, count).adjusted(-6, -10, 6, 10).contains(at):
            return place
    return -1


def _paint_words(
    painter: QPainter, area: QRect, direction: Direction, entry: Entry, chosen: bool, end: int
) -> None:
    room = area.width() - TEXT_X - end
    strong, body = look.metrics("strong"), look.metrics("body")
    wanted = strong.horizontalAdvance(entry.title) + 2
    for_detail = min(body.horizontalAdvance(entry.detail) + GAP, room // 2) if entry.detail else 0
    wide = min(wanted, room - for_detail)
    title = QRect(area.x() + TEXT_X, area.y(), wide, area.height())
    ink = "text3" if entry.why_not else ("sel_text" if chosen else "text")
    _paint_title(painter, mirror.placed(direction, area, title), direction, entry, ink)
    left = title.right() + 1 + GAP
    rest = QRect(left, area.y(), area.x() + TEXT_X + room - left, area.height())
    if not entry.detail or rest.width() < LEAST_DETAIL:
        return
    painter.setFont(look.font("body"))
    painter.setPen(look.colour("sel_text" if chosen and not entry.why_not else "text2"))
    shown = _fitted(entry.detail, "body", rest.width())
    rest = mirror.placed(direction, area, rest)
    painter.drawText(rest, mirror.leading(direction), OWN_DIRECTION.format(shown))


def _paint_title(
    painter: QPainter, spot: QRect, direction: Direction, entry: Entry, ink: str
) -> None:
    shown = _fitted(entry.title, "strong", spot.width())
    painter.setPen(look.colour(ink))
    if not entry.marks:
        painter.setFont(look.font("strong"))
        painter.drawText(spot, mirror.leading(direction), OWN_DIRECTION.format(shown))
        return
    layout = QTextLayout(OWN_DIRECTION.format(shown), look.font("strong", 600))
    option = QTextOption(mirror.leading(direction))
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats(_marked(entry, len(shown), ink))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(spot.width())
    layout.endLayout()
    y = spot.y() + (spot.height() - line.height()) / 2
    layout.draw(painter, QRectF(spot.x(), y, 0, 0).topLeft())


def _marked(entry: Entry, shown: int, ink: str) -> list[QTextLayout.FormatRange]:
    """What matched, underlined and in the colour of links: titles are heavy already."""
    found = []
    for start, length in entry.marks:
        if start + length > shown:
            continue
        form = QTextCharFormat()
        form.setFontWeight(700)
        form.setForeground(look.colour("accent_text" if ink == "text" else ink))
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = start + 1, length, form
        found.append(part)
    return found


def _fitted(text: str, style: str, wide: int) -> str:
    """The text, cut at its end if there is too little room; measuring is less work than cutting."""
    metrics = look.metrics(style)
    if metrics.horizontalAdvance(text) <= wide:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
