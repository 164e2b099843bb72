"""A field that shows some of its words in the accent's colour: those that were understood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat

from contactdesk.desktop import theme as look
from contactdesk.desktop.fields import Field

_WORD = re.compile(r"\S+")
Span = tuple[int, int]  # where it begins, and how long it is


def taken_spans(line: str, left: str) -> list[Span]:
    """Where the words of a line stand that are not among those that are left of it."""
    kept = left.split()
    found: list[Span] = []
    for word in _WORD.finditer(line):
        if kept and word[0] == kept[0]:
            kept.pop(0)
        else:
            found.append((word.start(), len(word[0])))
    return found


class ColouredField(Field):
    """Qt's line of text has formats for what an input method composes alone: `colour` uses those,
    and leaves them alone while somebody composes."""

    def __init__(self, text: str = "", *, icon: str = "") -> None:
        super().__init__(text, icon=icon)
        self.spans: list[Span] = []
        self._is_composing = self._is_colouring = False
        look.announcer().changed.connect(self._colour)

    def colour(self, spans: Sequence[Span]) -> None:
        """Show these words in colour, all others as usual."""
        self.spans = list(spans)
        self._colour()

    def _colour(self) -> None:
        if self._is_composing or self._is_colouring:
            return
        ink = QTextCharFormat()
        ink.setForeground(look.colour("accent_text"))
        ink.setFontWeight(600)
        at = self.cursorPosition()
        kind = QInputMethodEvent.AttributeType.TextFormat
        formats = [
            QInputMethodEvent.Attribute(kind, start - at, length, ink)
            for start, length in self.spans
        ]
        self._is_colouring = True
        QCoreApplication.sendEvent(self, QInputMethodEvent("", formats))
        self._is_colouring = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What is composed has its own formats until it is done."""
        super().inputMethodEvent(event)
        if not self._is_colouring:
            was, self._is_composing = self._is_composing, bool(event.preeditString())
            if was and not self._is_composing:
                self._colour()
