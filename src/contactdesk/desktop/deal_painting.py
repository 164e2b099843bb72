"""How a deal is drawn on the board: title, with whom, amount and face, and what is next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import paint_avatar
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.deal_words import mark_of, title_of
from contactdesk.desktop.money_texts import money_text
from contactdesk.i18n import _
from contactdesk.model.deal import Stage
from contactdesk.store.deal_rows import DealParty, DealRow

FACE, EDGE, GAP, RADIUS = 24, 13, 8, 8
_HIGH = 112  # px of a card
PhotoOf = Callable[[DealParty], QImage | None]


def card_high() -> int:
    """Four lines, and the gap to the next card."""
    return look.tall(_HIGH, "strong", "caption", "strong", "caption", room=42) + look.px(GAP)


class DealPainter:
    """Paints one card into an area; mirrored where reading begins at the right."""

    def __init__(self, painter: QPainter, area: QRect, direction: Qt.LayoutDirection) -> None:
        self._painter, self._direction = painter, direction
        self._area = area.adjusted(0, 0, 0, -look.px(GAP))

    def paint(
        self,
        row: DealRow,
        stage: Stage,
        today: date,
        photo_of: PhotoOf,
        *,
        chosen: bool = False,
        over: bool = False,
        carried: bool = False,
    ) -> None:
        """The card; one that is being dragged leaves a dashed outline in its place."""
        if carried:
            self._paint_outline()
            return
        self._paint_ground(chosen=chosen, over=over)
        lines = self._lines()
        wide = self._area.width() - 2 * look.px(EDGE)
        self._words(lines[0], wide, bidi.isolated(title_of(row.deal)), "strong", "text")
        whom = row.organisation or next(iter(row.people), None)
        left = wide - self._paint_waiting(row, lines[1], wide)
        self._words(lines[1], left, bidi.isolated(whom.name) if whom else "", "caption", "text2")
        money = money_text(row.deal.amount, row.deal.currency)
        self._words(lines[2], wide - look.px(FACE), money, "strong", "text")
        self._paint_face(row, lines[2], photo_of)
        self._paint_mark(row, stage, today, lines[3], wide)

    def _paint_ground(self, *, chosen: bool, over: bool) -> None:
        box = QRectF(self._area)
        border = "" if chosen else ("outline" if over else "colborder")
        paint_ground(self._painter, box, "colcard", border, radius=RADIUS)
        if chosen:
            self._painter.setPen(QPen(look.colour("accent_text"), 2))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _paint_outline(self) -> None:
        self._painter.setPen(QPen(look.colour("field"), 1, Qt.PenStyle.DashLine))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(self._area).adjusted(0.5, 0.5, -0.5, -0.5)
        self._painter.drawRoundedRect(box, RADIUS, RADIUS)

    def _lines(self) -> list[QRect]:
        """The four lines, laid out from the left."""
        styles = ("strong", "caption", "strong", "caption")
        highs = [look.metrics(style).height() for style in styles]
        free = max(0, self._area.height() - 2 * look.px(10) - sum(highs))
        gaps = (0, free * 7 // 16, free * 9 // 16)
        found, top = [], self._area.y() + look.px(10)
        for at, high in enumerate(highs):
            found.append(QRect(self._area.x() + look.px(EDGE), top, 10, high))
            top += high + (gaps[at] if at < len(gaps) else 0)
        return found

    def _paint_face(self, row: DealRow, line: QRect, photo_of: PhotoOf) -> None:
        if not row.people:
            return
        side = look.px(FACE)
        x = self._area.right() + 1 - look.px(EDGE) - side
        spot = self._turned(QRect(x, line.center().y() - side // 2, side, side))
        paint_avatar(self._painter, spot, row.people[0], photo=photo_of(row.people[0]))

    def _paint_waiting(self, row: DealRow, line: QRect, wide: int) -> int:
        """That an edit waits for the book, at the line's end; how wide that is."""
        if not row.waits:
            return 0
        words = _("waits")
        taken = look.metrics("caption").horizontalAdvance(words)
        self._words(line.translated(wide - taken, 0), taken, words, "caption", "warn")
        return taken + look.px(GAP)

    def _paint_mark(self, row: DealRow, stage: Stage, today: date, line: QRect, wide: int) -> None:
        mark = mark_of(row, stage, today)
        side = look.px(14)
        spot = QRect(line.x(), line.y(), side, line.height())
        icons.paint(self._painter, self._turned(spot), mark.icon, mark.tone, side)
        beside = line.translated(side + look.px(6), 0)
        self._words(beside, wide - side - look.px(6), mark.words, "caption", mark.tone)

    def _words(self, line: QRect, wide: int, text: str, style: str, tone: str) -> None:
        spot = QRect(line.x(), line.y(), wide, line.height())
        self._painter.setFont(look.font(style))
        self._painter.setPen(look.colour(tone))
        shown = look.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, wide)
        self._painter.drawText(self._turned(spot), mirror.leading(self._direction), shown)

    def _turned(self, spot: QRect) -> QRect:
        return mirror.placed(self._direction, self._area, spot)
