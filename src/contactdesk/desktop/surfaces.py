"""A layout on a ground of its own colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def on_surface(surface: str, layout: QHBoxLayout | QVBoxLayout) -> QWidget:
    """A layout on a ground of its own."""
    holder = QWidget()
    holder.setProperty("surface", surface)
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    holder.setLayout(layout)
    return holder
