"""The cards a contact's page is made of: details, work, people, related, note, other fields."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop.boundary import Boundary
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.card_values import CardValue
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.cards import Card
from contactdesk.desktop.labels import Label, LinkLabel, SelectableText
from contactdesk.desktop.line_row import LineRow
from contactdesk.desktop.value_row import EDGE, ValueRow
from contactdesk.i18n import _, counted
from contactdesk.model.shown import shortened

SHOWN_VALUES = 60
LONGEST_NOTE = 20_000  # characters; the editor has all of them


class Section(Card):
    """A card whose rows reach into its margin, so that their ground has air around the text."""

    copied = Signal(str)
    edit_wanted = Signal(str, int)
    opened = Signal(int)

    def __init__(self, title: str, count: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, count, parent=parent)
        outer = self.layout()
        assert outer is not None
        outer.setContentsMargins(16 - EDGE, 11, 16 - EDGE, 12)
        outer.setSpacing(1)
        if self.head is not None:
            self.head.setContentsMargins(EDGE, 0, EDGE, 0)

    def add_value(self, value: CardValue, *, first: bool, editable: bool) -> ValueRow:
        """One more row with a value."""
        row = ValueRow(value, first=first, editable=editable)
        row.copied.connect(self.copied)
        row.edit_wanted.connect(self.edit_wanted)
        self.body.addWidget(row)
        return row

    def add_line_row(self, line: Line) -> LineRow:
        """One more row with a person or an organisation."""
        row = LineRow(line)
        row.opened.connect(self.opened)
        self.body.addWidget(row)
        return row


def values_section(title: str, values: Sequence[CardValue], *, editable: bool) -> Section:
    """A card of values; the icon stands only at the first of its kind."""
    section = Section(title)

    def add(some: Sequence[CardValue], before: str) -> None:
        for value in some:
            section.add_value(value, first=value.icon != before, editable=editable)
            before = value.icon

    add(values[:SHOWN_VALUES], "")
    if not values:
        words = Label(_("No phone, mail or address yet"), "body", "text2")
        words.setContentsMargins(EDGE, 4, EDGE, 6)
        section.body.addWidget(words)
    if len(values) > SHOWN_VALUES:
        more = LinkLabel(
            _("Show all {count}").format(count=counted(len(values))), "caption", weight=500
        )
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE, 8, EDGE, 2)
        foot.addWidget(more)
        section.body.addLayout(foot)

        def unfold() -> None:
            more.hide()
            add(values[SHOWN_VALUES:], values[SHOWN_VALUES - 1].icon)

        more.activated.connect(unfold)
    return section


def change_values(section: Section, values: Sequence[CardValue]) -> bool:
    """Show other values in the rows that are there; False where other rows are needed."""
    rows = [row for row in section.findChildren(ValueRow) if row.parentWidget() is section]
    if len(values) > SHOWN_VALUES or [r.value.icon for r in rows] != [v.icon for v in values]:
        return False
    for row, value in zip(rows, values, strict=True):
        row.show_value(value)
    return bool(values)


def lines_section(title: str, lines: Sequence[Line]) -> Section:
    """A card of people or organisations without hairlines (Work, Related)."""
    section = Section(title)
    for line in lines:
        section.add_line_row(line)
    return section


class NoteSection(Section):
    """A card with the note as it was typed; it can be selected and copied."""

    def __init__(self, note: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Note"), parent=parent)
        self._words = SelectableText("", "body", "text2", keys=True)
        self._words.setAccessibleName(_("Note"))
        self._words.setContentsMargins(EDGE, 2, EDGE, 4)
        self.body.addWidget(Boundary(self._words, "card"))
        self.show_note(note)

    def show_note(self, note: str) -> bool:
        """Show another note; always possible."""
        self._words.setText(shortened(note, LONGEST_NOTE))
        return True


class OtherFields(Section):
    """What has no place of its own, folded away until somebody asks.

    `adopted(item)`: a property of a file is to be a custom field; none can be without `editable`.
    """

    adopted = Signal(int)

    def __init__(
        self, values: Sequence[CardValue], *, editable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Other fields"), counted(len(values)), parent=parent)
        self._values, self._editable = values, editable
        self._rows = QWidget()
        inner = QVBoxLayout(self._rows)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self._rows.hide()
        self.body.addWidget(self._rows)
        self.button = Button("", "ghost", "chevron-down", size="head")
        self.button.clicked.connect(self.toggle)
        self.add_to_head(self.button)
        self._say()

    def toggle(self) -> None:
        """Unfold, or fold again."""
        inner = self._rows.layout()
        assert inner is not None
        if inner.count() == 0:
            for value in self._values:
                row = ValueRow(value, first=False, editable=False)
                row.copied.connect(self.copied)
                inner.addWidget(self._adoptable(row, value))
        self._rows.setVisible(self._rows.isHidden())
        self._say()

    def _adoptable(self, row: ValueRow, value: CardValue) -> QWidget:
        """The row, and beside it the way to a custom field."""
        if not self._editable or value.field != "extra" or not value.item:
            return row
        words = _("Make “{name}” a custom field").format(name=value.word)
        button = IconButton("text-cursor-input", words, side=30, icon_size=16)
        button.clicked.connect(lambda: self.adopted.emit(value.item))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(row, 1)
        line.addWidget(button)
        return holder

    def _say(self) -> None:
        folded = self._rows.isHidden()
        self.button.set_label(_("Show") if folded else _("Hide"))
        self.button.set_icon("chevron-down" if folded else "chevron-up")
