"""A line of the rule editor: what it is dragged by, its rule, how many that finds, and its end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.fields import FieldMessage
from contactdesk.desktop.grip import Grip
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _, counted
from contactdesk.model.query import Part

ALT = Qt.KeyboardModifier.AltModifier
_STEPS = {
    Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down", Qt.Key.Key_Right: "in", Qt.Key.Key_Left: "out",
}  # fmt: skip


class RuleLine(QWidget):
    """What is being edited in one line; `changed` when it says something else, `removed` when it
    is to go, `step_wanted(word)` when it is to move ("up", "down", "in", "out").

    `place` is where the fields of the rule stand.
    """

    changed = Signal()
    removed = Signal()
    step_wanted = Signal(str)

    def __init__(self, remove: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule: Part
        self.error = ""
        self.grip = Grip(_("Drag it, or press Alt and an arrow in it"))
        self.place = QHBoxLayout()
        self.place.setSpacing(6)
        self.count = Label("", "caption", "text2")
        self.count.setMinimumWidth(look.px(56))
        self.count.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.remove = IconButton("x", remove, side=30, icon_size=16)
        self.remove.clicked.connect(self.removed)
        self.message = FieldMessage()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.grip)
        row.addLayout(self.place, 1)
        row.addWidget(self.count)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.message)

    def show_count(self, count: int | None) -> None:
        """How many it finds alone."""
        self.count.setText("" if count is None else counted(count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves it."""
        step = _step_of(event, self.layoutDirection())
        if step:
            self.step_wanted.emit(step)
            return
        super().keyPressEvent(event)


def _step_of(event: QKeyEvent, direction: Qt.LayoutDirection) -> str:
    """Where Alt with an arrow moves a rule: "up", "down", "in" or "out"; "" for other keys."""
    if not event.modifiers() & ALT:
        return ""
    step = _STEPS.get(Qt.Key(event.key()), "")
    if direction == Qt.LayoutDirection.RightToLeft:
        step = {"in": "out", "out": "in"}.get(step, step)
    return step
