"""A line that tells how far long work is, and stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.feedback import ProgressBar
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.background import Job


class WorkLine(QWidget):
    """Hidden until the work says how far it is: what is done in a moment shows nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_busy = False
        self._job: Job | None = None
        self._words = ElidedLabel("", "caption", "text2")
        self._bar = ProgressBar()
        self.stop = Button(_("Stop"), size="row")
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 8, 28, 12)
        row.setSpacing(12)
        row.addWidget(self._words, 2)
        row.addWidget(self._bar, 3)
        row.addWidget(self.stop)
        self.hide()

    def begin(self, words: str) -> None:
        """Work of this name begins."""
        self.is_busy = True
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self.stop.setEnabled(True)

    def follow(self, job: Job) -> None:
        """*Stop* ends this work."""
        self._job = job

    def show_progress(self, done: int, total: int, _what: str) -> None:
        """So much of it is done."""
        if self.is_busy:
            self._bar.setRange(0, max(1, total))
            self._bar.setValue(done)
            self.show()

    def end(self) -> None:
        """It is over."""
        self.is_busy, self._job = False, None
        self.hide()

    def _stop(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self._job.stop()
