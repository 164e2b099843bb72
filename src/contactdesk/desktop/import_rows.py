"""The rows of a preview as a table: which are shown, and what was decided about each."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from contactdesk.desktop import theme as look
from contactdesk.desktop.import_words import CHOICES, spoken
from contactdesk.i18n import N_, _, counted
from contactdesk.operations.decisions import ADD, NOTE, SKIP
from contactdesk.operations.preview_rows import CONFLICT, NEW, OUTCOMES, SAME, UNREADABLE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.operations.preview_rows import PreviewRow, PreviewRows

Index = QModelIndex | QPersistentModelIndex
HEADS = (
    N_("Result"), N_("Name"), N_("Organisation"), N_("Phone"), N_("E-mail"), N_("What happens"),
)  # fmt: skip
RESULT, NAME, ORGANISATION, PHONE, EMAIL, HAPPENS = range(6)


class ImportRows(QAbstractTableModel):
    """Shows all rows, those of one outcome, or those with some words; grows as they are read."""

    decided = Signal()  # something is decided otherwise now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: PreviewRows | None = None
        self.files: list[str] = []  # the names of the files
        self.decisions: dict[int, str] = {}
        self.differ = NOTE
        self._shown: array[int] = array("l")
        self._looked = 0  # so many rows were asked whether they are shown
        self._outcome = ""
        self._words: list[str] = []

    # ── what is shown ───────────────────────────────────────────────────────────────────

    def show_rows(self, rows: PreviewRows, keep: bool = False) -> None:
        """Show another preview; `keep` what was decided about rows (of the same files)."""
        self.beginResetModel()
        self.rows = rows
        if not keep:
            self.decisions = {}
        self._shown, self._looked = array("l"), 0
        self.endResetModel()
        self.grow()

    def grow(self) -> None:
        """Take in the rows that were read since."""
        found = array("l", self._matching(self._looked))
        if self.rows is not None:
            self._looked = len(self.rows)
        if found:
            count = len(self._shown)
            self.beginInsertRows(QModelIndex(), count, count + len(found) - 1)
            self._shown.extend(found)
            self.endInsertRows()

    def filter(self, outcome: str, words: str = "") -> None:
        """Show only rows of an outcome ("" = any) in which all these words are found."""
        self.beginResetModel()
        self._outcome, self._words = outcome, words.casefold().split()
        self._shown = array("l", self._matching(0))
        self._looked = len(self.rows) if self.rows is not None else 0
        self.endResetModel()

    @property
    def outcome(self) -> str:
        """The outcome to which the rows are narrowed, or ""."""
        return self._outcome

    def _matching(self, start: int) -> list[int]:
        rows = self.rows
        if rows is None:
            return []
        wanted = OUTCOMES.index(self._outcome) if self._outcome else -1
        places = rows.having(self._words, start) if self._words else range(start, len(rows))
        return [at for at in places if wanted in (-1, rows.outcomes[at])]

    def number(self, at: int) -> int:
        """The row of the preview that is shown in place `at`."""
        return self._shown[at]

    def row(self, at: int) -> PreviewRow:
        """The row shown in place `at`."""
        assert self.rows is not None
        return self.rows[self._shown[at]]

    def name(self, row: PreviewRow) -> str:
        """What a card is called: by its name, else by its place, or its file if that is unread."""
        if row.name or row.outcome != UNREADABLE:
            return row.name or _("(no name)")
        if not row.line and row.file < len(self.files):
            return self.files[row.file]
        return _("Card {n}").format(n=counted(row.place + 1))

    # ── deciding ────────────────────────────────────────────────────────────────────────

    def decision(self, at: int) -> str:
        """What is decided about the row shown in place `at`; "" for what cannot be read."""
        number = self._shown[at]
        assert self.rows is not None
        return self.decisions.get(number) or self._usual(OUTCOMES[self.rows.outcomes[number]])

    def _usual(self, outcome: str) -> str:
        if outcome == CONFLICT:
            return self.differ
        return CHOICES[outcome][0] if CHOICES[outcome] else ""

    def decide(self, places: list[int], decision: str) -> None:
        """Decide about some of the rows shown; what does not fit one of them leaves it alone."""
        for at in places:
            outcome = self.row(at).outcome
            if decision in CHOICES[outcome]:
                if decision == self._usual(outcome):
                    self.decisions.pop(self._shown[at], None)
                else:
                    self.decisions[self._shown[at]] = decision
        self._all_changed()

    def decide_all_that_differ(self, decision: str) -> None:
        """Decide about all conflicts, also those decided one by one before."""
        self.differ = decision
        rows = self.rows
        conflict = OUTCOMES.index(CONFLICT)
        if rows is not None:
            self.decisions = {
                n: d for n, d in self.decisions.items() if rows.outcomes[n] != conflict
            }
        self._all_changed()

    def step(self, at: int, ahead: int) -> None:
        """The next or the one before of the choices of a row."""
        choices = CHOICES[self.row(at).outcome]
        if choices:
            place = choices.index(self.decision(at)) + ahead
            self.decide([at], choices[max(0, min(len(choices) - 1, place))])

    def switch(self, places: list[int]) -> None:
        """Leave rows out, or take them in again when the first is left out."""
        out = all(self.decision(at) == SKIP for at in places[:1])
        for at in places:
            outcome = self.row(at).outcome
            if SKIP in CHOICES[outcome]:
                usual = self._usual(outcome)
                back = usual if usual != SKIP else NOTE
                self.decide([at], back if out else SKIP)

    def _all_changed(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, HAPPENS)
            self.dataChanged.emit(self.index(0, 0), last)
        self.decided.emit()

    def coming(self) -> int:
        """How many cards an import would add or complete."""
        if self.rows is None:
            return 0
        counts = self.rows.counts()
        wanted = sum(counts[o] for o in (NEW, "merges")) + (
            counts[CONFLICT] if self.differ != SKIP else 0
        )
        for number, decision in self.decisions.items():
            outcome = OUTCOMES[self.rows.outcomes[number]]
            usual = outcome not in (SAME, UNREADABLE) and self._usual(outcome) != SKIP
            now = decision != SKIP and (outcome != SAME or decision == ADD)
            wanted += int(now) - int(usual)
        return wanted

    def conflicts(self) -> int:
        """How many rows differ."""
        return self.rows.counts()[CONFLICT] if self.rows is not None else 0

    # ── the table ───────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Result to what happens."""
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The columns' names."""
        if role == Qt.ItemDataRole.FontRole:
            return look.font("caption", 600)
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, for type-ahead; all of the row for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(self.row(index.row()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.row(index.row())
            return spoken(row._replace(name=self.name(row)), self.decision(index.row()))
        return None
