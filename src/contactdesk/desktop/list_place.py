"""Where one is in a list, while what it lists changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contactdesk.desktop.contact_list import ContactTable


class ListPlace:
    """Keeps the view and the selection of a table over another reading of its rows."""

    def __init__(self, table: ContactTable) -> None:
        self._table = table
        self._row = -1  # what is selected when what was is gone

    def forget(self) -> None:
        """It is another list."""
        self._row = -1

    def keep(self, going: bool = True) -> None:
        """What is selected is about to go: what follows it will be selected (False: it stays)."""
        rows = self._table.selectionModel().selectedRows() if going else []
        self._row = min((index.row() for index in rows), default=-1)

    def restore(self, place: int, offset: int, *, quiet: bool = True) -> None:
        """Keep the view where it was, and the selection (its place, -1: gone) or what follows."""
        table, model, before = self._table, self._table.rows, self._row
        table.verticalScrollBar().setValue(offset)
        if place >= 0:
            self._row = -1
            table.choose_row(model.row_of_index(place), quiet=quiet)
        elif before >= 0 and model.count:
            row = min(before, model.rowCount() - 1)
            near = table.near(row, 1)
            near = near if near >= 0 else table.near(row, -1)
            self._row = -1
            if near >= 0:
                table.choose_row(near)
        else:
            table.choose_nobody()

    def choose_again(self, before: list[int], offset: int) -> None:
        """What was selected stays so, or what follows it is."""
        if len(before) > 1 and self._table.choose_numbers(before):
            self._row = -1
            self._table.verticalScrollBar().setValue(offset)
        elif before or self._row >= 0:
            listed = self._table.rows.numbers
            place = next((listed.index(n) for n in before if n in listed), -1)
            self.restore(place, offset, quiet=len(before) == 1)
