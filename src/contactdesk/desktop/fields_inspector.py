"""What one changes of a custom field or of a section, beside the list; all of it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.cards import Page
from contactdesk.desktop.fields import Combo, Field, FieldBox, Segmented
from contactdesk.desktop.fields_choices import ChoicesEditor
from contactdesk.desktop.fields_preview import FieldPreview
from contactdesk.desktop.fields_rows import Row
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.form_words import WordChips
from contactdesk.desktop.labels import Label
from contactdesk.desktop.setting_row import OnOff
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.custom import (
    FILE,
    MONEY,
    TYPE_WORDS,
    TYPES,
    WITH_CHOICES,
    FieldDefinition,
    FieldList,
    FieldSection,
)
from contactdesk.model.custom_files import without_ids

if TYPE_CHECKING:
    from contactdesk.desktop.fields_preview import Sample

Answer = Callable[[list[str]], None]


class FieldInspector(Page):
    """Shows one line; `changed(name, value)` for each value of a field that becomes another."""

    changed = Signal(str, object)
    type_wanted = Signal(str)
    section_named = Signal(str)
    choice_gone = Signal(str)

    def __init__(self, categories: Callable[[Answer], None], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        FollowFocus(self)
        self._categories = categories
        self._shown: object = None
        self.row: Row | None = None
        self.name: Field | None = None
        self.preview: FieldPreview | None = None
        self._outer = QVBoxLayout()
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        self._outer.addWidget(self._body)
        self.set_content(self._outer)
        self._show_nothing()

    def _put(self, column: QVBoxLayout) -> None:
        """Show this in place of what is there."""
        body = QWidget()
        body.setLayout(column)
        self._outer.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body

    def _show_nothing(self) -> None:
        column = self._column()
        column.addWidget(Label(_("Choose a field to change it."), "body", "text2", wrap=True))
        column.addStretch(1)
        self._put(column)
        self.name = self.preview = None

    @staticmethod
    def _column() -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        return column

    def show_row(
        self, row: Row | None, known: FieldList, uses: dict[str, int], me: str, sample: Sample
    ) -> None:
        """Show a line; what is being typed stays while nothing of it changed."""
        shown = (row, known.sections, uses, sample, me)
        if shown == self._shown:
            return
        focus = self._focused()
        self._shown, self.row = shown, row
        if row is None:
            self._show_nothing()
        elif row.field is not None:
            self._show_field(row.field, known, uses, me, sample)
        else:
            self._show_section(row.section)
        if focus:
            self._focus_again(focus)

    # ── a section ───────────────────────────────────────────────────────────────────────

    def _show_section(self, section: FieldSection | None) -> None:
        column = self._column()
        self.preview = None
        self.name = None
        if section is None:
            words = _("These fields stand in no section: a card shows them first.")
            column.addWidget(Label(words, "body", "text2", wrap=True))
        else:
            column.addWidget(Label(section.name, "subtitle", wrap=True))
            self.name = Field(section.name)
            name = self.name
            name.editingFinished.connect(
                lambda: self.section_named.emit(" ".join(name.text().split()))
            )
            column.addWidget(FieldBox(_("Name"), self.name))
        column.addStretch(1)
        self._put(column)

    # ── a field ─────────────────────────────────────────────────────────────────────────

    def _show_field(
        self, field: FieldDefinition, known: FieldList, uses: dict[str, int], me: str,
        sample: Sample,
    ) -> None:  # fmt: skip
        column = self._column()
        column.addWidget(Label(field.label, "subtitle", wrap=True))
        column.addWidget(FieldBox(_("Name"), self._name_field(field, known)))
        column.addWidget(FieldBox(_("Type"), self._type_combo(field)))
        if field.type == MONEY:
            column.addWidget(FieldBox(_("Currency"), self._line("unit", field.unit)))
        if field.type in WITH_CHOICES:
            column.addWidget(self._choices(field, uses))
        if field.type != FILE:
            column.addWidget(FieldBox(_("Default"), self._preset(field)))
        if known.sections:
            column.addWidget(FieldBox(_("Section"), self._section_combo(field, known)))
        self._add_restrictions(column, field, me)
        self.preview = FieldPreview(field, sample)
        column.addWidget(self.preview)
        column.addStretch(1)
        self._put(column)

    def _name_field(self, field: FieldDefinition, known: FieldList) -> Field:
        name = self.name = Field(field.label)
        others = {fold.fold(f.label) for f in known.fields if f.id != field.id}

        def done() -> None:
            label = " ".join(name.text().split())
            if not label:
                name.setText(field.label)
            elif fold.fold(label) in others:
                words = _("Another field is called “{name}” already.")
                name.set_state("warn", words.format(name=label))
            elif label != field.label:
                self.changed.emit("label", label)

        name.editingFinished.connect(done)
        return name

    def _type_combo(self, field: FieldDefinition) -> Combo:
        combo = Combo([(_(TYPE_WORDS[t]), t) for t in TYPES])
        combo.choose(field.type)
        combo.activated.connect(lambda _at: self.type_wanted.emit(str(combo.currentData())))
        self.types = combo
        return combo

    def _line(self, name: str, value: str) -> Field:
        line = Field(value)

        def done() -> None:
            typed = " ".join(line.text().split())
            if typed != value:
                self.changed.emit(name, typed)

        line.editingFinished.connect(done)
        return line

    def _choices(self, field: FieldDefinition, uses: dict[str, int]) -> ChoicesEditor:
        self.choices = ChoicesEditor(field, uses)
        self.choices.changed.connect(partial(self.changed.emit, "choices"))
        self.choices.gone.connect(self.choice_gone)
        return self.choices

    def _preset(self, field: FieldDefinition) -> QWidget:
        if field.type not in WITH_CHOICES:
            return self._line("preset", field.preset)
        combo = Combo([("–", ""), *((c.name, c.name) for c in field.choices)])
        combo.choose(field.preset)
        combo.activated.connect(lambda _at: self.changed.emit("preset", combo.currentData()))
        return combo

    def _section_combo(self, field: FieldDefinition, known: FieldList) -> Combo:
        combo = Combo([(_("None"), ""), *((s.name, s.id) for s in known.sections)])
        combo.choose(field.section)
        combo.activated.connect(lambda _at: self.changed.emit("section", combo.currentData()))
        return combo

    def _add_restrictions(self, column: QVBoxLayout, field: FieldDefinition, me: str) -> None:
        chips = WordChips(field.only_categories, self._categories)
        chips.edited.connect(lambda: self._take_categories(chips, field))
        self.only = chips
        column.addWidget(FieldBox(_("Only for these categories"), chips))
        kinds = Segmented(
            [(_("All"), ""), (_("People"), "individual"), (_("Organisations"), "org")], field.kinds
        )
        kinds.chosen.connect(partial(self.changed.emit, "kinds"))
        column.addWidget(FieldBox(_("For"), kinds))
        for name, words, on, values in (
            ("in_lists", _("Show in lists, filters and reports"), field.in_lists, (False, True)),
            ("owner", _("Only I see this field"), bool(field.owner), ("", me)),
        ):
            switch = OnOff()
            switch.setText(words)
            switch.choose(on)
            switch.chosen.connect(partial(self._switched, name, values))
            column.addWidget(switch)

    def _switched(self, name: str, values: tuple[object, object], on: object) -> None:
        self.changed.emit(name, values[bool(on)])

    def _take_categories(self, chips: WordChips, field: FieldDefinition) -> None:
        if chips.field.text():
            return  # a name half typed
        if chips.value() != field.only_categories:
            self.changed.emit("only_categories", chips.value())

    # ── the keyboard stays where it was ─────────────────────────────────────────────────

    def _focused(self) -> str:
        widget = self.focusWidget()
        inside = widget is not None and self.isAncestorOf(widget) and widget.hasFocus()
        return widget.accessibleName() if inside and widget is not None else ""

    def _focus_again(self, name: str) -> None:
        content = self.widget()
        found = content.findChildren(QWidget) if content is not None else []
        target = next((w for w in found if w.accessibleName() == name), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_naming(self) -> None:
        """The name is typed over."""
        if self.name is not None:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.name.selectAll()


def with_type(field: FieldDefinition, type_: str, values: list[str]) -> FieldDefinition:
    """The field as another type; words that are said in it become choices where there are none."""
    from contactdesk.model.custom import Choice

    after = replace(field, type=type_)
    if field.type == FILE:
        values = [without_ids(value) for value in values]
    distinct = list(dict.fromkeys(v for value in values for v in value.split("\n")))
    if type_ in WITH_CHOICES and not field.choices and len(distinct) <= MOST_CHOICES:
        after = replace(after, choices=tuple(Choice(v) for v in sorted(distinct)))
    return after


MOST_CHOICES = 30  # words that become choices of themselves
