"""The choices of a custom field: names, colours, order, how many contacts say each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.category_colours import WORDS
from contactdesk.desktop.fields import Combo, Field, FieldBox
from contactdesk.desktop.grip import Grip
from contactdesk.desktop.labels import Chip, Label
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.sheet import Sheet
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model import fold
from contactdesk.model.categories import COLOURS
from contactdesk.model.custom import Choice, FieldDefinition


class Dot(IconButton):
    """The colour of a choice; a click offers the palette."""

    picked = Signal(str)

    def __init__(self, choice: Choice, place: int) -> None:
        self.colour = choice.colour or COLOURS[place % len(COLOURS)]
        words = _("Colour of {name}: {colour}")
        super().__init__("", words.format(name=choice.name, colour=_(WORDS[self.colour])), side=30)
        self.clicked.connect(self._offer)

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(look.px(30), look.px(30))

    def _offer(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for colour in COLOURS:
            action = menu.addAction(_(WORDS[colour]))
            action.setCheckable(True)
            action.setChecked(colour == self.colour)
            action.triggered.connect(lambda _on=False, c=colour: self.picked.emit(c))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and the dot in it."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(f"dot_{self.colour}"))
            side = look.px(10)
            painter.drawEllipse(
                QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            )


class _Name(Field):
    """A choice's name; Alt+↑/↓ moves it."""

    moved = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the choice."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(step)
        else:
            super().keyPressEvent(event)


class ChoicesEditor(QWidget):
    """`changed(choices)` for every change but one: `gone(name)` asks to take a choice away."""

    changed = Signal(object)
    gone = Signal(str)

    def __init__(self, field: FieldDefinition, uses: Mapping[str, int]) -> None:
        super().__init__()
        self._choices, self._preset = field.choices, field.preset
        self._drop = -1  # the choice before which the carried one would go
        self.grips: list[Grip] = []
        self.names: list[_Name] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(_("Choices"), "caption", "text2", weight=500))
        for place, choice in enumerate(field.choices):
            column.addLayout(self._line(place, choice, uses.get(choice.name, 0)))
        self.new = Field()
        self.new.setPlaceholderText(_("Add choice"))
        self.new.setAccessibleName(_("Add choice"))
        self.new.returnPressed.connect(self._add)
        self.new.left.connect(self._add)
        column.addWidget(self.new)
        column.addWidget(self.new.message_line())

    def _line(self, place: int, choice: Choice, count: int) -> QHBoxLayout:
        dot = Dot(choice, place)
        dot.picked.connect(lambda colour: self._set(place, replace(choice, colour=colour)))
        name = _Name(choice.name)
        name.setAccessibleName(_("Choice {n}").format(n=counted(place + 1)))
        used = ngettext("{n} contact says it", "{n} contacts say it", count)
        name.setToolTip(used.format(n=counted(count)))
        name.editingFinished.connect(partial(self._rename, place, name))
        name.moved.connect(partial(self._move, place))
        self.names.append(name)
        grip = Grip(_("Drag it, or press Alt+↑ and Alt+↓ in its name"))
        grip.setEnabled(len(self._choices) > 1)
        grip.carried.connect(self._carry)
        grip.dropped.connect(partial(self._drop_at, place))
        self.grips.append(grip)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(grip)
        row.addWidget(dot)
        row.addWidget(name, 1)
        if choice.name == self._preset:
            row.addWidget(Chip(_("default")))
        row.addWidget(Label(counted(count), "caption", "text2"))
        away = IconButton(
            "x", _("Take {name} away").format(name=choice.name), side=28, icon_size=16
        )
        away.clicked.connect(lambda: self.gone.emit(choice.name))
        row.addWidget(away)
        return row

    def _place_at(self, y: int) -> int:
        """The choice before which something would go that is let go there on the screen."""
        middles = [name.mapToGlobal(name.rect().center()).y() for name in self.names]
        return sum(middle < y for middle in middles)

    def _carry(self, y: int) -> None:
        self._drop = self._place_at(y)
        self.update()

    def _drop_at(self, place: int, y: int) -> None:
        was_carried, self._drop = self._drop >= 0, -1
        self.update()
        to = self._place_at(y)
        to -= to > place
        if was_carried and to != place:
            choices = list(self._choices)
            choices.insert(to, choices.pop(place))
            self.changed.emit(tuple(choices))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line where the carried choice would go."""
        if self._drop < 0:
            return
        after = self._drop == len(self.names)
        name = self.names[self._drop - after]
        y = name.geometry().bottom() + 2 if after else name.geometry().top() - 2
        with QPainter(self) as painter:
            painter.fillRect(0, y, self.width(), 2, look.colour("accent"))

    def _set(self, place: int, choice: Choice) -> None:
        choices = list(self._choices)
        choices[place] = choice
        self.changed.emit(tuple(choices))

    def _is_free(self, name: str, but: int = -1) -> bool:
        others = [c.name for n, c in enumerate(self._choices) if n != but]
        return fold.fold(name) not in map(fold.fold, others)

    def _rename(self, place: int, field: _Name) -> None:
        name = " ".join(field.text().split())
        choice = self._choices[place]
        if name == choice.name:
            field.set_state("")
        elif not name or not self._is_free(name, place):
            field.setText(choice.name)
        else:
            self._set(place, replace(choice, name=name))

    def _move(self, place: int, step: int) -> None:
        if 0 <= place + step < len(self._choices):
            choices = list(self._choices)
            choices[place], choices[place + step] = choices[place + step], choices[place]
            self.names[place + step].setFocus()  # where its name is to stand
            self.changed.emit(tuple(choices))

    def _add(self) -> None:
        name = " ".join(self.new.text().split())
        if not name:
            self.new.set_state("")
        elif not self._is_free(name):
            self.new.set_state("warn", _("“{name}” is there already.").format(name=name))
        else:
            self.new.clear()
            colour = COLOURS[len(self._choices) % len(COLOURS)]
            self.changed.emit((*self._choices, Choice(name, colour)))


class ReplaceSheet(Sheet):
    """Asks what contacts say in place of a choice that goes: `answered(name or "" or None)`."""

    answered = Signal(object)

    def __init__(self, host: QWidget, field: FieldDefinition, name: str, count: int) -> None:
        title = ngettext("{n} contact says “{name}”", "{n} contacts say “{name}”", count)
        super().__init__(
            host,
            "list",
            title.format(n=counted(count), name=name),
            _("What should stand there instead? Undo brings everything back."),
            wide=520,
        )
        others = [(c.name, c.name) for c in field.choices if c.name != name]
        self.combo = Combo([*others, (_("Nothing"), ""), (_("Leave it as an old value"), None)])
        self.body.addWidget(FieldBox(_("Instead"), self.combo))
        cancel = self.add_button(_("Cancel"))
        self.go: Button = self.add_button(_("Take away"), "primary")
        cancel.clicked.connect(self.dismiss)
        self.go.clicked.connect(self._answer)

    def _answer(self) -> None:
        answer = self.combo.currentData()
        self.close_sheet()
        self.answered.emit(answer)
