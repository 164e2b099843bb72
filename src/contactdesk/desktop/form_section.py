"""One part of the editor: its title at the leading side, its fields beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.form_rows import GAP, SLOT
from contactdesk.desktop.labels import Label

TITLE = 138  # px
NARROW = 620  # px: below it the title stands over the fields


class FormSection(QWidget):
    """Title and `body`; titles stand at the height of the first field."""

    def __init__(
        self,
        title: str,
        hint: str = "",
        *,
        captioned: bool = False,
        narrow: int = NARROW,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self.title = Label(title, "strong", wrap=True)
        head = QWidget()
        self._head = head
        spacing.see_to_itself(head)
        words = QVBoxLayout(head)
        line = look.metrics("strong").height()
        above = look.metrics("caption").height() + 4 if captioned else 0
        self._above = above + max(0, (34 - line) // 2)
        words.setContentsMargins(0, self._above, 0, 0)
        words.setSpacing(2)
        words.addWidget(self.title)
        if hint:
            words.addWidget(Label(hint, "caption", "text3", wrap=True))
        words.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(GAP)
        self._sides.addWidget(head)
        self._sides.addLayout(self.body, 1)
        self._arrange(wide=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Title beside or over the fields."""
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= look.px(self._narrow))

    def _arrange(self, *, wide: bool) -> None:
        self._sides.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        self._head.setFixedWidth(look.px(TITLE)) if wide else self._free_head()
        words = self._head.layout()
        assert words is not None
        words.setContentsMargins(0, self._above if wide else 0, 0, 0)

    def _free_head(self) -> None:
        self._head.setMinimumWidth(0)
        self._head.setMaximumWidth(16_777_215)


class Slots(QWidget):
    """The room of star and remove at the end of a line that has neither, or only one."""

    def __init__(self, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(2 * SLOT + GAP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Two buttons."""
        return QSize(look.px(2 * SLOT + GAP), look.px(SLOT))


def field_line(boxes: Sequence[QWidget], *buttons: QWidget) -> QHBoxLayout:
    """Fields of equal width side by side, then the two slots with what stands in them."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for box in boxes:
        row.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
    slots = Slots(*buttons)
    row.addWidget(slots, 0, Qt.AlignmentFlag.AlignBottom)
    return row
