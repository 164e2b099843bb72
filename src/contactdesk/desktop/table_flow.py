"""What one does in a table of contacts: type into cells, paste, copy, choose columns and views."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication

from contactdesk.desktop.menus import Menu
from contactdesk.desktop.table_cell import CellField, CellKeeper, stored_text
from contactdesk.desktop.table_page import TablePage, present
from contactdesk.desktop.table_words import (
    TOTAL_WORDS,
    all_columns,
    cell_words,
    column_words,
    known_column,
)
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.custom import id_of
from contactdesk.model.table_columns import NAME
from contactdesk.operations.cell_edits import CellEdit, edit_cells

if TYPE_CHECKING:
    from contactdesk.errors import ContactDeskError

MOST_TOLD = 3  # values that did not fit


class TableFlow(QObject):
    """Serves one page."""

    def __init__(self, page: TablePage) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        grid = page.grid
        self.field = CellField(grid)
        self._keeper = CellKeeper(grid, self.field)
        self.field.done.connect(self._typed)
        self.field.given_up.connect(grid.take_keyboard)
        grid.edit_wanted.connect(self.begin)
        grid.copy_wanted.connect(self.copy)
        grid.paste_wanted.connect(self.paste)
        page.columns.clicked.connect(self._offer_columns)
        page.group.clicked.connect(self._offer_groups)
        page.sigma.clicked.connect(self._offer_totals)

    # ── cells ───────────────────────────────────────────────────────────────────────────

    def begin(self, index: QPersistentModelIndex, typed: str) -> None:
        """Type into a cell, if it takes it."""
        rows = self._page.rows
        if not index.isValid() or index.column() < 1 or rows.line_at(index.row()) is None:
            return
        column = rows.columns[index.column() - 1]
        if self._desk.read_only:
            self._tell(self._desk.facts.read_only if self._desk.facts else "")
        elif (known := known_column(column)) is None or not known.is_editable:
            words = _("{column} is not typed here. Enter opens the contact.")
            self._tell(words.format(column=column_words(column)))
        else:
            self.field.begin(index, typed)

    def _tell(self, sentence: str) -> None:
        if sentence:
            self._desk.toast.emit(sentence, "", None)

    def _typed(self, text: str, where: str) -> None:
        field, rows = self.field, self._page.rows
        row, at = field.cell()
        if text != field.before:
            edit = CellEdit(field.number, field.column, text, field.before)
            name = cell_words(NAME, rows.text_at(row, 1)) if rows.columns[:1] == (NAME,) else ""
            label = _("Edit {name}").format(name=name) if name else _("Edit a contact")
            self._write(label, [edit])
        self._page.grid.go_on(row, at, where)

    def _write(self, label: str, edits: Sequence[CellEdit], told: str = "") -> None:
        now = present()

        def done(changed: int) -> None:
            if told:
                self._tell(told)
            elif len(edits) > 1 and changed:
                words = ngettext("Changed {n} contact", "Changed {n} contacts", changed)
                sentence = words.format(n=counted(changed))
                self._desk.toast.emit(sentence, _("Undo"), self._desk.undo)

        self._desk.write(label, lambda tx: edit_cells(tx, edits, now), done, failed=self._failed)

    def _failed(self, error: ContactDeskError) -> None:
        self._page.read()
        self._tell(error.message)

    # ── the clipboard ───────────────────────────────────────────────────────────────────

    def block(self) -> list[list[str]]:
        """What the chosen cells say, row by row; of one cell its row alone."""
        grid, rows = self._page.grid, self._page.rows
        chosen = sorted(
            {(i.row(), i.column()) for i in grid.selectionModel().selectedIndexes() if i.column()}
        )
        lines: dict[int, list[str]] = {}
        for row, column in chosen:
            if rows.head_at(row) is None:
                words = cell_words(rows.columns[column - 1], rows.text_at(row, column))
                lines.setdefault(row, []).append(words)
        return list(lines.values())

    def copy(self) -> None:
        """Put the chosen cells on the clipboard, as a spreadsheet takes them."""
        lines = self.block()
        if lines:
            data = QMimeData()
            data.setText("\n".join("\t".join(_one_line(cell) for cell in line) for line in lines))
            QGuiApplication.clipboard().setMimeData(data)

    def paste(self) -> None:
        """Take a block of a spreadsheet in from the current cell on, as one step of undo."""
        text = QGuiApplication.clipboard().text()
        at = self._page.grid.currentIndex()
        if not text.strip() or not at.isValid() or at.column() < 1:
            return
        if self._desk.read_only:
            self._tell(self._desk.facts.read_only if self._desk.facts else "")
            return
        edits, unfit = self._pasted([line.split("\t") for line in text.rstrip("\n").split("\n")])
        told = _unfit_words(unfit) if unfit else ""
        many = len({edit.number for edit in edits})
        if edits:
            label = ngettext("Paste into {n} contact", "Paste into {n} contacts", many)
            self._write(label.format(n=counted(many)), edits, told)
        elif told:
            self._tell(told)

    def _pasted(self, block: Sequence[Sequence[str]]) -> tuple[list[CellEdit], list[str]]:
        rows, at = self._page.rows, self._page.grid.currentIndex()
        edits, unfit, row = list[CellEdit](), list[str](), at.row()
        for line in block:
            while row < rows.rowCount() and rows.head_at(row) is not None:
                row += 1
            number = rows.number_at(row)
            for column, typed in zip(rows.columns[at.column() - 1 :], line, strict=False):
                text = stored_text(column, typed) if number else None
                if text is None:
                    unfit.append(typed.strip() or column_words(column))
                else:
                    edits.append(CellEdit(number, column, text))
            row += 1
        return edits, unfit

    # ── columns and groups ──────────────────────────────────────────────────────────────

    def _offer_columns(self) -> None:
        menu = Menu(self._page)
        for column in all_columns():
            action = menu.addAction(column_words(column.key))
            action.setCheckable(True)
            action.setChecked(column.key in self._page.view.columns)
            action.setEnabled(column.key != NAME)
            action.triggered.connect(lambda on=False, c=column.key: self.show_column(c, on))
        self._pop(menu, self._page.columns)

    def show_column(self, column: str, on: bool) -> None:
        """Show a column after the others, or take it away."""
        view = self._page.view
        kept = tuple(key for key in view.columns if key != column)
        filters = tuple(f for f in view.filters if on or f.partition("=")[0] != column)
        self._page.arrange(columns=(*kept, column) if on else kept, filters=filters)

    def _offer_groups(self) -> None:
        menu, view = Menu(self._page), self._page.view
        choices = [("", _("Not grouped"))]
        groupable = [c.key for c in all_columns() if c.key in GROUPABLE or id_of(c.key)]
        choices += [(key, column_words(key)) for key in groupable]
        for key, words in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(key == view.grouped_by)
            action.triggered.connect(lambda _on=False, k=key: self._page.arrange(grouped_by=k))
        self._pop(menu, self._page.group)

    def _offer_totals(self) -> None:
        menu, view = Menu(self._page), self._page.view
        for key, words in TOTAL_WORDS.items():
            action = menu.addAction(_(words))
            action.setCheckable(True)
            action.setChecked(key == view.total)
            action.triggered.connect(lambda _on=False, k=key: self._page.arrange(total=k))
        self._pop(menu, self._page.sigma)

    def _pop(self, menu: Menu, button: Any) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))


GROUPABLE = (
    "organisation", "job_title", "departments", "locality", "region", "country", "categories",
    "family",
)  # fmt: skip


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _unfit_words(unfit: Sequence[str]) -> str:
    """Which values did not fit, as a sentence."""
    words = ngettext(
        "{n} value does not fit its cell and was left out: {values}",
        "{n} values do not fit their cells and were left out: {values}",
        len(unfit),
    )
    shown = ", ".join(unfit[:MOST_TOLD]) + ("…" if len(unfit) > MOST_TOLD else "")
    return words.format(n=counted(len(unfit)), values=shown)
