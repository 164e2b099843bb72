"""Whether one wants to hear who comes into a smart group: a switch under its rules."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.fields import Switch
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _


class TellCard(QWidget):
    """The switch with what it means; each person has it for themselves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Tell me when someone comes in")
        meaning = _("On Today and at the group, without a sound. Only you are told.")
        self.switch = Switch()
        self.switch.setAccessibleName(title)
        self.switch.setAccessibleDescription(meaning)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(title, "button", wrap=True))
        words.addWidget(Label(meaning, "caption", "text2", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(16, 10, 16, 10))
        row.setSpacing(12)
        row.addWidget(IconMark("bell", "text2", 16))
        row.addLayout(words, 1)
        row.addWidget(self.switch)

    def show_told(self, on: bool, why_not: str) -> None:
        """Show what it is; where it cannot be changed, with the reason."""
        self.switch.setChecked(on)
        self.switch.setEnabled(not why_not)
        self.switch.setToolTip(why_not)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "card", "border", 8)
