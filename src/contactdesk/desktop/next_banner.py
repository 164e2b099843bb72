"""The next appointment with a contact, above what happened: a click shows it in the calendar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, paint_ground
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.desktop.next_up import NextUp
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence


class NextBanner(QWidget):
    """Title and time on two lines, and a button for the keyboard."""

    wanted = Signal(object)  # Occurrence

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Occurrence | None = None
        self.title = ElidedLabel("", "strong")
        self.when = ElidedLabel("", "caption", "text2")
        self.open = Button(_("Open"), "ghost", size="row")
        self.open.clicked.connect(self._tell)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.when)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(14, 8, 8, 8))
        row.setSpacing(12)
        row.addWidget(IconMark("calendar", "accent_text"))
        row.addLayout(words, 1)
        row.addWidget(self.open)

    def show_next(self, found: NextUp | None) -> None:
        """Show one, or nothing."""
        self.setVisible(found is not None)
        self.found = found.occurrence if found is not None else None
        if found is not None:
            self.title.setText(found.title)
            self.when.setText(found.when)
            self.setAccessibleName(f"{found.title}, {found.when}")
            self.open.setAccessibleName(f"{_('Open')}: {found.title}, {found.when}")

    def minimumSizeHint(self) -> QSize:
        """Long words are cut off."""
        return QSize(look.px(160), super().minimumSizeHint().height())

    def _tell(self) -> None:
        if self.found is not None:
            self.wanted.emit(self.found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere opens it."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self._tell()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "accent_soft", radius=8)
