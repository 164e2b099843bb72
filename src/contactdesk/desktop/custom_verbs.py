"""Custom fields in the main window: it knows them, and opens their own window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contactdesk.desktop.card_values import extra_word
from contactdesk.desktop.custom_texts import FieldsWatch
from contactdesk.i18n import _
from contactdesk.operations.custom_fields import adopt

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.model.contact import Contact


def adopt_extra(desk: Desk, contact: Contact, item: int) -> None:
    """Make a custom field of a property of this contact, for everybody who has it."""
    extra = next((e for e in contact.extra if e.item == item), None)
    if extra is None or desk.read_only:
        return
    name, label = extra.name, extra_word(extra.name)

    def told(_field: object) -> None:
        words = _("“{name}” is a custom field of all contacts now").format(name=label)
        desk.toast.emit(words, _("Undo"), desk.undo)

    words = _("Make {name} a custom field").format(name=label)
    desk.write(words, lambda tx: adopt(tx, name, label), told)


class CustomFieldVerbs(QObject):
    """What the window does with custom fields."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.watch = FieldsWatch(window.desk)

    def show(self) -> None:
        """Open the window of custom fields."""
        from contactdesk.desktop.fields_window import show_fields

        show_fields(self._window, self._window.desk)
