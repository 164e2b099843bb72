"""A column of the board: the head of a stage, its deals in one list, and where a drop falls."""

from __future__ import annotations

from datetime import date
from operator import is_

from PySide6.QtCore import QMimeData, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.deal_cards import DEAL, LEAST_WIDE, CardList
from contactdesk.desktop.deal_painting import PhotoOf
from contactdesk.desktop.deal_words import drop_words, stage_tone
from contactdesk.desktop.money_texts import rates_text, total_text
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deal import Pipeline, Stage
from contactdesk.model.money import Total
from contactdesk.store.deal_rows import DealRow

FOLDED_WIDE, EDGE = 44, 13


class DropHint(QWidget):
    """The dashed place that says what a drop will do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        spacing.keep_tall(self, 54, "caption", room=20)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setBrush(look.colour("accent_soft"))
            painter.setPen(QPen(look.colour("accent_text"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box, 8, 8)
            painter.setFont(look.font("caption", 600))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.words)


class StageColumn(QWidget):
    """A stage with its deals; a folded one shows its name alone, standing."""

    dropped = Signal(str)  # the id of a deal
    add_wanted = Signal()
    fold_wanted = Signal()

    def __init__(self, photo_of: PhotoOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage, self.pipeline = Stage(), Pipeline()
        self.total = Total("")
        self.is_folded = False
        self.list = CardList(photo_of)
        self.add = Button(_("Add deal"), "ghost", "plus")
        self.add.clicked.connect(self.add_wanted)
        self._hint: DropHint | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(EDGE, self._head_high(), EDGE, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self.list)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        for each in (self, self._column):
            spacing.see_to_itself(each)
        self.setAcceptDrops(True)
        look.announcer().changed.connect(self.restyle)

    @property
    def hint(self) -> DropHint:
        """What a drop will do, made when something is first dragged over."""
        if self._hint is None:
            self._hint = DropHint()
            self._hint.words = drop_words(self.stage)
            self._column.insertWidget(self._column.indexOf(self.list) + 1, self._hint)
        return self._hint

    def _head_high(self) -> int:
        return look.tall(58, "strong", "caption", room=20)

    def restyle(self) -> None:
        """Another text size, or folded or not."""
        edge = look.px(EDGE)
        self._column.setContentsMargins(edge, self._head_high(), edge, look.px(8))
        wide = look.px(FOLDED_WIDE if self.is_folded else LEAST_WIDE)
        self.setMinimumWidth(wide)
        self.setMaximumWidth(wide if self.is_folded else 16_777_215)
        self.update()

    def fold(self, folded: bool) -> None:
        """Show the name alone, or the cards."""
        self.is_folded = folded
        self.list.setVisible(not folded)
        self.add.setVisible(not folded and not self.stage.outcome)
        self.restyle()

    def shows(self, stage: Stage, rows: list[DealRow], today: date) -> bool:
        """Whether just these rows are shown already."""
        cards = self.list.cards
        same = stage is self.stage and today == cards.today and len(rows) == len(cards.rows)
        return same and all(map(is_, rows, cards.rows))

    def show_stage(
        self, pipeline: Pipeline, stage: Stage, rows: list[DealRow], total: Total, today: date
    ) -> None:
        """Show a stage; the same deal stays chosen, or what took its place."""
        here, at = self.list.current(), self.list.currentIndex().row()
        self.pipeline, self.stage, self.total = pipeline, stage, total
        self.list.cards.show(rows, stage, today)
        self.list.updateGeometry()
        if self._hint is not None:
            self._hint.words = drop_words(stage)
        if here is not None and self.list.current() is None:
            ids = [row.deal.id for row in rows]
            self.list.choose(ids.index(here.deal.id) if here.deal.id in ids else at)
        self.list.setAccessibleName(self.spoken())
        self.add.setAccessibleName(_("Add deal to {stage}").format(stage=stage.name))
        self.setToolTip(rates_text(total))
        self.fold(self.is_folded)

    def spoken(self) -> str:
        """What a screen reader says of the column."""
        many = self.total.deals
        deals = ngettext("{n} deal", "{n} deals", many).format(n=counted(many))
        chance = _("chance {n} %").format(n=counted(self.stage.chance))
        return bidi.without_marks(
            ", ".join((self.stage.name, deals, total_text(self.total), chance))
        )

    # ── the head ────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and head."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), self.list.ground, radius=10)
            if self.is_folded:
                self._paint_folded(painter)
            else:
                self._paint_head(painter)

    def _paint_head(self, painter: QPainter) -> None:
        edge, high = look.px(EDGE), look.metrics("strong").height()
        top = look.px(11)
        self._paint_dot(painter, QRect(edge, top, look.px(9), high))
        chance = _("{n} %").format(n=counted(self.stage.chance))
        room = look.metrics("caption").horizontalAdvance(chance) + 2
        end = self.width() - edge - room
        self._words(painter, QRect(end, top, room, high), chance, "caption", "text2", end=True)
        many = counted(self.total.deals)
        count = look.metrics("body").horizontalAdvance(many) + 2
        start = edge + look.px(17)
        name = look.metrics("strong").horizontalAdvance(self.stage.name) + 2
        name = max(10, min(name, end - start - count - look.px(16)))
        self._words(painter, QRect(start, top, name, high), self.stage.name, "strong", "text")
        at = start + name + look.px(8)
        self._words(painter, QRect(at, top, count, high), many, "body", "text2")
        below = QRect(start, top + high + 1, self.width() - start - edge,
                      look.metrics("caption").height())  # fmt: skip
        self._words(painter, below, total_text(self.total), "caption", "text2", 600)

    def _paint_dot(self, painter: QPainter, area: QRect) -> None:
        side = look.px(9)
        spot = QRect(area.x(), area.center().y() - side // 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(stage_tone(self.pipeline, self.stage)))
        painter.drawEllipse(mirror.placed(self.layoutDirection(), self.rect(), spot))

    def _paint_folded(self, painter: QPainter) -> None:
        """The name stands on its side, as a book's."""
        high, middle = look.metrics("strong").height(), self.width() // 2
        side = look.px(9)
        self._paint_dot(painter, QRect(middle - side // 2, look.px(14), side, side))
        painter.setFont(look.font("strong"))
        painter.setPen(look.colour("text"))
        words = f"{self.stage.name}  {counted(self.total.deals)}"
        painter.translate(middle - high // 2, look.px(34))
        painter.rotate(90)
        room = self.height() - look.px(50)
        shown = look.metrics("strong").elidedText(words, Qt.TextElideMode.ElideRight, room)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(QRect(0, -high, room, high), flags | Qt.AlignmentFlag.AlignVCenter, shown)

    def _words(
        self,
        painter: QPainter,
        spot: QRect,
        text: str,
        style: str,
        tone: str,
        weight: int | None = None,
        *,
        end: bool = False,
    ) -> None:
        painter.setFont(look.font(style, weight))
        painter.setPen(look.colour(tone))
        shown = look.metrics(style, weight).elidedText(
            text, Qt.TextElideMode.ElideRight, spot.width()
        )
        direction = self.layoutDirection()
        side = mirror.trailing(direction) if end else mirror.leading(direction)
        painter.drawText(mirror.placed(direction, self.rect(), spot), side, shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The head of a decided stage folds it, any place of a folded one opens it."""
        in_head = self.is_folded or event.position().y() < self._head_high()
        if event.button() == Qt.MouseButton.LeftButton and in_head and self.stage.outcome:
            self.fold_wanted.emit()

    # ── what is dropped ─────────────────────────────────────────────────────────────────

    def _takes(self, data: QMimeData) -> str:
        """The deal that a drop would bring here, "" for none, or one that is here."""
        if self.list.read_only or not data.hasFormat(DEAL):
            return ""
        uuid = bytes(data.data(DEAL).data()).decode("utf-8", "replace")
        return "" if uuid in [row.deal.id for row in self.list.cards.rows] else uuid

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what a drop would do."""
        if event.mimeData().hasFormat(DEAL):
            self._show_over(bool(self._takes(event.mimeData())))
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Anywhere in the column."""
        if event.mimeData().hasFormat(DEAL):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Not here, then."""
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """A deal comes here."""
        self._show_over(False)
        uuid = self._takes(event.mimeData())
        if uuid:
            event.acceptProposedAction()
            self.dropped.emit(uuid)

    def _show_over(self, over: bool) -> None:
        self.list.ground = "accent_soft" if over else "column"
        if over or self._hint is not None:
            self.hint.setVisible(over and not self.is_folded)
        self.update()
