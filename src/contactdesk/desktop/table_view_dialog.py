"""The small window that asks under which name a table is kept, and for whom."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
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
        column.addLayout(self._build_foot())
        self.name.textChanged.connect(self._advise)
        self._advise()
        self.name.setFocus()
        self.name.selectAll()

    def _build_foot(self) -> QHBoxLayout:
        self.go = Button(_("Save view"), "primary")
        self.go.clicked.connect(self.done_with)
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        return row

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
