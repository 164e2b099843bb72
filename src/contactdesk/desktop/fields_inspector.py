"""What one changes of a custom field or of a section, beside the list; all of it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.contact_picker import Found
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.fields_choices import ChoicesEditor
from contactdesk.desktop.fields_icons import IconChoice
from contactdesk.desktop.fields_preview import FieldPreview, beside
from contactdesk.desktop.fields_rows import Row
from contactdesk.desktop.form_words import WordChips
from contactdesk.desktop.labels import Label
from contactdesk.desktop.pills import Pills
from contactdesk.desktop.setting_row import OnOff
from contactdesk.desktop.surfaces import on_surface, scrolled
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
)
from contactdesk.model.custom_files import without_ids
from contactdesk.model.custom_limits import Limit, limit_of

if TYPE_CHECKING:
    from contactdesk.desktop.fields_preview import Sample

PREVIEW_SHARE = 0.42  # of the height, at most
Answer = Callable[[list[str]], None]
Emit = Callable[[str, object], None]


class Asked(NamedTuple):
    """What is asked of the book: the names of categories, and who is meant by what is typed."""

    categories: Callable[[Answer], None]
    people: Callable[[str, Found], None]


class FieldInspector(QWidget):
    """Shows one line; `changed(name, value)` for each value of a field that becomes another, and
    `limited(name, value)` where all fields of a section are for others.
    """

    changed = Signal(str, object)
    limited = Signal(str, object)
    type_wanted = Signal(str)
    section_named = Signal(str)
    choice_gone = Signal(str)
    sample_wanted = Signal(int)  # the contact as which the field is shown

    def __init__(self, ask: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._shown: object = None
        self.row: Row | None = None
        self.name: Field | None = None
        self.preview: FieldPreview | None = None
        self._outer = QVBoxLayout()
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._body = QWidget()
        self._outer.addWidget(self._body)
        self._foot = QVBoxLayout()  # the preview stays in sight while one scrolls
        self._foot.setContentsMargins(18, 8, 18, 16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolled("list", self._outer), 1)
        self._ground = on_surface("list", self._foot)
        column.addWidget(self._ground)
        self._show_nothing()

    def _put(self, column: QVBoxLayout) -> None:
        """Show this in place of what is there."""
        body = QWidget()
        body.setLayout(column)
        self._outer.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body

    def _show_preview(self, preview: FieldPreview | None) -> None:
        if self.preview is not None:
            self._foot.removeWidget(self.preview)
            self.preview.hide()
            self.preview.deleteLater()
        self.preview = preview
        self._ground.setVisible(preview is not None)
        if preview is not None:
            self._foot.addWidget(preview)
            self._fit_preview()

    def _fit_preview(self) -> None:
        if self.preview is not None:
            self.preview.fit(round(self.height() * PREVIEW_SHARE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The preview has its share of the height."""
        super().resizeEvent(event)
        self._fit_preview()

    def _show_nothing(self) -> None:
        column = self._column()
        column.addWidget(Label(_("Choose a field to change it."), "body", "text2", wrap=True))
        column.addStretch(1)
        self._put(column)
        self.name = None
        self._show_preview(None)

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
            self._show_section(row, me)
        if focus:
            self._focus_again(focus)

    # ── a section ───────────────────────────────────────────────────────────────────────

    def _show_section(self, row: Row, me: str) -> None:
        section, column = row.section, self._column()
        self._show_preview(None)
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
            self._add_section_limits(column, row, me)
        column.addStretch(1)
        self._put(column)

    def _add_section_limits(self, column: QVBoxLayout, row: Row, me: str) -> None:
        if not row.held:
            words = _("As soon as it has a field, you can say here whom the section is for.")
            column.addWidget(Label(words, "body", "text2", wrap=True))
            return
        words = _("What you choose here is so for all fields of the section, and for new ones.")
        column.addWidget(Label(words, "caption", "text2", wrap=True))
        self._add_limits(column, row.shared, self.limited.emit)
        column.addWidget(
            self._switch("owner", _("Only I see this section"), bool(row.shared.owner), ("", me),
                         self.limited.emit)
        )  # fmt: skip

    # ── a field ─────────────────────────────────────────────────────────────────────────

    def _show_field(
        self, field: FieldDefinition, known: FieldList, uses: dict[str, int], me: str,
        sample: Sample,
    ) -> None:  # fmt: skip
        column = self._column()
        column.addWidget(Label(field.label, "subtitle", wrap=True))
        column.addWidget(FieldBox(_("Name"), self._name_field(field, known)))
        kind = QHBoxLayout()
        kind.setSpacing(10)
        kind.addWidget(FieldBox(_("Type"), self._type_combo(field)), 1)
        kind.addWidget(FieldBox(_("Icon"), self._icon_choice(field)))
        column.addLayout(kind)
        if field.type == MONEY:
            column.addWidget(FieldBox(_("Currency"), self._line("unit", field.unit)))
        if field.type in WITH_CHOICES:
            column.addWidget(self._choices(field, uses))
        place = QHBoxLayout()
        place.setSpacing(10)
        if field.type != FILE:
            place.addWidget(FieldBox(_("Default"), self._preset(field)), 1)
        if known.sections:
            place.addWidget(FieldBox(_("Section"), self._section_combo(field, known)), 1)
        column.addLayout(place)
        self._add_restrictions(column, field, me)
        column.addStretch(1)
        self._put(column)
        preview = FieldPreview(field, beside(field, known), sample, self._ask.people)
        preview.sample_wanted.connect(self.sample_wanted)
        self._show_preview(preview)

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

    def _icon_choice(self, field: FieldDefinition) -> IconChoice:
        self.icons = IconChoice(field.type, field.icon)
        self.icons.activated.connect(
            lambda _at: self.changed.emit("icon", self.icons.currentData())
        )
        return self.icons

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
        emit = self.changed.emit
        self._add_limits(column, limit_of(field), emit)
        for name, words, on, values in (
            ("in_lists", _("Show in lists, filters and reports"), field.in_lists, (False, True)),
            ("owner", _("Only I see this field"), bool(field.owner), ("", me)),
        ):
            column.addWidget(self._switch(name, words, on, values, emit))

    def _add_limits(self, column: QVBoxLayout, limit: Limit, emit: Emit) -> None:
        chips = WordChips(limit.only_categories, self._ask.categories)
        chips.edited.connect(lambda: self._take_categories(chips, limit, emit))
        self.only = chips
        column.addWidget(FieldBox(_("Only for these categories"), chips))
        kinds = Pills(
            _("For"), [(_("All"), ""), (_("People"), "individual"), (_("Organisations"), "org")]
        )
        kinds.choose(limit.kinds)
        kinds.chosen.connect(partial(emit, "kinds"))
        column.addWidget(FieldBox(_("For"), kinds))

    @staticmethod
    def _switch(
        name: str, words: str, on: bool, values: tuple[object, object], emit: Emit
    ) -> OnOff:
        switch = OnOff()
        switch.setText(words)
        switch.choose(on)
        switch.chosen.connect(lambda now: emit(name, values[bool(now)]))
        return switch

    @staticmethod
    def _take_categories(chips: WordChips, limit: Limit, emit: Emit) -> None:
        if chips.field.text():
            return  # a name half typed
        if chips.value() != limit.only_categories:
            emit("only_categories", chips.value())

    # ── the keyboard stays where it was ─────────────────────────────────────────────────

    def _focused(self) -> str:
        widget = self.focusWidget()
        inside = widget is not None and self.isAncestorOf(widget) and widget.hasFocus()
        return widget.accessibleName() if inside and widget is not None else ""

    def _focus_again(self, name: str) -> None:
        found = [*self._body.findChildren(QWidget), *self._ground.findChildren(QWidget)]
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
