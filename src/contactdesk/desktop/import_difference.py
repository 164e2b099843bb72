"""Under a preview's table: where the chosen card and its contact differ, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import bidi, mirror
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.import_words import (
    CHOICES,
    adds_text,
    choice_words,
    label_of,
    problem_text,
    value_text,
)
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations.decisions import MERGE, NOTE, THEIRS
from contactdesk.operations.preview_rows import CONFLICT

if TYPE_CHECKING:
    from contactdesk.operations.preview_rows import PreviewRow

SHOWN = 4  # fields; with more of them the last line says how many


class _Value(QWidget):
    """One side of a difference; a click takes this side."""

    pressed = Signal()

    def __init__(self, words: str, kept: bool, pressable: bool) -> None:
        super().__init__()
        self._kept = kept
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if pressable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(ElidedLabel(words or "–", "body", "" if kept else "text2"), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The side that is kept stands on colour."""
        if self._kept:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_ground(painter, QRectF(self.rect()), "accent_soft", radius=6)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take this side."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.pressed.emit()


class Difference(QWidget):
    """Says what the two hold, field by field; `decided(decision)`."""

    decided = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[PreviewRow, str] | None = None
        self.title = ElidedLabel("", "strong")
        self.below = ElidedLabel("", "caption", "text2")
        self.choice = Combo(flat=True)
        self.choice.setAccessibleName(_("What happens with this card"))
        self.choice.activated.connect(self._choose)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.below)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(words, 1)
        head.addWidget(self.choice)
        self._holder = QWidget()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline("border"))
        inner = QVBoxLayout()
        inner.setContentsMargins(*mirror.margins(14, 10, 14, 12))
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addLayout(self._column)
        column.addLayout(inner)
        self.hide()

    def show_row(self, row: PreviewRow | None, decision: str, name: str = "") -> None:
        """Show a row that differs or has problems, under its name; others hide this."""
        if row is None or not (row.differing or row.problems):
            self._shown = None
            self.hide()
            return
        if self._shown == (row, decision):
            return
        self._shown = (row, decision)
        self.title.setText(bidi.isolated(name))
        self._say_below(row)
        self._fill_choice(row, decision)
        self._fill(row, decision)
        self.show()

    def _say_below(self, row: PreviewRow) -> None:
        parts = [problem_text(row)] if row.problems else []
        if row.adds and row.outcome == CONFLICT:
            parts.append(adds_text(row))
        self.below.setText(" · ".join(parts))
        self.below.setVisible(bool(parts))

    def _fill_choice(self, row: PreviewRow, decision: str) -> None:
        self.choice.clear()
        for each in CHOICES[row.outcome]:
            self.choice.addItem(choice_words(row.outcome, each), each)
        self.choice.choose(decision)
        self.choice.setVisible(self.choice.count() > 1)
        self.choice.updateGeometry()

    def _fill(self, row: PreviewRow, decision: str) -> None:
        self._column.removeWidget(self._holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        if row.differing:
            for at, words in enumerate((_("In your book"), _("In the file")), 1):
                head = Label(words, "caption", "text2", weight=500)
                head.setContentsMargins(10, 0, 10, 0)
                grid.addWidget(head, 0, at)
        for line, (field, ours, theirs) in enumerate(row.differing[:SHOWN], 1):
            self._add_line(grid, line, field, (ours, theirs), decision)
        more = len(row.differing) - SHOWN
        if more > 0:
            words = ngettext("and {n} more field", "and {n} more fields", more)
            grid.addWidget(Label(words.format(n=counted(more)), "caption", "text2"), SHOWN + 1, 0)
        self._column.addWidget(self._holder)

    def _add_line(
        self, grid: QGridLayout, line: int, field: str, both: tuple[str, str], decision: str
    ) -> None:
        label = label_of(field)
        grid.addWidget(Label(label, "caption", "text2"), line, 0)
        kept = (decision in (NOTE, MERGE), decision in (NOTE, THEIRS))
        for at, (value, taken) in enumerate(zip(both, (MERGE, THEIRS), strict=True)):
            cell = _Value(value_text(field, value), kept[at], True)
            side = _("In your book") if at == 0 else _("In the file")
            cell.setAccessibleName(f"{label}, {side}: {value}")
            cell.pressed.connect(lambda d=taken: self.decided.emit(d))
            grid.addWidget(cell, line, at + 1)

    def _choose(self, _index: int) -> None:
        self.decided.emit(str(self.choice.currentData()))
