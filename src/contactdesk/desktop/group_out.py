"""Those whom a smart group leaves out whatever its rules say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.labels import Chip, Label
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _
from contactdesk.store.listing import ContactRow


class OutCard(QWidget):
    """A rule of its own: "Always left out", with a chip for each; `let_in(number)`."""

    let_in = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[Chip] = []
        self._rows: tuple[ContactRow, ...] = ()
        self._flow = FlowLayout(6, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(*mirror.margins(16, 10, 16, 10))
        column.setSpacing(6)
        column.addWidget(Label(_("Always left out"), "button"))
        column.addLayout(self._flow)
        self.setAccessibleName(_("Always left out"))
        self.hide()

    def show_people(self, rows: Sequence[ContactRow]) -> None:
        """Show these; nothing at all for nobody."""
        self.setVisible(bool(rows))
        if tuple(rows) == self._rows:
            return
        held = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        self._rows = tuple(rows)
        self._flow.empty()
        self.chips = [self._chip(row) for row in rows]
        for chip in self.chips:
            self._flow.addWidget(chip)
            chip.show()  # at once: it may be given the keyboard
        if held >= 0 and self.chips:
            self.chips[min(held, len(self.chips) - 1)].setFocus()

    def _chip(self, row: ContactRow) -> Chip:
        chip = Chip(row.name, removable=True)
        chip.setToolTip(plain_tip(_("Let {name} in again (Delete)").format(name=row.name)))
        chip.removed.connect(lambda: self.let_in.emit(row.number))
        return chip

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet, with the violet edge of what is left out."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "card", "border", 8)
            edge = QRectF(0, 4, 4, self.height() - 8)
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                edge.moveRight(self.width())
            paint_ground(painter, edge, "dot_violet", radius=2)
