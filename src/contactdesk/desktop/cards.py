"""Cards: a white sheet with a hairline around it, a head, and what belongs together."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.ground import Ground
from contactdesk.desktop.labels import Hairline, Label


class Card(QWidget):
    """A card; add to `body`. With a title it has a head, to which `add_to_head` adds buttons."""

    def __init__(
        self,
        title: str = "",
        count: str = "",
        *,
        ground: str = "card",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground = ground
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(4)
        self.head: QHBoxLayout | None = None
        self.title: Label | None = None
        self.count: Label | None = None
        if title:
            self._build_head(outer, title, count)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        outer.addLayout(self.body)

    def _build_head(self, outer: QVBoxLayout, title: str, count: str) -> None:
        self.setAccessibleName(title)
        self.title = Label(title, "strong")
        self.count = Label(count, "body", "text3")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(6)
        self.head.addWidget(self.title)
        self.head.addWidget(self.count)
        self.head.addStretch(1)
        holder = QWidget()
        holder.setMinimumHeight(28)
        holder.setLayout(self.head)
        outer.addWidget(holder)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a button at the trailing end of the head."""
        assert self.head is not None, "a card without a title has no head"
        self.head.addWidget(widget)

    def add_line(self) -> Hairline:
        """A hairline between two parts of the body."""
        line = Hairline()
        self.body.addWidget(line)
        return line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), self._ground, "border", 10)


class Page(QScrollArea):
    """A scrolling page on the page colour; its content never grows wider than `widest` px.

    It scrolls sideways only where large text in a small window leaves no other way.
    """

    def __init__(self, *, widest: int = 1120, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = Ground("page")
        self.column = QWidget()
        self.column.setMaximumWidth(widest)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self.column, 1000)
        row.addStretch(1)
        self.setWidget(holder)
        self.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)  # which the scroll area has just set

    def set_content(self, layout: QLayout) -> None:
        """Lay out the page's content."""
        self.column.setLayout(layout)
