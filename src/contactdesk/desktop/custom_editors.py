"""What one fills a custom field in with: an editor for each type.

An editor that nobody touched gives back exactly what it was given, also what does not fit its
type: nothing is lost because a field became another one.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.card_custom import URN
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.custom_file_editor import FileEditor
from contactdesk.desktop.custom_texts import decimal_sign, typed_text
from contactdesk.desktop.date_texts import read_date
from contactdesk.desktop.fields import CheckBox, Combo, Field, TextArea
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.form_words import DateField
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _
from contactdesk.model.custom import (
    CONTACT,
    DATE,
    FILE,
    LONG_TEXT,
    MONEY,
    ONE_OF,
    SEVERAL_OF,
    YES_NO,
    FieldDefinition,
)
from contactdesk.model.custom_values import BREAK, NO, YES, read
from contactdesk.model.dates import PartialDate
from contactdesk.store.listing import ContactRow


class CustomEditor(QWidget):
    """The label of a field over what one fills it in with."""

    edited = Signal()

    def __init__(self, field: FieldDefinition, value: str, ask: Ask) -> None:
        super().__init__()
        self.field, self._start, self._touched = field, value, False
        caption = f"{field.label} ({field.unit})" if _has_unit(field) else field.label
        self.caption = Label(caption, "caption", "text2", weight=500, wrap=True)
        self.body, self._value = _MAKERS.get(field.type, _line)(self, value, ask)
        self.body.setAccessibleName(caption)
        self.caption.setBuddy(self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addWidget(self.body)
        if isinstance(self.body, Field):
            column.addWidget(self.body.message_line())
        self._say_problem()

    def value(self) -> str:
        """What stands here, in the spelling of the field."""
        return self._value() if self._touched else self._start

    @property
    def touched(self) -> bool:
        """Whether somebody typed or chose here."""
        return self._touched

    def show_contact(self, row: ContactRow) -> None:
        """The contact that is linked, now that its name was read."""
        if isinstance(self.body, ContactPicker) and not self._touched:
            self.body.setText(row.name)

    def touch(self, *_what: object) -> None:
        """Somebody typed or chose."""
        self._touched = True
        if isinstance(self.body, Field) and not isinstance(self.body, DateField):
            self.body.set_state("")
        self.edited.emit()

    def settle(self) -> None:
        """The field was left: what is not of its type is said, a number is written out."""
        if self._say_problem() and isinstance(self.body, Field) and self._touched:
            self.body.setText(typed_text(self.field, self.value()))

    def _say_problem(self) -> bool:
        """Whether all is well; else the sentence stands under the field."""
        if not isinstance(self.body, Field) or isinstance(self.body, (DateField, ContactPicker)):
            return True
        found = read(self.field, self.value(), decimal_sign())
        words = found.problem
        if words:
            words = _("{problem} It is kept as text.").format(problem=words)
        self.body.set_state("warn" if words else "", words)
        return not words


Made = tuple[QWidget, Callable[[], str]]


def _has_unit(field: FieldDefinition) -> bool:
    return field.type == MONEY and bool(field.unit)


def _line(owner: CustomEditor, value: str, _ask: Ask) -> Made:
    field = Field(typed_text(owner.field, value))
    field.textEdited.connect(owner.touch)
    field.left.connect(owner.settle)
    return field, lambda: read(owner.field, field.text(), decimal_sign()).value


def _area(owner: CustomEditor, value: str, _ask: Ask) -> Made:
    area = TextArea(value, lines=2)
    area.textChanged.connect(owner.touch)
    return area, lambda: area.toPlainText().strip()


def _day(owner: CustomEditor, value: str, _ask: Ask) -> Made:
    field = DateField(PartialDate.parse(value) if value else None)
    field.textEdited.connect(owner.touch)

    def text() -> str:
        found = read_date(field.text())
        return "" if found is None else found.text or str(found)

    return field, text


def _yes_no(owner: CustomEditor, value: str, _ask: Ask) -> Made:
    return _combo(owner, value, [(_("Yes"), YES), (_("No"), NO)])


def _one_of(owner: CustomEditor, value: str, _ask: Ask) -> Made:
    return _combo(owner, value, [(c.name, c.name) for c in owner.field.choices])


def _combo(owner: CustomEditor, value: str, choices: list[tuple[str, object]]) -> Made:
    if value and value not in [v for _words, v in choices]:
        choices = [*choices, (_("{value} (old value)").format(value=value), value)]
    combo = Combo([("–", ""), *choices])
    combo.choose(value)
    combo.activated.connect(owner.touch)
    return combo, lambda: str(combo.currentData() or "")


class Ticks(QWidget):
    """Words to tick."""

    edited = Signal()

    def __init__(self, names: list[str], value: str) -> None:
        super().__init__()
        said = value.split(BREAK) if value else []
        self.boxes = {name: CheckBox(name) for name in names}
        for word in said:
            if word not in self.boxes:
                self.boxes[word] = CheckBox(_("{value} (old value)").format(value=word))
        flow = FlowLayout(14, 6, self)
        for name, box in self.boxes.items():
            box.setChecked(name in said)
            box.clicked.connect(self.edited)
            flow.addWidget(box)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> str:
        """What is ticked, in the order of the choices."""
        return BREAK.join(name for name, box in self.boxes.items() if box.isChecked())


def _several_of(owner: CustomEditor, value: str, _ask: Ask) -> Made:
    ticks = Ticks([c.name for c in owner.field.choices], value)
    ticks.edited.connect(owner.touch)
    return ticks, ticks.value


def _contact(owner: CustomEditor, value: str, ask: Ask) -> Made:
    linked = value.startswith(URN)
    picker = ContactPicker(ask, "" if linked else value, icon="user-round")
    if linked:
        picker.setPlaceholderText(_("a contact of the book"))
    picker.textEdited.connect(owner.touch)
    picker.picked.connect(owner.touch)

    def chosen() -> str:
        row: ContactRow | None = picker.row
        return f"{URN}{row.id}" if row is not None else " ".join(picker.text().split())

    return picker, chosen


def _files(owner: CustomEditor, value: str, _ask: Ask) -> Made:
    editor = FileEditor(value)
    editor.edited.connect(owner.touch)
    return editor, editor.value


_MAKERS: dict[str, Callable[[CustomEditor, str, Ask], Made]] = {
    LONG_TEXT: _area,
    DATE: _day,
    YES_NO: _yes_no,
    ONE_OF: _one_of,
    SEVERAL_OF: _several_of,
    CONTACT: _contact,
    FILE: _files,
}
