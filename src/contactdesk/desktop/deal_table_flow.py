"""What one does in the table of deals: type into cells, choose stage and owner, do it with many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication

from contactdesk.desktop import bidi
from contactdesk.desktop.deal_table_grid import DealCellField, begins_menu
from contactdesk.desktop.deal_table_words import column_words
from contactdesk.desktop.deal_words import title_of
from contactdesk.desktop.file_dialogs import ask_table_file, show_in_folder
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.table_cell import CellKeeper
from contactdesk.errors import ContactDeskError, EditConflict
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deal import Stage
from contactdesk.operations import deal_table
from contactdesk.operations.deal_table import COLUMNS, STAGE, TITLE, Arrangement
from contactdesk.store.deal_rows import DealRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.deal_flow import DealFlow


class DealTableFlow(QObject):
    """Serves the table of one page."""

    def __init__(self, flow: DealFlow) -> None:
        super().__init__(flow)
        self._flow, self._page, self._desk = flow, flow.page, flow.desk
        table = self._table = flow.page.table
        self.field = DealCellField(table.grid)
        self._keeper = CellKeeper(table.grid, self.field)
        self.field.done.connect(self._typed)
        self.field.given_up.connect(table.grid.take_keyboard)
        table.grid.edit_wanted.connect(self.begin)
        table.grid.copy_wanted.connect(self.copy)
        table.columns.clicked.connect(lambda: self._pop(self.columns_menu(), table.columns))
        table.move_to.clicked.connect(lambda: self._pop(self.stages_menu(), table.move_to))
        table.assign.clicked.connect(lambda: self._pop(self.owners_menu(), table.assign))
        table.export.clicked.connect(self.export)
        table.rearranged.connect(self._keep)

    def _keep(self, arrangement: Arrangement) -> None:
        self._desk.update_settings(deal_table=arrangement.plain())

    def _pop(self, menu: Menu, button: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    # ── cells ───────────────────────────────────────────────────────────────────────────

    def begin(self, index: QPersistentModelIndex, typed: str) -> None:
        """Type into a cell or choose what it has, if it takes that."""
        grid, rows = self._table.grid, self._table.rows
        row = rows.deal_at(index.row())
        if not index.isValid() or index.column() < 1 or row is None:
            return
        column = rows.columns[index.column() - 1]
        if self._desk.read_only:
            self._tell(self._desk.facts.read_only if self._desk.facts else "")
        elif not grid.is_editable(column):
            words = _("{column} is not typed here. Enter opens the deal.")
            self._tell(words.format(column=column_words(column)))
        elif begins_menu(grid, index):
            menu = self._choices(column, [row])
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            spot = grid.visualRect(grid.currentIndex()).bottomLeft()
            menu.popup(grid.viewport().mapToGlobal(spot))
        else:
            self.field.begin(index, typed)

    def _tell(self, sentence: str) -> None:
        if sentence:
            self._desk.toast.emit(sentence, "", None)

    def _typed(self, text: str, where: str) -> None:
        field, rows = self.field, self._table.rows
        at, column = field.cell()
        row = rows.deal_at(at)
        if row is not None and text != field.before:
            self._write_cell(row, field.column, text)
        self._table.grid.go_on(at, column, where)

    def _write_cell(self, row: DealRow, column: str, text: str) -> None:
        deal = row.deal
        label = _("Change {name}").format(name=bidi.isolated(title_of(deal)))
        self._desk.write(
            label,
            lambda tx: deal_table.set_cell(tx, deal, column, text),
            failed=self._failed,
        )

    def _failed(self, error: ContactDeskError) -> None:
        if isinstance(error, EditConflict):
            self._tell(_("Somebody else changed the same meanwhile. Theirs is shown now."))
        else:
            self._tell(error.message)
        self._page.read()

    # ── choosing, for one or for many ───────────────────────────────────────────────────

    def _choices(self, column: str, rows: Sequence[DealRow]) -> Menu:
        return self._stages(rows) if column == STAGE else self._owners(rows)

    def stages_menu(self) -> Menu:
        """The stages, for all deals with a tick."""
        return self._stages(self._table.rows.chosen())

    def owners_menu(self) -> Menu:
        """Who may have the deals with a tick."""
        return self._owners(self._table.rows.chosen())

    def _stages(self, rows: Sequence[DealRow]) -> Menu:
        menu, pipeline = Menu(self._page), self._page.found.pipeline
        for stage in pipeline.stages if pipeline else ():
            act = partial(self.move, rows, stage)
            self._add(menu, stage.name, {r.deal.stage for r in rows} == {stage.item}, act)
        return menu

    def _owners(self, rows: Sequence[DealRow]) -> Menu:
        menu = Menu(self._page)
        people = [(bidi.isolated(p.name) or _("Somebody"), p.id) for p in self._page.found.people]
        for words, owner in (*people, (_("Nobody"), "")):
            act = partial(self.assign, rows, owner)
            self._add(menu, words, {r.deal.owner for r in rows} == {owner}, act)
        return menu

    def _add(self, menu: Menu, words: str, on: bool, act: Callable[[], None]) -> None:
        action = menu.addAction(words.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        action.setEnabled(not self._desk.read_only)
        action.triggered.connect(lambda _on=False: act())
        if on:
            menu.setActiveAction(action)

    def move(self, rows: Sequence[DealRow], stage: Stage) -> None:
        """Move deals to a stage: one step of undo, with the tasks that follow."""
        if len(rows) == 1:
            self._flow.move(rows[0], stage)
            return
        deals, today = [row.deal for row in rows], self._page.found.today
        words = ngettext("Move {n} deal to {stage}", "Move {n} deals to {stage}", len(rows))
        label = words.format(n=counted(len(rows)), stage=bidi.isolated(stage.name))
        self._many(label, lambda tx: deal_table.move_all(tx, deals, stage.item, today))

    def assign(self, rows: Sequence[DealRow], owner: str) -> None:
        """Give deals to somebody: one step of undo."""
        deals, names = [row.deal for row in rows], {p.id: p.name for p in self._page.found.people}
        who = bidi.isolated(names.get(owner, "") or _("Nobody"))
        words = ngettext("Give {n} deal to {name}", "Give {n} deals to {name}", len(rows))
        label = words.format(n=counted(len(rows)), name=who)
        self._many(label, lambda tx: deal_table.assign_all(tx, deals, owner))

    def _many(self, label: str, do: Callable[[Any], Sequence[object]]) -> None:
        def done(changed: Sequence[object]) -> None:
            words = ngettext("Changed {n} deal", "Changed {n} deals", len(changed))
            self._flow.say(words.format(n=counted(len(changed))))

        self._desk.write(label, do, done, failed=self._failed)

    # ── columns and order ───────────────────────────────────────────────────────────────

    def columns_menu(self) -> Menu:
        """Which columns are shown, and by which the table is sorted."""
        menu, order = Menu(self._page), self._table.arrangement
        for column in COLUMNS:
            action = menu.addAction(_(column.label))
            action.setCheckable(True)
            action.setChecked(column.key in order.columns)
            action.setEnabled(column.key != TITLE)
            action.triggered.connect(lambda on=False, c=column.key: self.show_column(c, on))
        menu.addSeparator()
        by = menu.submenu(_("Sort by"))
        for key in ("", *order.columns):
            action = by.addAction(column_words(key) or _("Stage, as on the board"))
            action.setCheckable(True)
            action.setChecked(key == order.sorted_by)
            action.triggered.connect(lambda _on=False, c=key: self.sort(c))
        return menu

    def show_column(self, column: str, on: bool) -> None:
        """Show a column where it usually stands, or take it away."""
        order = self._table.arrangement
        kept = [key for key in order.columns if key != column]
        if on:
            keys = [each.key for each in COLUMNS]
            before = [key for key in kept if keys.index(key) < keys.index(column)]
            kept.insert(kept.index(before[-1]) + 1 if before else 1, column)
        self._table.arrange(order._replace(columns=tuple(kept)))

    def sort(self, column: str) -> None:
        """Sort by a column; a second time the other way round."""
        order = self._table.arrangement
        again = bool(column) and column == order.sorted_by and not order.descending
        self._table.arrange(order._replace(sorted_by=column, descending=again))

    # ── out of the program ──────────────────────────────────────────────────────────────

    def copy(self) -> None:
        """Put the chosen cells on the clipboard, as a spreadsheet takes them."""
        table = self._table
        cells = table.grid.selectionModel().selectedIndexes()
        lines: dict[int, list[str]] = {}
        for row, column in sorted({(i.row(), i.column()) for i in cells if i.column()}):
            words = str(table.rows.index(row, column).data() or "")
            lines.setdefault(row, []).append(" ".join(words.split()))
        if lines:
            data = QMimeData()
            data.setText("\n".join("\t".join(line) for line in lines.values()))
            QGuiApplication.clipboard().setMimeData(data)

    def export(self) -> None:
        """Ask where the table shall lie: the deals with a tick, else all that are shown."""
        pipeline = self._page.found.pipeline
        name = pipeline.name if pipeline else _("Pipeline")
        kept = "".join(c for c in name if c.isalnum() or c in " -_").strip() or "deals"
        ask_table_file(self._page, f"{kept}.csv", self.write_table)

    def write_table(self, path: str) -> None:
        """Write the table, not on the window's thread, and say so or why it could not be."""
        table = self._table
        rows, around, columns = table.counted_rows(), table.rows.around, table.arrangement.columns
        if around is None:
            return
        words = _("Saved {file}").format(file=Path(path).name)
        self._desk.run(
            lambda _book, _progress: deal_table.write(Path(path), rows, columns, around),
            lambda _size: self._desk.toast.emit(words, _("Show"), lambda: show_in_folder(path)),
        )
