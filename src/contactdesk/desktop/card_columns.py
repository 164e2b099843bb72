"""A column of a card: its sections, which change in place where the contact changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.boundary import Boundary
from contactdesk.desktop.card_sections import Section


class Part(NamedTuple):
    """What one section shows; `make` makes it.

    `change` brings a section that shows something else up to date, in a tenth of the time that
    making one takes. It returns False where the rows that are there do not do.
    """

    key: str
    shown: object  # two parts of a key whose `shown` are equal look the same
    make: Callable[[], Section]
    change: Callable[[Any], bool] | None = None


class CardColumn(QWidget):
    """Sections one below the other."""

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = list(parts)
        self.sections = [part.make() for part in parts]
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(12)
        for section in self.sections:
            stack.addWidget(Boundary(section, "page"))
        stack.addStretch(1)

    def show_parts(self, parts: Sequence[Part]) -> bool:
        """Show these in the sections that are there; False where other sections are needed.

        Then the whole card is made anew: a single new section would be last for the Tab key.
        """
        if [part.key for part in parts] != [part.key for part in self._parts]:
            return False
        for place, part in enumerate(parts):
            if part.shown == self._parts[place].shown:
                continue
            if part.change is None or not part.change(self.sections[place]):
                return False
            self._parts[place] = part
        return True
