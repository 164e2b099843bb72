"""With what a rule compares: one value after another as chips, or a text as it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Field
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.form_values import words_of
from contactdesk.desktop.form_words import WordField
from contactdesk.desktop.labels import Chip
from contactdesk.i18n import _

NEXT_WIDE, WIDEST = 112, 16_777_215  # px of the field beside chips, and alone


class _ValueField(WordField):
    """Takes one value after another, or a text in which a comma is a comma."""

    is_list = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In a text no key ends a value."""
        if self.is_list:
            super().keyPressEvent(event)
        else:
            Field.keyPressEvent(self, event)


class RuleValues(QWidget):
    """`edited` when it says something else: a value that is still being typed counts already."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.is_category = False  # its chips have the dots of categories
        self.field = _ValueField()
        self.field.setAccessibleName(_("With what"))
        self.field.done.connect(self._take)
        self.field.back.connect(self._to_last)
        self.field.textEdited.connect(self.edited)
        self.setFocusProxy(self.field)
        self._chips = QWidget()
        self._flow = FlowLayout(6, 6, self._chips)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.field, 1)
        spacing.see_to_itself(self.field)
        look.announcer().changed.connect(self._fit)
        self._draw()

    def chips(self) -> list[Chip]:
        """Those that stand there, as one reads them."""
        items = (self._flow.itemAt(n) for n in range(self._flow.count()))
        found = (item.widget() for item in items if item is not None)
        return [widget for widget in found if isinstance(widget, Chip)]

    def values(self) -> tuple[str, ...]:
        """One value after another."""
        typed = words_of(self.field.text())
        return (*self._words, *(word for word in typed if word not in self._words))

    def text(self) -> str:
        """All of it as one text."""
        return ", ".join(self.values()) if self.field.is_list else self.field.text().strip()

    def show_values(self, values: Sequence[str], *, is_list: bool, is_category: bool) -> None:
        """Show values as chips, or as a text."""
        self.field.is_list, self.is_category = is_list, is_category
        self._words = list(values) if is_list else []
        self.field.setText("" if is_list else ", ".join(values))
        self._draw()

    def turn(self, *, is_list: bool) -> None:
        """Have what stands here as chips from now on, or as a text."""
        if is_list != self.field.is_list:
            text = self.text()
            self.field.is_list = is_list
            self._words = list(words_of(text)) if is_list else []
            self.field.setText("" if is_list else text)
            self._draw()

    def _take(self) -> None:
        if self.field.is_list and self.field.text():
            self._words = list(self.values())
            self.field.clear()
            self._draw()

    def _to_last(self) -> None:
        chips = self.chips()
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
            chip = Chip(word, "accent", category=word if self.is_category else "", removable=True)
            chip.removed.connect(lambda word=word: self._remove(word))
            self._flow.addWidget(chip)
            QWidget.setTabOrder(before or chip, chip)
            before = chip
        if before is not None:
            QWidget.setTabOrder(before, self.field)
        self._chips.setVisible(bool(self._words))
        self.field.setPlaceholderText(_("Add…") if self._words else "")
        self._fit()

    def _fit(self) -> None:
        """Beside chips the field is for the next one."""
        self.field.setMaximumWidth(look.px(NEXT_WIDE) if self._words else WIDEST)
