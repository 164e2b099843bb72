"""The rows of a change of many contacts: a field, the way back, and how the values differ."""

from __future__ import annotations

from PySide6.QtCore import QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.bidi import isolated
from contactdesk.desktop.bulk_words import state_of
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.fields import Field
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.form_values import words_of
from contactdesk.desktop.labels import Chip, ElidedLabel, Label
from contactdesk.i18n import _, counted

TITLE, WIDEST, STATE = 108, 440, 116
BESIDE = 500  # px: below it the title stands over the field
_SLOT = 30

Values = tuple[tuple[str, int], ...]


class BulkRow(QWidget):
    """Title, something to change a value with, undo arrow, and a word on how things stand."""

    edited = Signal()

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(title, "body", "text2")
        self.title.setFixedWidth(TITLE)
        self.title.setBuddy(content)
        self._content = content
        content.setAccessibleName(title)
        self.back = IconButton(
            "undo-2", _("Leave {field} as it is").format(field=title), side=_SLOT
        )
        self.back.clicked.connect(self._go_back)
        self._mark = IconMark("layers", "text3", 14)
        self._state = ElidedLabel("", "caption", "text3")
        self._values: Values = ()
        content.setMaximumWidth(WIDEST)
        self._state.setFixedWidth(STATE)
        end = QWidget()  # as high as one field, also beside several lines of categories
        spacing.keep_tall(end, 34, room=12)
        trailing = QHBoxLayout(end)
        trailing.setContentsMargins(0, 0, 0, 0)
        trailing.setSpacing(6)
        slot = QWidget()
        slot.setFixedSize(_SLOT, _SLOT)
        self.back.setParent(slot)
        for widget in (slot, self._mark, self._state):
            trailing.addWidget(widget)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(8)
        self._sides.addWidget(self.title, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._sides.addLayout(row, 1)
        row.addWidget(content, 100)
        row.addWidget(end, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.title.setContentsMargins(0, 8, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title stands beside what changes the value, or over it."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        wide = self.width() >= look.px(BESIDE)
        self._sides.setDirection(ways.LeftToRight if wide else ways.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """As narrow as with the title over it."""
        least = super().minimumSizeHint()
        beside = self._sides.direction() == QBoxLayout.Direction.LeftToRight
        spare = self.title.width() + self._sides.spacing() if beside else 0
        return QSize(least.width() - spare, least.height())

    def show_values(self, values: Values) -> None:
        """Say how the selected contacts' values differ."""
        self._values = values
        self._show_state()

    @property
    def is_touched(self) -> bool:
        """Whether this will be changed."""
        return False

    def fields(self) -> list[Field]:
        """What is typed into here."""
        return self.findChildren(Field)

    def clear(self) -> None:
        """Leave the value as it is."""

    def _go_back(self) -> None:
        """The arrow goes away with the change: the keyboard goes to the field."""
        self.clear()
        self.fields()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_state(self) -> None:
        icon, words = ("pencil", _("will change")) if self.is_touched else self._untouched()
        tone = "accent_text" if self.is_touched else "text3"
        self._mark.show_icon(icon, tone)
        self._state.setText(words)
        self._content.setAccessibleDescription(words)
        self._state.set_tone(tone)
        self.back.setVisible(self.is_touched)

    def _untouched(self) -> tuple[str, str]:
        return state_of(self._values)

    def _changed(self) -> None:
        self._show_state()
        self.edited.emit()


class BulkText(BulkRow):
    """A field of one text. Nothing but spaces empties it in all; nothing at all leaves it."""

    def __init__(self, title: str, icon: str = "", parent: QWidget | None = None) -> None:
        self.field = Field("", icon=icon) if icon else Field("")
        self._shown = ""
        super().__init__(title, self.field, parent)
        self._offered = QStringListModel(self)
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        self.field.textChanged.connect(lambda _text: self._changed())
        self._show_state()

    def show_values(self, values: Values) -> None:
        """Show a value that all have; say "(various)" of several."""
        touched = self.is_touched
        filled = [value for value, _count in values if value]
        same = len(values) == 1 and bool(filled)
        self._shown = filled[0] if same else ""
        self._offered.setStringList(filled)
        self.field.setPlaceholderText("" if same or not filled else _("(various)"))
        if not touched:
            self.field.blockSignals(True)
            self.field.setText(self._shown)
            self.field.blockSignals(False)
        super().show_values(values)

    @property
    def is_touched(self) -> bool:
        """Whether something else stands here than before."""
        return self.field.text() != self._shown

    def value(self) -> str | None:
        """What all get; None leaves them as they are."""
        return self.field.text().strip() if self.is_touched else None

    def clear(self) -> None:
        """Back to what was there."""
        self.field.setText(self._shown)


class BulkNote(BulkText):
    """A note that is added to every one of them."""

    def show_values(self, values: Values) -> None:
        """Notes are not compared."""
        self.field.setPlaceholderText(_("The same note for all of them"))
        self._show_state()

    def _untouched(self) -> tuple[str, str]:
        return "notebook-pen", _("nothing yet")


class BulkCategories(BulkRow):
    """Categories in three states: all have it, some have it ("2 of 4"), or it will be another."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        self._count = 0
        self.add: list[str] = []
        self.remove: list[str] = []
        content = QWidget()
        self._chips = QWidget()
        self._flow = FlowLayout(6, 6, self._chips)
        self.field = Field("")
        self.field.setPlaceholderText(_("Add a category"))
        self.field.setAccessibleName(_("Add a category"))
        self.field.setMaximumWidth(190)
        self.field.returnPressed.connect(self._take)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 5, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._chips)
        column.addWidget(self.field)
        super().__init__(title, content, parent)
        self._show_state()

    def show_selection(self, count: int, values: Values) -> None:
        """Show what some or all of so many contacts have."""
        self._count = count
        self.show_values(values)
        self._draw()

    def offer(self, names: list[str]) -> None:
        """Names that the field completes."""
        completer = QCompleter(names, self.field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)

    @property
    def is_touched(self) -> bool:
        """Whether any category is added or taken away."""
        return bool(self.add or self.remove)

    def typed(self) -> tuple[str, ...]:
        """What is added, with what still stands in the field."""
        return tuple(dict.fromkeys((*self.add, *words_of(self.field.text()))))

    def clear(self) -> None:
        """Leave all categories as they are."""
        self.add, self.remove = [], []
        self.field.clear()
        self._draw()
        self._changed()

    def _untouched(self) -> tuple[str, str]:
        count = len(self._values)
        return ("tag", _("none")) if not count else ("layers", counted(count))

    def _take(self) -> None:
        for name in words_of(self.field.text()):
            if name not in self.add:
                self.add.append(name)
            if name in self.remove:
                self.remove.remove(name)
        self.field.clear()
        self._draw()
        self._changed()

    def _press(self, name: str) -> None:
        """A category that some have: all get it; one that would change stays as it is."""
        for pending in (self.add, self.remove):
            if name in pending:
                pending.remove(name)
                break
        else:
            if dict(self._values).get(name, 0) < self._count:
                self.add.append(name)
        self._draw()
        self._changed()

    def _drop(self, name: str) -> None:
        """The x: nobody keeps it; one that was only to be added is not."""
        if name in self.add:
            self.add.remove(name)
        elif name not in self.remove:
            self.remove.append(name)
        self._draw()
        self._changed()

    def _draw(self) -> None:
        self._flow.empty()
        having = dict(self._values)
        for name in dict.fromkeys((*having, *self.add)):
            words, tone = self._words(name, having.get(name, 0))
            chip = Chip(words, tone, category=name, removable=name not in self.remove)
            chip.removed.connect(lambda name=name: self._drop(name))
            chip.clicked.connect(lambda name=name: self._press(name))
            self._flow.addWidget(chip)
        self._chips.setVisible(self._flow.count() > 0)
        self.updateGeometry()

    def _words(self, name: str, having: int) -> tuple[str, str]:
        if name in self.add:
            return f"+ {name}", "accent"
        if name in self.remove:
            return f"– {name}", "bad"
        if having < self._count:
            words = _("{name} · {n} of {m}")
            return words.format(
                name=isolated(name), n=counted(having), m=counted(self._count)
            ), "slate"
        return name, "slate"
