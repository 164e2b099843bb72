"""The small window that asks for the name and the colour of a calendar."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.category_dialog import WIDE, Swatches
from contactdesk.desktop.fields import Field, FieldBox
from contactdesk.desktop.labels import Label
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.i18n import _


class CalendarDialog(SmallDialog):
    """`answered(name, colour)` when both were settled; `taken` are the names of others."""

    answered = Signal(str, str)

    def __init__(
        self, parent: QWidget, name: str, colour: str, taken: Collection[str], *, is_new: bool
    ) -> None:
        super().__init__(parent)
        self._taken = {each.casefold() for each in taken}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = _("New calendar") if is_new else _("Name and colour of the calendar")
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDE)
        self.name = Field(name)
        self.name.setAccessibleName(_("Name"))
        self.swatches = Swatches(colour)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "subtitle"))
        column.addWidget(FieldBox(_("Name"), self.name))
        column.addWidget(Label(_("Colour"), "caption", "text2", weight=500))
        column.addWidget(self.swatches)
        column.addLayout(self.foot(_("Create") if is_new else _("Save")))
        self.name.textChanged.connect(self._advise)
        self._advise()
        self.name.setFocus()
        self.name.selectAll()

    def wanted(self) -> str:
        """The name on one line."""
        return " ".join(self.name.text().split())

    def _advise(self, _text: str = "") -> None:
        name = self.wanted()
        is_taken = name.casefold() in self._taken
        words = _("“{name}” is there already.").format(name=name) if is_taken else ""
        self.name.set_state("warn" if is_taken else "", words)
        self.go.setEnabled(bool(name) and not is_taken)

    def done_with(self) -> None:
        """Settle it, if there is a name."""
        if self.go.isEnabled():
            name, colour = self.wanted(), self.swatches.colour
            self.accept()
            self.answered.emit(name, colour)
