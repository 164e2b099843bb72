"""Words in a style of the scale: what the window draws before anything else is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent, QResizeEvent


class Label(QLabel):
    """Plain text in a style of the scale and a colour token ("" = text)."""

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        tone: str = "",
        *,
        weight: int | None = None,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        look.dress(self, style, weight)
        self.setWordWrap(wrap)
        self._lean()
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def _lean(self) -> None:
        """Align to the window's leading edge, whatever script the text is in."""
        side = Qt.AlignmentFlag.AlignLeft
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            side = Qt.AlignmentFlag.AlignRight
        down = self.alignment() & Qt.AlignmentFlag.AlignVertical_Mask
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | down)

    def give_way(self) -> Label:
        """Wrap within the width there is: not even one long word keeps a page wide."""
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        return self

    def set_tone(self, tone: str) -> None:
        """Change the colour token."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            look.restyle(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it; Qt's own way pushes each wrapped right-to-left line in by the space at its end,
        which makes the leading edge ragged."""
        selects = self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
        at_right = self.alignment() & Qt.AlignmentFlag.AlignRight
        if selects or not at_right or not self.wordWrap():
            super().paintEvent(event)
            return
        with QPainter(self) as painter:
            self.drawFrame(painter)
            painter.setFont(self.font())
            painter.setPen(self.palette().color(self.foregroundRole()))
            draw_flush_right(painter, QRectF(self.contentsRect()), self.text(), self.alignment())


def draw_flush_right(
    painter: QPainter, room: QRectF, text: str, alignment: Qt.AlignmentFlag
) -> None:
    """Words wrapped within the room, each line from its right edge on or up to it."""
    option = QTextOption(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    words = QTextLayout(text.replace("\n", "\u2028"), painter.font(), painter.device())
    words.setTextOption(option)
    words.beginLayout()
    high = 0.0
    while (line := words.createLine()).isValid():
        line.setLineWidth(room.width())
        line.setPosition(QPointF(0.0, high))
        high += line.height()
    words.endLayout()
    spare = 0.0 if alignment & Qt.AlignmentFlag.AlignTop else room.height() - high
    below = spare if alignment & Qt.AlignmentFlag.AlignBottom else spare / 2
    words.draw(painter, room.topLeft() + QPointF(0.0, below))


class ElidedLabel(Label):
    """One line that ends in "…" when there is no room; the tooltip then says all of it."""

    def __init__(
        self,
        text: str = "",
        style: str = "body",
        tone: str = "",
        *,
        weight: int | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        self._full = ""
        self._mode = mode
        self._wide = -1  # px of the whole text, once measured
        super().__init__("", style, tone, weight=weight, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(20)
        self.setText(text)
        look.announcer().changed.connect(self._font_changed)

    def setText(self, text: str) -> None:
        """Show this text, line breaks as spaces."""
        self._full, self._wide = text, -1
        self.setAccessibleName(text)
        self._cut()
        self.updateGeometry()

    def full_text(self) -> str:
        """The text without any cut."""
        return self._full

    def _cut(self) -> None:
        line = " ".join(self._full.split("\n"))
        room = max(20, self.width())
        fits = self.sizeHint().width() <= room
        shown = line if fits else self.fontMetrics().elidedText(line, self._mode, room)
        super().setText(shown)
        self.setToolTip(plain_tip(line) if shown != line else "")

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        metrics = self.fontMetrics()
        if self._wide < 0:
            self._wide = metrics.horizontalAdvance(" ".join(self._full.split("\n"))) + 2
        return QSize(self._wide, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Almost nothing: it elides."""
        return QSize(20, self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        """Another font, another width."""
        self._wide = -1
        super().changeEvent(event)

    def _font_changed(self) -> None:
        self._wide = -1
        self._cut()
        self.updateGeometry()


class Hairline(QWidget):
    """A line of one device-independent pixel."""

    def __init__(
        self, token: str = "divider", *, upright: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._token = token
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it."""
        # Lines, since fillRect looks at gradients and their 169 presets first: 4 ms of every start.
        # Wider than the widget: at 125 % a line of one px may lie beside the pixels it has.
        with QPainter(self) as painter:
            painter.setPen(QPen(look.colour(self._token), 3))
            painter.drawLine(-1, -1, self.width(), self.height())
