"""Custom fields in a change of many contacts: a row each, as soon as the book has some."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.bulk_fields import BulkText, Values
from contactdesk.desktop.custom_texts import (
    announcer,
    decimal_sign,
    icon_of,
    known,
    typed_text,
    value_text,
)
from contactdesk.desktop.date_texts import read_date
from contactdesk.model.custom import CONTACT, DATE, FILE, YES_NO, FieldDefinition
from contactdesk.model.custom_values import NO, YES, Reading, read


class BulkField(BulkText):
    """What is typed as people type it; what does not fit is said and changes nothing."""

    def __init__(self, field: FieldDefinition) -> None:
        self.definition = field
        super().__init__(field.label, icon_of(field))
        self.field.textEdited.connect(lambda _text: self.field.set_state(""))
        self.field.left.connect(self._advise)

    def show_said(self, contacts: int, values: Values) -> None:
        """What so many contacts say in it, as people read it."""
        shown = tuple((typed_text(self.definition, v), n) for v, n in values)
        without = contacts - sum(n for _v, n in values)
        self.show_values((*shown, ("", without)) if without > 0 else shown)
        words = [c.name for c in self.definition.choices]
        if self.definition.type == YES_NO:
            words = [value_text(self.definition, each) for each in (YES, NO)]
        if words:
            self._offered.setStringList(words)

    def _reading(self) -> Reading:
        typed = (self.value() or "").strip()
        if self.definition.type == DATE and typed:
            day = read_date(typed)
            typed = str(day) if day is not None and not day.text else typed
        if self.definition.type == YES_NO:
            spelt = {value_text(self.definition, w).casefold(): w for w in (YES, NO)}
            typed = spelt.get(typed.casefold(), typed)
        return read(self.definition, typed, decimal_sign())

    def said(self) -> str | None:
        """What all are to say; None leaves them alone, also while it does not fit."""
        if self.value() is None:
            return None
        found = self._reading()
        return None if found.problem else found.value

    def _advise(self) -> None:
        problem = self._reading().problem if self.is_touched else ""
        self.field.set_state("warn" if problem else "", problem)
        self.field.setToolTip(problem)


class BulkCustom(QWidget):
    """A row for each custom field that is shown in lists; links to contacts and files are
    none of them."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, BulkField] = {}
        self._values: Mapping[str, Values] = {}
        self._contacts = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        announcer().changed.connect(self._show_fields)
        self._show_fields()

    def _show_fields(self) -> None:
        wanted = {f.id: f for f in known().fields if f.in_lists and f.type not in (CONTACT, FILE)}
        if {i: row.definition for i, row in self.rows.items()} == wanted:
            return
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {i: BulkField(f) for i, f in wanted.items()}
        for uuid, row in self.rows.items():
            row.edited.connect(self.edited)
            row.show_said(self._contacts, self._values.get(uuid, ()))
            self._column.addWidget(row)
        self.setVisible(bool(self.rows))

    def show_values(self, contacts: int, values: Mapping[str, Values]) -> None:
        """What the selected contacts say."""
        self._contacts, self._values = contacts, values
        for uuid, row in self.rows.items():
            row.show_said(contacts, values.get(uuid, ()))

    def value(self) -> tuple[tuple[str, str], ...]:
        """Each field that is to become another, by its id."""
        said = ((uuid, row.said()) for uuid, row in self.rows.items())
        return tuple((uuid, value) for uuid, value in said if value is not None)

    def clear(self) -> None:
        """Leave them as they are."""
        for row in self.rows.values():
            row.clear()
