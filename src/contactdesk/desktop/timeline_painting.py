"""How one item of a timeline looks: badge and line, title and time, four lines of text, who."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextOption

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf, paint_avatar
from contactdesk.desktop.timeline_view import Row
from contactdesk.i18n import _

LINES = 4  # of a text, before "More"
_BADGE, _GAP, _FACE = 28, 12, 20
_AIR = 12  # px below an item
_NARROWEST = 4  # px
_RTL = Qt.LayoutDirection.RightToLeft


class Placed(NamedTuple):
    """Where the parts of an item are, from its own top left corner, laid out from the left."""

    height: int
    layout: QTextLayout | None
    title: QRect
    text: QRect
    more: QRect  # empty where all of the text is shown
    foot: QRect


def text_start() -> int:
    """Where title and text begin, in px."""
    return look.px(_BADGE + _GAP)


def head_height() -> int:
    """The height of the head of a day."""
    return look.tall(30, "caption", room=10)


def place(row: Row, width: int, whole: bool, direction: Qt.LayoutDirection) -> Placed:
    """Lay out an item for a width; `whole` shows all of its text."""
    start = text_start()
    wide = max(40, width - start)
    body, caption = look.metrics("body"), look.metrics("caption")
    y = look.px(3)
    title = QRect(start, y, wide, max(look.metrics("strong").height(), caption.height()))
    y = title.bottom() + 1
    layout, cut = (None, False)
    if row.text:
        layout, cut = _laid_out(row.text, wide, whole, direction)
    high = layout.lineCount() * body.lineSpacing() if layout is not None else 0
    text = QRect(start, y + (look.px(1) if high else 0), wide, high)
    y = text.bottom() + 1
    more = QRect()
    if cut or (whole and layout is not None and layout.lineCount() > LINES):
        more = QRect(start, y, wide, caption.height() + look.px(2))
        y = more.bottom() + 1
    foot = QRect(start, y, wide, 0)
    if row.person_name:
        foot.setHeight(max(look.px(_FACE), caption.height()) + look.px(3))
    elif row.by:
        foot.setHeight(caption.height() + look.px(2))
    y = foot.bottom() + 1
    return Placed(max(y, look.px(_BADGE)) + look.px(_AIR), layout, title, text, more, foot)


def _laid_out(
    text: str, wide: int, whole: bool, direction: Qt.LayoutDirection
) -> tuple[QTextLayout, bool]:
    """The lines of a text, its first ones or all, and whether there are more."""
    plain = bidi.without_marks(text).replace("\n", "\u2028")
    # hardly a letter is narrower than that: what lies beyond the lines that are shown is not shaped
    shown = plain if whole else plain[: LINES * wide // _NARROWEST]
    layout = QTextLayout(shown, look.font("body"))
    option = QTextOption(mirror.leading(direction) & ~Qt.AlignmentFlag.AlignVCenter)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(bidi.direction_of(plain, direction))
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    step, y, end = look.metrics("body").lineSpacing(), 0, 0
    while whole or layout.lineCount() < LINES:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(wide)
        line.setPosition(QPointF(0, y))
        y += step
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return layout, end < len(plain)


class ItemPainter:
    """Paints one item into an area; everything is mirrored where reading begins at the right."""

    def __init__(self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection) -> None:
        self._painter, self._area, self._direction = painter, area, direction

    def paint_head(self, row: Row) -> None:
        """The head of a day."""
        spot = self._mirrored(QRect(0, 0, self._area.width(), self._area.height() - look.px(6)))
        side = Qt.AlignmentFlag.AlignBottom | mirror.leading(self._direction)
        self._words(spot, side & ~Qt.AlignmentFlag.AlignVCenter, row.title, "caption", "text2", 600)

    def paint(self, row: Row, placed: Placed, whole: bool, editing: bool) -> None:
        """An item; its text is left out while it is being edited."""
        self._paint_badge(row)
        self._paint_title(row, placed.title)
        if editing:
            return
        if placed.layout is not None:
            self._painter.setPen(look.colour("text2"))
            spot = self._mirrored(placed.text)
            placed.layout.draw(self._painter, QPointF(spot.topLeft()))
        if not placed.more.isEmpty():
            words = _("Less") if whole else _("More")
            spot, side = self._mirrored(placed.more), mirror.leading(self._direction)
            self._words(spot, side, words, "caption", "accent_text", 500)
        self._paint_foot(row, placed.foot)

    def _paint_badge(self, row: Row) -> None:
        painter, side = self._painter, look.px(_BADGE)
        badge = self._mirrored(QRect(0, 0, side, side))
        tone = "accent_text" if row.tone == "accent" else row.tone
        if not row.last:
            x = badge.center().x()
            line = look.colour("border")
            top = badge.bottom() + look.px(4)
            painter.fillRect(QRect(x, top, 1, max(0, self._area.bottom() - top - 2)), line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{row.tone}_soft"))
        painter.drawEllipse(QRectF(badge))
        icon = look.px(16)
        spot = QRect(0, 0, icon, icon)
        spot.moveCenter(badge.center())
        icons.paint(painter, spot, row.icon, tone, icon)

    def _paint_title(self, row: Row, spot: QRect) -> None:
        caption = look.metrics("caption")
        room = caption.horizontalAdvance(row.when) + 4 if row.when else 0
        if room:
            end = spot.right() + 1 - look.px(2)  # the focus ring stands at the edge
            when = self._mirrored(QRect(end - room, spot.y(), room, spot.height()))
            self._words(when, mirror.trailing(self._direction), row.when, "caption", "text2")
        room += look.px(10) if room else 0
        title = QRect(spot.x(), spot.y(), max(20, spot.width() - room), spot.height())
        side = mirror.leading(self._direction)
        self._words(self._mirrored(title), side, row.title, "strong", "text")

    def _paint_foot(self, row: Row, spot: QRect) -> None:
        if spot.isEmpty():
            return
        words = row.person_name or row.by
        if row.person_name:
            side = look.px(_FACE)
            top = spot.y() + (spot.height() - side + look.px(3)) // 2
            face = self._mirrored(QRect(spot.x(), top, side, side))
            paint_avatar(self._painter, face, FaceOf(row.person_id, "individual", words))
            spot = spot.adjusted(side + look.px(6), look.px(3), 0, 0)
        side_ = mirror.leading(self._direction)
        self._words(self._mirrored(spot), side_, words, "caption", "text2")

    def _words(
        self,
        spot: QRect,
        flags: Qt.AlignmentFlag,
        text: str,
        style: str,
        tone: str,
        weight: int | None = None,
    ) -> None:
        self._painter.setFont(look.font(style, weight))
        self._painter.setPen(look.colour(tone))
        shown = look.metrics(style, weight).elidedText(
            bidi.without_marks(text), Qt.TextElideMode.ElideRight, spot.width()
        )
        tall = spot.adjusted(0, -6, 0, 6) if flags & Qt.AlignmentFlag.AlignVCenter else spot
        self._painter.drawText(tall, flags, bidi.isolated(shown))

    def _mirrored(self, spot: QRect) -> QRect:
        moved = spot.translated(self._area.topLeft())
        return mirror.placed(self._direction, self._area, moved)
