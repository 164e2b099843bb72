"""What the menu and the banner of a card do with its contact."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from contactdesk.desktop.contact_card import ContactCard
from contactdesk.desktop.deleting import Deleting
from contactdesk.desktop.desk import Desk
from contactdesk.i18n import _
from contactdesk.operations.file_names import safe_file_name


class CardVerbs(QObject):
    """Copy, export, delete, restore, delete for good: for the contact of one card."""

    def __init__(self, desk: Desk, card: ContactCard, deleting: Deleting) -> None:
        super().__init__(card)
        self._deleting = deleting
        self._desk, self._card = desk, card
        self._number = card.view.contact.number

    @property
    def _name(self) -> str:
        return self._card.view.name

    def copy(self) -> None:
        """Put the contact on the clipboard: text, and vCard for other programs."""
        from contactdesk.desktop.contact_clipboard import copy_contacts

        copy_contacts(self._desk, [self._number], self._name)

    def export(self) -> None:
        """Ask for whom and where, then write the contact to a file."""
        from contactdesk.desktop.export_flow import ask_export

        name = safe_file_name(self._name, _("contact"))
        ask_export(self._card.window(), self._desk, [self._number], name)

    def delete(self) -> None:
        """Move the contact to the bin; the toast brings it back."""
        label, told = _("Delete {name}"), _("Deleted {name}")
        self._deleting.delete(label.format(name=self._name), told.format(name=self._name))

    def restore(self) -> None:
        """Take the contact out of the bin."""
        self._step(_("Restore {name}"), _("{name} is back"), "restore")

    def archive(self) -> None:
        """Move the contact to the archive; the toast brings it back."""
        self._step(_("Archive {name}"), _("Archived {name}"), "archive")

    def take_out(self) -> None:
        """Take the contact out of the archive."""
        self._step(
            _("Take {name} out of the archive"), _("{name} is out of the archive"), "take_out"
        )

    def _step(self, label: str, told: str, verb: str) -> None:
        number, desk = self._number, self._desk
        words = told.format(name=self._name)

        def do(tx: Any) -> None:
            getattr(tx.contacts, verb)([number])

        def done(_answer: None) -> None:
            desk.toast.emit(words, _("Undo"), desk.undo)

        desk.write(label.format(name=self._name), do, done)

    def ask_to_purge(self) -> None:
        """The one question of the card: this cannot be undone."""
        facts = self._desk.facts
        if facts is not None and facts.not_a_manager:
            self._desk.toast.emit(facts.not_a_manager, "", None)
            return
        words = _("Delete {name} for good?").format(name=self._name)
        box = QMessageBox(QMessageBox.Icon.Warning, "ContactDesk", words, parent=self._card)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(_("The contact leaves the bin and cannot be brought back."))
        go = box.addButton(_("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(_("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda button: self.purge() if button is go else None)
        box.open()

    def purge(self) -> None:
        """Delete the contact for good."""
        from contactdesk.desktop.backup_first import remove_for_good

        number = self._number
        label = _("Delete {name} for good").format(name=self._name)
        remove_for_good(self._desk, self._card, label, lambda tx: tx.contacts.purge([number]))
