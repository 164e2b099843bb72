"""Which field each column of a table fills: as found by its head, and as one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.cards import Card
from contactdesk.desktop.custom_texts import known
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.fields import CheckBox, Combo
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label, LinkLabel
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.operations.tables import TableColumn, TableFacts

NOTE_WIDE = 112  # px
FIRST = 12  # columns that are shown before one asks for the others
VALUE = 256  # Qt.ItemDataRole.UserRole, as Combo keeps its values


class ColumnsCard(Card):
    """`changed` when a column fills another field: the preview is read anew."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Columns"), parent=parent)
        self._facts: TableFacts | None = None
        self._chosen: list[str] | None = None
        self._unfolded = False
        self.combos: list[Combo] = []
        self._notes: list[tuple[IconMark, Label]] = []  # what stands before and behind each
        self.remember = CheckBox(_("Remember for files like this"))
        self.remember.setChecked(True)
        self.add_to_head(self.remember)
        self._list = QWidget()
        self.body.addWidget(self._list)
        self.body.setSpacing(4)

    def reset(self) -> None:
        """Another file, or the same read otherwise: nothing is chosen."""
        self._chosen, self._unfolded = None, False

    def chosen(self) -> list[str] | None:
        """The fields of all columns once one was changed, or None."""
        return self._chosen

    def fields(self) -> list[str]:
        """The fields of all columns as they stand."""
        return self._chosen or list(self._facts.fields if self._facts is not None else ())

    def show_columns(self, facts: TableFacts) -> None:
        """Show what was found; what stands already stays, with the keyboard in it."""
        before, self._facts = self._facts, facts
        if self._chosen is not None and len(self._chosen) != len(facts.columns):
            self._chosen = None
        shown = [str(combo.currentData() or "") for combo in self.combos]
        stands = before is not None and _contents(before) == _contents(facts)
        if not stands or shown != self.fields()[: len(shown)]:
            self._build()
        self._say_count()

    def _build(self) -> None:
        facts = self._facts
        assert facts is not None
        self.body.removeWidget(self._list)
        self._list.hide()
        self._list.deleteLater()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(0)
        choices = self._choices(facts)
        shown = len(facts.columns) if self._unfolded else FIRST
        self.combos, self._notes = [], []
        for place, each in enumerate(facts.columns[:shown]):
            column.addWidget(Hairline("divider"))
            column.addWidget(self._row(place, each, choices))
        more = len(facts.columns) - shown
        if more > 0:
            words = ngettext("{n} more column", "{n} more columns", more)
            link = LinkLabel(words.format(n=counted(more)), weight=500)
            link.activated.connect(self._unfold)
            column.addWidget(Hairline("divider"))
            column.addSpacing(8)
            column.addWidget(link)
        self.body.addWidget(self._list)
        self._say_count()

    def _choices(self, facts: TableFacts) -> QStandardItemModel:
        """The fields that a column can fill, one list for all of them."""
        from contactdesk.operations.tables import field_words, offered_fields

        found = dict(offered_fields())
        own = (f"custom={field.label}" for field in known().fields)
        heads = (f"custom={' '.join(c.header.split())}" for c in facts.columns if c.header.strip())
        for key in (*own, *heads, *facts.fields, *self.fields()):
            found.setdefault(key, field_words(key))
        model = QStandardItemModel(self._list)
        for key, words in found.items():
            item = QStandardItem(words)
            item.setData(key, VALUE)
            model.appendRow(item)
        return model

    def _row(self, place: int, column: TableColumn, choices: QStandardItemModel) -> QWidget:
        field = self.fields()[place]
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(*mirror.margins(0, 7, 0, 7))
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        icon, tone = _state(field)
        name = column.header or _("Column {n}").format(n=counted(place + 1))
        examples = ", ".join(" ".join(each.split()) for each in column.examples) or "–"
        mark = IconMark(icon, tone, 16)
        grid.addWidget(mark, 0, 0, 2, 1)
        words = QHBoxLayout()
        words.addWidget(ElidedLabel(bidi.isolated(name), "strong"), 1)
        grid.addLayout(words, 0, 1)
        grid.addWidget(ElidedLabel(bidi.isolated(examples), "caption", "text2"), 1, 1)
        grid.addWidget(IconMark("arrow-right", "text2", 16), 0, 2, 2, 1)
        combo = Combo()
        combo.setModel(choices)
        combo.choose(field)
        combo.setAccessibleName(_("Field of the column {name}").format(name=name))
        combo.activated.connect(lambda _at, p=place: self._choose(p))
        self.combos.append(combo)
        grid.addWidget(combo, 0, 3, 2, 1)
        note = Label(_note(field), "caption", "text2")
        grid.addWidget(note, 0, 4, 2, 1)
        self._notes.append((mark, note))
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(3, 8)
        grid.setColumnMinimumWidth(4, look.px(NOTE_WIDE))
        return row

    def _choose(self, place: int) -> None:
        fields = list(self.fields())
        fields[place] = str(self.combos[place].currentData() or "")
        self._chosen = fields
        mark, note = self._notes[place]
        mark.show_icon(*_state(fields[place]))
        note.setText(_note(fields[place]))
        self._say_count()
        self.changed.emit()

    def _unfold(self) -> None:
        place = len(self.combos)
        self._unfolded = True
        self._build()
        if place < len(self.combos):
            self.combos[place].setFocus()

    def _say_count(self) -> None:
        from contactdesk.operations.tables import parse_field

        fields = self.fields()
        kept = sum(1 for each in fields if each and _name(parse_field(each)) == "extra")
        out = sum(1 for each in fields if not each)
        taken = len(fields) - kept - out
        parts = [_("{n} of {all} matched").format(n=counted(taken), all=counted(len(fields)))]
        if kept:
            words = ngettext("{n} kept as it is", "{n} kept as they are", kept)
            parts.append(words.format(n=counted(kept)))
        if out:
            words = ngettext("{n} left out", "{n} left out", out)
            parts.append(words.format(n=counted(out)))
        assert self.count is not None
        self.count.setText(", ".join(parts))


def _contents(facts: TableFacts) -> list[tuple[str, tuple[str, ...]]]:
    return [(column.header, column.examples) for column in facts.columns]


def _name(field: object) -> str:
    return str(getattr(field, "name", ""))


def _note(field: str) -> str:
    """What stands beside a column that fills no field of a contact."""
    if not field:
        return _("Left out")
    return _("Kept as it is") if field.startswith("extra") else ""


def _state(field: str) -> tuple[str, str]:
    """The icon and tone of a column: it has a field, is kept as it is, or is left out."""
    if not field:
        return "minus", "text3"
    return ("circle-question-mark", "warn") if field.startswith("extra") else ("check", "ok")
