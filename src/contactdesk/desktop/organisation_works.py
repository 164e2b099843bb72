"""Where somebody works or worked: leads to the organisations, and makes one of a text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop.card_sections import Section
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.labels import LinkLabel
from contactdesk.desktop.line_row import LineRow
from contactdesk.desktop.value_row import EDGE
from contactdesk.i18n import _

_TEXT = EDGE + 40  # where names begin, behind the faces


class WorksSection(Section):
    """What is over stands last, and says until when."""

    organisation_made = Signal(int, str)  # the membership's item, and its text

    def __init__(
        self, title: str, works: Sequence[Line], *, editable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent=parent)
        self._rows: list[LineRow] = []
        for line in _in_order(works):
            self._rows.append(self.add_line_row(line))
            if editable and _is_text(line):
                self.body.addWidget(self._offer(line))

    def show_works(self, works: Sequence[Line]) -> bool:
        """Show other lines in the rows that are there; False where other rows are needed."""
        lines = _in_order(works)
        if [_place(line) for line in lines] != [_place(row.line) for row in self._rows]:
            return False
        for row, line in zip(self._rows, lines, strict=True):
            row.show_line(line)
        return True

    def _offer(self, line: Line) -> QWidget:
        link = LinkLabel(_("Make an organisation of this"), "caption", weight=500)
        link.setAccessibleName(_("Make {name} an organisation").format(name=line.name))
        link.activated.connect(lambda: self.organisation_made.emit(line.item, line.name))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(_TEXT, 0, _TEXT, 4)
        row.addWidget(link)
        row.addStretch(1)
        return holder


def _in_order(works: Sequence[Line]) -> list[Line]:
    return sorted(works, key=lambda work: work.over)


def _is_text(line: Line) -> bool:
    """Whether an organisation can be made of the line."""
    return line.row is None and bool(line.name) and bool(line.item) and not line.over


def _place(line: Line) -> tuple[object, ...]:
    return line.item, line.row and line.row.number, _is_text(line) and line.name
