"""The way of a deal through its pipeline: a bar a stage, its name, and the days spent there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.deal_opened import Opened
from contactdesk.desktop.deal_words import stage_tone
from contactdesk.desktop.ringed import Ringed
from contactdesk.i18n import _, counted
from contactdesk.model.deal import Stage

GAP = 4


class StageBar(Ringed, QWidget):
    """Ctrl+←/→ on it asks for the stage before or after: `moved(so many on)`; a click or Enter for
    the way that the deal went."""

    moved = Signal(int)
    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.opened: Opened | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.announcer().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """A bar and two lines."""
        lines = look.metrics("caption").height() + look.metrics("micro").height()
        return QSize(look.px(300), lines + look.px(16))

    def show_opened(self, opened: Opened) -> None:
        """Show the way of a deal."""
        self.opened = opened
        told = [f"{s.name} {self._days(s)}".strip() for s in self.stages()]
        here = _("Stage: {stage}").format(stage=opened.stage.name)
        self.setAccessibleName(here)
        self.setAccessibleDescription(bidi.without_marks(", ".join(told)))
        self.setToolTip(", ".join(told))
        self.update()

    def stages(self) -> list[Stage]:
        """The stages on the way: not those of being lost, but where it is one."""
        if self.opened is None:
            return []
        here = self.opened.stage.item
        stages = self.opened.pipeline.stages
        return [s for s in stages if s.outcome != "lost" or s.item == here]

    def _days(self, stage: Stage) -> str:
        assert self.opened is not None
        days = self.opened.days.get(stage.item)
        here = stage.item == self.opened.stage.item
        if days is None or (stage.outcome and here):
            return ""
        words = _("{n} d").format(n=counted(days))
        return _("{words} so far").format(words=words) if here else words

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is passed in the stages' colours, what is ahead in grey."""
        stages = self.stages()
        if self.opened is None or not stages:
            return
        here = [s.item for s in stages].index(self.opened.stage.item)
        wide = (self.width() - GAP * (len(stages) - 1)) / len(stages)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for at, stage in enumerate(stages):
                left = round(at * (wide + GAP))
                tone = stage_tone(self.opened.pipeline, stage) if at <= here else "track"
                self._paint_bar(painter, QRect(left, 2, round(wide), look.px(6)), tone)
                self._paint_words(painter, stage, left, round(wide), here=at == here)

    def _paint_bar(self, painter: QPainter, spot: QRect, tone: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(tone))
        painter.drawRoundedRect(QRectF(self._turned(spot)), 3, 3)

    def _paint_words(
        self, painter: QPainter, stage: Stage, left: int, wide: int, *, here: bool
    ) -> None:
        style, weight = "caption", 600 if here else 400
        top, high = look.px(12), look.metrics(style).height()
        spot = QRect(left, top, wide, high)
        self._words(painter, spot, stage.name, style, "text" if here else "text2", weight)
        below = QRect(left, top + high, wide, look.metrics("micro").height())
        self._words(painter, below, self._days(stage), "micro", "text2", 400)

    def _words(
        self, painter: QPainter, spot: QRect, text: str, style: str, tone: str, weight: int
    ) -> None:
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(tone))
        shown = look.metrics(style, weight).elidedText(
            text, Qt.TextElideMode.ElideRight, spot.width()
        )
        painter.drawText(self._turned(spot), mirror.leading(self.layoutDirection()), shown)

    def _turned(self, spot: QRect) -> QRect:
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks how it came here."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.history_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and an arrow go where it points."""
        arrows = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in arrows:
            forward = (event.key() == Qt.Key.Key_Right) != self.isRightToLeft()
            self.moved.emit(1 if forward else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.history_wanted.emit()
        else:
            super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """As a box."""
        return 6
