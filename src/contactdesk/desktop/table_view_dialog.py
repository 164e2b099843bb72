"""The small window that asks under which name a table is kept, and for whom."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import CheckBox, Field, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.i18n import _

WIDE = 420


class TableViewDialog(SmallDialog):
    """`answered(name, private)` when the name was settled; `known` are the views' names."""

    answered = Signal(str, bool)

    def __init__(self, parent: QWidget, name: str, private: bool, known: Collection[str]) -> None:
        super().__init__(parent)
        self._known = known
        self.setWindowTitle(_("Save view"))
        self.setMinimumWidth(look.px(WIDE))
        self.name = Field(name)
        self.private = CheckBox(_("Only I see it"))
        self.private.setChecked(private)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(_("Save view"), "subtitle"))
        column.addWidget(FieldBox(_("Name"), self.name))
        column.addWidget(self.private)
        column.addLayout(self.foot(_("Save view")))
        self.name.textChanged.connect(self._advise)
        self._advise()
        self.name.setFocus()
        self.name.selectAll()

    def _advise(self) -> None:
        name = self.name.text().strip()
        self.go.setEnabled(bool(name))
        if name in self._known:
            words = _("“{name}” is kept as the table is arranged now.").format(name=name)
            self.name.set_state("advice", words)
        else:
            self.name.set_state("")

    def done_with(self) -> None:
        """Keep it under this name."""
        if self.go.isEnabled():
            self.accept()
            self.answered.emit(self.name.text().strip(), self.private.isChecked())
