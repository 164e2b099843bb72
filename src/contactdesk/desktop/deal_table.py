"""The deals of a pipeline as a table, from the same rows as the board; totals at its foot."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.deal_found import Found, Shown, columns_of
from contactdesk.desktop.deal_painting import PhotoOf
from contactdesk.desktop.deal_table_grid import DealGrid
from contactdesk.desktop.deal_table_rows import DealTableRows
from contactdesk.desktop.deal_table_words import around_of, totals_of
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label, LinkLabel
from contactdesk.i18n import _, counted, ngettext
from contactdesk.operations.deal_table import Arrangement, arranged
from contactdesk.store.deal_rows import DealRow

NARROW = 900  # px: below, the foot leaves out what tips and the page say too


class DealTable(QFrame):
    """Tells what is wanted with a deal, as the board does; `rearranged` when it looks otherwise."""

    wanted = Signal(object, bool)  # DealRow, and whether the keyboard goes there
    move_wanted = Signal(object, object)  # DealRow, Stage
    delete_wanted = Signal(object)  # DealRow
    menu_wanted = Signal(object, object)  # DealRow, where
    current_told = Signal(object)  # DealRow
    rates_wanted = Signal()
    rearranged = Signal(object)  # Arrangement
    left = Signal()

    def __init__(self, photo_of: PhotoOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found, self.shown = Found(), Shown()
        self.arrangement = Arrangement()
        self.read_only = False
        self.rows = DealTableRows(self)
        self.grid = DealGrid(self.rows)
        self.grid.cells.face_of = photo_of
        self.setProperty("surface", "list")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.grid, 1)
        column.addWidget(Hairline("border"))
        column.addWidget(self._build_foot())
        self._build_nobody()
        self._connect()

    def _build_foot(self) -> QWidget:
        self.chosen = Label("", "strong")
        self.move_to = Button(_("Move to stage"), "ghost", "arrow-right-left", size="row")
        self.assign = Button(_("Assign"), "ghost", "user-plus", size="row")
        self.export = Button(_("Export…"), "ghost", "download", size="row")
        self.missing = LinkLabel("", "body")
        self.missing.setToolTip(_("Enter a rate"))
        self.missing.activated.connect(self.rates_wanted)
        self.many, self.parts = Label("", "body", "text2"), ElidedLabel("", "body", "text2")
        self.total, self.weighted = Label("", "strong"), Label("", "strong")
        self.columns = IconButton("columns-3", _("Columns and order"), side=30)
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(20, 6, 12, 6))
        row.setSpacing(8)
        for widget in (self.chosen, self.move_to, self.assign, self.export):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.many, self.parts, self.missing):
            row.addWidget(widget)
        self._captions = [Label(_("Total"), "body", "text2"), Label(_("Weighted"), "body", "text2")]
        for caption, value in zip(self._captions, (self.total, self.weighted), strict=True):
            row.addWidget(caption)
            row.addWidget(value)
        row.addWidget(self.columns)
        foot = QWidget()
        foot.setLayout(row)
        foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return foot

    def _build_nobody(self) -> None:
        self.nobody = EmptyState(
            "table", _("No deal is in this table"),
            _("Nobody's deals and no period but those chosen above are shown."),
        )  # fmt: skip
        inside = QVBoxLayout(self.grid.viewport())
        inside.addWidget(self.nobody)
        self.nobody.hide()

    def _connect(self) -> None:
        grid = self.grid
        self.rows.ticked.connect(self._say)
        grid.head.sorted_by.connect(self._sort)
        grid.head.arranged.connect(self._columns_moved)
        grid.head.all_ticked.connect(lambda on: self.rows.tick(self.rows.arranged.numbers, on))
        grid.open_wanted.connect(lambda _number: self._open())
        grid.delete_wanted.connect(lambda at: self._tell(at, self.delete_wanted))
        grid.stepped.connect(self._step)
        grid.left.connect(self.left)
        grid.menu_wanted.connect(self._menu)
        grid.selectionModel().currentRowChanged.connect(lambda now, _was: self._told(now.row()))

    def _fit_foot(self) -> None:
        """Beside the panel there is room for the sums alone, which their tips explain."""
        narrow = self.width() < look.px(NARROW)
        self.export.setVisible(not narrow)
        self.many.setVisible(not narrow)
        self.assign.setVisible(not narrow and bool(self.rows.ticks))
        self.parts.setVisible(not narrow and bool(self.parts.text()))
        self.missing.setVisible(not narrow and bool(self.missing.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The foot says what it has room for."""
        super().resizeEvent(event)
        self._fit_foot()

    def stops(self) -> list[QWidget]:
        """Tab goes from the cells to the foot."""
        return [self.grid, self.move_to, self.assign, self.export, self.missing, self.columns]

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def show_found(self, found: Found, shown: Shown) -> None:
        """Show what is to be seen of a pipeline; where one stood one stands again."""
        around = around_of(found)
        if around is None:
            return
        here = self.here()
        fresh = self.arrangement.columns != self.rows.columns
        self.found, self.shown = found, shown
        rows = [row for _stage, some in columns_of(found, shown) for row in some]
        order = self.arrangement
        if order.sorted_by:
            rows = arranged(rows, order.sorted_by, around, descending=order.descending)
        at = max(1, self.grid.currentIndex().column())
        self.grid.selectionModel().blockSignals(True)
        self.rows.show_deals(rows, order.columns, around, found.today)
        self.grid.head.show_columns(order.columns, {})
        self.grid.head.show_sort(order.sorted_by, order.descending)
        if fresh:
            self.grid.show_widths(order.columns, dict(order.widths))
        if here is not None and (row := self.rows.row_of_id(here.deal.id)) >= 0:
            self.grid.go_to(row, min(at, len(order.columns)))
        self.grid.selectionModel().blockSignals(False)
        self.nobody.setVisible(not rows)
        self._say()

    def arrange(self, arrangement: Arrangement) -> None:
        """Show other columns, or another order."""
        self.arrangement = arrangement
        self.show_found(self.found, self.shown)
        self.rearranged.emit(arrangement)

    def set_read_only(self, read_only: bool, why: str = "") -> None:
        """Whether deals can be changed, and why not."""
        self.read_only = read_only
        for button in (self.move_to, self.assign):
            button.setEnabled(not read_only)
            button.setToolTip(why)

    def counted_rows(self) -> list[DealRow]:
        """The deals that the foot counts: those with a tick, else all."""
        return self.rows.chosen() or list(self.rows.deals)

    def _say(self) -> None:
        many = len(self.rows.chosen())
        self.grid.head.show_ticked(bool(many) and many == len(self.rows.deals))
        words = ngettext("{n} selected", "{n} selected", many).format(n=counted(many))
        self.chosen.setText(words)
        for widget in (self.chosen, self.move_to):
            widget.setVisible(bool(many))
        totals = totals_of(self.found, self.counted_rows())
        self.many.setText(totals.many)
        self.parts.setText(totals.parts)
        self.total.setText(totals.total)
        self.weighted.setText(totals.weighted)
        self.missing.setText(totals.missing)
        for widget in (*self._captions, self.total, self.weighted):
            widget.setToolTip(totals.rates)
        self._fit_foot()

    # ── arranging ───────────────────────────────────────────────────────────────────────

    def _sort(self, column: str) -> None:
        order = self.arrangement
        again = column == order.sorted_by
        self.arrange(
            order._replace(sorted_by=column, descending=again and not order.descending)
        )  # fmt: skip

    def _columns_moved(self) -> None:
        """Columns were dragged or made wider: it stays so."""
        head, before = self.grid.head, self.arrangement
        if head.count() != len(before.columns) + 1:
            return
        order = sorted(range(1, head.count()), key=head.visualIndex)
        columns = tuple(before.columns[at - 1] for at in order)
        # the last one has what is left: its width is nobody's choice
        widths = {before.columns[at - 1]: head.sectionSize(at) for at in order[:-1]}
        after = before._replace(columns=columns, widths={**before.widths, **widths})
        if columns != before.columns:
            self.arrange(after)
        elif after != before:
            self.arrangement = after
            self.rearranged.emit(after)

    # ── where one is ────────────────────────────────────────────────────────────────────

    def here(self) -> DealRow | None:
        """The deal that the keyboard is on."""
        return self.rows.deal_at(self.grid.currentIndex().row())

    def choose(self, uuid: str, *, focus: bool = True) -> bool:
        """Stand on a deal; False where it is not shown."""
        row = self.rows.row_of_id(uuid)
        if row < 0:
            return False
        self.grid.go_to(row, max(1, self.grid.currentIndex().column()))
        if focus:
            self.grid.take_keyboard()
        return True

    def mark_opened(self, uuid: str) -> None:
        """The deal in the panel keeps its line when the keyboard is there."""
        self.grid.cells.opened = uuid
        self.grid.viewport().update()

    def keep_in_sight(self) -> None:
        """Scroll so that the deal in the panel is to be seen."""
        row = self.rows.row_of_id(self.grid.cells.opened)
        if row >= 0:
            self.grid.scrollTo(self.rows.index(row, max(1, self.grid.currentIndex().column())))

    def take_focus(self, _reason: Qt.FocusReason) -> None:
        """The keyboard is on a cell."""
        self.grid.take_keyboard()

    def has_keyboard(self) -> bool:
        """Whether the keyboard is on the cells."""
        return self.grid.hasFocus()

    def repaint_faces(self) -> None:
        """A picture was read."""
        self.grid.viewport().update()

    def _told(self, at: int) -> None:
        self._tell(at, self.current_told)

    def _tell(self, at: int, signal: object) -> None:
        row = self.rows.deal_at(at)
        if row is not None:
            signal.emit(row)  # type: ignore[attr-defined]  # one of the signals above

    def _open(self) -> None:
        row = self.here()
        if row is not None:
            self.wanted.emit(row, True)

    def _menu(self, where: QPoint) -> None:
        row = self.here()
        if row is not None:
            self.menu_wanted.emit(row, where)

    def _step(self, at: int, on: int) -> None:
        row, pipeline = self.rows.deal_at(at), self.found.pipeline
        if row is None or pipeline is None:
            return
        items = [stage.item for stage in pipeline.stages]
        place = items.index(row.deal.stage) + on if row.deal.stage in items else -1
        if 0 <= place < len(items):
            self.move_wanted.emit(row, pipeline.stages[place])
