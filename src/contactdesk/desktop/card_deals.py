"""The deals of a contact on its card: what, in which stage, for how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import bidi, ground, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.card_sections import Section
from contactdesk.desktop.deal_words import stage_tone, title_of
from contactdesk.desktop.money_texts import money_text
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _, counted
from contactdesk.model.deal import Stage

SHOWN = 20


class DealOnCard(NamedTuple):
    """A deal in two lines."""

    id: str
    title: str
    second: str
    icon: str = "handshake"
    tone: str = "violet"


def read_deals(tx: Any, number: int) -> tuple[DealOnCard, ...]:
    """The deals of a contact, the open ones first."""
    found = tx.deals.of_contact(number, SHOWN)
    pipelines = {each.id: each for each in tx.pipelines.all()} if found else {}
    shown = []
    for deal in found:
        pipeline = pipelines.get(deal.pipeline)
        stage = (pipeline.stage(deal.stage) if pipeline else None) or Stage()
        parts = (bidi.isolated(stage.name), money_text(deal.amount, deal.currency))
        icon = {"won": "trophy", "lost": "circle-x"}.get(stage.outcome, "handshake")
        tone = stage_tone(pipeline, stage) if pipeline and stage.outcome else "violet"
        second = " · ".join(part for part in parts if part)
        shown.append(DealOnCard(deal.id, title_of(deal), second, icon, tone))
    return tuple(shown)


class _DealRow(Ringed, QWidget):
    """One of them; a click or Enter opens it."""

    opened = Signal()

    def __init__(self, deal: DealOnCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ground.cover(self)
        self.deal = deal
        look.dress(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(bidi.without_marks(f"{deal.title}, {deal.second}"))

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(look.px(160), look.tall(44, "strong", "caption", room=10))

    def minimumSizeHint(self) -> QSize:
        """It elides."""
        return QSize(look.px(80), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon and the lines."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse():
                paint_ground(painter, QRectF(self.rect()), "hover", radius=6)
            side = look.px(18)
            spot = QRect(EDGE, (self.height() - side) // 2, side, side)
            icons.paint(painter, self._turned(spot), self.deal.icon, self.deal.tone, side)
            high, small = look.metrics("strong").height(), look.metrics("caption").height()
            top, start = (self.height() - high - small) // 2, EDGE + side + look.px(10)
            wide = self.width() - start - EDGE
            title = bidi.isolated(self.deal.title)
            self._words(painter, QRect(start, top, wide, high), title, "strong", "text")
            below = QRect(start, top + high, wide, small)
            self._words(painter, below, self.deal.second, "caption", "text2")

    def _words(self, painter: QPainter, spot: QRect, text: str, style: str, tone: str) -> None:
        painter.setFont(look.font(style))
        painter.setPen(look.colour(tone))
        shown = look.metrics(style).elidedText(text, Qt.TextElideMode.ElideRight, spot.width())
        painter.drawText(self._turned(spot), mirror.leading(self.layoutDirection()), shown)

    def _turned(self, spot: QRect) -> QRect:
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def enterEvent(self, event: QEvent) -> None:
        """The pointer came."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer went."""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As round as its ground."""
        return 6


class DealsSection(Section):
    """A row a deal; `deal_wanted` has the id of the one that is to be shown."""

    deal_wanted = Signal(str)

    def __init__(self, deals: Sequence[DealOnCard], parent: QWidget | None = None) -> None:
        super().__init__(_("Deals"), counted(len(deals)), parent)
        for deal in deals:
            row = _DealRow(deal)
            row.opened.connect(lambda uuid=deal.id: self.deal_wanted.emit(uuid))
            self.body.addWidget(row)
