"""What an undo puts back, or has put back, and what stays because it was changed since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop import bidi
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.desktop.step_words import gone_text, kept_text, preview_text, stays_text
from contactdesk.i18n import _, counted

if TYPE_CHECKING:
    from contactdesk.store.listing import Kept, UndoPreview

NAMED = 8  # values that stay, before the rest is counted


class Outcome(QWidget):
    """A sentence, and below it what stays, contact by contact."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._holder: QWidget | None = None

    def say(
        self, sentence: str, left: Sequence[Kept] = (), gone: int = 0, more: bool = False
    ) -> None:
        """Say what happens or happened, and what stays of which contact and by whom."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if sentence:
            column.addWidget(Label(sentence, "body", "text2", wrap=True))
        if gone:
            column.addWidget(Label(gone_text(gone), "caption", "warn", wrap=True))
        if left:
            column.addSpacing(4)
            column.addWidget(Label(stays_text(len(left)), "caption", "warn", weight=600, wrap=True))
        for kept in left[:NAMED]:
            column.addWidget(ElidedLabel(bidi.isolated(kept.name), "caption", weight=600))
            column.addWidget(Label(kept_text(kept), "caption", "text2", wrap=True))
        rest = len(left) - NAMED
        if rest > 0 or more:
            words = _("and {n} more").format(n=counted(rest)) if not more else _("and more")
            column.addWidget(Label(words, "caption", "text2"))
        if self._holder is not None:
            self._column.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = holder
        self._column.addWidget(holder)
        holder.show()  # now, not a frame later: the sentence before it is gone already

    def say_preview(self, told: UndoPreview) -> None:
        """Say what an undo would do."""
        self.say(preview_text(told), told.left, told.gone, told.more)
