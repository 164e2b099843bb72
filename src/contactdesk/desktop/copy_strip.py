"""The strip at the foot of the window while files are copied: which, how far, and Stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.feedback import IconMark, ProgressBar
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.document_work import DocumentWork


class CopyStrip(QWidget):
    """Shown from the first report on until the work is over."""

    def __init__(self, work: DocumentWork, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._work = work
        self.words = ElidedLabel("", "body")
        self.bar = ProgressBar()
        self.bar.setAccessibleName(_("How much is copied"))
        self.stop = Button(_("Stop"), "secondary", "x", size="row")
        self.stop.clicked.connect(work.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(16, 8, 12, 8))
        row.setSpacing(12)
        row.addWidget(IconMark("file-up", "accent_text", 18))
        row.addWidget(self.words, 1)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        work.progressed.connect(self._tell)
        work.over.connect(self.hide)

    def _tell(self, done: int, total: int, what: str) -> None:
        if not what:
            return
        self.words.setText(_("Copying {name}").format(name=bidi.isolated(what)))
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(1000 * done // total if total else 0)
        self.setVisible(self._work.is_busy)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            paint_ground(painter, QRectF(self.rect()), "accent_soft", radius=0)
