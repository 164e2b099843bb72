"""Rules that are nested too deep for boxes of their own, as one line of text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.fields import Field, FieldMessage
from contactdesk.desktop.group_rule import step_of
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _, counted
from contactdesk.model.query import Group, Part, is_empty
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.query_writing import written


class RuleText(QWidget):
    """Several rules as they are typed in a search; signals as a row of one rule has them."""

    changed = Signal()
    removed = Signal()
    step_wanted = Signal(str)

    def __init__(self, rules: Group, fields: Fields, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule: Part = rules
        self._fields = fields
        self.error = ""
        self.field = Field()
        self.field.setAccessibleName(_("Rules as text"))
        self.field.setText(written(rules, fields))
        self.field.textEdited.connect(self._edited)
        self.count = Label("", "caption", "text2")
        self.count.setMinimumWidth(look.px(56))
        self.count.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.remove = IconButton("x", _("Remove these rules"), side=30, icon_size=16)
        self.remove.clicked.connect(self.removed)
        self.message = FieldMessage()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.message)

    def _edited(self) -> None:
        self.error = ""
        try:
            self.rule = parsed(self.field.text(), self._fields)
        except QueryError as error:
            self.error = error.message
            self.rule = Group()
        self.message.say("error", self.error)
        self.changed.emit()

    @property
    def is_complete(self) -> bool:
        """Whether it asks for something."""
        return not is_empty(self.rule)

    def show_count(self, count: int | None) -> None:
        """How many the rules find."""
        self.count.setText("" if count is None else counted(count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the rules."""
        step = step_of(event, self.layoutDirection())
        if step:
            self.step_wanted.emit(step)
            return
        super().keyPressEvent(event)
