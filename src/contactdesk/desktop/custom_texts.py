"""Custom fields in words: a value as its language writes it, its icon, its label by its id.

`known` is what the window last learned of the book's fields: a history or a conflict has only the
id of one, and is put into words where there is no book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from contactdesk.desktop.date_texts import date_text, shown_locale
from contactdesk.i18n import _
from contactdesk.model.custom import (
    CONTACT,
    DATE,
    FILE,
    LONG_TEXT,
    MONEY,
    NUMBER,
    ONE_OF,
    SEVERAL_OF,
    TEXT,
    URL,
    YES_NO,
    FieldDefinition,
    FieldList,
    id_of,
)
from contactdesk.model.custom_files import holds_files, names_text
from contactdesk.model.custom_values import BREAK, NO, YES, number
from contactdesk.model.dates import PartialDate
from contactdesk.model.record import LABELS

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

ICONS = {
    TEXT: "type",
    LONG_TEXT: "text-initial",
    NUMBER: "hash",
    MONEY: "coins",
    DATE: "calendar",
    YES_NO: "square-check-big",
    ONE_OF: "list",
    SEVERAL_OF: "list-checks",
    URL: "link",
    CONTACT: "user-round",
    FILE: "file-text",
}


class Announcer(QObject):
    """Tells of other fields: `changed`."""

    changed = Signal()


class _Known:
    fields = FieldList()
    announcer: Announcer | None = None


def announcer() -> Announcer:
    """What forms and pages listen to."""
    if _Known.announcer is None:
        _Known.announcer = Announcer()
    return _Known.announcer


def known() -> FieldList:
    """The custom fields of the book in this window."""
    return _Known.fields


def learn(fields: FieldList) -> None:
    """From now on these are the book's fields."""
    if fields != _Known.fields:
        _Known.fields = fields
        announcer().changed.emit()


class FieldsWatch(QObject):
    """Learns of the book's custom fields when it is opened, and when somebody changed one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        desk.opened.connect(self._opened)
        desk.changed.connect(self._changed)
        if desk.facts is not None:
            self._opened()

    def _opened(self, _facts: object = None) -> None:
        self._desk.read(lambda tx: tx.custom_fields.known(), learn, key="custom fields")

    def _changed(self, change: ChangeSet) -> None:
        if concerns(change):
            self._opened()


def concerns(change: Any) -> bool:
    """Whether a change made other fields or sections."""
    return any(name in change.records for name in ("custom_field", "custom_section"))


def icon_of(field: FieldDefinition) -> str:
    """The picture of a field: its own, or its type's."""
    return field.icon or ICONS.get(field.type, "type")


def label_of(name: str) -> str:
    """What people call a field of a contact, also one of their own ("custom." and its id)."""
    return custom_label(id_of(name)) if id_of(name) else _(LABELS[name])


def custom_label(field: str) -> str:
    """What people call the custom field with this id."""
    found = known().by_id(field)
    return found.label if found is not None else _("Custom field")


def custom_text(field: str, value: str) -> str:
    """A value of the field with this id in words."""
    found = known().by_id(field)
    return value_text(found, value) if found is not None else _plain(value)


def value_text(field: FieldDefinition, value: str) -> str:
    """A value in words, as the language writes numbers and days; what does not fit as it is."""
    if not value:
        return ""
    if field.type in (NUMBER, MONEY):
        return amount_text(value, field.unit if field.type == MONEY else "")
    if field.type == DATE:
        return date_text(PartialDate.parse(value))
    if field.type == YES_NO:
        return {YES: _("Yes"), NO: _("No")}.get(value, value)
    if field.type == FILE:
        return names_text(value)
    if field.type == SEVERAL_OF:
        return ", ".join(value.split(BREAK))
    return _plain(value)


def _plain(value: str) -> str:
    """Nobody reads identifiers."""
    if holds_files(value):
        return names_text(value)
    return _("a contact of the book") if value.startswith("urn:uuid:") else value


def amount_text(value: str, unit: str = "") -> str:
    """A number with the signs of the language, a fraction of money with two digits at least."""
    if not value or number(value) != value:
        return value
    locale = shown_locale()
    _whole, point, fraction = value.partition(".")
    digits = len(fraction) if point else 0
    if unit and digits:
        digits = max(2, digits)
    text = locale.toString(float(value), "f", digits)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def typed_text(field: FieldDefinition, value: str) -> str:
    """A value as it stands in a line to type into: without its currency."""
    if field.type in (NUMBER, MONEY):
        return amount_text(value)
    return value_text(field, value)


def decimal_sign() -> str:
    """The sign before a fraction, as people write here."""
    sign = shown_locale().decimalPoint()
    return "," if sign == "," else "."
