"""How often one wants to be in touch with somebody, in the editor."""

from __future__ import annotations

from PySide6.QtCore import Signal

from contactdesk.desktop.fields import Combo
from contactdesk.desktop.form_section import FormSection, field_line
from contactdesk.i18n import _
from contactdesk.model.keeping import CHOICES, NEVER, interval_text


class KeepingSection(FormSection):
    """A choice of intervals; one that is none of them, from a file, is there too."""

    edited = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(_("Keep in touch"))
        self.combo = Combo(interval_choices(text))
        self.combo.setAccessibleName(_("Keep in touch"))
        self.title.setBuddy(self.combo)
        self.combo.choose(text)
        self.combo.activated.connect(lambda _at: self.edited.emit())
        self.body.addLayout(field_line([self.combo]))

    def value(self) -> str:
        """The interval as a contact keeps it."""
        return str(self.combo.currentData())


def interval_choices(text: str = "") -> list[tuple[str, object]]:
    """The words and values to choose from, with one that is kept already among them."""
    values = ["", *map(str, CHOICES), NEVER]
    if text not in values:
        values.insert(1, text)
    words = {"": _("As the categories say")}
    return [(words.get(value) or interval_text(value), value) for value in values]
