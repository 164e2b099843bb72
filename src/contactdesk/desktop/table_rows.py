"""The rows of a table of contacts: groups and contacts, whose cells are read page by page."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from contactdesk.desktop.table_words import cell_words, column_words
from contactdesk.store.listing import ContactRow
from contactdesk.store.table_reading import Arranged, Group

PAGE, PAGES_KEPT = 100, 80
TICK = 0  # the column with the ticks; the view's own columns follow
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
NOTHING = Arranged(array("q"), (), 0, {})


class Line(NamedTuple):
    """A contact in the table, with what its cells say."""

    row: ContactRow
    cells: tuple[str, ...]


class TableRows(QAbstractTableModel):
    """`wanted(first, numbers)` asks for a page of cells; answer with `take`."""

    wanted = Signal(int, object)
    ticked = Signal()  # others are ticked now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.arranged = NOTHING
        self.columns: tuple[str, ...] = ()
        self.ticks: set[int] = set()
        self.closed: set[str] = set()  # the groups that do not show what they hold
        self._heads: list[int] = []  # the row of each group's head
        self._count = 0
        self._pages: dict[int, list[Line]] = {}
        self._asked: set[int] = set()
        self._missing: list[int] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    # ── what is shown ───────────────────────────────────────────────────────────────────

    def show_arranged(self, arranged: Arranged, columns: Sequence[str]) -> None:
        """Show other rows, or the same in another order."""
        self.beginResetModel()
        if tuple(columns) != self.columns or arranged.numbers != self.arranged.numbers:
            self._pages.clear()
        self.arranged, self.columns = arranged, tuple(columns)
        self.ticks &= set(arranged.numbers)
        self._asked.clear()
        self._missing.clear()
        self._lay_out()
        self.endResetModel()
        self.ticked.emit()

    def _lay_out(self) -> None:
        self._heads, row = [], 0
        for group in self.arranged.groups:
            self._heads.append(row)
            row += 1 + (0 if group.text in self.closed else group.many)
        self._count = row if self.arranged.groups else len(self.arranged.numbers)

    def fold(self, text: str, closed: bool) -> None:
        """Show or hide what a group holds."""
        self.beginResetModel()
        (self.closed.add if closed else self.closed.discard)(text)
        self._lay_out()
        self.endResetModel()

    def head_at(self, row: int) -> Group | None:
        """The group whose head a row is, None for a contact."""
        at = bisect_right(self._heads, row) - 1
        is_head = at >= 0 and self._heads[at] == row
        return self.arranged.groups[at] if is_head else None

    def group_of(self, row: int) -> int:
        """The row of the head over a row, -1 without groups."""
        at = bisect_right(self._heads, row) - 1
        return self._heads[at] if at >= 0 else -1

    def place_at(self, row: int) -> int | None:
        """The place in the order of the contact at a row; None for a head."""
        if not 0 <= row < self._count:
            return None
        if not self._heads:
            return row
        at = bisect_right(self._heads, row) - 1
        if self._heads[at] == row:
            return None
        return self.arranged.groups[at].start + row - self._heads[at] - 1

    def number_at(self, row: int) -> int:
        """The contact at a row, 0 for a head."""
        place = self.place_at(row)
        return self.arranged.numbers[place] if place is not None else 0

    def row_of(self, number: int) -> int:
        """The row of a contact, -1 where it is not shown."""
        if number not in self.arranged.numbers:
            return -1
        place = self.arranged.numbers.index(number)
        for at, group in enumerate(self.arranged.groups):
            if group.start <= place < group.start + group.many:
                inside = 1 + place - group.start
                return -1 if group.text in self.closed else self._heads[at] + inside
        return place

    # ── cells ───────────────────────────────────────────────────────────────────────────

    def line_at(self, row: int) -> Line | None:
        """The contact at a row; asks for it where it is not read yet."""
        place = self.place_at(row)
        if place is None:
            return None
        page, inside = divmod(place, PAGE)
        lines = self._pages.get(page)
        if page not in self._asked:
            self._asked.add(page)
            self._missing.append(page)
            self._soon.start()
        return lines[inside] if lines is not None and inside < len(lines) else None

    def _ask(self) -> None:
        pages, self._missing = self._missing[-3:], []
        self._asked.intersection_update({*pages, *self._pages})
        for page in reversed(pages):
            self.wanted.emit(page, self.arranged.numbers[page * PAGE : (page + 1) * PAGE])

    def take(self, page: int, numbers: Sequence[int], lines: Sequence[Line]) -> None:
        """The cells of a page are there; ignored where other rows are shown meanwhile."""
        if self.arranged.numbers[page * PAGE : (page + 1) * PAGE] != numbers:
            return
        self._pages.pop(page, None)
        self._pages[page] = list(lines)
        while len(self._pages) > PAGES_KEPT:
            oldest = next(iter(self._pages))
            del self._pages[oldest]
            self._asked.discard(oldest)
        last = self.index(max(0, self._count - 1), len(self.columns))
        self.dataChanged.emit(self.index(0, 0), last)

    def text_at(self, row: int, column: int) -> str:
        """What the cell of a contact holds, as it is stored; "" until it is read."""
        line = self.line_at(row)
        if line is None or not 1 <= column <= len(line.cells):
            return ""
        return line.cells[column - 1]

    def words_at(self, row: int, column: int) -> str:
        """What a cell shows."""
        return cell_words(self.columns[column - 1], self.text_at(row, column))

    def column_words(self, column: str) -> str:
        """What a column is called."""
        return column_words(column)

    # ── ticks ───────────────────────────────────────────────────────────────────────────

    def tick(self, numbers: Iterable[int], on: bool) -> None:
        """Tick contacts, or take their ticks away."""
        chosen = {number for number in numbers if number}
        (self.ticks.update if on else self.ticks.difference_update)(chosen)
        last = self.index(max(0, self._count - 1), TICK)
        self.dataChanged.emit(self.index(0, TICK), last)
        self.ticked.emit()

    # ── Qt's side ───────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Contacts and heads of groups."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The ticks and the view's columns."""
        return 0 if parent.isValid() else 1 + len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What a column is called."""
        words = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not words or orientation != Qt.Orientation.Horizontal:
            return None
        known = 1 <= section <= len(self.columns)
        return self.column_words(self.columns[section - 1]) if known else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell says."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        group = self.head_at(index.row())
        if group is not None:
            return group.text if index.column() == 1 else ""
        if index.column() == TICK:
            return ""
        return self.words_at(index.row(), index.column())

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be reached; heads cannot be chosen for copying."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsSelectable
