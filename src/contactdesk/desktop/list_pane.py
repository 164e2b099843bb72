"""The middle pane: which list, how many, the search field, and the list itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.list_head import fit_head
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.text import ElidedLabel, Hairline, Label
from contactdesk.i18n import _, counted
from contactdesk.store.listing import ContactRow, Counts, Listing, ListQuery

if TYPE_CHECKING:
    from array import array

    from PySide6.QtGui import QResizeEvent

    from contactdesk.desktop.archive_hint import ArchiveHint
    from contactdesk.desktop.contact_list import ContactTable
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.feedback import EmptyState
    from contactdesk.desktop.list_away import ListAway
    from contactdesk.desktop.list_hits import Hits
    from contactdesk.desktop.list_model import ContactListModel
    from contactdesk.desktop.list_place import ListPlace
    from contactdesk.desktop.near_miss import NearMiss
    from contactdesk.desktop.thin_progress import ThinProgress
    from contactdesk.errors import ContactDeskError

SEARCH_MS = 80
RELOAD_MS = 40
FIRST = 60  # names of another list that are read before all its numbers
NARROW, USUAL, WIDEST = 280, 344, 480
NARROW_MOST = 310  # in a large text size: list, rail and card still share a small window


class ListPane(QWidget):
    """Lists, searches, and tells what is chosen. Works before there is a desk."""

    chosen = Signal(object)  # list[int]
    opened = Signal()
    new_wanted = Signal(str, str)  # kind, name
    asked_menu = Signal(QPoint)
    asked_sort = Signal(QPoint)
    counts_read = Signal(object)  # Counts
    nobody_listed = Signal(bool)  # whether the list, or the search in it, has no rows
    filled = Signal()
    listed = Signal(object)  # the ListQuery of another list

    away: ListAway
    place: ListPlace
    table: ContactTable
    archived: ArchiveHint
    model: ContactListModel

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(min(look.px(NARROW), NARROW_MOST))
        self.setMaximumWidth(look.px(WIDEST))
        self.desk: Desk | None = None
        self.waiting: ThinProgress | None = None
        self.query = ListQuery()
        self._listing: Listing | None = None
        self._hits: Hits | None = None  # what a search has found, while the list shows it
        self._counts = Counts()
        self._top_unread = True  # the list is another one, and none of its names are shown yet
        self._to_choose = 0
        self._opens_first = False  # Enter was pressed before the search had found anybody
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._search_timer.timeout.connect(self._search)
        self._reload_timer = QTimer(self, singleShot=True, interval=RELOAD_MS)
        self._reload_timer.timeout.connect(self.reload)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*mirror.margins(16, 0, 12, 0))
        head.setSpacing(8)
        self.title = ElidedLabel(_("All contacts"), "subtitle")
        self.count = Label("", "body", "text3")
        self.sort = IconButton("arrow-down-wide-narrow", _("Sort"), side=34)
        self.sort.clicked.connect(self._ask_sort)
        self.new = Button(_("New"), "primary", "plus")
        for widget in (self.title, self.count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.sort)
        head.addWidget(self.new)
        holder = QWidget()
        spacing.keep_tall(holder, 58, "subtitle", room=30)
        holder.setLayout(head)
        column.addWidget(holder)
        self.search = SearchField(_("Search contacts"))
        self.search.textChanged.connect(self._typed)
        self.search.left_down.connect(self._go_down)
        self.search.opened.connect(self._open_first)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(16, 0, 12, 9))
        row.addWidget(self.search)
        column.addLayout(row)
        column.addWidget(Hairline("border"))
        self.stack = QStackedWidget()
        self.nobody: EmptyState | None = None
        column.addWidget(self.stack, 1)

    def restyle(self) -> None:
        """Take over another text size or spacing of rows."""
        self.setMinimumWidth(min(look.px(NARROW), NARROW_MOST))
        self.setMaximumWidth(look.px(WIDEST))
        self.table.restyle_rows()

    def build_table(self) -> None:
        """Make the list itself, after the first paint."""
        from contactdesk.desktop.archive_hint import ArchiveHint
        from contactdesk.desktop.contact_list import ContactTable
        from contactdesk.desktop.list_model import ContactListModel
        from contactdesk.desktop.list_place import ListPlace
        from contactdesk.desktop.thin_progress import ThinProgress

        self.model = ContactListModel(self)
        self.model.wanted.connect(self._read_page)
        self.table = ContactTable(self.model)
        self.place = ListPlace(self.table)
        self.stack.addWidget(self.table)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.table.asked_menu.connect(self.asked_menu)
        self.table.sought.connect(self._seek)
        self.table.filled.connect(self.filled)
        self.waiting = ThinProgress(self)
        self.waiting.setGeometry(0, self.stack.y(), self.width(), 2)
        QWidget.setTabOrder(self.sort, self.new)
        QWidget.setTabOrder(self.new, self.search)
        QWidget.setTabOrder(self.search, self.table)
        self.archived = ArchiveHint(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line of waiting lies over the list's upper edge."""
        super().resizeEvent(event)
        if self.waiting is not None:
            self.waiting.setGeometry(0, self.stack.y(), self.width(), 2)
        self._fit_head()

    def _fit_head(self) -> None:
        fit_head(self.width(), self.title, self.new, self.count, self.sort)

    # ── the book ────────────────────────────────────────────────────────────────────────

    def use_desk(self, desk: Desk) -> None:
        """Take the desk that reads and tells of changes."""
        from contactdesk.desktop.contact_drag import drag_chosen
        from contactdesk.desktop.list_away import ListAway
        from contactdesk.desktop.row_photos import RowPhotos
        from contactdesk.desktop.row_touches import RowTouches

        self.desk = desk
        from contactdesk.desktop.list_changes import ListChanges

        changes = ListChanges(desk, self.table)
        changes.reload_wanted.connect(self._reload_soon)
        changes.search_wanted.connect(self._search)
        desk.settings_changed.connect(self._settings_changed)
        desk.facts_changed.connect(self._reload_soon)
        self.table.painter_of_rows.photo_of = RowPhotos(desk, self.table).of
        self.table.painter_of_rows.touches = touches = RowTouches(desk, self.table)
        self.model.more_of = touches.words
        self.table.dragged.connect(partial(drag_chosen, desk, self.table))
        self.away = ListAway(self, desk)

    def show_first_page(self, rows: list[ContactRow], total: int) -> None:
        """Show the first names before the book is open."""
        if self._listing is None and not self.search.text():
            self.model.show_first_page(rows, total)
            self._show_count(total)
            self._top_unread = False

    def show_list(self, query: ListQuery, title: str) -> None:
        """Show another list; a search in the old one ends."""
        from contactdesk.desktop.list_words import search_words

        self.query = query
        self._listing = None
        self._top_unread = True
        self.title.setText(title)
        self._fit_head()
        self.search.setPlaceholderText(search_words(query))
        self.search.setAccessibleName(search_words(query))
        if self.search.text():
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self._show_hits(None)
        self.place.forget()
        self.listed.emit(query)
        self.reload()

    def _family_first(self) -> bool:
        return self.desk is not None and self.desk.settings.name_order == "family"

    def reload(self) -> None:
        """Read the list (and a running search) anew."""
        self._reload_timer.stop()
        if self.desk is None or self.desk.facts is None:
            return
        query, current = self.query, self.current_number()

        def ask(tx: Any) -> tuple[ListQuery, Listing, int, int]:
            listing = tx.contacts.listing(query)
            return query, listing, current, _place(listing, current)

        self._wait(True)
        if self._top_unread:
            self._top_unread = False
            self._read_top(self.desk)
        self.desk.read(ask, self._take_listing, key="listing", failed=self._not_read)
        self.desk.read(lambda tx: tx.contacts.counts(), self._take_counts, key="counts")
        self._search()

    def _read_top(self, desk: Desk) -> None:
        """The first names of another list come before its million numbers."""
        query, family_first = self.query, self._family_first()
        desk.read(
            lambda tx: (query, tx.contacts.top(query, FIRST, family_first)),
            self._take_top,
            key="top",
            failed=self._not_read,
        )

    def _take_top(self, found: tuple[ListQuery, list[ContactRow]]) -> None:
        query, rows = found
        if query == self.query and self._listing is None and not self.search.text().strip():
            total = len(rows) if len(rows) < FIRST else self._counts.of(query)
            current = self.current_number()
            self.model.show_first_page(rows, total)
            self.table.scrollToTop()
            if current:
                self.table.choose_number(current, quiet=True)
            self._show_count(self.model.count)

    def _take_counts(self, counts: Counts) -> None:
        self._counts = counts
        self.counts_read.emit(counts)

    def _wait(self, on: bool) -> None:
        """A thin line shows that the book takes its time."""
        if self.waiting is not None:
            self.waiting.move(0, self.stack.y())
            self.waiting.start() if on else self.waiting.stop()

    def _not_read(self, error: ContactDeskError) -> None:
        self._wait(False)
        self.away.tell(error)

    @property
    def is_unread(self) -> bool:
        """Whether it is not known yet who is in the list."""
        return self._listing is None

    def take_known(self, query: ListQuery, listing: Listing) -> None:
        """Show a list as it was read before."""
        current = self.current_number()
        self._take_listing((query, listing, current, _place(listing, current)))

    def show_some(self, rows: list[ContactRow]) -> None:
        """Show those of a list of whom something is known."""
        self._wait(False)
        self.model.show_first_page(rows, len(rows))
        self.table.choose_last()
        self._show_count(len(rows))
        self._show_nobody(not rows)

    def show_unread(self, state: EmptyState) -> None:
        """Say that it is not known who is in the list."""
        self._wait(False)
        self.count.setText("")
        self.show_instead(state)

    def _reload_soon(self, _reason: object = None) -> None:
        self._reload_timer.start()

    def _take_listing(self, found: tuple[ListQuery, Listing, int, int]) -> None:
        query, listing, asked, place = found
        if query != self.query:
            return
        self._wait(False)
        self._listing = listing
        self.away.keep(query, listing)
        if self.search.text().strip():
            return
        self._show_count(len(listing.numbers))
        current = self.current_number()
        if current not in (0, asked):  # somebody was chosen while the list was read
            place = _place(listing, current)
        several = self.table.chosen_numbers()
        offset = self.table.verticalScrollBar().value()
        changed = self.model.refresh(listing)
        if changed and len(several) > 1 and self.table.choose_numbers(several):
            self.table.verticalScrollBar().setValue(offset)
        elif changed:
            self.place.restore(place, offset)
        elif place >= 0 and not self.table.chosen_numbers():
            self.table.choose_row(self.model.row_of_index(place), quiet=True)
        self._show_nobody(not listing.numbers)
        if self._to_choose:
            self.choose(self._to_choose)

    def _settings_changed(self, _settings: object) -> None:
        self.model.forget_rows()
        self._search()

    # ── rows and pictures ───────────────────────────────────────────────────────────────

    def _read_page(self, page: int, numbers: array[int]) -> None:
        if self.desk is None or self.desk.facts is None:
            return
        hits, family_first = self._hits, self._family_first()

        def ask(tx: Any) -> list[ContactRow]:
            if hits is None:
                return list(tx.contacts.rows(list(numbers), family_first))
            found = hits.found._replace(numbers=list(numbers))
            return list(tx.contacts.found_rows(found, hits.text, family_first))

        failed = partial(self.away.name_page, page, numbers)
        self.desk.read(ask, partial(self._take_page, page, numbers), failed=failed)

    def _take_page(self, page: int, numbers: array[int], rows: list[ContactRow]) -> None:
        self.model.take_rows(page, numbers, rows)

    # ── searching ───────────────────────────────────────────────────────────────────────

    def _typed(self, text: str) -> None:
        self._opens_first = False
        if text.strip():
            self._search_timer.start()
        else:
            self._search_timer.stop()
            self._end_search()

    def _search(self) -> None:
        text, query, family_first = self.search.text().strip(), self.query, self._family_first()
        if self.desk is None or self.desk.facts is None or not text:
            return

        def ask(tx: Any) -> Hits:
            from contactdesk.desktop.list_hits import hits_of

            return hits_of(tx, text, query, family_first)

        self._wait(True)
        self.desk.read(ask, self.take_hits, key="search", failed=self._not_read)

    def take_hits(self, hits: Hits) -> None:
        """Show what a search found, if it is still wanted."""
        from contactdesk.desktop.list_hits import HITS

        text, found = hits.text, hits.found
        if text != self.search.text().strip():
            return
        self._wait(False)
        again = self.table.painter_of_rows.query == text  # the same search of a changed book
        offset = self.table.verticalScrollBar().value() if again else 0
        self._show_hits(hits)
        before = self.table.chosen_numbers()
        self.model.show_found(found.numbers, hits.rows)
        self.table.verticalScrollBar().setValue(offset)
        if again:
            self.place.choose_again(before, offset)
        else:
            self.table.choose_last()
        count = len(found.numbers)
        self.count.setText(counted(count) + ("+" if found.more else ""))
        self._fit_head()
        self.count.setToolTip(_("The first {n} are shown").format(n=count) if found.more else "")
        self._show_nobody(not count, text, hits.near)
        self.archived.show_count(found.archived, HITS)
        if self._opens_first and self.search.hasFocus():
            self._open_first()
        self._opens_first = False

    def _show_hits(self, hits: Hits | None) -> None:
        self._hits = hits
        self.table.painter_of_rows.query = hits.text if hits else ""

    def _end_search(self) -> None:
        self._show_hits(None)
        if self._listing is None:
            self.reload()
            return
        self.model.show_listing(self._listing)
        self._show_count(len(self._listing.numbers))
        self._show_nobody(not self._listing.numbers)
        if self.table.last_chosen and not self.table.choose_last():
            self.table.choose_nobody()

    def clear_search(self) -> bool:
        """End the search; False when there was none."""
        had = bool(self.search.text())
        self.search.clear()
        return had

    def _go_down(self) -> None:
        row = self.table.first_contact_row()
        if row >= 0:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self.table.chosen_numbers():
                self.table.choose_row(row)

    def _open_first(self) -> None:
        text = self.search.text().strip()
        if text and (self._hits is None or self._hits.text != text):
            self._opens_first = True  # of those who are found, not of those still shown
            if self._search_timer.isActive():
                self._search_timer.stop()
                self._search()
            return
        row = self.table.first_contact_row()
        if row >= 0:
            self.table.choose_row(row)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _seek(self, typed: str) -> None:
        """Letters typed into the list: go to the first name that begins so."""
        row = self.model.row_of_letter(typed.upper())
        if row >= 0:
            self.table.choose_row(row)
            return
        if self.desk is None or self.desk.facts is None:
            return
        query = self.query
        self.desk.read(
            lambda tx: tx.contacts.search(typed, query, 1).numbers, self._take_sought, key="seek"
        )

    def _take_sought(self, numbers: list[int]) -> None:
        if numbers:
            self.table.choose_number(numbers[0])

    # ── what is chosen ──────────────────────────────────────────────────────────────────

    def current_number(self) -> int:
        """The contact the list stands on, or 0."""
        numbers = self.table.chosen_numbers()
        return numbers[0] if len(numbers) == 1 else 0

    def choose(self, number: int, *, quiet: bool = False) -> bool:
        """Select a contact; one that is not listed yet is selected when it is."""
        found = self.table.choose_number(number, quiet=quiet)
        self._to_choose = 0 if found else number
        if not found:
            self._reload_timer.start()
        return found

    def _ask_sort(self) -> None:
        self.asked_sort.emit(self.sort.mapToGlobal(QPoint(0, self.sort.height() + 2)))

    # ── empty ───────────────────────────────────────────────────────────────────────────

    def _show_count(self, count: int) -> None:
        self.count.setText(counted(count))
        self._fit_head()
        self.count.setToolTip("")

    def _show_nobody(self, nobody: bool, searched: str = "", near: NearMiss | None = None) -> None:
        self.nobody_listed.emit(nobody)
        if not nobody or (not searched and self.query.scope == "all"):
            self.stack.setCurrentWidget(self.table)
            return
        from contactdesk.desktop.list_empty import empty_of

        self.show_instead(empty_of(self, searched, near))

    def show_instead(self, state: EmptyState) -> None:
        """Show a sentence in place of the list."""
        if self.nobody is not None:
            self.stack.removeWidget(self.nobody)
            self.nobody.deleteLater()
        self.nobody = state
        self.stack.addWidget(self.nobody)
        self.stack.setCurrentWidget(self.nobody)


def _place(listing: Listing, number: int) -> int:
    """Where a contact stands in a list, -1 when it does not."""
    return listing.numbers.index(number) if number in listing.numbers else -1
