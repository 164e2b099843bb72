"""Rules that are nested too deep for boxes of their own, as one line of text."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from contactdesk.desktop.fields import Field
from contactdesk.desktop.group_line import RuleLine
from contactdesk.i18n import _
from contactdesk.model.query import Group, Part, is_empty
from contactdesk.model.query_fields import Fields
from contactdesk.model.query_reading import QueryError, parsed
from contactdesk.model.query_writing import written


class RuleText(RuleLine):
    """Several rules as they are typed in a search."""

    def __init__(self, rules: Group, fields: Fields, parent: QWidget | None = None) -> None:
        super().__init__(_("Remove these rules"), parent)
        self.rule: Part = rules
        self._fields = fields
        self.field = Field()
        self.field.setAccessibleName(_("Rules as text"))
        self.field.setText(written(rules, fields))
        self.field.textEdited.connect(self._edited)
        self.place.addWidget(self.field, 1)

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
