"""A layout on a ground of its own colour, as it stands or scrolled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.follow_focus import FollowFocus


def on_surface(surface: str, layout: QLayout) -> QWidget:
    """A layout on a ground of its own."""
    holder = QWidget()
    holder.setProperty("surface", surface)
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    holder.setLayout(layout)
    return holder


def scrolled(surface: str, layout: QLayout) -> QScrollArea:
    """The same, scrolled up and down, with what has the keyboard in sight; with no surface what is
    behind it shows through.
    """
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    holder = on_surface(surface, layout) if surface else QWidget()
    if not surface:
        holder.setLayout(layout)
    area.setWidget(holder)
    if not surface:
        area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)  # which the area has just set
    FollowFocus(area)
    return area


class RowsCard(QWidget):
    """The card that the rows of a page lie on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "card", "border", 10)
