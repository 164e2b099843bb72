"""The rows of the contact list: letters and contacts, named page by page as they are seen.

A list of a million contacts is an `array` of numbers made on the reading thread; the window's
thread only ever looks at the pages that are visible.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from contactdesk.i18n import _
from contactdesk.store.listing import ContactRow, Listing

PAGE = 100
PAGES_KEPT = 80
ROW = Qt.ItemDataRole.UserRole  # ContactRow, a letter (str), or None while it has no name yet

NO_FLAGS = Qt.ItemFlag.NoItemFlags
CONTACT_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemNeverHasChildren
    | Qt.ItemFlag.ItemIsDragEnabled
)
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class ContactListModel(QAbstractListModel):
    """Contacts in order with letters between them.

    `wanted(first, numbers)` asks for the rows of one page; answer with `take_rows`.
    """

    wanted = Signal(int, object)
    named = Signal()  # rows that were waited for are there

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: array[int] = array("q")
        self._letters: list[str] = []
        self._starts: list[int] = []  # index of each letter's first contact
        self._pages: OrderedDict[int, list[ContactRow | None]] = OrderedDict()
        self._missing: list[int] = []
        self._asked: set[int] = set()
        self._provisional = 0  # contacts known to exist before their numbers are
        self.more_of: Callable[[int], str] = _nothing_more  # what else is said of a contact
        self.seen: Callable[[Sequence[ContactRow]], None] = _not_kept  # hears of rows read
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._ask_missing)

    # ── filling ─────────────────────────────────────────────────────────────────────────

    def show_listing(self, listing: Listing) -> None:
        """Show another list."""
        self.beginResetModel()
        self._set(listing.numbers, listing.sections)
        self._provisional = 0
        self._pages.clear()
        self.endResetModel()

    def show_first_page(self, rows: Sequence[ContactRow], total: int) -> None:
        """Show the first rows of a list whose other numbers are not known yet."""
        sections: list[tuple[str, int]] = []
        for i, row in enumerate(rows):
            if not sections or sections[-1][0] != row.letter:
                sections.append((row.letter, i))
        self.beginResetModel()
        self._set(array("q", (row.number for row in rows)), sections)
        self._provisional = max(0, total - len(rows))
        self._pages.clear()
        self._fill(rows)
        self.endResetModel()

    def show_found(self, numbers: Sequence[int], rows: Sequence[ContactRow]) -> None:
        """Show what a search found, without letters; rows that are not read yet are asked for."""
        self.beginResetModel()
        self._set(array("q", numbers), ())
        self._provisional = 0
        self._pages.clear()
        self._fill(rows)
        self.endResetModel()
        if 0 < len(rows) < min(len(numbers), PAGE):
            self._keep_page(0, rows)

    def _set(self, numbers: array[int], sections: Sequence[tuple[str, int]]) -> None:
        self._numbers = numbers
        self._letters = [letter for letter, _start in sections]
        self._starts = [start for _letter, start in sections]
        self._asked.clear()
        self._missing.clear()

    def _fill(self, rows: Sequence[ContactRow]) -> None:
        self.seen(rows)
        for start in range(0, len(rows), PAGE):
            self._pages[start // PAGE] = list(rows[start : start + PAGE])

    def refresh(self, listing: Listing) -> bool:
        """Take a new reading of the same list; False when only names may have changed."""
        same = not self._provisional and self._numbers == listing.numbers
        same = same and list(zip(self._letters, self._starts, strict=True)) == list(
            listing.sections
        )
        if same:
            self.forget_rows()
            return False
        seen, known = list(self._pages)[-3:], {row.number: row for row in self.rows_kept()}
        self.show_listing(listing)
        for page in seen:
            numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
            self._keep_page(page, _mostly_known(numbers, known))
        return True

    def _keep_page(self, page: int, rows: Sequence[ContactRow | None]) -> None:
        """The names of a page stay on the screen until all of it is read (anew)."""
        if rows:
            self._pages[page] = list(rows)
            self._asked.add(page)
            self._missing.append(page)
            self._timer.start()

    def forget_rows(self) -> None:
        """Read every name anew, showing the old one until the new one is there."""
        self._asked.clear()
        seen = list(self._pages)[-3:]
        for page in list(self._pages):
            if page not in seen:
                del self._pages[page]
        self._missing = seen
        self._timer.start()

    # ── pages ───────────────────────────────────────────────────────────────────────────

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self._missing.append(page)
            if not self._timer.isActive():
                self._timer.start()

    def _ask_missing(self) -> None:
        # The page seen last is what a person looks at; what was scrolled past can wait.
        pages, self._missing = self._missing[-3:], []
        self._asked.difference_update(set(self._asked) - set(pages) - set(self._pages))
        for page in reversed(pages):
            numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
            if numbers:
                self._asked.add(page)
                self.wanted.emit(page, numbers)

    def take_rows(self, page: int, numbers: Sequence[int], rows: Sequence[ContactRow]) -> None:
        """Name one page; ignored when the list has changed meanwhile."""
        first = page * PAGE
        if self._numbers[first : first + len(numbers)] != numbers:
            return
        self.seen(rows)
        named = {row.number: row for row in rows}
        self._pages[page] = [named.get(n) or unnamed(n) for n in numbers]
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            old, _rows = self._pages.popitem(last=False)
            self._asked.discard(old)
        top, bottom = self.row_of_index(first), self.row_of_index(first + len(numbers) - 1)
        self.dataChanged.emit(self.index(top), self.index(bottom))
        self.named.emit()

    def rows_kept(self) -> list[ContactRow]:
        """The rows that have been read and are kept."""
        return [row for page in self._pages.values() for row in page if row is not None]

    def known(self, numbers: Iterable[int]) -> list[int]:
        """Those of some contacts whose rows have been read and are kept."""
        wanted = set(numbers)
        return [row.number for row in self.rows_kept() if row.number in wanted]

    def replace_rows(self, rows: Sequence[ContactRow]) -> None:
        """Show new readings of single rows; their places stay."""
        self.seen(rows)
        fresh = {row.number: row for row in rows}
        for page, kept in self._pages.items():
            for at, old in enumerate(kept):
                new = fresh.get(old.number) if old is not None else None
                if old is not None and new is not None:
                    # where a search found it is known by the search alone
                    kept[at] = new._replace(matched=old.matched, matched_text=old.matched_text)
                    index = self.index(self.row_of_index(page * PAGE + at))
                    self.dataChanged.emit(index, index)

    # ── where is what ───────────────────────────────────────────────────────────────────

    @property
    def count(self) -> int:
        """How many contacts the list has."""
        return len(self._numbers) + self._provisional

    @property
    def is_provisional(self) -> bool:
        """Whether more contacts are known to exist than their numbers are."""
        return self._provisional > 0

    @property
    def numbers(self) -> array[int]:
        """The contacts' numbers in order."""
        return self._numbers

    def letter_rows(self) -> list[int]:
        """The rows that hold letters."""
        return [start + i for i, start in enumerate(self._starts)]

    def index_at(self, row: int) -> int | None:
        """The place in the order of the contact at a row; None for a letter."""
        if row < 0:
            return None
        before = self._letters_before_row(row)
        if before and self._starts[before - 1] + before - 1 == row:
            return None
        return row - before

    def _letters_before_row(self, row: int) -> int:
        """How many letters stand at or above a row."""
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            if self._starts[middle] + middle <= row:
                low = middle + 1
            else:
                high = middle
        return low

    def row_of_index(self, index: int) -> int:
        """The row of the contact at a place in the order."""
        return index + bisect_right(self._starts, index)

    def row_of_number(self, number: int) -> int:
        """The row of a contact, or -1."""
        try:
            return self.row_of_index(self._numbers.index(number))
        except ValueError:
            return -1

    def row_of_letter(self, letter: str) -> int:
        """The row of the first contact under a letter, or -1."""
        if letter not in self._letters:
            return -1
        return self.row_of_index(self._starts[self._letters.index(letter)])

    def number_at(self, row: int) -> int:
        """The number of the contact at a row, 0 for a letter or an unread row."""
        index = self.index_at(row)
        return self._numbers[index] if index is not None and index < len(self._numbers) else 0

    def letter_at(self, row: int) -> str:
        """The letter at a row, "" for a contact."""
        before = self._letters_before_row(row)
        if before and self._starts[before - 1] + before - 1 == row:
            return self._letters[before - 1]
        return ""

    def is_letter(self, row: int) -> bool:
        """Whether a row holds a letter."""
        return self.index_at(row) is None

    def contact_at(self, row: int) -> ContactRow | None:
        """The contact at a row if it has been read; asks for it otherwise."""
        index = self.index_at(row)
        if index is None:
            return None
        page, place = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            if index < len(self._numbers):
                self._want(page)
            return None
        return rows[place] if place < len(rows) else None

    # ── Qt's side ───────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Contacts and letters."""
        return 0 if parent.isValid() else self.count + len(self._starts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row, its name, or what a screen reader says of it."""
        row = index.row()
        if role == ROW:
            letter = self.letter_at(row)
            return letter or self.contact_at(row)
        if role == Qt.ItemDataRole.DisplayRole:
            contact = self.contact_at(row)
            return contact.name if contact else self.letter_at(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            contact = self.contact_at(row)
            if contact is None:
                return self.letter_at(row)
            return ", ".join(filter(None, (describe(contact), self.more_of(contact.number))))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Letters can be neither chosen nor reached."""
        if not index.isValid() or self.is_letter(index.row()):
            return NO_FLAGS
        return CONTACT_FLAGS


def _mostly_known(numbers: array[int], known: Mapping[int, ContactRow]) -> list[ContactRow | None]:
    """The rows of a page up to the last known one; none where most of them are unknown."""
    count = sum(number in known for number in numbers)
    last = max((at for at, number in enumerate(numbers) if number in known), default=-1)
    if 2 * count <= last:
        return []
    return [known.get(number) for number in numbers[: last + 1]]


def unnamed(number: int) -> ContactRow:
    """The row of a contact whose name is not there."""
    return ContactRow(number, "", "individual", "…", "", "", False, "")


def describe(row: ContactRow) -> str:
    """What a screen reader says of a row."""
    parts = [row.name, row.subtitle, row.matched_text, _("starred") if row.starred else ""]
    return ", ".join(part for part in parts if part)


def _not_kept(_rows: Sequence[ContactRow]) -> None:
    """Nobody wants them later."""


def _nothing_more(_number: int) -> str:
    return ""
