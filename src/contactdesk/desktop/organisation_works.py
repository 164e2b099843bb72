"""Where somebody works or worked: leads to the organisations, and makes one of a text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from contactdesk.desktop.card_sections import Section
from contactdesk.desktop.card_view import Line
from contactdesk.desktop.labels import LinkLabel
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
        for line in sorted(works, key=lambda work: work.over):
            self.add_line_row(line)
            if editable and line.row is None and line.name and line.item and not line.over:
                self.body.addWidget(self._offer(line))

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
