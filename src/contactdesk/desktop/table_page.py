"""Contacts as a table in place of list and card: head, filters as chips, cells, totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from contactdesk.desktop import custom_texts, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.labels import Chip, ElidedLabel, Hairline, Label
from contactdesk.desktop.reading_order import takes_tab
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.surfaces import on_surface
from contactdesk.desktop.table_grid import TableGrid
from contactdesk.desktop.table_head import WAIT_MS
from contactdesk.desktop.table_painting import FACE
from contactdesk.desktop.table_rows import Line, TableRows
from contactdesk.desktop.table_words import column_words, filter_words, shown_words, total_words
from contactdesk.desktop.unread import Unread
from contactdesk.desktop.wide_page import WidePage
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.table_view import TableView, pairs
from contactdesk.model.zones import home_zone
from contactdesk.store.listing import ContactRow, ListQuery
from contactdesk.store.table_reading import Arranged, Now

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet

MOST = 1 << 30  # contacts that a search finds: all


def present() -> Now:
    """The present moment, in the person's own zone."""
    return Now(datetime.now(UTC), home_zone() or UTC)


class TablePage(WidePage):
    """Shows one list as a view arranges it; `view_changed` when one arranges it otherwise."""

    view_changed = Signal(object)  # TableView
    shown = Signal()  # the rows that were asked for are there

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "list", parent)
        self.query = ListQuery()
        self.title_of_list = ""
        self.view = TableView()
        self._after_filter: tuple[int, int] | None = None  # the cell one came back to
        self.rows = TableRows(self)
        self.grid = TableGrid(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_filters())
        column.addWidget(self.grid, 1)
        self._build_nobody()
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_foot())
        self.rows.wanted.connect(self._ask_cells)
        self.rows.ticked.connect(self._show_ticks)
        self.grid.painter_of_cells.photo_of = self._photo_of
        self.grid.left.connect(self._leave_cells)
        self.grid.head.sorted_by.connect(self._sort)
        self.grid.head.filtered.connect(self._filter)
        self.grid.head.arranged.connect(self._columns_moved)
        self.grid.head.to_rows.connect(self._left_filter)
        self.grid.head.all_ticked.connect(lambda on: self.rows.tick(self.rows.arranged.numbers, on))
        self.unread = Unread(self, desk, below=self.title.parentWidget())
        desk.changed.connect(self._changed)
        custom_texts.announcer().changed.connect(self._fields_changed)

    # ── building ────────────────────────────────────────────────────────────────────────

    def _build_head(self) -> QWidget:
        self.title = ElidedLabel("", "title")
        self.changed_chip = Chip(_("changed"), "warn")
        self.save = Button(_("Save view"), "link", size="row")
        self.kind = Segmented([(_("Cards"), "cards"), (_("Table"), "table")], "table")
        self.kind.setAccessibleName(_("Cards or table"))
        self.kind.chosen.connect(self._kind_chosen)
        self.group = Button(_("Group"), icon="group")
        self.columns = Button(_("Columns"), icon="columns-3")
        self.back = IconButton("x", "")
        self.back.name_it(_("Back to the cards"), "Esc")
        self.back.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(20, 11, 16, 11))
        row.setSpacing(8)
        for before in (self.title, self.changed_chip, self.save):
            row.addWidget(before)
        row.addStretch(1)
        for after in (self.kind, self.group, self.columns, self.back):
            row.addWidget(after)
        return on_surface("list", row)

    def _build_filters(self) -> QWidget:
        self._chips = QWidget()
        self._chip_row = FlowLayout(parent=self._chips)
        self._chip_row.setContentsMargins(0, 6, 0, 6)
        self.clear = Button(_("Clear filters"), "link", size="row")
        self.clear.clicked.connect(lambda: self.arrange(filters=()))
        self.count = Label("", "caption", "text2")
        self.search = SearchField(_("Search in this table"))
        self.search.setMaximumWidth(look.px(240))
        self._soon = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._soon.timeout.connect(self.read)
        self.search.textChanged.connect(self._soon.start)
        self.search.left_down.connect(self.grid.take_keyboard)
        keys = QShortcut(QKeySequence("Ctrl+Shift+F"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.go_to_filters)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(20, 8, 16, 8))
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self._chips, 2, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.clear)
        row.addWidget(self.count)
        return on_surface("list", row)

    def _build_nobody(self) -> None:
        """What stands in place of rows where there are none; the filters stay over it."""
        self.nobody = EmptyState(
            "table", _("Nobody is in this table"),
            _("No contact of this list passes all filters and the search. Clear them."),
        )  # fmt: skip
        column = QVBoxLayout(self.grid.viewport())
        column.addWidget(self.nobody)
        self.nobody.hide()

    def _build_foot(self) -> QWidget:
        self.chosen = Label("", "strong")
        self.verbs = QHBoxLayout()
        self.verbs.setSpacing(4)
        self.totals = Label("", "body", "text2")
        self.sigma = IconButton("sigma", _("What is worked out of numbers"), side=30)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(20, 6, 16, 6))
        row.setSpacing(8)
        row.addWidget(self.chosen)
        row.addLayout(self.verbs)
        row.addStretch(1)
        row.addWidget(self.totals)
        row.addWidget(self.sigma)
        return on_surface("list", row)

    def stops(self) -> list[QWidget]:
        """Tab goes from the cells to the filters and the head."""
        verbs, chips = _widgets(self.verbs), _widgets(self._chip_row)
        head = [self.sigma, self.save, self.kind, self.group, self.columns, self.back]
        wanted = [self.grid, self.search, *chips, self.clear, *self.grid.head.fields, *verbs, *head]
        return [widget for widget in wanted if takes_tab(widget)]

    # ── what is shown ───────────────────────────────────────────────────────────────────

    def show_list(self, query: ListQuery, title: str, view: TableView) -> None:
        """Show a list as a view arranges it."""
        if query != self.query:
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self.query, self.title_of_list, self.view = query, title, view
        self.rows.closed.clear()
        self.read()

    def arrange(self, **changes: Any) -> None:
        """Arrange the table otherwise, and say so."""
        self.view = replace(self.view, **changes)
        self.view_changed.emit(self.view)
        self.read()

    def read(self) -> None:
        """Read the rows anew."""
        query, view, now, words = self.query, self.view, present(), self.search.text().strip()

        def ask(tx: Any) -> Arranged:
            found = tx.contacts.search(words, query, MOST).numbers if words else None
            return tx.table.arranged(  # type: ignore[no-any-return]  # as the store has it
                query, view, now, None if found is None else frozenset(found)
            )

        self.unread.read((query, view, words), ask, self._show, key="table rows")

    def go_to_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_to_filters(self) -> None:
        """Put the keyboard into the filter of the column that it is on."""
        fields = self.grid.head.fields
        place = self.grid.currentIndex().column() - 1
        if fields:
            field = fields[place if 0 <= place < len(fields) else 0]
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def _show(self, arranged: Arranged) -> None:
        self._is_stale = False
        view, at = self.view, self.grid.currentIndex()
        number, column = self.rows.number_at(at.row()), at.column()
        self.grid.painter_of_cells.grouped_by = view.grouped_by
        fresh = view.columns != self.rows.columns
        self.rows.show_arranged(arranged, view.columns)
        self.grid.head.show_columns(view.columns, dict(pairs(view.filters)))
        self.grid.head.show_sort(view.sorted_by, view.descending)
        self.grid.head.say(arranged.troubles)
        if fresh or view.widths:
            widths = {key: int(text) for key, text in pairs(view.widths) if text.isdigit()}
            self.grid.show_widths(view.columns, widths)
        self.nobody.setVisible(not arranged.numbers)
        row = self.rows.row_of(number)
        if row >= 0:
            self.grid.go_to(row, min(max(1, column), len(view.columns)))
        self._say(arranged)
        self.shown.emit()

    def _say(self, arranged: Arranged) -> None:
        self.title.setText(self.view.name or self.title_of_list)
        self.count.setText(shown_words(len(arranged.numbers), arranged.all))
        grouped = self.view.grouped_by
        words = _("Group: {column}").format(column=column_words(grouped)) if grouped else _("Group")
        self.group.set_label(words)
        self._show_chips()

    def _show_chips(self) -> None:
        self._chip_row.empty()
        cells = pairs(self.view.filters)
        for column, typed in cells:
            chip = Chip(filter_words(column, typed), "accent", icon="funnel", removable=True)
            chip.removed.connect(lambda c=column: self._filter(c, ""))
            self._chip_row.addWidget(chip)
        self.clear.setVisible(bool(cells))

    def _ask_cells(self, page: int, numbers: Any) -> None:
        columns, now = self.view.columns, present()
        by_family = self.desk.settings.name_order == "family"

        def ask(tx: Any) -> list[Line]:
            cells = tx.table.cells(numbers, columns, now)
            rows = {row.number: row for row in tx.contacts.rows(numbers, by_family)}
            return [Line(rows[n], cells[n]) for n in numbers if n in rows]

        def take(lines: list[Line]) -> None:
            if columns == self.view.columns and len(lines) == len(numbers):
                self.rows.take(page, numbers, lines)

        self.desk.read(ask, take)

    def _photo_of(self, row: ContactRow) -> QImage | None:
        return self.picture(row.photo, FACE, self._photo_read)

    def _photo_read(self, _image: QImage) -> None:
        self.grid.viewport().update()

    # ── arranging ───────────────────────────────────────────────────────────────────────

    def _sort(self, column: str) -> None:
        again = column == self.view.sorted_by
        self.arrange(sorted_by=column, descending=again and not self.view.descending)

    def _filter(self, column: str, text: str) -> None:
        cells = {key: typed for key, typed in pairs(self.view.filters) if key != column}
        if text:
            cells[column] = text
        self.arrange(filters=tuple(f"{key}={typed}" for key, typed in cells.items()))

    def _columns_moved(self) -> None:
        """Columns were dragged or made wider: the view has it so from now on."""
        head, before = self.grid.head, self.view.columns
        if head.count() != len(before) + 1:
            return
        order = sorted(range(1, head.count()), key=head.visualIndex)
        columns = tuple(before[at - 1] for at in order)
        widths = tuple(f"{before[at - 1]}={head.sectionSize(at)}" for at in order)
        if (columns, widths) != (before, self.view.widths):
            self.view = replace(self.view, columns=columns, widths=widths)
            self.view_changed.emit(self.view)
            if columns != before:
                self.read()

    def _show_ticks(self) -> None:
        many, shown = len(self.rows.ticks), len(self.rows.arranged.numbers)
        self.grid.head.show_ticked(bool(shown) and many == shown)
        words = ngettext("{n} selected", "{n} selected", many).format(n=counted(many))
        self.chosen.setText(words if many else "")
        for widget in _widgets(self.verbs):
            widget.setVisible(bool(many))
        self._read_totals()

    def _read_totals(self) -> None:
        """How many there are and what their numbers come to: of those ticked, else of all."""
        view, now = self.view, present()
        numbers = list(self.rows.ticks or self.rows.arranged.numbers)

        def say(found: dict[str, float]) -> None:
            self.totals.setText(total_words(len(numbers), found, view.total))

        self.desk.read(
            lambda tx: tx.table.totals(numbers, view.columns, view.total, now), say,
            key="table totals",
        )  # fmt: skip

    def chosen_numbers(self) -> list[int]:
        """The contacts with a tick, in the table's order, else the one the keyboard is on."""
        if self.rows.ticks:
            return [n for n in self.rows.arranged.numbers if n in self.rows.ticks]
        number = self.rows.number_at(self.grid.currentIndex().row())
        return [number] if number else []

    # ── coming, going and news ──────────────────────────────────────────────────────────

    def _kind_chosen(self, kind: object) -> None:
        if kind == "cards":
            self.kind.choose("table")
            self.left.emit()

    def _changed(self, change: ChangeSet) -> None:
        if change.contacts == () and change.events == ():
            return
        self.went_stale()

    def _fields_changed(self) -> None:
        """Custom fields are called otherwise, or there are others."""
        self.went_stale()

    def _left_filter(self) -> None:
        self._after_filter = self._cell()

    def _cell(self) -> tuple[int, int]:
        index = self.grid.currentIndex()
        return index.row(), index.column()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes to the cells, and from there to the cards."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.grid.hasFocus() or not self.grid.isVisible():
            self._leave_cells()
        else:
            self.grid.take_keyboard()

    def _leave_cells(self) -> None:
        """Esc right after the one that left a filter clears all filters; else it is the cards."""
        again, self._after_filter = self._after_filter == self._cell(), None
        if again and self.view.filters:
            self.arrange(filters=())
        else:
            self.left.emit()


def _widgets(layout: QLayout) -> list[QWidget]:
    """What stands in a layout, in its order."""
    items = [layout.itemAt(n) for n in range(layout.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [widget for widget in widgets if widget is not None]
