"""What happened with the deal that is open: all of it, or what is of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from contactdesk.desktop.pills import Pills
from contactdesk.desktop.timeline_list import TimelineList
from contactdesk.desktop.timeline_view import Row
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.happenings import KIND_WORDS, MAIL, is_mail

MOVES = "stage"


def kind_of_row(row: Row) -> str:
    """What a row is offered under; a move of the deal is nothing that the book has as such."""
    event = row.event or Event()
    if not event.id:
        return MOVES
    return MAIL if is_mail(event) else event.component


class DealTimeline(QWidget):
    """A list, and above it the kinds that there are, where there are several."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self.kinds = Pills(_("What of it is shown"))
        self.kinds.chosen.connect(lambda _kind: self._show())
        self.list = TimelineList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.kinds)
        column.addWidget(self.list)

    def show_rows(self, rows: Sequence[Row], *, editable: bool) -> None:
        """Show these, of the kind that is chosen while there are any."""
        self._rows = tuple(rows)
        self.list.editable = editable
        there = {kind_of_row(row) for row in rows}
        words = {kind: _(word) for kind, word in KIND_WORDS.items()} | {MOVES: _("Stages")}
        offered = [(word, kind) for kind, word in words.items() if kind in there]
        self.kinds.offer([(_("All"), ""), *offered])
        self.kinds.setVisible(len(offered) > 1)
        self._show()

    def show_kind(self, kind: str) -> None:
        """Show what is of one kind; all where there is nothing of it."""
        self.kinds.choose(kind)
        self._show()

    def _show(self) -> None:
        wanted = self.kinds.value()
        rows = [row for row in self._rows if wanted in ("", kind_of_row(row))]
        last = len(rows) - 1
        self.list.show_rows([replace(row, last=at == last) for at, row in enumerate(rows)])
