"""A layout on a ground of its own colour, as it stands or scrolled."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from contactdesk.desktop.follow_focus import FollowFocus


def on_surface(surface: str, layout: QHBoxLayout | QVBoxLayout) -> QWidget:
    """A layout on a ground of its own."""
    holder = QWidget()
    holder.setProperty("surface", surface)
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    holder.setLayout(layout)
    return holder


def scrolled(surface: str, layout: QHBoxLayout | QVBoxLayout) -> QScrollArea:
    """The same, scrolled up and down, with what has the keyboard in sight."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(on_surface(surface, layout))
    FollowFocus(area)
    return area
