"""What kind of value a row of the editor holds: a choice, or a word of one's own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Combo, Field
from contactdesk.desktop.value_types import CHOICES, choice_of, type_word, with_choice
from contactdesk.i18n import _

LEAST = 112  # px; the longest type in use decides, and all rows of an editor follow
MOST = 190
_OWN = "own label"


class _LabelField(Field):
    """The field for one's own word; Esc and an empty one go back to the choices."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the word as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class TypeChoice(QWidget):
    """Types and label of one value; `chosen` when the person made another choice."""

    chosen = Signal()

    def __init__(
        self,
        field: str,
        types: tuple[str, ...] = (),
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self.types, self.label = types, label
        self._combo = Combo()
        self._own = _LabelField()
        self._own.setPlaceholderText(_("Your word for it"))
        self._own.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._combo)
        row.addWidget(self._own)
        self.setFocusProxy(self._combo)
        self._fill()
        self._combo.activated.connect(self._take)
        self._own.left.connect(self._take_own)
        self._own.returnPressed.connect(self._take_own)
        self._own.given_up.connect(self._back)

    @property
    def stop(self) -> QWidget:
        """Where Tab stops."""
        return self._combo

    def name_it(self, words: str) -> None:
        """What screen readers call the choice."""
        self._combo.setAccessibleName(words)
        self._own.setAccessibleName(words)

    def words(self) -> str:
        """The type as shown."""
        return self._combo.currentText()

    def wanted_width(self) -> int:
        """The width that shows the chosen word whole."""
        words = look.metrics("body").horizontalAdvance(self.words())
        return min(look.px(MOST), max(look.px(LEAST), words + look.px(44)))

    def _fill(self) -> None:
        self._combo.clear()
        at = -1 if self.label else choice_of(self._field, self.types)
        if at < 0 and (self.label or self.types):
            self._combo.addItem(type_word(self._field, self.types, self.label), None)
        for index, (_types, word) in enumerate(CHOICES[self._field]):
            self._combo.addItem(_(word), index)
        self._combo.insertSeparator(self._combo.count())
        self._combo.addItem(_("Custom…"), _OWN)
        if at >= 0:
            self._combo.choose(at)
        else:
            self._combo.setCurrentIndex(0)

    def _take(self, _index: int) -> None:
        data = self._combo.currentData()
        if data == _OWN:
            self._ask_own()
        elif isinstance(data, int):
            self.types = with_choice(self._field, self.types, data)
            self.label = ""
            self._fill()
            self.chosen.emit()

    def _ask_own(self) -> None:
        self._own.setText(self.label)
        self._combo.hide()
        self._own.show()
        self._own.setFocus(Qt.FocusReason.OtherFocusReason)
        self._own.selectAll()

    def _take_own(self) -> None:
        if self._own.isHidden():
            return
        word = self._own.text().strip()
        if word and word != self.label:
            self.label = word
            self._back()
            self.chosen.emit()
        else:
            self._back()

    def _back(self) -> None:
        had_focus = self._own.hasFocus()
        self._combo.show()
        self._own.hide()
        self._fill()
        if had_focus:
            self._combo.setFocus(Qt.FocusReason.OtherFocusReason)
