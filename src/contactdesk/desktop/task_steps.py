"""The steps of a task in its editor: ticked and rewritten in place, with a field for the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.fields import CheckBox, Field
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _, counted
from contactdesk.model.event import Step

MOST = 200  # steps of one task: more is a project


class StepRow(QWidget):
    """One step: a tick, its words, and a cross to take it away."""

    ticked = Signal()
    edited = Signal()
    gone = Signal()
    next_wanted = Signal()

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self.tick = CheckBox()
        self.tick.setChecked(step.done)
        self.words = Field(step.text)
        self.words.setProperty("quiet", True)
        self.words.setAccessibleName(_("Step"))
        self.cross = IconButton("x", "", side=24, icon_size=14)
        self._name()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.tick)
        row.addWidget(self.words, 1)
        row.addWidget(self.cross)
        self.tick.toggled.connect(self._dim)
        self.tick.toggled.connect(self.ticked)
        self.words.textEdited.connect(self._typed)
        self._dim()
        self.words.installEventFilter(self)
        self.cross.clicked.connect(self.gone)

    def _name(self) -> None:
        self.tick.setAccessibleName(self.words.text())
        self.cross.name_it(_("Take this step away"))

    def _dim(self) -> None:
        """What is done steps back, as in the list."""
        self.words.setProperty("done", self.tick.isChecked())
        look.restyle(self.words)

    def _typed(self) -> None:
        self._name()
        self.edited.emit()

    def value(self) -> Step:
        """The step as it stands here."""
        said = " ".join(self.words.text().split())
        kept = self._step.text if said == " ".join(self._step.text.split()) else said
        return replace(self._step, text=kept, done=self.tick.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next step, it does not save the task; so does Backspace in nothing."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.next_wanted.emit()
            return True
        if event.key() == Qt.Key.Key_Backspace and not self.words.text():
            self.gone.emit()
            return True
        return False


class StepsField(QWidget):
    """`ticked(item, done)` tells of a step that the book has, `edited` of all else."""

    ticked = Signal(int, bool)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[StepRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.count = Label("", "caption", "text2")
        head = QHBoxLayout()
        head.addWidget(Label(_("Steps"), "caption", "text2", weight=500), 1)
        head.addWidget(self.count)
        self.add = Field(icon="plus")
        self.add.setPlaceholderText(_("Add a step"))
        self.add.setAccessibleName(_("Add a step"))
        self.add.textEdited.connect(self.edited)
        self.add.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addWidget(self.add)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these."""
        for row in self.rows:
            self._drop(row)
        self.rows = [self._row(step) for step in steps]
        self.add.clear()
        self._told()

    def steps(self) -> tuple[Step, ...]:
        """What stands here, with what is being typed; a step without words is none."""
        self_typed = " ".join(self.add.text().split())
        found = [row.value() for row in self.rows] + [Step(self_typed)]
        return tuple(step for step in found if step.text.strip())

    def _row(self, step: Step) -> StepRow:
        row = StepRow(step, self)
        row.ticked.connect(lambda: self._ticked(row))
        row.edited.connect(self.edited)
        row.gone.connect(lambda: self._gone(row))
        row.next_wanted.connect(lambda: self._next(row))
        self._rows.addWidget(row)
        return row

    def _drop(self, row: StepRow) -> None:
        self._rows.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _ticked(self, row: StepRow) -> None:
        self._told()
        step = row.value()
        if step.item:
            self.ticked.emit(step.item, step.done)
        else:
            self.edited.emit()

    def _gone(self, row: StepRow) -> None:
        at = self.rows.index(row)
        self.rows.remove(row)
        self._drop(row)
        here = self.rows[at - 1].words if at else self.add
        here.setFocus(Qt.FocusReason.OtherFocusReason)
        self._told()
        self.edited.emit()

    def _next(self, row: StepRow) -> None:
        at = self.rows.index(row) + 1
        here = self.rows[at].words if at < len(self.rows) else self.add
        here.setFocus(Qt.FocusReason.TabFocusReason)

    def take(self) -> bool:
        """Make a step of what is typed; False where nothing is."""
        said = " ".join(self.add.text().split())
        if not said or len(self.rows) >= MOST:
            return False
        self.rows.append(self._row(Step(said)))
        self.add.clear()
        self._told()
        self.edited.emit()
        return True

    def _told(self) -> None:
        """How many are done, where there are any."""
        done = sum(row.tick.isChecked() for row in self.rows)
        words = _("{done} of {n}").format(done=counted(done), n=counted(len(self.rows)))
        self.count.setText(words if self.rows else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter makes a step of what is typed; in nothing it saves the task, as elsewhere."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        return enter and self.take()
