"""The rows of the table of deals, all of them in memory as the board has them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject

from contactdesk.desktop import bidi
from contactdesk.desktop.deal_table_words import Cell, cell_of, column_words, typed_words
from contactdesk.desktop.table_rows import Line, TableRows
from contactdesk.operations.deal_table import Around
from contactdesk.store.deal_rows import DealRow
from contactdesk.store.table_reading import Arranged


class DealTableRows(TableRows):
    """A row a deal, ticked by its number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.deals: list[DealRow] = []
        self.around: Around | None = None
        self.today = date.min

    def show_deals(
        self, rows: Sequence[DealRow], columns: Sequence[str], around: Around, today: date
    ) -> None:
        """Show these in this order; where they are the same deals, the rows stay."""
        numbers = array("q", [row.deal.number for row in rows])
        same = numbers == self.arranged.numbers and tuple(columns) == self.columns
        self.deals, self.around, self.today = list(rows), around, today
        if same:
            last = self.index(max(0, len(rows) - 1), len(self.columns))
            self.dataChanged.emit(self.index(0, 0), last)
            self.ticked.emit()
        else:
            self.show_arranged(Arranged(numbers, (), len(rows), {}), columns)

    def deal_at(self, row: int) -> DealRow | None:
        """The deal at a row."""
        return self.deals[row] if 0 <= row < len(self.deals) else None

    def row_of_id(self, uuid: str) -> int:
        """The row of a deal (its id), -1 where it is not shown."""
        return next((at for at, row in enumerate(self.deals) if row.deal.id == uuid), -1)

    def chosen(self) -> list[DealRow]:
        """The deals with a tick, in the table's order."""
        return [row for row in self.deals if row.deal.number in self.ticks]

    def cell_at(self, row: int, column: int) -> Cell:
        """What a cell shows."""
        deal = self.deal_at(row)
        if deal is None or self.around is None or not 1 <= column <= len(self.columns):
            return Cell("")
        return cell_of(deal, self.columns[column - 1], self.around, self.today)

    def line_at(self, row: int) -> Line | None:
        """Nothing: no row is a contact."""
        return None

    def text_at(self, row: int, column: int) -> str:
        """What one types to have a cell as it is."""
        deal = self.deal_at(row)
        if deal is None or self.around is None or not 1 <= column <= len(self.columns):
            return ""
        return typed_words(deal, self.columns[column - 1], self.around)

    def words_at(self, row: int, column: int) -> str:
        """What a cell shows, without marks of direction."""
        return bidi.without_marks(self.cell_at(row, column).words)

    def column_words(self, column: str) -> str:
        """What a column is called."""
        return column_words(column)
