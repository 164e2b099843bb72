"""A small window that asks with whom a mail of unknown addresses has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.fields import FieldBox
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import Label
from contactdesk.desktop.phone_body import row_of
from contactdesk.desktop.small_dialog import SmallDialog
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.store.listing import ContactRow


class MailDialog(SmallDialog):
    """Asks with whom a mail has to do: `chosen` somebody."""

    chosen = Signal(object)  # ContactRow

    def __init__(self, ask: Ask, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keep an e-mail"))
        self.setMinimumWidth(420)
        self.who = ContactPicker(ask, icon="search")
        self.who.setPlaceholderText(_("Name of a contact"))
        self.who.setAccessibleName(_("On whose timeline"))
        self.cancel = Button(_("Cancel"))
        self.save = Button(_("Keep it there"), "primary", "check")
        tip_with_keys(self.save, self.save.text(), "Ctrl+S")
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.done_with)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Label(_("With whom does this e-mail have to do?"), "subtitle", wrap=True))
        column.addWidget(FieldBox(_("On whose timeline"), self.who))
        column.addLayout(row_of(None, self.cancel, self.save))
        self.who.setFocus()

    def done_with(self) -> None:
        """Take the one who was chosen."""
        row: ContactRow | None = self.who.row
        if row is None:
            self.who.set_state("error", _("Choose somebody in the list."))
            return
        self.chosen.emit(row)
        self.accept()
