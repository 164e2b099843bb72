"""The deals of a contact on its card: what, in which stage, for how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import bidi, ground, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.card_sections import Section
from contactdesk.desktop.deal_words import stage_tone, title_of
from contactdesk.desktop.labels import Label
from contactdesk.desktop.money_texts import money_text
from contactdesk.desktop.ringed import Ringed
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deal import Deal, Pipeline, Stage

SHOWN, MOST_AGAINST = 20, 200


class DealOnCard(NamedTuple):
    """A deal in two lines."""

    id: str
    title: str
    second: str
    icon: str = "handshake"
    tone: str = "violet"
    competes: str = ""  # the outcome of a deal for which the contact competed, or "open"


def read_deals(tx: Any, number: int) -> tuple[DealOnCard, ...]:
    """The deals of a contact, the open ones first; then those for which it competes."""
    found = tx.deals.of_contact(number, SHOWN)
    against = tx.deals.against(number, MOST_AGAINST)
    if not found and not against:
        return ()
    pipelines = {each.id: each for each in tx.pipelines.all()}
    uuid = tx.contacts.get(number).id if against else ""
    own = [_on_card(deal, pipelines) for deal in found]
    return (*own, *(_as_rival(deal, pipelines, uuid) for deal in against))


def _stage_of(deal: Deal, pipelines: Mapping[str, Pipeline]) -> Stage:
    pipeline = pipelines.get(deal.pipeline)
    return (pipeline.stage(deal.stage) if pipeline else None) or Stage()


def _on_card(deal: Deal, pipelines: Mapping[str, Pipeline], note: str = "") -> DealOnCard:
    pipeline, stage = pipelines.get(deal.pipeline), _stage_of(deal, pipelines)
    parts = (bidi.isolated(stage.name), money_text(deal.amount, deal.currency), bidi.isolated(note))
    icon = {"won": "trophy", "lost": "circle-x"}.get(stage.outcome, "handshake")
    tone = stage_tone(pipeline, stage) if pipeline and stage.outcome else "violet"
    second = " · ".join(part for part in parts if part)
    return DealOnCard(deal.id, title_of(deal), second, icon, tone)


def _as_rival(deal: Deal, pipelines: Mapping[str, Pipeline], uuid: str) -> DealOnCard:
    """A deal for which an organisation (its id) competes, with what is said of it there."""
    note = next((c.note for c in deal.competitors if c.organisation == uuid), "")
    outcome = _stage_of(deal, pipelines).outcome or "open"
    return _on_card(deal, pipelines, note)._replace(competes=outcome)


def rival_words(deals: Sequence[DealOnCard]) -> str:
    """How deals went for which an organisation competes: "2 won by us, 1 lost, 1 open"."""
    said = {
        "won": lambda n: ngettext("{n} won by us", "{n} won by us", n),
        "lost": lambda n: ngettext("{n} lost by us", "{n} lost by us", n),
        "open": lambda n: ngettext("{n} open", "{n} open", n),
    }
    many = {outcome: sum(each.competes == outcome for each in deals) for outcome in said}
    return ", ".join(said[o](n).format(n=counted(n)) for o, n in many.items() if n)


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
        rivals = [deal for deal in deals if deal.competes]
        for deal in deals:
            if not deal.competes:
                self._add(deal)
        if rivals:
            words = _("As a competitor: {words}").format(words=rival_words(rivals))
            self.rivals = Label(words, "caption", "text2", wrap=True)
            self.rivals.setContentsMargins(*mirror.margins(EDGE, 6, EDGE, 2))
            self.body.addWidget(self.rivals)
        for deal in rivals[:SHOWN]:
            self._add(deal)

    def _add(self, deal: DealOnCard) -> None:
        row = _DealRow(deal)
        row.opened.connect(lambda uuid=deal.id: self.deal_wanted.emit(uuid))
        self.body.addWidget(row)
