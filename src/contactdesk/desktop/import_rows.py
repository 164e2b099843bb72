"""The rows of a preview as a table: which are shown, and what was decided about each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from contactdesk.desktop import theme as look
from contactdesk.desktop.import_decided import Decided, is_stretch
from contactdesk.desktop.import_entry_words import HEADS as CALENDAR_HEADS
from contactdesk.desktop.import_words import CHOICES, spoken
from contactdesk.i18n import N_, _, counted
from contactdesk.operations.decisions import NOTE, SKIP
from contactdesk.operations.preview_rows import CONFLICT, OUTCOMES, UNREADABLE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.operations.preview_rows import PreviewRow, PreviewRows

Index = QModelIndex | QPersistentModelIndex
HEADS = (
    N_("Result"), N_("Name"), N_("Organisation"), N_("Phone"), N_("E-mail"), N_("What happens"),
)  # fmt: skip
RESULT, NAME, ORGANISATION, PHONE, EMAIL, HAPPENS = range(6)
AT_ONCE = 1000  # rows that are unpacked and searched before the window has its turn


class ImportRows(QAbstractTableModel):
    """Shows all rows, those of one outcome, or those with some words; grows as they are read."""

    decided = Signal()  # something is decided otherwise now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: PreviewRows | None = None
        self.files: list[str] = []  # the names of the files
        self.of_calendar = False
        self.decided_of = Decided()
        self._shown: array[int] = array("l")
        self._looked = 0  # so many rows were asked whether they are shown
        self._outcome = ""
        self._words: list[str] = []
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self.grow)

    # ── what is shown ───────────────────────────────────────────────────────────────────

    def show_rows(self, rows: PreviewRows, differ: str = NOTE) -> None:
        """Show another preview, about which nothing is decided but what happens to conflicts."""
        self.beginResetModel()
        self.rows = rows
        self.decided_of = Decided()
        self.decided_of.differ = differ
        self._start_anew()
        self.endResetModel()
        self.grow()

    def grow(self) -> None:
        """Take in the rows that were read since; where words are looked for, some at a time."""
        rows = self.rows
        if rows is not None:
            self.decided_of.take_in(rows.outcomes)
        found = self._look_on()
        if found:
            count = len(self._shown)
            self.beginInsertRows(QModelIndex(), count, count + len(found) - 1)
            self._shown.extend(found)
            self.endInsertRows()

    def filter(self, outcome: str, words: str = "") -> None:
        """Show only rows of an outcome ("" = any) in which all these words are found."""
        self.beginResetModel()
        self._outcome, self._words = outcome, words.casefold().split()
        self._start_anew()
        self._shown.extend(self._look_on())
        self.endResetModel()

    @property
    def outcome(self) -> str:
        """The outcome to which the rows are narrowed, or ""."""
        return self._outcome

    @property
    def looking(self) -> bool:
        """Whether not all rows were asked yet whether they hold the words."""
        return self._more.isActive()

    def _start_anew(self) -> None:
        self._more.stop()
        self._shown, self._looked = array("l"), 0

    def _look_on(self) -> array[int]:
        """The next rows that are to be shown; the others follow when the window has painted."""
        rows, start = self.rows, self._looked
        if rows is None:
            return array("l")
        end = len(rows)
        if self._words and end - start > AT_ONCE:
            end = start + AT_ONCE
            self._more.start()
        self._looked = end
        if self._words:
            places: Iterable[int] = rows.having(self._words, start, end)
            if self._outcome:
                places = (at for at in places if rows.outcomes[at] == self._wanted())
        elif self._outcome:
            wanted = bytes(n == self._wanted() for n in range(256))
            places = compress(range(start, end), rows.outcomes[start:end].translate(wanted))
        else:
            places = range(start, end)
        return array("l", places)

    def _wanted(self) -> int:
        return OUTCOMES.index(self._outcome)

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
        return self.decided_of.decision(self._shown[at])

    def outcome_at(self, at: int) -> str:
        """The outcome of the row shown in place `at`."""
        assert self.rows is not None
        return OUTCOMES[self.rows.outcomes[self._shown[at]]]

    def outcomes_at(self, places: Sequence[int]) -> set[str]:
        """The outcomes of some of the rows shown."""
        assert self.rows is not None
        outcomes, cards = self.rows.outcomes, self._cards(places)
        if is_stretch(cards):
            found = set(outcomes[cards[0] : cards[-1] + 1])
        else:
            found = {outcomes[card] for card in cards}
        return {OUTCOMES[each] for each in found}

    def _cards(self, places: Sequence[int]) -> array[int]:
        if is_stretch(places):
            return self._shown[places[0] : places[-1] + 1]
        return array("l", [self._shown[at] for at in places])

    def decide(self, places: Sequence[int], decision: str) -> None:
        """Decide about some of the rows shown; what does not fit one of them leaves it alone."""
        self.decided_of.decide(self._cards(places), decision)
        self._all_changed()

    def decide_all_that_differ(self, decision: str) -> None:
        """Decide about all conflicts, also those decided one by one before."""
        self.decided_of.decide_all_that_differ(decision)
        self._all_changed()

    def step(self, at: int, ahead: int) -> None:
        """The next or the one before of the choices of a row."""
        choices = CHOICES[self.outcome_at(at)]
        if choices:
            place = choices.index(self.decision(at)) + ahead
            self.decide([at], choices[max(0, min(len(choices) - 1, place))])

    def switch(self, places: Sequence[int]) -> None:
        """Leave rows out, or take them in again when the first is left out."""
        cards = self._cards(places)
        if places and self.decision(places[0]) == SKIP:
            self.decided_of.take_back(cards)
        else:
            self.decided_of.decide(cards, SKIP)
        self._all_changed()

    def _all_changed(self) -> None:
        if self._shown:
            last = self.index(len(self._shown) - 1, HAPPENS)
            self.dataChanged.emit(self.index(0, 0), last)
        self.decided.emit()

    def coming(self) -> int:
        """How many cards an import would add or complete."""
        return self.decided_of.coming()

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
            return _((CALENDAR_HEADS if self.of_calendar else HEADS)[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, for type-ahead; all of the row for a screen reader."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.name(self.row(index.row()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.row(index.row())
            return spoken(row._replace(name=self.name(row)), self.decision(index.row()))
        return None
