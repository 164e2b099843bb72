"""The board: the stages of a pipeline side by side, each with its deals."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from contactdesk.desktop import mirror
from contactdesk.desktop.deal_column import StageColumn
from contactdesk.desktop.deal_found import Found, Shown, columns_of, rest_of, sum_of
from contactdesk.desktop.deal_painting import PhotoOf
from contactdesk.model.deal import Stage
from contactdesk.model.money import Total, added
from contactdesk.store.deal_rows import DealRow

GAP = 12


class DealBoard(QScrollArea):
    """Columns that scroll sideways; what is wanted with a deal is told, nothing of it done."""

    wanted = Signal(object, bool)  # DealRow, and whether the keyboard goes there
    move_wanted = Signal(object, object)  # DealRow, Stage
    delete_wanted = Signal(object)  # DealRow
    menu_wanted = Signal(object, object)  # DealRow, where
    add_wanted = Signal(int)  # the stage's item
    current_told = Signal(object)  # DealRow
    left = Signal()

    def __init__(self, photo_of: PhotoOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo_of = photo_of
        self.columns: list[StageColumn] = []
        self.found, self.shown = Found(), Shown()
        self._opened: set[int] = set()  # lost stages that were unfolded
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setProperty("surface", "page")
        inside = QWidget()
        inside.setProperty("surface", "page")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(*mirror.margins(20, 16, 20, 16))
        self._row.setSpacing(GAP)
        self.setWidget(inside)

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def show_found(self, found: Found, shown: Shown) -> None:
        """Show what is to be seen of a pipeline; what was chosen stays so."""
        if found.pipeline is None:
            return
        if self.found.pipeline is None or found.pipeline.id != self.found.pipeline.id:
            self._opened.clear()
        rates_stand = found.rates is self.found.rates  # as after a move, before it is written
        self.found, self.shown = found, shown
        stages = columns_of(found, shown)
        rest = rest_of(found, shown)
        self._have(len(stages))
        for column, (stage, rows) in zip(self.columns, stages, strict=True):
            if rates_stand and column.shows(stage, rows, found.today):
                continue
            column.is_folded = stage.outcome == "lost" and stage.item not in self._opened
            total = sum_of(found, rows, rest.get(stage.item, ()))
            column.show_stage(found.pipeline, stage, rows, total, found.today)

    def open_total(self) -> Total:
        """What the open deals that are shown make together."""
        totals = (column.total for column in self.columns if not column.stage.outcome)
        return added(totals, self.found.pipeline.currency if self.found.pipeline else "")

    def _have(self, many: int) -> None:
        while len(self.columns) > many:
            column = self.columns.pop()
            self._row.removeWidget(column)
            column.hide()
            column.deleteLater()
        while len(self.columns) < many:
            column = StageColumn(self._photo_of)
            self._connect(column)
            self.columns.append(column)
            self._row.addWidget(column, 1)

    def _connect(self, column: StageColumn) -> None:
        cards = column.list
        cards.wanted.connect(self.wanted)
        cards.delete_wanted.connect(self.delete_wanted)
        cards.menu_wanted.connect(self.menu_wanted)
        cards.current_told.connect(self.current_told)
        cards.left.connect(self.left)
        cards.moved.connect(lambda row, on: self._move(column, row, on))
        cards.stepped.connect(lambda on: self._step(column, on))
        column.dropped.connect(lambda uuid: self._dropped(column, uuid))
        column.add_wanted.connect(lambda: self.add_wanted.emit(column.stage.item))
        column.fold_wanted.connect(lambda: self.fold(column, not column.is_folded))

    def set_read_only(self, read_only: bool, why: str = "") -> None:
        """Whether cards can be moved, and why not."""
        for column in self.columns:
            column.list.read_only = read_only
            column.add.setEnabled(not read_only)
            column.add.setToolTip(why)

    def fold(self, column: StageColumn, folded: bool) -> None:
        """Fold the column of a decided stage, or open it."""
        (self._opened.discard if folded else self._opened.add)(column.stage.item)
        column.fold(folded)

    # ── where one is ────────────────────────────────────────────────────────────────────

    def column_of(self, uuid: str) -> StageColumn | None:
        """The column in which a deal is shown."""
        for column in self.columns:
            if any(row.deal.id == uuid for row in column.list.cards.rows):
                return column
        return None

    def here(self) -> StageColumn | None:
        """The column that has the keyboard; else the first one with deals."""
        with_focus = (c for c in self.columns if c.list.hasFocus())
        with_deals = (c for c in self.columns if c.list.cards.rows and not c.is_folded)
        return next(with_focus, None) or next(with_deals, None) or next(iter(self.columns), None)

    def choose(self, uuid: str, *, focus: bool = True) -> bool:
        """Choose a deal, its column unfolded and in sight; False where it is not shown."""
        column = self.column_of(uuid)
        if column is None:
            return False
        if column.is_folded:
            self.fold(column, False)
        ids = [row.deal.id for row in column.list.cards.rows]
        column.list.choose(ids.index(uuid))
        if focus:
            column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(column, 0, 0)
        column.list.tell_chosen()
        return True

    def stops(self) -> list[QWidget]:
        """Tab goes through the cards of one column."""
        column = self.here()
        return [column.list, column.add] if column is not None else []

    def has_keyboard(self) -> bool:
        """Whether the keyboard is on a card."""
        return any(column.list.hasFocus() for column in self.columns)

    def repaint_faces(self) -> None:
        """A picture was read."""
        for column in self.columns:
            column.list.viewport().update()

    def draw_now(self) -> None:
        """Draw what has changed before anything else is begun, as writing it into the book."""
        for column in self.columns:
            column.list.draw_soon()
        QCoreApplication.sendPostedEvents(self.window(), QEvent.Type.UpdateRequest)

    def mark_opened(self, uuid: str) -> None:
        """The deal in the panel keeps its line when the keyboard is there."""
        for column in self.columns:
            column.list.opened = uuid
            column.list.viewport().update()

    def keep_in_sight(self) -> None:
        """Scroll so that the deal in the panel is to be seen, in the room that is left."""
        opened = next((c for c in self.columns if c.list.opened), None)
        column = self.column_of(opened.list.opened) if opened is not None else None
        if column is not None:
            self.ensureWidgetVisible(column, 12, 0)

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """The keyboard is on a card."""
        column = self.here()
        if column is not None:
            column.list.setFocus(reason)

    def _step(self, column: StageColumn, on: int) -> None:
        """To the column beside, at the same height; folded ones are passed."""
        at = self.columns.index(column)
        beside = self.columns[at + 1 :] if on > 0 else self.columns[:at][::-1]
        target = next((c for c in beside if not c.is_folded and c.list.cards.rows), None)
        if target is not None:
            target.list.choose(max(0, column.list.currentIndex().row()))
            target.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(target, 0, 0)

    # ── moving ──────────────────────────────────────────────────────────────────────────

    def _move(self, column: StageColumn, row: DealRow, on: int) -> None:
        at = self.columns.index(column) + on
        if 0 <= at < len(self.columns):
            self.move_wanted.emit(row, self.columns[at].stage)

    def _dropped(self, column: StageColumn, uuid: str) -> None:
        row = next((r for r in self.found.rows if r.deal.id == uuid), None)
        if row is not None:
            self.move_wanted.emit(row, column.stage)

    def stages(self) -> list[Stage]:
        """The stages that are shown."""
        return [column.stage for column in self.columns]
