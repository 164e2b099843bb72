"""The second step of an import: what would happen with every card, before anything does."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card
from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.fields import Combo
from contactdesk.desktop.import_difference import Difference
from contactdesk.desktop.import_rows import ImportRows
from contactdesk.desktop.import_table import ImportTable
from contactdesk.desktop.import_tiles import Tiles
from contactdesk.desktop.import_words import DIFFER, choice_words
from contactdesk.desktop.labels import Label
from contactdesk.desktop.search_field import SearchField
from contactdesk.i18n import _
from contactdesk.model.dates import PartialDate
from contactdesk.operations.preview_rows import CONFLICT, UNREADABLE

if TYPE_CHECKING:
    from contactdesk.operations.preview_rows import PreviewRows

SEARCH_MS = 120


class CheckPage(QWidget):
    """Tiles that filter, the rows, and what the chosen one and its contact differ in."""

    save_wanted = Signal()
    changed = Signal()  # other decisions, other counts

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ImportRows(self)
        self.tiles = Tiles()
        self.table = ImportTable(self.rows)
        self.difference = Difference()
        self._banner_place = QVBoxLayout()
        self._banner_place.setContentsMargins(0, 0, 0, 0)
        self.banner: Banner | None = None
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._typing.timeout.connect(self._filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 18, 32, 18)
        column.setSpacing(14)
        column.addLayout(self._banner_place)
        column.addWidget(self.tiles)
        column.addWidget(self._build_card(), 1)
        self.tiles.chosen.connect(self._filter)
        self.table.chosen.connect(self._show_difference)
        self.difference.decided.connect(self._decide)
        self.rows.decided.connect(self._decided)
        self.rows.rowsInserted.connect(self._rows_came)

    def _build_card(self) -> Card:
        card = Card()
        outer = card.layout()
        assert outer is not None
        outer.setContentsMargins(1, 0, 1, 1)
        card.body.addLayout(self._build_bar())
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.difference)
        return card

    def _build_bar(self) -> QHBoxLayout:
        self.search = SearchField(_("Search in the file"))
        self.search.setMaximumWidth(300)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.left_down.connect(self.take_focus)
        self.search.opened.connect(self.take_focus)
        self._for = Label(_("For conflicts"), "body", "text2")
        self.differ = Combo([(choice_words(CONFLICT, d), d) for d in DIFFER], flat=True)
        self.differ.activated.connect(self._differ)
        self._for.setBuddy(self.differ)
        self.differ.setAccessibleName(_("For conflicts"))
        self.category = Combo(flat=True)
        self.category.setAccessibleName(_("Category for the new contacts"))
        self.category.setMaximumWidth(210)
        self.save = Button(_("Save the unreadable ones…"), "secondary", "download")
        self.save.clicked.connect(self.save_wanted)
        self.save.hide()
        row = QHBoxLayout()
        row.setContentsMargins(*mirror.margins(12, 11, 12, 11))
        row.setSpacing(8)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        for widget in (self._for, self.differ, self.category, self.save):
            row.addWidget(widget)
        return row

    # ── what is shown ───────────────────────────────────────────────────────────────────

    def begin(self, rows: PreviewRows) -> None:
        """Show another preview from its start."""
        self.rows.show_rows(rows, str(self.differ.currentData()))
        self.search.clear()
        self.tiles.choose("")
        self._fill_categories()
        self.say("")
        self.show_counts()

    def show_kind(self, calendar: bool) -> None:
        """Speak of the entries of calendars, or of contacts."""
        self.rows.of_calendar = calendar
        self.tiles.speak_of(calendar)
        self.table.show_kind()
        self.show_counts()

    def _fill_categories(self) -> None:
        now = datetime.now().astimezone()
        day = date_text(PartialDate(now.year, now.month, now.day))
        words = _("Import {day}").format(day=day)
        self.category.clear()
        self.category.addItem(_("No category"), "")
        self.category.addItem(_("Category: {name}").format(name=words), words)

    def grow(self) -> None:
        """More rows were read."""
        self.rows.grow()
        self.show_counts()

    def _rows_came(self) -> None:
        """The first row found is the chosen one, as long as none is."""
        if not self.table.currentIndex().isValid():
            self.table.choose_row(0)

    def show_counts(self) -> None:
        """Tiles and choices as the rows are by now."""
        rows = self.rows.rows
        counts = rows.counts() if rows is not None else {}
        if counts:
            self.tiles.show_counts(counts)
        for widget in (self._for, self.differ):
            widget.setVisible(bool(counts.get(CONFLICT)))
        self.category.setVisible(bool(counts.get("new")) and not self.rows.of_calendar)
        self.save.setVisible(bool(counts.get(UNREADABLE)) and self.rows.outcome == UNREADABLE)
        self.changed.emit()

    def say(self, tone: str, text: str = "") -> None:
        """Put a banner over the tiles; "" takes it away."""
        if self.banner is not None:
            self._banner_place.removeWidget(self.banner)
            self.banner.hide()
            self.banner.deleteLater()
            self.banner = None
        if tone:
            self.banner = Banner(tone, text)
            self._banner_place.addWidget(self.banner)

    def summary(self) -> str:
        """What the tiles say, for a screen reader."""
        tiles = self.tiles.tiles.values()
        return ", ".join(tile.accessibleName() for tile in tiles if tile.isEnabled())

    def show_outcome(self, outcome: str) -> None:
        """Narrow the rows to one outcome and put the keyboard on the first."""
        self.tiles.choose(outcome)
        self.take_focus()

    def take_focus(self) -> None:
        """Put the keyboard into the table."""
        if self.rows.rowCount():
            self.table.go_to(max(0, self.table.currentIndex().row()))

    def clear_search(self) -> bool:
        """Esc: all rows again; False when all are shown."""
        if not self.search.text() and not self.rows.outcome:
            return False
        self.search.clear()
        self.tiles.choose("")
        return True

    def _filter(self, _outcome: str = "") -> None:
        chosen = next((n for n, t in self.tiles.tiles.items() if t.isChecked()), "")
        self._typing.stop()
        self.rows.filter(chosen, self.search.text())
        if self.rows.rowCount():
            self.table.choose_row(0)
        self.show_counts()

    def _show_difference(self, at: int) -> None:
        if at < 0 or at >= self.rows.rowCount():
            self.difference.show_row(None, "")
        else:
            row = self.rows.row(at)
            self.difference.show_row(row, self.rows.decision(at), self.rows.name(row))

    # ── deciding ────────────────────────────────────────────────────────────────────────

    def _differ(self, _index: int) -> None:
        self.rows.decide_all_that_differ(str(self.differ.currentData()))

    def _decide(self, decision: str) -> None:
        at = self.table.currentIndex().row()
        if at >= 0:
            self.rows.decide([at], decision)

    def _decided(self) -> None:
        self._show_difference(self.table.currentIndex().row())
        self.changed.emit()
