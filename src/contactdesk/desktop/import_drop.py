"""The card of the files that are to be imported: what they are, and the way to others."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.i18n import _


class FileCard(QWidget):
    """A dashed card: other files may be dropped here (and anywhere else in the window)."""

    other_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("", "subtitle")
        self.below = ElidedLabel("", "body", "text2")
        self.mark = IconMark("file-text", "accent_text", 26, side=44)
        self.other = Button(_("Choose file…"), "secondary", "folder-open")
        self.other.clicked.connect(self.other_wanted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.below)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(28, 22, 26, 22))
        row.setSpacing(20)
        row.addWidget(self.mark)
        row.addLayout(words, 1)
        row.addWidget(self.other)

    def show_files(self, name: str, below: str, table: bool = False) -> None:
        """Say what the files are called and how much is in them."""
        self.name.setText(name)
        self.below.setText(below)
        self.mark.show_icon("file-spreadsheet" if table else "file-text", "accent_text")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            paint_ground(painter, area, "accent_soft", radius=12)
            painter.setPen(QPen(look.colour("accent"), 2, Qt.PenStyle.CustomDashLine))
            pen = painter.pen()
            pen.setDashPattern([4, 3])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 12, 12)
