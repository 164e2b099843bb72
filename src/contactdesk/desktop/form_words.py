"""The editor's parts for dates and for categories."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QVBoxLayout, QWidget

from contactdesk.desktop.date_texts import date_text, read_date
from contactdesk.desktop.fields import Field
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.form_values import words_of
from contactdesk.desktop.labels import Chip
from contactdesk.i18n import _
from contactdesk.model.dates import PartialDate

PAUSE_MS = 600
_EXAMPLE = PartialDate(1984, 3, 14)


class DateField(Field):
    """A day typed as people type it; what was understood is said under it."""

    def __init__(
        self,
        value: PartialDate | None,
        *,
        example: PartialDate = _EXAMPLE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(date_text(value), parent=parent)
        self._source, self._shown, self._example = value, date_text(value), example
        self.setPlaceholderText(date_text(example))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._advise)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.left.connect(self._settle)

    def value(self) -> PartialDate | None:
        """The day as it stands; what nobody touched is given back as it came."""
        return self._source if self.text() == self._shown else read_date(self.text())

    def show_day(self, value: PartialDate) -> None:
        """Show a day in place of what stands here."""
        self._source, self._shown = value, date_text(value)
        self.setText(self._shown)
        self.set_state("")

    def _advise(self) -> None:
        value = self.value()
        if value is not None and value.text and self.text() != self._shown:
            words = _("Kept as these words. A date looks like this: {example}")
            self.set_state("advice", words.format(example=date_text(self._example)))
        elif value is not None and date_text(value) != self.text().strip():
            self.set_state("advice", date_text(value))
        else:
            self.set_state("")

    def _settle(self) -> None:
        """A day that was understood is written out."""
        self._pause.stop()
        value = self.value()
        if value is not None and not value.text and self.text() != self._shown:
            self._source, self._shown = value, date_text(value)
            self.setText(self._shown)
        self._advise()


class WordField(Field):
    """Takes one word after another: Enter or a comma ends each."""

    done = Signal()
    back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and commas end a word, Backspace in an empty field goes to the last one."""
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        open_popup = popup is not None and popup.isVisible()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if not open_popup:
                self.done.emit()
                return
        elif event.text() in (",", "،", "，", "、", ";"):
            self.done.emit()
            return
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.back.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A word half typed counts when the field is left."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.done.emit()
        super().focusOutEvent(event)


class WordChips(QWidget):
    """Categories as chips with a field for the next one."""

    edited = Signal()

    def __init__(
        self,
        words: Sequence[str],
        known: Callable[[Callable[[list[str]], None]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = list(words)
        self._known = known
        self._asked = False
        self.field = WordField()
        self.field.setPlaceholderText(_("Add a category"))
        self.field.setAccessibleName(_("Add a category"))
        self.field.setFixedWidth(190)
        self.setFocusProxy(self.field)
        self.field.done.connect(self._take)
        self.field.back.connect(self._to_last)
        self.field.textEdited.connect(self._typed)
        self._chips = QWidget()
        self._flow = FlowLayout(6, 6, self._chips)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._chips)
        column.addWidget(self.field)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._chosen)
        self.field.setCompleter(completer)
        self._draw()

    def value(self) -> tuple[str, ...]:
        """The words as they stand; one half typed is among them."""
        typed = words_of(self.field.text())
        return (*self._words, *(w for w in typed if w not in self._words))

    def _typed(self) -> None:
        if not self._asked:
            self._asked = True
            self._known(self._names.setStringList)
        self.edited.emit()

    def _chosen(self, word: str) -> None:
        self.field.setText(word)
        QTimer.singleShot(0, self, self._take)  # after the completer has written its own text

    def _take(self) -> None:
        new = [w for w in words_of(self.field.text()) if w not in self._words]
        self.field.clear()
        if new:
            self._words += new
            self._draw()
            self.edited.emit()

    def _to_last(self) -> None:
        chips = self._chips.findChildren(Chip)
        if chips:
            chips[-1].setFocus(Qt.FocusReason.BacktabFocusReason)

    def _remove(self, word: str) -> None:
        self._words.remove(word)
        self._draw()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _draw(self) -> None:
        self._flow.empty()
        before: QWidget | None = None
        for word in self._words:
            chip = Chip(word, category=word, removable=True)
            chip.removed.connect(lambda word=word: self._remove(word))
            self._flow.addWidget(chip)
            QWidget.setTabOrder(before or chip, chip)
            before = chip
        if before is not None:
            QWidget.setTabOrder(before, self.field)
        self._chips.setVisible(bool(self._words))
